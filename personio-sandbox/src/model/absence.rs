//! Times in which people are away: whole days, halves of days, or some hours.
//!
//! v1 shows those that are counted in days under their number and those that are counted in hours under their uuid, v2
//! shows all of them under their uuid. How much each takes of a day is in [`crate::rules::workday`].

use jiff::civil::{Date, DateTime, Time};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::table::numbered;
use super::text::Text;
use super::zone::Zone;

/// Where the approval of an absence stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum AbsenceStatus {
    Approved,
    Pending,
    Rejected,
}

/// Through what an absence was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Origin {
    Web,
    Api,
    Mobile,
    Slack,
    Msteams,
}

impl Origin {
    /// The spelling of v1.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Api => "api",
            Self::Mobile => "mobile",
            Self::Slack => "slack",
            Self::Msteams => "msteams",
        }
    }
}

/// A time in which somebody is away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Absence {
    /// The number of v1, which shows only those that are counted in days under it.
    pub(crate) id: u32,
    pub(crate) uuid: Uuid,
    pub(crate) person: u32,
    /// Number of a type of absence.
    pub(crate) kind: u32,
    /// Where the person is: a midnight, or a time if it is a part of a day.
    pub(crate) start: DateTime,
    /// The first moment after it: the midnight after the last day, or a time. None while nobody knows its end.
    pub(crate) end: Option<DateTime>,
    /// Whether only the second half of the first day is free.
    pub(crate) half_start: bool,
    /// Whether only the first half of the last day is free.
    pub(crate) half_end: bool,
    pub(crate) zone: Zone,
    pub(crate) comment: Option<Text>,
    pub(crate) status: AbsenceStatus,
    pub(crate) origin: Origin,
    /// The person who entered it; none for the API.
    pub(crate) created_by: Option<u32>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) approved_at: Option<Timestamp>,
}

impl Absence {
    /// Whether it is a part of a day that has a time, and not made of days and their halves.
    pub(crate) fn is_timed(&self) -> bool {
        is_timed(self.start, self.end)
    }

    /// The first day.
    pub(crate) fn first_day(&self) -> Date {
        self.start.date()
    }

    /// The last day, if it is known.
    pub(crate) fn last_day(&self) -> Option<Date> {
        self.end.map(last_day)
    }

    /// Whether it touches a day.
    pub(crate) fn touches(&self, day: Date) -> bool {
        self.first_day() <= day && self.last_day().is_none_or(|it| day <= it)
    }

    /// The time that it blocks, halves being parted at noon.
    pub(crate) fn span(&self) -> (DateTime, DateTime) {
        span(self.start, self.end, self.half_start, self.half_end)
    }
}

/// Whether two times lie within a day and are not its midnights.
pub(crate) fn is_timed(start: DateTime, end: Option<DateTime>) -> bool {
    let is_midnight = |it: DateTime| it.time() == Time::midnight();
    !is_midnight(start) || end.is_some_and(|it| !is_midnight(it))
}

/// The last day of what ends at this time.
pub(crate) fn last_day(end: DateTime) -> Date {
    if end.time() == Time::midnight() { end.date().saturating_sub(1.day()) } else { end.date() }
}

/// The time that days and their halves block.
pub(crate) fn span(
    start: DateTime,
    end: Option<DateTime>,
    half_start: bool,
    half_end: bool,
) -> (DateTime, DateTime) {
    let from = if half_start { start.saturating_add(12.hours()) } else { start };
    let until = match end {
        Some(end) if half_end => end.saturating_sub(12.hours()),
        Some(end) => end,
        None => DateTime::MAX,
    };
    (from, until)
}

/// Who stands in for somebody who is away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Substitution {
    /// The number of the absence.
    pub(crate) id: u32,
    /// The person who stands in.
    pub(crate) substitute: u32,
}

numbered!(Absence: uuid => person, Substitution => substitute);
