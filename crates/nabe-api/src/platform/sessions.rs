//! Connect sessions.

use axum::Json;
use axum::extract::State;
use axum::http::header::USER_AGENT;
use axum::http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use nabe_core::{ConnectSession, NewConnectSession};
use nabe_model::errors::Code;
use nabe_model::platform::AccountType;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::extract::{Body, By, Id};
use crate::problem::{ErrorBody, Problem};
use crate::state::Api;

/// The one organisation of a server.
const ORGANIZATION: u32 = 1;
/// The first TypeScript client that takes an organisation as text.
const TAKES_TEXT: [u32; 3] = [4, 33, 2];

/// A session to make.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ConnectSessionCreate {
    /// The product's id of the customer.
    origin_owner_id: String,
    /// The product's name of the customer.
    origin_owner_name: String,
    /// The account to connect again.
    #[serde(default)]
    account_id: Option<String>,
    /// The categories to choose from.
    #[serde(default)]
    categories: Option<Vec<String>>,
    /// The integration to connect.
    #[serde(default)]
    integration_id: Option<String>,
    /// A name for the account.
    #[serde(default)]
    label: Option<String>,
    /// What the product stores beside the account.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    metadata: Option<Map<String, Value>>,
    /// The product's name of the person who connects.
    #[serde(default)]
    origin_username: Option<String>,
    /// The provider to connect.
    #[serde(default)]
    provider: Option<String>,
    /// The provider's version.
    #[serde(default)]
    provider_version: Option<String>,
    /// How long the token is good, in seconds; 1800 when it isn't said.
    #[serde(default)]
    expires_in: Option<f64>,
    /// Whether several accounts may be connected.
    #[serde(default)]
    multiple: Option<bool>,
    /// Permissions without which the account is not connected, such as `employees:read`, in place of the project's.
    #[serde(default)]
    required_permissions: Option<Vec<String>>,
    /// Real or for trying out.
    #[serde(default, rename = "type")]
    kind: Option<AccountType>,
}

/// A session's token.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ConnectSessionAuthenticate {
    /// The token.
    token: String,
}

/// An organisation: a number for older TypeScript clients, text for all others.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum Organization {
    /// For older TypeScript clients.
    Number(u32),
    /// For all others.
    Text(String),
}

/// A session.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConnectSessionAnswer {
    id: i64,
    organization_id: Organization,
    project_id: String,
    origin_owner_id: String,
    origin_owner_name: String,
    origin_username: Option<String>,
    account_id: Option<String>,
    categories: Vec<String>,
    integration_id: Option<String>,
    label: Option<String>,
    #[schema(value_type = Object)]
    metadata: Map<String, Value>,
    provider: Option<String>,
    #[serde(rename = "type")]
    kind: AccountType,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// The token: answered once, when the session is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    /// The address of the hosted page, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    auth_link_url: Option<String>,
}

/// Make a connect session.
#[utoipa::path(
    post, path = "/connect_sessions", tag = "connect_sessions", operation_id = "stackone_create_connect_session",
    request_body = ConnectSessionCreate,
    responses((status = 201, body = ConnectSessionAnswer), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn create(
    State(api): State<Api>,
    By(caller): By,
    headers: HeaderMap,
    Body(wanted): Body<ConnectSessionCreate>,
) -> Result<(StatusCode, Json<ConnectSessionAnswer>), Problem> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "bounded by the core; below 0 is 0"
    )]
    let expires_in = wanted.expires_in.map(|it| it as u64);
    let new = NewConnectSession {
        origin_owner_id: wanted.origin_owner_id,
        origin_owner_name: wanted.origin_owner_name,
        account_id: wanted.account_id.filter(|it| !it.is_empty()),
        categories: wanted.categories.unwrap_or_default(),
        integration_id: wanted.integration_id.filter(|it| !it.is_empty()),
        label: wanted.label,
        metadata: wanted.metadata.unwrap_or_default(),
        origin_username: wanted.origin_username,
        provider: wanted.provider.filter(|it| !it.is_empty()),
        provider_version: wanted.provider_version,
        expires_in,
        multiple: wanted.multiple.unwrap_or(false),
        required_rights: wanted.required_permissions,
        kind: wanted.kind.unwrap_or_default(),
    };
    let session = api.core.create_session(&caller, new).await?;
    Ok((StatusCode::CREATED, Json(answer(session, &headers))))
}

