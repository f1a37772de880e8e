//! Makes one request and reads what comes back, within three seconds and no more than is kept.
//!
//! Redirects are not followed, no proxy is used, and no connection is used twice. It must not know why a request is
//! made, or what follows from its answer.

use std::error::Error;
use std::io::ErrorKind;
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::uri::Scheme;
use http::{Method, Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::{Client, Error as ClientError};
use hyper_util::rt::TokioExecutor;
use tokio::time::{Instant, timeout_at};

use super::letter::Letter;
use super::loopback::Loopback;
use crate::model::text::Text;
use crate::model::webhook::Reply;
use crate::rules::webhooks::queue::Result as Outcome;

/// In how much time a request must be answered (facts §11.2 [O]).
const LIMIT: Duration = Duration::from_secs(3);
/// How much of a body is read and kept, in bytes.
const EXCERPT: usize = 1_024;
/// What stands in the place of a secret.
const HIDDEN: &str = "•••";

/// Makes requests.
#[derive(Debug)]
pub(super) struct Sender {
    /// For receivers on this machine.
    http: Client<HttpConnector<Loopback>, Full<Bytes>>,
    /// None where the machine trusts nobody.
    https: Option<Client<HttpsConnector<HttpConnector>, Full<Bytes>>>,
}

impl Sender {
    /// Reads which certificates the machine trusts.
    pub(super) fn new() -> Self {
        let mut builder = Client::builder(TokioExecutor::new());
        // A kept connection that the receiver closes would look like a failure of a request.
        builder.pool_max_idle_per_host(0).retry_canceled_requests(false);
        let tls = HttpsConnectorBuilder::new()
            .with_provider_and_platform_verifier(rustls::crypto::ring::default_provider());
        let https = match tls {
            Ok(tls) => Some(builder.build(tls.https_only().enable_http1().build())),
            Err(error) => {
                tracing::warn!(%error, "this machine trusts no certificate, so no webhook can be told over https");
                None
            }
        };
        Self { http: builder.build(HttpConnector::new_with_resolver(Loopback)), https }
    }

    /// Makes a request.
    pub(super) async fn post(&self, letter: &Letter) -> Outcome {
        let failed = |error: &str| Reply { error: Some(error.to_owned().into()), ..Reply::default() };
        let Some(to) = letter.to.clone() else {
            return Outcome::Forbidden(failed("the address may not be called"));
        };
        let deadline = Instant::now() + LIMIT;
        let is_secure = to.scheme() == Some(&Scheme::HTTPS);
        let mut request = Request::new(Full::new(letter.body.clone()));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = to;
        *request.headers_mut() = letter.headers.clone();
        let answering = match &self.https {
            _ if !is_secure => self.http.request(request),
            Some(https) => https.request(request),
            None => return Outcome::Unreachable(failed("this machine trusts no certificate")),
        };
        match timeout_at(deadline, answering).await {
            Err(_) => Outcome::TimedOut(failed("no answer within 3 seconds")),
            Ok(Err(error)) => Outcome::Unreachable(failed(&reason(&error))),
            Ok(Ok(answer)) => Outcome::Answered(read(answer, deadline, &letter.secrets).await),
        }
    }
}

/// Status and beginning of an answer. Its body may take as long as it likes: only the status counts.
async fn read(answer: Response<Incoming>, deadline: Instant, secrets: &[String]) -> Reply {
    let (head, mut body) = answer.into_parts();
    // So much that a secret at the end of what is kept is read as a whole.
    let most = EXCERPT + secrets.iter().map(String::len).max().unwrap_or(0);
    let mut bytes = Vec::new();
    while bytes.len() < most {
        let Ok(Some(Ok(frame))) = timeout_at(deadline, body.frame()).await else { break };
        let data = frame.into_data().unwrap_or_default();
        bytes.extend_from_slice(&data[..data.len().min(most - bytes.len())]);
    }
    let content_type = head.headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    Reply {
        status: Some(head.status.as_u16()),
        error: None,
        content_type: content_type.map(|it| hidden(it, secrets)),
        excerpt: hidden(&String::from_utf8_lossy(&bytes), secrets),
    }
}

/// The beginning of a text without the secrets that a receiver may have sent back.
fn hidden(text: &str, secrets: &[String]) -> Text {
    let mut text = text.to_owned();
    for secret in secrets {
        text = text.replace(secret.as_str(), HIDDEN);
    }
    let end = text.floor_char_boundary(EXCERPT);
    text.truncate(end);
    text.into()
}

/// Why there is no answer, without the address.
fn reason(error: &ClientError) -> String {
    let mut source: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(it) = source {
        if let Some(tls) = it.downcast_ref::<rustls::Error>() {
            return format!("no secure connection: {tls}");
        }
        if let Some(io) = it.downcast_ref::<std::io::Error>() {
            if io.kind() == ErrorKind::ConnectionRefused {
                return "the connection was refused".to_owned();
            }
            if let Some(tls) = io.get_ref().and_then(|it| it.downcast_ref::<rustls::Error>()) {
                return format!("no secure connection: {tls}");
            }
        }
        source = it.source();
    }
    if error.is_connect() {
        "no connection could be made".to_owned()
    } else {
        "the connection broke off".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{EXCERPT, hidden};

    #[test]
    fn secrets_that_are_sent_back_are_hidden() {
        let secrets = ["Bearer abc".to_owned(), "x-1".to_owned()];
        let long = format!("{}Bearer abc{}", "x".repeat(EXCERPT - 4), "y".repeat(9));
        assert!(hidden(&long, &secrets).len() <= EXCERPT && !hidden(&long, &secrets).contains("Bea"));
        assert_eq!(hidden("got Bearer abc and x-1, Bearer abc", &secrets), "got ••• and •••, •••");
    }
}
