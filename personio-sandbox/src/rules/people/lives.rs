//! Starts and ends of employments: what an administrator enters by hand, and what takes effect as days pass.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use uuid::Uuid;

use super::trace::{record, settle, started_on};
use super::{Refused, of_employment, status_by};
use crate::clock::second;
use crate::model::company::{Company, fresh_uuid};
use crate::model::person::{Employment, Status, Termination};
use crate::model::text::Text;

/// The ways in which an employment ends (facts §9.1 [O]).
pub(crate) const ENDINGS: &[&str] = &[
    "UNSPECIFIED",
    "EMPLOYEE",
    "FIRED",
    "DEATH",
    "CONTRACT_EXPIRED",
    "AGREEMENT",
    "SUB_COMPANY_SWITCH",
    "IRREVOCABLE_SUSPENSION",
    "CANCELLATION",
    "COLLECTIVE_AGREEMENT",
    "SETTLEMENT_AGREEMENT",
    "RETIREMENT",
    "COURT_SETTLEMENT",
    "QUIT",
];

/// How an employment ends, as it is entered.
#[derive(Debug)]
pub(crate) struct Ending {
    pub(crate) date: Date,
    pub(crate) last_working_day: Date,
    pub(crate) kind: Text,
    pub(crate) reason: Option<String>,
}

/// What takes effect on a day; ends come before starts, as when somebody comes back on the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    End,
    Start,
}

/// Enters the end of a person's current employment, and tells which one it is.
pub(crate) fn terminate(
    company: &mut Company,
    now: Timestamp,
    id: u32,
    ending: Ending,
) -> Result<Uuid, Refused> {
    let before = company.people.get(id).ok_or(Refused::Nobody)?.clone();
    let (at, today) = (second(now), company.day_of(now));
    let current = before.current();
    if current.status == Status::Inactive && current.termination.is_some() {
        return Err(Refused::HasLeft);
    }
    if current.start.is_some_and(|it| ending.date < it) {
        return Err(Refused::EndBeforeStart);
    }
    if ending.last_working_day > ending.date {
        return Err(Refused::WorkAfterEnd);
    }
    let (employment, is_over) = (current.id, ending.date < today);
    let mut after = before.clone();
    let ended = &mut after.employments[0];
    if is_over {
        ended.status = Status::Inactive;
    }
    ended.termination = Some(Termination {
        date: ending.date,
        last_working_day: ending.last_working_day,
        announced: today,
        kind: ending.kind,
        reason: ending.reason.map(Into::into),
    });
    settle(company, at, &before, after);
    if is_over {
        company.emit("employment.terminated", at, of_employment(id, employment));
    }
    Ok(employment)
}

/// Begins a new employment of somebody who has left, like the one they had, and tells its id.
pub(crate) fn rehire(company: &mut Company, now: Timestamp, id: u32, start: Date) -> Result<Uuid, Refused> {
    let before = company.people.get(id).ok_or(Refused::Nobody)?.clone();
    let (at, today) = (second(now), company.day_of(now));
    let last = before.current();
    let has_left = last.termination.as_ref().map_or(last.status == Status::Inactive, |it| it.date < start);
    if !has_left || last.start.is_some_and(|it| it >= start) {
        return Err(Refused::StillThere);
    }
    let next = Employment {
        id: fresh_uuid(),
        status: status_by(Some(start), today),
        start: Some(start),
        probation_end: None,
        contract_end: None,
        termination: None,
        created_at: at,
        updated_at: at,
        ..last.clone()
    };
    let employment = next.id;
    let mut after = before.clone();
    after.employments.insert(0, next);
    let started = started_on(&after, today).contains(&employment);
    settle(company, at, &before, after);
    if started {
        company.emit("employment.started", at, of_employment(id, employment));
    }
    Ok(employment)
}

/// Gives the current employment another job of the catalogue, or none; no event tells it (facts §13 [Q]).
pub(crate) fn assign(
    company: &mut Company,
    now: Timestamp,
    id: u32,
    job: Option<u32>,
) -> Result<(), Refused> {
    let before = company.people.get(id).ok_or(Refused::Nobody)?.clone();
    let mut after = before.clone();
    after.employments[0].job = job;
    settle(company, second(now), &before, after);
    Ok(())
}

/// Lets starts and ends take effect that fall on the days after the company's day, until `today`.
///
/// One look at everybody, however many days have passed. Each takes effect at the midnight of its day where the company
/// is. That an employment is over on the day after its last one is [?], as it is that its status changes without an
/// `employment.updated` beside the event that tells it.
pub(crate) fn pass(company: &mut Company, today: Date) {
    let since = company.profile.day;
    let mut due: Vec<(Date, Turn, u32, Uuid)> = Vec::new();
    for person in company.people.rows() {
        for employment in &person.employments {
            let turns = [(end(employment), Turn::End), (employment.start, Turn::Start)];
            let within = turns.into_iter().filter_map(|(day, turn)| Some((day?, turn)));
            let within = within.filter(|(day, _)| since < *day && *day <= today);
            due.extend(within.map(|(day, turn)| (day, turn, person.id, employment.id)));
        }
    }
    due.sort_unstable();
    for (day, turn, person, employment) in due {
        take_effect(company, day, turn, person, employment);
    }
}

/// The first day after an employment.
fn end(employment: &Employment) -> Option<Date> {
    employment.termination.as_ref().and_then(|it| it.date.checked_add(1.day()).ok())
}

fn take_effect(company: &mut Company, day: Date, turn: Turn, id: u32, employment: Uuid) {
    let Some(before) = company.people.get(id).cloned() else { return };
    let Some(place) = before.employment(employment) else { return };
    let at = company.start_of(day);
    let mut after = before.clone();
    let status = &mut after.employments[place].status;
    let event = match (turn, *status) {
        (Turn::Start, Status::Inactive) => return,
        (Turn::Start, Status::Onboarding | Status::Active | Status::Leave) => "employment.started",
        (Turn::End, _) => "employment.terminated",
    };
    match turn {
        Turn::Start if *status == Status::Onboarding => *status = Status::Active,
        Turn::Start => {}
        Turn::End => *status = Status::Inactive,
    }
    record(company, at, &before, after);
    company.emit(event, at, of_employment(id, employment));
}