/// Look at a connect session by its token.
#[utoipa::path(
    post, path = "/connect_sessions/authenticate", tag = "connect_sessions",
    operation_id = "stackone_authenticate_connect_session",
    request_body = ConnectSessionAuthenticate,
    responses((status = 201, body = ConnectSessionAnswer), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn authenticate(
    State(api): State<Api>,
    By(caller): By,
    headers: HeaderMap,
    Body(body): Body<ConnectSessionAuthenticate>,
) -> Result<(StatusCode, Json<ConnectSessionAnswer>), Problem> {
    let session = api.core.authenticate_session(&caller, &body.token).await?;
    Ok((StatusCode::CREATED, Json(answer(session, &headers))))
}

/// Revoke a connect session: neither its token nor its link is good from then on.
#[utoipa::path(
    delete, path = "/connect_sessions/{id}", tag = "connect_sessions", operation_id = "nabe_revoke_connect_session",
    params(("id" = i64, Path, description = "The session's number")),
    responses((status = 204), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn revoke(
    State(api): State<Api>,
    By(caller): By,
    Id(id): Id,
) -> Result<StatusCode, Problem> {
    let missing = || Problem::new(Code::SessionNotFound, "A connect session is named by its number.");
    api.core.revoke_session(&caller, id.parse().map_err(|_| missing())?).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn answer(session: ConnectSession, headers: &HeaderMap) -> ConnectSessionAnswer {
    let ConnectSession { row, token, auth_link_url } = session;
    ConnectSessionAnswer {
        id: row.id,
        organization_id: organization(headers),
        project_id: row.project_id.to_string(),
        origin_owner_id: row.origin_owner_id,
        origin_owner_name: row.origin_owner_name,
        origin_username: row.origin_username,
        account_id: row.account_id.map(String::from),
        categories: row.categories,
        integration_id: row.integration_id,
        label: row.label,
        metadata: row.metadata,
        provider: row.provider,
        kind: row.kind,
        created_at: row.created_at,
        token,
        auth_link_url,
    }
}

fn organization(headers: &HeaderMap) -> Organization {
    let agent = headers.get(USER_AGENT).and_then(|it| it.to_str().ok()).unwrap_or_default();
    if wants_number(agent) {
        Organization::Number(ORGANIZATION)
    } else {
        Organization::Text(ORGANIZATION.to_string())
    }
}

/// Whether this client is a TypeScript client from before organisations became text.
fn wants_number(agent: &str) -> bool {
    let Some(rest) = agent.strip_prefix("speakeasy-sdk/typescript ") else { return false };
    let version = rest.split_whitespace().next().unwrap_or_default();
    let mut parts = version.split('.').map(|it| it.parse::<u32>().ok());
    match [parts.next(), parts.next(), parts.next()] {
        [Some(Some(major)), Some(Some(minor)), Some(Some(patch))] => [major, minor, patch] < TAKES_TEXT,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::wants_number;

    #[test]
    fn older_typescript_clients_want_a_number() {
        assert!(wants_number("speakeasy-sdk/typescript 4.28.0 2.716.16 1.0.0 @stackone/stackone-client-ts"));
        assert!(wants_number("speakeasy-sdk/typescript 4.33.1 2"));
        assert!(!wants_number("speakeasy-sdk/typescript 4.33.2 2"));
        assert!(!wants_number("speakeasy-sdk/typescript 4.34.1 2"));
        assert!(!wants_number("speakeasy-sdk/typescript x 2"));
        assert!(!wants_number("curl/8.0"));
    }
}
