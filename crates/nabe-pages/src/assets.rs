//! The style sheet, the script and the logos, all part of the program.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use nabe_core::Core;

/// How long browsers keep what only changes with the program.
const HOUR: &str = "public, max-age=3600";

/// The style sheet.
pub(crate) async fn style() -> Response {
    let headers = [(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, HOUR)];
    (headers, include_str!("../assets/nabe.css")).into_response()
}

/// The script of Connect.
pub(crate) async fn script() -> Response {
    script_of(include_str!("../assets/connect.js"))
}

/// The script that opens Connect in somebody's page.
pub(crate) async fn embed() -> Response {
    script_of(include_str!("../assets/embed.js"))
}

fn script_of(text: &'static str) -> Response {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, HOUR)], text).into_response()
}

/// A provider's logo.
pub(crate) async fn logo(State(core): State<Core>, Path(file): Path<String>) -> Response {
    match file.strip_suffix(".svg").and_then(|it| core.logo(it)) {
        Some(svg) => ([(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, HOUR)], svg).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
