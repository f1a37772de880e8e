//! The overview: which company this is, and how many people it has.

use askama::Template;
use axum::response::Response;
use http::StatusCode;

use super::frame::{Frame, Visit};
use super::page;
use crate::model::person::Status;

#[derive(Template)]
#[template(path = "settings.html")]
struct Settings {
    frame: Frame,
    name: String,
    people: usize,
    active: usize,
    id: u32,
    key: String,
}

/// The overview.
pub(super) async fn show(visit: Visit) -> Response {
    let frame = visit.frame("/settings");
    let company = visit.tenant.company();
    let settings = Settings {
        frame,
        name: company.profile.name.to_string(),
        people: company.people.len(),
        active: company.count(Status::Active),
        id: company.profile.id,
        key: company.profile.key.clone(),
    };
    page(StatusCode::OK, &settings)
}
