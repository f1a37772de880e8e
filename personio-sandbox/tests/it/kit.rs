//! A sandbox in the test's own process, and calls to it.

use axum::Router;
use axum::body::{Body, to_bytes};
use http::{HeaderMap, Request};
use personio_sandbox::{Attributes, NewCredential, Options, Permissions, Sandbox};
use serde_json::Value;
use tower::ServiceExt as _;

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    /// The body as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Fails unless the status is this one.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self:?}");
        self
    }
}

/// A sandbox.
pub(crate) struct Local {
    sandbox: Sandbox,
    router: Router,
}

/// Tokens of one credential.
pub(crate) struct Tokens {
    pub(crate) v1: String,
    pub(crate) v2: String,
    /// The scopes that the token of v2 was granted.
    pub(crate) scopes: String,
}

impl Local {
    /// A small company without limits.
    pub(crate) fn new() -> Self {
        Self::of(Options { rate_limits: false, ..Options::default() })
    }

    /// So many people, without limits.
    pub(crate) fn with_people(people: usize) -> Self {
        Self::of(Options { people, rate_limits: false, ..Options::default() })
    }

    /// A small company with limits.
    pub(crate) fn limited() -> Self {
        Self::of(Options::default())
    }

    pub(crate) fn of(options: Options) -> Self {
        let sandbox = Sandbox::new(options).unwrap();
        Self { router: sandbox.router(), sandbox }
    }

    /// Sends a request.
    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("host", "sandbox.test");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let (head, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8_lossy(&body).into_owned();
        Answer { status: head.status.as_u16(), headers: head.headers, body }
    }

    /// A read with a token, past the gate for beta routes.
    pub(crate) async fn get(&self, token: &str, path: &str) -> Answer {
        let bearer = format!("Bearer {token}");
        self.send("GET", path, &[("authorization", &bearer), ("beta", "true")], "").await
    }

    /// Tokens of a new credential.
    pub(crate) async fn tokens(&self, permissions: Permissions, attributes: Attributes) -> Tokens {
        let wanted = NewCredential { name: "test".to_owned(), permissions, attributes };
        let made = self.sandbox.add_credential(wanted).unwrap();
        let form = format!("client_id={}&client_secret={}", made.client_id, made.client_secret);
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        let v1 = self.send("POST", "/v1/auth", &kind, &form).await.expect(200).json();
        let form = format!("grant_type=client_credentials&{form}");
        let v2 = self.send("POST", "/v2/auth/token", &kind, &form).await.expect(200).json();
        let text = |it: &Value| it.as_str().unwrap().to_owned();
        Tokens { v1: text(&v1["data"]["token"]), v2: text(&v2["access_token"]), scopes: text(&v2["scope"]) }
    }

    /// Tokens that may do everything.
    pub(crate) async fn all(&self) -> Tokens {
        self.tokens(Permissions::All, Attributes::All).await
    }
}
