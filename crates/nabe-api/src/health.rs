//! Whether the server works, and its description.

use axum::Json;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::{ErrorBody, Problem};
use crate::state::Api;

/// The server works.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    /// Always `ok`.
    status: &'static str,
    /// The version of this server.
    version: &'static str,
}

/// Whether the server can work.
#[utoipa::path(
    get, path = "/health", tag = "server", operation_id = "server_health", security(()),
    responses((status = 200, body = Health), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn health(State(api): State<Api>) -> Result<Json<Health>, Problem> {
    api.core.health().await?;
    Ok(Json(Health { status: "ok", version: env!("CARGO_PKG_VERSION") }))
}

/// JSON that is written already.
pub(crate) fn json(text: &'static str) -> Response {
    ([(CONTENT_TYPE, "application/json")], text).into_response()
}
