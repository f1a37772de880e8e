//! `provider.toml`: who a provider is, what it asks of a person, what it permits and how fast it may be called.
//!
//! Must not know any provider.

use std::collections::BTreeMap;

use regex::Regex;
use serde::Deserialize;

use crate::credentials::Credentials;
use crate::entered::Complaint;
use crate::permissions::{CatalogueAttribute, Grant, Mending, Permission, Scopes, Text};
use nabe_model::rights::Right;

/// A provider's manifest.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Its key in addresses and answers.
    pub key: String,
    /// Its name for people.
    pub name: String,
    /// The contract's category.
    pub category: String,
    /// The version of this connector.
    pub version: String,
    /// Hosts by name: scheme and authority, in which `{field}` stands for what was entered.
    pub hosts: BTreeMap<String, String>,
    /// Token schemes that linking tries, in order.
    pub schemes: Vec<String>,
    /// The field that names the credential: rate budgets belong to its value.
    pub identity: String,
    /// The header in which the provider wants to read which of its partners calls.
    pub partner_header: Option<String>,
    /// Regular expressions of texts that are secrets wherever they appear.
    #[serde(default)]
    pub secret_patterns: Vec<String>,
    /// The connect form.
    pub fields: Vec<Field>,
    /// The permissions that an admin can tick.
    pub permissions: Vec<Permission>,
    /// The attributes of employees that every account has.
    #[serde(default)]
    pub attributes: Vec<CatalogueAttribute>,
    /// Scopes beside those of the permissions.
    #[serde(default)]
    pub scopes: Scopes,
    /// How gaps are mended.
    pub mending: Mending,
    /// Rate limits by class.
    pub rate_limits: BTreeMap<String, RateLimit>,
}

/// One field of the connect form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its key.
    pub key: String,
    /// Its label.
    pub label: Text,
    /// How it is entered.
    pub kind: FieldKind,
    /// Whether it must be entered.
    pub required: bool,
    /// Whether its value is never shown again.
    pub secret: bool,
    /// Why its value can't be tried out by reading; `None` when it is.
    pub untested: Option<Text>,
    /// An example.
    #[serde(default)]
    pub placeholder: String,
    /// Help for the person.
    #[serde(default)]
    pub description: Text,
    /// A regular expression that the whole value matches.
    pub pattern: Option<String>,
    /// What to say when it doesn't.
    #[serde(default)]
    pub error: Text,
}

/// How a field is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// In the clear.
    Text,
    /// Hidden.
    Password,
}

/// How fast one class of routes may be called.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateLimit {
    /// Calls a second, in the long run.
    pub per_second: f64,
    /// Calls at once after a pause.
    pub burst: u32,
    /// Calls in any minute, for a provider that counts in windows: then `per_second` holds in any second, and `burst`
    /// means nothing.
    #[serde(default)]
    pub per_minute: Option<u32>,
    /// Whether each route of the class has a bucket of its own.
    #[serde(default)]
    pub per_route: bool,
    /// The shortest pause after a refusal, in seconds, for a provider that documents one; else it is a second.
    #[serde(default)]
    pub cool_down_s: Option<u64>,
    /// Whether the limit is found out: it grows while calls succeed and halves when one is refused.
    #[serde(default)]
    pub adaptive: bool,
}

/// Why a manifest or what was entered is not good.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// The file can't be read.
    #[error("the manifest can't be read: {0}")]
    Unreadable(#[from] toml::de::Error),
    /// A pattern is no regular expression.
    #[error("the pattern of field `{field}` is no regular expression: {source}")]
    BadPattern {
        /// The field.
        field: String,
        /// What is wrong.
        source: Box<regex::Error>,
    },
}

impl Manifest {
    /// Reads and checks a manifest.
    pub fn parse(text: &str) -> Result<Self, ManifestError> {
        let manifest: Self = toml::from_str(text)?;
        for field in &manifest.fields {
            field
                .regex()
                .map_err(|it| ManifestError::BadPattern { field: field.key.clone(), source: Box::new(it) })?;
        }
        Ok(manifest)
    }

