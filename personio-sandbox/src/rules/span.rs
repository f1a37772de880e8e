//! Attendance as v1 has it: a period of work with so many minutes of break in it, of which nobody knows when.
//!
//! Each break of a day belongs to the work that began last before it, or else to the first of the day. So the minutes
//! worked are the same in both generations: all work of a person and a day, less all breaks (facts §9.3 [L]).

use jiff::civil::DateTime;
use jiff::{Timestamp, ToSpan};

use super::attendance::{self, Draft, Policy, Refused, insert, replace};
use crate::model::attendance::{Approval, AttendancePeriod, PeriodKind};
use crate::model::company::Company;
use crate::model::text::Text;

/// A period of work with its break.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Span {
    pub(crate) start: DateTime,
    pub(crate) end: Option<DateTime>,
    pub(crate) break_minutes: i64,
    pub(crate) comment: Option<Text>,
    pub(crate) project: Option<u32>,
}

impl Span {
    /// A period of work as it is.
    pub(crate) fn of(company: &Company, work: &AttendancePeriod) -> Self {
        let Draft { start, end, comment, project, .. } = Draft::of(work);
        Self { start, end, break_minutes: break_minutes(company, work), comment, project }
    }

    fn check(&self) -> Result<(), Refused> {
        let Some(end) = self.end else { return Ok(()) };
        if end <= self.start {
            return Err(Refused::StartAfterEnd);
        }
        if self.break_minutes > end.duration_since(self.start).as_mins() {
            return Err(Refused::BreakTooLong);
        }
        Ok(())
    }

    fn draft(self) -> Draft {
        let Self { start, end, comment, project, .. } = self;
        Draft { kind: PeriodKind::Work, start, end, comment, project }
    }
}

/// How many minutes of break a period of work has.
pub(crate) fn break_minutes(company: &Company, work: &AttendancePeriod) -> i64 {
    breaks_of(company, work).map(AttendancePeriod::seconds).sum::<i64>() / 60
}

/// How many minutes were worked in a period of work.
pub(crate) fn worked_minutes(company: &Company, work: &AttendancePeriod) -> i64 {
    work.seconds() / 60 - break_minutes(company, work)
}

/// Records a span.
pub(crate) fn create(
    company: &mut Company,
    person: u32,
    span: Span,
    approval: Approval,
    now: Timestamp,
    policy: Policy,
) -> Result<u32, Refused> {
    span.check()?;
    let minutes = span.break_minutes;
    let id = attendance::create(company, person, span.draft(), approval, now, policy)?[0];
    let breaks = break_ids(company, id);
    settle(company, id, &breaks, minutes, true, now);
    Ok(id)
}

/// Changes a span; its breaks move with it.
pub(crate) fn change(
    company: &mut Company,
    id: u32,
    span: Span,
    approval: Approval,
    now: Timestamp,
    policy: Policy,
) -> Result<(), Refused> {
    span.check()?;
    let Some(work) = company.attendance.get(id) else { return Ok(()) };
    let before = Span::of(company, work);
    let approval = attendance::approved(work.approval, approval, before != span);
    let moves = (before.start, before.end) != (span.start, span.end);
    let (minutes, breaks) = (span.break_minutes, break_ids(company, id));
    attendance::apply(company, id, span.draft(), approval, now, policy)?;
    settle(company, id, &breaks, minutes, moves, now);
    Ok(())
}

/// Takes a span away, with its breaks.
pub(crate) fn delete(company: &mut Company, id: u32, now: Timestamp) {
    for id in break_ids(company, id).into_iter().chain([id]) {
        attendance::delete(company, id, now);
    }
}

/// Lets the approval of a period stand somewhere else, and with that of work that of its breaks. A deletion that has to
/// wait for approval is such a period that waits again.
pub(crate) fn decide(company: &mut Company, id: u32, approval: Approval, now: Timestamp) {
    for id in break_ids(company, id).into_iter().chain([id]) {
        let Some(period) = company.attendance.get(id).cloned() else { continue };
        replace(company, AttendancePeriod { approval, ..period }, now);
    }
}

/// The breaks of a period of work, in the order of their starts.
fn breaks_of<'a>(
    company: &'a Company,
    work: &'a AttendancePeriod,
) -> impl Iterator<Item = &'a AttendancePeriod> {
    let day: Vec<&AttendancePeriod> =
        company.attendance.of(work.person).filter(|it| it.day == work.day).collect();
    let mut works: Vec<&AttendancePeriod> = day.iter().copied().filter(|it| it.is_work()).collect();
    works.sort_unstable_by_key(|it| (it.start, it.id));
    let is_its = move |it: &&AttendancePeriod| {
        let before = works.iter().rev().find(|work| work.start <= it.start);
        before.or(works.first()).is_some_and(|owner| owner.id == work.id)
    };
    let mut breaks: Vec<&AttendancePeriod> = day.into_iter().filter(|it| !it.is_work()).collect();
    breaks.sort_unstable_by_key(|it| (it.start, it.id));
    breaks.into_iter().filter(is_its)
}

fn break_ids(company: &Company, id: u32) -> Vec<u32> {
    let work = company.attendance.get(id).filter(|it| it.is_work());
    work.map(|it| breaks_of(company, it).map(|it| it.id).collect()).unwrap_or_default()
}

/// Makes of these breaks of a period of work so many minutes. Those that are as long together stay as they are, if the
/// work did not move away from them.
fn settle(company: &mut Company, id: u32, breaks: &[u32], minutes: i64, moved: bool, now: Timestamp) {
    let Some(work) = company.attendance.get(id).cloned() else { return };
    let rows: Vec<AttendancePeriod> =
        breaks.iter().filter_map(|it| company.attendance.get(*it)).cloned().collect();
    let is_within = |it: &AttendancePeriod| {
        let ends_within = work.end.is_none_or(|end| it.end.is_some_and(|it| it <= end));
        it.day == work.day && work.start <= it.start && ends_within
    };
    let approval = work.approval;
    let total = rows.iter().map(AttendancePeriod::seconds).sum::<i64>() / 60;
    if total == minutes && (!moved || rows.iter().all(is_within)) {
        for row in rows {
            replace(company, AttendancePeriod { approval, ..row }, now);
        }
        return;
    }
    let mut rows = rows.into_iter();
    let kept = if minutes > 0 { rows.next() } else { None };
    for row in rows {
        attendance::delete(company, row.id, now);
    }
    if minutes == 0 {
        return;
    }
    let start = middle(&work, minutes);
    let end = Some(start.saturating_add(minutes.minutes()));
    if let Some(row) = kept {
        replace(company, AttendancePeriod { start, end, day: work.day, approval, ..row }, now);
    } else {
        let draft = Draft { kind: PeriodKind::Break, start, end, comment: None, project: None };
        // Nobody said when it was, so the company's rules did [?].
        insert(company, work.person, draft, approval, true, now);
    }
}

/// Where a break of so many minutes lies in the middle of the work; at its start while that goes on.
fn middle(work: &AttendancePeriod, minutes: i64) -> DateTime {
    let room = (work.seconds() / 60 - minutes).max(0);
    work.start.saturating_add((room / 2).minutes())
}
