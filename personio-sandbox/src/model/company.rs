//! One company with everything in it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::absence::{Absence, Substitution};
use super::attendance::AttendancePeriod;
use super::attribute::Catalogue;
use super::compensation::{Compensation, CompensationType, SalaryBand};
use super::document::Document;
use super::event::Event;
use super::organisation::{
    AbsenceType, CostCenter, DocumentCategory, HolidayCalendar, Job, LegalEntity, Office, OrgUnit, UnitKind,
    WorkSchedule,
};
use super::person::{Person, Status};
use super::project::Project;
use super::recruiting::{
    Application, ApplicationFile, Candidate, CandidateAttribute, JobPosition, RecruitingCategory,
    RecruitingChannel, RecruitingPhase, RecruitingSettings, RecruitingTag,
};
use super::report::{PerformanceTarget, Report};
use super::table::{Stored, Table};
use super::text::Text;
use super::webhook::{Delivery, DeliveryRequest, Pending, Webhook};
use crate::clock::{moment, second};

/// What distinguishes a company from others.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Profile {
    /// The first label of its career site's host name, and its name in the control API.
    pub(crate) key: String,
    pub(crate) name: Text,
    /// The number that recruiting of v1 and webhooks name.
    pub(crate) id: u32,
    pub(crate) seed: u64,
    /// How many people were invented.
    pub(crate) people: usize,
    /// The day on which it was invented.
    pub(crate) born: Date,
    /// The last day whose starts and ends have taken effect.
    pub(crate) day: Date,
}

impl Profile {
    /// The first year of which absences are kept: the smaller the company, the longer ago.
    pub(crate) fn first_year(&self) -> i16 {
        let years = match self.people {
            0..5_000 => 2,
            5_000..20_000 => 1,
            _ => 0,
        };
        self.born.year() - years
    }
}

/// Declares the tables of a company once.
macro_rules! company {
    ($($field:ident: $row:ty,)+) => {
        /// A company as both API generations show it.
        #[derive(Debug)]
        pub(crate) struct Company {
            pub(crate) profile: Profile,
            /// The zone of v1's dates.
            pub(crate) zone: TimeZone,
            pub(crate) catalogue: Catalogue,
            $(pub(crate) $field: Table<$row>,)+
        }

        impl Company {
            /// A company without anybody.
            pub(crate) fn empty(profile: Profile, zone: TimeZone, catalogue: Catalogue) -> Self {
                Self { profile, zone, catalogue, $($field: Table::default(),)+ }
            }

            /// Every table with its name, for whoever keeps them.
            pub(crate) fn tables(&mut self) -> Vec<(&'static str, &mut dyn Stored)> {
                vec![$((stringify!($field), &mut self.$field as &mut dyn Stored),)+]
            }
        }
    };
}

// A table that is added here is saved, restored and reset with the others.
company! {
    people: Person,
    units: OrgUnit,
    offices: Office,
    legal_entities: LegalEntity,
    cost_centers: CostCenter,
    jobs: Job,
    holiday_calendars: HolidayCalendar,
    work_schedules: WorkSchedule,
    absence_types: AbsenceType,
    document_categories: DocumentCategory,
    documents: Document,
    compensation_types: CompensationType,
    compensations: Compensation,
    salary_bands: SalaryBand,
    reports: Report,
    performance_targets: PerformanceTarget,
    projects: Project,
    attendance: AttendancePeriod,
    absences: Absence,
    substitutions: Substitution,
    events: Event,
    webhooks: Webhook,
    webhook_deliveries: Delivery,
    webhook_pending: Pending,
    webhook_requests: DeliveryRequest,
    recruiting_settings: RecruitingSettings,
    recruiting_phases: RecruitingPhase,
    recruiting_categories: RecruitingCategory,
    recruiting_channels: RecruitingChannel,
    recruiting_tags: RecruitingTag,
    candidate_attributes: CandidateAttribute,
    job_positions: JobPosition,
    candidates: Candidate,
    applications: Application,
    application_files: ApplicationFile,
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

    /// Notes that something happened.
    pub(crate) fn emit(&mut self, name: &'static str, occurred_at: Timestamp, payload: Value) {
        let id = self.events.next_number();
        let occurred_at = second(occurred_at);
        self.events.insert(Event { id, uuid: fresh_uuid(), name: name.into(), occurred_at, payload });
    }

    /// Takes a person away with every row that belongs to them, and detaches them from what others have.
    pub(crate) fn forget_person(&mut self, id: u32) {
        self.people.remove(id);
        let absences: Vec<u32> = self.absences.of(id).map(|it| it.id).collect();
        for absence in absences {
            self.substitutions.remove(absence);
        }
        for (_, table) in self.tables() {
            table.forget_owner(id);
        }
        let led = |it: &Person| it.employments.iter().any(|it| it.supervisor == Some(id));
        let led: Vec<u32> = self.people.rows().iter().filter(|it| led(it)).map(|it| it.id).collect();
        for person in led {
            let Some(person) = self.people.get_mut(person) else { continue };
            for employment in person.employments.iter_mut().filter(|it| it.supervisor == Some(id)) {
                employment.supervisor = None;
            }
        }
        let hires = |it: &JobPosition| it.hiring_team.iter().any(|it| it.0 == id);
        let hires: Vec<u32> =
            self.job_positions.rows().iter().filter(|it| hires(it)).map(|it| it.id).collect();
        for position in hires {
            let Some(position) = self.job_positions.get_mut(position) else { continue };
            position.hiring_team.retain(|it| it.0 != id);
        }
        let joined: Vec<u32> =
            self.projects.rows().iter().filter(|it| it.members.contains(&id)).map(|it| it.id).collect();
        for project in joined {
            let Some(project) = self.projects.get_mut(project) else { continue };
            project.members.retain(|it| *it != id);
        }
    }

    /// The largest number that each table ever gave.
    pub(crate) fn last_numbers(&mut self) -> BTreeMap<String, u32> {
        self.tables().into_iter().map(|(name, table)| (name.to_owned(), table.last())).collect()
    }

    /// Notes which numbers the tables gave.
    pub(crate) fn gave(&mut self, last: &BTreeMap<String, u32>) {
        for (name, table) in self.tables() {
            table.gave(last.get(name).copied().unwrap_or_default());
        }
    }

    /// The applications of a candidate, oldest first.
    pub(crate) fn applications_of<'a>(
        &'a self,
        candidate: &'a Candidate,
    ) -> impl Iterator<Item = &'a Application> {
        candidate.applications.iter().filter_map(|it| self.applications.get(*it))
    }

    /// The day of a moment where the company is.
    pub(crate) fn day_of(&self, at: Timestamp) -> Date {
        self.zone.to_datetime(at).date()
    }

    /// The moment at which a day begins where the company is.
    pub(crate) fn start_of(&self, day: Date) -> Timestamp {
        moment(&self.zone, day.to_datetime(Time::midnight()))
    }
}

/// The uuid of a row that is made while the sandbox runs.
pub(crate) fn fresh_uuid() -> Uuid {
    uuid::Builder::from_random_bytes(rand::random()).into_uuid()
}
