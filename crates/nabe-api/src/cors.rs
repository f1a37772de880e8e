//! Which pages may embed the component: CORS on `/hub/*`, without credentials, for the project's allowed origins.

use axum::extract::Request;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_MAX_AGE, ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use nabe_core::Door;
use nabe_model::errors::Code;

use crate::extract::SESSION_HEADER;
use crate::problem::Problem;
use crate::state::Api;

/// The routes that browsers call.
const PREFIX: &str = "/hub/";

/// Answers preflights, refuses pages of other origins, and marks what those that are allowed may read.
pub(crate) async fn allow(api: &Api, request: Request, next: Next) -> Response {
    let origin = request.headers().get(ORIGIN).filter(|_| request.uri().path().starts_with(PREFIX)).cloned();
    let Some(origin) = origin else { return next.run(request).await };
    let preflight = request.method() == Method::OPTIONS;
    let allowed = match allowed_origins(api, request.headers(), preflight).await {
        Ok(allowed) => allowed,
        Err(problem) => return problem.into_response(),
    };
    let text = origin.to_str().unwrap_or_default();
    let own = api.core.settings().public_url.as_str();
    let permitted = text == own || allowed.iter().any(|it| matches(it, text));
    let mut response = match (permitted, preflight) {
        (false, _) => {
            let message = "The page's origin is not among the project's allowed origins. The operator adds it with \
                           `nabe projects update --allow-origin`.";
            Problem::new(Code::Forbidden, message).into_response()
        }
        (true, true) => StatusCode::NO_CONTENT.into_response(),
        (true, false) => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.append(VARY, HeaderValue::from_static("Origin"));
    if permitted {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    if permitted && preflight {
        let list = |it: &'static str| HeaderValue::from_static(it);
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, list("GET, POST, PATCH, DELETE"));
        headers
            .insert(ACCESS_CONTROL_ALLOW_HEADERS, list("content-type, x-hub-session-token, x-hub-version"));
        headers.insert(ACCESS_CONTROL_MAX_AGE, list("600"));
    }
    response
}

/// The origins of the session's project; before a token is there, those of any project.
async fn allowed_origins(api: &Api, headers: &HeaderMap, preflight: bool) -> Result<Vec<String>, Problem> {
    let token = headers.get(SESSION_HEADER).and_then(|it| it.to_str().ok()).filter(|_| !preflight);
    if let Some(token) = token
        && let Ok(session) = api.core.open_session(token, Door::Component).await
    {
        return Ok(api.core.allowed_origins(session.project()).await?);
    }
    Ok(api.core.all_allowed_origins().await?)
}

/// An origin matches itself, `*`, or a pattern whose port is `*`.
fn matches(pattern: &str, origin: &str) -> bool {
    if pattern == "*" || pattern == origin {
        return true;
    }
    let Some(host) = pattern.strip_suffix(":*") else { return false };
    match origin.strip_prefix(host) {
        Some("") => true,
        Some(rest) => rest
            .strip_prefix(':')
            .is_some_and(|port| !port.is_empty() && port.bytes().all(|it| it.is_ascii_digit())),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn an_origin_matches_whole_or_with_any_port() {
        assert!(matches("https://a.example", "https://a.example"));
        assert!(matches("http://localhost:*", "http://localhost:3000"));
        assert!(matches("http://localhost:*", "http://localhost"));
        assert!(matches("*", "https://anything.example"));
        assert!(!matches("https://a.example", "https://a.example.evil.example"));
        assert!(!matches("http://localhost:*", "http://localhost.evil.example"));
        assert!(!matches("http://localhost:*", "http://localhost:80.evil.example"));
        assert!(!matches("https://a.example", "http://a.example"));
        assert!(!matches("https://a.example", "null"));
    }
}
