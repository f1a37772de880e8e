//! Which attributes of a customer's feed which fields: told, decided, tried out.

use axum::Json;
use axum::extract::State;
use nabe_model::mapping::{FieldMapping, FieldMappings, MappingPreview};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::body::{objects, objects_if_any};
use crate::extract::{AccountPath, Body, By};
use crate::problem::{ErrorBody, Problem};
use crate::state::Api;

/// The mappings of an account, all of them.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PutFieldMappings {
    /// Which attribute feeds which field; a field once.
    #[serde(deserialize_with = "objects")]
    mappings: Vec<FieldMapping>,
}

/// Mappings to be tried out on one person.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PreviewFieldMappings {
    /// The mappings; those of the account when they aren't said.
    #[serde(default, deserialize_with = "objects_if_any")]
    mappings: Option<Vec<FieldMapping>>,
    /// The person; the first of the list when it isn't said.
    #[serde(default)]
    employee_id: Option<String>,
}

/// Which attributes feed which fields of employees, and which could.
#[utoipa::path(
    get, path = "/accounts/{id}/field_mappings", tag = "accounts", operation_id = "nabe_get_account_field_mappings",
    params(("id" = String, Path, description = "The account")),
    responses((status = 200, body = FieldMappings), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn get(
    State(api): State<Api>,
    By(caller): By,
    AccountPath(id): AccountPath,
) -> Result<Json<FieldMappings>, Problem> {
    Ok(Json(api.core.field_mappings(&caller, &id).await?))
}

/// Replace the mappings of an account. From the next read on they hold.
#[utoipa::path(
    put, path = "/accounts/{id}/field_mappings", tag = "accounts", operation_id = "nabe_put_account_field_mappings",
    params(("id" = String, Path, description = "The account")),
    request_body = PutFieldMappings,
    responses((status = 200, body = FieldMappings), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn put(
    State(api): State<Api>,
    By(caller): By,
    AccountPath(id): AccountPath,
    Body(PutFieldMappings { mappings }): Body<PutFieldMappings>,
) -> Result<Json<FieldMappings>, Problem> {
    Ok(Json(api.core.put_field_mappings(&caller, &id, mappings).await?))
}

/// What mappings would change for one person. Stores nothing.
#[utoipa::path(
    post, path = "/accounts/{id}/field_mappings/preview", tag = "accounts",
    operation_id = "nabe_preview_account_field_mappings",
    params(("id" = String, Path, description = "The account")),
    request_body = PreviewFieldMappings,
    responses((status = 200, body = MappingPreview), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn preview(
    State(api): State<Api>,
    By(caller): By,
    AccountPath(id): AccountPath,
    Body(PreviewFieldMappings { mappings, employee_id }): Body<PreviewFieldMappings>,
) -> Result<Json<MappingPreview>, Problem> {
    Ok(Json(api.core.preview_field_mappings(&caller, &id, mappings, employee_id).await?))
}
