//! How people come, change and go.
//!
//! Whichever generation writes, everything goes through [`create`], [`change`] and [`delete`], and whatever else
//! changes a person ends with [`trace::settle`]: so stamps and events are the same for all.

pub(crate) mod change;
pub(crate) mod custom;
pub(crate) mod lives;
pub(crate) mod trace;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;

use self::change::{EmploymentChange, PersonChange};
use crate::clock::second;
use crate::model::company::{Company, fresh_uuid};
use crate::model::organisation::UnitKind;
use crate::model::person::{Employment, Pay, Person, Status, WorkPattern};

/// Why a person can't be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// There is no such person.
    Nobody,
    /// The person has no such employment.
    NoEmployment,
    /// Somebody else has this address.
    EmailTaken,
    /// No such person, nobody who is still there, or the very person.
    Supervisor(i64),
    Office(i64),
    LegalEntity(i64),
    Unit(UnitKind, i64),
    CostCenter(i64),
    /// A probation of a length needs a day on which it starts, and ends within the calendar.
    Probation,
    /// The employment ends before it starts.
    EndBeforeStart,
    /// The last working day is after the end.
    WorkAfterEnd,
    /// Somebody who has left can't leave again.
    HasLeft,
    /// Somebody who hasn't left by then can't come back.
    StillThere,
}

/// Makes a person; without any employment they get one about which nothing is known yet.
pub(crate) fn create(
    company: &mut Company,
    now: Timestamp,
    person: PersonChange,
    employments: Vec<EmploymentChange>,
) -> Result<u32, Refused> {
    check(company, None, &person, &employments)?;
    let (at, today) = (second(now), company.day_of(now));
    let mut made = nobody(company, at);
    person.apply(&mut made);
    let employments = if employments.is_empty() { vec![EmploymentChange::default()] } else { employments };
    for change in employments {
        made.employments.push(employment(change, at, today)?);
    }
    made.employments.sort_by_key(|it| std::cmp::Reverse(it.start));
    made.work_schedule = work_pattern(company, made.current());
    let (id, started) = (made.id, trace::started_on(&made, today));
    let ids: Vec<Uuid> = made.employments.iter().map(|it| it.id).collect();
    company.people.insert(made);
    company.emit("person.created", at, of_person(id));
    for employment in ids {
        company.emit("employment.created", at, of_employment(id, employment));
    }
    // The day has begun already, so nothing else would tell [?].
    for employment in started {
        company.emit("employment.started", at, of_employment(id, employment));
    }
    Ok(id)
}

/// Changes a person, and one of their employments; all of it or, when something is refused, nothing.
pub(crate) fn change(
    company: &mut Company,
    now: Timestamp,
    id: u32,
    person: PersonChange,
    employment: Option<(Uuid, EmploymentChange)>,
) -> Result<(), Refused> {
    let before = company.people.get(id).ok_or(Refused::Nobody)?.clone();
    let mut after = before.clone();
    let changes = employment.as_ref().map(|it| std::slice::from_ref(&it.1)).unwrap_or_default();
    check(company, Some(id), &person, changes)?;
    person.apply(&mut after);
    if let Some((employment, change)) = employment {
        let place = after.employment(employment).ok_or(Refused::NoEmployment)?;
        change.apply(&mut after.employments[place])?;
    }
    trace::settle(company, second(now), &before, after);
    Ok(())
}

/// Deletes a person and everything that belongs to them.
pub(crate) fn delete(company: &mut Company, now: Timestamp, id: u32) -> Result<(), Refused> {
    let person = company.people.get(id).ok_or(Refused::Nobody)?;
    let employments: Vec<Uuid> = person.employments.iter().map(|it| it.id).collect();
    company.forget_person(id);
    let at = second(now);
    // An employment ends with its person (facts §11.3 [O]).
    for employment in employments {
        company.emit("employment.deleted", at, of_employment(id, employment));
    }
    company.emit("person.deleted", at, of_person(id));
    Ok(())
}

/// Whether a write can be done: everything it refers to is there, and the address is free.
pub(crate) fn check(
    company: &Company,
    id: Option<u32>,
    person: &PersonChange,
    employments: &[EmploymentChange],
) -> Result<(), Refused> {
    person.check(company, id)?;
    employments.iter().try_for_each(|it| it.check(company, id))
}

/// Whether a text looks like an e-mail address: something on both sides of one `@`, and no space.
pub(crate) fn is_email(text: &str) -> bool {
    let (name, host) = text.split_once('@').unwrap_or_default();
    !name.is_empty() && !host.is_empty() && !host.contains('@') && !text.contains(char::is_whitespace)
}

/// Somebody about whom nothing is known, with what an account gives to everybody.
fn nobody(company: &Company, at: Timestamp) -> Person {
    Person {
        id: company.people.next_number(),
        first_name: String::new(),
        last_name: String::new(),
        preferred_name: None,
        email: String::new(),
        gender: None,
        created_at: at,
        updated_at: at,
        employments: Vec::new(),
        pay: Pay { fix: 0, interval: None, hourly: 0, currency: "EUR".into() },
        holiday_calendar: company.holiday_calendars.rows().first().map(|it| it.id),
        work_schedule: None,
        entitlements: Vec::new(),
        custom: vec![None; company.catalogue.customs().count()],
        has_picture: false,
        changes: Vec::new(),
    }
}

/// Whoever is made over the API works by the account's first schedule [?].
fn work_pattern(company: &Company, employment: &Employment) -> Option<WorkPattern> {
    let schedule = company.work_schedules.rows().first()?;
    Some(WorkPattern { schedule: schedule.id, valid_from: employment.start })
}

/// A new employment.
fn employment(change: EmploymentChange, at: Timestamp, today: Date) -> Result<Employment, Refused> {
    let given = change.status;
    let mut made = Employment {
        id: fresh_uuid(),
        status: Status::Onboarding,
        external: false,
        position: None,
        job: None,
        supervisor: None,
        office: None,
        department: None,
        team: None,
        legal_entity: None,
        cost_centers: Vec::new(),
        weekly_hours: None,
        full_time_hours: None,
        start: None,
        probation_end: None,
        contract_end: None,
        termination: None,
        created_at: at,
        updated_at: at,
    };
    change.apply(&mut made)?;
    made.status = given.unwrap_or(status_by(made.start, today));
    Ok(made)
}

/// The status that follows from the first day (facts §8 [O]); that the day itself counts as past is [?].
fn status_by(start: Option<Date>, today: Date) -> Status {
    if start.is_some_and(|it| it <= today) { Status::Active } else { Status::Onboarding }
}

fn of_person(id: u32) -> Value {
    json!({"person": {"id": id.to_string()}})
}

fn of_employment(person: u32, employment: Uuid) -> Value {
    json!({"employment": {"id": employment}, "person": {"id": person.to_string()}})
}
