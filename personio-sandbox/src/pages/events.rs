//! The event log: what happened in the company, as webhooks are told.

use askama::Template;
use axum::response::Response;
use http::StatusCode;

use super::frame::{Frame, Visit};
use super::page;
use super::pager::Pager;
use crate::model::company::Company;
use crate::model::event::Event;

/// An event on a page.
pub(super) struct EventView {
    pub(super) time: String,
    pub(super) name: String,
    uuid: String,
    payload: String,
    /// Number and name of the person it is about.
    person: Option<(u32, String)>,
}

impl EventView {
    /// What a page shows of an event.
    pub(super) fn of(company: &Company, event: &Event) -> Self {
        let person = event.payload["person"]["id"].as_str().and_then(|it| it.parse().ok());
        let person = person.and_then(|it| company.people.get(it));
        let local = company.zone.to_datetime(event.occurred_at);
        Self {
            time: local.strftime("%Y-%m-%d %H:%M:%S").to_string(),
            name: event.name.to_string(),
            uuid: event.uuid.to_string(),
            payload: event.payload.to_string(),
            person: person.map(|it| (it.id, super::show::name(it))),
        }
    }
}

#[derive(Template)]
#[template(path = "events.html")]
struct EventsPage {
    frame: Frame,
    names: Vec<String>,
    name: String,
    events: Vec<EventView>,
    pager: Pager,
}

/// What happened, newest first.
pub(super) async fn list(visit: Visit) -> Response {
    let frame = visit.frame("/events");
    let name = visit.asked("name").to_owned();
    let company = visit.tenant.company();
    let mut names: Vec<String> = company.events.rows().iter().map(|it| it.name.to_string()).collect();
    names.sort();
    names.dedup();
    let found = company.events.rows().iter().rev().filter(|it| name.is_empty() || it.name == name);
    let (found, pager) = Pager::cut(&visit, found.collect());
    let events = found.into_iter().map(|it| EventView::of(&company, it)).collect();
    page(StatusCode::OK, &EventsPage { frame, names, name, events, pager })
}
