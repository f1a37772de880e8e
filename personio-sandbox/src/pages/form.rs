//! Forms: their fields with what was entered, what is wrong with it, and what may be chosen.
//!
//! What is wrong stands at its field, and nothing that was entered is lost. It must not know what the fields mean.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::frame::Visit;
use crate::wire::input::{File, form_with_files};

/// The field that tells what a form showed.
const SEEN: &str = "seen";
const OUTDATED: &str = "Somebody else changed this in the meantime, so nothing was saved. \
                        What you entered is still here; save again to put it in the place of theirs.";

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

    /// Reads a form with files; one that can't be read has nothing in it.
    pub(super) fn with_files(headers: &HeaderMap, body: Bytes) -> (Self, Vec<File>) {
        let media_type = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or("");
        let (fields, files) = form_with_files(media_type, body).unwrap_or_default();
        (Self { fields, errors: BTreeMap::new() }, files)
    }

    /// What was entered in a field, without spaces around it; empty if nothing was.
    pub(super) fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// What was entered in a field, if anything was.
    pub(super) fn filled(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|it| !it.is_empty())
    }

    /// Whether a field was sent, empty or not.
    pub(super) fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(key, _)| key == name)
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

    /// Reads a field that may be empty with `read`; what it doesn't take is told at the field.
    pub(super) fn read_as<T>(
        &mut self,
        name: &str,
        error: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let value = read(self.filled(name)?);
        if value.is_none() {
            self.wrong(name, error);
        }
        value
    }

    /// Whether nothing is wrong so far.
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

    /// With what was entered, and what is wrong with it.
    pub(super) fn entered(mut self, sent: &Sent) -> Self {
        let mut is_first = true;
        for field in self.groups.iter_mut().flat_map(|it| &mut it.fields) {
            field.value = sent.get(&field.name).to_owned();
            field.error = sent.errors.get(&field.name).cloned();
            field.focus = is_first && field.error.is_some();
            is_first &= field.error.is_none();
        }
        let has = |name: &str| self.fields().any(|it| it.name == name);
        let others = sent.errors.iter().filter(|(name, _)| !has(name)).map(|(_, error)| error.as_str());
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
