//! Effects on the connection: answers that come late, stop, or break off.
//!
//! Time passes here by the machine's clock, because whoever waits goes by it.

use std::io;
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream;
use http::HeaderMap;
use http::header::{CONTENT_LENGTH, HeaderValue};

use crate::wire::answer::Answer;

/// What happens on the way to the client.
#[derive(Debug, Default)]
pub(crate) struct Delivery {
    pub(crate) latency: Duration,
    pub(crate) break_off: Option<Break>,
}

/// Where an answer stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Break {
    /// The connection ends before the answer.
    Head,
    /// The connection ends after so many bytes of the body, or half of them.
    Body(Option<usize>),
    /// Nothing more comes after so many bytes, for a while or for good.
    Pause(Option<usize>, Option<Duration>),
}

/// Sends an answer, or what arrives of it.
pub(crate) async fn deliver(mut answer: Answer, headers: HeaderMap, delivery: Delivery) -> Response {
    if delivery.latency > Duration::ZERO {
        tokio::time::sleep(delivery.latency).await;
    }
    let Some(break_off) = delivery.break_off else { return answer.into_response(headers) };
    let body = Bytes::from(std::mem::take(&mut answer.body));
    let parts = match break_off {
        // While nothing of the body was given, the head isn't sent either.
        Break::Head => vec![Part::Cut],
        Break::Body(_) if body.is_empty() => vec![Part::Cut],
        Break::Body(after) => vec![Part::Bytes(begin(&body, after)), Part::Sent, Part::Cut],
        Break::Pause(after, pause) => {
            let begin = begin(&body, after);
            let rest = body.slice(begin.len()..);
            vec![Part::Bytes(begin), Part::Wait(pause), Part::Bytes(rest)]
        }
    };
    let mut response = answer.into_response(headers);
    if !body.is_empty() {
        // The client is told of the whole body, so that it can see that some is missing.
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    }
    *response.body_mut() = sent(parts);
    response
}

/// The first bytes of a body, but never all of it.
pub(crate) fn begin(body: &Bytes, after: Option<usize>) -> Bytes {
    let most = body.len().saturating_sub(1);
    body.slice(..after.unwrap_or(body.len() / 2).min(most))
}

/// A part of a body that is sent piece by piece.
enum Part {
    Bytes(Bytes),
    /// What was given before goes out.
    Sent,
    /// Time passes; for ever without a length.
    Wait(Option<Duration>),
    /// The connection ends.
    Cut,
}

fn sent(parts: Vec<Part>) -> Body {
    Body::from_stream(stream::unfold(parts.into_iter(), async move |mut parts| {
        loop {
            match parts.next()? {
                Part::Bytes(bytes) if bytes.is_empty() => {}
                Part::Bytes(bytes) => return Some((Ok(bytes), parts)),
                Part::Sent => tokio::task::yield_now().await,
                Part::Wait(Some(pause)) => tokio::time::sleep(pause).await,
                Part::Wait(None) => std::future::pending().await,
                Part::Cut => {
                    let error = io::Error::new(io::ErrorKind::ConnectionReset, "a fault cuts the connection");
                    return Some((Err(error), parts));
                }
            }
        }
    }))
}
