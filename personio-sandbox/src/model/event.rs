//! What happened in a company, as its webhooks and their event log tell it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::table::numbered;
use super::text::Text;

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
