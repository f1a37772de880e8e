//! A page as an answer: its headers keep other pages, scripts and caches out.

use askama::Template;
use axum::body::Body;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

/// Who may show a page inside their own, and whether it may be kept.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind<'a> {
    /// A page for anybody.
    Public,
    /// A page of one session, shown by these origins only.
    Session(&'a [String]),
    /// A page that says why there is no other one, without a form and without a word about anybody: an overlay of any
    /// page may show it, so that it learns that its link is no good.
    Refusal,
}

/// Renders a page.
pub(crate) fn page(status: StatusCode, kind: Kind<'_>, template: &impl Template) -> Response {
    document(status, kind, Body::from(render(template)))
}

/// Renders a template. One that can't be is empty, and the log says why.
pub(crate) fn render(template: &impl Template) -> String {
    template.render().unwrap_or_else(|error| {
        tracing::error!(%error, "a page can't be rendered");
        String::new()
    })
}

/// A page with its headers.
pub(crate) fn document(status: StatusCode, kind: Kind<'_>, body: Body) -> Response {
    let (ancestors, cache) = match kind {
        Kind::Public => ("'none'".to_owned(), "no-cache"),
        Kind::Session(origins) => (ancestors(origins), "no-store"),
        // Not the origins of all projects, which are nobody else's business.
        Kind::Refusal => ("*".to_owned(), "no-store"),
    };
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(VARY, HeaderValue::from_static("Accept-Language"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CONTENT_SECURITY_POLICY, policy(&ancestors));
    response
}

/// The policy of a page that these may frame. There is always one: if it can't be written so, nobody may.
fn policy(ancestors: &str) -> HeaderValue {
    macro_rules! policy {
        ($ancestors:literal) => {
            concat!(
                "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; \
                 base-uri 'none'; frame-ancestors ",
                $ancestors
            )
        };
    }
    let closed = HeaderValue::from_static(policy!("'none'"));
    let open = HeaderValue::from_str(&format!(policy!("{}"), ancestors)).ok();
    open.filter(|it| it.to_str().is_ok()).unwrap_or(closed)
}

/// Allowed origins as a policy writes them; a text that is none could end the directive and is left out.
fn ancestors(origins: &[String]) -> String {
    let plain = |it: &&String| {
        it.starts_with("http") && it.bytes().all(|it| it.is_ascii_alphanumeric() || b":/.-_[]*".contains(&it))
    };
    let origins: Vec<&str> = origins.iter().filter(plain).map(String::as_str).collect();
    if origins.is_empty() { "'none'".to_owned() } else { origins.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::{ancestors, policy};

    #[test]
    fn only_whole_origins_get_into_the_policy() {
        assert_eq!(ancestors(&[]), "'none'");
        assert_eq!(
            ancestors(&["https://a.example".to_owned(), "x; script-src *".to_owned()]),
            "https://a.example"
        );
        assert_eq!(ancestors(&["https://a.example\nevil".to_owned()]), "'none'");
    }

    #[test]
    fn a_page_is_never_without_a_policy() {
        for ancestors in ["'none'", "https://a.example\nevil", "https://\u{fc}.example"] {
            let policy = policy(ancestors);
            assert!(policy.to_str().unwrap().ends_with("frame-ancestors 'none'"), "{policy:?}");
        }
        assert!(policy("https://a.example").to_str().unwrap().ends_with("ancestors https://a.example"));
    }
}
