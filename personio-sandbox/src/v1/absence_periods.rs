//! `/v1/company/absence-periods`: absences that are counted in hours.

use http::StatusCode;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use uuid::Uuid;

use super::absence_fields::{PageOfAbsences, certificate, day, rows, status, texts};
use super::absence_requests::{Request, not_stored};
use super::envelope::short_employee;
use super::time_off_writes::{deleted, invalid_id};
use super::time_offs::not_found;
use crate::access::tokens::Grant;
use crate::clock;
use crate::model::absence::Absence;
use crate::model::company::Company;
use crate::model::organisation::{AbsenceType, AbsenceUnit};
use crate::rules::absence;
use crate::rules::workday::Workdays;
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::{Call, Params, first};
use crate::wire::json::{Json, Object};
use crate::wire::refusal;

/// Lists absences by their number; days find what touches them (official file [O]).
pub(crate) fn list(call: &Call<'_>, _: &Grant) -> Outcome {
    found(call).map_err(|mut refused| {
        // The published file calls it so, and nobody saw it (facts §4.1 [O]).
        if call.switched(Switch::V1AbsenceErrors, "problem") {
            refused.content_type = "application/problem+json".into();
        }
        refused
    })
}

fn found(call: &Call<'_>) -> Outcome {
    let query = call.query();
    let page = PageOfAbsences::read(&query)?;
    let company = call.company();
    let filter = Filter::read(&query, &company)?;
    let rows = rows(&company, &query, AbsenceUnit::Hour).filter(|it| filter.includes(it));
    let today = company.day_of(call.now());
    Ok(page.write(rows, |json, it| period(json, call, &company, it, today)))
}

/// Enters an absence, of a type that wants no certificate (official file [O]).
pub(crate) fn create(call: &Call<'_>, _: &Grant) -> Outcome {
    const NOT_DAILY: &str =
        "This API doesn´t support Daily Absences. Please see the documentation for the right API to use";
    let request = Request::in_hours(call)?;
    call.change(|company: &mut Company| {
        let kind = request.kind(company)?;
        if kind.unit == AbsenceUnit::Day {
            // As one user was told [Q].
            return Err(refusal::v1_bad_request(NOT_DAILY));
        }
        if kind.certificate_after_days.is_some() {
            return Err(not_stored());
        }
        let id = request.enter(call, company)?;
        let absence = company.absences.get(id).ok_or_else(not_found)?;
        let mut json = Json::with_capacity(1_024);
        // The schema has an object, its example a list of one.
        let is_list = call.switched(Switch::V1AbsenceCreated, "list");
        json.raw("{\"success\":true,\"data\":").raw(if is_list { "[" } else { "" });
        period(&mut json, call, company, absence, company.day_of(call.now()));
        json.raw(if is_list { "]}" } else { "}" });
        Ok(Answer::json(StatusCode::CREATED, json.into_bytes()))
    })
}

/// Takes an absence away.
pub(crate) fn delete(call: &Call<'_>, _: &Grant) -> Outcome {
    let id = call.param(0);
    if id.parse::<Uuid>().is_err() {
        return Err(invalid_id());
    }
    call.change(|company| {
        let is_hourly =
            |it: &&Absence| company.absence_types.get(it.kind).is_some_and(|it| it.unit == AbsenceUnit::Hour);
        let found = company.absences.by_uuid_text(&id).filter(is_hourly).map(|it| it.id);
        absence::delete(company, found.ok_or_else(not_found)?, call.now());
        Ok(deleted())
    })
}

/// All conditions of a list but the employees.
struct Filter {
    from: Option<Date>,
    to: Option<Date>,
    updated_from: Option<Timestamp>,
    updated_to: Option<Timestamp>,
    kinds: Option<Vec<u32>>,
    ids: Option<Vec<Uuid>>,
}

impl Filter {
    fn read(query: &Params<'_>, company: &Company) -> Result<Self, Answer> {
        let ids = texts(query, "absence_periods");
        let kinds = texts(query, "absence_types");
        let kinds = kinds.map(|all| all.into_iter().map(|it| kind(company, it)).collect::<Result<_, _>>());
        Ok(Self {
            from: day(query, "start_date")?,
            to: day(query, "end_date")?,
            updated_from: moment(query, "updated_from", false)?,
            updated_to: moment(query, "updated_to", true)?,
            kinds: kinds.transpose()?,
            ids: ids.map(|all| all.into_iter().filter_map(|it| it.parse().ok()).collect()),
        })
    }

