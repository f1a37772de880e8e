//! `/v2/webhooks/{id}/ping`, `/test-event` and `/redelivery`: events that are sent because somebody asks.
//!
//! They are sent to disabled webhooks as well [?].

use http::StatusCode;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::attendances::invalid;
use super::fields::{Fields, Unfit};
use super::webhook_log::Span;
use super::webhooks::find;
use crate::access::tokens::Grant;
use crate::model::event::PING;
use crate::model::text::Text;
use crate::model::webhook::Delivery;
use crate::rules::webhooks::queue::{self, TooMany};
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::{Json, Object};
use crate::wire::refusal;

/// The longest name of an event.
const NAME: usize = 100;

/// Sends the event `ping`, with an empty payload [?]. What is answered is [?].
pub(crate) fn ping(call: &Call<'_>, _: &Grant) -> Outcome {
    send(call, PING.into(), Map::new())
}

/// Sends an event of a kind that the webhook is told of, with a payload of one's own; both must be there
/// (published page of the route [O]). How the body names them is [?].
pub(crate) fn test_event(call: &Call<'_>, _: &Grant) -> Outcome {
    let fields = Fields::read(call).map_err(|Unfit| invalid(call))?;
    let name = fields.text("event_name", NAME).map_err(|Unfit| invalid(call))?.value();
    let payload = fields.object("payload").map_err(|Unfit| invalid(call))?.value();
    let (Some(name), Some(payload)) = (name, payload) else { return Err(invalid(call)) };
    let name = Text::from(name);
    if !find(call, &call.company())?.events.contains(&name) {
        return Err(refusal::bad_request(call, "The event is not enabled for the webhook."));
    }
    send(call, name, payload)
}

fn send(call: &Call<'_>, name: Text, payload: Map<String, Value>) -> Outcome {
    call.change(|company| {
        let webhook = find(call, company)?.id;
        let event = queue::send(company, webhook, name, Value::Object(payload), call.now());
        let mut json = Json::with_capacity(64);
        reference(&mut json, event);
        Ok(Answer::ok(json))
    })
}

/// Sends events of the last 30 days again, at most 100 a call and 500 an hour: those of a span of which the body has
/// one end at least (published page of the route [O]). That `event_name` may be told, what is answered, and whether
/// an hour's rest is sent or refused, is [?].
pub(crate) fn redeliver(call: &Call<'_>, _: &Grant) -> Outcome {
    let fields = Fields::read(call).map_err(|Unfit| invalid(call))?;
    let from = fields.moment("occurred_at.gte").map_err(|Unfit| invalid(call))?.value();
    let to = fields.moment("occurred_at.lte").map_err(|Unfit| invalid(call))?.value();
    let name = fields.text("event_name", NAME).map_err(|Unfit| invalid(call))?.value();
    let limited = call.switched(Switch::RateLimits, "on");
    let span = Span::new(call.now(), from, to);
    let wanted =
        |it: &Delivery| span.includes(it.occurred_at) && name.as_ref().is_none_or(|name| it.name == *name);
    call.change(|company| {
        let webhook = find(call, company)?.id;
        if from.is_none() && to.is_none() {
            let detail = "At least one of occurred_at.gte and occurred_at.lte must be provided.";
            return Err(refusal::bad_request(call, detail));
        }
        let events = queue::redeliver_all(company, webhook, call.now(), limited, wanted);
        let events = events.map_err(|TooMany| too_many(call))?;
        let mut json = Json::with_capacity(64 * (events.len() + 1));
        json.raw("{\"_data\":[");
        for (at, event) in events.into_iter().enumerate() {
            json.raw(if at > 0 { "," } else { "" });
            reference(&mut json, event);
        }
        json.raw("]}");
        Ok(Answer::ok(json))
    })
}

fn reference(json: &mut Json, event: Uuid) {
    let mut body = Object::open(json);
    body.key("id").uuid(event);
    body.close();
}

fn too_many(call: &Call<'_>) -> Answer {
    let detail = "At most 500 events can be redelivered in an hour.";
    refusal::v2(
        call.state,
        StatusCode::TOO_MANY_REQUESTS,
        "Too many requests",
        detail,
        "common.too_many_requests",
    )
}
