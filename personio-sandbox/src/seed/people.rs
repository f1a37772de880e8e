//! Fills the seats with people.

use std::collections::HashSet;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::custom::{self, About};
use super::employment::{self, Frame};
use super::names::more::far_culture;
use super::names::{self, Culture, Name};
use super::places::{DOMAIN, Place, SCHEDULES};
use super::rng::Rng;
use super::structure::{Level, Seat};
use crate::model::attribute::{AttributeIndex, Catalogue, System};
use crate::model::organisation::Job;
use crate::model::person::{Employment, Gender, Pay, Person, Status, WorkPattern};

/// What all people share.
pub(crate) struct World<'a> {
    pub(crate) seed: u64,
    pub(crate) seats: &'a [Seat],
    pub(crate) places: &'a [Place],
    pub(crate) jobs: &'a [Job],
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) today: Date,
    pub(crate) now: Timestamp,
}

/// Numbers of people, in ascending order with gaps as after years of use.
fn numbers(seed: u64, count: usize) -> Vec<u32> {
    let mut rng = Rng::new(seed, &[2]);
    let mut number = 3_000;
    let mut next = || {
        number += 1 + u32::from(rng.chance(12)) * 2 + u32::from(rng.chance(2)) * 7;
        number
    };
    (0..count).map(|_| next()).collect()
}

/// One person for every seat.
pub(crate) fn people(world: &World<'_>) -> Vec<Person> {
    let count = world.seats.len();
    let fates = employment::fates(&mut Rng::new(world.seed, &[3]), world.seats);
    // Who came when has little to do with the organisation, so the numbers are dealt out.
    let mut ids = numbers(world.seed, count);
    Rng::new(world.seed, &[4]).shuffle(&mut ids);
    let mut taken = HashSet::with_capacity(count);
    let one = |(at, seat): (usize, &Seat)| {
        let mut rng = Rng::new(world.seed, &[1, u64::from(ids[at])]);
        let place = place_of(&mut rng, world, seat);
        let supervisor = seat.boss.and_then(|boss| ids.get(boss).copied());
        let job = world.jobs.iter().find(|it| it.name == seat.title).map(|it| it.id);
        let frame =
            Frame { seat, fate: fates[at], place, job, supervisor, today: world.today, now: world.now };
        person(&mut rng, world, &frame, (ids[at], far_culture(at)), &mut taken)
    };
    world.seats.iter().enumerate().map(one).collect()
}

/// Where a person works: most at headquarters, shop floors only there.
fn place_of<'a>(rng: &mut Rng, world: &World<'a>, seat: &Seat) -> &'a Place {
    let at = if seat.level == Level::Chief || rng.chance(35) { 0 } else { rng.below(world.places.len()) };
    &world.places[at]
}

