//! One provider, and the list of them.

use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::SecretString;

use crate::call::{Answer, Call};
use crate::credentials::Credentials;
use crate::entered::Complaint;
use crate::error::CallError;
use crate::inspect::Inspect;
use crate::manifest::Manifest;
use crate::mappable::Mappable;
use crate::operations::{Operation, Operations};
use crate::resource::Served;

/// An access token and how long it holds.
#[derive(Clone, Debug)]
pub struct Token {
    /// The token.
    pub value: SecretString,
    /// Seconds from now on.
    pub expires_in_s: u64,
    /// The rights that the provider says it carries.
    pub scopes: Vec<String>,
}

/// What a provider tells of a route's rate limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateHint {
    /// Calls that are left now.
    pub remaining: f64,
    /// Calls that come back each second.
    pub per_second: f64,
    /// The most calls at once.
    pub burst: f64,
}

/// One provider. A resource that isn't there is `None`.
pub trait Provider: Send + Sync {
    /// Its identity, fields, permissions, hosts and limits.
    fn manifest(&self) -> &'static Manifest;

    /// Its logo of our own, as SVG: not the provider's brand.
    fn logo(&self) -> &'static str;

    /// The guide for its admin, as Markdown, in this language (ISO 639-1). A line `{{permissions}}` or `{{attributes}}`
    /// stands for a list that is made from the manifest.
    fn guide(&self, language: &str) -> Option<&'static str>;

    /// A picture of the guide, as PNG, by its file name.
    fn picture(&self, name: &str) -> Option<&'static [u8]>;

    /// Its API.
    fn operations(&self) -> &'static Operations;

    /// What is wrong with the values that were entered. A provider that knows more than its fields say tells more.
    fn complaints(&self, credentials: &Credentials) -> Vec<Complaint>;

    /// What may be wrong with values that have the right form and were refused.
    fn doubts(&self, credentials: &Credentials) -> Vec<Complaint>;

    /// The call that gets a token of `scheme`, one of the manifest's.
    fn authenticate(&self, scheme: &str, credentials: &Credentials) -> Result<Call, CallError>;

    /// Reads the answer to `authenticate`, refusals included.
    fn read_token(&self, scheme: &str, answer: &Answer<'_>) -> Result<Token, CallError>;

    /// Headers that every call of this account carries.
    fn headers(&self, credentials: &Credentials) -> Vec<(HeaderName, HeaderValue)>;

    /// What is wrong with an answer, if anything is; reads every error shape that the provider has.
    fn classify(&self, operation: &Operation, answer: &Answer<'_>) -> Result<(), CallError>;

    /// What an answer's headers tell of the rate limit.
    fn rate_hint(&self, headers: &HeaderMap) -> Option<RateHint>;

    /// How it shows which attributes of employees may be read.
    fn inspect(&self) -> Option<&dyn Inspect>;

    /// How attributes of the customer's become fields of employees.
    fn mappable(&self) -> Option<&dyn Mappable>;

    /// How it serves an operation of the unified API that reads, by the operation's name.
    fn serves(&self, operation: &str) -> Served;
}

/// The providers that this server has.
#[derive(Clone, Copy)]
pub struct Registry(pub &'static [&'static dyn Provider]);

impl Registry {
    /// A provider by its key.
    pub fn get(self, key: &str) -> Option<&'static dyn Provider> {
        self.iter().find(|it| it.manifest().key == key)
    }

    /// All of them.
    pub fn iter(self) -> impl Iterator<Item = &'static dyn Provider> {
        self.0.iter().copied()
    }
}
