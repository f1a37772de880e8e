//! Reports that a customer has put together, as tables. Ours, in the contract's style.
//!
//! Numbers are texts, digit for digit what the provider wrote. Must not know any provider.

use serde::Serialize;
use utoipa::ToSchema;

use crate::value::{Choice, DateTime, Text};

/// A report.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Report<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its name.
    pub name: Option<Text<'a>>,
    /// What it is for.
    pub description: Option<Text<'a>>,
    /// What it is shown as.
    #[serde(rename = "type")]
    pub kind: Option<Choice<'a>>,
    /// Whether its data are up to date.
    pub status: Option<Choice<'a>>,
    /// When it was made.
    pub created_at: Option<DateTime>,
    /// When it was last changed.
    pub updated_at: Option<DateTime>,
    /// When its data were last worked out.
    pub data_refreshed_at: Option<DateTime>,
    /// Its columns, from left to right.
    pub columns: Option<Vec<ReportColumn<'a>>>,
}

/// A column of a report.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct ReportColumn<'a> {
    /// The provider's id of what stands in it.
    pub id: Option<Text<'a>>,
    /// Its heading.
    pub name: Option<Text<'a>>,
    /// What is declared to stand in it.
    #[serde(rename = "type")]
    pub kind: Option<Choice<'a>>,
}

/// A row of a report.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ReportRow<'a> {
    /// Its number in the report as it was read, from 1: rows have no lasting id.
    pub id: Option<Text<'a>>,
    /// Nabe's id of whom it is about, if the report tells it.
    pub employee_id: Option<Text<'a>>,
    /// The provider's id of whom it is about, if the report tells it.
    pub remote_employee_id: Option<Text<'a>>,
    /// What stands in it, from left to right.
    pub cells: Option<Vec<ReportCell<'a>>>,
}

/// What stands in a row, in one column.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ReportCell<'a> {
    /// The provider's id of what stands there; that of the column.
    pub id: Option<Text<'a>>,
    /// The heading of the column.
    pub name: Option<Text<'a>>,
    /// What the column is declared to have.
    #[serde(rename = "type")]
    pub kind: Option<Choice<'a>>,
    /// What kind of value stands there: text, number, percentage, money, options or `date_range`.
    pub value_kind: Option<Choice<'a>>,
    /// The text, or the number as the provider wrote it.
    pub value: Option<Text<'a>>,
    /// The currency of an amount, by ISO 4217.
    pub currency: Option<Text<'a>>,
    /// What was chosen.
    pub options: Option<Vec<ReportOption<'a>>>,
    /// The first day of a range.
    pub start_date: Option<DateTime>,
    /// The last day of a range, as the provider tells it.
    pub end_date: Option<DateTime>,
}

/// One of the things chosen.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ReportOption<'a> {
    /// The provider's key of it.
    pub id: Option<Text<'a>>,
    /// How people call it.
    pub value: Option<Text<'a>>,
}
