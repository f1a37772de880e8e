//! Files that flow: what the server holds of them, and what it does when somebody is slow or leaves.

use std::convert::Infallible;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::Response;
use futures_util::stream;
use serde_json::json;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use super::kit::client::Client;
use super::kit::eventually;
use super::kit::fake::{Asked, Reply, V1_AUTH, V2_AUTH, employee, good, token_v2};
use super::kit::home::{Home, Server};
use super::kit::personio::Credentials;

/// One piece of the file.
const PIECE: usize = 64 * 1024;
/// How large the file is: much larger than the server may become.
const SIZE: u64 = 96 * 1024 * 1024;
/// What two connections on this machine hold on the way, with room to spare.
const ON_THE_WAY: u64 = 32 * 1024 * 1024;
/// After how long without a byte nothing more is on its way.
const STILL: Duration = Duration::from_secs(2);
const PATH: &str = "/unified/hris/employees/7/documents/1/download";

/// What became of the files.
#[derive(Default)]
struct Seen {
    sent: AtomicU64,
    open: AtomicUsize,
    /// After how many bytes nothing more comes.
    stalls_at: AtomicU64,
    /// Tokens that were given out.
    tokens: AtomicUsize,
    /// The tokens with which files were asked for.
    asked: Mutex<Vec<String>>,
    /// How many of these tokens are good no more.
    over: AtomicUsize,
}

/// A file on its way, until it is dropped.
struct OnItsWay(Arc<Seen>);

impl Drop for OnItsWay {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A provider with one large file, of which it says the length or not.
struct Story {
    seen: Arc<Seen>,
    client: Client,
    account: String,
    server: Server,
    _home: Home,
    _stop: DropGuard,
}

impl Story {
    async fn new() -> Self {
        let seen = Arc::new(Seen::default());
        seen.stalls_at.store(u64::MAX, Ordering::SeqCst);
        let router = Router::new().fallback(serve).with_state(Arc::clone(&seen));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let stop = CancellationToken::new();
        let stopped = stop.clone().cancelled_owned();
        TaskTracker::new()
            .spawn(async move { axum::serve(listener, router).with_graceful_shutdown(stopped).await });
        let mut home = Home::new();
        home.use_personio(&url).set("NABE_LIMITS__REQUEST_SECONDS", "20");
        let (server, client) = home.serve_first().await;
        let credentials =
            Credentials { id: "papi-id-of-files".to_owned(), secret: "papi-secret-of-files".to_owned() };
        let account = client.link("files", &credentials).await;
        Self { seen, client, account, server, _home: home, _stop: stop.drop_guard() }
    }

    fn sent(&self) -> u64 {
        self.seen.sent.load(Ordering::SeqCst)
    }

    fn open(&self) -> usize {
        self.seen.open.load(Ordering::SeqCst)
    }

    /// The most memory that the program has had so far, in bytes.
    fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.server.program.id())).unwrap();
        let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches("kB").trim().parse::<u64>().unwrap() * 1024
    }
}

async fn serve(State(seen): State<Arc<Seen>>, request: Request) -> Response<Body> {
    let path = request.uri().path().to_owned();
    if path.ends_with("/download") {
        let token =
            request.headers().get("authorization").and_then(|it| it.to_str().ok()).unwrap_or_default();
        let mut asked = seen.asked.lock().unwrap();
        let is_over = asked.iter().take(seen.over.load(Ordering::SeqCst)).any(|it| it == token);
        asked.push(token.to_owned());
        drop(asked);
        if is_over {
            return Response::builder().status(401).body(Body::from("{}")).unwrap();
        }
        return file(seen);
    }
    let asked = Asked {
        path: path.clone(),
        query: String::new(),
        authorization: String::new(),
        app: String::new(),
        partner: String::new(),
        body: String::new(),
    };
    let Reply { status, body, .. } = match path.as_str() {
        V1_AUTH => good(&asked),
        V2_AUTH => token_v2(&format!("papi-token-number-{}", seen.tokens.fetch_add(1, Ordering::SeqCst))),
        "/v2/document-management/documents" => {
            let row = json!({ "id": "1", "name": "a.zip", "owner": { "id": "7" }, "document_type": "zip" });
            Reply::json(200, &json!({ "_data": [row], "_meta": { "links": {} } }))
        }
        // Whose it is: a person's, and no application's.
        "/v1/company/employees/7" => {
            Reply::json(200, &json!({ "success": true, "data": employee(7, "Ada", "ada@example.com") }))
        }
        _ => good(&asked),
    };
    Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .body(Body::from(body))
        .unwrap()
}

