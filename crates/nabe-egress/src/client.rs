//! One outbound call.
//!
//! Must not know why it is made; retries are the caller's.

use std::error::Error;
use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use flate2::read::GzDecoder;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Incoming};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use ipnet::IpNet;
use tokio::time::{Instant, timeout_at};

use crate::address::Address;
use crate::budget::{Budget, SMALL};
use crate::flow::{Flow, Flowing, Opened};
use crate::networks::Networks;
use crate::resolver::{Guarded, PrivateOnly};

/// How long a connection that nobody uses is kept.
const IDLE: Duration = Duration::from_mins(1);
/// The most that is read from a connection at once, in bytes: each open one keeps a buffer of this size.
const READ_BUFFER: usize = 32 * 1024;
const NAME: HeaderValue = HeaderValue::from_static(concat!("nabe/", env!("CARGO_PKG_VERSION")));
const GZIP: HeaderValue = HeaderValue::from_static("gzip");
/// A file comes as it is: its length must be known, and unpacking it would hold it.
const IDENTITY: HeaderValue = HeaderValue::from_static("identity");

/// What outbound calls may do.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Private networks that may be called all the same.
    pub allowed_networks: Vec<IpNet>,
    /// How long a connection may take.
    pub connect_timeout: Duration,
    /// The longest pause in a file that is handed on.
    pub longest_pause: Duration,
    /// The largest body that is read whole, in bytes.
    pub body_limit: usize,
    /// How many bytes of large bodies are held at once; others wait.
    pub body_budget: usize,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            allowed_networks: Vec::new(),
            connect_timeout: Duration::from_secs(5),
            longest_pause: Duration::from_secs(55),
            body_limit: 32 * 1024 * 1024,
            body_budget: 4 * 1024 * 1024,
        }
    }
}

/// A call to make.
#[derive(Debug)]
pub struct Outbound {
    /// The method.
    pub method: Method,
    /// The whole address.
    pub url: Address,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// How long the whole call may take.
    pub timeout: Duration,
}

/// What came back, whatever its status.
#[derive(Debug)]
pub struct Inbound {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum EgressError {
    /// The address is in a network that may not be called.
    #[error("`{host}` is in a private network; the setting `egress.allowed_networks` can permit it")]
    Forbidden {
        /// The host.
        host: String,
    },
    /// Nobody answers there.
    #[error("`{host}` can't be reached")]
    Unreachable {
        /// The host.
        host: String,
        /// What the network said, for the log.
        why: String,
    },
    /// It took too long.
    #[error("`{host}` did not answer in time")]
    Timeout {
        /// The host.
        host: String,
    },
    /// The answer broke off.
    #[error("the answer of `{host}` broke off")]
    Cut {
        /// The host.
        host: String,
    },
    /// The body is larger than the limit.
    #[error("the answer of `{host}` is larger than {limit} bytes")]
    TooLarge {
        /// The host.
        host: String,
        /// The limit, in bytes.
        limit: usize,
    },
    /// The client can't be made, or the address is none.
    #[error("the call can't be made: {0}")]
    Setup(String),
}

impl EgressError {
    /// What the network said, as far as it is known.
    pub fn why(&self) -> Option<&str> {
        match self {
            Self::Unreachable { why, .. } => Some(why),
            Self::Forbidden { .. }
            | Self::Timeout { .. }
            | Self::Cut { .. }
            | Self::TooLarge { .. }
            | Self::Setup(_) => None,
        }
    }
}

/// The door.
#[derive(Clone, Debug)]
pub struct Egress {
    client: Client<HttpsConnector<HttpConnector<Guarded>>, Full<Bytes>>,
    networks: Arc<Networks>,
    longest_pause: Duration,
    body_limit: usize,
    budget: Budget,
}

impl Egress {
    /// A door with this policy.
    pub fn new(policy: Policy) -> Result<Self, EgressError> {
        let Policy { allowed_networks, connect_timeout, longest_pause, body_limit, body_budget } = policy;
        let networks = Arc::new(Networks::new(allowed_networks));
        let mut connector = HttpConnector::new_with_resolver(Guarded(Arc::clone(&networks)));
        connector.enforce_http(false);
        connector.set_nodelay(true);
        connector.set_connect_timeout(Some(connect_timeout));
        // The certificates that the operating system trusts, an operator's own among them.
        let connector = HttpsConnectorBuilder::new()
            .with_provider_and_platform_verifier(rustls::crypto::ring::default_provider())
            .map_err(|it| EgressError::Setup(it.to_string()))?
            .https_or_http()
            .enable_http1()
            .wrap_connector(connector);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .http1_max_buf_size(READ_BUFFER)
            .build(connector);
        Ok(Self { client, networks, longest_pause, body_limit, budget: Budget::new(body_budget) })
    }

