//! What credentials may do at a provider: what was found out, and what follows for people.
//!
//! Holds names of rights and attributes, never a person's value. Must not know how it is found out.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rights::Access;

/// What is known of a right or an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is granted.
    Granted,
    /// It is not.
    Missing,
    /// Neither was shown.
    Unknown,
}

/// What shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// The scopes in the answer that carried the token.
    Scope,
    /// A call that reads and changes nothing.
    Probe,
    /// The provider's list of attributes that these credentials may read.
    Catalogue,
    /// The records that were looked at.
    Sample,
    /// Nothing does.
    Nothing,
}

/// What is known of one row of the permission dialog, read or written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PermissionState {
    /// The row.
    pub row: String,
    /// Read or write.
    pub access: Access,
    /// What is known.
    pub state: State,
    /// What shows it.
    pub proof: Proof,
    /// The same in words: the scopes that were found, the call and its answer, or why nothing is known.
    pub evidence: String,
    /// Whether any route of the provider's API is known that needs it.
    pub has_known_route: bool,
    /// Whether an account is refused without it.
    pub required: bool,
}

/// What is known of one attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AttributeState {
    /// Its key at the provider.
    pub key: String,
    /// Its name for people.
    pub label: String,
    /// Whether the customer defined it.
    pub custom: bool,
    /// What is known.
    pub state: State,
    /// What shows it.
    pub proof: Proof,
}

/// What is known of the attributes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AttributeStates {
    /// How many records were looked at; null when none could be.
    pub sample: Option<u32>,
    /// The provider's own attributes, and those of the customer's that were ever seen.
    pub list: Vec<AttributeState>,
}

/// What is known of a value that was entered and can't be tried out by reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ValueState {
    /// The field.
    pub field: String,
    /// Whether it was entered.
    pub entered: bool,
    /// What is known.
    pub state: State,
    /// Why no more is known.
    pub evidence: String,
}

/// What was found out about the credentials of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Examination {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub checked_at: Timestamp,
    /// Calls to the provider that it took.
    pub calls: u32,
    /// Every row of the permission dialog, read and written.
    pub permissions: Vec<PermissionState>,
    /// Scopes that the provider named and nobody here knows: shown, not judged.
    pub unknown_scopes: Vec<String>,
    /// The attributes of employees.
    pub attributes: AttributeStates,
    /// Values that can't be tried out by reading.
    pub values: Vec<ValueState>,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// No account without it.
    Required,
    /// Something does not work without it.
    Gap,
}

/// A finding in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FindingText {
    /// What is missing.
    pub what: String,
    /// What does not work because of it.
    pub lost: String,
    /// What to click to mend it, in order.
    pub clicks: Vec<String>,
}

/// Something that is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Finding {
    /// `permission_missing` or `attribute_missing`.
    pub code: FindingCode,
    /// How much it matters.
    pub severity: Severity,
    /// The row or attribute, by its key.
    pub subject: String,
    /// Its name for people.
    pub label: String,
    /// What is missing of a row; empty for an attribute.
    pub access: Vec<Access>,
    /// The finding in English.
    pub en: FindingText,
    /// The finding in German.
    pub de: FindingText,
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingCode {
    /// A row of the permission dialog is not ticked, or not wholly.
    PermissionMissing,
    /// An attribute is not among those that may be read.
    AttributeMissing,
}

/// An examination and what follows from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Diagnosis {
    /// The account.
    pub account_id: String,
    /// The provider's key.
    pub provider: String,
    /// What is missing; empty when nothing is.
    pub findings: Vec<Finding>,
    /// What was found out.
    #[serde(flatten)]
    pub examination: Examination,
}
