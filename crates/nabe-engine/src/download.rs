//! A file on its way from a provider.
//!
//! Must not know what it holds, or who reads it.

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderName};
use nabe_egress::{Flow, Opened};

use crate::error::EngineError;

/// A file whose first bytes have arrived. Dropping it ends the call.
#[derive(Debug)]
pub struct Download {
    /// What the provider says that it is.
    pub media_type: Option<String>,
    /// How the provider packed it, although it was asked not to.
    pub encoding: Option<String>,
    flow: Flow,
}

impl Download {
    pub(crate) fn of(opened: Opened) -> Result<Self, EngineError> {
        let Opened::Flowing(flowing) = opened else {
            return Err(EngineError::Malformed { at: "the status: no file came".to_owned() });
        };
        let media_type = text(&flowing.headers, &CONTENT_TYPE);
        let encoding = text(&flowing.headers, &CONTENT_ENCODING);
        Ok(Self { media_type, encoding, flow: flowing.flow })
    }

    /// How many bytes there are in all, if the provider has said it.
    pub fn length(&self) -> Option<u64> {
        self.flow.length()
    }

    /// The next piece; none at the end. A file that breaks off or stalls ends with an error.
    pub async fn next(&mut self) -> Result<Option<Bytes>, EngineError> {
        Ok(self.flow.next().await?)
    }
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}