    /// Makes one call and reads the whole answer. A redirect is an answer like any other.
    pub async fn send(&self, call: Outbound) -> Result<Inbound, EgressError> {
        let deadline = Instant::now() + call.timeout;
        let (request, host) = self.request(call, GZIP)?;
        let answer = timeout_at(deadline, self.exchange(request, &host)).await;
        answer.unwrap_or(Err(EgressError::Timeout { host }))
    }

    /// Makes one call for a file. An answer that succeeds comes as it flows, once its first bytes are there; any other
    /// is read whole.
    pub async fn open(&self, call: Outbound) -> Result<Opened, EgressError> {
        let deadline = Instant::now() + call.timeout;
        let (request, host) = self.request(call, IDENTITY)?;
        let answer = timeout_at(deadline, self.opened(request, &host)).await;
        answer.unwrap_or(Err(EgressError::Timeout { host }))
    }

    fn request(
        &self,
        call: Outbound,
        encoding: HeaderValue,
    ) -> Result<(Request<Full<Bytes>>, String), EgressError> {
        let Outbound { method, url, mut headers, body, timeout: _ } = call;
        let host = url.host().to_owned();
        if url.literal().is_some_and(|it| !self.networks.permit(it)) {
            return Err(EgressError::Forbidden { host });
        }
        headers.insert(USER_AGENT, NAME);
        headers.insert(ACCEPT_ENCODING, encoding);
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = method;
        *request.uri_mut() = url.into_uri();
        *request.headers_mut() = headers;
        Ok((request, host))
    }

    async fn opened(&self, request: Request<Full<Bytes>>, host: &str) -> Result<Opened, EgressError> {
        let response = self.client.request(request).await.map_err(|it| failure(&it, host))?;
        if !response.status().is_success() {
            return self.whole(response, host).await.map(Opened::Whole);
        }
        let (head, body) = response.into_parts();
        let flow = Flow::begin(body, host, self.longest_pause).await?;
        Ok(Opened::Flowing(Flowing { status: head.status, headers: head.headers, flow }))
    }

    async fn exchange(&self, request: Request<Full<Bytes>>, host: &str) -> Result<Inbound, EgressError> {
        let response = self.client.request(request).await.map_err(|it| failure(&it, host))?;
        self.whole(response, host).await
    }

    async fn whole(&self, response: Response<Incoming>, host: &str) -> Result<Inbound, EgressError> {
        let (mut head, body) = response.into_parts();
        let raw = self.read(body, host).await?;
        let body = match head.headers.remove(CONTENT_ENCODING) {
            Some(encoding) if encoding == GZIP => self.unpack(&raw, host).await?,
            Some(encoding) => {
                head.headers.insert(CONTENT_ENCODING, encoding);
                raw
            }
            None => raw,
        };
        Ok(Inbound { status: head.status, headers: head.headers, body })
    }

