//! Linked accounts.

use axum::Json;
use axum::extract::{RawQuery, State};
use nabe_core::{AccountPatch, AccountQuery};
use nabe_model::diagnosis::Diagnosis;
use nabe_model::errors::Code;
use nabe_model::platform::{AccountStatus, LinkedAccount};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::extract::{AccountPath, Body, By};
use crate::problem::{ErrorBody, Problem};
use crate::query::Query;
use crate::state::Api;

/// Accounts on a page when nobody says how many.
const PAGE_SIZE: u32 = 25;
/// What the list may be asked for.
const PARAMETERS: [&str; 8] = [
    "page",
    "page_size",
    "provider",
    "providers",
    "account_ids",
    "origin_owner_id",
    "origin_owner_ids",
    "status",
];

/// Changes to an account. A field that is absent, null or `{}` stays as it is.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PatchAccountExternalDto {
    /// A name.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    label: Option<Value>,
    /// The product's id of the customer.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    origin_owner_id: Option<Value>,
    /// The product's name of the customer.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    origin_owner_name: Option<Value>,
    /// The product's name of the person who connected.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    origin_username: Option<Value>,
    /// What the product stores beside the account, replaced as a whole.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    metadata: Option<Value>,
    /// Whether all end users of the product share it.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    shared: Option<Value>,
    /// The zone (IANA) in which its people record their work, such as `Europe/Berlin`; the empty text takes it away.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    time_zone: Option<Value>,
    /// Not changed here: a connect session does that.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    credentials: Option<Value>,
    /// Not changed here: a connect session does that.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    secrets: Option<Value>,
    /// Not changed here: a connect session does that.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    setup_information: Option<Value>,
}

/// What an account can do.
#[derive(Serialize, ToSchema)]
pub(crate) struct LinkedAccountMeta {
    /// The provider's key.
    provider: String,
    /// The contract's category.
    category: String,
    /// Models and what can be done with them.
    #[schema(value_type = Object)]
    models: Map<String, Value>,
    /// How much of its rows could not be read lately: `GET /accounts/{id}/quarantine` says where.
    quarantined: i64,
}

