//! `/v2/attendance-periods`: periods of work and of break, read.

use std::cmp::Ordering;

use http::StatusCode;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::fields::{day, local};
use crate::access::tokens::Grant;
use crate::model::attendance::{Approval, AttendancePeriod, PeriodKind};
use crate::model::company::Company;
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::{Json, Object};
use crate::wire::page::{ListSpec, Page};
use crate::wire::refusal;

const LIST: ListSpec = ListSpec::new(
    100,
    100,
    &[
        "id",
        "person.id",
        "project.id",
        "start.date_time.gte",
        "start.date_time.lte",
        "end.date_time.gte",
        "end.date_time.lte",
        "updated_at.gte",
        "updated_at.lte",
        "attribution_date.gte",
        "attribution_date.lte",
        "status",
        "sort",
    ],
);
const DEFAULT_SORT: [&str; 3] = ["person.id", "start.date_time", "end.date_time"];

/// Lists periods.
///
/// The cursor counts rows, as the time that deep pages take suggests (facts §13.18 [L]).
pub(crate) fn list(call: &Call<'_>, _: &Grant) -> Outcome {
    let page = Page::read(call, &LIST)?;
    let company = call.company();
    let zone = zone(call, &company);
    let filter = Filter::read(&page, &zone).ok_or_else(|| invalid(call))?;
    let sort = page
        .list("sort")
        .filter(|it| it.iter().any(|it| !it.is_empty()))
        .unwrap_or_else(|| DEFAULT_SORT.to_vec());
    let order: Option<Vec<Key>> = sort.into_iter().map(Key::read).collect();
    let order = order.ok_or_else(|| invalid(call))?;
    let mut rows: Vec<&AttendancePeriod> =
        company.attendance.rows().iter().filter(|it| filter.includes(it)).collect();
    rows.sort_by(|a, b| {
        order.iter().fold(Ordering::Equal, |so_far, it| so_far.then_with(|| it.compare(a, b)))
    });
    Ok(page.numbered(call, rows.into_iter(), period))
}

/// Shows a period.
pub(crate) fn one(call: &Call<'_>, _: &Grant) -> Outcome {
    let company = call.company();
    let found = company.attendance.by_uuid_text(&call.param(0)).ok_or_else(|| refusal::v2_not_found(call))?;
    let mut json = Json::with_capacity(512);
    period(&mut json, found);
    Ok(Answer::ok(json))
}

/// A call that these routes can't read (facts §4.2 [Q]).
pub(super) fn invalid(call: &Call<'_>) -> Answer {
    let (status, title) = (StatusCode::BAD_REQUEST, "Bad request");
    refusal::v2(call.state, status, title, "Invalid request content.", "common.bad_request")
}

/// The zone in which the filters of `updated_at` are read, which may not name one themselves.
fn zone(call: &Call<'_>, company: &Company) -> TimeZone {
    if call.switched(Switch::AttendanceZone, "company") { company.zone.clone() } else { TimeZone::UTC }
}

/// All conditions of a list; a period must meet every one.
///
/// Ids that can't be are no error here, they just find nothing [?].
struct Filter<'a> {
    ids: Option<Vec<&'a str>>,
    people: Option<Vec<u32>>,
    projects: Option<Vec<u32>>,
    start: Bounds<DateTime>,
    end: Bounds<DateTime>,
    updated: Bounds<DateTime>,
    day: Bounds<Date>,
    statuses: Option<Vec<Approval>>,
    zone: &'a TimeZone,
}

impl<'a> Filter<'a> {
    /// None if a value can't be read: a time with a `Z` above all, although the documentation shows one (facts
    /// §7 [Q]).
    fn read(page: &'a Page, zone: &'a TimeZone) -> Option<Self> {
        let numbers = |name| page.list(name).map(|all| all.iter().filter_map(|it| it.parse().ok()).collect());
        let statuses = match page.list("status") {
            Some(all) => Some(all.into_iter().map(approval).collect::<Option<_>>()?),
            None => None,
        };
        Some(Self {
            ids: page.list("id"),
            people: numbers("person.id"),
            projects: numbers("project.id"),
            start: Bounds::read(page, "start.date_time.gte", "start.date_time.lte", local)?,
            end: Bounds::read(page, "end.date_time.gte", "end.date_time.lte", local)?,
            updated: Bounds::read(page, "updated_at.gte", "updated_at.lte", local)?,
            day: Bounds::read(page, "attribution_date.gte", "attribution_date.lte", day)?,
            statuses,
            zone,
        })
    }

