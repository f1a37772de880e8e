//! Which attributes of a customer's feed which unified fields, as the platform API tells it.
//!
//! Holds keys of attributes and names of fields, never a person's value. Must not know how it is stored.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// That an attribute of the customer's feeds a field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct FieldMapping {
    /// The attribute, by the provider's key.
    pub attribute: String,
    /// The unified field, nested by dots.
    pub field: String,
}

/// What decides that an attribute feeds a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MappingSource {
    /// It is one of the provider's own.
    System,
    /// Its universal id, which means the same in every account.
    UniversalId,
    /// A mapping of this account.
    Account,
}

/// What a mapping of the account does now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MappingState {
    /// It feeds its field.
    Active,
    /// The provider lists no such attribute: it was deleted, or may not be read any more.
    AttributeMissing,
    /// Another attribute feeds the field by its universal id, which comes first.
    Overruled,
}

/// A mapping of the account, and what it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MappingInForce {
    /// The mapping.
    #[serde(flatten)]
    pub mapping: FieldMapping,
    /// What it does now.
    pub state: MappingState,
    /// The attribute that comes first.
    pub overruled_by: Option<String>,
    /// Options of the attribute that are none of the field's values: they become `unmapped_value`, with what they
    /// are called as `source_value`.
    pub unmapped_options: Vec<String>,
}

/// A type in the unified words and in the provider's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AttributeKind {
    /// The unified word.
    pub value: &'static str,
    /// The provider's word.
    pub source_value: String,
}

/// A field that an attribute feeds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Feeding {
    /// The field.
    pub field: String,
    /// What decides it.
    pub source: MappingSource,
}

/// An attribute of employees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CatalogueAttribute {
    /// Its key: the same as the id of its custom field definition.
    pub id: String,
    /// Its name for people, in the language of the account. It decides nothing.
    pub label: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: AttributeKind,
    /// What can be chosen.
    pub options: Vec<String>,
    /// The id that it has in every account, if it has one.
    pub universal_id: Option<String>,
    /// Whether the customer defined it; others can't be mapped.
    pub custom: bool,
    /// The fields that it feeds now.
    pub mapped_to: Vec<Feeding>,
}

/// A unified field that an attribute may feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MappingTarget {
    /// The field, nested by dots. A name in braces is chosen by whoever maps.
    pub field: &'static str,
    /// What it holds: `text`, `date`, `number`, `choice`, `choices` or `any`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The types of attributes that it takes; empty where it takes any.
    pub takes: &'static [&'static str],
    /// The values of a choice, or what may stand in place of the braces; empty where anything may.
    pub values: &'static [&'static str],
    /// The universal ids that feed it in every account.
    pub universal_ids: &'static [&'static str],
    /// The attribute that feeds it by its universal id: no mapping does then.
    pub fed_by: Option<String>,
}

/// What feeds which fields of employees in an account, and what could.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldMappings {
    /// The account.
    pub account_id: String,
    /// The provider's key.
    pub provider: String,
    /// The mappings of the account, by field.
    pub mappings: Vec<MappingInForce>,
    /// All attributes that the credentials may read.
    pub attributes: Vec<CatalogueAttribute>,
    /// All fields that attributes may feed.
    pub targets: Vec<MappingTarget>,
}

/// What mappings would change for one person. Nothing of it is stored.
#[derive(Serialize, ToSchema)]
pub struct MappingPreview {
    /// The person.
    pub employee_id: String,
    /// The fields that differ.
    pub changed: Vec<String>,
    /// The fields that attributes may feed, as they are now, each explained.
    #[schema(value_type = Object)]
    pub before: serde_json::Value,
    /// The same, as they would be.
    #[schema(value_type = Object)]
    pub after: serde_json::Value,
}
