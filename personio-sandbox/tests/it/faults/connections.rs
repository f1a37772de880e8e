//! Answers that come late, stop, or break off, on real connections.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::AsyncReadExt as _;

use super::fault;
use crate::kit::{Local, Served};

const PATH: &str = "/v2/persons?limit=3";

/// A served sandbox with a fault, and a token's header.
async fn struck(effect: Value) -> (Local, Served, String) {
    let local = Local::new();
    let bearer = format!("Bearer {}", local.all().await.v2);
    fault(&local, json!({"method": "GET"}), effect).await;
    let served = local.serve().await;
    (local, served, bearer)
}

/// Head and body of an answer.
fn split(answer: &[u8]) -> (String, &[u8]) {
    let at = answer.windows(4).position(|it| it == b"\r\n\r\n").expect("an answer has a head");
    (String::from_utf8_lossy(&answer[..at]).to_ascii_lowercase(), &answer[at + 4..])
}

fn length(head: &str) -> usize {
    let line =
        head.lines().find_map(|it| it.strip_prefix("content-length: ")).expect("it says how long it is");
    line.parse().unwrap()
}

#[tokio::test]
async fn a_connection_that_ends_before_the_answer() {
    let (local, served, bearer) = struck(json!({"kind": "cut", "at": "before-answer"})).await;
    let answer = served.exchange("GET", PATH, &[("authorization", &bearer)], "").await;
    assert_eq!(answer, b"");
    let log = local.control("GET", "/_sandbox/requests?limit=1", Value::Null).await.json();
    assert_eq!(log["requests"][0]["status"], 0);
    assert_eq!(log["requests"][0]["faults"], json!(["fault-1"]));
}

#[tokio::test]
async fn a_connection_that_ends_in_the_body() {
    for after in [Value::Null, json!(100)] {
        let (_local, served, bearer) =
            struck(json!({"kind": "cut", "at": "mid-body", "after_bytes": after})).await;
        let answer = served.exchange("GET", PATH, &[("authorization", &bearer)], "").await;
        let (head, body) = split(&answer);
        assert!(head.starts_with("http/1.1 200"), "{head}");
        let whole = length(&head);
        assert_eq!(body.len(), after.as_u64().map_or(whole / 2, |it| usize::try_from(it).unwrap()));
    }
}

#[tokio::test]
async fn an_answer_that_comes_late() {
    let (_local, served, bearer) = struck(json!({"kind": "latency", "ms": 120})).await;
    let began = Instant::now();
    let answer = served.exchange("GET", PATH, &[("authorization", &bearer)], "").await;
    assert!(began.elapsed() >= Duration::from_millis(120));
    let (head, body) = split(&answer);
    assert_eq!(body.len(), length(&head));
}

#[tokio::test]
async fn an_answer_that_stops_for_a_while() {
    let (_local, served, bearer) = struck(json!({"kind": "stall", "ms": 120})).await;
    let began = Instant::now();
    let answer = served.exchange("GET", PATH, &[("authorization", &bearer)], "").await;
    assert!(began.elapsed() >= Duration::from_millis(120));
    let (head, body) = split(&answer);
    assert_eq!(body.len(), length(&head));
    serde_json::from_slice::<Value>(body).unwrap();
}

#[tokio::test]
async fn an_answer_that_stops_for_good() {
    let (_local, served, bearer) = struck(json!({"kind": "stall", "after_bytes": 50})).await;
    let mut stream = served.send("GET", PATH, &[("authorization", &bearer)], "").await;
    let mut answer = Vec::new();
    while !answer.windows(4).any(|it| it == b"\r\n\r\n") || split(&answer).1.len() < 50 {
        assert!(stream.read_buf(&mut answer).await.unwrap() > 0, "the connection stays open");
    }
    let more = tokio::time::timeout(Duration::from_millis(50), stream.read_buf(&mut answer)).await;
    assert!(more.is_err(), "nothing more comes, and no end either");
    let (head, body) = split(&answer);
    assert_eq!(body.len(), 50);
    assert!(length(&head) > 50);
}
