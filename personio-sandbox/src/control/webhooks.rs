//! `/_sandbox/webhooks`: how fast failed deliveries are tried again, and what is still to be sent.

use http::StatusCode;
use serde::Deserialize;

use crate::rules::webhooks::queue;
use crate::wire::answer::Answer;
use crate::wire::answer::Outcome;
use crate::wire::call::Call;
use crate::wire::json::{Json, Object};
use crate::wire::refusal;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    speed: u32,
}

/// Shows the speed, and what the company has still to send.
pub(crate) fn show(call: &Call<'_>) -> Outcome {
    let company = call.company();
    let (ready, next) = queue::agenda(&company, call.now());
    let mut json = Json::with_capacity(128);
    let mut body = Object::open(&mut json);
    body.key("speed").value(&call.state.webhook_speed());
    body.key("pending").value(&company.webhook_pending.len());
    let due = body.key("next_attempt_at");
    match next.filter(|_| ready.is_empty()).or_else(|| (!ready.is_empty()).then(|| call.now())) {
        Some(at) => due.utc(at),
        None => due.raw("null"),
    };
    body.close();
    Ok(Answer::ok(json))
}

/// Makes the waits that follow shorter.
pub(crate) fn change(call: &Call<'_>) -> Outcome {
    let bad = |message: &str| refusal::plain(StatusCode::BAD_REQUEST, message);
    let input: Input = serde_json::from_slice(call.body).map_err(|error| bad(&error.to_string()))?;
    if input.speed == 0 {
        return Err(bad("`speed` must be 1 or more: 86400 turns a day into a second"));
    }
    call.state.set_webhook_speed(input.speed);
    show(call)
}
