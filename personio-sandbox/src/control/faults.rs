//! `/_sandbox/faults`: lets calls go wrong on purpose.

use http::StatusCode;

use crate::faults::fault::Fault;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::{Json, Object};
use crate::wire::refusal;

/// Adds a fault.
pub(crate) fn add(call: &Call<'_>) -> Outcome {
    let fault = Fault::read(call.body, |id| call.state.tokens().known(id).is_some());
    let fault = fault.map_err(|error| refusal::plain(StatusCode::BAD_REQUEST, &error.to_string()))?;
    let mut json = Json::with_capacity(32);
    let mut body = Object::open(&mut json);
    body.text("id", Some(&call.state.faults().add(fault))).close();
    Ok(Answer::json(StatusCode::CREATED, json.into_bytes()))
}

/// Lists faults, the first one first, with what they have met.
pub(crate) fn list(call: &Call<'_>) -> Outcome {
    let mut json = Json::with_capacity(1_024);
    json.raw("{\"faults\":").value(&call.state.faults().list()).raw("}");
    Ok(Answer::ok(json))
}

/// Takes every fault away.
pub(crate) fn clear(call: &Call<'_>) -> Outcome {
    call.state.faults().clear();
    Ok(Answer::empty(StatusCode::NO_CONTENT))
}

/// Takes one fault away.
pub(crate) fn remove(call: &Call<'_>) -> Outcome {
    if call.state.faults().remove(&call.param(0)) {
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    } else {
        Err(refusal::plain(StatusCode::NOT_FOUND, "there is no fault with this id"))
    }
}