    /// The whole body. Small ones are taken as they come; large ones are held within the budget.
    async fn read(&self, mut from: Incoming, host: &str) -> Result<Bytes, EgressError> {
        let expected = from.size_hint().exact().and_then(|it| usize::try_from(it).ok());
        if expected.is_some_and(|it| it > self.body_limit) {
            return Err(self.too_large(host));
        }
        let early = match expected {
            Some(size) if size > SMALL => Some(self.budget.share(expected).await),
            _ => None,
        };
        let Some(first) = next(&mut from, host).await? else { return Ok(Bytes::new()) };
        let Some(second) = next(&mut from, host).await? else { return self.within_limit(first, host) };
        let mut body = Vec::with_capacity(expected.unwrap_or(first.len()));
        body.extend_from_slice(&first);
        drop(first);
        let mut share = early;
        let mut more = Some(second);
        while let Some(chunk) = more {
            if body.len() + chunk.len() > self.body_limit {
                return Err(self.too_large(host));
            }
            body.extend_from_slice(&chunk);
            drop(chunk);
            if share.is_none() && body.len() > SMALL {
                share = Some(self.budget.share(expected).await);
            }
            more = next(&mut from, host).await?;
        }
        Ok(match share {
            Some(share) => share.hold(body),
            None => body.into(),
        })
    }

    /// A packed body, unpacked within the same bounds.
    async fn unpack(&self, packed: &[u8], host: &str) -> Result<Bytes, EgressError> {
        // An answer without a body may name the encoding that it would have had.
        if packed.is_empty() {
            return Ok(Bytes::new());
        }
        // JSON shrinks to about an eighth.
        let share = if packed.len() > SMALL / 8 { Some(self.budget.share(None).await) } else { None };
        let mut body = Vec::new();
        let limit = u64::try_from(self.body_limit).unwrap_or(u64::MAX).saturating_add(1);
        let unpacked = GzDecoder::new(packed).take(limit).read_to_end(&mut body);
        unpacked.map_err(|_| EgressError::Cut { host: host.to_owned() })?;
        let body = match share {
            Some(share) => share.hold(body),
            None => body.into(),
        };
        self.within_limit(body, host)
    }

    fn within_limit(&self, body: Bytes, host: &str) -> Result<Bytes, EgressError> {
        if body.len() > self.body_limit { Err(self.too_large(host)) } else { Ok(body) }
    }

    fn too_large(&self, host: &str) -> EgressError {
        EgressError::TooLarge { host: host.to_owned(), limit: self.body_limit }
    }
}

/// The next bytes of a body; none at its end.
pub(crate) async fn next(body: &mut Incoming, host: &str) -> Result<Option<Bytes>, EgressError> {
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| EgressError::Cut { host: host.to_owned() })?;
        if let Ok(data) = frame.into_data() {
            return Ok(Some(data));
        }
    }
    Ok(None)
}

fn failure(error: &hyper_util::client::legacy::Error, host: &str) -> EgressError {
    let host = host.to_owned();
    if caused_by(error, <dyn Error>::is::<PrivateOnly>) {
        EgressError::Forbidden { host }
    } else if error.is_connect() {
        let timed_out = |it: &(dyn Error + 'static)| {
            it.downcast_ref::<std::io::Error>().is_some_and(|it| it.kind() == std::io::ErrorKind::TimedOut)
        };
        if caused_by(error, timed_out) {
            EgressError::Timeout { host }
        } else {
            EgressError::Unreachable { host, why: innermost(error) }
        }
    } else {
        EgressError::Cut { host }
    }
}

/// The cause behind all others. It tells of names, addresses and certificates, and never of what was sent.
fn innermost(error: &dyn Error) -> String {
    let mut told = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        told = cause.to_string();
        source = cause.source();
    }
    told
}

fn caused_by(error: &dyn Error, is_it: impl Fn(&(dyn Error + 'static)) -> bool) -> bool {
    let mut source = error.source();
    while let Some(cause) = source {
        if is_it(cause) {
            return true;
        }
        source = cause.source();
    }
    false
}

#[cfg(test)]
mod tests;
