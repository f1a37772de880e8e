//! Recorded time: v2 attendance periods, of work and of break, each a row of its own.
//!
//! v1 has them too, and is not asked: its routes end or have ended (official). Must not know how calls are made.

use std::collections::BTreeSet;

use nabe_connector::{
    Answers, Ask, Call, CallError, Defect, DefectKind, Each, FieldRule, PageInfo, Plan, Resource, Row,
};
use nabe_model::hris::{LaborType, TimeEntry};
use nabe_model::record::Record;
use nabe_model::select::Asked;
use nabe_model::value::{Choice, DateTime, LocalDateTime, Text};
use serde::Deserialize;

use super::clock::{self, COUNTRY, Clock, Clocks, Shown};
use super::listed::{ReadRow, on, read_rows, segment};
use super::operation;
use super::reading::{Found, inline};
use super::scalar::Scalar;
use super::time_conditions::{Conditions, shown};
use super::time_rules::TIME_ENTRY;
use super::values::{Link, Values};

/// The most rows of a page (official).
const PAGE_LIMIT: u32 = 100;

/// Recorded time of Personio.
pub(super) struct TimeEntries;

impl Resource for TimeEntries {
    fn rules(&self) -> &'static [FieldRule] {
        TIME_ENTRY
    }

    fn page_limit(&self) -> u32 {
        PAGE_LIMIT
    }

    fn plan(&self, ask: &Ask<'_>) -> Result<Plan, CallError> {
        if let Some(id) = ask.id {
            let one = operation("v2_get_attendance_period");
            return Ok(Plan::call(Call::with_path(one, &[segment(id)?])));
        }
        let conditions = Conditions::read(ask)?;
        if conditions.leave_nobody() {
            return Ok(Plan::Calls(Vec::new()));
        }
        let limit = ask.limit.clamp(1, PAGE_LIMIT).to_string();
        let list = Call::to(operation("v2_list_attendance_periods"));
        Ok(Plan::call(on(list, ask.position, |list| conditions.ask(list.query("limit", limit)))))
    }

    fn further(&self, ask: &Ask<'_>, answers: &Answers<'_>) -> Result<Vec<(String, Call)>, CallError> {
        if ask.account.time_zone.is_some() {
            return Ok(Vec::new());
        }
        let conditions = Conditions::read(ask)?;
        let wanted = Wanted::of(ask.asked, &conditions);
        let mut people = BTreeSet::new();
        // A row that can't be read is told of when it is mapped.
        for wire in read_rows::<Wire<'_>>(ask, answers.first)?.rows.into_iter().filter_map(|it| it.row) {
            let mut unheard = Vec::new();
            let mut entry = Entry::read(wire, &mut Values { defects: &mut unheard });
            if let Some(person) = entry.person.take().filter(|_| wanted.needs_zone(&entry)) {
                people.insert(String::from(person.0));
            }
        }
        // What can't be a person's id is not asked about.
        let call = |id: String| clock::call(&id).ok().map(|call| (id, call));
        Ok(people.into_iter().filter_map(call).collect())
    }

    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        let conditions = Conditions::read(ask)?;
        let clocks = Clocks::new(ask, answers.further);
        let page = read_rows(ask, answers.first)?;
        let mut info = PageInfo { rows: page.rows.len(), next: page.next, lost: Vec::new() };
        let mut hands = Hands { ask, conditions, clocks, answers, defects: Vec::new(), each };
        for row in page.rows {
            info.lost.extend(hands.on(row).err());
        }
        Ok(info)
    }
}

/// For which rows a zone is looked for.
struct Wanted {
    times: bool,
    hours: bool,
}

impl Wanted {
    fn of(asked: &Asked, conditions: &Conditions<'_>) -> Self {
        let any = |names: &[&str]| names.iter().any(|it| asked.fields.inside(it).is_some());
        let times = any(&["start_time", "end_time", "time_zone", "time_zone_source"]);
        Self { times: times || conditions.need_zone(), hours: any(&["hours_worked", "break_duration"]) }
    }

