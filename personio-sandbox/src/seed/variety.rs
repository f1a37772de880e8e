//! What every company of some size has, however its dice fell: gaps and oddities as real data has them.

use std::collections::HashSet;

use super::places::SCHEDULES;
use super::rng::Rng;
use crate::model::person::{Person, Status, WorkPattern};

/// A company with fewer people has no oddities that it wasn't dealt.
const SOME: usize = 20;

/// Adds what nobody of `people`, who are in the order of their seats, has.
pub(crate) fn ensure(people: &mut [Person], seed: u64) {
    if people.len() < SOME {
        return;
    }
    let mut rng = Rng::new(seed, &[141]);
    let mut somebody = || 1 + rng.below(people.len() - 1);
    let (without_entity, with_centers, part_timer) = (somebody(), somebody(), somebody());
    let by_the_hour = somebody();
    if people.iter().all(|it| it.current().legal_entity.is_some()) {
        people[without_entity].employments[0].legal_entity = None;
    }
    if people.iter().all(|it| it.current().cost_centers.len() < 2) {
        people[with_centers].employments[0].cost_centers = vec![(83_001, 6_000), (83_002, 4_000)];
    }
    if people.iter().all(|it| it.current().weekly_hours >= it.current().full_time_hours) {
        work_part_time(&mut people[part_timer]);
    }
    if people.iter().all(|it| it.pay.hourly == 0) {
        work_by_the_hour(people, by_the_hour);
    }
    close_a_circle(people);
}

/// Pays the first one from a place on who works there by the hour.
fn work_by_the_hour(people: &mut [Person], place: usize) {
    let works = |it: &usize| {
        let job = people[*it].current();
        job.status == Status::Active && job.legal_entity.is_some() && job.termination.is_none()
    };
    let Some(at) = (place..people.len()).chain(1..place).find(works) else { return };
    let pay = &mut people[at].pay;
    // An hour is about the 160th part of a month, and a month the twelfth of a year.
    let hours = if pay.interval.as_deref() == Some("yearly") { 160 * 12 } else { 160 };
    pay.hourly = (pay.fix / hours).max(1);
    (pay.fix, pay.interval) = (0, None);
}

fn work_part_time(person: &mut Person) {
    let Some(part) = SCHEDULES.iter().find(|it| it.1 < 3_000) else { return };
    person.employments[0].weekly_hours = u16::try_from(part.1).ok();
    if let Some(pattern) = &mut person.work_schedule {
        *pattern = WorkPattern { schedule: part.0, ..*pattern };
    }
}

/// Lets the last one who leads others report to one of them.
fn close_a_circle(people: &mut [Person]) {
    let bosses: HashSet<u32> = people.iter().filter_map(|it| it.current().supervisor).collect();
    let Some(lead) = people.iter().rposition(|it| bosses.contains(&it.id)).filter(|it| *it > 0) else {
        return;
    };
    let id = people[lead].id;
    let reports = |it: &&Person| it.current().supervisor == Some(id) && it.current().status == Status::Active;
    if let Some(member) = people.iter().find(reports).map(|it| it.id) {
        people[lead].employments[0].supervisor = Some(member);
    }
}
