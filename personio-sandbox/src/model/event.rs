//! What happened in a company, as its webhooks and their event log tell it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::table::numbered;
use super::text::Text;

/// The events that webhooks can be told of (facts §11.3 [T]).
pub(crate) const NAMES: [&str; 20] = [
    "person.created",
    "person.updated",
    "person.deleted",
    "employment.created",
    "employment.updated",
    "employment.updated.cost-centers",
    "employment.deleted",
    "employment.started",
    "employment.terminated",
    "absence-period.created",
    "absence-period.updated.status",
    "absence-period.updated.timerange",
    "absence-period.deleted",
    "attendance-period.created",
    "attendance-period.updated",
    "attendance-period.deleted",
    "document.created",
    "document.updated",
    "document.deleted",
    "document.signed",
];
/// The event that only a call asks for.
pub(crate) const PING: &str = "ping";

/// Something that happened.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Event {
    /// The order in which things happened.
    pub(crate) id: u32,
    pub(crate) uuid: Uuid,
    /// The name, like `person.created` (facts §11.3).
    pub(crate) name: Text,
    pub(crate) occurred_at: Timestamp,
    /// Ids only, no data (facts §11.2 [O]).
    pub(crate) payload: Value,
}

numbered!(Event: uuid);
