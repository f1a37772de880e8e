//! What the embedded component calls, as its published version does.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use nabe_core::{HubAccount, HubConnector, HubField, HubIntegration, Linked, Submission};
use nabe_model::diagnosis::{Finding, FindingCode};
use nabe_model::errors::Code;
use nabe_model::ids::{AccountId, AttemptId};
use nabe_model::platform::AttemptStatus;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::extract::{AccountPath, Body, Id, InSession};
use crate::problem::{ErrorBody, Problem};
use crate::query::Query;
use crate::state::Api;

/// What the component starts with.
#[derive(Serialize, ToSchema)]
pub(crate) struct HubSettings {
    enabled_features: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    existing_account_id: Option<String>,
}

/// The providers to choose from.
#[derive(Serialize, ToSchema)]
pub(crate) struct HubConnectors {
    integrations: Vec<HubIntegrationAnswer>,
}

/// A provider to choose.
#[derive(Serialize, ToSchema)]
#[schema(as = HubIntegration)]
pub(crate) struct HubIntegrationAnswer {
    active: bool,
    name: String,
    provider: String,
    #[serde(rename = "type")]
    category: String,
    version: String,
    integration_id: String,
    authentication_config_key: String,
    environment: &'static str,
    logo_url: String,
}

/// A provider's form and what belongs to it.
#[derive(Serialize, ToSchema)]
pub(crate) struct HubConnectorAnswer {
    #[schema(value_type = Object)]
    config: Value,
    #[schema(value_type = Object)]
    hub_settings: Value,
}

/// What was entered.
#[derive(Deserialize, ToSchema)]
pub(crate) struct HubAccountWrite {
    /// The provider's key.
    integration_id: String,
    /// The fields by their keys.
    #[serde(default)]
    #[schema(value_type = Object)]
    credentials: BTreeMap<String, Value>,
    /// The connection attempt that this belongs to, if somebody watches one: it ends as this does.
    connection_attempt_id: Option<String>,
}

/// An account that is connected.
#[derive(Serialize, ToSchema)]
pub(crate) struct HubAccountRef {
    id: String,
    provider: String,
}

/// An account in the edit view; secrets are replaced.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = HubAccount)]
pub(crate) struct HubAccountAnswer {
    secure_id: String,
    provider: String,
    setup_information: BTreeMap<String, String>,
    secrets: BTreeMap<String, String>,
    version: String,
    auth_config_key: Option<String>,
    environment: Option<String>,
    integration_id: String,
}

/// A connection attempt that was begun.
#[derive(Serialize, ToSchema)]
pub(crate) struct HubAttemptRef {
    id: String,
}

/// How far a connection attempt has come.
#[derive(Serialize, ToSchema)]
pub(crate) struct HubConnectionAttempt {
    status: AttemptStatus,
    account: Option<HubAttemptRef>,
    error: Option<HubAttemptError>,
}

/// Why an attempt failed.
#[derive(Serialize, ToSchema)]
pub(crate) struct HubAttemptError {
    code: String,
    description: String,
}

