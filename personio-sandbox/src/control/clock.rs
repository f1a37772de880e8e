//! `/_sandbox/clock`: reads and moves the time of the whole sandbox.

use http::StatusCode;
use jiff::tz::Offset;
use jiff::{Span, Timestamp};
use serde::Deserialize;

use crate::clock::can_be;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::{Json, Object};
use crate::wire::refusal;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    now: Option<Timestamp>,
    advance: Option<Step>,
    /// Whether the clock goes on after it was moved; as before when left out.
    running: Option<bool>,
}

/// How far the clock moves.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "`advance` must be seconds or a duration like \"P1D\" or \"2 days 3h\"")]
enum Step {
    Seconds(i64),
    Span(Span),
}

/// Shows the time.
pub(crate) fn show(call: &Call<'_>) -> Outcome {
    let clock = call.state.clock();
    let mut json = Json::with_capacity(128);
    let mut body = Object::open(&mut json);
    body.key("now").utc(clock.now());
    body.key("running").value(&!clock.stands());
    body.close();
    Ok(Answer::ok(json))
}

/// Moves the time forward, and lets everything take effect that becomes due.
pub(crate) fn change(call: &Call<'_>) -> Outcome {
    let input: Input = serde_json::from_slice(call.body).map_err(|error| bad(&error.to_string()))?;
    let clock = call.state.clock();
    let now = clock.now();
    let goal = goal(now, &input)?;
    if goal.is_some_and(|it| it < now) {
        let message =
            "the clock can't go back; `POST /_sandbox/reset` with `{\"now\": …}` starts again at any time";
        return Err(bad(message));
    }
    match input.running {
        Some(true) => clock.start(),
        Some(false) => clock.stop(),
        None => {}
    }
    if let Some(goal) = goal {
        clock.set(goal);
    }
    call.state.moved().map_err(|error| refusal::not_kept(call.state, call.route.family, &error))?;
    show(call)
}

/// Where the clock is to be moved; nowhere when it is only to stand or to go on.
fn goal(now: Timestamp, input: &Input) -> Result<Option<Timestamp>, Answer> {
    let goal = match (input.now, &input.advance) {
        (Some(_), Some(_)) => return Err(bad("the clock takes `now` or `advance`, not both")),
        (Some(at), None) => Some(at),
        (None, None) if input.running.is_some() => return Ok(None),
        (None, None) => {
            return Err(bad(
                "the clock takes `{\"now\": \"2027-01-01T00:00:00Z\"}` or `{\"advance\": 3600}`",
            ));
        }
        (None, Some(Step::Seconds(seconds))) => {
            Span::new().try_seconds(*seconds).ok().and_then(|it| now.checked_add(it).ok())
        }
        (None, Some(Step::Span(span))) => {
            let later = Offset::UTC.to_datetime(now).checked_add(*span);
            later.ok().and_then(|it| Offset::UTC.to_timestamp(it).ok())
        }
    };
    let goal = goal.filter(|it| can_be(*it));
    goal.map(Some).ok_or_else(|| bad("the clock can't go that far: it knows the years from 1970 to 8999"))
}

fn bad(message: &str) -> Answer {
    refusal::plain(StatusCode::BAD_REQUEST, message)
}
