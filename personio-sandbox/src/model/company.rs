//! One company with everything in it.

use jiff::tz::TimeZone;

use super::attribute::Catalogue;
use super::organisation::{
    AbsenceType, CostCenter, DocumentCategory, HolidayCalendar, Job, LegalEntity, Office, OrgUnit, UnitKind,
    WorkSchedule,
};
use super::person::{Person, Status};
use super::table::Table;

/// A company as both API generations show it.
#[derive(Debug)]
pub(crate) struct Company {
    pub(crate) seed: u64,
    pub(crate) name: &'static str,
    /// The zone of v1's dates.
    pub(crate) zone: TimeZone,
    pub(crate) catalogue: Catalogue,
    pub(crate) people: Table<Person>,
    pub(crate) units: Table<OrgUnit>,
    pub(crate) offices: Table<Office>,
    pub(crate) legal_entities: Table<LegalEntity>,
    pub(crate) cost_centers: Table<CostCenter>,
    pub(crate) jobs: Table<Job>,
    pub(crate) holiday_calendars: Table<HolidayCalendar>,
    pub(crate) work_schedules: Table<WorkSchedule>,
    pub(crate) absence_types: Table<AbsenceType>,
    pub(crate) document_categories: Table<DocumentCategory>,
}

impl Company {
    /// How many people have this status.
    pub(crate) fn count(&self, status: Status) -> usize {
        self.people.rows().iter().filter(|it| it.current().status == status).count()
    }

    /// The departments, or the teams.
    pub(crate) fn units_of(&self, kind: UnitKind) -> impl Iterator<Item = &OrgUnit> {
        self.units.rows().iter().filter(move |it| it.kind == kind)
    }
}
