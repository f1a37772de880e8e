//! What stands around every request: its id, its line in the log, its metrics, and the writing of errors.
//!
//! Logs and metrics carry the route's template, never the address itself: ids, filters and tokens stay out.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use nabe_core::Failure;
use nabe_model::errors::Code;
use nabe_model::ids::{AccountId, ProjectId, RequestId};
use tracing::Instrument;

use crate::extract::client_address;
use crate::problem::{self, Problem, Setting};
use crate::state::Api;
use crate::{body, cors};

/// The header that carries the request's id.
const REQUEST_ID: &str = "x-request-id";

/// Whom a request is about: found out on its way, told at its end.
#[derive(Debug, Default)]
pub(crate) struct Subject {
    project: OnceLock<ProjectId>,
    account: OnceLock<AccountId>,
}

impl Subject {
    /// Notes the project.
    pub(crate) fn is_project(parts: &Parts, id: &ProjectId) {
        if let Some(subject) = parts.extensions.get::<Arc<Self>>() {
            let _ = subject.project.set(id.clone());
        }
    }

    /// Notes the account.
    pub(crate) fn is_account(parts: &Parts, id: &AccountId) {
        if let Some(subject) = parts.extensions.get::<Arc<Self>>() {
            let _ = subject.account.set(id.clone());
        }
    }
}

/// Everything that stands around a request. One layer, as each costs every request an allocation or two.
///
/// CORS stands around the routes and not on them: there, the fallback for methods would answer preflights without it.
pub(crate) async fn around(State(api): State<Api>, mut request: Request, next: Next) -> Response {
    let id = RequestId::new();
    let started = Instant::now();
    let method = method_label(request.method());
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let route = matched.as_ref().map_or("none", MatchedPath::as_str);
    let subject = Arc::new(Subject::default());
    request.extensions_mut().insert(Arc::clone(&subject));
    let span = tracing::info_span!("request", request.id = %id);
    let answer = async {
        match refused_at_once(&api, &request) {
            Some(problem) => problem.into_response(),
            None => cors::allow(&api, request, next).await,
        }
    };
    let response = catch_panics(answer).instrument(span).await;
    let mut response = write_problem(&api, response, &id);
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    if response.status() == StatusCode::PAYLOAD_TOO_LARGE {
        // Its body isn't read to the end, so nothing else can come on the connection: the client is to know.
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    let status = response.status().as_u16();
    let elapsed = started.elapsed();
    // Outside of the span, whose fields would be read again to be written.
    tracing::info!(
        request.id = id.as_str(),
        http.method = method,
        http.route = route,
        http.status = status,
        duration_ms = elapsed.as_secs_f64() * 1_000.0,
        project.id = subject.project.get().map(ProjectId::as_str),
        account.id = subject.account.get().map(AccountId::as_str),
        "answered"
    );
    api.meters.count(method, route, status, elapsed);
    response
}

/// What no handler has to look at: an address with U+0000, which no database can hold, and a body that says itself that
/// it is too large.
fn refused_at_once(api: &Api, request: &Request) -> Option<Problem> {
    if request.uri().path_and_query().is_some_and(|it| it.as_str().contains("%00")) {
        return Some(body::null_character());
    }
    let length = request.headers().get(CONTENT_LENGTH)?.to_str().ok()?.parse::<u64>().ok()?;
    let limit = api.settings.body_limit;
    usize::try_from(length).map_or(true, |it| it > limit).then(|| body::too_large(limit))
}

/// Around what others answer, pages and metrics: guesses are counted, and what the framework refuses in words of its own
/// becomes an error like every other.
pub(crate) async fn around_others(State(api): State<Api>, request: Request, next: Next) -> Response {
    let address = client_address(request.headers(), request.extensions(), &api);
    let response = next.run(request).await;
    let told = response.extensions();
    let failure = told.get::<Problem>().map(|it| &it.0).or_else(|| told.get::<Failure>());
    if failure.is_some_and(|it| matches!(it.code, Code::Unauthenticated | Code::SessionInvalid))
        && let Some(waits) = address.and_then(|it| api.failures.count(it))
    {
        return Problem(waits).into_response();
    }
    if failure.is_none() && response.status().is_client_error() && is_plain(&response) {
        return of_framework(response.status(), api.settings.body_limit).into_response();
    }
    response
}

fn is_plain(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    kind.is_some_and(|it| it.starts_with("text/plain"))
}

/// What an extractor of the framework refused, by its status.
fn of_framework(status: StatusCode, body_limit: usize) -> Problem {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => body::too_large(body_limit),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::new(
            Code::BadRequest,
            "The body is no form. Send it with the content type `application/x-www-form-urlencoded`.",
        ),
        _ => {
            Problem::new(Code::BadRequest, "The address or the body can't be read. Check how it is encoded.")
        }
    }
}

/// A method outside the list is not written down: it is a text of the caller's.
fn method_label(method: &axum::http::Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "HEAD" => "HEAD",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

fn write_problem(api: &Api, mut response: Response, id: &RequestId) -> Response {
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return response };
    let setting = Setting {
        request_id: id.as_str(),
        public_url: &api.core.settings().public_url,
        now: api.core.clock().now(),
    };
    let mut written = problem::write(problem, &setting);
    // What other layers added (CORS) stays.
    for (name, value) in response.headers() {
        if !written.headers().contains_key(name) {
            written.headers_mut().append(name, value.clone());
        }
    }
    written
}

/// A fault of ours is an answer like any other, and not a cut connection.
async fn catch_panics(answer: impl Future<Output = Response>) -> Response {
    let caught = AssertUnwindSafe(answer).catch_unwind().await;
    caught.unwrap_or_else(|_| {
        tracing::error!("a handler panicked");
        Problem::new(Code::Internal, "A fault of this server. The operator's log says more.").into_response()
    })
}
