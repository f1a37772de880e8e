//! The clock: what time it is in the sandbox, and how it is moved.

use askama::Template;
use axum::body::Bytes;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::{Span, Timestamp};

use super::form::{Field, Form, Sent};
use super::frame::{Frame, Visit};
use super::page;
use crate::clock::can_be;

/// How far the buttons move it.
const STEPS: [(&str, &str); 6] = [
    ("PT15M", "15 minutes"),
    ("PT1H", "1 hour"),
    ("P1D", "1 day"),
    ("P7D", "1 week"),
    ("P30D", "30 days"),
    ("P365D", "365 days"),
];

#[derive(Template)]
#[template(path = "clock.html")]
struct ClockPage {
    frame: Frame,
    action: String,
    local: String,
    utc: String,
    stands: bool,
    steps: &'static [(&'static str, &'static str)],
    form: Form,
}

impl ClockPage {
    fn of(visit: &Visit, sent: Option<&Sent>) -> Self {
        let frame = visit.frame("/clock");
        let company = visit.tenant.company();
        let (now, local) = (visit.now(), company.zone.to_datetime(visit.now()));
        let at = Field::new("at", "Date and time", "datetime-local")
            .value(local.strftime("%Y-%m-%dT%H:%M").to_string())
            .hint("Where the company is. The clock goes forward only.");
        let form = Form::new(visit, "/clock", ("set", "Go to a moment", "Go there"), vec![at]);
        Self {
            frame,
            action: visit.action("/clock"),
            local: local.strftime("%A, %Y-%m-%d %H:%M:%S").to_string(),
            utc: now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            stands: visit.state.clock().stands(),
            steps: &STEPS,
            form: match sent {
                Some(sent) => form.entered(sent),
                None => form,
            },
        }
    }
}

/// The time.
pub(super) async fn show(visit: Visit) -> Response {
    page(StatusCode::OK, &ClockPage::of(&visit, None))
}

/// Moves the clock, stops it or lets it go on.
pub(super) async fn change(visit: Visit, body: Bytes) -> Response {
    let mut sent = Sent::parse(&body);
    let clock = visit.state.clock();
    match sent.get("running") {
        "yes" => clock.start(),
        "no" => clock.stop(),
        _ => match goal(&visit, &mut sent) {
            Some(goal) => clock.set(goal),
            None => return page(StatusCode::BAD_REQUEST, &ClockPage::of(&visit, Some(&sent))),
        },
    }
    match visit.state.moved() {
        Ok(()) => Redirect::to("/clock").into_response(),
        Err(error) => super::frame::broken(&error),
    }
}

/// The moment to which the clock is to be moved.
fn goal(visit: &Visit, sent: &mut Sent) -> Option<Timestamp> {
    let now = visit.now();
    let goal = if let Some(step) = sent.filled("advance") {
        let step: Option<Span> = step.parse().ok();
        let later = step.and_then(|it| Offset::UTC.to_datetime(now).checked_add(it).ok());
        later.and_then(|it| Offset::UTC.to_timestamp(it).ok())
    } else {
        let at: Option<DateTime> = sent.need("at", "Enter a date and a time, like 2027-01-31 09:00.");
        at.and_then(|it| visit.tenant.company().zone.to_timestamp(it).ok())
    };
    let goal = goal.filter(|it| can_be(*it));
    if goal.is_none_or(|it| it < now) {
        sent.wrong("at", "Enter a moment that is still to come: the clock goes forward only.");
    }
    goal.filter(|it| *it >= now)
}
