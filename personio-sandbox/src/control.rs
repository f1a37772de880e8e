//! The sandbox's own routes under `/_sandbox`: for whoever runs it, without any credential.
//!
//! They are no part of Personio's API.

pub(crate) mod absences;
pub(crate) mod clock;
pub(crate) mod companies;
pub(crate) mod credentials;
pub(crate) mod documents;
pub(crate) mod facts;
pub(crate) mod faults;
pub(crate) mod people;
pub(crate) mod recruiting;
pub(crate) mod reports;
pub(crate) mod state;
pub(crate) mod switches;
pub(crate) mod webhooks;

use http::StatusCode;

use crate::journal::Entry;
use crate::model::attendance::{Approval, AttendancePeriod};
use crate::model::company::Company;
use crate::model::organisation::{AbsenceUnit, UnitKind};
use crate::model::person::Status;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::{Call, first};
use crate::wire::json::{Json, Object};
use crate::wire::refusal;

/// How many calls are listed unless the client says otherwise.
const CALLS: usize = 100;

/// Says that the sandbox runs.
pub(crate) fn health(_: &Call<'_>) -> Outcome {
    let mut json = Json::with_capacity(16);
    json.raw("{\"status\":\"ok\"}");
    Ok(Answer::ok(json))
}

/// Counts what the company has.
pub(crate) fn company(call: &Call<'_>) -> Outcome {
    let company = call.company();
    let mut json = Json::with_capacity(512);
    let mut body = Object::open(&mut json);
    body.text("key", Some(&company.profile.key)).text("name", Some(&company.profile.name));
    body.key("id").value(&company.profile.id);
    for (key, value) in recruiting::access(&company) {
        body.key(key).value(&value);
    }
    body.key("seed").value(&company.profile.seed);
    body.key("now").utc(call.state.clock().now());
    let mut people = Object::open(body.key("people"));
    people.key("total").value(&company.people.len());
    let statuses = [
        ("active", Status::Active),
        ("onboarding", Status::Onboarding),
        ("leave", Status::Leave),
        ("inactive", Status::Inactive),
    ];
    for (key, status) in statuses {
        people.key(key).value(&company.count(status));
    }
    people.close();
    body.key("employments")
        .value(&company.people.rows().iter().map(|it| it.employments.len()).sum::<usize>());
    body.key("departments").value(&company.units_of(UnitKind::Department).count());
    body.key("teams").value(&company.units_of(UnitKind::Team).count());
    body.key("offices").value(&company.offices.len());
    body.key("legal_entities").value(&company.legal_entities.len());
    body.key("cost_centers").value(&company.cost_centers.len());
    body.key("jobs").value(&company.jobs.len());
    body.key("absence_types").value(&company.absence_types.len());
    body.key("absences").value(&company.absences.len());
    body.key("absences_in_days").value(&absences_in_days(&company));
    body.key("projects").value(&company.projects.len());
    let is_listed = |it: &&AttendancePeriod| it.is_work() && it.approval == Approval::Confirmed;
    body.key("attendances").value(&company.attendance.rows().iter().filter(is_listed).count());
    body.key("document_categories").value(&company.document_categories.len());
    body.key("recruiting_jobs").value(&company.job_positions.len());
    body.key("published_jobs").value(&company.job_positions.rows().iter().filter(|it| it.published).count());
    body.key("candidates").value(&company.candidates.len());
    body.key("applications").value(&company.applications.len());
    let places = body.key("places");
    for (at, office) in company.offices.rows().iter().enumerate() {
        places.raw(if at > 0 { "," } else { "[" });
        let mut place = Object::open(places);
        place.text("name", Some(&office.name)).text("country", Some(&office.country));
        place.text("time_zone", Some(&office.time_zone)).close();
    }
    places.raw("]");
    body.key("custom_attributes").value(&company.catalogue.customs().count());
    body.close();
    Ok(Answer::ok(json))
}

/// The absences that v1 lists as time-offs.
fn absences_in_days(company: &Company) -> usize {
    let in_days = |id: u32| company.absence_types.get(id).is_some_and(|it| it.unit == AbsenceUnit::Day);
    company.absences.rows().iter().filter(|it| in_days(it.kind)).count()
}

/// Lists the last calls, newest first.
pub(crate) fn requests(call: &Call<'_>) -> Outcome {
    let query = call.query();
    let limit = match first(&query, "limit") {
        None => CALLS,
        Some(text) => text.parse().map_err(|_| {
            refusal::plain(StatusCode::BAD_REQUEST, "`limit` must be a whole number, like `?limit=100`")
        })?,
    };
    let entries = call.state.journal().newest(limit);
    let mut json = Json::with_capacity(64 + entries.len() * 512);
    json.raw("{\"requests\":[");
    for (at, entry) in entries.iter().enumerate() {
        json.raw(if at > 0 { "," } else { "" });
        request(&mut json, entry);
    }
    json.raw("]}");
    Ok(Answer::ok(json))
}

fn request(json: &mut Json, entry: &Entry) {
    let mut body = Object::open(json);
    body.key("time").value(&entry.time);
    body.text("method", Some(&entry.method)).text("template", entry.template);
    body.text("path", Some(&entry.path));
    body.key("status").value(&entry.status);
    body.text("client_id", entry.client_id.as_deref()).text("app", entry.app.as_deref());
    body.key("duration_us").value(&entry.duration_us);
    body.key("faults").value(&entry.faults);
    body.text("curl", Some(&entry.sent.line(&entry.method, &entry.path))).close();
}
