//! Errors, in the published contract's shape and with what Nabe adds: code, request id, help page.
//!
//! A handler answers a `Problem`; the outermost layer writes it, because only that layer knows the request id.

use axum::Json;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use nabe_core::{Complaint, Failure};
use nabe_model::diagnosis::Finding;
use nabe_model::errors::Code;
use serde::Serialize;
use utoipa::ToSchema;

/// A failure on its way to the caller.
#[derive(Clone, Debug)]
pub struct Problem(pub Failure);

impl Problem {
    /// A problem with its sentence.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self(Failure::new(code, message))
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        Self(failure)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// What every error answer looks like.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) struct ErrorBody {
    /// The HTTP status.
    #[serde(rename = "statusCode")]
    status_code: u16,
    /// What happened, why, and what to do.
    message: String,
    /// When.
    #[schema(format = DateTime)]
    timestamp: String,
    /// The code of the closed table.
    code: String,
    /// The request, as it stands in the log.
    request_id: String,
    /// The page about this code.
    help: String,
    /// What the provider said.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider_response: Option<String>,
    /// The form's fields that are not good.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<ErrorField>,
    /// What is missing at the provider, with the clicks that mend it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<Finding>,
}

/// A field that is not good.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ErrorField {
    /// Its key.
    key: String,
    /// What is wrong with it.
    message: String,
    /// What was probably meant, for the person to take or leave.
    #[serde(skip_serializing_if = "Option::is_none")]
    offer: Option<String>,
}

fn field(complaint: Complaint) -> ErrorField {
    let Complaint { field: key, message, offer, hides_value: _ } = complaint;
    ErrorField { key, message: message.en, offer }
}

/// Where and when a problem is written.
pub(crate) struct Setting<'a> {
    pub(crate) request_id: &'a str,
    pub(crate) public_url: &'a str,
    pub(crate) now: jiff::Timestamp,
}

/// Writes a problem.
pub(crate) fn write(problem: Problem, setting: &Setting<'_>) -> Response {
    let Failure { code, message, retry_after_s, provider_message, fields, findings } = problem.0;
    let body = ErrorBody {
        status_code: code.status(),
        message,
        timestamp: format!("{:.3}", setting.now),
        code: code.to_string(),
        request_id: setting.request_id.to_owned(),
        help: format!("{}/docs/errors/{code}", setting.public_url),
        provider_response: provider_message,
        fields: fields.into_iter().map(field).collect(),
        findings,
    };
    let status = StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Json(body)).into_response();
    if let Some(seconds) = retry_after_s {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if code == Code::Unauthenticated {
        let challenge = HeaderValue::from_static(r#"Basic realm="nabe", charset="UTF-8""#);
        response.headers_mut().insert(axum::http::header::WWW_AUTHENTICATE, challenge);
    }
    response
}

/// Answers an address that isn't there.
pub(crate) async fn route_not_found(method: Method, uri: Uri) -> Problem {
    let path: String = uri.path().chars().take(80).collect();
    let path = if path.starts_with("/connect/") { "/connect/…".to_owned() } else { path };
    Problem::new(
        Code::RouteNotFound,
        format!("There is no {method} {path}. `/openapi.json` describes every route."),
    )
}

/// Answers a method that the address doesn't have.
pub(crate) async fn method_not_allowed(method: Method) -> Problem {
    Problem::new(
        Code::MethodNotAllowed,
        format!("This address has no {method}. `/openapi.json` describes what it has."),
    )
}
