//! Which periods of work and break may be recorded, and what follows from them.
//!
//! Periods are as v2 has them; what v1 makes of them is in [`super::span`].

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::json;

use crate::clock::second;
use crate::model::attendance::{Approval, AttendancePeriod, PeriodKind};
use crate::model::company::{Company, fresh_uuid};
use crate::model::text::Text;

/// The longest period (facts §9.3 [T]).
const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// A period as somebody wants it to be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draft {
    pub(crate) kind: PeriodKind,
    pub(crate) start: DateTime,
    pub(crate) end: Option<DateTime>,
    pub(crate) comment: Option<Text>,
    pub(crate) project: Option<u32>,
}

impl Draft {
    /// A period as it is.
    pub(crate) fn of(period: &AttendancePeriod) -> Self {
        Self {
            kind: period.kind,
            start: period.start,
            end: period.end,
            comment: period.comment.clone(),
            project: period.project,
        }
    }
}

/// What is not known of the rules.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Policy {
    /// Whether two periods of a kind may cover the same time.
    pub(crate) overlaps: bool,
    /// Whether time can only be recorded on an active project that the person is assigned to.
    pub(crate) assignment: bool,
}

/// Why a period can't be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    UnknownPerson,
    UnknownProject,
    /// The project is archived, or not the person's.
    ClosedProject,
    StartAfterEnd,
    TooLong,
    BreakWithProject,
    BreakTooLong,
    Overlap,
}

/// Records a period; the answer is its number, followed by those of other periods that changed with it.
pub(crate) fn create(
    company: &mut Company,
    person: u32,
    draft: Draft,
    approval: Approval,
    now: Timestamp,
    policy: Policy,
) -> Result<Vec<u32>, Refused> {
    if company.people.get(person).is_none() {
        return Err(Refused::UnknownPerson);
    }
    check(company, person, None, &draft, policy)?;
    let id = insert(company, person, draft, approval, false, now);
    Ok(with_breaks(company, id, now))
}

/// Changes a period; the answer is as that of [`create`].
pub(crate) fn change(
    company: &mut Company,
    id: u32,
    draft: Draft,
    approval: Approval,
    now: Timestamp,
    policy: Policy,
) -> Result<Vec<u32>, Refused> {
    let Some(before) = company.attendance.get(id) else { return Ok(Vec::new()) };
    let approval = approved(before.approval, approval, Draft::of(before) != draft);
    apply(company, id, draft, approval, now, policy)
}

/// What becomes of the approval: a change that changes nothing needs none, but it can skip the one that is pending.
pub(super) fn approved(before: Approval, wanted: Approval, changes: bool) -> Approval {
    if changes || wanted == Approval::Confirmed { wanted } else { before }
}

/// Lets a period be as the draft and the approval say.
pub(super) fn apply(
    company: &mut Company,
    id: u32,
    draft: Draft,
    approval: Approval,
    now: Timestamp,
    policy: Policy,
) -> Result<Vec<u32>, Refused> {
    let Some(before) = company.attendance.get(id).cloned() else { return Ok(Vec::new()) };
    check(company, before.person, Some(&before), &draft, policy)?;
    let day = day_of(company, before.person, &draft);
    let Draft { start, end, comment, project, .. } = draft;
    replace(company, AttendancePeriod { start, end, day, comment, project, approval, ..before }, now);
    Ok(with_breaks(company, id, now))
}

/// Takes a period away.
pub(crate) fn delete(company: &mut Company, id: u32, now: Timestamp) {
    if let Some(gone) = company.attendance.remove(id) {
        emit(company, "attendance-period.deleted", &gone, now);
    }
}

/// Adds a period that nothing speaks against.
pub(super) fn insert(
    company: &mut Company,
    person: u32,
    draft: Draft,
    approval: Approval,
    auto_generated: bool,
    now: Timestamp,
) -> u32 {
    let now = second(now);
    let id = company.attendance.next_number();
    let day = day_of(company, person, &draft);
    let Draft { kind, start, end, comment, project } = draft;
    let uuid = fresh_uuid();
    let period = AttendancePeriod {
        id,
        uuid,
        person,
        kind,
        start,
        end,
        day,
        comment,
        project,
        approval,
        auto_generated,
        created_at: now,
        updated_at: now,
    };
    emit(company, "attendance-period.created", &period, now);
    company.attendance.insert(period);
    id
}

