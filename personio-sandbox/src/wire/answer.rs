//! What a route answers, before it goes on the wire.

use std::borrow::Cow;
use std::sync::Arc;

use axum::body::Body;
use axum::response::Response;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue, LOCATION};
use http::{HeaderMap, StatusCode};

use super::json::Json;
use crate::access::credential::Credential;
use crate::access::limits::Gauge;

/// An answer in bytes.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) content_type: Cow<'static, str>,
    pub(crate) body: Vec<u8>,
    /// Headers that only this answer has.
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// The limit of a token request, which only its route can meter.
    pub(crate) gauge: Option<Gauge>,
    /// Who asked for a token.
    pub(crate) asked_by: Option<Arc<Credential>>,
}

/// What a route gives back: an answer, or the refusal that ended it early.
pub(crate) type Outcome = Result<Answer, Answer>;

impl Answer {
    /// JSON with this status.
    pub(crate) fn json(status: StatusCode, body: Vec<u8>) -> Self {
        Self::new(status, "application/json", body)
    }

    /// JSON that a writer made, with status 200.
    pub(crate) fn ok(json: Json) -> Self {
        Self::json(StatusCode::OK, json.into_bytes())
    }

    /// An error of the v2 family.
    pub(crate) fn problem(status: StatusCode, body: Vec<u8>) -> Self {
        Self::new(status, "application/problem+json", body)
    }

    /// Bytes of another type with status 200.
    pub(crate) fn bytes(content_type: &'static str, body: Vec<u8>) -> Self {
        Self::new(StatusCode::OK, content_type, body)
    }

    /// A status without a body.
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self::new(status, "", Vec::new())
    }

    /// A redirect to an address.
    pub(crate) fn redirect(to: &str) -> Self {
        let location = HeaderValue::from_str(to).map(|it| (LOCATION, it));
        Self { headers: location.into_iter().collect(), ..Self::empty(StatusCode::TEMPORARY_REDIRECT) }
    }

    fn new(status: StatusCode, content_type: &'static str, body: Vec<u8>) -> Self {
        let content_type = Cow::Borrowed(content_type);
        Self { status, content_type, body, headers: Vec::new(), gauge: None, asked_by: None }
    }

    /// The answer as it goes on the wire, with more headers.
    pub(crate) fn into_response(self, headers: HeaderMap) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = headers;
        response.headers_mut().extend(self.headers);
        let content_type = match self.content_type {
            Cow::Borrowed(text) => Ok(HeaderValue::from_static(text)),
            Cow::Owned(text) => HeaderValue::from_str(&text),
        };
        if let Some(content_type) = content_type.ok().filter(|it| !it.is_empty()) {
            response.headers_mut().insert(CONTENT_TYPE, content_type);
        }
        response
    }
}
