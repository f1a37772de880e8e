//! Projects that time is recorded on, and who may do so.

use serde::Serialize;
use utoipa::ToSchema;

use crate::value::{Choice, DateTime, Text};

/// A project, or a part of one.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Project<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its name.
    pub name: Option<Text<'a>>,
    /// Its code.
    pub code: Option<Text<'a>>,
    /// What it is about.
    pub description: Option<Text<'a>>,
    /// Active or archived.
    pub status: Option<Choice<'a>>,
    /// Nabe's id of the project that it is a part of.
    pub parent_id: Option<Text<'a>>,
    /// The provider's id of the project that it is a part of.
    pub remote_parent_id: Option<Text<'a>>,
    /// Nabe's id of its cost center.
    pub cost_center_id: Option<Text<'a>>,
    /// The provider's id of its cost center.
    pub remote_cost_center_id: Option<Text<'a>>,
    /// Its first day.
    pub start_date: Option<DateTime>,
    /// Its last day.
    pub end_date: Option<DateTime>,
    /// Whether everybody may record time on it; its members are then not listed.
    pub assigned_to_all: Option<bool>,
    /// Whether its time is billed.
    pub billable: Option<bool>,
    /// For whom it is.
    pub client_name: Option<Text<'a>>,
    /// What kind of project, in the customer's words.
    #[serde(rename = "type")]
    pub kind: Option<Text<'a>>,
    /// Minutes recorded on it, when they are asked for by name.
    pub tracked_minutes: Option<i64>,
    /// Minutes recorded on its parts, when they are asked for by name.
    pub sub_projects_tracked_minutes: Option<i64>,
    /// How many parts it has, when that is asked for by name.
    pub sub_projects_count: Option<i64>,
    /// How many entries were recorded on it, when that is asked for by name.
    pub tracked_periods_count: Option<i64>,
    /// When the record was made.
    pub created_at: Option<DateTime>,
    /// When the record last changed.
    pub updated_at: Option<DateTime>,
}

/// Somebody who may record time on a project.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ProjectMember<'a> {
    /// Nabe's id: that of the person.
    pub id: Option<Text<'a>>,
    /// The provider's id: that of the person.
    pub remote_id: Option<Text<'a>>,
    /// Nabe's id of the person.
    pub employee_id: Option<Text<'a>>,
    /// The provider's id of the person.
    pub remote_employee_id: Option<Text<'a>>,
}
