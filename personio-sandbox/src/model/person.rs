//! A person and their employments, in the company's own terms.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::attribute::AttributeIndex;
use super::table::numbered;
use super::text::Text;

/// One person; v1 calls the same thing, under the same number, an employee.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Person {
    pub(crate) id: u32,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) preferred_name: Option<String>,
    /// Empty for somebody who was entered without one; no two people share one.
    pub(crate) email: String,
    pub(crate) gender: Option<Gender>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    /// Newest first, never empty.
    pub(crate) employments: Vec<Employment>,
    pub(crate) pay: Pay,
    pub(crate) holiday_calendar: Option<u32>,
    pub(crate) work_schedule: Option<WorkPattern>,
    /// Absence type and yearly days in hundredths.
    pub(crate) entitlements: Vec<(u32, i64)>,
    /// One value for each custom attribute of the company, in its order.
    pub(crate) custom: Vec<Option<CustomValue>>,
    pub(crate) has_picture: bool,
    /// When single attributes changed last; the others have not changed since `created_at`.
    pub(crate) changes: Vec<(AttributeIndex, Timestamp)>,
}

impl Person {
    /// The newest employment, which v1 shows as the employee's.
    pub(crate) fn current(&self) -> &Employment {
        &self.employments[0]
    }

    /// The place of the employment with this id.
    pub(crate) fn employment(&self, id: Uuid) -> Option<usize> {
        self.employments.iter().position(|it| it.id == id)
    }

    /// Whether v2 calls the person active: working, away or about to start.
    pub(crate) fn is_active(&self) -> bool {
        self.current().status != Status::Inactive
    }

    /// When an attribute changed last.
    pub(crate) fn changed_at(&self, attribute: AttributeIndex) -> Timestamp {
        let change = self.changes.iter().find(|(index, _)| *index == attribute);
        change.map_or(self.created_at, |(_, at)| *at)
    }
}

/// A gender as Personio records it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Gender {
    Male,
    Female,
    Diverse,
}

/// Where an employment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Status {
    Onboarding,
    Active,
    Leave,
    Inactive,
}

/// One employment of a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Employment {
    pub(crate) id: Uuid,
    pub(crate) status: Status,
    pub(crate) external: bool,
    pub(crate) position: Option<Text>,
    /// Number of a job.
    pub(crate) job: Option<u32>,
    /// Number of a person.
    pub(crate) supervisor: Option<u32>,
    pub(crate) office: Option<u32>,
    pub(crate) department: Option<u32>,
    pub(crate) team: Option<u32>,
    pub(crate) legal_entity: Option<u32>,
    /// Cost center and its share in hundredths of a percent.
    pub(crate) cost_centers: Vec<(u32, i64)>,
    /// Hours a week in hundredths.
    pub(crate) weekly_hours: Option<u16>,
    pub(crate) full_time_hours: Option<u16>,
    /// Not there for somebody who was entered without it.
    pub(crate) start: Option<Date>,
    pub(crate) probation_end: Option<Date>,
    pub(crate) contract_end: Option<Date>,
    pub(crate) termination: Option<Termination>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// How an employment ended, or will.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Termination {
    pub(crate) date: Date,
    pub(crate) last_working_day: Date,
    pub(crate) announced: Date,
    /// The spelling of v2.
    pub(crate) kind: Text,
    pub(crate) reason: Option<Text>,
}

/// What a person earns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Pay {
    /// In hundredths of the currency.
    pub(crate) fix: i64,
    pub(crate) interval: Option<Text>,
    pub(crate) hourly: i64,
    pub(crate) currency: Text,
}

/// The work schedule of a person and since when.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct WorkPattern {
    pub(crate) schedule: u32,
    pub(crate) valid_from: Option<Date>,
}

/// The value of a custom attribute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum CustomValue {
    Text(Text),
    Whole(i64),
    /// In hundredths.
    Decimal(i64),
    Date(Date),
    Tags(Vec<Text>),
}

numbered!(Person);
