//! A sandbox on a port of this machine, until it is dropped.

use std::fmt::Write as _;

use personio_sandbox::Sandbox;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use super::Local;

/// A sandbox that listens.
pub(crate) struct Served {
    /// Like `http://127.0.0.1:40123`.
    pub(crate) url: String,
    _stop: DropGuard,
}

impl Served {
    pub(super) async fn start(sandbox: &Sandbox) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let sandbox = sandbox.clone();
        let stop = CancellationToken::new();
        let stopped = stop.clone().cancelled_owned();
        TaskTracker::new().spawn(async move { sandbox.serve(listener, stopped).await });
        Self { url, _stop: stop.drop_guard() }
    }

    /// One that somebody else started.
    pub(crate) fn at(url: String) -> Self {
        Self { url, _stop: CancellationToken::new().drop_guard() }
    }

    /// Sends a request on a connection of its own.
    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> TcpStream {
        let host = self.url.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(host).await.unwrap();
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
        for (name, value) in headers {
            write!(request, "{name}: {value}\r\n").unwrap();
        }
        write!(request, "content-length: {}\r\n\r\n{body}", body.len()).unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        stream
    }

    /// Sends a request and reads until the connection ends.
    pub(crate) async fn exchange(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Vec<u8> {
        let mut answer = Vec::new();
        let mut stream = self.send(method, path, headers, body).await;
        // A connection that is reset has ended as well.
        while stream.read_buf(&mut answer).await.is_ok_and(|it| it > 0) {}
        answer
    }
}

#[tokio::test]
async fn links_name_the_host_that_was_called() {
    let local = Local::new();
    let token = local.all().await.v2;
    let served = local.serve().await;
    let bearer = format!("Bearer {token}");
    let answer = served.exchange("GET", "/v2/persons?limit=1", &[("authorization", &bearer)], "").await;
    let answer = String::from_utf8(answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains(&format!("{}/v2/persons?", served.url)), "{answer}");
}
