//! `/v2/absence-periods`: absences that are counted in days and in hours, read.

use std::cmp::Ordering;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::fields::local;
use crate::access::tokens::Grant;
use crate::model::absence::{Absence, AbsenceStatus};
use crate::model::company::Company;
use crate::model::organisation::AbsenceUnit;
use crate::rules::workday::Workdays;
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
        "absence_type.id",
        "person.id",
        "starts_from.date_time.gte",
        "starts_from.date_time.lte",
        "ends_at.date_time.gte",
        "ends_at.date_time.lte",
        "updated_at.gte",
        "updated_at.lte",
    ],
);
/// Four weeks of days, as the published page has it.
const BREAKDOWNS: ListSpec = ListSpec::new(28, 28, &[]);

/// Lists absences in the order in which they were entered [?].
pub(crate) fn list(call: &Call<'_>, _: &Grant) -> Outcome {
    let page = Page::read(call, &LIST)?;
    let company = call.company();
    let filter = Filter::read(call, &page, &company)?;
    let after = u32::try_from(page.after()).unwrap_or(u32::MAX);
    let rows = candidates(&company, &page, after).filter(|it| filter.includes(it));
    let rows = rows.map(|it| (u64::from(it.id), it));
    Ok(page.answer(call, rows, |json, it| absence(json, call, &company, it)))
}

/// Shows an absence.
pub(crate) fn one(call: &Call<'_>, _: &Grant) -> Outcome {
    let company = call.company();
    let found = company.absences.by_uuid_text(&call.param(0)).ok_or_else(|| refusal::v2_not_found(call))?;
    let mut json = Json::with_capacity(512);
    absence(&mut json, call, &company, found);
    Ok(Answer::ok(json))
}

/// Lists what an absence takes of each of its days, also of those that aren't worked (published page [O]).
pub(crate) fn breakdowns(call: &Call<'_>, _: &Grant) -> Outcome {
    let page = Page::read(call, &BREAKDOWNS)?;
    let company = call.company();
    let found = company.absences.by_uuid_text(&call.param(0));
    let found = found.and_then(|it| Some((it, company.absence_types.get(it.kind)?.unit)));
    let (absence, unit) = found.ok_or_else(|| refusal::v2_not_found(call))?;
    let workdays = Workdays::of_number(&company, absence.person);
    let days = workdays.shares(absence, unit, company.day_of(call.now()));
    Ok(page.numbered(call, days, |json, (day, share)| {
        let (unit, value) = match unit {
            AbsenceUnit::Day => ("DAY", share),
            AbsenceUnit::Hour => ("HOUR", (share * 100 + 30) / 60),
        };
        json.raw("{\"date\":").date(day).raw(",\"effective_duration\":{\"unit\":\"").raw(unit);
        json.raw("\",\"value\":").hundredths(value).raw("}}");
    }))
}

/// The absences that can be meant, by the filter that leaves the fewest to look at.
///
/// Ids that can't be are no error here, they just find nothing [?].
fn candidates<'a>(
    company: &'a Company,
    page: &Page,
    after: u32,
) -> Box<dyn Iterator<Item = &'a Absence> + 'a> {
    let mut rows: Vec<&Absence> = if let Some(ids) = page.list("id") {
        ids.into_iter().filter_map(|it| company.absences.by_uuid_text(it)).collect()
    } else if let Some(people) = page.list("person.id") {
        let people = people.into_iter().filter_map(|it| it.parse().ok());
        people.flat_map(|it| company.absences.of(it)).collect()
    } else {
        return Box::new(company.absences.after(after).iter());
    };
    rows.retain(|it| it.id > after);
    rows.sort_unstable_by_key(|it| it.id);
    rows.dedup_by_key(|it| it.id);
    Box::new(rows.into_iter())
}

/// A time of a filter: a moment, or one without an offset, that is meant where the absent one is [?].
#[derive(Clone, Copy)]
enum Time {
    At(Timestamp),
    Local(DateTime),
}

impl Time {
    /// Times with a `Z` work (facts §7 [L]); whether others do is not known, they do here [?].
    fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(Self::At).or_else(|| local(text).map(Self::Local))
    }

    /// How a time of an absence compares with this one.
    fn compared_with(self, it: &Absence, time: DateTime) -> Ordering {
        match self {
            Self::Local(own) => time.cmp(&own),
            Self::At(own) => it.zone.rule().to_timestamp(time).map_or(Ordering::Greater, |it| it.cmp(&own)),
        }
    }

    /// The moment; without an offset one of UTC [?].
    fn moment(self) -> Option<Timestamp> {
        match self {
            Self::At(at) => Some(at),
            Self::Local(time) => TimeZone::UTC.to_timestamp(time).ok(),
        }
    }
}