    fn includes(&self, it: &AttendancePeriod) -> bool {
        self.people.as_ref().is_none_or(|all| all.contains(&it.person))
            && self.projects.as_ref().is_none_or(|all| it.project.is_some_and(|it| all.contains(&it)))
            && self.statuses.as_ref().is_none_or(|all| all.contains(&it.approval))
            && self.day.include(Some(it.day))
            && self.start.include(Some(it.start))
            && self.end.include(it.end)
            && (self.updated.is_empty() || self.updated.include(Some(self.zone.to_datetime(it.updated_at))))
            && self.ids.as_ref().is_none_or(|all| {
                let uuid = it.uuid.to_string();
                all.iter().any(|id| id.eq_ignore_ascii_case(&uuid))
            })
    }
}

/// The earliest and the latest value of a field.
struct Bounds<T> {
    from: Vec<T>,
    to: Vec<T>,
}

impl<T: Ord> Bounds<T> {
    fn read(page: &Page, from: &str, to: &str, read: impl Fn(&str) -> Option<T>) -> Option<Self> {
        let all = |name| page.values(name).map(&read).collect::<Option<Vec<T>>>();
        Some(Self { from: all(from)?, to: all(to)? })
    }

    fn is_empty(&self) -> bool {
        self.from.is_empty() && self.to.is_empty()
    }

    /// A field without a value is within no bounds.
    fn include(&self, value: Option<T>) -> bool {
        match value {
            Some(value) => self.from.iter().all(|it| *it <= value) && self.to.iter().all(|it| value <= *it),
            None => self.is_empty(),
        }
    }
}

/// A field to sort by.
struct Key {
    field: Field,
    descending: bool,
}

#[derive(Clone, Copy)]
enum Field {
    Person,
    Start,
    End,
    Updated,
    Status,
}

impl Key {
    fn read(text: &str) -> Option<Self> {
        let (name, descending) = text.strip_prefix('-').map_or((text, false), |it| (it, true));
        let field = match name {
            "person.id" => Field::Person,
            "start.date_time" => Field::Start,
            "end.date_time" => Field::End,
            "updated_at" => Field::Updated,
            "status" => Field::Status,
            _ => return None,
        };
        Some(Self { field, descending })
    }

    /// What has no end comes last, or first if the order is descending (facts §9.3 [O]).
    fn compare(&self, a: &AttendancePeriod, b: &AttendancePeriod) -> Ordering {
        let ascending = match self.field {
            Field::Person => a.person.cmp(&b.person),
            Field::Start => a.start.cmp(&b.start),
            Field::End => (a.end.is_none(), a.end).cmp(&(b.end.is_none(), b.end)),
            Field::Updated => a.updated_at.cmp(&b.updated_at),
            Field::Status => a.approval.cmp(&b.approval),
        };
        if self.descending { ascending.reverse() } else { ascending }
    }
}

fn approval(text: &str) -> Option<Approval> {
    match text {
        "CONFIRMED" => Some(Approval::Confirmed),
        "PENDING" => Some(Approval::Pending),
        "REJECTED" => Some(Approval::Rejected),
        _ => None,
    }
}

/// Writes a period.
pub(super) fn period(json: &mut Json, it: &AttendancePeriod) {
    let mut body = Object::open(json);
    body.key("id").uuid(it.uuid);
    let kind = match it.kind {
        PeriodKind::Work => "WORK",
        PeriodKind::Break => "BREAK",
    };
    body.text("type", Some(kind)).reference("person", Some(it.person));
    let status = match it.approval {
        Approval::Confirmed => "CONFIRMED",
        Approval::Pending => "PENDING",
        Approval::Rejected => "REJECTED",
    };
    body.key("approval").raw("{\"status\":\"").raw(status).raw("\"}");
    body.key("start").raw("{\"date_time\":").civil(it.start).raw("}");
    match it.end {
        Some(end) => body.key("end").raw("{\"date_time\":").civil(end).raw("}"),
        None => body.key("end").raw("null"),
    };
    body.date("attribution_date", Some(it.day)).text("comment", it.comment.as_deref());
    match it.project {
        Some(_) => _ = body.reference("project", it.project),
        None => _ = body.key("project").raw("null"),
    }
    body.key("is_auto_generated").value(&it.auto_generated);
    body.key("created_at").utc(it.created_at);
    body.key("updated_at").utc(it.updated_at);
    body.close();
}