fn person(
    rng: &mut Rng,
    world: &World<'_>,
    frame: &Frame<'_>,
    (id, far): (u32, Option<&'static Culture>),
    taken: &mut HashSet<String>,
) -> Person {
    let place = frame.place;
    let gender = match rng.weighted(&[46, 48, 2, 4]) {
        0 => Some(Gender::Female),
        1 => Some(Gender::Male),
        2 => Some(Gender::Diverse),
        _ => None,
    };
    let culture = place.culture(rng);
    let name = names::name(rng, culture, gender);
    // A stream of its own, so that nothing else about anybody depends on it.
    let far = far.map(|it| (it, names::name(&mut Rng::new(world.seed, &[140, u64::from(id)]), it, gender)));
    let (culture, name) = far.unwrap_or((culture, name));
    let mailbox = free_mailbox(&name, taken);
    let employments = employment::employments(rng, frame);
    let newest = &employments[0];
    let hired = employments.last().and_then(|it| it.start).unwrap_or(world.today);
    let created_at = employments.iter().map(|it| it.created_at).min().unwrap_or(world.now);
    let about = About {
        id,
        mailbox: &mailbox,
        culture: culture.code,
        place,
        hired,
        age: rng.range(if frame.seat.level == Level::Member { 18 } else { 29 }, 52),
    };
    let custom = custom::values(rng, &about);
    let mut changes = changes(rng, world, created_at);
    changes.extend(ended(newest, world, created_at));
    // Whatever changes moves the stamp of the whole record.
    let of_employments = employments.iter().map(|it| it.updated_at);
    let updated_at = changes.iter().map(|(_, at)| *at).chain(of_employments).max().unwrap_or(created_at);
    changes.push((Catalogue::of(System::LastModified), updated_at));
    let changes = newest_of_each(changes);
    let weekly_hours = newest.weekly_hours.map_or(0, i64::from);
    let pay = pay(rng, frame, newest.external, weekly_hours);
    let schedule = SCHEDULES.iter().find(|it| it.1 == weekly_hours);
    let valid_from = newest.start.filter(|_| rng.chance(70));
    let mut person = Person {
        id,
        preferred_name: preferred_name(rng, &name),
        first_name: name.first,
        last_name: name.last,
        email: format!("{mailbox}@{DOMAIN}"),
        gender,
        created_at,
        updated_at,
        pay,
        holiday_calendar: rng.chance(98).then(|| place.holiday_calendar()),
        work_schedule: schedule
            .filter(|_| rng.chance(97))
            .map(|it| WorkPattern { schedule: it.0, valid_from }),
        entitlements: entitlements(rng, newest.external, weekly_hours),
        custom,
        has_picture: rng.chance(62),
        changes,
        employments,
    };
    person.employments[0].updated_at = person.employments[0].created_at.max(person.updated_at);
    person
}

/// The mailbox of a name; people who share a name get a number.
fn free_mailbox(name: &Name, taken: &mut HashSet<String>) -> String {
    let mut mailbox = name.mailbox.clone();
    let mut number = 2;
    while !taken.insert(mailbox.clone()) {
        mailbox = format!("{}{number}", name.mailbox);
        number += 1;
    }
    mailbox
}

fn preferred_name(rng: &mut Rng, name: &Name) -> Option<String> {
    match &name.latin_form {
        Some(latin) => Some(latin.clone()),
        None if rng.chance(30) => Some(format!("{} {}", name.first, name.last)),
        None if rng.chance(10) => Some(name.first.chars().take(4).collect::<String>().trim_end().to_owned()),
        None => None,
    }
}

/// One to three attributes that changed since the person was created; most long ago.
fn changes(rng: &mut Rng, world: &World<'_>, created_at: Timestamp) -> Vec<(AttributeIndex, Timestamp)> {
    const CHANGING: &[&str] = &[
        "last_name",
        "position",
        "supervisor",
        "office",
        "department",
        "team",
        "weekly_working_hours",
        "fix_salary",
        "cost_centers",
        "status",
        "dynamic_21835",
        "dynamic_33431",
        "dynamic_21831",
    ];
    let age = world.now.as_second().saturating_sub(created_at.as_second());
    let recent = [86_400, 30 * 86_400, 365 * 86_400, age][rng.weighted(&[3, 22, 45, 30])].min(age);
    let mut changes = Vec::new();
    for _ in 0..=rng.below(3) {
        let Some(attribute) = world.catalogue.index(rng.pick(CHANGING)) else { continue };
        let back = rng.range(0, recent.max(0));
        let at = world.now.checked_sub(back.seconds()).unwrap_or(world.now).max(created_at);
        let at = Timestamp::from_second(at.as_second()).unwrap_or(at);
        if !changes.iter().any(|(known, _)| *known == attribute) {
            changes.push((attribute, at));
        }
    }
    changes
}

/// When what an end changes was changed: most of it when notice was given, the status on the day after the last one.
fn ended(newest: &Employment, world: &World<'_>, created_at: Timestamp) -> Vec<(AttributeIndex, Timestamp)> {
    const BY_NOTICE: [System; 4] =
        [System::TerminationDate, System::TerminationType, System::TerminationReason, System::LastWorkingDay];
    let Some(termination) = &newest.termination else { return Vec::new() };
    let told = |at: Timestamp| at.max(created_at).min(world.now);
    let notice = told(employment::midnight(termination.announced));
    let is_over = newest.status == Status::Inactive;
    let over = told(employment::midnight(employment::shift(termination.date, 1)));
    let over = is_over.then(|| (Catalogue::of(System::Status), over));
    BY_NOTICE.into_iter().map(|it| (Catalogue::of(it), notice)).chain(over).collect()
}

/// Each attribute once, with its last stamp.
fn newest_of_each(changes: Vec<(AttributeIndex, Timestamp)>) -> Vec<(AttributeIndex, Timestamp)> {
    let mut newest: Vec<(AttributeIndex, Timestamp)> = Vec::with_capacity(changes.len());
    for (attribute, at) in changes {
        match newest.iter_mut().find(|(known, _)| *known == attribute) {
            Some((_, last)) => *last = at.max(*last),
            None => newest.push((attribute, at)),
        }
    }
    newest
}

fn pay(rng: &mut Rng, frame: &Frame<'_>, external: bool, weekly_hours: i64) -> Pay {
    let currency = frame.place.currency.into();
    if external {
        let hourly = rng.range(45, 120) * frame.place.pay_percent;
        return Pay { fix: 0, interval: None, hourly, currency };
    }
    let yearly = match frame.seat.level {
        Level::Chief => 240_000,
        Level::Head => rng.range(105_000, 150_000),
        Level::GroupHead => rng.range(88_000, 118_000),
        Level::Lead => rng.range(66_000, 92_000),
        Level::Member => rng.range(34_000, 74_000),
    };
    // `pay_percent` is a percentage and `fix` is in hundredths, so the two cancel out.
    let full = yearly * frame.place.pay_percent;
    let actual = full * weekly_hours / 4_000;
    if rng.chance(80) {
        let monthly = actual / 12 / 1_000 * 1_000;
        Pay { fix: monthly, interval: Some("monthly".into()), hourly: 0, currency }
    } else {
        Pay { fix: actual / 10_000 * 10_000, interval: Some("yearly".into()), hourly: 0, currency }
    }
}

fn entitlements(rng: &mut Rng, external: bool, weekly_hours: i64) -> Vec<(u32, i64)> {
    if external {
        return Vec::new();
    }
    let days = rng.pick(&[2_400, 2_600, 2_800, 3_000]) * weekly_hours / 4_000 / 50 * 50;
    let mut all = vec![(113_437, days)];
    if rng.chance(35) {
        all.push((113_442, 5_000));
    }
    if rng.chance(12) {
        all.push((113_443, 200));
    }
    all
}