/// All conditions of a list.
struct Filter {
    people: Option<Vec<u32>>,
    kinds: Option<Vec<u32>>,
    /// Start from, start to, end from, end to.
    times: [Vec<Time>; 4],
    overlaps: bool,
    updated_from: Vec<Timestamp>,
    updated_to: Vec<Timestamp>,
}

impl Filter {
    fn read(call: &Call<'_>, page: &Page, company: &Company) -> Result<Self, Answer> {
        let times = |name: &str| {
            let all: Option<Vec<Time>> = page.values(name).map(Time::read).collect();
            all.ok_or_else(|| refusal::bad_value(call))
        };
        let moments = |name: &str| {
            let all: Option<Vec<Timestamp>> = times(name)?.into_iter().map(Time::moment).collect();
            all.ok_or_else(|| refusal::bad_value(call))
        };
        let kind = |it: &str| company.absence_types.by_uuid_text(it).map(|it| it.id);
        Ok(Self {
            people: page.list("person.id").map(|all| all.iter().filter_map(|it| it.parse().ok()).collect()),
            kinds: page.list("absence_type.id").map(|all| all.into_iter().filter_map(kind).collect()),
            times: [
                times("starts_from.date_time.gte")?,
                times("starts_from.date_time.lte")?,
                times("ends_at.date_time.gte")?,
                times("ends_at.date_time.lte")?,
            ],
            overlaps: call.switched(Switch::V2AbsenceRange, "overlap"),
            updated_from: moments("updated_at.gte")?,
            updated_to: moments("updated_at.lte")?,
        })
    }

    fn includes(&self, it: &Absence) -> bool {
        self.people.as_ref().is_none_or(|all| all.contains(&it.person))
            && self.kinds.as_ref().is_none_or(|all| all.contains(&it.kind))
            && self.updated_from.iter().all(|from| *from <= it.updated_at)
            && self.updated_to.iter().all(|to| it.updated_at <= *to)
            && if self.overlaps { self.overlaps(it) } else { self.compares(it) }
    }

    /// Whichever field they name, the earliest and the latest time are ends of one range, and what touches it is found
    /// (facts §9.2 [O]).
    fn overlaps(&self, it: &Absence) -> bool {
        let [start_from, start_to, end_from, end_to] = &self.times;
        let ends_after = |time: &Time| it.end.is_none_or(|end| time.compared_with(it, end).is_gt());
        let starts_before = |time: &Time| time.compared_with(it, it.start).is_le();
        start_from.iter().chain(end_from).all(ends_after) && start_to.iter().chain(end_to).all(starts_before)
    }

    /// Each field for itself; one without an end is before and after nothing.
    fn compares(&self, it: &Absence) -> bool {
        let [start_from, start_to, end_from, end_to] = &self.times;
        let end = |time: &Time| it.end.map(|end| time.compared_with(it, end));
        start_from.iter().all(|time| time.compared_with(it, it.start).is_ge())
            && start_to.iter().all(|time| time.compared_with(it, it.start).is_le())
            && end_from.iter().all(|time| end(time).is_some_and(Ordering::is_ge))
            && end_to.iter().all(|time| end(time).is_some_and(Ordering::is_le))
    }
}

/// Writes an absence.
pub(super) fn absence(json: &mut Json, call: &Call<'_>, company: &Company, it: &Absence) {
    let half = |is_second: bool| match (it.is_timed(), is_second) {
        (true, _) => None,
        (false, false) => Some("FIRST_HALF"),
        (false, true) => Some("SECOND_HALF"),
    };
    let mut body = Object::open(json);
    body.key("id").uuid(it.uuid);
    body.reference("person", Some(it.person));
    boundary(body.key("starts_from"), it.start, half(it.half_start));
    match it.end {
        Some(end) => boundary(body.key("ends_at"), end, half(!it.half_end)),
        None => _ = body.key("ends_at").raw("null"),
    }
    body.text("timezone_id", Some(it.zone.name())).text("comment", it.comment.as_deref());
    if let Some(kind) = company.absence_types.get(it.kind) {
        body.key("absence_type").raw("{\"id\":").uuid(kind.uuid).raw("}");
    }
    let status = match it.status {
        AbsenceStatus::Approved => "APPROVED",
        AbsenceStatus::Pending => "PENDING",
        AbsenceStatus::Rejected => "REJECTED",
    };
    body.key("approval").raw("{\"status\":\"").raw(status).raw("\"}");
    if call.switched(Switch::V2AbsenceSubstitute, "shown") {
        match company.substitutions.get(it.id) {
            Some(row) => _ = body.reference("substitute", Some(row.substitute)),
            None => _ = body.key("substitute").raw("null"),
        }
    }
    body.key("created_at").utc(it.created_at);
    body.key("updated_at").utc(it.updated_at);
    body.close();
}

fn boundary(json: &mut Json, at: DateTime, half: Option<&str>) {
    let mut body = Object::open(json);
    body.key("date_time").civil(at);
    body.text("type", half);
    body.close();
}
