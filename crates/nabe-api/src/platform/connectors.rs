//! What can be connected.

use axum::Json;
use axum::extract::State;
use nabe_core::ConnectorMeta;
use nabe_model::coverage::Coverage;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::extract::{By, Id};
use crate::problem::{ErrorBody, Problem};
use crate::state::Api;

/// A connector and what it can do.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConnectorsMeta {
    /// Its key.
    provider: String,
    /// Its name.
    provider_name: String,
    /// The contract's category.
    category: String,
    /// Models and what can be done with them.
    #[schema(value_type = Object)]
    models: Map<String, Value>,
    /// Whether it can be connected.
    active: bool,
    /// Every field with its source, what it needs and what it costs, for one connector: of Nabe's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Coverage>,
}

impl From<ConnectorMeta> for ConnectorsMeta {
    fn from(meta: ConnectorMeta) -> Self {
        let ConnectorMeta { provider, provider_name, category, models } = meta;
        Self { provider, provider_name, category, models, active: true, coverage: None }
    }
}

/// List connectors.
#[utoipa::path(
    get, path = "/connectors/meta", tag = "connectors", operation_id = "stackone_list_connectors_meta",
    params(("include" = Option<String>, Query, description = "Taken and not needed: everything is answered")),
    responses((status = 200, body = Vec<ConnectorsMeta>), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn list(State(api): State<Api>, By(caller): By) -> Json<Vec<ConnectorsMeta>> {
    Json(api.core.connectors(&caller).into_iter().map(Into::into).collect())
}

/// Get a connector.
#[utoipa::path(
    get, path = "/connectors/meta/{provider}", tag = "connectors", operation_id = "stackone_get_connector_meta",
    params(
        ("provider" = String, Path, description = "The connector's key"),
        ("include" = Option<String>, Query, description = "Taken and not needed: everything is answered"),
    ),
    responses((status = 200, body = ConnectorsMeta), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn get(
    State(api): State<Api>,
    By(caller): By,
    Id(provider): Id,
) -> Result<Json<ConnectorsMeta>, Problem> {
    let meta = api.core.connector(&caller, &provider)?;
    let coverage = api.core.coverage(&provider).map(|(_, coverage)| coverage);
    Ok(Json(ConnectorsMeta { coverage, ..meta.into() }))
}