/// Puts a period in the place of the one with its number, if it is another one.
pub(super) fn replace(company: &mut Company, mut after: AttendancePeriod, now: Timestamp) {
    let Some(before) = company.attendance.get(after.id) else { return };
    if *before == after {
        return;
    }
    after.updated_at = second(now);
    emit(company, "attendance-period.updated", &after, now);
    if let Some(row) = company.attendance.get_mut(after.id) {
        *row = after;
    }
}

/// The events carry the ids of v2 only (facts §11.3 [O]).
fn emit(company: &mut Company, name: &'static str, period: &AttendancePeriod, now: Timestamp) {
    let payload = json!({
        "attendance_period": {"id": period.uuid},
        "person": {"id": period.person.to_string()},
    });
    company.emit(name, now, payload);
}

fn check(
    company: &Company,
    person: u32,
    before: Option<&AttendancePeriod>,
    draft: &Draft,
    policy: Policy,
) -> Result<(), Refused> {
    if let Some(end) = draft.end {
        if end < draft.start {
            return Err(Refused::StartAfterEnd);
        }
        if end.duration_since(draft.start) > LONGEST {
            return Err(Refused::TooLong);
        }
    }
    if draft.kind == PeriodKind::Break && draft.project.is_some() {
        return Err(Refused::BreakWithProject);
    }
    if let Some(project) = draft.project.filter(|it| before.and_then(|it| it.project) != Some(*it)) {
        check_project(company, person, project, draft.start.date(), policy)?;
    }
    let clashes = |it: &AttendancePeriod| {
        before.is_none_or(|before| before.id != it.id)
            && it.kind == draft.kind
            // Whether a rejected period still blocks its time is not known [?].
            && it.approval != Approval::Rejected
            && it.start < until(draft.start, draft.end)
            && draft.start < until(it.start, it.end)
    };
    if !policy.overlaps && company.attendance.of(person).any(clashes) {
        return Err(Refused::Overlap);
    }
    Ok(())
}

/// A project that is archived, over, or assigned to others is refused only if the policy says so.
fn check_project(
    company: &Company,
    person: u32,
    project: u32,
    day: Date,
    policy: Policy,
) -> Result<(), Refused> {
    let project = company.projects.get(project).ok_or(Refused::UnknownProject)?;
    let top = project.parent.and_then(|it| company.projects.get(it)).unwrap_or(project);
    let is_open = project.active
        && project.start.is_none_or(|it| it <= day)
        && project.end.is_none_or(|it| day < it)
        && (top.assigned_to_all || top.members.contains(&person));
    if policy.assignment && !is_open { Err(Refused::ClosedProject) } else { Ok(()) }
}

/// When a period ends; one that goes on blocks the rest of its day [?].
fn until(start: DateTime, end: Option<DateTime>) -> DateTime {
    let midnight = || start.date().saturating_add(1.day()).to_datetime(jiff::civil::Time::midnight());
    end.unwrap_or_else(midnight)
}

/// The day to which a period counts: that of its start, and for breaks that of the work around them.
fn day_of(company: &Company, person: u32, draft: &Draft) -> Date {
    let around = |it: &&AttendancePeriod| {
        it.is_work() && it.start <= draft.start && it.end.is_some_and(|end| draft.start < end)
    };
    let work =
        if draft.kind == PeriodKind::Break { company.attendance.of(person).find(around) } else { None };
    work.map_or(draft.start.date(), |it| it.day)
}

/// Lets the breaks within a period of work count to its day; its number and theirs if they changed.
fn with_breaks(company: &mut Company, id: u32, now: Timestamp) -> Vec<u32> {
    let mut affected = vec![id];
    let Some(work) = company.attendance.get(id).filter(|it| it.is_work()) else { return affected };
    let (start, day) = (work.start, work.day);
    let Some(end) = work.end else { return affected };
    let stray =
        |it: &&AttendancePeriod| !it.is_work() && it.day != day && start <= it.start && it.start < end;
    let strays: Vec<AttendancePeriod> = company.attendance.of(work.person).filter(stray).cloned().collect();
    for stray in strays {
        affected.push(stray.id);
        replace(company, AttendancePeriod { day, ..stray }, now);
    }
    affected
}
