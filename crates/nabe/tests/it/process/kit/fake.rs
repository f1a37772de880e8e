//! A provider that says what the story wants, and when: it can keep a call waiting, and it can misbehave.
//!
//! The sandbox is the Personio to trust; this one is for what no honest one does.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::Response;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use super::eventually;

/// Where tokens of the first generation come from.
pub(crate) const V1_AUTH: &str = "/v1/auth";
/// Where tokens of the second generation come from.
pub(crate) const V2_AUTH: &str = "/v2/auth/token";
/// Where employees come from.
pub(crate) const EMPLOYEES: &str = "/v1/company/employees";

/// What was asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) authorization: String,
    pub(crate) app: String,
    pub(crate) partner: String,
    pub(crate) body: String,
}

/// What is answered.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self { status, headers: Vec::new(), body: body.to_string() }
    }
}

/// An answer of a provider where all is well: any credentials are good, and there is one employee.
pub(crate) fn good(asked: &Asked) -> Reply {
    match asked.path.as_str() {
        V1_AUTH => token_v1("papi-of-the-first-generation"),
        V2_AUTH => token_v2("papi-of-the-second-generation"),
        EMPLOYEES => {
            let metadata = json!({ "total_elements": 1, "current_page": 0, "total_pages": 1 });
            let rows = [employee(1, "Ada", "ada@example.com")];
            Reply::json(200, &json!({ "success": true, "metadata": metadata, "data": rows }))
        }
        _ => Reply::json(404, &json!({ "success": false, "error": { "code": 0, "message": "Not Found" } })),
    }
}

pub(crate) fn token_v1(token: &str) -> Reply {
    let data = json!({ "token": token, "expires_in": 86_400, "scope": "employees:read" });
    Reply::json(200, &json!({ "success": true, "data": data }))
}

pub(crate) fn token_v2(token: &str) -> Reply {
    let scope = "personio:persons:read";
    Reply::json(
        200,
        &json!({ "access_token": token, "token_type": "Bearer", "expires_in": 86_400, "scope": scope }),
    )
}

pub(crate) fn employee(id: u32, first_name: &str, email: &str) -> Value {
    let attribute =
        |label: &str, value: Value, kind: &str| json!({ "label": label, "value": value, "type": kind });
    json!({ "type": "Employee", "attributes": {
        "id": attribute("ID", json!(id), "integer"),
        "first_name": attribute("First name", json!(first_name), "standard"),
        "last_name": attribute("Last name", json!("Lovelace"), "standard"),
        "email": attribute("Email", json!(email), "standard"),
        "status": attribute("Status", json!("active"), "standard"),
    }})
}

/// The provider. Listens until it is dropped.
pub(crate) struct Fake {
    pub(crate) url: String,
    shared: Arc<Shared>,
    _stop: DropGuard,
}

struct Shared {
    answer: Box<dyn Fn(&Asked) -> Reply + Send + Sync>,
    held: watch::Sender<HashSet<&'static str>>,
    arrived: Mutex<HashMap<String, usize>>,
}

impl Fake {
    /// One that answers like this.
    pub(crate) async fn start(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let shared = Arc::new(Shared {
            answer: Box::new(answer),
            held: watch::Sender::default(),
            arrived: Mutex::default(),
        });
        let router = Router::new().fallback(serve).with_state(Arc::clone(&shared));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let stop = CancellationToken::new();
        let stopped = stop.clone().cancelled_owned();
        TaskTracker::new()
            .spawn(async move { axum::serve(listener, router).with_graceful_shutdown(stopped).await });
        Self { url, shared, _stop: stop.drop_guard() }
    }

    /// From now on, calls of this path wait, or calls that carry this secret.
    pub(crate) fn hold(&self, what: &'static str) {
        self.shared.held.send_modify(|it| _ = it.insert(what));
    }

    /// These calls wait no more.
    pub(crate) fn release(&self, what: &'static str) {
        self.shared.held.send_modify(|it| _ = it.remove(what));
    }

    /// How often this path was called so far.
    pub(crate) fn calls(&self, path: &str) -> usize {
        self.shared.arrived.lock().unwrap().get(path).copied().unwrap_or_default()
    }

    /// Waits until this path was called so many times.
    pub(crate) async fn arrived(&self, path: &str, times: usize) {
        eventually(&format!("call {times} of {path}"), || {
            let count = self.calls(path);
            (count >= times).then_some(count)
        })
        .await;
    }
}

async fn serve(State(shared): State<Arc<Shared>>, request: Request) -> Response<Body> {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let header = |name| head.headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or_default().to_owned();
    let asked = Asked {
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        authorization: header("authorization"),
        app: header("x-personio-app-id"),
        partner: header("x-personio-partner-id"),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    *shared.arrived.lock().unwrap().entry(asked.path.clone()).or_default() += 1;
    let mut kept_back = shared.held.subscribe();
    let _ = kept_back.wait_for(|it| !it.iter().any(|it| asked.path == *it || asked.body.contains(it))).await;
    let Reply { status, headers, body } = (shared.answer)(&asked);
    let mut response = Response::builder().status(status).header("content-type", "application/json");
    for (name, value) in headers {
        response.headers_mut().unwrap().insert(name, value.parse().unwrap());
    }
    response.body(Body::from(body)).unwrap()
}
