//! Which unified fields attributes of the customer's may feed, and how a provider lists its attributes.
//!
//! Must not know what was decided for an account.

use crate::call::Call;
use crate::error::CallError;

/// The longest name that may be chosen for a field of the product's own.
const NAME_LENGTH: usize = 64;

/// What a unified field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetKind {
    /// A text.
    Text,
    /// A civil date.
    Date,
    /// A number.
    Number,
    /// One of a list of values.
    Choice,
    /// Several of a list of values.
    Choices,
    /// Whatever stands there, untouched.
    Any,
}

/// A unified field that an attribute may feed.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The field, nested by dots. A name in braces at its end is chosen by whoever maps.
    pub field: &'static str,
    /// The fields of the record that are filled by it.
    pub fills: &'static [&'static str],
    /// What it holds.
    pub kind: TargetKind,
    /// The values of a choice, or the names that may stand in place of the braces; empty where any may.
    pub values: &'static [&'static str],
    /// The types of attributes that it takes, in the unified words; empty where it takes any.
    pub takes: &'static [&'static str],
    /// The universal ids that feed it in every account.
    pub universal_ids: &'static [&'static str],
}

impl Target {
    /// Whether `field` names it.
    pub fn is(&self, field: &str) -> bool {
        match self.field.split_once('{') {
            None => self.field == field,
            Some((before, _)) => field.strip_prefix(before).is_some_and(|name| self.may_be_named(name)),
        }
    }

    fn may_be_named(&self, name: &str) -> bool {
        let is_plain = |it: u8| it.is_ascii_alphanumeric() || it == b'_' || it == b'-';
        let fits = !name.is_empty() && name.len() <= NAME_LENGTH && name.bytes().all(is_plain);
        fits && (self.values.is_empty() || self.values.contains(&name))
    }

    /// Whether it takes attributes of this type.
    pub fn takes(&self, kind: Option<&str>) -> bool {
        self.takes.is_empty() || kind.is_some_and(|it| self.takes.contains(&it))
    }
}

/// An attribute of employees, as the provider lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListedAttribute {
    /// Its key.
    pub key: String,
    /// Its name for people, in the language of the account.
    pub label: String,
    /// Its type in the unified words, if there is one for it.
    pub kind: Option<&'static str>,
    /// Its type in the provider's words.
    pub source_kind: String,
    /// What can be chosen.
    pub options: Vec<String>,
    /// The id that it has in every account, if it has one.
    pub universal_id: Option<String>,
    /// Whether the customer defined it.
    pub custom: bool,
}

/// How attributes of the customer's become fields of employees.
pub trait Mappable: Send + Sync {
    /// The call that lists all attributes.
    fn catalogue(&self) -> Call;

    /// What to tell whoever is denied that call, in whole sentences, where that may not be for want of its right.
    fn denied(&self) -> Option<&'static str> {
        None
    }

    /// Reads that list.
    ///
    /// # Errors
    /// When it is none.
    fn read_catalogue(&self, body: &[u8]) -> Result<Vec<ListedAttribute>, CallError>;

    /// What they may feed.
    fn targets(&self) -> &'static [Target];
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMED: Target = Target {
        field: "own.{name}",
        fills: &["own"],
        kind: TargetKind::Any,
        values: &[],
        takes: &[],
        universal_ids: &[],
    };

    #[test]
    fn a_name_in_braces_is_chosen_and_plain() {
        for field in ["own.a", "own.shirt_size-2", &format!("own.{}", "x".repeat(64))] {
            assert!(NAMED.is(field), "{field}");
        }
        let long = format!("own.{}", "x".repeat(65));
        for field in ["own", "own.", "own.a.b", "own.a b", "own.ä", "own.{name}", "other.a", "", &long] {
            assert!(!NAMED.is(field), "{field}");
        }
        let listed = Target { values: &["tin"], ..NAMED };
        assert!(listed.is("own.tin") && !listed.is("own.vat"));
        let fixed = Target { field: "home.city", ..NAMED };
        assert!(fixed.is("home.city") && !fixed.is("home.city.x") && !fixed.is("home"));
    }

    #[test]
    fn an_unknown_type_goes_only_where_any_goes() {
        let texts = Target { takes: &["text"], ..NAMED };
        assert!(texts.takes(Some("text")) && !texts.takes(Some("date")) && !texts.takes(None));
        assert!(NAMED.takes(Some("date")) && NAMED.takes(None));
    }
}
