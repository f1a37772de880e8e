//! `/_sandbox/reset` and `/_sandbox/snapshot`: starts again, or goes back to a state that was saved.

use http::StatusCode;
use jiff::Timestamp;
use serde::Deserialize;

use crate::clock::can_be;
use crate::snapshot::{self, Snapshot};
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::refusal;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reset {
    /// The time at which it starts again; the present one when left out.
    now: Option<Timestamp>,
    /// Whether credentials and tokens go as well.
    #[serde(default)]
    credentials: bool,
}

/// Invents every company anew, and puts switches back. Credentials stay unless the caller says otherwise.
pub(crate) fn reset(call: &Call<'_>) -> Outcome {
    let wanted: Reset = if call.body.is_empty() {
        Reset::default()
    } else {
        serde_json::from_slice(call.body).map_err(|error| bad(&error.to_string()))?
    };
    if wanted.now.is_some_and(|it| !can_be(it)) {
        return Err(bad("the clock knows the years from 1970 to 8999"));
    }
    let reset = call.state.reset(wanted.now, wanted.credentials);
    reset.map_err(|error| refusal::plain(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()))?;
    Ok(Answer::empty(StatusCode::NO_CONTENT))
}

/// Everything there is, secrets included.
pub(crate) fn save(call: &Call<'_>) -> Outcome {
    let body = serde_json::to_vec(&snapshot::take(call.state));
    let body = body.map_err(|error| refusal::plain(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()))?;
    Ok(Answer::json(StatusCode::OK, body))
}

/// Puts a saved state in the place of what there is.
pub(crate) fn restore(call: &Call<'_>) -> Outcome {
    let saved: Snapshot<'_> = serde_json::from_slice(call.body).map_err(|error| bad(&error.to_string()))?;
    snapshot::restore(call.state, saved).map_err(|error| bad(&error.to_string()))?;
    Ok(Answer::empty(StatusCode::NO_CONTENT))
}

fn bad(message: &str) -> Answer {
    refusal::plain(StatusCode::BAD_REQUEST, message)
}