    fn needs_zone(&self, entry: &Entry<'_>) -> bool {
        let nobodys = Clock::default();
        let is_certain = || match (&entry.start, &entry.end) {
            (Some(start), Some(end)) => nobodys.hours(&nobodys.shows(*start), &nobodys.shows(*end)).is_some(),
            _ => true,
        };
        self.times || (self.hours && !is_certain())
    }
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct Wire<'b> {
    id: Scalar<'b>,
    #[serde(rename = "type")]
    kind: Scalar<'b>,
    #[serde(deserialize_with = "inline")]
    person: Found<Link<'b>>,
    #[serde(deserialize_with = "inline")]
    approval: Found<WireStatus<'b>>,
    #[serde(deserialize_with = "inline")]
    start: Found<WireTime<'b>>,
    #[serde(deserialize_with = "inline")]
    end: Found<WireTime<'b>>,
    attribution_date: Scalar<'b>,
    comment: Scalar<'b>,
    #[serde(deserialize_with = "inline")]
    project: Found<Link<'b>>,
    is_auto_generated: Found<bool>,
    created_at: Scalar<'b>,
    updated_at: Scalar<'b>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireStatus<'b> {
    status: Scalar<'b>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireTime<'b> {
    date_time: Scalar<'b>,
}

/// A row before its zone is known.
struct Entry<'b> {
    id: Option<Text<'b>>,
    kind: Option<Text<'b>>,
    person: Option<Text<'b>>,
    start: Option<jiff::civil::DateTime>,
    end: Option<jiff::civil::DateTime>,
    status: Option<Choice<'b>>,
    day: Option<DateTime>,
    comment: Option<Text<'b>>,
    project: Option<Text<'b>>,
    auto_generated: Option<bool>,
    created_at: Option<DateTime>,
    updated_at: Option<DateTime>,
}

impl<'b> Entry<'b> {
    fn read(wire: Wire<'b>, values: &mut Values<'_>) -> Self {
        let approval = values.found("approval", wire.approval);
        let status = approval.and_then(|it| values.text("approval.status", it.status));
        Self {
            id: values.id("id", wire.id),
            kind: values.text("type", wire.kind),
            person: values.link(["person", "person.id"], wire.person),
            start: time(values, ["start", "start.date_time"], wire.start),
            end: time(values, ["end", "end.date_time"], wire.end),
            status: status.map(|it| Choice::new((*it == *"CONFIRMED").then_some("approved"), it)),
            day: values.moment("attribution_date", wire.attribution_date, DateTime::civil),
            comment: values.text("comment", wire.comment),
            project: values.link(["project", "project.id"], wire.project),
            auto_generated: values.found("is_auto_generated", wire.is_auto_generated),
            created_at: values.moment("created_at", wire.created_at, DateTime::instant),
            updated_at: values.moment("updated_at", wire.updated_at, DateTime::instant),
        }
    }

    /// The record; an hour of it is one of work or of break.
    fn at(self, clock: &Clock, times: [Option<&Shown>; 2]) -> TimeEntry<'b> {
        let [start, end] = times;
        let hours = start.zip(end).and_then(|(start, end)| clock.hours(start, end));
        let is = |kind: &str| self.kind.as_deref() == Some(kind);
        TimeEntry {
            hours_worked: hours.filter(|_| is("WORK")),
            break_duration: hours.filter(|_| is("BREAK")),
            id: self.id.clone(),
            remote_id: self.id,
            employee_id: self.person.clone(),
            remote_employee_id: self.person,
            start_time: start.and_then(Shown::instant),
            end_time: end.and_then(Shown::instant),
            start_time_local: start.map(|it| LocalDateTime(it.local)),
            end_time_local: end.map(|it| LocalDateTime(it.local)),
            time_zone_source: Some(clock.source(times)),
            time_zone: clock.zone.as_ref().and_then(|it| it.iana_name()).map(|it| it.to_owned().into()),
            attribution_date: self.day,
            status: self.status,
            labor_type: self.kind.map(|it| LaborType { code: Some(it) }),
            location: None,
            comment: self.comment,
            project_id: self.project,
            is_auto_generated: self.auto_generated,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}

/// A time on the wall, which has no offset (official); with one it would be another thing.
fn time(
    values: &mut Values<'_>,
    [object, path]: [&'static str; 2],
    wire: Found<WireTime<'_>>,
) -> Option<jiff::civil::DateTime> {
    let text = values.found(object, wire).and_then(|it| values.text(path, it.date_time))?;
    shown(&text).or_else(|| values.refuse(path, DefectKind::NotADate))
}

/// Hands rows on, mapped.
struct Hands<'h, 'b> {
    ask: &'h Ask<'h>,
    conditions: Conditions<'h>,
    clocks: Clocks<'b>,
    answers: &'h Answers<'b>,
    defects: Vec<Defect>,
    each: Each<'h>,
}

impl<'b> Hands<'_, 'b> {
    /// Maps a row and hands it on, if it meets the conditions.
    fn on(&mut self, ReadRow { row, source }: ReadRow<'b, Wire<'b>>) -> Result<(), Defect> {
        self.defects.clear();
        let wire = row.ok_or_else(|| Defect { path: "[]".into(), kind: DefectKind::WrongType })?;
        let entry = Entry::read(wire, &mut Values { defects: &mut self.defects });
        let Some(id) = entry.id.clone() else {
            return Err(Defect { path: "id".into(), kind: DefectKind::NoId });
        };
        let clock = self.clocks.of(entry.person.as_deref());
        if clock.is_torn {
            self.defects.push(Defect { path: COUNTRY.into(), kind: DefectKind::WrongType });
        }
        let (start, end) = (entry.start.map(|it| clock.shows(it)), entry.end.map(|it| clock.shows(it)));
        let times = [start.as_ref(), end.as_ref()];
        let is_wanted = self.conditions.hold(entry.person.as_deref(), times)
            && self.ask.filters.passes_after("updated_after", entry.updated_at);
        if self.ask.id.is_none() && !is_wanted {
            return Ok(());
        }
        let detail = entry.person.as_deref().and_then(|it| clock::told(it, self.answers));
        let record = entry.at(clock, times);
        (self.each)(Row {
            id: &id,
            record: Record::TimeEntry(&record),
            source,
            detail,
            person: None,
            defects: &self.defects,
        });
        Ok(())
    }
}