    /// A field by its key.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|it| it.key == key)
    }

    /// A permission by its key.
    pub fn permission(&self, key: &str) -> Option<&Permission> {
        self.permissions.iter().find(|it| it.key == key)
    }

    /// The box of a right, if there is such a row and it has one.
    pub fn grant(&self, right: &Right) -> Option<&Grant> {
        self.permission(&right.row)?.grant(right.access)
    }

    /// The rights without which no account is connected, unless the product says otherwise.
    pub fn required_rights(&self) -> impl Iterator<Item = Right> {
        let grants = self.permissions.iter().flat_map(Permission::grants);
        grants.filter(|(_, grant)| grant.required).map(|(right, _)| right)
    }

    /// Whether a scope is one of a row, or known otherwise.
    pub fn knows_scope(&self, scope: &str) -> bool {
        let mut grants = self.permissions.iter().flat_map(|it| it.read.iter().chain(&it.write));
        grants.any(|it| it.knows(scope)) || self.scopes.unplaced.values().any(|it| it == scope)
    }

    /// The text with what was entered in the place of each `{field}`, which must have the field's form: it becomes a
    /// part of an address.
    ///
    /// # Errors
    /// When a field has no such value.
    pub fn filled_in(&self, text: &str, credentials: &Credentials) -> Result<String, String> {
        let Some((before, rest)) = text.split_once('{') else { return Ok(text.to_owned()) };
        let (key, after) = rest.split_once('}').ok_or("a brace is not closed")?;
        let field =
            self.field(key).filter(|it| !it.secret).ok_or_else(|| format!("`{key}` is no open field"))?;
        let value = credentials.get(key).filter(|it| field.pattern.is_some() && field.accepts(it));
        let value = value.ok_or_else(|| format!("the field `{key}` holds no host"))?;
        Ok(format!("{before}{value}{}", self.filled_in(after, credentials)?))
    }

    /// What is wrong with the values that were entered, as far as the fields themselves say.
    pub fn complaints(&self, credentials: &Credentials) -> Vec<Complaint> {
        let mut complaints = Vec::new();
        for field in &self.fields {
            match credentials.get(&field.key) {
                None if field.required => {
                    let Text { en, de } = &field.label;
                    let missing = Text::new(format!("{en} is missing."), format!("{de} fehlt."));
                    complaints.push(Complaint::new(&field.key, missing));
                }
                Some(value) if !field.accepts(value) => {
                    complaints.push(Complaint::new(&field.key, field.error.clone()));
                }
                None | Some(_) => {}
            }
        }
        let unknown = credentials.keys().filter(|it| self.field(it).is_none());
        complaints.extend(unknown.map(|it| {
            let unknown =
                Text::new(format!("There is no field `{it}`."), format!("Ein Feld `{it}` gibt es nicht."));
            Complaint::new(it, unknown)
        }));
        complaints
    }
}

impl Field {
    fn regex(&self) -> Result<Option<Regex>, regex::Error> {
        self.pattern.as_ref().map(|it| Regex::new(&format!("^(?:{it})$"))).transpose()
    }

    fn accepts(&self, value: &str) -> bool {
        self.regex().ok().flatten().is_none_or(|it| it.is_match(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = r#"
        key = "p"
        name = "P"
        category = "hris"
        version = "1"
        schemes = []
        identity = "site"
        permissions = []
        hosts = {}
        rate_limits = {}
        mending = { custom = { en = "a", de = "a" }, permission = { en = [], de = [] }, attribute = { en = [], de = [] } }

        [[fields]]
        key = "site"
        label = { en = "a", de = "a" }
        kind = "text"
        required = false
        secret = false
        pattern = "[a-z]+\\.example"

        [[fields]]
        key = "secret"
        label = { en = "a", de = "a" }
        kind = "password"
        required = false
        secret = true
        pattern = ".*"

        [[fields]]
        key = "free"
        label = { en = "a", de = "a" }
        kind = "text"
        required = false
        secret = false
    "#;

    fn filled_in(text: &str, key: &str, value: &str) -> Option<String> {
        let mut credentials = Credentials::default();
        credentials.set(key, value);
        Manifest::parse(MANIFEST).unwrap().filled_in(text, &credentials).ok()
    }

    #[test]
    fn a_host_takes_only_what_has_the_form_of_its_field() {
        let site = |value: &str| filled_in("https://{site}:1/a", "site", value);
        assert_eq!(site("acme.example").as_deref(), Some("https://acme.example:1/a"));
        for other in ["", "acme.example@evil.test", "evil.test/acme.example", "acme.example\nx", "127.0.0.1"]
        {
            assert_eq!(site(other), None, "{other}");
        }
        assert_eq!(filled_in("https://{secret}", "secret", "x"), None, "secrets are no hosts");
        assert_eq!(filled_in("https://{free}", "free", "x"), None, "a field without a form is no host");
        assert_eq!(filled_in("https://{gone}", "gone", "x"), None);
        assert_eq!(filled_in("https://{site", "site", "acme.example"), None);
        assert_eq!(filled_in("https://api.example", "site", "x").as_deref(), Some("https://api.example"));
    }
}
