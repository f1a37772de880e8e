//! Invents a company: always the same one for the same seed, size and day.

mod absences;
mod applications;
mod attendance;
mod custom;
mod documents;
mod employment;
mod fold;
mod names;
pub(crate) mod openings;
pub(crate) mod papers;
mod pay;
mod pdf;
mod people;
mod places;
pub(crate) mod png;
mod projects;
mod recruiting;
mod reports;
pub(crate) mod rng;
mod structure;
mod substitutes;
mod variety;

use jiff::tz::TimeZone;

use crate::clock::Clock;
use crate::model::attribute::Catalogue;
use crate::model::company::{Company, Profile};
use crate::model::table::Table;
use crate::options::NewCompany;
use crate::state::FIRST;

/// Central European Time, written out so that no time zone database is needed.
const ZONE: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

/// The company that is wanted, all dates relative to the clock's today.
pub(crate) fn company(wanted: &NewCompany, id: u32, clock: &Clock) -> Company {
    let (people, seed) = (wanted.people.max(1), wanted.seed);
    let structure = structure::structure(people);
    let places = places::places(people);
    let jobs = structure.jobs(seed);
    let today = clock.today();
    let name = if wanted.key == FIRST { places::COMPANY.into() } else { name_of(&wanted.key).into() };
    let mut company =
        nobody(Profile { key: wanted.key.clone(), name, id, seed, people, born: today, day: today });
    // Midnight, so that every start on the same day invents the same company. Where it is tomorrow already, that day
    // begins with the first look at the company, as any other.
    let now = employment::midnight(today);
    let world = people::World {
        seed,
        seats: &structure.seats,
        places,
        jobs: &jobs,
        catalogue: &company.catalogue,
        today,
        now,
    };
    let mut people = people::people(&world);
    variety::ensure(&mut people, seed);
    company.people = Table::new(people);
    company.units = Table::new(structure.units);
    company.offices = Table::new(places::offices(places));
    company.legal_entities = Table::new(places::legal_entities(places));
    company.cost_centers = Table::new(structure.cost_centers);
    company.jobs = Table::new(jobs);
    company.holiday_calendars = Table::new(places::holiday_calendars(places));
    company.work_schedules = Table::new(places::work_schedules());
    company.absence_types = Table::new(places::absence_types(seed));
    company.document_categories = Table::new(places::document_categories());
    company.compensation_types = Table::new(pay::types(seed));
    company.compensations = Table::new(pay::compensations(&company, seed, today));
    company.salary_bands = Table::new(pay::bands(&company, seed));
    company.reports = Table::new(reports::reports(&company, seed, today));
    company.performance_targets = Table::new(reports::targets(&company, seed));
    company.projects = Table::new(projects::projects(&company, seed, today));
    company.attendance = Table::new(attendance::rows(&company, seed, today, now));
    company.absences = Table::new(absences::rows(&company, seed, today, now));
    company.substitutions = Table::new(substitutes::rows(&company, seed, today));
    recruiting::recruit(&mut company, places, now);
    company.documents = Table::new(documents::documents(&company, seed, now));
    company
}

/// A company without anybody, as a state file or a snapshot fills it.
pub(crate) fn nobody(profile: Profile) -> Company {
    let zone = TimeZone::posix(ZONE).unwrap_or(TimeZone::UTC);
    Company::empty(profile, zone, Catalogue::new(custom::CUSTOMS))
}

/// The name of a company that was asked for by its key.
fn name_of(key: &str) -> String {
    let word = |it: &str| {
        let mut letters = it.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
    };
    key.split('-').filter_map(word).chain(["GmbH".to_owned()]).collect::<Vec<String>>().join(" ")
}
