//! Webhooks: managing them, what they are told of, and what arrives.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Scene, Shown, check};
use crate::kit::Answer;
use crate::webhooks::receiver::{Receiver, Say};

pub(super) const SHOWN: &[Shown] = &[
    ("webhook-same-url", &[("409", "409"), ("allowed", "201")]),
    ("webhook-no-token", &[("accepted", "201"), ("422", "422")]),
    ("webhook-deleted", &[("204", "204"), ("200", "200")]),
    ("webhook-disabled-pending", &[("dropped", "2 requests"), ("held", "3 requests")]),
    ("webhook-disabled-events", &[("left-out", "0 events"), ("listed", "1 event")]),
    ("webhook-retry-token", &[("current", "new"), ("original", "old")]),
    ("webhook-retry-span", &[("3-days", "\"2026-10-14T09:45:00Z\""), ("6-days", "\"2026-10-14T10:00:00Z\"")]),
    ("webhook-unreachable", &[("retried", "2 requests"), ("given-up", "1 request")]),
    ("webhook-order", &[("kept", "in order"), ("shuffled", "in another order")]),
    ("webhook-duplicates", &[("none", "1 request"), ("every", "2 requests")]),
    ("webhook-company-id", &[("number", "a number"), ("uuid", "a uuid")]),
    ("webhook-payload", &[("nested", "person"), ("flat", "person_id")]),
    ("webhook-meta", &[("left-out", "no meta"), ("empty", "{}")]),
];

const URL: &str = "https://hooks.example.com/personio";

