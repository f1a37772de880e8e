//! What of an account's rows could not be read.

use axum::Json;
use axum::extract::{RawQuery, State};
use nabe_model::quarantine::Quarantine;
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract::{AccountPath, By};
use crate::problem::{ErrorBody, Problem};
use crate::query::Query;
use crate::state::Api;

/// Entries on a page when nobody says how many.
const PAGE_SIZE: u32 = 25;

/// What was taken away.
#[derive(Serialize, ToSchema)]
pub(crate) struct Cleared {
    /// How many entries there were.
    cleared: u64,
}

/// What of an account's rows could not be read lately, and where: never a value.
#[utoipa::path(
    get, path = "/accounts/{id}/quarantine", tag = "accounts", operation_id = "nabe_get_account_quarantine",
    params(
        ("id" = String, Path, description = "The account"),
        ("page" = Option<u32>, Query, description = "The page, counted from 1"),
        ("page_size" = Option<u32>, Query, description = "Entries on a page, 25 when it isn't said, at most 100"),
    ),
    responses((status = 200, body = Quarantine), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn list(
    State(api): State<Api>,
    By(caller): By,
    AccountPath(id): AccountPath,
    RawQuery(query): RawQuery,
) -> Result<Json<Quarantine>, Problem> {
    let query = Query::parse(query.as_deref());
    let page = query.number("page")?.unwrap_or(1);
    let page_size = query.number("page_size")?.unwrap_or(PAGE_SIZE);
    Ok(Json(api.core.quarantine(&caller, &id, page, page_size).await?))
}

/// Forget what of an account's rows could not be read.
#[utoipa::path(
    delete, path = "/accounts/{id}/quarantine", tag = "accounts", operation_id = "nabe_clear_account_quarantine",
    params(("id" = String, Path, description = "The account")),
    responses((status = 200, body = Cleared), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn clear(
    State(api): State<Api>,
    By(caller): By,
    AccountPath(id): AccountPath,
) -> Result<Json<Cleared>, Problem> {
    Ok(Json(Cleared { cleared: api.core.clear_quarantine(&caller, &id).await? }))
}
