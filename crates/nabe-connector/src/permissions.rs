//! What an admin can tick at a provider, what it is good for, and how a gap is mended: texts in English and German.
//!
//! Must not know any provider, nor how it is found out what was ticked.

use std::collections::BTreeMap;

use nabe_model::rights::{Access, Right};
use serde::Deserialize;

/// A text in every language that people are spoken to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text<T = String> {
    /// English.
    pub en: T,
    /// German.
    pub de: T,
}

impl Text {
    /// A text in both languages.
    pub fn new(en: impl Into<String>, de: impl Into<String>) -> Self {
        Self { en: en.into(), de: de.into() }
    }
}

/// One row of the provider's permission dialog.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permission {
    /// Its key.
    pub key: String,
    /// Its label in the provider's dialog.
    pub label: Text,
    /// Reading, if it can be ticked.
    pub read: Option<Grant>,
    /// Writing, likewise.
    pub write: Option<Grant>,
}

/// A box in a row.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// Scopes that are known to stand for it: when there are scopes and none of these, it is not ticked.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Scopes that probably stand for it: their absence proves nothing.
    #[serde(default)]
    pub guessed_scopes: Vec<String>,
    /// Whether no account is connected without it, unless the product says otherwise.
    #[serde(default)]
    pub required: bool,
    /// What it makes possible; `None` when no known route needs it.
    pub unlocks: Option<Text>,
}

/// An attribute of employees that every account of the provider has.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueAttribute {
    /// Its key.
    pub key: String,
    /// Its label in the provider's dialog.
    pub label: Text,
    /// What does not work without it.
    pub lost: Text,
    /// Whether the guide names it: nearly every product misses it.
    #[serde(default)]
    pub essential: bool,
}

/// Scopes beside those of the rows.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scopes {
    /// Scopes by the right that they give, where the row that grants it isn't known.
    pub unplaced: BTreeMap<String, String>,
}

/// How gaps are mended: clicks, in which `{label}` and `{access}` stand for what is missing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mending {
    /// A missing box.
    pub permission: Text<Vec<String>>,
    /// A missing attribute.
    pub attribute: Text<Vec<String>>,
    /// What is lost with an attribute that the customer defined.
    pub custom: Text,
}

impl Permission {
    /// The box of this row, if there is one.
    pub fn grant(&self, access: Access) -> Option<&Grant> {
        match access {
            Access::Read => self.read.as_ref(),
            Access::Write => self.write.as_ref(),
        }
    }

    /// Every box of this row.
    pub fn grants(&self) -> impl Iterator<Item = (Right, &Grant)> {
        let of = |access| self.grant(access).map(|it| (Right::new(&self.key, access), it));
        Access::ALL.into_iter().filter_map(of)
    }
}

impl Grant {
    /// The scopes of these that stand for it, proven or guessed.
    pub fn found_in<'s>(&self, scopes: &'s [String]) -> Vec<&'s str> {
        scopes.iter().filter(|it| self.knows(it)).map(String::as_str).collect()
    }

    /// Whether these scopes show that it is not ticked.
    pub fn is_ruled_out_by(&self, scopes: &[String]) -> bool {
        !self.scopes.is_empty() && !scopes.is_empty() && self.found_in(scopes).is_empty()
    }

    /// Whether this scope stands for it.
    pub fn knows(&self, scope: &str) -> bool {
        self.scopes.iter().chain(&self.guessed_scopes).any(|it| it == scope)
    }
}
