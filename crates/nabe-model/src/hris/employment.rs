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
    /// What is paid in a period, as a decimal number.
    pub pay_rate: Option<Text<'a>>,
    /// The period that it is paid for.
    pub pay_period: Option<Choice<'a>>,
    /// How often it is paid out.
    pub pay_frequency: Option<Choice<'a>>,
    /// The currency, ISO 4217.
    pub pay_currency: Option<Text<'a>>,
    /// Since when this state holds.
    pub effective_date: Option<DateTime>,
    /// First day.
    pub start_date: Option<DateTime>,
    /// Last day.
    pub end_date: Option<DateTime>,
    /// The day on which a limited contract ends.
    pub contract_end_date: Option<DateTime>,
    /// The day on which the probation ends.
    pub probation_end_date: Option<DateTime>,
    /// The day on which the employment is terminated.
    pub termination_date: Option<DateTime>,
    /// The last day on which the person works or worked.
    pub last_working_day: Option<DateTime>,
    /// The day on which the termination was given.
    pub terminated_at: Option<DateTime>,
    /// How it was terminated, in the provider's word.
    pub termination_type: Option<Text<'a>>,
    /// Why it was terminated, as somebody wrote it.
    pub termination_reason: Option<Text<'a>>,
    /// Where the employment stands.
    pub employment_status: Option<Choice<'a>>,
    /// The grade.
    pub grade: Option<EmploymentGrade<'a>>,
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
    /// Hours a week.
    pub weekly_hours: Option<f64>,
    /// Hours a week that are full time for it.
    pub full_time_weekly_hours: Option<f64>,
    /// Share of a full-time post, 0 to 1.
    pub fte: Option<f64>,
    /// The code of the payroll.
    pub payroll_code: Option<Text<'a>>,
    /// Whether it runs.
    pub active: Option<bool>,
    /// The department.
    pub department: Option<Group<'a>>,
    /// The team.
    pub team: Option<Group<'a>>,
    /// The division.
    pub division: Option<Group<'a>>,
    /// Nabe's id of the company.
    pub company_id: Option<Text<'a>>,
    /// The provider's id of the company.
    pub remote_company_id: Option<Text<'a>>,
    /// Nabe's id of the place of work.
    pub location_id: Option<Text<'a>>,
    /// The provider's id of the place of work.
    pub remote_location_id: Option<Text<'a>>,
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

/// A grade.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct EmploymentGrade<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its name.
    pub name: Option<Text<'a>>,
    /// What it means.
    pub description: Option<Text<'a>>,
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
