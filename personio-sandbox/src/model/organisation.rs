//! What a company has besides people: places, units, calendars, types.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::table::numbered;
use super::text::Text;

/// A place of work; v1 and v2 employments call it office, newer v2 routes workplace.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Office {
    pub(crate) id: u32,
    pub(crate) name: Text,
    pub(crate) country: Text,
    pub(crate) time_zone: Text,
}

/// What kind of unit an org unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum UnitKind {
    Department,
    Team,
}

impl UnitKind {
    /// The spelling of v2.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::Team => "team",
        }
    }
}

/// A department or a team.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct OrgUnit {
    pub(crate) id: u32,
    pub(crate) kind: UnitKind,
    pub(crate) name: String,
    pub(crate) abbreviation: Option<String>,
    pub(crate) description: Option<String>,
    /// The unit above, of the same kind.
    pub(crate) parent: Option<u32>,
}

/// A legal entity; v1 calls it subcompany.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct LegalEntity {
    pub(crate) id: u32,
    pub(crate) name: Text,
    pub(crate) country: Text,
}

/// A cost center.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct CostCenter {
    pub(crate) id: u32,
    pub(crate) name: String,
}

/// A job of the job catalogue.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Job {
    /// The order of the table; never sent.
    pub(crate) id: u32,
    pub(crate) uuid: Uuid,
    pub(crate) name: Text,
}

/// The public holidays of a region.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct HolidayCalendar {
    pub(crate) id: u32,
    pub(crate) name: Text,
    pub(crate) country: Text,
    pub(crate) state: Option<Text>,
}

/// A weekly pattern of hours, Monday first, each `HH:MM`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct WorkSchedule {
    pub(crate) id: u32,
    pub(crate) name: Text,
    pub(crate) days: [Text; 7],
}

/// What an absence is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum AbsenceUnit {
    Day,
    Hour,
}

/// A type of absence.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AbsenceType {
    pub(crate) id: u32,
    pub(crate) uuid: Uuid,
    pub(crate) name: Text,
    pub(crate) category: Option<Text>,
    pub(crate) unit: AbsenceUnit,
    pub(crate) approval_required: bool,
    pub(crate) half_days: bool,
    pub(crate) certificate_after_days: Option<u8>,
    pub(crate) substitute: Text,
}

/// A category of documents.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct DocumentCategory {
    pub(crate) id: u32,
    pub(crate) name: Text,
}

numbered!(
    Office,
    OrgUnit,
    LegalEntity,
    CostCenter,
    Job: uuid,
    HolidayCalendar,
    WorkSchedule,
    AbsenceType: uuid,
    DocumentCategory,
);
