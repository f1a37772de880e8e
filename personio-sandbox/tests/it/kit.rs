//! A sandbox in the test's own process, and calls to it.
//!
//! Every answer is checked, see [`crate::conform`]; a test that breaks answers on purpose sends unchecked.

mod multipart;
mod served;

use std::collections::BTreeMap;
use std::sync::Mutex;

use axum::Router;
use axum::body::{Body, to_bytes};
use http::{HeaderMap, Request};
use jiff::Timestamp;
use personio_sandbox::{Attributes, Clock, NewCredential, Options, Permissions, Sandbox};
use serde_json::{Value, json};
use tower::ServiceExt as _;

pub(crate) use self::multipart::{File, multipart};
pub(crate) use self::served::Served;
use crate::conform::{self, Met};

/// The host that requests name, and links in answers with it.
pub(crate) const HOST: &str = "sandbox.test";
pub(crate) const JSON: (&str, &str) = ("content-type", "application/json");
pub(crate) const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
    /// The bytes as text.
    pub(crate) body: String,
}

impl Answer {
    /// The body as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {self:?}"))
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
    met: Mutex<Met>,
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

    /// A small company without limits whose clock stands still until it is moved.
    pub(crate) fn at(time: &str) -> Self {
        let time: Timestamp = time.parse().unwrap();
        Self::of(Options { rate_limits: false, clock: Clock::settable(time), ..Options::default() })
    }

    /// A company of one's own choice.
    pub(crate) fn of(options: Options) -> Self {
        let sandbox = Sandbox::new(options).unwrap();
        Self { router: sandbox.router(), sandbox, met: Mutex::default() }
    }

    /// The clock it goes by.
    pub(crate) fn clock(&self) -> &Clock {
        self.sandbox.clock()
    }

    /// The same sandbox on a port of this machine, for clients that need one.
    pub(crate) async fn serve(&self) -> Served {
        Served::start(&self.sandbox).await
    }

    /// What the checks of all answers have met so far.
    pub(crate) fn met(&self) -> Met {
        self.met.lock().unwrap().clone()
    }

    /// Sends a request and checks its answer.
    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl AsRef<[u8]>,
    ) -> Answer {
        let answer = self.send_unchecked(method, path, headers, body).await;
        match conform::check(self, method, path, &answer).await {
            Ok(met) => self.met.lock().unwrap().add(met),
            Err(differences) => panic!("{differences}"),
        }
        answer
    }

    /// Sends a request whose answer may be broken.
    pub(crate) async fn send_unchecked(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl AsRef<[u8]>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if !headers.iter().any(|(name, _)| *name == "host") {
            request = request.header("host", HOST);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.as_ref().to_vec())).unwrap();
        let (head, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: head.status.as_u16(), headers: head.headers, bytes, body }
    }

    /// A call with a token, past the gate for beta routes.
    async fn call(
        &self,
        method: &str,
        token: &str,
        path: &str,
        kind: &str,
        body: impl AsRef<[u8]>,
    ) -> Answer {
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str()), ("beta", "true"), ("content-type", kind)];
        let sent = if kind.is_empty() { &headers[..2] } else { &headers[..] };
        self.send(method, path, sent, body).await
    }

    /// A call with a body of JSON; null sends none.
    async fn json(&self, method: &str, token: &str, path: &str, json: Value) -> Answer {
        if json.is_null() {
            return self.call(method, token, path, "", "").await;
        }
        self.call(method, token, path, JSON.1, json.to_string()).await
    }

    /// A read.
    pub(crate) async fn get(&self, token: &str, path: &str) -> Answer {
        self.call("GET", token, path, "", "").await
    }

    /// A `POST` of JSON; null sends no body.
    pub(crate) async fn post(&self, token: &str, path: &str, json: Value) -> Answer {
        self.json("POST", token, path, json).await
    }

    /// A `PATCH` of JSON.
    pub(crate) async fn patch(&self, token: &str, path: &str, json: Value) -> Answer {
        self.json("PATCH", token, path, json).await
    }

    /// A `PUT` of JSON.
    pub(crate) async fn put(&self, token: &str, path: &str, json: Value) -> Answer {
        self.json("PUT", token, path, json).await
    }

    /// A `DELETE`; null sends no body.
    pub(crate) async fn delete(&self, token: &str, path: &str, json: Value) -> Answer {
        self.json("DELETE", token, path, json).await
    }

    /// A `POST` of a form.
    pub(crate) async fn form(&self, token: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.call("POST", token, path, FORM.1, form(fields)).await
    }

    /// A `POST` of fields and files.
    pub(crate) async fn multipart(
        &self,
        token: &str,
        path: &str,
        fields: &[(&str, &str)],
        files: &[File<'_>],
    ) -> Answer {
        let (kind, body) = multipart(fields, files);
        self.call("POST", token, path, &kind, body).await
    }

    /// A call to the sandbox's own routes; null sends no body.
    pub(crate) async fn control(&self, method: &str, path: &str, json: Value) -> Answer {
        let body = if json.is_null() { String::new() } else { json.to_string() };
        self.send(method, path, &[JSON], body).await
    }

    /// Puts a switch into a position.
    pub(crate) async fn switch(&self, name: &str, position: &str) {
        self.control("PUT", "/_sandbox/switches", json!({name: position})).await.expect(200);
    }

    /// Tokens of a new credential.
    pub(crate) async fn tokens(&self, permissions: Permissions, attributes: Attributes) -> Tokens {
        let wanted = NewCredential { name: "test".to_owned(), permissions, attributes };
        let made = self.sandbox.add_credential(wanted).unwrap();
        let login = [("client_id", made.client_id.as_str()), ("client_secret", made.client_secret.as_str())];
        let v1 = self.send("POST", "/v1/auth", &[FORM], form(&login)).await.expect(200).json();
        let login = [&login[..], &[("grant_type", "client_credentials")]].concat();
        let v2 = self.send("POST", "/v2/auth/token", &[FORM], form(&login)).await.expect(200).json();
        let text = |it: &Value| it.as_str().unwrap().to_owned();
        Tokens { v1: text(&v1["data"]["token"]), v2: text(&v2["access_token"]), scopes: text(&v2["scope"]) }
    }

    /// Tokens that may do everything.
    pub(crate) async fn all(&self) -> Tokens {
        self.tokens(Permissions::All, Attributes::All).await
    }

    /// Tokens that may do what these rows say, like `("employees", "read")`, and read every attribute.
    pub(crate) async fn may(&self, rows: &[(&str, &str)]) -> Tokens {
        let rows: BTreeMap<String, String> =
            rows.iter().map(|(row, access)| ((*row).to_owned(), (*access).to_owned())).collect();
        self.tokens(Permissions::Rows(rows), Attributes::All).await
    }
}

/// Fields as a form has them.
pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}
