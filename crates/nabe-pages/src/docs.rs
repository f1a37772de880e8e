//! The documentation: one page for each error code, one guide for each connector.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use include_dir::{Dir, include_dir};
use nabe_core::Core;
use nabe_model::errors::Code;
use pulldown_cmark::{Options, Parser, html::push_html};
use serde::Deserialize;

use crate::coverage;
use crate::guide::with_pictures;
use crate::html::{Kind, page};
use crate::language::Language;

static ERRORS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../docs/errors");

#[derive(Template)]
#[template(path = "document.html")]
struct Document<'a> {
    lang: &'static str,
    title: &'a str,
    /// Which style sheet rules hold for it.
    kind: &'static str,
    body: String,
}

/// What this server is, and where to go on.
pub(crate) async fn index(State(core): State<Core>) -> Response {
    let connectors =
        core.guides().into_iter().map(|(key, name)| {
        format!("- [Connect {name}](/docs/connectors/{key}), and [what of it is covered](/docs/connectors/{key}/coverage)\n")
    });
    let list: String = connectors.collect();
    document(
        "Nabe",
        &format!(
            "# Nabe\n\nA hub between a product and the HR systems of its customers.\n\n{list}\
             - [Embedding Connect](/docs/embedding)\n- [Error codes](/docs/errors)\n- [OpenAPI description](/openapi.json)\n- [Health](/health)\n"
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

/// What the address of a guide says beside the connector.
#[derive(Deserialize)]
pub(crate) struct Choice {
    lang: Option<String>,
}

/// The guide of one connector; with `.md` behind its address, as Markdown.
pub(crate) async fn connector(
    State(core): State<Core>,
    Path(provider): Path<String>,
    Query(choice): Query<Choice>,
    headers: HeaderMap,
) -> Response {
    let language = Language::of(choice.lang.as_deref(), &headers);
    let (provider, plain) = match provider.strip_suffix(".md") {
        Some(provider) => (provider, true),
        None => (provider.as_str(), false),
    };
    match core.guide(provider, language.tag(), None).await {
        Ok(Some(markdown)) => {
            let markdown = with_pictures(&markdown, provider);
            if plain {
                return text("text/markdown; charset=utf-8", markdown);
            }
            let other = language.other();
            let switch = format!("[{}](?lang={})\n\n", language.words().other_language, other.tag());
            written(language, provider, &format!("{switch}{markdown}"))
        }
        Ok(None) => missing("There is no such connector."),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// What of a connector's provider is covered; as Markdown for who asks for it.
pub(crate) async fn coverage(
    State(core): State<Core>,
    Path(provider): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some((name, coverage)) = core.coverage(&provider) else {
        return missing("There is no such connector.");
    };
    let markdown = coverage::markdown(name, &coverage);
    let wanted = headers.get(ACCEPT).and_then(|it| it.to_str().ok()).unwrap_or_default();
    if wanted.contains("text/markdown") {
        return text("text/markdown; charset=utf-8", markdown);
    }
    let title = format!("What of {name} is covered");
    // Wide tables scroll by themselves, also by keyboard.
    let body = html(&markdown)
        .replace("<table>", "<div class=\"wide\" tabindex=\"0\"><table>")
        .replace("</table>", "</table></div>");
    page(StatusCode::OK, Kind::Public, &Document { lang: "en", title: &title, kind: "reference", body })
}

/// How Connect gets into a page of one's own.
pub(crate) async fn embedding() -> Response {
    document("Embedding Connect", include_str!("../../../docs/embedding.md"))
}

/// A picture of a guide.
pub(crate) async fn picture(
    State(core): State<Core>,
    Path((provider, name)): Path<(String, String)>,
) -> Response {
    match core.picture(&provider, &name) {
        Some(png) => {
            ([(CONTENT_TYPE, "image/png"), (CACHE_CONTROL, "public, max-age=3600")], png).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The pages for programs that read, as llmstxt.org describes it.
pub(crate) async fn llms(State(core): State<Core>) -> Response {
    let url = &core.settings().public_url;
    let guides = core.guides().into_iter().map(|(key, name)| {
        format!(
            "- [Connect {name}]({url}/docs/connectors/{key}.md): the guide for the person who connects it\n\
             - [What of {name} is covered]({url}/docs/connectors/{key}/coverage): each field, its source, permission and cost\n"
        )
    });
    let list: String = guides.collect();
    let body = format!(
        "# Nabe\n\n> A self-hosted hub between a product and the HR systems of its customers.\n\n## Guides\n\n{list}\n\
         ## Reference\n\n- [OpenAPI description]({url}/openapi.json): every operation\n\
         - [Embedding Connect]({url}/docs/embedding): a link, an overlay, or the published component\n\
         - [Error codes]({url}/docs/errors): what each means and what to do\n"
    );
    text("text/plain; charset=utf-8", body)
}

fn text(kind: &'static str, body: String) -> Response {
    ([(CONTENT_TYPE, kind), (X_CONTENT_TYPE_OPTIONS, "nosniff")], body).into_response()
}

fn document(title: &str, markdown: &str) -> Response {
    written(Language::English, title, markdown)
}

fn written(language: Language, title: &str, markdown: &str) -> Response {
    let body = html(markdown);
    page(StatusCode::OK, Kind::Public, &Document { lang: language.tag(), title, kind: "", body })
}

fn html(markdown: &str) -> String {
    let mut html = String::new();
    push_html(&mut html, Parser::new_ext(markdown, Options::ENABLE_TABLES));
    html
}

fn missing(sentence: &str) -> Response {
    let body = format!("<h1>Not found</h1><p>{sentence}</p>");
    page(StatusCode::NOT_FOUND, Kind::Public, &Document { lang: "en", title: "Not found", kind: "", body })
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
