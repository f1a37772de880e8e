//! The documentation: one page for each error code, one guide for each connector.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use include_dir::{Dir, include_dir};
use nabe_core::Core;
use nabe_model::errors::Code;
use pulldown_cmark::{Parser, html::push_html};

use crate::html::{Kind, page};

static ERRORS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../docs/errors");

#[derive(Template)]
#[template(path = "document.html")]
struct Document<'a> {
    title: &'a str,
    body: String,
}

/// What this server is, and where to go on.
pub(crate) async fn index(State(core): State<Core>) -> Response {
    let connectors =
        core.guides().into_iter().map(|(key, name)| format!("- [Connect {name}](/docs/connectors/{key})\n"));
    let list: String = connectors.collect();
    document(
        "Nabe",
        &format!(
            "# Nabe\n\nA hub between a product and the HR systems of its customers.\n\n{list}\
             - [Error codes](/docs/errors)\n- [OpenAPI description](/openapi.json)\n- [Health](/health)\n"
        ),
    )
}

/// The list of error codes.
pub(crate) async fn errors() -> Response {
    let row = |it: &Code| format!("- [`{it}`](/docs/errors/{it}): HTTP {}\n", it.status());
    let list: String = Code::ALL.iter().map(row).collect();
    document(
        "Error codes",
        &format!("# Error codes\n\nEvery error answer names one of these codes.\n\n{list}"),
    )
}

/// The page of one error code.
pub(crate) async fn error(Path(code): Path<String>) -> Response {
    match ERRORS.get_file(format!("{code}.md")).and_then(|it| it.contents_utf8()) {
        Some(markdown) => document(&code, markdown),
        None => missing("There is no such error code."),
    }
}

/// The guide of one connector.
pub(crate) async fn connector(State(core): State<Core>, Path(provider): Path<String>) -> Response {
    match core.guide(&provider, "en") {
        Some(markdown) => document("Connect", markdown),
        None => missing("There is no such connector."),
    }
}

fn document(title: &str, markdown: &str) -> Response {
    let mut body = String::new();
    push_html(&mut body, Parser::new(markdown));
    page(StatusCode::OK, Kind::Public, &Document { title, body })
}

fn missing(sentence: &str) -> Response {
    let body = format!("<h1>Not found</h1><p>{sentence}</p>");
    page(StatusCode::NOT_FOUND, Kind::Public, &Document { title: "Not found", body })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_code_has_its_page() {
        for code in Code::ALL {
            assert!(ERRORS.get_file(format!("{code}.md")).is_some(), "{code}");
        }
    }
}
