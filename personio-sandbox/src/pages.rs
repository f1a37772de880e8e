//! The pages that an administrator sees: settings, and in them the dialog in which API credentials are made.
//!
//! They work without script; what script adds is searching, selecting all, revealing and copying. The steps and the
//! words follow facts §1; how the real pages look is not copied.

mod credentials;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::state::State;

/// Where the list of integrations is.
const LIST: &str = "/settings/integrations/api-credentials";

/// What pages load comes from here alone.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The files that pages load, with their types.
const ASSETS: [(&str, &str, &str); 2] = [
    ("pages.css", "text/css; charset=utf-8", include_str!("../assets/pages.css")),
    ("pages.js", "text/javascript; charset=utf-8", include_str!("../assets/pages.js")),
];

/// Every page.
pub(crate) fn router(state: &Arc<State>) -> Router {
    let permissions = get(credentials::permissions).post(credentials::create);
    Router::new()
        .route("/", get(|| async { Redirect::to("/settings") }))
        .route("/settings", get(settings))
        .route("/settings/integrations", get(|| async { Redirect::to(LIST) }))
        .route(LIST, get(credentials::list))
        .route(&format!("{LIST}/new"), get(credentials::name))
        .route(&format!("{LIST}/new/permissions"), permissions)
        .route(&format!("{LIST}/{{id}}/permissions"), get(credentials::edit).post(credentials::change))
        .route(&format!("{LIST}/{{id}}/delete"), post(credentials::delete))
        .route("/_sandbox/assets/{file}", get(asset))
        .with_state(Arc::clone(state))
}

/// What stands around every page.
struct Frame {
    company: String,
}

impl Frame {
    fn of(state: &State) -> Self {
        Self { company: state.first().company().profile.name.to_string() }
    }
}

#[derive(Template)]
#[template(path = "settings.html")]
struct Settings {
    frame: Frame,
    people: usize,
}

async fn settings(Shared(state): Shared<Arc<State>>) -> Response {
    let people = state.first().company().people.len();
    page(StatusCode::OK, &Settings { frame: Frame::of(&state), people })
}

async fn asset(Path(file): Path<String>) -> Response {
    match ASSETS.iter().find(|it| it.0 == file) {
        Some((_, kind, text)) => ([(CONTENT_TYPE, *kind)], *text).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A page as an answer. None is kept: one of them shows a secret.
fn page(status: StatusCode, template: &impl Template) -> Response {
    let html = match template.render() {
        Ok(html) => html,
        Err(error) => {
            tracing::error!(%error, "a page can't be rendered");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (status, headers, html).into_response()
}

/// Whether a form was sent by another site's page, which a browser says.
fn is_foreign(headers: &HeaderMap) -> bool {
    let own = [HeaderValue::from_static("same-origin"), HeaderValue::from_static("none")];
    headers.get("sec-fetch-site").is_some_and(|it| !own.contains(it))
}
