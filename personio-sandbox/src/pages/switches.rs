//! The switches: what nobody knows of the real API, and how the sandbox answers it.

use askama::Template;
use axum::body::Bytes;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;

use super::form::Sent;
use super::frame::{Frame, Visit};
use super::page;
use crate::switch::Switches;

/// A switch on the page.
struct SwitchView {
    name: &'static str,
    question: &'static str,
    source: &'static str,
    positions: &'static [&'static str],
    position: &'static str,
}

impl SwitchView {
    fn is_moved(&self) -> bool {
        self.positions.first() != Some(&self.position)
    }
}

#[derive(Template)]
#[template(path = "switches.html")]
struct SwitchesPage {
    frame: Frame,
    action: String,
    switches: Vec<SwitchView>,
    error: Option<String>,
}

impl SwitchesPage {
    fn of(visit: &Visit, error: Option<String>) -> Self {
        let view = |(it, position): (&'static crate::switch::Definition, &'static str)| SwitchView {
            name: it.name,
            question: it.question,
            source: it.source,
            positions: it.positions,
            position,
        };
        let switches = visit.state.switches().all().map(view).collect();
        Self { frame: visit.frame("/switches"), action: visit.action("/switches"), switches, error }
    }
}

/// Every switch with its position.
pub(super) async fn show(visit: Visit) -> Response {
    page(StatusCode::OK, &SwitchesPage::of(&visit, None))
}

/// Sets the switches; all of them, or none if one of them can't be set.
pub(super) async fn change(visit: Visit, body: Bytes) -> Response {
    let sent = Sent::parse(&body);
    let switches = visit.state.switches();
    let wrong = sent.all().find_map(|(name, position)| Switches::check(name, position).err());
    if let Some(wrong) = wrong {
        return page(StatusCode::BAD_REQUEST, &SwitchesPage::of(&visit, Some(wrong.to_string())));
    }
    for (name, position) in sent.all() {
        // It was checked above.
        _ = switches.set(name, position);
    }
    Redirect::to("/switches").into_response()
}
