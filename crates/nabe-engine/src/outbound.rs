//! What goes over the wire for one call.
//!
//! Must not know what is done with the answer.

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue};
use nabe_connector::{Body, Call, Operation};
use nabe_egress::Outbound;
use tokio::time::Instant;

use crate::error::EngineError;
use crate::session::{Held, Session};

/// What goes over the wire for one call.
pub(crate) fn outbound(
    session: &Session,
    call: &Call,
    token: Option<&Held>,
    deadline: Instant,
) -> Result<Outbound, EngineError> {
    let mut headers = session.headers.clone();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    if let Some(token) = token {
        headers.insert(AUTHORIZATION, token.header.clone());
    }
    fixed_headers(call.operation, &mut headers);
    let body = encode(&call.body, &mut headers);
    let timeout = deadline.saturating_duration_since(Instant::now());
    if timeout.is_zero() {
        return Err(EngineError::Timeout);
    }
    let url = session.address(&call.operation.host)?.at(&call.path, call.encoded_query().as_deref())?;
    Ok(Outbound { method: call.operation.method.clone(), url, headers, body, timeout })
}

fn fixed_headers(operation: &Operation, headers: &mut HeaderMap) {
    for (name, value) in &operation.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    }
}

fn encode(body: &Body, headers: &mut HeaderMap) -> Bytes {
    match body {
        Body::Empty => Bytes::new(),
        Body::Json(json) => {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            Bytes::from(json.clone())
        }
        Body::Form(fields) => {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
            let mut encoded = form_urlencoded::Serializer::new(String::new());
            encoded.extend_pairs(fields);
            Bytes::from(encoded.finish())
        }
    }
}
