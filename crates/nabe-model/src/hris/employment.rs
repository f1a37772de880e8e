//! The employment: one contract of a person, with its own dates.

use serde::Serialize;
use utoipa::ToSchema;

use crate::hris::{CostCenterShare, Group};
use crate::value::{Choice, DateTime, Text};

/// One contract of a person.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Employment<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Nabe's id of the person.
    pub employee_id: Option<Text<'a>>,
    /// The provider's id of the person.
    pub remote_employee_id: Option<Text<'a>>,
    /// Title of the job.
    pub job_title: Option<Text<'a>>,
    /// Since when this state holds.
    pub effective_date: Option<DateTime>,
    /// First day.
    pub start_date: Option<DateTime>,
    /// Last day.
    pub end_date: Option<DateTime>,
    /// Internal or external.
    pub employment_type: Option<Choice<'a>>,
    /// Full time or part time.
    pub employment_contract_type: Option<Choice<'a>>,
    /// Internal or external, with its label.
    #[serde(rename = "type")]
    pub kind: Option<EmploymentKind<'a>>,
    /// Full time or part time, with its label.
    pub contract_type: Option<ContractType<'a>>,
    /// Hours of work.
    pub work_time: Option<WorkTime<'a>>,
    /// Share of a full-time post, 0 to 1.
    pub fte: Option<f64>,
    /// Whether it runs.
    pub active: Option<bool>,
    /// The department.
    pub department: Option<Group<'a>>,
    /// Cost centers with their shares.
    pub cost_centers: Option<Vec<CostCenterShare<'a>>>,
    /// The job.
    pub job: Option<EmploymentJob<'a>>,
    /// The managers.
    pub manager: Option<Vec<Manager<'a>>>,
    /// When the record was made.
    pub created_at: Option<DateTime>,
    /// When the record last changed.
    pub updated_at: Option<DateTime>,
}

/// Internal or external.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct EmploymentKind<'a> {
    /// What the provider calls it.
    pub label: Option<Text<'a>>,
    /// The unified value.
    #[serde(rename = "type")]
    pub kind: Option<Choice<'a>>,
}

/// Full time or part time.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ContractType<'a> {
    /// What the provider calls it.
    pub label: Option<Text<'a>>,
    /// The unified value.
    pub contract_type: Option<Choice<'a>>,
}

/// Hours of work in a period.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct WorkTime<'a> {
    /// An ISO 8601 duration.
    pub duration: Option<Text<'a>>,
    /// The period it is counted for.
    pub period: Option<Choice<'a>>,
}

/// The job of an employment.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct EmploymentJob<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its title.
    pub title: Option<Text<'a>>,
}

/// A manager of an employment.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Manager<'a> {
    /// Nabe's id of the person.
    pub id: Option<Text<'a>>,
    /// The provider's id of the person.
    pub remote_id: Option<Text<'a>>,
}

/// A company of the customer: a legal entity.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Company<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its name.
    pub name: Option<Text<'a>>,
}
