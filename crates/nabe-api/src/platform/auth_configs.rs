//! Ways to connect: what newer clients call connector profiles.

use axum::Json;
use axum::extract::{RawQuery, State};
use jiff::Timestamp;
use nabe_core::AuthConfigQuery;
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract::By;
use crate::problem::{ErrorBody, Problem};
use crate::query::Query;
use crate::state::Api;

/// A page of ways to connect.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuthConfigsPage {
    page: u32,
    page_size: u32,
    total: usize,
    data: Vec<AuthConfigAnswer>,
}

/// One way to connect.
#[derive(Serialize, ToSchema)]
#[schema(as = AuthConfig)]
pub(crate) struct AuthConfigAnswer {
    id: String,
    name: String,
    connector_key: String,
    connector_label: String,
    connector_version: String,
    categories: Vec<String>,
    active: bool,
    default: bool,
    logo_url: String,
    release_stage: &'static str,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

/// List ways to connect.
#[utoipa::path(
    get, path = "/auth_configs", tag = "connectors", operation_id = "stackone_list_auth_configs",
    params(
        ("connector_key" = Option<String>, Query, description = "Of this connector"),
        ("enabled" = Option<bool>, Query, description = "Only those that are switched on, or off"),
        ("page" = Option<u32>, Query, description = "The page, counted from 1"),
        ("page_size" = Option<u32>, Query, description = "Rows on a page, 25 when it isn't said"),
    ),
    responses((status = 200, body = AuthConfigsPage), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn list(
    State(api): State<Api>,
    By(caller): By,
    RawQuery(query): RawQuery,
) -> Result<Json<AuthConfigsPage>, Problem> {
    let query = Query::parse(query.as_deref());
    let (page, page_size) =
        (query.number("page")?.unwrap_or(1), query.number("page_size")?.unwrap_or(25).min(100));
    let enabled = query.get("enabled").map(|_| query.truth("enabled")).transpose()?;
    let wanted = AuthConfigQuery { connector_key: query.get("connector_key").map(str::to_owned), enabled };
    let all = api.core.auth_configs(&caller, &wanted);
    let total = all.len();
    let before = usize::try_from((page - 1).saturating_mul(page_size)).unwrap_or(usize::MAX);
    let rows = all.into_iter().skip(before).take(page_size as usize);
    let data = rows.map(|it| AuthConfigAnswer {
        id: it.id,
        name: it.connector_label.clone(),
        connector_key: it.connector_key,
        connector_label: it.connector_label,
        connector_version: it.connector_version,
        categories: it.categories,
        active: true,
        default: true,
        logo_url: it.logo_url,
        release_stage: "ga",
        created_at: it.created_at,
        updated_at: it.created_at,
    });
    Ok(Json(AuthConfigsPage { page, page_size, total, data: data.collect() }))
}
