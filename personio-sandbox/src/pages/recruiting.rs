//! Recruiting: applications by the stage at which they stand, one by one, and the positions they are for.

mod application;
mod board;
mod jobs;
mod moves;
mod stages;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::model::company::Company;
use crate::model::recruiting::Candidate;
use crate::state::State;

pub(super) use self::application::prefill;

/// Where applications are in the navigation.
const SECTION: &str = "/recruiting";
/// Where positions are.
const JOBS: &str = "/recruiting/jobs";

/// The pages of recruiting.
pub(super) fn router() -> Router<Arc<State>> {
    Router::new()
        .route(SECTION, get(board::show))
        .route("/recruiting/applications/{id}", get(application::show))
        .route("/recruiting/applications/{id}/move", post(moves::advance))
        .route("/recruiting/files/{uuid}", get(application::file))
        .route("/recruiting/candidates/{id}/anonymize", get(moves::anonymizing).post(moves::anonymize))
        .route(JOBS, get(jobs::list))
        .route("/recruiting/jobs/{id}/publish", post(jobs::publish))
        .route("/recruiting/jobs/{id}/unpublish", post(jobs::unpublish))
}

/// The name of a candidate, if there is one still.
fn name(candidate: Option<&Candidate>) -> String {
    let name = candidate.map(|it| format!("{} {}", it.first_name, it.last_name));
    let name = name.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty());
    name.unwrap_or_else(|| "Anonymised".to_owned())
}

/// The name of a position.
fn job_name(company: &Company, position: u32) -> String {
    company.job_positions.get(position).map_or_else(|| "–".to_owned(), |it| it.name.to_string())
}
