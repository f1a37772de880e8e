//! The positions: which of them are on the career site, and how many applied.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;

use super::JOBS;
use crate::model::company::Company;
use crate::model::recruiting::JobPosition;
use crate::pages::form::Press;
use crate::pages::frame::{Frame, Visit};
use crate::pages::pager::Pager;
use crate::pages::{gone, page};
use crate::rules::job_positions;

/// A position in the list.
struct Row {
    id: u32,
    name: String,
    department: String,
    category: String,
    office: String,
    is_published: bool,
    open: usize,
    all: usize,
    press: Press,
}

#[derive(Template)]
#[template(path = "recruiting/jobs.html")]
struct JobsPage {
    frame: Frame,
    jobs: Vec<Row>,
    pager: Pager,
}

/// The positions, those on the career site first.
pub(super) async fn list(visit: Visit) -> Response {
    let frame = visit.frame(JOBS);
    let company = visit.tenant.company();
    let mut counts: HashMap<u32, (usize, usize)> = HashMap::new();
    for application in company.applications.rows() {
        let (open, all) = counts.entry(application.position).or_default();
        *all += 1;
        *open += usize::from(!application.stage().is_refusal());
    }
    let mut jobs: Vec<&JobPosition> = company.job_positions.rows().iter().collect();
    jobs.sort_by_key(|it| (!it.published, it.id));
    let (jobs, pager) = Pager::cut(&visit, jobs);
    let row = |it: &JobPosition| row(&visit, &company, it, counts.get(&it.id).copied().unwrap_or_default());
    let jobs = jobs.into_iter().map(row).collect();
    page(StatusCode::OK, &JobsPage { frame, jobs, pager })
}

fn row(visit: &Visit, company: &Company, it: &JobPosition, (open, all): (usize, usize)) -> Row {
    let department = it.department.and_then(|it| company.units.get(it));
    let category = it.category.and_then(|it| company.recruiting_categories.get(it));
    let office = it.office.and_then(|it| company.offices.get(it));
    let (what, label) = if it.published { ("unpublish", "Unpublish") } else { ("publish", "Publish") };
    Row {
        id: it.id,
        name: it.name.to_string(),
        department: department.map_or("–", |it| &it.name).to_owned(),
        category: category.map_or("–", |it| &it.name).to_owned(),
        office: office.map_or("–", |it| &it.name).to_owned(),
        is_published: it.published,
        open,
        all,
        press: Press {
            action: visit.returning(&format!("{JOBS}/{}/{what}", it.id)),
            label,
            says: format!("{label} {}", it.name),
        },
    }
}

/// Puts a position on the career site.
pub(super) async fn publish(visit: Visit, Path(id): Path<u32>) -> Response {
    switch(&visit, id, true)
}

/// Takes a position from the career site.
pub(super) async fn unpublish(visit: Visit, Path(id): Path<u32>) -> Response {
    switch(&visit, id, false)
}

fn switch(visit: &Visit, id: u32, published: bool) -> Response {
    let switched = visit.change(&visit.back(JOBS), |company, now| {
        job_positions::publish(company, id, published, now).map(drop).ok_or(())
    });
    switched.unwrap_or_else(|()| gone(visit.frame(JOBS), "This job is not there."))
}
