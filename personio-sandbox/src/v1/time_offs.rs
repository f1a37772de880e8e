//! `/v1/company/time-offs`: absences that are counted in days, read.

use http::StatusCode;
use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, ToSpan};

use super::absence_fields::{PageOfAbsences, certificate, day, rows, status};
use super::envelope::short_employee;
use crate::access::tokens::Grant;
use crate::model::absence::Absence;
use crate::model::company::Company;
use crate::model::organisation::{AbsenceType, AbsenceUnit};
use crate::rules::workday::Workdays;
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::{Call, Params};
use crate::wire::json::{Json, Object};
use crate::wire::refusal;

/// Lists absences by their number, whatever became of them [?].
pub(crate) fn list(call: &Call<'_>, _: &Grant) -> Outcome {
    let query = call.query();
    let page = PageOfAbsences::read(&query)?;
    let company = call.company();
    let filter = Filter::read(call, &query, &company)?;
    let rows = rows(&company, &query, AbsenceUnit::Day).filter(|it| filter.includes(it));
    let today = company.day_of(call.now());
    Ok(page.write(rows, |json, it| period(json, &company, it, today)))
}

/// Shows an absence.
pub(crate) fn one(call: &Call<'_>, _: &Grant) -> Outcome {
    let company = call.company();
    let id = call.param(0).parse().ok();
    let found = id.and_then(|it| find(&company, it)).ok_or_else(not_found)?;
    Ok(answer(call, &company, found))
}

/// The absence with this number, if it is counted in days.
pub(super) fn find(company: &Company, id: u32) -> Option<&Absence> {
    company
        .absences
        .get(id)
        .filter(|it| company.absence_types.get(it.kind).is_some_and(|it| it.unit == AbsenceUnit::Day))
}

pub(super) fn not_found() -> Answer {
    refusal::v1(StatusCode::NOT_FOUND, 404, "The absence period was not found.")
}

/// An absence as an answer.
pub(super) fn answer(call: &Call<'_>, company: &Company, absence: &Absence) -> Answer {
    let mut json = Json::with_capacity(1_024);
    json.raw("{\"success\":true,\"data\":");
    period(&mut json, company, absence, company.day_of(call.now()));
    json.raw("}");
    Answer::ok(json)
}

/// All conditions of a list but the employees.
struct Filter {
    from: Option<Date>,
    to: Option<Date>,
    /// Whether an absence must lie within the days, and not only touch them.
    within: bool,
    updated_from: Option<Timestamp>,
    updated_before: Option<Timestamp>,
}

impl Filter {
    /// The days of changes are those of the company [?].
    fn read(call: &Call<'_>, query: &Params<'_>, company: &Company) -> Result<Self, Answer> {
        let start = |day: Option<Date>| day.map(|it| company.start_of(it));
        let after = day(query, "updated_to")?.map(|it| it.saturating_add(1.day()));
        Ok(Self {
            from: day(query, "start_date")?,
            to: day(query, "end_date")?,
            within: call.switched(Switch::V1TimeOffsRange, "within"),
            updated_from: start(day(query, "updated_from")?),
            updated_before: start(after),
        })
    }

    fn includes(&self, it: &Absence) -> bool {
        let (first, last) = (it.first_day(), it.last_day().unwrap_or(Date::MAX));
        // One without an end is never within days that end.
        let (begins, ends) = if self.within { (first, last) } else { (last, first) };
        self.from.is_none_or(|from| from <= begins)
            && self.to.is_none_or(|to| ends <= to)
            && self.updated_from.is_none_or(|from| from <= it.updated_at)
            && self.updated_before.is_none_or(|before| it.updated_at < before)
    }
}

/// Writes an absence.
fn period(json: &mut Json, company: &Company, it: &Absence, today: Date) {
    let Some((kind, person)) = company.absence_types.get(it.kind).zip(company.people.get(it.person)) else {
        return;
    };
    let workdays = Workdays::of(company, person);
    let zone = &company.zone;
    let midnight = |day: Date| company.start_of(day);
    json.raw("{\"type\":\"TimeOffPeriod\",\"attributes\":");
    let mut body = Object::open(json);
    body.key("id").int(i64::from(it.id));
    // Without one an empty text [?].
    body.text("status", Some(status(it.status))).text("comment", Some(it.comment.as_deref().unwrap_or("")));
    body.key("start_date").compact(midnight(it.first_day()), zone);
    match it.last_day() {
        Some(last) => body.key("end_date").compact(midnight(last), zone),
        None => body.key("end_date").raw("null"),
    };
    body.key("days_count").hundredths(workdays.total(it, AbsenceUnit::Day, today));
    body.key("half_day_start").value(&it.half_start);
    body.key("half_day_end").value(&it.half_end);
    time_off_type(body.key("time_off_type"), kind);
    short_employee(body.key("employee"), person);
    let certificate = certificate(&workdays, kind, it, today);
    body.key("certificate").raw("{\"status\":\"").raw(certificate).raw("\"}");
    body.key("created_at").compact(it.created_at, zone);
    let by = it.created_by.and_then(|it| company.people.get(it));
    let by = by.map_or_else(|| "API".to_owned(), |it| format!("{} {}", it.first_name, it.last_name));
    body.text("created_by", Some(&by));
    body.key("updated_at").compact(it.updated_at, zone);
    body.key("id_v2").uuid(it.uuid);
    body.close();
    json.raw("}");
}

fn time_off_type(json: &mut Json, kind: &AbsenceType) {
    json.raw("{\"type\":\"TimeOffType\",\"attributes\":");
    let mut body = Object::open(json);
    body.key("id").int(i64::from(kind.id));
    body.text("name", Some(&kind.name)).text("category", kind.category.as_deref());
    body.close();
    json.raw("}");
}

/// The midnight of a day.
pub(super) fn midnight(day: Date) -> DateTime {
    day.to_datetime(jiff::civil::Time::midnight())
}
