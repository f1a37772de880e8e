//! The time people record: periods of work and of break, each a row of its own.
//!
//! v2 shows the rows as they are; v1 shows periods of work with their breaks added up, see [`crate::rules::span`].

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::table::numbered;
use super::text::Text;

/// What was done in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum PeriodKind {
    Work,
    Break,
}

/// Where the approval of a period stands, in the order in which lists sort by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Approval {
    Confirmed,
    Pending,
    Rejected,
}

/// A period of work or of break.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct AttendancePeriod {
    /// The number of v1, which shows only work.
    pub(crate) id: u32,
    pub(crate) uuid: Uuid,
    pub(crate) person: u32,
    pub(crate) kind: PeriodKind,
    /// Where the person is; how far that is from UTC is told nowhere (facts §13.11 [Q]).
    pub(crate) start: DateTime,
    /// None while it goes on.
    pub(crate) end: Option<DateTime>,
    /// The day to which it counts, also past midnight.
    pub(crate) day: Date,
    pub(crate) comment: Option<Text>,
    pub(crate) project: Option<u32>,
    pub(crate) approval: Approval,
    /// Whether a rule of the company made it and not a person.
    pub(crate) auto_generated: bool,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

impl AttendancePeriod {
    /// How long it lasted by the clock on the wall, in seconds; nothing while it goes on.
    pub(crate) fn seconds(&self) -> i64 {
        self.end.map_or(0, |end| end.duration_since(self.start).as_secs())
    }

    /// Whether this is work.
    pub(crate) fn is_work(&self) -> bool {
        self.kind == PeriodKind::Work
    }
}

numbered!(AttendancePeriod: uuid => person);
