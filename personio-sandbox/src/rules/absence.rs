//! Which absences may be entered, whichever generation asks, and what follows from them.

use jiff::civil::{DateTime, Time};
use jiff::{Timestamp, ToSpan};
use serde_json::json;

use crate::clock::second;
use crate::model::absence::{Absence, AbsenceStatus, Origin, Substitution, is_timed, last_day, span};
use crate::model::company::{Company, fresh_uuid};
use crate::model::organisation::{AbsenceType, AbsenceUnit};
use crate::model::person::Status;
use crate::model::text::Text;
use crate::model::zone::Zone;

/// The longest absence in days. That there is one is [?].
const LONGEST: i32 = 3_660;
/// The years in which absences can lie [?].
const YEARS: std::ops::RangeInclusive<i16> = 1_970..=2_199;

/// An absence as somebody wants it to be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draft {
    /// Number of a type.
    pub(crate) kind: u32,
    pub(crate) start: DateTime,
    /// Exclusive; none for one whose end nobody knows.
    pub(crate) end: Option<DateTime>,
    pub(crate) half_start: bool,
    pub(crate) half_end: bool,
    pub(crate) comment: Option<Text>,
    pub(crate) substitute: Option<u32>,
}

impl Draft {
    /// An absence as it is.
    pub(crate) fn of(company: &Company, absence: &Absence) -> Self {
        Self {
            kind: absence.kind,
            start: absence.start,
            end: absence.end,
            half_start: absence.half_start,
            half_end: absence.half_end,
            comment: absence.comment.clone(),
            substitute: company.substitutions.get(absence.id).map(|it| it.substitute),
        }
    }

    fn span(&self) -> (DateTime, DateTime) {
        span(self.start, self.end, self.half_start, self.half_end)
    }
}

/// How an absence is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    /// Whether no approval is needed.
    pub(crate) skip_approval: bool,
    /// Whether a substitute can be named, and so must be where the type wants one; v1 can't [?].
    pub(crate) knows_substitutes: bool,
    /// Whether every write tells of another time, changed or not (facts §11.3 [Q]).
    pub(crate) tells_always: bool,
}

/// Why an absence can't be entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    UnknownPerson,
    UnknownType,
    /// It ends before it begins, or at once.
    StartAfterEnd,
    TooLong,
    /// In a year that no calendar has.
    FarAway,
    /// Both halves of a single day (facts §4.1 [O]).
    BothHalves,
    /// The type has no halves.
    NoHalves,
    /// Some hours that end at midnight (facts §13.13 [Q]).
    EndsAtMidnight,
    /// Times on several days.
    TimesOverDays,
    Overlap,
    /// The person stands in for somebody in this time.
    Substituting,
    SubstituteInvalid,
    SubstituteNotAllowed,
    SubstituteRequired,
}

/// Enters an absence and tells its number. That it may lie before or after the employment is [?].
pub(crate) fn create(
    company: &mut Company,
    person: u32,
    mut draft: Draft,
    manner: Manner,
    now: Timestamp,
) -> Result<u32, Refused> {
    if company.people.get(person).is_none() {
        return Err(Refused::UnknownPerson);
    }
    fit(company, &mut draft)?;
    check_time(company, person, None, &draft)?;
    check_substitute(company, person, &draft, manner)?;
    let now = second(now);
    let status = status(kind(company, draft.kind)?, manner);
    let id = company.absences.next_number();
    let Draft { kind, start, end, half_start, half_end, comment, substitute } = draft;
    let absence = Absence {
        id,
        uuid: fresh_uuid(),
        person,
        kind,
        start,
        end,
        half_start,
        half_end,
        zone: zone(company, person),
        comment,
        status,
        origin: Origin::Api,
        created_by: None,
        created_at: now,
        updated_at: now,
        approved_at: (status == AbsenceStatus::Approved).then_some(now),
    };
    emit(company, "absence-period.created", &absence, now);
    company.absences.insert(absence);
    substitute_by(company, id, substitute);
    Ok(id)
}

