//! How an event is told: to webhooks, and in the list of what they were told.

use serde_json::{Map, Value};

use crate::model::company::{Company, Profile};
use crate::model::webhook::Delivery;
use crate::switch::{Switch, Switches};
use crate::wire::json::Object;

/// What no source tells of an event (facts §11.2, §15.6 [?]).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    uuid: bool,
    flat: bool,
    meta: bool,
}

impl Form {
    /// The form that the switches stand for.
    pub(crate) fn of(switches: &Switches) -> Self {
        Self {
            uuid: switches.is(Switch::WebhookCompanyId, "uuid"),
            flat: switches.is(Switch::WebhookPayload, "flat"),
            meta: switches.is(Switch::WebhookMeta, "empty"),
        }
    }

    /// Writes the fields of an event (facts §11.2 [O]) into an object that may have others.
    pub(crate) fn write(self, body: &mut Object<'_>, company: &Company, it: &Delivery) {
        body.text("company_id", Some(&self.company_id(&company.profile)));
        body.text("event_name", Some(&it.name));
        body.key("occurred_at").utc(it.occurred_at);
        let payload = body.key("payload");
        match it.payload.as_object().filter(|_| self.flat) {
            Some(fields) => payload.value(&flat(fields)),
            None => payload.value(&it.payload),
        };
        if self.meta {
            body.key("meta").raw("{}");
        }
    }

    fn company_id(self, profile: &Profile) -> String {
        if !self.uuid {
            return profile.id.to_string();
        }
        let mut bytes = profile.seed.to_be_bytes().repeat(2);
        bytes[..4].copy_from_slice(&profile.id.to_be_bytes());
        let bytes = bytes.try_into().unwrap_or_default();
        uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
    }
}

/// `{"person": {"id": …}}` as `{"person_id": …}`.
fn flat(fields: &Map<String, Value>) -> Map<String, Value> {
    let one = |(name, value): (&String, &Value)| match value.get("id") {
        Some(id) => (format!("{name}_id"), id.clone()),
        None => (name.clone(), value.clone()),
    };
    fields.iter().map(one).collect()
}
