//! Platform types: projects, keys, linked accounts, connect sessions.
//!
//! Field names and value lists follow the published contract; must not know how they are stored.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::AccountId;

/// Where a linked account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountStatus {
    /// Credentials work.
    Active,
    /// Switched off by the product.
    Inactive,
    /// Switched off by the operator.
    Suspended,
    /// Kept for the record only.
    Archived,
    /// The provider says that the credentials have ended.
    Expired,
    /// The provider refused the credentials: a person must reconnect.
    Error,
}

/// Whether an account carries real people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountType {
    /// Real data.
    #[default]
    Production,
    /// Made for trying out.
    Test,
}

/// Why an account has its status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StatusReason {
    /// A short word for programs.
    pub code: String,
    /// A sentence for people: what happened and what to do.
    pub description: String,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub timestamp: Timestamp,
}

/// A customer's account at a provider, as the published contract shows it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LinkedAccount {
    /// Its id: the `x-account-id` of every later call.
    #[schema(value_type = String)]
    pub id: AccountId,
    /// The provider's key, as the list of connectors names it.
    pub provider: String,
    /// The provider's name.
    pub provider_name: String,
    /// Where it stands.
    pub status: AccountStatus,
    /// Why it stands there.
    pub status_reasons: Vec<StatusReason>,
    /// The product's id of the customer.
    pub origin_owner_id: String,
    /// The product's name of the customer.
    pub origin_owner_name: String,
    /// The product's name of the person who connected.
    pub origin_username: Option<String>,
    /// Always empty: credentials are never returned.
    #[schema(value_type = Object)]
    pub credentials: BTreeMap<String, String>,
    /// Always empty: what was entered is sealed.
    #[schema(value_type = Object)]
    pub setup_information: BTreeMap<String, String>,
    /// A name given by the product.
    pub label: Option<String>,
    /// What the product stored beside the account.
    #[schema(value_type = Object)]
    pub metadata: serde_json::Map<String, serde_json::Value>,
    /// Whether all end users of the product share it.
    pub shared: bool,
    /// Real or for trying out.
    #[serde(rename = "type")]
    pub kind: AccountType,
    /// The zone (IANA) in which its people record their work; null while nobody has said it.
    pub time_zone: Option<String>,
    /// When it was first connected.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

/// How far an attempt to connect has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AttemptStatus {
    /// Not decided yet.
    Pending,
    /// An account was connected.
    Authenticated,
    /// The provider refused.
    Error,
    /// The person gave up.
    Cancelled,
    /// Nothing happened for too long.
    Expired,
}
