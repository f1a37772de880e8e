//! A provider with one list and one token, and the server that plays it.

use std::sync::{LazyLock, Mutex};

use http::HeaderMap;
use nabe_connector::{Answer, Complaint, Inspect, Mappable, Operations, RateHint, Served, Token};
use nabe_egress::Policy;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::*;

/// A gate that nobody notices.
pub(crate) const WIDE: RateLimit = RateLimit {
    per_second: 1_000.0,
    burst: 1_000,
    per_minute: None,
    per_route: false,
    adaptive: false,
    cool_down_s: None,
};

static MANIFEST: LazyLock<Manifest> = LazyLock::new(|| {
    let text = r#"
        key = "stories"
        name = "Stories"
        category = "hris"
        version = "1.0.0"
        schemes = ["one"]
        identity = "client_id"
        fields = []
        permissions = []
        hosts = { api = "https://stories.example.com" }
        rate_limits = {}
        [mending]
        permission = { en = [], de = [] }
        attribute = { en = [], de = [] }
        custom = { en = "", de = "" }
    "#;
    Manifest::parse(text).unwrap()
});

static OPERATIONS: LazyLock<Operations> = LazyLock::new(|| {
    let text = r#"{ "paths": {
        "/token": { "post": { "operationId": "token", "x-rate-limit": "token" } },
        "/rows": { "get": { "operationId": "rows", "x-scheme": "one", "x-rate-limit": "rows" } }
    } }"#;
    Operations::parse(text).unwrap()
});

/// The provider: an answer is a denial, a pause or whatever its status says, and a token is the body's text.
struct Stories;

impl Provider for Stories {
    fn manifest(&self) -> &'static Manifest {
        &MANIFEST
    }

    fn logo(&self) -> &'static str {
        ""
    }

    fn guide(&self, _: &str) -> Option<&'static str> {
        None
    }

    fn picture(&self, _: &str) -> Option<&'static [u8]> {
        None
    }

    fn operations(&self) -> &'static Operations {
        &OPERATIONS
    }

    fn complaints(&self, _: &Credentials) -> Vec<Complaint> {
        Vec::new()
    }

    fn doubts(&self, _: &Credentials) -> Vec<Complaint> {
        Vec::new()
    }

    fn authenticate(&self, _: &str, _: &Credentials) -> Result<Call, CallError> {
        Ok(Call::to(OPERATIONS.get("token").unwrap()))
    }

    fn read_token(&self, _: &str, answer: &Answer<'_>) -> Result<Token, CallError> {
        classified(answer)?;
        let text = String::from_utf8(answer.body.to_vec()).unwrap();
        let (value, life) = text.split_once(' ').unwrap_or((&text, "86400"));
        Ok(Token { value: value.into(), expires_in_s: life.parse().unwrap(), scopes: Vec::new() })
    }

    fn headers(&self, _: &Credentials) -> Vec<(HeaderName, HeaderValue)> {
        Vec::new()
    }

    fn classify(&self, _: &Operation, answer: &Answer<'_>) -> Result<(), CallError> {
        classified(answer)
    }

    fn rate_hint(&self, _: &HeaderMap) -> Option<RateHint> {
        None
    }

    fn inspect(&self) -> Option<&dyn Inspect> {
        None
    }

    fn mappable(&self) -> Option<&dyn Mappable> {
        None
    }

    fn serves(&self, _: &str) -> Served {
        Served::NotYet
    }
}

/// The body of a 429 says how long to wait.
fn classified(answer: &Answer<'_>) -> Result<(), CallError> {
    match answer.status.as_u16() {
        200 => Ok(()),
        status @ 403 => Err(CallError::Denied { status }),
        429 => {
            let text = std::str::from_utf8(answer.body).unwrap();
            Err(CallError::RateLimited { retry_after_s: text.parse().ok() })
        }
        status => Err(CallError::Unavailable { status }),
    }
}

/// An answer to `/token`.
#[expect(clippy::unnecessary_wraps, reason = "an answer, where silence is one as well")]
pub(crate) fn token(value: &str) -> Told {
    Some((200, value.to_owned()))
}

/// What was asked: the path and the token.
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) token: String,
}

pub(crate) type Told = Option<(u16, String)>;
type Log = Arc<Mutex<Vec<(String, Instant)>>>;

/// An engine and a session at a server that answers as the test wants. One that answers nothing is silent.
pub(crate) struct Answering {
    engine: Engine,
    pub(crate) session: Session,
    log: Log,
}

impl Answering {
    pub(crate) async fn new(
        limit: Option<RateLimit>,
        answer: impl Fn(&Asked) -> Told + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let log = Log::default();
        #[expect(clippy::disallowed_methods, reason = "a test's own server")]
        tokio::spawn(serve(listener, Arc::clone(&log), Arc::new(answer)));
        let policy = Policy { allowed_networks: vec!["127.0.0.0/8".parse().unwrap()], ..Policy::default() };
        let limits = limit.map_or(Limits::Off, |it| Limits::Classes([("rows".to_owned(), it)].into()));
        let hosts = [("api".to_owned(), url)].into();
        let settings = Settings {
            hosts: [("stories".to_owned(), hosts)].into(),
            limits: [("stories".to_owned(), limits)].into(),
            partners: BTreeMap::new(),
        };
        let engine = Engine::new(Egress::new(policy).unwrap(), settings);
        let session = engine.session(&Stories, Credentials::default());
        Self { engine, session, log }
    }

    pub(crate) async fn read(&self, deadline: Instant) -> Result<Reply, EngineError> {
        self.engine.call(&self.session, &Call::to(OPERATIONS.get("rows").unwrap()), deadline).await
    }

    /// How often a path was called.
    pub(crate) fn count(&self, path: &str) -> usize {
        self.times(path).len()
    }

    /// When a path was called.
    pub(crate) fn times(&self, path: &str) -> Vec<Instant> {
        self.log.lock().unwrap().iter().filter(|it| it.0 == path).map(|it| it.1).collect()
    }
}

/// So many milliseconds from now.
pub(crate) fn deadline(ms: u64) -> Instant {
    Instant::now() + Duration::from_millis(ms)
}

async fn serve(listener: TcpListener, log: Log, answer: Arc<dyn Fn(&Asked) -> Told + Send + Sync>) {
    let mut open = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        open.spawn(one(stream, Arc::clone(&log), Arc::clone(&answer)));
    }
}

async fn one(mut stream: TcpStream, log: Log, answer: Arc<dyn Fn(&Asked) -> Told + Send + Sync>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    let path = head.split(' ').nth(1).unwrap().to_owned();
    let token = head.lines().find_map(|it| it.strip_prefix("authorization: Bearer ")).unwrap_or_default();
    log.lock().unwrap().push((path.clone(), Instant::now()));
    let asked = Asked { token: token.to_owned(), path };
    match answer(&asked) {
        Some((status, body)) => {
            let length = body.len();
            let answer = format!(
                "HTTP/1.1 {status} Story\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
            );
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
        // Until the caller leaves.
        None => _ = stream.read_u8().await,
    }
}
