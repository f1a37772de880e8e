//! One person with everything that is known of them.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;

use crate::model::company::Company;
use crate::model::organisation::OrgUnit;
use crate::model::person::{Employment, Person};
use crate::pages::events::EventView;
use crate::pages::frame::{Frame, Visit, moment};
use crate::pages::{gone, page, show};

/// How many of the last events are shown.
const EVENTS: usize = 10;

/// What a list of pairs says: a label and a value.
type Pairs = Vec<(String, String)>;

/// An employment on the page.
struct EmploymentView {
    edit: String,
    title: String,
    status: &'static str,
    pairs: Pairs,
}

#[derive(Template)]
#[template(path = "people/person.html")]
struct PersonPage {
    frame: Frame,
    id: u32,
    name: String,
    position: String,
    status: &'static str,
    is_active: bool,
    /// Whether somebody is there who can leave, or come back.
    can_leave: bool,
    can_return: bool,
    person: Pairs,
    custom: Pairs,
    employments: Vec<EmploymentView>,
    events: Vec<EventView>,
}

/// One person.
pub(super) async fn show(visit: Visit, Path(id): Path<u32>) -> Response {
    let frame = visit.frame("/people");
    let company = visit.tenant.company();
    let Some(person) = company.people.get(id) else { return gone(frame, "This person is not there.") };
    let job = person.current();
    let own = company.events.rows().iter().rev().filter(|it| is_about(&it.payload, id));
    let shown = PersonPage {
        frame,
        id,
        name: show::name(person),
        position: job.position.as_deref().unwrap_or("No position").to_owned(),
        status: show::status(job.status),
        is_active: person.is_active(),
        can_leave: person.is_active() || job.termination.is_none(),
        can_return: !person.is_active() || job.termination.is_some(),
        person: pairs(&company, person),
        custom: customs(&company, person),
        employments: person.employments.iter().map(|it| employment(&company, id, it)).collect(),
        events: own.take(EVENTS).map(|it| EventView::of(&company, it)).collect(),
    };
    page(StatusCode::OK, &shown)
}

/// Whether an event is about this person.
fn is_about(payload: &serde_json::Value, id: u32) -> bool {
    payload["person"]["id"].as_str().and_then(|it| it.parse().ok()) == Some(id)
}

fn pair(label: &str, value: impl Into<String>) -> (String, String) {
    (label.to_owned(), value.into())
}

fn pairs(company: &Company, person: &Person) -> Pairs {
    let pay = &person.pay;
    let interval = pay.interval.as_deref().unwrap_or("");
    let salary = match (pay.fix, pay.hourly) {
        (0, 0) => "–".to_owned(),
        (0, hourly) => format!("{} {} an hour", show::hundredths(hourly), pay.currency),
        (fix, _) => format!("{} {} {interval}", show::hundredths(fix), pay.currency),
    };
    let calendar = person.holiday_calendar.and_then(|it| company.holiday_calendars.get(it));
    let schedule = person.work_schedule.and_then(|it| company.work_schedules.get(it.schedule));
    vec![
        pair("ID", person.id.to_string()),
        pair("First name", &person.first_name),
        pair("Last name", &person.last_name),
        pair("Preferred name", person.preferred_name.as_deref().unwrap_or("–")),
        pair("Email", if person.email.is_empty() { "–" } else { &person.email }),
        pair("Gender", show::gender(person.gender)),
        pair("Salary", salary.trim_end()),
        pair("Public holidays", calendar.map_or("–", |it| &*it.name)),
        pair("Work schedule", schedule.map_or("–", |it| &*it.name)),
        pair("Created", moment(company, person.created_at)),
        pair("Last modified", moment(company, person.updated_at)),
    ]
}

fn customs(company: &Company, person: &Person) -> Pairs {
    let values = company.catalogue.customs().zip(&person.custom);
    let entry = |((_, attribute), value): ((_, &crate::model::attribute::Attribute), &Option<_>)| {
        let text = show::custom(value.as_ref());
        pair(attribute.label, if text.is_empty() { "–".to_owned() } else { text })
    };
    values.map(entry).collect()
}

fn employment(company: &Company, person: u32, job: &Employment) -> EmploymentView {
    let unit = |it: Option<u32>| unit(company, it).map_or("–", |it| it.name.as_str());
    let hours = |it: Option<u16>| it.map_or_else(|| "–".to_owned(), |it| show::hundredths(it.into()));
    let office = job.office.and_then(|it| company.offices.get(it)).map_or("–", |it| &*it.name);
    let entity = job.legal_entity.and_then(|it| company.legal_entities.get(it)).map_or("–", |it| &*it.name);
    let mut pairs = vec![
        pair("ID", job.id.to_string()),
        pair("Job of the catalogue", job.job.and_then(|it| company.jobs.get(it)).map_or("–", |it| &*it.name)),
        pair("Type", if job.external { "External" } else { "Internal" }),
        pair("Supervisor", show::name_of(company, job.supervisor)),
        pair("Department", unit(job.department)),
        pair("Team", unit(job.team)),
        pair("Office", office),
        pair("Legal entity", entity),
        pair("Cost centers", cost_centers(company, job)),
        pair("Weekly hours", format!("{} of {}", hours(job.weekly_hours), hours(job.full_time_hours))),
        pair("Start", show::day(job.start)),
        pair("Probation ends", show::day(job.probation_end)),
        pair("Contract ends", show::day(job.contract_end)),
    ];
    if let Some(end) = &job.termination {
        let reason = end.reason.as_deref().map_or_else(String::new, |it| format!(" ({it})"));
        let kind = show::spoken(&end.kind);
        pairs.push(pair("Termination", format!("{}: {kind}{reason}", end.date)));
        pairs.push(pair("Last working day", end.last_working_day.to_string()));
    }
    let title = job.position.as_deref().unwrap_or("No position").to_owned();
    let edit = format!("/people/{person}/employments/{}/edit", job.id);
    EmploymentView { edit, title, status: show::status(job.status), pairs }
}

fn unit(company: &Company, number: Option<u32>) -> Option<&OrgUnit> {
    company.units.get(number?)
}

fn cost_centers(company: &Company, job: &Employment) -> String {
    let one = |(id, share): &(u32, i64)| {
        let name = company.cost_centers.get(*id).map_or("?", |it| it.name.as_str());
        format!("{name} {} %", show::hundredths(*share))
    };
    let all: Vec<String> = job.cost_centers.iter().map(one).collect();
    if all.is_empty() { "–".to_owned() } else { all.join(", ") }
}
