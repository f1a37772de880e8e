//! An answer that is handed on as it comes, and never held.
//!
//! The next piece is taken from the wire only when somebody wants it: who reads slowly slows the sender down. Must not
//! know what flows.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use hyper::body::{Body, Incoming};
use tokio::time::timeout;

use crate::client::{EgressError, Inbound, next};

/// What came back for a file.
#[derive(Debug)]
pub enum Opened {
    /// It flows.
    Flowing(Flowing),
    /// It failed, and is read whole.
    Whole(Inbound),
}

/// An answer whose body is still to come.
#[derive(Debug)]
pub struct Flowing {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub flow: Flow,
}

/// A body, piece by piece. Dropping it ends the call.
#[derive(Debug)]
pub struct Flow {
    first: Option<Bytes>,
    /// None after the end, and after a failure.
    rest: Option<Incoming>,
    length: Option<u64>,
    idle: Duration,
    host: String,
}

impl Flow {
    /// Waits for the first piece, so that what fails before it can still be told.
    pub(crate) async fn begin(mut body: Incoming, host: &str, idle: Duration) -> Result<Self, EgressError> {
        let length = body.size_hint().exact();
        let first = next(&mut body, host).await?;
        let rest = first.is_some().then_some(body);
        Ok(Self { first, rest, length, idle, host: host.to_owned() })
    }

    /// How many bytes there are in all, if the sender has said it.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The first piece; empty for a body without any.
    pub fn first(&self) -> &[u8] {
        self.first.as_deref().unwrap_or_default()
    }

    /// The next piece; none at the end. A body that breaks off or stalls ends with an error, and not like one that is
    /// whole.
    pub async fn next(&mut self) -> Result<Option<Bytes>, EgressError> {
        if let Some(first) = self.first.take() {
            return Ok(Some(first));
        }
        let Some(rest) = &mut self.rest else { return Ok(None) };
        let piece = timeout(self.idle, next(rest, &self.host)).await;
        let piece = piece.unwrap_or_else(|_| Err(EgressError::Timeout { host: self.host.clone() }));
        if !matches!(piece, Ok(Some(_))) {
            self.rest = None;
        }
        piece
    }
}
