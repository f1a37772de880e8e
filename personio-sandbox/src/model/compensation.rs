//! What people are paid: types, what each person gets and since when, and what jobs are worth.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::table::numbered;
use super::text::Text;

/// What kind of pay a type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum PayKind {
    /// The salary that v1 calls `fix_salary`.
    Fixed,
    /// The wage that v1 calls `hourly_salary`.
    Hourly,
    Recurring,
    OneTime,
    Bonus,
}

impl PayKind {
    /// Whether v1 shows it among the attributes of an employee.
    pub(crate) fn is_base(self) -> bool {
        matches!(self, Self::Fixed | Self::Hourly)
    }

    /// Whether it is paid on one day only.
    pub(crate) fn is_paid_once(self) -> bool {
        matches!(self, Self::OneTime | Self::Bonus)
    }
}

/// How often something is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum PayInterval {
    Monthly,
    Quarterly,
    HalfYearly,
    Yearly,
}

impl PayInterval {
    /// Each with its spelling in v2.
    const ALL: [(Self, &str); 4] = [
        (Self::Monthly, "MONTHLY"),
        (Self::Quarterly, "QUARTERLY"),
        (Self::HalfYearly, "HALF-YEARLY"),
        (Self::Yearly, "YEARLY"),
    ];

    /// The spelling of v2.
    pub(crate) fn as_str(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The interval that v2 spells like this.
    pub(crate) fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.1 == word).map(|it| it.0)
    }
}

/// A type of compensation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct CompensationType {
    /// The order of the table; never sent.
    pub(crate) id: u32,
    pub(crate) uuid: Uuid,
    pub(crate) name: Text,
    pub(crate) kind: PayKind,
}

/// What a person gets from a day on or, if it is paid once, on that day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Compensation {
    pub(crate) id: u32,
    pub(crate) person: u32,
    /// Number of a type.
    pub(crate) of_type: u32,
    /// In hundredths of the currency.
    pub(crate) value: i64,
    pub(crate) currency: Text,
    /// None for wages and for what is paid once.
    pub(crate) interval: Option<PayInterval>,
    pub(crate) from: Date,
    pub(crate) comment: Option<Text>,
    pub(crate) created_at: Timestamp,
}

/// What a job is worth in a year.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SalaryBand {
    /// The order of the table; never sent.
    pub(crate) id: u32,
    pub(crate) uuid: Uuid,
    /// Number of a job.
    pub(crate) job: u32,
    pub(crate) currency: Text,
    /// In hundredths of the currency.
    pub(crate) lowest: i64,
    pub(crate) highest: i64,
}

numbered!(CompensationType: uuid, Compensation => person, SalaryBand: uuid);
