//! A client of the server, as a product's backend or a browser is one. Keeps every answer.

use std::sync::{Arc, Mutex, Once};

use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use super::personio::Credentials;

/// An answer.
#[derive(Clone, Debug)]
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

/// A client of HTTP.
pub(crate) fn http() -> reqwest::Client {
    static CRYPTO: Once = Once::new();
    CRYPTO.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
    reqwest::Client::builder().no_proxy().build().unwrap()
}

/// A client with one key. Its clones share what was answered.
#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) url: String,
    pub(crate) key: String,
    http: reqwest::Client,
    answers: Arc<Mutex<Vec<(String, Answer)>>>,
}

/// A connect session.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) number: i64,
    pub(crate) token: String,
    pub(crate) link: String,
}

impl Session {
    /// The session that an answer has made.
    pub(crate) fn of(made: &Value) -> Self {
        let text = |key: &str| made[key].as_str().unwrap().to_owned();
        Self { number: made["id"].as_i64().unwrap(), token: text("token"), link: text("auth_link_url") }
    }
}

impl Client {
    pub(crate) fn new(url: &str, key: &str) -> Self {
        Self { url: url.to_owned(), key: key.to_owned(), http: http(), answers: Arc::default() }
    }

    /// What was asked and what was answered, in order.
    pub(crate) fn answers(&self) -> Vec<(String, Answer)> {
        self.answers.lock().unwrap().clone()
    }

    /// Sends a request; an error is one of the connection.
    pub(crate) async fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> reqwest::Result<Answer> {
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.url) };
        let mut request = self.http.request(method.parse().unwrap(), &url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let answer = Answer { status, headers, body: response.text().await? };
        self.answers.lock().unwrap().push((format!("{method} {path}"), answer.clone()));
        Ok(answer)
    }

    /// Sends a request without a key.
    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> Answer {
        self.try_send(method, path, headers, body)
            .await
            .unwrap_or_else(|it| panic!("{method} {path}: {it:?}"))
    }

    /// A request with the key, and perhaps a body.
    pub(crate) async fn call(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let bearer = format!("Bearer {}", self.key);
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        self.send(method, path, &headers, body.map(ToString::to_string)).await
    }

    /// A read with the key.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, None).await
    }

    /// A unified read.
    pub(crate) async fn read(&self, account: &str, path: &str) -> Answer {
        self.try_read(account, path).await.unwrap()
    }

    /// A unified read that may not come through.
    pub(crate) async fn try_read(&self, account: &str, path: &str) -> reqwest::Result<Answer> {
        let bearer = format!("Bearer {}", self.key);
        let headers = [("authorization", bearer.as_str()), ("x-account-id", account)];
        self.try_send("GET", &format!("/unified/hris/employees{path}"), &headers, None).await
    }

    /// A file, as soon as its head is there; an error is one of the connection.
    pub(crate) async fn open(&self, account: &str, path: &str) -> reqwest::Result<reqwest::Response> {
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.url) };
        self.http.get(url).bearer_auth(&self.key).header("x-account-id", account).send().await
    }

    /// Makes a connect session for a customer.
    pub(crate) async fn session(&self, owner: &str) -> Session {
        let wanted = json!({
            "origin_owner_id": owner, "origin_owner_name": format!("{owner} GmbH"), "provider": "personio",
        });
        let made = self.call("POST", "/connect_sessions", Some(&wanted)).await.expect(201).json();
        Session::of(&made)
    }

    /// Submits credentials as the embedded component does: `account` changes one.
    pub(crate) async fn submit(
        &self,
        session: &Session,
        credentials: &Credentials,
        account: Option<&str>,
    ) -> reqwest::Result<Answer> {
        let body = json!({
            "integration_id": "personio",
            "credentials": {
                "client_id": credentials.id, "client_secret": credentials.secret, "personio_app_id": "ACME_GMBH",
            },
        });
        let headers = [("x-hub-session-token", session.token.as_str()), ("content-type", "application/json")];
        let (method, path) = match account {
            None => ("POST", "/hub/accounts".to_owned()),
            Some(id) => ("PATCH", format!("/hub/accounts/{id}")),
        };
        self.try_send(method, &path, &headers, Some(body.to_string())).await
    }

    /// Connects an account for a customer that says where the company's careers page is.
    pub(crate) async fn link_with_careers(
        &self,
        owner: &str,
        credentials: &Credentials,
        host: &str,
    ) -> String {
        let session = self.session(owner).await;
        let body = json!({ "integration_id": "personio", "credentials": {
            "client_id": credentials.id, "client_secret": credentials.secret, "personio_app_id": "ACME_GMBH",
            "careers_host": host,
        } });
        let headers = [("x-hub-session-token", session.token.as_str()), ("content-type", "application/json")];
        let linked = self.send("POST", "/hub/accounts", &headers, Some(body.to_string())).await.expect(201);
        linked.json()["id"].as_str().unwrap().to_owned()
    }

    /// Connects an account for a customer. It says where the careers page of the local Personio's company is.
    pub(crate) async fn link(&self, owner: &str, credentials: &Credentials) -> String {
        self.link_with_careers(owner, credentials, "nordlicht.jobs.personio.de").await
    }
}
