//! What of a provider the unified API covers: each field with its source, what it needs and what it costs.
//!
//! Must not know any provider.

use serde::Serialize;
use utoipa::ToSchema;

/// What of a provider is covered.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Coverage {
    /// What is served.
    pub objects: Vec<CoveredObject>,
    /// Operations that answer `not_supported`.
    pub not_served: Vec<NotServed>,
}

/// Records of one kind, and where their fields come from.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CoveredObject {
    /// Its name: the address of its first list below `/unified`.
    pub object: String,
    /// The operations that answer it, as method and address.
    pub operations: Vec<String>,
    /// The most rows that one call of the provider brings; null when a list comes whole.
    pub rows_per_call: Option<u32>,
    /// Its fields.
    pub fields: Vec<CoveredField>,
}

/// Where one field comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoveredField {
    /// The field.
    pub field: &'static str,
    /// Whether the provider has it.
    pub covered: bool,
    /// What an account can map attributes of the customer's to, so that it is filled.
    pub mappable: Vec<&'static str>,
    /// Its path in the provider's answer.
    pub path: &'static str,
    /// How it is made, or why there is none.
    pub rule: &'static str,
    /// The row of the provider's permission dialog, and the access in it.
    pub permission: &'static str,
    /// The attribute that must be ticked beside the row.
    pub attribute: Option<&'static str>,
    /// What must be asked for before it is fetched: `include`, `expand` or `fields`; null when it is always there.
    pub asked_by: Option<&'static str>,
    /// What it costs beside the calls of the list: `none`, `call_per_page`, `call_per_record`, or `call_per_person`, which
    /// a setting of the account spares.
    pub cost: &'static str,
    /// How well the provider's side is known: `official`, `live`, `third_party` or `guess`.
    pub evidence: &'static str,
}

/// An operation that is not served.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NotServed {
    /// Method and address.
    pub operation: String,
    /// What can't: `provider` when it has no such thing, `nabe` when it is not done yet.
    pub limit: &'static str,
    /// Why, in words.
    pub why: String,
}