/// Changes an absence.
pub(crate) fn change(
    company: &mut Company,
    id: u32,
    mut draft: Draft,
    manner: Manner,
    now: Timestamp,
) -> Result<(), Refused> {
    let Some(before) = company.absences.get(id).cloned() else { return Ok(()) };
    let was = Draft::of(company, &before);
    fit(company, &mut draft)?;
    let moves = (was.kind, was.span()) != (draft.kind, draft.span());
    if moves {
        check_time(company, before.person, Some(id), &draft)?;
    }
    if moves || was.substitute != draft.substitute {
        check_substitute(company, before.person, &draft, manner)?;
    }
    let is_skipped = before.status == AbsenceStatus::Pending && manner.skip_approval;
    let status = if moves {
        status(kind(company, draft.kind)?, manner)
    } else if is_skipped {
        AbsenceStatus::Approved
    } else {
        before.status
    };
    substitute_by(company, id, draft.substitute);
    let resubstituted = was.substitute != draft.substitute;
    let Draft { kind, start, end, half_start, half_end, comment, .. } = draft;
    let after = Absence { kind, start, end, half_start, half_end, comment, ..before.clone() };
    if moves || manner.tells_always {
        emit(company, "absence-period.updated.timerange", &before, second(now));
    }
    settle(company, &before, after, status, resubstituted, now);
    Ok(())
}

/// Approves or rejects an absence, as only people do (facts §9.2 [Q]). One that was rejected can't come back where
/// another one is by now.
pub(crate) fn decide(
    company: &mut Company,
    id: u32,
    status: AbsenceStatus,
    now: Timestamp,
) -> Result<(), Refused> {
    let Some(before) = company.absences.get(id).cloned() else { return Ok(()) };
    let comes_back = before.status == AbsenceStatus::Rejected && status != AbsenceStatus::Rejected;
    if comes_back && is_away(company, before.person, Some(id), before.span()) {
        return Err(Refused::Overlap);
    }
    settle(company, &before, before.clone(), status, false, now);
    Ok(())
}

/// Takes an absence away.
pub(crate) fn delete(company: &mut Company, id: u32, now: Timestamp) {
    company.substitutions.remove(id);
    if let Some(gone) = company.absences.remove(id) {
        emit(company, "absence-period.deleted", &gone, second(now));
    }
}

/// The zone in which a person works: that of their office, else that of the company's first one.
pub(crate) fn zone(company: &Company, person: u32) -> Zone {
    let office = company.people.get(person).and_then(|it| it.current().office);
    let office = office.and_then(|it| company.offices.get(it)).or(company.offices.rows().first());
    office.and_then(|it| Zone::named(&it.time_zone)).unwrap_or(Zone::Berlin)
}

/// Puts a changed absence, with this status, in the place of what it was.
fn settle(
    company: &mut Company,
    before: &Absence,
    mut after: Absence,
    status: AbsenceStatus,
    changes: bool,
    now: Timestamp,
) {
    let now = second(now);
    after.status = status;
    if before.status != status {
        after.approved_at = (status == AbsenceStatus::Approved).then_some(now);
        emit(company, "absence-period.updated.status", before, now);
    }
    if *before == after && !changes {
        return;
    }
    after.updated_at = now;
    if let Some(row) = company.absences.get_mut(after.id) {
        *row = after;
    }
}

fn substitute_by(company: &mut Company, id: u32, substitute: Option<u32>) {
    if company.substitutions.get(id).map(|it| it.substitute) == substitute {
        return;
    }
    company.substitutions.remove(id);
    if let Some(substitute) = substitute {
        company.substitutions.insert(Substitution { id, substitute });
    }
}

/// The events carry the ids of v2 only (facts §11.3 [O]).
fn emit(company: &mut Company, name: &'static str, absence: &Absence, now: Timestamp) {
    let payload = json!({
        "absence_period": {"id": absence.uuid},
        "person": {"id": absence.person.to_string()},
    });
    company.emit(name, now, payload);
}

/// A request waits if its type has a rule for it and nobody skips it (official file [O]).
fn status(kind: &AbsenceType, manner: Manner) -> AbsenceStatus {
    let waits = kind.approval_required && !manner.skip_approval;
    if waits { AbsenceStatus::Pending } else { AbsenceStatus::Approved }
}

