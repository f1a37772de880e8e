//! A sandbox on a port of this machine, until it is dropped.

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
}

#[tokio::test]
async fn links_name_the_host_that_was_called() {
    let local = Local::new();
    let token = local.all().await.v2;
    let served = local.serve().await;
    let host = served.url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).await.unwrap();
    let request = format!(
        "GET /v2/persons?limit=1 HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\n\
         connection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains(&format!("{}/v2/persons?", served.url)), "{answer}");
}
