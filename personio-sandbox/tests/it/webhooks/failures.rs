//! Receivers that fail, are slow, or aren't there.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::receiver::Say;
use super::{Receiver, activity, made, quick, rows, standing, wanted};
use crate::kit::Local;

async fn ping(local: &Local, token: &str, hook: &str) {
    local.post(token, &format!("{hook}/ping"), Value::Null).await.expect(200);
}

/// Status and attempt of each request.
fn told(all: &[Value]) -> Vec<(Option<u64>, u64)> {
    all.iter().map(|it| (it["response_status"].as_u64(), it["attempt"].as_u64().unwrap())).collect()
}

#[tokio::test]
async fn a_receiver_that_fails_gets_the_same_again_until_it_takes_it() {
    let local = quick();
    let token = local.all().await.v2;
    let receiver = Receiver::new().await;
    receiver.then([500, 502, 503, 599].map(Say::Status));
    let hook = made(&local, &token, wanted(&receiver.url)).await;
    let _served = local.serve().await;
    ping(&local, &token, &hook).await;
    let got = receiver.only(5).await;
    assert!(got.iter().all(|it| it.body == got[0].body && it.header("authorization") == Some("Bearer 1-x")));
    let all = activity(&local, &token, &hook, 5).await;
    let codes = [500, 502, 503, 599, 200].map(Some);
    assert_eq!(told(&all), codes.into_iter().zip(1..).collect::<Vec<_>>());
    assert_eq!(all[4]["is_delivered"], true);
}

#[tokio::test]
async fn fourteen_requests_are_the_most() {
    let local = quick();
    let token = local.all().await.v2;
    let receiver = Receiver::new().await;
    receiver.always(Say::Status(500));
    let hook = made(&local, &token, wanted(&receiver.url)).await;
    let _served = local.serve().await;
    ping(&local, &token, &hook).await;
    receiver.only(14).await;
    let all = activity(&local, &token, &hook, 14).await;
    assert_eq!(all.last().unwrap()["attempt"], 14);
    let left = local.control("GET", "/_sandbox/webhooks", Value::Null).await.expect(200).json();
    assert_eq!(left, json!({"speed": 5_000_000, "pending": 0, "next_attempt_at": null}));
}

#[tokio::test]
async fn what_is_no_passing_failure_is_not_tried_again() {
    let local = quick();
    let token = local.all().await.v2;
    let receiver = Receiver::new().await;
    let codes = [501, 400, 401, 404, 410, 429, 302, 304];
    receiver.then(codes.map(Say::Status));
    let hook = made(&local, &token, wanted(&receiver.url)).await;
    let _served = local.serve().await;
    for _ in codes {
        ping(&local, &token, &hook).await;
    }
    receiver.only(codes.len()).await;
    let all = activity(&local, &token, &hook, codes.len()).await;
    assert_eq!(told(&all), codes.map(|it| (Some(it.into()), 1)));
}

#[tokio::test]
async fn retries_wait_for_the_clock_of_the_sandbox() {
    let local = standing("2026-06-01T10:00:00Z");
    let token = local.all().await.v2;
    let receiver = Receiver::new().await;
    receiver.always(Say::Status(503));
    let hook = made(&local, &token, wanted(&receiver.url)).await;
    let _served = local.serve().await;
    ping(&local, &token, &hook).await;
    receiver.only(2).await;
    let waiting = local.control("GET", "/_sandbox/webhooks", Value::Null).await.expect(200).json();
    let next = json!({"speed": 1, "pending": 1, "next_attempt_at": "2026-06-01T10:15:00Z"});
    assert_eq!(waiting, next, "the second follows the first at once");
    let clock = async |seconds: i64| {
        local.control("POST", "/_sandbox/clock", json!({"advance": seconds})).await.expect(200);
    };
    clock(899).await;
    receiver.only(2).await;
    clock(1).await;
    receiver.only(4).await;
    receiver.always(Say::Status(200));
    clock(3_600).await;
    receiver.only(5).await;
    let all = activity(&local, &token, &hook, 5).await;
    assert_eq!(all[2]["started_at"], "2026-06-01T10:15:00Z");
    assert_eq!(told(&all)[4], (Some(200), 5));
    clock(86_400 * 3).await;
    receiver.only(5).await;
}

#[tokio::test]
async fn three_seconds_are_the_limit_and_a_slow_receiver_holds_up_nobody_else() {
    let local = quick();
    let token = local.all().await.v2;
    let (slow, late, fast) = (Receiver::new().await, Receiver::new().await, Receiver::new().await);
    slow.then([Say::Late(Duration::from_secs(10), 200)]);
    late.then([Say::Late(Duration::from_millis(1_500), 200)]);
    let slow_hook = made(&local, &token, wanted(&slow.url)).await;
    let late_hook = made(&local, &token, wanted(&late.url)).await;
    let fast_hook = made(&local, &token, wanted(&fast.url)).await;
    let _served = local.serve().await;
    let began = Instant::now();
    ping(&local, &token, &slow_hook).await;
    slow.wait(1).await;
    for _ in 0..5 {
        ping(&local, &token, &fast_hook).await;
    }
    ping(&local, &token, &late_hook).await;
    fast.wait(5).await;
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    let all = activity(&local, &token, &slow_hook, 2).await;
    assert!(began.elapsed() >= Duration::from_secs(3));
    assert_eq!(told(&all), [(None, 1), (Some(200), 2)]);
    assert_eq!(all[0]["error"], "no answer within 3 seconds");
    assert_eq!(told(&activity(&local, &token, &late_hook, 1).await), [(Some(200), 1)]);
    assert_eq!((slow.got().len(), late.got().len()), (2, 1));
}

#[tokio::test]
async fn a_receiver_that_is_away_is_told_when_it_is_back() {
    let local = standing("2026-06-01T10:00:00Z");
    let token = local.all().await.v2;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let hook = made(&local, &token, wanted(&format!("http://{address}/hook"))).await;
    let _served = local.serve().await;
    ping(&local, &token, &hook).await;
    let all = activity(&local, &token, &hook, 2).await;
    assert_eq!(told(&all), [(None, 1), (None, 2)]);
    assert_eq!(all[0]["error"], "the connection was refused");
    let receiver = Receiver::on(TcpListener::bind(address).await.unwrap());
    local.control("POST", "/_sandbox/clock", json!({"advance": "PT15M"})).await.expect(200);
    assert_eq!(receiver.only(1).await[0].event(), "ping");

    local.switch("webhook-unreachable", "given-up").await;
    let mut gone = wanted("http://127.0.0.1:1/");
    gone["description"] = json!("Nobody");
    let gone = made(&local, &token, gone).await;
    ping(&local, &token, &gone).await;
    activity(&local, &token, &gone, 1).await;
    local.control("POST", "/_sandbox/clock", json!({"advance": "PT4H"})).await.expect(200);
    assert_eq!(rows(&local, &token, &format!("{gone}/activity")).await.len(), 1);
}
