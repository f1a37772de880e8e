//! A file as an answer: its headers, and its bytes as they come.
//!
//! Whatever is in it is for whoever asked, to be saved: no browser shows it, and nothing on the way keeps it.

use axum::body::Body;
use axum::http::HeaderValue;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Response};
use nabe_core::FileAnswer;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::CALLS;

/// What an encoded name keeps as it is (RFC 8187).
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The answer. A body that breaks off ends the connection, so that a part is never taken for the whole.
pub(super) fn answer(file: FileAnswer) -> Response {
    let FileAnswer { name, media_type, encoding, length, body, calls } = file;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (CONTENT_DISPOSITION, attachment(&name)),
        (CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (CALLS, HeaderValue::from(calls)),
    ];
    let mut response = (headers, Body::from_stream(body)).into_response();
    if let Some(length) = length {
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    if let Some(encoding) = encoding.and_then(|it| HeaderValue::try_from(it).ok()) {
        response.headers_mut().insert(CONTENT_ENCODING, encoding);
    }
    response
}

/// The name twice (RFC 6266): in plain letters for everybody, and exactly for whoever reads RFC 8187.
fn attachment(name: &str) -> HeaderValue {
    let plain = |it: char| {
        let kept = (it.is_ascii_graphic() && !matches!(it, '"' | '\\' | '%' | ';')) || it == ' ';
        if kept { it } else { '_' }
    };
    let simple: String = name.chars().map(plain).collect();
    let exact = utf8_percent_encode(name, KEPT);
    let value = format!("attachment; filename=\"{simple}\"; filename*=UTF-8''{exact}");
    HeaderValue::try_from(value).unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::attachment;

    #[test]
    fn any_name_fits_in_a_header_and_adds_none() {
        let value = attachment("Größe \"a\"; x=\r\nset-cookie: b 計%41.pdf");
        assert_eq!(
            value.to_str().unwrap(),
            "attachment; filename=\"Gr__e _a__ x=__set-cookie: b __41.pdf\"; \
             filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%22a%22%3B%20x%3D%0D%0Aset-cookie%3A%20b%20%E8%A8%88%2541.pdf"
        );
    }
}
