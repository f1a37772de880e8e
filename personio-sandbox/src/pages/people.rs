//! The people of the company: found by their names, ids and positions, shown one by one, hired and changed.

mod change;
mod fields;
mod lives;
mod pay;
mod person;
pub(super) mod pick;
mod read;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use http::StatusCode;

use super::frame::{Frame, Visit};
use super::pager::Pager;
use super::{page, show};
use crate::model::company::Company;
use crate::model::person::{Person, Status};
use crate::state::State;

/// The pages of people.
pub(super) fn router() -> Router<Arc<State>> {
    Router::new()
        .route("/people", get(list))
        .route("/people/new", get(change::hiring).post(change::hire))
        .route("/people/{id}", get(person::show))
        .route("/people/{id}/edit", get(change::editing).post(change::edit))
        .route(
            "/people/{id}/employments/{employment}/edit",
            get(change::editing_employment).post(change::edit_employment),
        )
        .route("/people/{id}/terminate", get(lives::terminating).post(lives::terminate))
        .route("/people/{id}/rehire", get(lives::rehiring).post(lives::rehire))
        .route("/people/{id}/compensations", get(pay::list).post(pay::add))
        .route("/people/{id}/delete", get(lives::deleting).post(lives::delete))
}

/// The statuses that can be searched for.
const STATUSES: [(&str, &str); 5] = [
    ("", "All"),
    ("active", "Active"),
    ("onboarding", "Onboarding"),
    ("leave", "On leave"),
    ("inactive", "Inactive"),
];

/// A person in the list.
struct Row {
    id: u32,
    name: String,
    position: String,
    department: String,
    office: String,
    start: String,
    status: &'static str,
    is_active: bool,
}

#[derive(Template)]
#[template(path = "people/list.html")]
struct PeoplePage {
    frame: Frame,
    q: String,
    status: String,
    statuses: &'static [(&'static str, &'static str)],
    people: Vec<Row>,
    pager: Pager,
}

/// The people that match.
async fn list(visit: Visit) -> Response {
    let (q, status) = (visit.asked("q").to_owned(), visit.asked("status").to_owned());
    let frame = visit.frame("/people");
    let company = visit.tenant.company();
    let word = q.to_lowercase();
    let found = company.people.rows().iter().filter(|it| has_status(it, &status) && has(it, &word));
    let (found, pager) = Pager::cut(&visit, found.collect());
    let people = found.into_iter().map(|it| row(&company, it)).collect();
    page(StatusCode::OK, &PeoplePage { frame, q, status, statuses: &STATUSES, people, pager })
}

fn has_status(person: &Person, wanted: &str) -> bool {
    let own = match person.current().status {
        Status::Active => "active",
        Status::Onboarding => "onboarding",
        Status::Leave => "leave",
        Status::Inactive => "inactive",
    };
    wanted.is_empty() || wanted == own
}

fn has(person: &Person, word: &str) -> bool {
    let position = person.current().position.as_deref().unwrap_or("");
    let names = format!("{} {}", person.first_name, person.last_name);
    let preferred = person.preferred_name.as_deref().unwrap_or("");
    word.is_empty()
        || person.id.to_string() == word
        || [&names, &person.email, position, preferred].iter().any(|it| it.to_lowercase().contains(word))
}

fn row(company: &Company, person: &Person) -> Row {
    let job = person.current();
    let unit = job.department.and_then(|it| company.units.get(it));
    let office = job.office.and_then(|it| company.offices.get(it));
    Row {
        id: person.id,
        name: show::name(person),
        position: job.position.as_deref().unwrap_or("–").to_owned(),
        department: unit.map_or("–", |it| &it.name).to_owned(),
        office: office.map_or("–", |it| &it.name).to_owned(),
        start: show::day(job.start),
        status: show::status(job.status),
        is_active: job.status == Status::Active,
    }
}
