//! The time of people: absences and what they are taken from, and recorded work.

use serde::Serialize;
use utoipa::ToSchema;

use crate::hris::Reference;
use crate::value::{Choice, DateTime, LocalDateTime, Text};

/// A kind of absence.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct TimeOffPolicy<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its name.
    pub name: Option<Text<'a>>,
    /// What it is for.
    pub description: Option<Text<'a>>,
    /// What kind of absence.
    #[serde(rename = "type")]
    pub kind: Option<Choice<'a>>,
    /// What it is counted in.
    pub duration_unit: Option<Choice<'a>>,
    /// Reasons to choose from.
    pub reasons: Option<Vec<Reason<'a>>>,
    /// When the record was made.
    pub created_at: Option<DateTime>,
    /// When the record last changed.
    pub updated_at: Option<DateTime>,
}

/// A reason of an absence.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Reason<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its name.
    pub name: Option<Text<'a>>,
}

/// An absence that was asked for.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct TimeOff<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Nabe's id of the person.
    pub employee_id: Option<Text<'a>>,
    /// The provider's id of the person.
    pub remote_employee_id: Option<Text<'a>>,
    /// Nabe's id of who decides.
    pub approver_id: Option<Text<'a>>,
    /// The provider's id of who decides.
    pub remote_approver_id: Option<Text<'a>>,
    /// Where it stands.
    pub status: Option<Choice<'a>>,
    /// What kind of absence.
    #[serde(rename = "type")]
    pub kind: Option<Choice<'a>>,
    /// When it begins, where the person is.
    pub start_date: Option<LocalDateTime>,
    /// The last moment of it: its last day, or for hours the time of its end.
    pub end_date: Option<LocalDateTime>,
    /// Whether the first day counts half.
    pub start_half_day: Option<bool>,
    /// Whether the last day counts half.
    pub end_half_day: Option<bool>,
    /// How much is taken, an ISO 8601 duration.
    pub duration: Option<Text<'a>>,
    /// Nabe's id of the kind of absence.
    pub time_off_policy_id: Option<Text<'a>>,
    /// The provider's id of the kind of absence.
    pub remote_time_off_policy_id: Option<Text<'a>>,
    /// Its reason.
    pub reason: Option<Reason<'a>>,
    /// What was written about it.
    pub comment: Option<Text<'a>>,
    /// The kind of absence, by `expand=policy`.
    pub policy: Option<TimeOffPolicy<'a>>,
    /// Nabe's id of who stands in.
    pub substitute_id: Option<Text<'a>>,
    /// The zone of its dates (IANA).
    pub time_zone: Option<Text<'a>>,
    /// How much of each day is taken, when it is asked for by name.
    pub breakdown: Option<Vec<DayOff<'a>>>,
    /// When the record was made.
    pub created_at: Option<DateTime>,
    /// When the record last changed.
    pub updated_at: Option<DateTime>,
}

/// How much of a day is taken.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct DayOff<'a> {
    /// The day.
    pub date: Option<DateTime>,
    /// How much.
    pub amount: Option<f64>,
    /// Days or hours.
    pub unit: Option<Choice<'a>>,
}

/// What is left to take of a kind of absence.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct TimeOffBalance<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Nabe's id of the person.
    pub employee_id: Option<Text<'a>>,
    /// The provider's id of the person.
    pub remote_employee_id: Option<Text<'a>>,
    /// Nabe's id of the kind of absence.
    pub policy_id: Option<Text<'a>>,
    /// The provider's id of the kind of absence.
    pub remote_policy_id: Option<Text<'a>>,
    /// The kind of absence, by `expand=policy`.
    pub policy: Option<TimeOffPolicy<'a>>,
    /// What is left today.
    pub current_balance: Option<f64>,
    /// What is left once everything is taken that is planned: of Nabe's own.
    pub available_balance: Option<f64>,
    /// What there was at the beginning.
    pub initial_balance: Option<f64>,
    /// What it is counted in.
    pub balance_unit: Option<Choice<'a>>,
    /// Since when it counts.
    pub balance_start_date: Option<DateTime>,
    /// Until when it counts.
    pub balance_expiry_date: Option<DateTime>,
    /// Whether there is no end to it.
    pub is_unlimited: Option<bool>,
    /// When the record last changed.
    pub updated_at: Option<DateTime>,
}

/// Work or a break that was recorded.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct TimeEntry<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Nabe's id of the person.
    pub employee_id: Option<Text<'a>>,
    /// The provider's id of the person.
    pub remote_employee_id: Option<Text<'a>>,
    /// When it began; null while its zone is unknown.
    pub start_time: Option<DateTime>,
    /// When it ended; null while it goes on, or its zone is unknown.
    pub end_time: Option<DateTime>,
    /// When it began by the clock on the wall.
    pub start_time_local: Option<LocalDateTime>,
    /// When it ended by the clock on the wall.
    pub end_time_local: Option<LocalDateTime>,
    /// How the zone was found: `known`, `assumed` or `unknown`.
    pub time_zone_source: Option<&'static str>,
    /// The zone (IANA).
    pub time_zone: Option<Text<'a>>,
    /// Hours of work: nothing of a break.
    pub hours_worked: Option<f64>,
    /// Hours of break.
    pub break_duration: Option<f64>,
    /// The day to which it counts.
    pub attribution_date: Option<DateTime>,
    /// Whether it is approved.
    pub status: Option<Choice<'a>>,
    /// Work or break.
    pub labor_type: Option<LaborType<'a>>,
    /// Where it was.
    pub location: Option<Reference<'a>>,
    /// What was written about it.
    pub comment: Option<Text<'a>>,
    /// Nabe's id of the project.
    pub project_id: Option<Text<'a>>,
    /// Whether a rule of the customer's made it and not a person.
    pub is_auto_generated: Option<bool>,
    /// When the record was made.
    pub created_at: Option<DateTime>,
    /// When the record last changed.
    pub updated_at: Option<DateTime>,
}

/// What kind of time.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct LaborType<'a> {
    /// Its code.
    pub code: Option<Text<'a>>,
}
