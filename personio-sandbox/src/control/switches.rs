//! `/_sandbox/switches`: shows and sets what nobody knows of the real API.

use std::collections::BTreeMap;

use http::StatusCode;

use crate::switch::Switches;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::{Json, Object};
use crate::wire::refusal;

/// Every switch with its positions, the default first.
pub(crate) fn list(call: &Call<'_>) -> Outcome {
    let mut json = Json::with_capacity(4_096);
    json.raw("{\"switches\":[");
    for (at, (definition, position)) in call.state.switches().all().enumerate() {
        json.raw(if at > 0 { "," } else { "" });
        let mut body = Object::open(&mut json);
        body.text("name", Some(definition.name)).text("position", Some(position));
        body.key("positions").value(&definition.positions);
        body.text("question", Some(definition.question)).text("source", Some(definition.source)).close();
    }
    json.raw("]}");
    Ok(Answer::ok(json))
}

/// Sets the switches that are named; all of them, or none if one of them can't be set.
pub(crate) fn change(call: &Call<'_>) -> Outcome {
    let bad = |message: String| refusal::plain(StatusCode::BAD_REQUEST, &message);
    let wanted: BTreeMap<String, String> =
        serde_json::from_slice(call.body).map_err(|error| bad(error.to_string()))?;
    let switches = call.state.switches();
    for (name, position) in &wanted {
        Switches::check(name, position).map_err(|error| bad(error.to_string()))?;
    }
    for (name, position) in &wanted {
        switches.set(name, position).map_err(|error| bad(error.to_string()))?;
    }
    list(call)
}