/// List linked accounts.
#[utoipa::path(
    get, path = "/accounts", tag = "accounts", operation_id = "stackone_list_linked_accounts",
    params(
        ("page" = Option<u32>, Query, description = "The page, counted from 1"),
        ("page_size" = Option<u32>, Query, description = "Accounts on a page, 25 when it isn't said, at most 100"),
        ("provider" = Option<String>, Query, description = "Of this provider"),
        ("providers" = Option<Vec<String>>, Query, description = "Of these providers"),
        ("account_ids" = Option<Vec<String>>, Query, description = "With these ids"),
        ("origin_owner_id" = Option<String>, Query, description = "Of this customer"),
        ("origin_owner_ids" = Option<Vec<String>>, Query, description = "Of these customers"),
        ("status" = Option<Vec<AccountStatus>>, Query, description = "With one of these statuses"),
    ),
    responses((status = 200, body = Vec<LinkedAccount>), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn list(
    State(api): State<Api>,
    By(caller): By,
    RawQuery(query): RawQuery,
) -> Result<Json<Vec<LinkedAccount>>, Problem> {
    let query = Query::parse(query.as_deref());
    query.only(&PARAMETERS)?;
    let both = |one: &str, many: &str| [query.list(one), query.list(many)].concat();
    let statuses = query.list("status").iter().map(|it| status(it)).collect::<Result<_, _>>()?;
    let wanted = AccountQuery {
        providers: both("provider", "providers"),
        account_ids: query.list("account_ids"),
        origin_owner_ids: both("origin_owner_id", "origin_owner_ids"),
        statuses,
        page: query.number("page")?.unwrap_or(1),
        page_size: query.number("page_size")?.unwrap_or(PAGE_SIZE),
    };
    Ok(Json(api.core.accounts(&caller, wanted).await?))
}

fn status(text: &str) -> Result<AccountStatus, Problem> {
    serde_json::from_value(Value::from(text)).map_err(|_| {
        let message = "`status` must be active, inactive, suspended, archived, expired or error.";
        Problem::new(Code::BadRequest, message)
    })
}

/// Get a linked account.
#[utoipa::path(
    get, path = "/accounts/{id}", tag = "accounts", operation_id = "stackone_get_account",
    params(("id" = String, Path, description = "The account")),
    responses((status = 200, body = LinkedAccount), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn get(
    State(api): State<Api>,
    By(caller): By,
    AccountPath(id): AccountPath,
) -> Result<Json<LinkedAccount>, Problem> {
    Ok(Json(api.core.account(&caller, &id).await?))
}

/// Change a linked account.
#[utoipa::path(
    patch, path = "/accounts/{id}", tag = "accounts", operation_id = "stackone_update_account",
    params(("id" = String, Path, description = "The account")),
    request_body = PatchAccountExternalDto,
    responses((status = 200, body = LinkedAccount), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn patch(
    State(api): State<Api>,
    By(caller): By,
    AccountPath(id): AccountPath,
    Body(patch): Body<PatchAccountExternalDto>,
) -> Result<Json<LinkedAccount>, Problem> {
    let sealed = [
        ("credentials", patch.credentials),
        ("secrets", patch.secrets),
        ("setup_information", patch.setup_information),
    ];
    if let Some((name, _)) = sealed.into_iter().find(|(_, value)| said(value.clone()).is_some()) {
        let message =
            format!("`{name}` can't be changed here. Make a connect session with this `account_id` instead.");
        return Err(Problem::new(Code::BadRequest, message));
    }
    let patch = AccountPatch {
        label: text("label", patch.label)?,
        origin_owner_id: text("origin_owner_id", patch.origin_owner_id)?,
        origin_owner_name: text("origin_owner_name", patch.origin_owner_name)?,
        origin_username: text("origin_username", patch.origin_username)?,
        shared: truth("shared", patch.shared)?,
        metadata: object("metadata", patch.metadata)?,
        time_zone: text("time_zone", patch.time_zone)?,
    };
    Ok(Json(api.core.patch_account(&caller, &id, patch).await?))
}

/// Delete a linked account.
#[utoipa::path(
    delete, path = "/accounts/{id}", tag = "accounts", operation_id = "stackone_delete_account",
    params(("id" = String, Path, description = "The account")),
    responses((status = 200, body = LinkedAccount), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn delete(
    State(api): State<Api>,
    By(caller): By,
    AccountPath(id): AccountPath,
) -> Result<Json<LinkedAccount>, Problem> {
    Ok(Json(api.core.delete_account(&caller, &id).await?))
}

/// What a linked account can do.
#[utoipa::path(
    get, path = "/accounts/{id}/meta", tag = "accounts", operation_id = "stackone_get_account_meta_info",
    params(("id" = String, Path, description = "The account")),
    responses((status = 200, body = LinkedAccountMeta), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn meta(
    State(api): State<Api>,
    By(caller): By,
    AccountPath(id): AccountPath,
) -> Result<Json<LinkedAccountMeta>, Problem> {
    let meta = api.core.account_meta(&caller, &id).await?;
    let nabe_core::AccountMeta { provider, category, models, quarantined } = meta;
    Ok(Json(LinkedAccountMeta { provider, category, models, quarantined }))
}

/// What the credentials of a linked account may do, as it was found out the last time.
#[utoipa::path(
    get, path = "/accounts/{id}/diagnosis", tag = "accounts", operation_id = "nabe_get_account_diagnosis",
    params(("id" = String, Path, description = "The account")),
    responses((status = 200, body = Diagnosis), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn diagnosis(
    State(api): State<Api>,
    By(caller): By,
    AccountPath(id): AccountPath,
) -> Result<Json<Diagnosis>, Problem> {
    Ok(Json(api.core.diagnosis(&caller, &id).await?))
}

/// Find out again what the credentials of a linked account may do. Reads a little at the provider and writes nothing.
#[utoipa::path(
    post, path = "/accounts/{id}/diagnosis", tag = "accounts", operation_id = "nabe_run_account_diagnosis",
    params(("id" = String, Path, description = "The account")),
    responses((status = 200, body = Diagnosis), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn diagnose(
    State(api): State<Api>,
    By(caller): By,
    AccountPath(id): AccountPath,
) -> Result<Json<Diagnosis>, Problem> {
    Ok(Json(api.core.diagnose(&caller, &id).await?))
}

/// A value that says something: absent, null and `{}` do not.
fn said(value: Option<Value>) -> Option<Value> {
    value.filter(|it| !it.is_null() && !it.as_object().is_some_and(Map::is_empty))
}

fn text(name: &str, value: Option<Value>) -> Result<Option<String>, Problem> {
    match said(value) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Problem::new(Code::BadRequest, format!("`{name}` must be a text."))),
    }
}

fn truth(name: &str, value: Option<Value>) -> Result<Option<bool>, Problem> {
    match said(value) {
        None => Ok(None),
        Some(Value::Bool(truth)) => Ok(Some(truth)),
        Some(_) => Err(Problem::new(Code::BadRequest, format!("`{name}` must be true or false."))),
    }
}

fn object(name: &str, value: Option<Value>) -> Result<Option<Map<String, Value>>, Problem> {
    match said(value) {
        None => Ok(None),
        Some(Value::Object(object)) => Ok(Some(object)),
        Some(_) => Err(Problem::new(Code::BadRequest, format!("`{name}` must be an object."))),
    }
}
