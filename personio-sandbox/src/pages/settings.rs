//! The overview: which company this is, how many people it has, and what waits to be done.

use askama::Template;
use axum::response::Response;
use http::StatusCode;

use super::frame::{Frame, Visit};
use super::page;
use crate::model::absence::AbsenceStatus;
use crate::model::attendance::Approval;
use crate::model::company::Company;
use crate::model::person::Status;
use crate::model::recruiting::{Stage, SystemStage};

#[derive(Template)]
#[template(path = "settings.html")]
struct Settings {
    frame: Frame,
    name: String,
    people: usize,
    active: usize,
    id: u32,
    key: String,
    waiting: Vec<Waiting>,
}

/// Something that waits, and where it is done.
struct Waiting {
    path: &'static str,
    label: &'static str,
    count: usize,
}

fn waiting(company: &Company) -> Vec<Waiting> {
    let absences = company.absences.rows().iter().filter(|it| it.status == AbsenceStatus::Pending);
    let periods = company.attendance.rows().iter().filter(|it| it.approval == Approval::Pending);
    let unassigned = Stage::System(SystemStage::Unassigned);
    let applications = company.applications.rows().iter().filter(|it| it.stage() == unassigned);
    let one = |path, label, count| Waiting { path, label, count };
    vec![
        one("/absences/list?status=pending", "Absences to be approved", absences.count()),
        one("/attendance?waiting=yes", "Recorded time to be approved", periods.count()),
        one("/recruiting?stage=unassigned", "Applications that nobody looked at", applications.count()),
        one("/people?status=onboarding", "People who are about to start", company.count(Status::Onboarding)),
    ]
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
        waiting: waiting(&company),
    };
    page(StatusCode::OK, &settings)
}
