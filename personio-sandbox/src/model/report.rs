//! Custom reports, which people put together in Personio, and the targets that some of them show.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::table::numbered;
use super::text::Text;

/// Of what times a report tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ReportKind {
    PointInTime,
    Historical,
    Timeframe,
}

impl ReportKind {
    /// The spelling of v1.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::PointInTime => "point_in_time",
            Self::Historical => "historical_data",
            Self::Timeframe => "timeframe",
        }
    }
}

/// Which days a report is about; all but fixed ones move with the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Period {
    Fixed(Date, Date),
    Today,
    LastDayOfThisMonth,
    ThisMonth,
    LastMonth,
    LastThirtyDays,
    ThisYear,
    YearToDate,
}

impl Period {
    /// The spelling of v1.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Fixed(..) => "fixed",
            Self::Today => "today",
            Self::LastDayOfThisMonth => "last_day_of_this_month",
            Self::ThisMonth => "this_month",
            Self::LastMonth => "last_month",
            Self::LastThirtyDays => "last_thirty_days",
            Self::ThisYear => "this_year",
            Self::YearToDate => "year_to_date",
        }
    }
}

/// Where a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ReportStatus {
    UpToDate,
    Updating,
    UpdateFailed,
}

impl ReportStatus {
    /// Each with its spelling in v1.
    const ALL: [(Self, &str); 3] =
        [(Self::UpToDate, "up_to_date"), (Self::Updating, "updating"), (Self::UpdateFailed, "update_failed")];

    /// The spelling of v1.
    pub(crate) fn as_str(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The status that v1 spells like this.
    pub(crate) fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.1 == word).map(|it| it.0)
    }
}

/// Whom a report leaves out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReportFilter {
    /// Like `office_id` or `status`.
    pub(crate) column: Text,
    /// Whether the value must be this one, or must not.
    pub(crate) is: bool,
    pub(crate) value: Text,
}

/// A report.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Report {
    /// The order of the table; never sent.
    pub(crate) id: u32,
    pub(crate) uuid: Uuid,
    pub(crate) name: Text,
    pub(crate) description: Text,
    /// Number of the person who made it.
    pub(crate) author: u32,
    pub(crate) kind: ReportKind,
    pub(crate) period: Period,
    /// Ids of columns.
    pub(crate) columns: Vec<Text>,
    pub(crate) filters: Vec<ReportFilter>,
    pub(crate) status: ReportStatus,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    /// When its rows were made last, if it isn't up to date.
    pub(crate) refreshed_at: Timestamp,
    /// Whether v2 lists it (facts §9.6 [O]).
    pub(crate) open_to_api: bool,
    /// Whether whoever made the credential may open it.
    pub(crate) shared: bool,
    /// Whether its rows are put together in groups.
    pub(crate) grouped: bool,
}

/// What somebody is to reach, and how far that is by several measures.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PerformanceTarget {
    pub(crate) id: u32,
    pub(crate) person: u32,
    /// In hundredths, as all of these.
    pub(crate) value: i64,
    /// Measure and value.
    pub(crate) kpis: Vec<(u32, i64)>,
}

numbered!(Report: uuid, PerformanceTarget => person);
