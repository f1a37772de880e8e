//! Forms: their fields with what was entered, what is wrong with it, and what may be chosen.
//!
//! What is wrong stands at its field, and nothing that was entered is lost. It must not know what the fields mean.

use std::collections::BTreeMap;

use super::frame::Visit;

/// What was entered.
#[derive(Debug, Default)]
pub(super) struct Sent {
    fields: Vec<(String, String)>,
    errors: BTreeMap<String, String>,
}

impl Sent {
    /// Reads a form.
    pub(super) fn parse(body: &[u8]) -> Self {
        Self { fields: form_urlencoded::parse(body).into_owned().collect(), errors: BTreeMap::new() }
    }

    /// What was entered in a field, without spaces around it; empty if nothing was.
    pub(super) fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// What was entered in a field, if anything was.
    pub(super) fn filled(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|it| !it.is_empty())
    }

    /// Every field with its value, in their order.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.trim()))
    }

    /// Says that something is wrong with a field; with an empty name, with all of it.
    pub(super) fn wrong(&mut self, name: &str, error: impl Into<String>) {
        self.errors.entry(name.to_owned()).or_insert_with(|| error.into());
    }

    /// Reads a field that may be empty; what can't be read is told at the field.
    pub(super) fn read<T: std::str::FromStr>(&mut self, name: &str, error: &str) -> Option<T> {
        let read = self.filled(name)?.parse().ok();
        if read.is_none() {
            self.wrong(name, error);
        }
        read
    }

    /// Reads a field that must not be empty.
    pub(super) fn need<T: std::str::FromStr>(&mut self, name: &str, error: &str) -> Option<T> {
        let read = self.read(name, error);
        if read.is_none() {
            self.wrong(name, error);
        }
        read
    }

    /// Whether nothing is wrong so far.
    #[expect(dead_code, reason = "routes that are not built yet need it")]
    pub(super) fn is_good(&self) -> bool {
        self.errors.is_empty()
    }
}

/// What a field looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// An input of this type.
    Input(&'static str),
    /// Several lines.
    Area,
    /// One of some choices.
    Select,
    /// Yes or no.
    Check,
}

/// A field of a form.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) look: Look,
    pub(super) value: String,
    /// Values and their labels.
    pub(super) options: Vec<(String, String)>,
    pub(super) hint: &'static str,
    pub(super) error: Option<String>,
    pub(super) required: bool,
}

impl Field {
    /// An input of a type like `text` or `date`.
    pub(super) fn new(name: impl Into<String>, label: impl Into<String>, kind: &'static str) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            look: Look::Input(kind),
            value: String::new(),
            options: Vec::new(),
            hint: "",
            error: None,
            required: false,
        }
    }

    /// One of some choices.
    #[expect(dead_code, reason = "routes that are not built yet need it")]
    pub(super) fn choice(
        name: impl Into<String>,
        label: impl Into<String>,
        options: Vec<(String, String)>,
    ) -> Self {
        Self { look: Look::Select, options, ..Self::new(name, label, "") }
    }

    /// With this look.
    #[expect(dead_code, reason = "routes that are not built yet need it")]
    pub(super) fn look(self, look: Look) -> Self {
        Self { look, ..self }
    }

    /// With what it has before anything is entered.
    pub(super) fn value(self, value: impl Into<String>) -> Self {
        Self { value: value.into(), ..self }
    }

    /// With an explanation.
    pub(super) fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    /// Not to be left empty.
    #[expect(dead_code, reason = "routes that are not built yet need it")]
    pub(super) fn required(self) -> Self {
        Self { required: true, ..self }
    }

    pub(super) fn is_check(&self) -> bool {
        self.look == Look::Check
    }

    pub(super) fn is_select(&self) -> bool {
        self.look == Look::Select
    }

    pub(super) fn is_area(&self) -> bool {
        self.look == Look::Area
    }

    /// The type of its input; empty if it is none.
    pub(super) fn kind(&self) -> &'static str {
        if let Look::Input(kind) = self.look { kind } else { "" }
    }
}

/// A form of a page.
pub(super) struct Form {
    /// Distinguishes its fields from those of other forms of the page.
    pub(super) id: &'static str,
    pub(super) action: String,
    pub(super) title: &'static str,
    pub(super) fields: Vec<Field>,
    pub(super) button: &'static str,
    /// Where one goes instead; empty for nowhere.
    pub(super) back: String,
    /// What is wrong with all of it.
    pub(super) error: Option<String>,
}

impl Form {
    /// A form that is sent to `path`.
    pub(super) fn new(
        visit: &Visit,
        path: &str,
        (id, title, button): (&'static str, &'static str, &'static str),
        fields: Vec<Field>,
    ) -> Self {
        Self { id, action: visit.action(path), title, fields, button, back: String::new(), error: None }
    }

    /// With a way back.
    #[expect(dead_code, reason = "routes that are not built yet need it")]
    pub(super) fn back(self, to: impl Into<String>) -> Self {
        Self { back: to.into(), ..self }
    }

    /// With what was entered, and what is wrong with it.
    pub(super) fn entered(mut self, sent: &Sent) -> Self {
        for field in &mut self.fields {
            field.value = sent.get(&field.name).to_owned();
            field.error = sent.errors.get(&field.name).cloned();
        }
        let has = |name: &str| self.fields.iter().any(|it| it.name == name);
        let others = sent.errors.iter().filter(|(name, _)| !has(name)).map(|(_, error)| error.as_str());
        let others = others.collect::<Vec<_>>().join(" ");
        self.error = Some(others).filter(|it| !it.is_empty());
        self
    }

    /// Whether files are sent with it.
    pub(super) fn has_files(&self) -> bool {
        self.fields.iter().any(|it| it.look == Look::Input("file"))
    }
}

/// A form that is only a button.
pub(super) struct Press {
    pub(super) action: String,
    pub(super) label: &'static str,
    /// The whole of what it does, for whoever hears it.
    pub(super) says: String,
}
