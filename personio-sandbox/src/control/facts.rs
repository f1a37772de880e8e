//! `/_sandbox/facts`: what is known of the real API, how surely, and how the switches stand for it.

use http::StatusCode;

use crate::facts::shown::{self, Filter};
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::{Call, first};
use crate::wire::refusal;

/// The behaviours that the query wants, or all.
pub(crate) fn list(call: &Call<'_>) -> Outcome {
    let query = call.query();
    let text = |name| first(&query, name).unwrap_or("").trim();
    let filter = Filter::default().words([text("q")]).mark(text("mark"));
    let filter = filter.and_then(|it| it.topic(text("topic")));
    let filter = filter.map_err(|error| refusal::plain(StatusCode::BAD_REQUEST, &error))?;
    let rows = shown::shown(&filter, |it| call.state.switches().get(it).to_owned());
    let body = shown::json(&rows);
    body.map(|it| Answer::json(StatusCode::OK, it))
        .map_err(|error| refusal::plain(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()))
}
