//! How a company is built: groups, jobs, positions, and what customers define themselves.

use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::value::{Choice, DateTime, Text};

/// A department, a team, a cost center or another group, with the groups that it belongs to.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct OrgGroup<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its name.
    pub name: Option<Text<'a>>,
    /// Nabe's ids of the groups that it belongs to, the nearest first.
    pub parent_ids: Option<Vec<Text<'a>>>,
    /// The provider's ids of the groups that it belongs to.
    pub remote_parent_ids: Option<Vec<Text<'a>>>,
    /// Nabe's ids of those who lead it.
    pub owner_ids: Option<Vec<Text<'a>>>,
    /// The provider's ids of those who lead it.
    pub remote_owner_ids: Option<Vec<Text<'a>>>,
    /// Nabe's id of its company.
    pub company_id: Option<Text<'a>>,
    /// The provider's id of its company.
    pub remote_company_id: Option<Text<'a>>,
    /// What kind of group.
    #[serde(rename = "type")]
    pub kind: Option<Choice<'a>>,
    /// What it is for.
    pub description: Option<Text<'a>>,
    /// Its short name.
    pub abbreviation: Option<Text<'a>>,
}

/// A job of the company's catalogue.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct HrisJob<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its code.
    pub code: Option<Text<'a>>,
    /// Its title.
    pub title: Option<Text<'a>>,
    /// What it is about.
    pub description: Option<Text<'a>>,
    /// Whether it is open.
    pub status: Option<Choice<'a>>,
    /// When the record was made.
    pub created_at: Option<DateTime>,
    /// When the record last changed.
    pub updated_at: Option<DateTime>,
}

/// A post that somebody holds.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Position<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Id of the job.
    pub job_id: Option<Text<'a>>,
    /// Its title.
    pub title: Option<Text<'a>>,
    /// What it is about.
    pub description: Option<Text<'a>>,
    /// Id of the department.
    pub department_id: Option<Text<'a>>,
    /// Id of the place.
    pub location_id: Option<Text<'a>>,
    /// Internal or external.
    pub employment_type: Option<Text<'a>>,
    /// Whether it is open.
    pub status: Option<Choice<'a>>,
    /// Since when it is open.
    pub posted_date: Option<DateTime>,
    /// Nabe's id of the person who holds it.
    pub employee_id: Option<Text<'a>>,
    /// The provider's id of the person who holds it.
    pub remote_employee_id: Option<Text<'a>>,
}

/// Something that records refer to by id and name.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Reference<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its name.
    pub name: Option<Text<'a>>,
    /// Whether it is in use.
    pub active: Option<bool>,
}

/// An attribute that the customer defined.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct CustomFieldDefinition<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its label, in the language of the account.
    pub name: Option<Text<'a>>,
    /// What it is for.
    pub description: Option<Text<'a>>,
    /// What kind of values it has.
    #[serde(rename = "type")]
    pub kind: Option<Choice<'a>>,
    /// The values to choose from.
    pub options: Option<Vec<CustomFieldOption<'a>>>,
}

/// A value to choose from.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomFieldOption<'a> {
    /// The provider's id of the value.
    pub id: Text<'a>,
    /// The value.
    #[schema(value_type = Object)]
    pub value: &'a RawValue,
}
