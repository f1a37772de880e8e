//! The pages that people see: what an administrator sets, and what the company has.
//!
//! They work without script; what script adds is searching, selecting all, revealing and copying. The steps of the
//! dialog and its words follow facts §1; how the real pages look is not copied. What may be changed, and what follows
//! from it, is decided by [`crate::rules`].

mod absences;
mod attendance;
mod clock;
mod credentials;
mod documents;
mod events;
mod facts;
mod faults;
mod form;
mod form_page;
mod frame;
mod integrations;
mod pager;
mod people;
mod projects;
mod recruiting;
mod requests;
mod settings;
mod show;
mod switches;
mod webhook;
mod webhooks;
mod whose;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use http::StatusCode;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use self::frame::Frame;
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
        .route("/settings", get(settings::show))
        .route("/settings/integrations", get(|| async { Redirect::to(LIST) }))
        .route(LIST, get(integrations::list))
        .route(&format!("{LIST}/new"), get(credentials::name))
        .route(&format!("{LIST}/new/permissions"), permissions)
        .route(&format!("{LIST}/{{id}}/permissions"), get(credentials::edit).post(credentials::change))
        .route(&format!("{LIST}/{{id}}/rotate"), post(integrations::rotate))
        .route(&format!("{LIST}/{{id}}/enable"), post(integrations::enable))
        .route(&format!("{LIST}/{{id}}/disable"), post(integrations::disable))
        .route(&format!("{LIST}/{{id}}/delete"), post(integrations::delete))
        .merge(people::router())
        .merge(attendance::router())
        .merge(absences::router())
        .merge(documents::router())
        .merge(projects::router())
        .merge(recruiting::router())
        .merge(faults::router())
        .merge(webhooks::router())
        .route("/events", get(events::list))
        .route("/clock", get(clock::show).post(clock::change))
        .route("/settings/facts", get(facts::show))
        .route("/switches", get(switches::show).post(switches::change))
        .route("/requests", get(requests::show))
        .route("/_sandbox/assets/{file}", get(asset))
        .layer(from_fn_with_state(Arc::clone(state), frame::guard))
        .with_state(Arc::clone(state))
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

#[derive(Template)]
#[template(path = "gone.html")]
struct Gone {
    frame: Frame,
    what: &'static str,
}

/// The page for what isn't there, or isn't any more.
fn gone(frame: Frame, what: &'static str) -> Response {
    page(StatusCode::NOT_FOUND, &Gone { frame, what })
}

/// A text as one part of a path.
fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}