    fn includes(&self, it: &Absence) -> bool {
        self.to.is_none_or(|to| it.first_day() <= to)
            && self.from.is_none_or(|from| it.last_day().is_none_or(|last| from <= last))
            && self.updated_from.is_none_or(|from| from <= it.updated_at)
            && self.updated_to.is_none_or(|to| it.updated_at <= to)
            && self.kinds.as_ref().is_none_or(|all| all.contains(&it.kind))
            && self.ids.as_ref().is_none_or(|all| all.contains(&it.uuid))
    }
}

/// The number of a type that is named by its uuid, or by that number [?].
fn kind(company: &Company, text: &str) -> Result<u32, Answer> {
    let by_number = || company.absence_types.get(text.parse().ok()?);
    let found = company.absence_types.by_uuid_text(text).or_else(by_number);
    let message = "models.absence-types.not-found";
    found.map(|it| it.id).ok_or_else(|| refusal::v1(StatusCode::NOT_FOUND, 404, message))
}

/// A time, or a whole day; without an offset it is one of UTC [?].
fn moment(query: &Params<'_>, name: &str, end: bool) -> Result<Option<Timestamp>, Answer> {
    let Some(text) = first(query, name).filter(|it| !it.is_empty()) else { return Ok(None) };
    let utc = |it: DateTime| Some(clock::moment(&TimeZone::UTC, it));
    let of_day = |it: Date| {
        let day = if end { it.saturating_add(1.day()) } else { it };
        let at = utc(super::time_offs::midnight(day))?;
        at.checked_sub(i64::from(end).seconds()).ok()
    };
    let moment = match text.len() {
        10 => text.parse().ok().and_then(of_day),
        _ => text.parse().ok().or_else(|| text.parse().ok().and_then(utc)),
    };
    let invalid = || refusal::v1_bad_request(&format!("The {name} is not a valid date."));
    moment.map(Some).ok_or_else(invalid)
}

/// Writes an absence.
fn period(json: &mut Json, call: &Call<'_>, company: &Company, it: &Absence, today: Date) {
    let Some((kind, person)) = company.absence_types.get(it.kind).zip(company.people.get(it.person)) else {
        return;
    };
    let workdays = Workdays::of(company, person);
    let at = |local: DateTime| it.zone.rule().to_timestamp(local).unwrap_or(Timestamp::UNIX_EPOCH);
    json.raw("{\"type\":\"AbsencePeriod\",\"attributes\":");
    let mut body = Object::open(json);
    body.key("id").uuid(it.uuid);
    let unit = if call.switched(Switch::V1AbsenceUnit, "hour") { "hour" } else { "minutes" };
    body.text("measurement_unit", Some(unit));
    body.key("effective_duration").int(workdays.total(it, AbsenceUnit::Hour, today));
    short_employee(body.key("employee"), person);
    absence_type(body.key("absence_type"), kind);
    let certificate = certificate(&workdays, kind, it, today);
    body.key("certificate").raw("{\"status\":\"").raw(certificate).raw("\"}");
    body.key("start").utc_to(at(it.start), 1);
    match it.end {
        Some(end) => body.key("end").utc_to(at(end), 1),
        None => body.key("end").raw("null"),
    };
    body.key("half_day_start").value(&it.half_start);
    body.key("half_day_end").value(&it.half_end);
    body.text("comment", Some(it.comment.as_deref().unwrap_or("")));
    body.text("origin", Some(it.origin.as_str())).text("status", Some(status(it.status)));
    body.text("timezone", Some(it.zone.name()));
    // Whose number the API has is not known; the absent one's here [?].
    body.key("created_by").int(i64::from(it.created_by.unwrap_or(it.person)));
    body.key("created_at").utc_to(it.created_at, 3);
    body.key("updated_at").utc_to(it.updated_at, 3);
    match it.approved_at {
        Some(at) => body.key("approved_at").utc_to(at, 3),
        None => body.key("approved_at").raw("null"),
    };
    breakdowns(body.key("breakdowns"), &workdays, it, today);
    body.key("id_v2").uuid(it.uuid);
    body.close();
    json.raw("}");
}

fn absence_type(json: &mut Json, kind: &AbsenceType) {
    json.raw("{\"type\":\"AbsenceType\",\"attributes\":");
    let mut body = Object::open(json);
    body.key("id").uuid(kind.uuid);
    body.text("name", Some(&kind.name)).key("time_off_type_id").int(i64::from(kind.id));
    body.close();
    json.raw("}");
}

fn breakdowns(json: &mut Json, workdays: &Workdays<'_>, it: &Absence, today: Date) {
    json.raw("[");
    for (at, (day, minutes)) in workdays.shares(it, AbsenceUnit::Hour, today).enumerate() {
        json.raw(if at > 0 { "," } else { "" });
        json.raw("{\"date\":").date(day).raw(",\"effective_duration\":").int(minutes).raw("}");
    }
    json.raw("]");
}
