//! A receiver of webhooks on a port of this machine.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(15);

/// What arrived.
#[derive(Clone, Debug)]
pub(crate) struct Got {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Got {
    /// A header as text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|it| it.to_str().unwrap())
    }

    /// The name of the event.
    pub(crate) fn event(&self) -> &str {
        self.body["event_name"].as_str().unwrap()
    }
}

/// What the receiver answers.
#[derive(Clone, Debug)]
pub(crate) enum Say {
    Status(u16),
    /// A status after a while.
    Late(Duration, u16),
    /// A redirect.
    To(String),
    /// A body that never ends.
    Endless,
    /// The `Authorization` that came.
    Echo,
}

#[derive(Debug)]
struct Inner {
    got: Mutex<Vec<Got>>,
    next: Mutex<VecDeque<Say>>,
    otherwise: Mutex<Say>,
}

/// A receiver that listens until it is dropped.
#[derive(Debug)]
pub(crate) struct Receiver {
    /// Like `http://127.0.0.1:40123/hook`.
    pub(crate) url: String,
    inner: Arc<Inner>,
    _stop: DropGuard,
}

impl Receiver {
    /// One that answers everything with 200.
    pub(crate) async fn new() -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").await.unwrap())
    }

    /// One on a listener of the test's.
    pub(crate) fn on(listener: TcpListener) -> Self {
        let (got, next) = (Mutex::default(), Mutex::default());
        let inner = Arc::new(Inner { got, next, otherwise: Mutex::new(Say::Status(200)) });
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let router = Router::new().fallback(receive).with_state(Arc::clone(&inner));
        let stop = CancellationToken::new();
        let stopped = stop.clone().cancelled_owned();
        TaskTracker::new().spawn(async move {
            axum::serve(listener, router).with_graceful_shutdown(stopped).await.unwrap();
        });
        Self { url, inner, _stop: stop.drop_guard() }
    }

    /// Answers the next requests so, one after the other.
    pub(crate) fn then(&self, says: impl IntoIterator<Item = Say>) {
        self.inner.next.lock().unwrap().extend(says);
    }

    /// Answers everything else so.
    pub(crate) fn always(&self, say: Say) {
        *self.inner.otherwise.lock().unwrap() = say;
    }

    /// Everything that arrived so far.
    pub(crate) fn got(&self) -> Vec<Got> {
        self.inner.got.lock().unwrap().clone()
    }

    /// Everything that arrived, once that are so many.
    #[track_caller]
    pub(crate) fn wait(&self, count: usize) -> impl Future<Output = Vec<Got>> {
        let at = std::panic::Location::caller();
        async move {
            let began = std::time::Instant::now();
            while self.got().len() < count {
                assert!(began.elapsed() < PATIENCE, "{at}: {count} must come: {:#?}", self.got());
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            self.got()
        }
    }

    /// Everything that arrived, once nothing more comes.
    pub(crate) async fn settled(&self) -> Vec<Got> {
        loop {
            let before = self.got().len();
            tokio::time::sleep(Duration::from_millis(400)).await;
            let got = self.got();
            if got.len() == before {
                return got;
            }
        }
    }

    /// Fails if more arrives than so many.
    #[track_caller]
    pub(crate) fn only(&self, count: usize) -> impl Future<Output = Vec<Got>> {
        let at = std::panic::Location::caller();
        async move {
            self.wait(count).await;
            tokio::time::sleep(Duration::from_millis(300)).await;
            let got = self.got();
            assert_eq!(got.len(), count, "{at}: {got:#?}");
            got
        }
    }
}

async fn receive(State(inner): State<Arc<Inner>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let authorization = head.headers.get("authorization").map(|it| it.to_str().unwrap().to_owned());
    inner.got.lock().unwrap().push(Got {
        method: head.method.to_string(),
        path: head.uri.to_string(),
        headers: head.headers,
        body: serde_json::from_slice(&body).unwrap(),
    });
    let next = inner.next.lock().unwrap().pop_front();
    let say = next.unwrap_or_else(|| inner.otherwise.lock().unwrap().clone());
    let status = |it: u16| StatusCode::from_u16(it).unwrap().into_response();
    match say {
        Say::Status(it) => status(it),
        Say::Late(after, it) => {
            tokio::time::sleep(after).await;
            status(it)
        }
        Say::To(url) => (StatusCode::TEMPORARY_REDIRECT, [("location", url)]).into_response(),
        Say::Endless => {
            let chunk = || Ok::<_, std::io::Error>(vec![b'x'; 64 * 1_024]);
            Body::from_stream(futures_util::stream::repeat_with(chunk)).into_response()
        }
        Say::Echo => format!("you sent {}", authorization.unwrap_or_default()).into_response(),
    }
}
