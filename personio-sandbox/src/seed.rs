//! Invents a company: always the same one for the same seed, size and day.

mod custom;
mod employment;
mod fold;
mod names;
mod people;
mod places;
mod rng;
mod structure;

use jiff::tz::TimeZone;

use crate::clock::Clock;
use crate::model::attribute::Catalogue;
use crate::model::company::Company;
use crate::model::table::Table;

/// Central European Time, written out so that no time zone database is needed.
const ZONE: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

/// A company with this many people, all dates relative to the clock's today.
pub(crate) fn company(people: usize, seed: u64, clock: &Clock) -> Company {
    let people = people.max(1);
    let structure = structure::structure(people);
    let places = places::places(people);
    let catalogue = Catalogue::new(custom::CUSTOMS);
    let jobs = structure.jobs(seed);
    let today = clock.today();
    // Midnight, so that every start on the same day invents the same company.
    let now = employment::midnight(today);
    let world = people::World {
        seed,
        seats: &structure.seats,
        places,
        jobs: &jobs,
        catalogue: &catalogue,
        today,
        now,
    };
    let rows = people::people(&world);
    Company {
        seed,
        name: places::COMPANY,
        zone: TimeZone::posix(ZONE).unwrap_or(TimeZone::UTC),
        people: Table::new(rows),
        units: Table::new(structure.units),
        offices: Table::new(places::offices(places)),
        legal_entities: Table::new(places::legal_entities(places)),
        cost_centers: Table::new(structure.cost_centers),
        jobs: Table::new(jobs),
        holiday_calendars: Table::new(places::holiday_calendars(places)),
        work_schedules: Table::new(places::work_schedules()),
        absence_types: Table::new(places::absence_types(seed)),
        document_categories: Table::new(places::document_categories()),
        catalogue,
    }
}