/// What the component starts with.
#[utoipa::path(
    get, path = "/hub/settings", tag = "hub", operation_id = "hub_settings", security(("session" = [])),
    responses((status = 200, body = HubSettings), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn settings(InSession(session): InSession) -> Json<HubSettings> {
    let existing_account_id = session.hub_settings().existing_account_id.map(String::from);
    Json(HubSettings { enabled_features: Vec::new(), existing_account_id })
}

/// The providers to choose from.
#[utoipa::path(
    get, path = "/hub/connectors", tag = "hub", operation_id = "hub_list_connectors", security(("session" = [])),
    params(("provider" = Option<String>, Query, description = "Only this one")),
    responses((status = 200, body = HubConnectors), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn list_connectors(
    State(api): State<Api>,
    InSession(session): InSession,
    RawQuery(query): RawQuery,
) -> Json<HubConnectors> {
    let query = Query::parse(query.as_deref());
    let connectors = api.core.hub_connectors(&session, query.get("provider"));
    let integration = |it: HubIntegration| HubIntegrationAnswer {
        active: true,
        name: it.name,
        integration_id: it.provider.clone(),
        authentication_config_key: it.provider.clone(),
        provider: it.provider,
        category: it.category,
        version: it.version,
        environment: "production",
        logo_url: it.logo_url,
    };
    Json(HubConnectors { integrations: connectors.integrations.into_iter().map(integration).collect() })
}

/// A provider's form.
#[utoipa::path(
    get, path = "/hub/connectors/{integration_id}", tag = "hub", operation_id = "hub_get_connector",
    security(("session" = [])),
    params(("integration_id" = String, Path, description = "The integration")),
    responses((status = 200, body = HubConnectorAnswer), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn get_connector(
    State(api): State<Api>,
    InSession(session): InSession,
    Id(integration): Id,
) -> Result<Json<HubConnectorAnswer>, Problem> {
    let connector = api.core.hub_connector(&session, &integration)?;
    // What is missing is told when an account is opened again: before, nothing is known.
    let findings = match api.core.session_diagnosis(&session).await? {
        Some(diagnosis) if diagnosis.provider == connector.key => diagnosis.findings,
        Some(_) | None => Vec::new(),
    };
    let hub_settings = json!({ "configured_webhook_events": [], "project_settings": {} });
    Ok(Json(HubConnectorAnswer { config: form(&connector, &findings), hub_settings }))
}

fn form(connector: &HubConnector, findings: &[Finding]) -> Value {
    json!({
        "key": connector.key,
        "name": connector.name,
        "type": "custom",
        "configFields": connector.fields.iter().map(field).collect::<Vec<_>>(),
        "configNotices": notices(findings),
        "assets": { "icon": connector.logo_url },
        "support": { "link": connector.guide_url, "description": "Step by step, with pictures" },
    })
}

/// So many findings have a notice each.
const SINGLE_NOTICES: usize = 3;

/// Findings as notices above the form: one each when they are few, else one for the permissions and one for the
/// attributes.
fn notices(findings: &[Finding]) -> Vec<Value> {
    if findings.len() <= SINGLE_NOTICES {
        return findings.iter().map(|it| notice(&it.subject, &[it])).collect();
    }
    let of = |code: FindingCode| findings.iter().filter(|it| it.code == code).collect::<Vec<_>>();
    let groups = [
        ("permissions", of(FindingCode::PermissionMissing)),
        ("attributes", of(FindingCode::AttributeMissing)),
    ];
    let filled = groups.iter().filter(|(_, findings)| !findings.is_empty());
    filled.map(|(key, findings)| notice(key, findings)).collect()
}

/// Findings as one notice, in Markdown: what is missing, and the clicks that mend it, those in common once.
fn notice(key: &str, findings: &[&Finding]) -> Value {
    let missing: Vec<String> =
        findings.iter().map(|it| format!("- **{}** {}", it.en.what, it.en.lost)).collect();
    let most = findings.iter().map(|it| it.en.clicks.len()).max().unwrap_or(0);
    let mut steps: Vec<&str> = Vec::new();
    for place in 0..most {
        for click in findings.iter().filter_map(|it| it.en.clicks.get(place)) {
            if !steps.contains(&click.as_str()) {
                steps.push(click);
            }
        }
    }
    let steps: Vec<String> = (1..).zip(steps).map(|(number, step)| format!("{number}. {step}")).collect();
    json!({
        "key": key,
        "type": "warning",
        "position": "top",
        "description": format!("{}\n\n{}", missing.join("\n"), steps.join("\n")),
    })
}

fn field(field: &HubField) -> Value {
    let mut json = json!({
        "key": field.key,
        "label": field.label.en,
        "type": if field.is_password { "password" } else { "text" },
        "required": field.is_required,
        "secret": field.is_secret,
        "placeholder": field.placeholder,
        "description": field.description.en,
    });
    if let Some(pattern) = &field.pattern {
        json["validation"] =
            json!({ "type": "html-pattern", "pattern": format!("^(?:{pattern})$"), "error": field.error.en });
    }
    json
}

/// Connect an account.
#[utoipa::path(
    post, path = "/hub/accounts", tag = "hub", operation_id = "hub_create_account", security(("session" = [])),
    request_body = HubAccountWrite,
    responses((status = 201, body = HubAccountRef), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn create_account(
    State(api): State<Api>,
    InSession(session): InSession,
    Body(body): Body<HubAccountWrite>,
) -> Result<(StatusCode, Json<HubAccountRef>), Problem> {
    let linked = api.core.link(&session, submission(body, None)?).await?;
    Ok((StatusCode::CREATED, Json(reference(linked))))
}

/// An account in the edit view.
#[utoipa::path(
    get, path = "/hub/accounts/{id}", tag = "hub", operation_id = "hub_get_account", security(("session" = [])),
    params(("id" = String, Path, description = "The account")),
    responses((status = 200, body = HubAccountAnswer), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn get_account(
    State(api): State<Api>,
    InSession(session): InSession,
    AccountPath(id): AccountPath,
) -> Result<Json<HubAccountAnswer>, Problem> {
    let HubAccount { id, provider, version, plain, secrets } = api.core.hub_account(&session, &id).await?;
    Ok(Json(HubAccountAnswer {
        secure_id: id.to_string(),
        auth_config_key: Some(provider.clone()),
        integration_id: provider.clone(),
        provider,
        setup_information: plain,
        secrets,
        version,
        environment: Some("production".to_owned()),
    }))
}

/// Connect an account again.
#[utoipa::path(
    patch, path = "/hub/accounts/{id}", tag = "hub", operation_id = "hub_update_account", security(("session" = [])),
    params(("id" = String, Path, description = "The account")),
    request_body = HubAccountWrite,
    responses((status = 200, body = HubAccountRef), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn update_account(
    State(api): State<Api>,
    InSession(session): InSession,
    AccountPath(id): AccountPath,
    Body(body): Body<HubAccountWrite>,
) -> Result<Json<HubAccountRef>, Problem> {
    let linked = api.core.link(&session, submission(body, Some(id))?).await?;
    Ok(Json(reference(linked)))
}

fn submission(body: HubAccountWrite, account: Option<AccountId>) -> Result<Submission, Problem> {
    let mut fields = BTreeMap::new();
    for (key, value) in body.credentials {
        match value {
            Value::String(text) => drop(fields.insert(key, text)),
            Value::Number(number) => drop(fields.insert(key, number.to_string())),
            Value::Null => {}
            Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
                let message = "Every field of `credentials` must be a text.";
                return Err(Problem::new(Code::CredentialsIncomplete, message));
            }
        }
    }
    let attempt = body.connection_attempt_id.as_deref().map(attempt_id).transpose()?;
    Ok(Submission { integration: body.integration_id, fields, account, attempt })
}

fn reference(linked: Linked) -> HubAccountRef {
    HubAccountRef { id: linked.id.to_string(), provider: linked.provider }
}

/// Begin a connection attempt.
#[utoipa::path(
    post, path = "/hub/connection_attempts", tag = "hub", operation_id = "hub_create_connection_attempt",
    security(("session" = [])),
    responses((status = 201, body = HubAttemptRef), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn create_attempt(
    State(api): State<Api>,
    InSession(session): InSession,
) -> Result<(StatusCode, Json<HubAttemptRef>), Problem> {
    let id = api.core.begin_attempt(&session).await?;
    Ok((StatusCode::CREATED, Json(HubAttemptRef { id: id.to_string() })))
}

/// How far a connection attempt has come.
#[utoipa::path(
    get, path = "/hub/connection_attempts/{id}", tag = "hub", operation_id = "hub_get_connection_attempt",
    security(("session" = [])),
    params(("id" = String, Path, description = "The attempt")),
    responses((status = 200, body = HubConnectionAttempt), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn get_attempt(
    State(api): State<Api>,
    InSession(session): InSession,
    Id(id): Id,
) -> Result<Json<HubConnectionAttempt>, Problem> {
    let attempt = api.core.attempt(&session, &attempt_id(&id)?).await?;
    Ok(Json(HubConnectionAttempt {
        status: attempt.status,
        account: attempt.account.map(|it| HubAttemptRef { id: it.to_string() }),
        error: attempt.error.map(|(code, description)| HubAttemptError { code, description }),
    }))
}

/// Give a connection attempt up.
#[utoipa::path(
    delete, path = "/hub/connection_attempts/{id}", tag = "hub", operation_id = "hub_cancel_connection_attempt",
    security(("session" = [])),
    params(("id" = String, Path, description = "The attempt")),
    responses((status = 200), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn cancel_attempt(
    State(api): State<Api>,
    InSession(session): InSession,
    Id(id): Id,
) -> Result<Json<Value>, Problem> {
    api.core.cancel_attempt(&session, &attempt_id(&id)?).await?;
    Ok(Json(json!({})))
}

fn attempt_id(text: &str) -> Result<AttemptId, Problem> {
    let missing = || Problem::new(Code::AttemptNotFound, "This session has no such connection attempt.");
    text.parse().map_err(|_| missing())
}
