//! Connections: each has little time for its head and its body, and there are only so many at once.
//!
//! Must not know what is answered.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, Response};
use axum::{BoxError, Router};
use hyper::body::{Body as _, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{Sleep, sleep};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower_service::Service as _;

/// How long to wait after a connection could not be taken for want of something.
const REST: Duration = Duration::from_millis(200);

/// What a connection may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// How long the head of a request may take to come, the wait for its first byte included.
    head: Duration,
    /// How long its body may take.
    body: Duration,
    /// How many connections there are at once; more wait until one ends.
    connections: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        // A proxy keeps a connection that rests, often for a minute, and must not meet one that is just being closed.
        let (head, body) = (Duration::from_secs(75), Duration::from_secs(30));
        Self { head, body, connections: (open_files() / 2).clamp(64, 8_192) }
    }
}

/// How many files this process may have open. A connection is one, and so is the call to a provider made for it.
fn open_files() -> usize {
    const USUAL: usize = 1_024;
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|it| it.strip_prefix("Max open files"));
    line.and_then(|it| it.split_whitespace().next()).and_then(|it| it.parse().ok()).unwrap_or(USUAL)
}

/// Takes connections and answers on them until `stop`, then lets requests that are under way end.
pub(crate) async fn listen(listener: TcpListener, router: Router, stop: CancellationToken, bounds: Bounds) {
    let router = router.with_state(());
    let places = Arc::new(Semaphore::new(bounds.connections));
    let connections = TaskTracker::new();
    loop {
        let accepting = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, accept(&listener).await)
        };
        let (place, (stream, peer)) = tokio::select! {
            accepted = accepting => accepted,
            () = stop.cancelled() => break,
        };
        let (router, stop) = (router.clone(), stop.clone());
        connections.spawn(async move {
            answer(stream, peer, router, stop, bounds).await;
            drop(place);
        });
    }
    drop(listener);
    connections.close();
    connections.wait().await;
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            // One that has gone again, or no room for one more file: the next may come through.
            Err(error) => {
                tracing::warn!(%error, "a connection can't be taken");
                sleep(REST).await;
            }
        }
    }
}

/// Answers what comes on one connection.
async fn answer(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    stop: CancellationToken,
    bounds: Bounds,
) {
    // Small answers go out at once.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(|body| in_time(body, bounds.body));
        request.extensions_mut().insert(ConnectInfo(peer));
        let mut router = router.clone();
        async move {
            Ok::<Response<Body>, Infallible>(router.call(request).await.unwrap_or_else(|it| match it {}))
        }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(bounds.head);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        biased;
        // Its errors are the other side's: it left, was too slow, or speaks no HTTP.
        _ = connection.as_mut() => return,
        () = stop.cancelled() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// The body of a request, which breaks off when it takes too long. Most requests have none, and cost nothing here.
fn in_time(body: Incoming, patience: Duration) -> Body {
    if body.is_end_stream() {
        return Body::empty();
    }
    Body::new(InTime { body, end: Box::pin(sleep(patience)) })
}

struct InTime {
    body: Incoming,
    end: Pin<Box<Sleep>>,
}

impl hyper::body::Body for InTime {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            return Poll::Ready(frame.map(|it| it.map_err(BoxError::from)));
        }
        ready!(self.end.as_mut().poll(context));
        Poll::Ready(Some(Err("the body took too long".into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::post;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    const SHORT: Duration = Duration::from_millis(100);
    const LONG: Duration = Duration::from_hours(1);

    struct Stage {
        address: SocketAddr,
        stop: CancellationToken,
        ended: tokio::task::JoinHandle<()>,
    }

    async fn stage(bounds: Bounds) -> Stage {
        let router = Router::new().route(
            "/",
            post(|ConnectInfo(peer): ConnectInfo<SocketAddr>, body: String| async move {
                format!("{} says {body}", peer.ip())
            }),
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
        let ended = TaskTracker::new().spawn(listen(listener, router, stop.clone(), bounds));
        Stage { address, stop, ended }
    }

    async fn say(address: SocketAddr, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }

    /// All that is answered until the server closes.
    async fn rest(mut stream: TcpStream) -> String {
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        text
    }

    const WHOLE: &str = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nhello";

    #[tokio::test]
    async fn whoever_does_not_end_a_head_is_cut_off_and_lets_the_next_in() {
        let stage = stage(Bounds { head: SHORT, body: LONG, connections: 2 }).await;
        let mute = say(stage.address, "").await;
        let half = say(stage.address, "POST / HTTP/1.1\r\nhost: ").await;
        let next = say(stage.address, WHOLE).await;
        assert_eq!(rest(mute).await, "");
        assert_eq!(rest(half).await, "");
        // Answered, and then closed, as nothing more comes.
        let answer = rest(next).await;
        assert!(answer.contains("200 OK") && answer.ends_with("127.0.0.1 says hello"), "{answer}");
    }

    #[tokio::test]
    async fn a_body_that_takes_too_long_breaks_off() {
        let stage = stage(Bounds { head: LONG, body: SHORT, connections: 2 }).await;
        let half = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nhe";
        let answer = rest(say(stage.address, half).await).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    }

    #[tokio::test]
    async fn a_stop_lets_a_request_end_and_nobody_else_in() {
        let stage = stage(Bounds { head: LONG, body: LONG, connections: 2 }).await;
        let idle = say(stage.address, "").await;
        let head = "POST / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 5\r\n\r\n";
        let mut under_way = say(stage.address, head).await;
        // The server asks for the body: the request has begun.
        let mut asked = [0; 25];
        under_way.read_exact(&mut asked).await.unwrap();
        stage.stop.cancel();
        assert_eq!(rest(idle).await, "");
        under_way.write_all(b"hello").await.unwrap();
        assert!(rest(under_way).await.ends_with("says hello"));
        stage.ended.await.unwrap();
        assert!(TcpStream::connect(stage.address).await.is_err());
    }
}
