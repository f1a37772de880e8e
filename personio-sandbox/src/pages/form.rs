//! Forms: their fields with what was entered, what is wrong with it, and what may be chosen.
//!
//! What is wrong stands at its field, and nothing that was entered is lost. It must not know what the fields mean.

mod sent;

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

pub(super) use self::sent::Sent;
use super::frame::Visit;

/// The field that tells what a form showed.
const SEEN: &str = "seen";
const OUTDATED: &str = "Somebody else changed this in the meantime, so nothing was saved. \
                        What you entered is still here; save again to put it in the place of theirs.";

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
    pub(super) hint: String,
    pub(super) error: Option<String>,
    pub(super) required: bool,
    /// Whether one begins to write here.
    pub(super) focus: bool,
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
            hint: String::new(),
            error: None,
            required: false,
            focus: false,
        }
    }

    /// One of some choices.
    pub(super) fn choice(
        name: impl Into<String>,
        label: impl Into<String>,
        options: Vec<(String, String)>,
    ) -> Self {
        Self { look: Look::Select, options, ..Self::new(name, label, "") }
    }

    /// With this look.
    pub(super) fn look(self, look: Look) -> Self {
        Self { look, ..self }
    }

    /// With what it has before anything is entered.
    pub(super) fn value(self, value: impl Into<String>) -> Self {
        Self { value: value.into(), ..self }
    }

    /// With an explanation.
    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    /// With values that are proposed while one writes.
    pub(super) fn proposing(self, values: impl IntoIterator<Item = String>) -> Self {
        Self { options: values.into_iter().map(|it| (it, String::new())).collect(), ..self }
    }

    /// Not to be left empty.
    pub(super) fn required(self) -> Self {
        Self { required: true, ..self }
    }

    pub(super) fn is_check(&self) -> bool {
        self.look == Look::Check
    }

    pub(super) fn is_select(&self) -> bool {
        self.look == Look::Select
    }

    pub(super) fn proposes(&self) -> bool {
        !self.is_select() && !self.options.is_empty()
    }

    pub(super) fn is_area(&self) -> bool {
        self.look == Look::Area
    }

    /// The type of its input; empty if it is none.
    pub(super) fn kind(&self) -> &'static str {
        if let Look::Input(kind) = self.look { kind } else { "" }
    }
}

/// Fields that belong together.
pub(super) struct Group {
    /// Empty where they need no name of their own.
    pub(super) legend: &'static str,
    pub(super) fields: Vec<Field>,
    /// Whether two of them stand beside each other, and no more.
    pub(super) pairs: bool,
}

/// A form of a page.
pub(super) struct Form {
    /// Distinguishes its fields from those of other forms of the page.
    pub(super) id: &'static str,
    pub(super) action: String,
    pub(super) title: &'static str,
    pub(super) groups: Vec<Group>,
    /// What is sent along unseen.
    pub(super) hidden: Vec<(&'static str, String)>,
    pub(super) button: &'static str,
    /// Whether it takes something away for good.
    pub(super) danger: bool,
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
        Self {
            id,
            action: visit.action(path),
            title,
            groups: vec![Group { legend: "", fields, pairs: false }],
            hidden: Vec::new(),
            button,
            danger: false,
            back: String::new(),
            error: None,
        }
    }

    /// With more fields under a name of their own.
    pub(super) fn group(mut self, legend: &'static str, fields: Vec<Field>) -> Self {
        self.groups.push(Group { legend, fields, pairs: false });
        self
    }

    /// With more fields of which two belong together each time.
    pub(super) fn pairs(mut self, legend: &'static str, fields: Vec<Field>) -> Self {
        self.groups.push(Group { legend, fields, pairs: true });
        self
    }

    /// With a way back.
    pub(super) fn back(self, to: impl Into<String>) -> Self {
        Self { back: to.into(), ..self }
    }

    /// With something that is sent along.
    pub(super) fn along(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.hidden.push((name, value.into()));
        self
    }

    /// Takes something away for good.
    pub(super) fn dangerous(self) -> Self {
        Self { danger: true, ..self }
    }

    /// Notices when somebody else changed the same fields since the form was shown.
    pub(super) fn guarded(self) -> Self {
        let seen = self.fingerprint();
        self.along(SEEN, seen)
    }

    /// Whether a guarded form showed other values than these when it was filled in; then it says so.
    pub(super) fn is_outdated(&self, sent: &mut Sent) -> bool {
        let now = self.hidden.iter().find(|it| it.0 == SEEN).map(|it| it.1.as_str());
        let is_outdated = sent.filled(SEEN).is_some_and(|seen| Some(seen) != now);
        if is_outdated {
            sent.wrong("", OUTDATED);
        }
        is_outdated
    }

    fn fingerprint(&self) -> String {
        let mut hasher = DefaultHasher::new();
        for field in self.fields() {
            (&field.name, &field.value).hash(&mut hasher);
        }
        format!("{:016x}", hasher.finish())
    }

    fn fields(&self) -> impl Iterator<Item = &Field> {
        self.groups.iter().flat_map(|it| &it.fields)
    }

    /// With these values before anything is entered.
    pub(super) fn filled(mut self, values: &[(&str, String)]) -> Self {
        for field in self.groups.iter_mut().flat_map(|it| &mut it.fields) {
            if let Some((_, value)) = values.iter().find(|it| it.0 == field.name) {
                field.value.clone_from(value);
            }
        }
        self
    }

    /// With what is wrong with all of it, and nothing that was entered.
    pub(super) fn refused(self, sent: &Sent) -> Self {
        let error = sent.errors().map(|it| it.1).collect::<Vec<_>>().join(" ");
        Self { error: Some(error).filter(|it| !it.is_empty()), ..self }
    }

    /// With what was entered, and what is wrong with it.
    pub(super) fn entered(mut self, sent: &Sent) -> Self {
        let mut is_first = true;
        for field in self.groups.iter_mut().flat_map(|it| &mut it.fields) {
            field.value = sent.get(&field.name).to_owned();
            field.error = sent.error(&field.name).map(str::to_owned);
            field.focus = is_first && field.error.is_some();
            is_first &= field.error.is_none();
        }
        let has = |name: &str| self.fields().any(|it| it.name == name);
        let others = sent.errors().filter(|(name, _)| !has(name)).map(|(_, error)| error);
        let others = others.collect::<Vec<_>>().join(" ");
        self.error = Some(others).filter(|it| !it.is_empty());
        self
    }

    /// What is said above the fields when some of them are wrong.
    pub(super) fn summary(&self) -> Option<String> {
        match self.fields().filter(|it| it.error.is_some()).count() {
            0 => None,
            1 => Some("Nothing was saved: one field needs another look.".to_owned()),
            count => Some(format!("Nothing was saved: {count} fields need another look.")),
        }
    }

    /// Whether files are sent with it.
    pub(super) fn has_files(&self) -> bool {
        self.fields().any(|it| it.look == Look::Input("file"))
    }
}

/// A form that is only a button.
pub(super) struct Press {
    pub(super) action: String,
    pub(super) label: &'static str,
    /// The whole of what it does, for whoever hears it.
    pub(super) says: String,
}
