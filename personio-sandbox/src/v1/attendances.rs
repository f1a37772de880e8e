//! `/v1/company/attendances`: periods of work with their breaks added up, read.

use http::StatusCode;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::paging::Window;
use crate::access::tokens::Grant;
use crate::model::absence::{Absence, AbsenceStatus};
use crate::model::attendance::{Approval, AttendancePeriod};
use crate::model::company::Company;
use crate::rules::span::break_minutes;
use crate::rules::workday::Workdays;
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::{Call, Params, first, is_of_list};
use crate::wire::json::{Json, Object};
use crate::wire::refusal;

/// The default and the largest page (facts §6 [O]).
const PAGE: usize = 200;

/// Lists periods of work by their number.
pub(crate) fn list(call: &Call<'_>, _: &Grant) -> Outcome {
    live(call)?;
    let query = call.query();
    let window = Window::read(&query, PAGE, PAGE)?;
    let company = call.company();
    let filter = Filter::read(call, &query, &company)?;
    let rows: Vec<&AttendancePeriod> =
        company.attendance.rows().iter().filter(|it| filter.includes(it)).collect();
    let mut json = Json::with_capacity(256 + 512 * window.limit.min(rows.len()));
    open(&mut json, &query, &window, rows.len());
    for (at, row) in rows.into_iter().skip(window.offset).take(window.limit).enumerate() {
        json.raw(if at > 0 { "," } else { "" });
        period(&mut json, &company, row);
    }
    json.raw("]}");
    Ok(Answer::ok(json))
}

/// Lets a call through if the routes of attendance and projects are still there.
///
/// Whether they are since 2026-08-30 is not known (facts §0.1, §15.1 [?]).
pub(super) fn live(call: &Call<'_>) -> Result<(), Answer> {
    if call.switched(Switch::V1Attendance, "410") {
        let message = "This endpoint is no longer available.";
        return Err(refusal::v1(StatusCode::GONE, 410, message));
    }
    if call.switched(Switch::V1Attendance, "404") {
        return Err(refusal::no_route(call.state, call.route.family));
    }
    Ok(())
}

/// Writes what comes before the rows. Paging parameters that were sent come back as texts (facts §13.3 [Q]).
fn open(json: &mut Json, query: &Params<'_>, window: &Window, total: usize) {
    json.raw("{\"success\":true,\"metadata\":");
    let mut metadata = Object::open(json);
    metadata.key("total_elements").value(&total);
    metadata.key("current_page").value(&(window.offset / window.limit));
    metadata.key("total_pages").value(&total.div_ceil(window.limit));
    metadata.close();
    for (name, number) in [("offset", window.offset), ("limit", window.limit)] {
        let quote = if first(query, name).is_some() { "\"" } else { "" };
        json.raw(",\"").raw(name).raw("\":").raw(quote).value(&number).raw(quote);
    }
    json.raw(",\"data\":[");
}

/// All conditions of a list; a period must meet every one.
struct Filter {
    from: Date,
    to: Date,
    updated_from: Option<Timestamp>,
    updated_to: Option<Timestamp>,
    with_pending: bool,
    employees: Option<Vec<u32>>,
}

impl Filter {
    /// What the real API says to bad or missing values is not known [?].
    fn read(call: &Call<'_>, query: &Params<'_>, company: &Company) -> Result<Self, Answer> {
        let by_company = call.switched(Switch::AttendanceZone, "company");
        let zone = if by_company { company.zone.clone() } else { TimeZone::UTC };
        let moment = |name: &str, end: bool| {
            let text = sent(query, name);
            let read = text.map(|it| moment(it, &zone, end).ok_or_else(|| invalid(name)));
            read.transpose()
        };
        let employees = query.iter().filter(|it| is_of_list(&it.0, "employees"));
        let employees: Vec<&str> = employees.flat_map(|it| it.1.split(',')).collect();
        Ok(Self {
            from: date(query, "start_date")?,
            to: date(query, "end_date")?,
            updated_from: moment("updated_from", false)?,
            updated_to: moment("updated_to", true)?,
            // How a client spells it is its language's matter; that any case will do is [?].
            with_pending: sent(query, "includePending")
                .is_some_and(|it| it == "1" || it.eq_ignore_ascii_case("true")),
            employees: (!employees.is_empty())
                .then(|| employees.iter().filter_map(|it| it.trim().parse().ok()).collect()),
        })
    }

    fn includes(&self, it: &AttendancePeriod) -> bool {
        it.is_work()
            && (self.from..=self.to).contains(&it.day)
            && (self.with_pending || it.approval == Approval::Confirmed)
            && self.updated_from.is_none_or(|from| from <= it.updated_at)
            && self.updated_to.is_none_or(|to| it.updated_at <= to)
            && self.employees.as_ref().is_none_or(|all| all.contains(&it.person))
    }
}

