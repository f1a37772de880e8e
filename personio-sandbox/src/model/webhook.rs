//! Webhooks, what is still to be sent to them, and what was sent.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::table::numbered;
use super::text::Text;

/// How deliveries prove where they come from (facts §11.1 [O]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum AuthType {
    None,
    /// A token in `Authorization`, as it is.
    Token,
    /// Headers of one's own.
    Custom,
}

/// What deliveries prove it with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Auth {
    pub(crate) kind: AuthType,
    /// Only with [`AuthType::Token`].
    pub(crate) token: Option<Text>,
    /// Only with [`AuthType::Custom`].
    pub(crate) headers: Vec<(Text, Text)>,
}

impl Auth {
    /// The headers that are sent, by name and value.
    pub(crate) fn sent(&self) -> Vec<(&str, &str)> {
        match self.kind {
            AuthType::None => Vec::new(),
            AuthType::Token => self.token.iter().map(|it| ("authorization", &**it)).collect(),
            AuthType::Custom => self.headers.iter().map(|(name, value)| (&**name, &**value)).collect(),
        }
    }
}

/// A place that is told of events.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Webhook {
    pub(crate) id: u32,
    pub(crate) uuid: Uuid,
    pub(crate) url: Text,
    pub(crate) description: Text,
    pub(crate) enabled: bool,
    pub(crate) auth: Auth,
    /// The names of the events that it is told of.
    pub(crate) events: Vec<Text>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    /// When how many events were sent again on demand, not longer ago than that counts.
    pub(crate) redelivered: Vec<(Timestamp, usize)>,
}

/// Where the delivery of an event stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Outcome {
    /// It happened while the webhook was disabled.
    Unsent,
    /// It will be sent, or sent again.
    Waiting,
    Delivered,
    Failed,
    /// It was given up because the webhook was disabled.
    Dropped,
}

/// An event as one webhook is told of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Delivery {
    /// The order in which the events came.
    pub(crate) id: u32,
    /// Distinguishes it from deliveries of the same number in a company that was invented anew.
    pub(crate) uuid: Uuid,
    pub(crate) webhook: u32,
    /// The uuid of the event.
    pub(crate) event: Uuid,
    pub(crate) name: Text,
    pub(crate) occurred_at: Timestamp,
    pub(crate) payload: Value,
    pub(crate) outcome: Outcome,
    /// How often it was taken up: once, and once more for each redelivery.
    pub(crate) cycle: u32,
    /// How many requests were made, in all cycles.
    pub(crate) requests: u32,
}

/// A delivery that waits for its next request.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Pending {
    /// The number of the delivery.
    pub(crate) id: u32,
    pub(crate) webhook: u32,
    pub(crate) cycle: u32,
    /// When the request is to be made, by the sandbox's clock.
    pub(crate) due: Timestamp,
    /// How many requests were made in this cycle.
    pub(crate) sent: u32,
    /// How the webhook proved itself when the delivery was taken up.
    pub(crate) auth: Auth,
    /// Whether it is sent even while the webhook is disabled.
    pub(crate) regardless: bool,
    /// Whether it was delivered, and is sent once more on purpose.
    pub(crate) again: bool,
}

/// One request that was made, and what came back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct DeliveryRequest {
    pub(crate) id: u32,
    pub(crate) uuid: Uuid,
    pub(crate) webhook: u32,
    /// The number of the delivery.
    pub(crate) delivery: u32,
    pub(crate) event: Uuid,
    pub(crate) name: Text,
    pub(crate) url: Text,
    /// Counts from 1 in each cycle.
    pub(crate) attempt: u32,
    /// The names of the headers that prove where it comes from; their values are secrets.
    pub(crate) secret_headers: Vec<Text>,
    pub(crate) reply: Reply,
    pub(crate) started_at: Timestamp,
    pub(crate) completed_at: Timestamp,
}

/// What came back.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Reply {
    /// None without an answer.
    pub(crate) status: Option<u16>,
    /// Why there is none.
    pub(crate) error: Option<Text>,
    pub(crate) content_type: Option<Text>,
    /// The beginning of the body, without the secrets that were sent.
    pub(crate) excerpt: Text,
}

impl Reply {
    /// Whether it counts as received (facts §11.2 [O]).
    pub(crate) fn is_delivered(&self) -> bool {
        self.status.is_some_and(|it| (200..300).contains(&it))
    }
}

numbered!(Webhook: uuid, Delivery: uuid, Pending, DeliveryRequest: uuid);