async fn seen(switch: &str, it: &Scene) -> String {
    match switch {
        "webhook-same-url" => {
            make(it, URL, json!({})).await.expect(201);
            make(it, URL, json!({})).await.status.to_string()
        }
        "webhook-no-token" => make(it, URL, json!({"token": null})).await.status.to_string(),
        "webhook-deleted" => {
            let path = hook(it, URL, json!({})).await;
            it.call("DELETE", &path, Value::Null).await.status.to_string()
        }
        "webhook-disabled-pending" => pending(it).await,
        "webhook-disabled-events" => {
            let path = hook(it, URL, json!({"status": "DISABLED"})).await;
            join(it).await;
            counted(events(it, &path).await.len(), "event")
        }
        "webhook-retry-token" => retried(it).await,
        "webhook-retry-span" => {
            let receiver = Receiver::new().await;
            receiver.always(Say::Status(500));
            let _served = it.local.serve().await;
            ping(it, &hook(it, &receiver.url, json!({})).await).await;
            receiver.only(2).await;
            let left = it.local.control("GET", "/_sandbox/webhooks", Value::Null).await.expect(200).json();
            left["next_attempt_at"].to_string()
        }
        "webhook-unreachable" => {
            let path = hook(it, "http://127.0.0.1:1/", json!({})).await;
            let _served = it.local.serve().await;
            ping(it, &path).await;
            counted(settled(it, &path).await, "request")
        }
        "webhook-order" => order(it).await,
        "webhook-duplicates" => {
            let receiver = Receiver::new().await;
            let _served = it.local.serve().await;
            ping(it, &hook(it, &receiver.url, json!({})).await).await;
            receiver.wait(1).await;
            counted(receiver.settled().await.len(), "request")
        }
        "webhook-company-id" | "webhook-payload" | "webhook-meta" => told(switch, it).await,
        _ => panic!("{switch}"),
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Makes a webhook with other values than the usual ones.
async fn make(it: &Scene, url: &str, more: Value) -> Answer {
    let mut body = json!({
        "url": url, "description": "A test", "enabled_events": ["person.created"], "status": "ENABLED",
        "token": "old",
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    if body["token"].is_null() {
        body.as_object_mut().unwrap().remove("token");
    }
    it.call("POST", "/v2/webhooks", body).await
}

/// The path of a new webhook.
async fn hook(it: &Scene, url: &str, more: Value) -> String {
    let made = make(it, url, more).await.expect(201).json();
    format!("/v2/webhooks/{}", made["id"].as_str().unwrap())
}

async fn ping(it: &Scene, path: &str) {
    it.call("POST", &format!("{path}/ping"), Value::Null).await.expect(200);
}

async fn join(it: &Scene) {
    it.call("POST", "/v2/persons", json!({"first_name": "Ada", "last_name": "Lind"})).await.expect(201);
}

async fn rows(it: &Scene, path: &str) -> Vec<Value> {
    it.get(path).await.expect(200).json()["_data"].as_array().unwrap().clone()
}

async fn events(it: &Scene, path: &str) -> Vec<Value> {
    rows(it, &format!("{path}/events?limit=100")).await
}

/// How many requests were made, once no more are.
async fn settled(it: &Scene, path: &str) -> usize {
    let mut before = 0;
    loop {
        // The limit of calls refills by the clock, which stands.
        it.local.clock().advance(1);
        tokio::time::sleep(Duration::from_millis(400)).await;
        let now = rows(it, &format!("{path}/activity")).await.len();
        if now > 0 && now == before {
            return now;
        }
        before = now;
    }
}

/// How many requests arrive of an event whose webhook was disabled before the next attempt.
async fn pending(it: &Scene) -> String {
    let receiver = Receiver::new().await;
    receiver.then([500, 500].map(Say::Status));
    let _served = it.local.serve().await;
    let path = hook(it, &receiver.url, json!({})).await;
    join(it).await;
    receiver.only(2).await;
    it.call("PATCH", &path, json!({"status": "DISABLED"})).await.expect(200);
    it.local.control("POST", "/_sandbox/clock", json!({"advance": "PT1H"})).await.expect(200);
    it.call("PATCH", &path, json!({"status": "ENABLED"})).await.expect(200);
    counted(receiver.settled().await.len(), "request")
}

/// The token of an attempt after the webhook got another one.
async fn retried(it: &Scene) -> String {
    let receiver = Receiver::new().await;
    receiver.then([500, 500].map(Say::Status));
    let _served = it.local.serve().await;
    let path = hook(it, &receiver.url, json!({})).await;
    ping(it, &path).await;
    receiver.only(2).await;
    it.call("PATCH", &path, json!({"token": "new"})).await.expect(200);
    it.local.control("POST", "/_sandbox/clock", json!({"advance": "PT15M"})).await.expect(200);
    receiver.wait(3).await[2].header("authorization").unwrap().to_owned()
}

/// Whether events arrive as they are listed.
async fn order(it: &Scene) -> String {
    let receiver = Receiver::new().await;
    let path = hook(it, &receiver.url, json!({})).await;
    for _ in 0..12 {
        join(it).await;
    }
    let _served = it.local.serve().await;
    let listed = events(it, &path).await;
    let got = receiver.wait(listed.len()).await;
    let same = listed.iter().zip(&got).all(|(event, got)| event["payload"] == got.body["payload"]);
    if same { "in order" } else { "in another order" }.to_owned()
}

/// How an event is told.
async fn told(switch: &str, it: &Scene) -> String {
    let receiver = Receiver::new().await;
    let _served = it.local.serve().await;
    hook(it, &receiver.url, json!({})).await;
    join(it).await;
    let body = receiver.wait(1).await[0].body.clone();
    let company = body["company_id"].as_str().unwrap();
    match switch {
        "webhook-company-id" if company.parse::<u32>().is_ok() => "a number".to_owned(),
        "webhook-company-id" if company.matches('-').count() == 4 => "a uuid".to_owned(),
        "webhook-payload" => body["payload"].as_object().unwrap().keys().cloned().collect(),
        "webhook-meta" => body.get("meta").map_or("no meta".to_owned(), Value::to_string),
        _ => panic!("{body}"),
    }
}

#[tokio::test]
async fn each_position_shows() {
    check(SHOWN, seen).await;
}
