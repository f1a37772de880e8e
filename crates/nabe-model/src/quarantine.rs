//! What of a provider's rows could not be read, as the platform API tells it.
//!
//! Holds places, kinds and times, never a value. Must not know how it is stored.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is wrong with a value or a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuarantineKind {
    /// A value of another type than documented.
    WrongType,
    /// A text that is no date.
    NotADate,
    /// A row without an id: it could not be answered.
    NoId,
}

/// Something that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct QuarantineEntry {
    /// The operation that was read.
    pub operation: String,
    /// The record in which it stands; null for a row that has no id.
    pub record_id: Option<String>,
    /// Where in the provider's row. A customer's own key is written as `*`.
    pub path: String,
    /// What is wrong there.
    pub kind: QuarantineKind,
    /// When it was first met.
    #[schema(value_type = String, format = DateTime)]
    pub first_seen: Timestamp,
    /// When it was last met.
    #[schema(value_type = String, format = DateTime)]
    pub last_seen: Timestamp,
    /// How often it was met.
    pub count: i64,
}

/// What of an account's rows could not be read lately.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Quarantine {
    /// How many entries there are.
    pub total: i64,
    /// Those of the page, the last met first.
    pub data: Vec<QuarantineEntry>,
}