fn file(seen: Arc<Seen>) -> Response<Body> {
    seen.sent.store(0, Ordering::SeqCst);
    seen.open.fetch_add(1, Ordering::SeqCst);
    let piece = Bytes::from(vec![7; PIECE]);
    let pieces = stream::unfold(OnItsWay(seen), move |way| {
        let piece = piece.clone();
        async move {
            let sent = way.0.sent.load(Ordering::SeqCst);
            if sent >= way.0.stalls_at.load(Ordering::SeqCst) {
                std::future::pending::<()>().await;
            }
            if sent >= SIZE {
                return None;
            }
            way.0.sent.store(sent + u64::try_from(PIECE).unwrap(), Ordering::SeqCst);
            Some((Ok::<_, Infallible>(piece), way))
        }
    });
    // Without a length: it comes in chunks.
    Response::builder().header("content-type", "application/zip").body(Body::from_stream(pieces)).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_file_passes_through_a_small_server() {
    let story = Story::new().await;
    let before = story.memory();
    for _ in 0..2 {
        let mut answer = story.client.open(&story.account, PATH).await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.content_length()), (200, None));
        let mut got = 0;
        while let Some(piece) = answer.chunk().await.unwrap() {
            assert!(piece.iter().all(|it| *it == 7));
            got += u64::try_from(piece.len()).unwrap();
        }
        assert_eq!(got, SIZE);
    }
    let grown = story.memory() - before;
    assert!(grown < 16 * 1024 * 1024, "the server grew by {grown} bytes for a file of {SIZE}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_reads_slowly_slows_the_provider_down() {
    let story = Story::new().await;
    let mut answer = story.client.open(&story.account, PATH).await.unwrap();
    answer.chunk().await.unwrap().unwrap();
    // Until nothing more was taken for so long that it isn't for want of time.
    let (mut sent, mut since) = (story.sent(), Instant::now());
    while since.elapsed() < STILL {
        tokio::time::sleep(Duration::from_millis(50)).await;
        if story.sent() != sent {
            (sent, since) = (story.sent(), Instant::now());
        }
    }
    assert!(sent < ON_THE_WAY, "{sent} bytes were taken from the provider and by nobody else");
    while answer.chunk().await.unwrap().is_some() {}
    assert_eq!((story.sent(), story.open()), (SIZE, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_leaves_ends_the_call_of_the_provider() {
    let story = Story::new().await;
    // While bytes flow, and while none do.
    for stalls_at in [u64::MAX, 4 * 1024 * 1024] {
        story.seen.stalls_at.store(stalls_at, Ordering::SeqCst);
        let mut answer = story.client.open(&story.account, PATH).await.unwrap();
        let mut got = answer.chunk().await.unwrap().unwrap().len();
        assert_eq!(story.open(), 1);
        while stalls_at != u64::MAX && u64::try_from(got).unwrap() < stalls_at {
            got += answer.chunk().await.unwrap().unwrap().len();
        }
        drop(answer);
        eventually("the end of the provider's call", || (story.open() == 0).then_some(())).await;
        assert!(story.sent() < SIZE);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_is_over_is_renewed_before_the_first_byte() {
    let story = Story::new().await;
    let mut answer = story.client.open(&story.account, PATH).await.unwrap();
    answer.chunk().await.unwrap().unwrap();
    drop(answer);
    story.seen.over.store(1, Ordering::SeqCst);
    let answer = story.client.open(&story.account, PATH).await.unwrap();
    assert_eq!(answer.status(), 200);
    drop(answer);
    let asked = story.seen.asked.lock().unwrap().clone();
    assert!(asked.len() == 3 && asked[0] == asked[1] && asked[1] != asked[2], "{asked:?}");
}
