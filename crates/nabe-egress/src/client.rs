//! One outbound call.
//!
//! Must not know why it is made; retries are the caller's.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use http::{HeaderMap, Method, StatusCode};
use ipnet::IpNet;
use reqwest::Client;

use crate::address::Address;
use crate::budget::{Budget, SMALL};
use crate::networks::Networks;
use crate::resolver::{Guarded, PrivateOnly};

/// What outbound calls may do.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Private networks that may be called all the same.
    pub allowed_networks: Vec<IpNet>,
    /// How long a connection may take.
    pub connect_timeout: Duration,
    /// How long nothing may arrive.
    pub read_timeout: Duration,
    /// The largest body that is read, in bytes.
    pub body_limit: usize,
    /// How many bytes of large bodies are held at once; others wait.
    pub body_budget: usize,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            allowed_networks: Vec::new(),
            connect_timeout: Duration::from_secs(5),
            read_timeout: Duration::from_secs(30),
            body_limit: 32 * 1024 * 1024,
            body_budget: 8 * 1024 * 1024,
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

/// The door.
#[derive(Clone, Debug)]
pub struct Egress {
    client: Client,
    networks: Arc<Networks>,
    body_limit: usize,
    budget: Budget,
}

impl Egress {
    /// A door with this policy.
    pub fn new(policy: Policy) -> Result<Self, EgressError> {
        // The second of two doors finds the cipher suites installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let networks = Arc::new(Networks::new(policy.allowed_networks));
        let client = Client::builder()
            .dns_resolver(Arc::new(Guarded(Arc::clone(&networks))))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .connect_timeout(policy.connect_timeout)
            .read_timeout(policy.read_timeout)
            .pool_idle_timeout(Duration::from_mins(1))
            .tcp_nodelay(true)
            .user_agent(concat!("nabe/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|it| EgressError::Setup(it.to_string()))?;
        Ok(Self { client, networks, body_limit: policy.body_limit, budget: Budget::new(policy.body_budget) })
    }

    /// Makes one call and reads the whole answer.
    pub async fn send(&self, call: Outbound) -> Result<Inbound, EgressError> {
        let Outbound { method, url, headers, body, timeout } = call;
        let host = url.host().to_owned();
        if url.literal().is_some_and(|it| !self.networks.permit(it)) {
            return Err(EgressError::Forbidden { host });
        }
        let request =
            self.client.request(method, url.into_url()).headers(headers).timeout(timeout).body(body);
        let mut response = request.send().await.map_err(|it| failure(&it, &host))?;
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        let body = self.read(response, &host).await?;
        Ok(Inbound { status, headers, body })
    }

    /// The whole body. Small ones are taken as they come; large ones are held within the budget.
    async fn read(&self, response: reqwest::Response, host: &str) -> Result<Bytes, EgressError> {
        let too_large = || EgressError::TooLarge { host: host.to_owned(), limit: self.body_limit };
        let expected = response.content_length().and_then(|it| usize::try_from(it).ok());
        if expected.is_some_and(|it| it > self.body_limit) {
            return Err(too_large());
        }
        let early = match expected {
            Some(size) if size > SMALL => Some(self.budget.share(expected).await),
            _ => None,
        };
        let mut chunks = response.bytes_stream();
        let Some(first) = chunks.next().await else { return Ok(Bytes::new()) };
        let first = first.map_err(|it| failure(&it, host))?;
        let Some(second) = chunks.next().await else { return Ok(first) };
        let mut body = Vec::with_capacity(expected.unwrap_or(first.len()));
        body.extend_from_slice(&first);
        drop(first);
        let mut share = early;
        let mut next = Some(second);
        while let Some(chunk) = next {
            let chunk = chunk.map_err(|it| failure(&it, host))?;
            if body.len() + chunk.len() > self.body_limit {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
            drop(chunk);
            if share.is_none() && body.len() > SMALL {
                share = Some(self.budget.share(expected).await);
            }
            next = chunks.next().await;
        }
        Ok(match share {
            Some(share) => share.hold(body),
            None => body.into(),
        })
    }
}

fn failure(error: &reqwest::Error, host: &str) -> EgressError {
    let host = host.to_owned();
    if refused_by_resolver(error) {
        EgressError::Forbidden { host }
    } else if error.is_timeout() {
        EgressError::Timeout { host }
    } else if error.is_connect() {
        EgressError::Unreachable { host }
    } else {
        EgressError::Cut { host }
    }
}

fn refused_by_resolver(error: &reqwest::Error) -> bool {
    let mut source = error.source();
    while let Some(cause) = source {
        if cause.is::<PrivateOnly>() {
            return true;
        }
        source = cause.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    async fn get(policy: Policy, url: String) -> Result<Inbound, EgressError> {
        let call = Outbound {
            method: Method::GET,
            url: Address::parse(&url).unwrap(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            timeout: Duration::from_secs(2),
        };
        Egress::new(policy).unwrap().send(call).await
    }

    fn loopback(body_limit: usize) -> Policy {
        Policy { allowed_networks: vec!["127.0.0.0/8".parse().unwrap()], body_limit, ..Policy::default() }
    }

    /// Answers one connection with these bytes and closes it.
    async fn answering(answer: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let task = async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = stream.read(&mut [0; 1024]).await;
            stream.write_all(answer.as_bytes()).await.unwrap();
        };
        #[expect(clippy::disallowed_methods, reason = "a test's own server")]
        tokio::spawn(task);
        url
    }

    #[tokio::test]
    async fn private_addresses_are_refused_by_name_and_by_number() {
        for url in ["http://127.0.0.1:9/", "http://[::1]:9/", "http://localhost:9/", "http://2130706433:9/"] {
            let error = get(Policy::default(), url.to_owned()).await.unwrap_err();
            assert!(matches!(error, EgressError::Forbidden { .. }), "{url}: {error}");
        }
    }

    #[tokio::test]
    async fn an_answer_is_read_and_bounded() {
        let ok = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
        assert_eq!(get(loopback(5), answering(ok).await).await.unwrap().body, "hello");
        let error = get(loopback(4), answering(ok).await).await.unwrap_err();
        assert!(matches!(error, EgressError::TooLarge { limit: 4, .. }), "{error}");
        let unsized_answer =
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n";
        assert_eq!(get(loopback(5), answering(unsized_answer).await).await.unwrap().body, "hello");
    }

    #[tokio::test]
    async fn a_redirect_is_an_answer_and_a_cut_one_is_an_error() {
        let moved = "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n";
        assert_eq!(get(loopback(5), answering(moved).await).await.unwrap().status, StatusCode::FOUND);
        let cut = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhel";
        let error = get(loopback(50), answering(cut).await).await.unwrap_err();
        assert!(matches!(error, EgressError::Cut { .. }), "{error}");
    }

    #[tokio::test]
    async fn nobody_there_is_unreachable() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        drop(listener);
        let error = get(loopback(5), url).await.unwrap_err();
        assert!(matches!(error, EgressError::Unreachable { .. }), "{error}");
    }
}