fn sent<'a>(query: &'a Params<'_>, name: &str) -> Option<&'a str> {
    first(query, name).filter(|it| !it.is_empty())
}

fn invalid(name: &str) -> Answer {
    refusal::v1_bad_request(&format!("The {name} is not a valid date."))
}

fn date(query: &Params<'_>, name: &str) -> Result<Date, Answer> {
    let required = || refusal::v1_bad_request(&format!("The {name} is required."));
    let text = sent(query, name).ok_or_else(required)?;
    text.get(..10).unwrap_or(text).parse().map_err(|_| invalid(name))
}

/// A day or a time, with or without an offset (official file). A day as an `end` is meant to its end.
fn moment(text: &str, zone: &TimeZone, end: bool) -> Option<Timestamp> {
    // A plus that a client did not encode arrives as a space.
    let offset = text.rfind(' ').filter(|at| *at > 10 && text.len() - at > 4);
    let text = offset.map_or_else(|| text.to_owned(), |at| format!("{}+{}", &text[..at], &text[at + 1..]));
    if let Ok(moment) = text.parse() {
        return Some(moment);
    }
    let local: DateTime = match text.parse::<Date>() {
        Ok(day) if text.len() == 10 && end => day.saturating_add(1.day()).to_datetime(Time::midnight()),
        Ok(day) if text.len() == 10 => day.to_datetime(Time::midnight()),
        _ => text.parse().ok()?,
    };
    let at = crate::clock::moment(zone, local);
    Some(if end && text.len() == 10 { at.saturating_sub(1.nanosecond()).ok()? } else { at })
}

/// Writes a period of work.
fn period(json: &mut Json, company: &Company, it: &AttendancePeriod) {
    json.raw("{\"id\":").int(i64::from(it.id)).raw(",\"type\":\"AttendancePeriod\",\"attributes\":");
    let mut attributes = Object::open(json);
    attributes.key("employee").int(i64::from(it.person));
    attributes.date("date", Some(it.day));
    attributes.text("start_time", Some(&clock(it.start)));
    attributes.text("end_time", it.end.map(clock).as_deref());
    attributes.key("break").int(break_minutes(company, it));
    // Without one the published file has an empty text, not null.
    attributes.text("comment", Some(it.comment.as_deref().unwrap_or("")));
    attributes.key("updated_at").local(it.updated_at, &TimeZone::UTC);
    let status = match it.approval {
        Approval::Confirmed => "confirmed",
        Approval::Pending => "pending",
        Approval::Rejected => "rejected",
    };
    attributes.text("status", Some(status));
    attributes.key("is_holiday").value(&Workdays::of_number(company, it.person).is_holiday(it.day));
    attributes.key("is_on_time_off").value(&is_on_time_off(company, it));
    let project = it.project.and_then(|it| company.projects.get(it));
    match project {
        Some(project) => {
            let nested = attributes.key("project");
            nested.raw("{\"id\":").int(i64::from(project.id)).raw(",\"type\":\"Project\",\"attributes\":{");
            nested
                .raw("\"name\":")
                .string(&project.name)
                .raw(",\"active\":")
                .value(&project.active)
                .raw("}}");
        }
        None => _ = attributes.key("project").raw("null"),
    }
    attributes.key("id_v2").uuid(it.uuid);
    attributes.close();
    json.raw("}");
}

/// Whether the person is away on the day, by days or halves of them [?].
fn is_on_time_off(company: &Company, it: &AttendancePeriod) -> bool {
    let approved = |absence: &&Absence| absence.status == AbsenceStatus::Approved && !absence.is_timed();
    company.absences.of(it.person).filter(approved).any(|absence| absence.touches(it.day))
}

/// A time of the day like `09:00`.
pub(super) fn clock(at: DateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::moment;

    #[test]
    fn times_come_with_or_without_an_offset_and_days_are_whole() {
        let zone = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        let at = |text: &str, end: bool| moment(text, &zone, end).unwrap().to_string();
        for text in [
            "2026-07-01T10:00:00+02:00",
            "2026-07-01T10:00:00 02:00",
            "2026-07-01T10:00:00+0200",
            "2026-07-01T08:00:00Z",
            "2026-07-01T10:00:00",
            "2026-07-01 10:00:00",
        ] {
            assert_eq!(at(text, true), "2026-07-01T08:00:00Z", "{text}");
        }
        assert_eq!(at("2026-07-01", false), "2026-06-30T22:00:00Z");
        assert_eq!(at("2026-07-01", true), "2026-07-01T21:59:59.999999999Z");
        assert!(at("9999-12-31", true).starts_with("9999-12-30T"), "the last moment there is");
        for bad in ["", "x", "2026-13-01", "2026-07-01T", "10:00", " "] {
            assert_eq!(moment(bad, &zone, false), None, "{bad}");
        }
    }
}