fn kind(company: &Company, id: u32) -> Result<&AbsenceType, Refused> {
    company.absence_types.get(id).ok_or(Refused::UnknownType)
}

/// Makes whole days of what is counted in days, and refuses what can't be.
///
/// What a time does in an absence that is counted in days is not known: the day of it counts [?].
fn fit(company: &Company, draft: &mut Draft) -> Result<(), Refused> {
    let kind = kind(company, draft.kind)?;
    let years = [Some(draft.start), draft.end].into_iter().flatten();
    if !years.map(DateTime::year).all(|it| YEARS.contains(&it)) {
        return Err(Refused::FarAway);
    }
    if draft.end.is_some_and(|end| end <= draft.start) {
        return Err(Refused::StartAfterEnd);
    }
    match kind.unit {
        AbsenceUnit::Day => {
            draft.end =
                draft.end.map(|it| last_day(it).saturating_add(1.day()).to_datetime(Time::midnight()));
            draft.start = draft.start.date().to_datetime(Time::midnight());
        }
        AbsenceUnit::Hour if is_timed(draft.start, draft.end) => fit_times(draft)?,
        AbsenceUnit::Hour => {}
    }
    let last = draft.end.map(last_day);
    draft.half_end &= last.is_some();
    if last.is_some_and(|it| (it - draft.start.date()).get_days() > LONGEST) {
        return Err(Refused::TooLong);
    }
    if draft.half_start && draft.half_end && last == Some(draft.start.date()) {
        return Err(Refused::BothHalves);
    }
    if (draft.half_start || draft.half_end) && kind.unit == AbsenceUnit::Day && !kind.half_days {
        return Err(Refused::NoHalves);
    }
    Ok(())
}

/// A part of a day; that it can't go on into the next one is [?].
fn fit_times(draft: &mut Draft) -> Result<(), Refused> {
    (draft.half_start, draft.half_end) = (false, false);
    let Some(end) = draft.end else { return Err(Refused::TimesOverDays) };
    if last_day(end) != draft.start.date() {
        return Err(Refused::TimesOverDays);
    }
    if end.date() == draft.start.date() { Ok(()) } else { Err(Refused::EndsAtMidnight) }
}

fn check_time(company: &Company, person: u32, own: Option<u32>, draft: &Draft) -> Result<(), Refused> {
    if is_away(company, person, own, draft.span()) {
        return Err(Refused::Overlap);
    }
    let absences = company.substitutions.of(person).filter_map(|it| company.absences.get(it.id));
    if absences.into_iter().any(|it| blocks(it, draft.span())) {
        return Err(Refused::Substituting);
    }
    Ok(())
}

fn check_substitute(company: &Company, person: u32, draft: &Draft, manner: Manner) -> Result<(), Refused> {
    let option = &*kind(company, draft.kind)?.substitute;
    match draft.substitute {
        None if option == "required" && manner.knows_substitutes => Err(Refused::SubstituteRequired),
        None => Ok(()),
        Some(_) if option == "disabled" => Err(Refused::SubstituteNotAllowed),
        Some(substitute) => {
            let somebody = company.people.get(substitute);
            let is_there = somebody.is_some_and(|it| it.current().status != Status::Inactive);
            let is_free = substitute != person && !is_away(company, substitute, None, draft.span());
            if is_there && is_free { Ok(()) } else { Err(Refused::SubstituteInvalid) }
        }
    }
}

/// Whether a person has another absence than their `own` in a time.
fn is_away(company: &Company, person: u32, own: Option<u32>, time: (DateTime, DateTime)) -> bool {
    company.absences.of(person).any(|it| own != Some(it.id) && blocks(it, time))
}

/// Whether an absence blocks a time; one that was rejected blocks nothing [?].
fn blocks(absence: &Absence, (from, until): (DateTime, DateTime)) -> bool {
    let (start, end) = absence.span();
    absence.status != AbsenceStatus::Rejected && start < until && from < end
}
