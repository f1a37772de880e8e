//! The positions of the switches of a sandbox that runs, asked by its control API.
//!
//! One request on one connection, so that the command needs no HTTP client.

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use serde::Deserialize;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// How long the sandbox may take.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Deserialize)]
struct Listed {
    switches: Vec<Position>,
}

#[derive(Deserialize)]
struct Position {
    name: String,
    position: String,
}

/// Each switch of the sandbox at `url` with its position.
pub(crate) async fn positions(url: &str) -> io::Result<BTreeMap<String, String>> {
    let asked = tokio::time::timeout(PATIENCE, asked(url)).await;
    let body = asked.map_err(|_| failed(url, "it did not answer within ten seconds"))?;
    let body = body.map_err(|error| failed(url, &error.to_string()))?;
    let listed: Listed = serde_json::from_slice(&body).map_err(|_| failed(url, "it is no sandbox"))?;
    Ok(listed.switches.into_iter().map(|it| (it.name, it.position)).collect())
}

/// The body of the list of switches.
async fn asked(url: &str) -> io::Result<Vec<u8>> {
    let host = url.strip_prefix("http://").map(|it| it.trim_end_matches('/'));
    let host = host.ok_or_else(|| io::Error::other("it must be like http://127.0.0.1:8700"))?;
    let at = if host.contains(':') { host.to_owned() } else { format!("{host}:80") };
    let mut stream = TcpStream::connect(at).await?;
    // HTTP/1.0 keeps the answer in one piece, and closes the connection after it.
    let request = format!("GET /_sandbox/switches HTTP/1.0\r\nhost: {host}\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let head = answer.windows(4).position(|it| it == b"\r\n\r\n");
    let head = head.ok_or_else(|| io::Error::other("it is no sandbox"))?;
    Ok(answer.split_off(head + 4))
}

fn failed(url: &str, why: &str) -> io::Error {
    io::Error::other(format!("the switches of {url} can't be read: {why}"))
}
