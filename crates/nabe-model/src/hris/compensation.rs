//! What people are paid, by which types, and what jobs are worth. Ours, in the contract's style.
//!
//! Amounts are texts, digit for digit what the provider wrote: money never passes through a binary fraction.
//! Must not know any provider.

use serde::Serialize;
use utoipa::ToSchema;

use crate::value::{Choice, DateTime, Text};

/// Something that somebody is paid.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Compensation<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Nabe's id of whom is paid.
    pub employee_id: Option<Text<'a>>,
    /// The provider's id of whom is paid.
    pub remote_employee_id: Option<Text<'a>>,
    /// Nabe's id of the company that pays.
    pub company_id: Option<Text<'a>>,
    /// The provider's id of the company that pays.
    pub remote_company_id: Option<Text<'a>>,
    /// By which type.
    #[serde(rename = "type")]
    pub of_type: Option<CompensationTypeOf<'a>>,
    /// What kind of pay.
    pub kind: Option<Choice<'a>>,
    /// How much, in the currency's unit: a decimal number as the provider wrote it.
    pub value: Option<Text<'a>>,
    /// The currency, by ISO 4217.
    pub currency: Option<Text<'a>>,
    /// For which time the value is.
    pub pay_period: Option<Choice<'a>>,
    /// How often it is paid out.
    pub pay_frequency: Option<Choice<'a>>,
    /// Since when.
    pub effective_date: Option<DateTime>,
    /// Hours a week that it is for.
    pub weekly_hours: Option<f64>,
    /// Hours a week of a full-time job.
    pub full_time_weekly_hours: Option<f64>,
    /// What was noted.
    pub comment: Option<Text<'a>>,
    /// The first of the days that it was listed for.
    pub period_start: Option<DateTime>,
    /// The last of the days that it was listed for.
    pub period_end: Option<DateTime>,
}

/// The type of what somebody is paid.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct CompensationTypeOf<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its name.
    pub name: Option<Text<'a>>,
    /// What sort of type it is.
    pub category: Option<Choice<'a>>,
}

/// A type of pay.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct CompensationType<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its name.
    pub name: Option<Text<'a>>,
    /// What sort of type it is: salary, hourly, recurring, `one_time` or bonus.
    pub category: Option<Choice<'a>>,
    /// What kind of pay, in the words of the contract.
    pub kind: Option<Choice<'a>>,
}

/// Between which amounts a job is paid.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct SalaryBand<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its name.
    pub name: Option<Text<'a>>,
    /// Nabe's id of the job.
    pub job_id: Option<Text<'a>>,
    /// The provider's id of the job.
    pub remote_job_id: Option<Text<'a>>,
    /// The least: a decimal number as the provider wrote it.
    pub min_value: Option<Text<'a>>,
    /// The most: a decimal number as the provider wrote it.
    pub max_value: Option<Text<'a>>,
    /// The currency, by ISO 4217.
    pub currency: Option<Text<'a>>,
    /// For which time the amounts are.
    pub pay_period: Option<Choice<'a>>,
}
