//! Events that are sent because somebody asks: ping, test event, redelivery.

use std::time::Duration;

use personio_sandbox::Options;
use serde_json::{Value, json};

use super::receiver::Say;
use super::{Receiver, activity, join, made, quick, rows, wanted};
use crate::kit::Local;

const SINCE: &str = "2026-01-01T00:00:00Z";

#[tokio::test]
async fn a_ping_goes_to_a_disabled_webhook_as_well() {
    let local = quick();
    let token = local.all().await.v2;
    let receiver = Receiver::new().await;
    let mut body = wanted(&receiver.url);
    body["status"] = json!("DISABLED");
    let hook = made(&local, &token, body).await;
    let _served = local.serve().await;
    let sent = local.post(&token, &format!("{hook}/ping"), Value::Null).await.expect(200).json();
    let got = receiver.only(1).await;
    assert_eq!((got[0].event(), &got[0].body["payload"]), ("ping", &json!({})));
    assert_eq!(rows(&local, &token, &format!("{hook}/events")).await[0]["id"], sent["id"]);
}

#[tokio::test]
async fn a_test_event_has_the_payload_that_was_asked_for_and_goes_nowhere_else() {
    let local = quick();
    let token = local.all().await.v2;
    let (receiver, other) = (Receiver::new().await, Receiver::new().await);
    let hook = made(&local, &token, wanted(&receiver.url)).await;
    made(&local, &token, wanted(&other.url)).await;
    let _served = local.serve().await;
    let payload = json!({"person": {"id": "1"}, "what": ["ever", 1, null]});
    let event = json!({"event_name": "person.updated", "payload": payload});
    local.post(&token, &format!("{hook}/test-event"), event).await.expect(200);
    let got = receiver.only(1).await;
    assert_eq!((got[0].event(), &got[0].body["payload"]), ("person.updated", &payload));
    assert_eq!(other.got().len(), 0);
    for (wrong, why) in [
        (json!({"event_name": "document.signed", "payload": {}}), "not one it is told of"),
        (json!({"event_name": "ping", "payload": {}}), "not one it is told of"),
        (json!({"event_name": "person.updated"}), "no payload"),
        (json!({"payload": {}}), "no name"),
        (json!({"event_name": "person.updated", "payload": []}), "no object"),
        (json!({"event_name": 1, "payload": {}}), "no text"),
        (json!([]), "no object"),
    ] {
        let answer = local.post(&token, &format!("{hook}/test-event"), wrong).await;
        assert_eq!(answer.status, 400, "{why}");
    }
    receiver.only(1).await;
}

#[tokio::test]
async fn chosen_events_are_sent_again_as_they_were() {
    let local = quick();
    let token = local.all().await.v2;
    let receiver = Receiver::new().await;
    receiver.always(Say::Status(410));
    let hook = made(&local, &token, wanted(&receiver.url)).await;
    let _served = local.serve().await;
    join(&local, &token, "Ada").await;
    let events = rows(&local, &token, &format!("{hook}/events")).await;
    let before = receiver.only(events.len()).await;
    receiver.always(Say::Status(200));
    let again = json!({"occurred_at.gte": SINCE, "event_name": "person.created"});
    let sent = local.post(&token, &format!("{hook}/redelivery"), again).await.expect(200).json();
    assert_eq!(sent["_data"], json!([{"id": events[0]["id"]}]));
    let got = receiver.only(before.len() + 1).await;
    assert_eq!(got.last().unwrap().body, before[0].body);
    let all = activity(&local, &token, &hook, before.len() + 1).await;
    let last = all.last().unwrap();
    assert_eq!((&last["attempt"], &last["is_delivered"]), (&json!(1), &json!(true)));
    let none = json!({"occurred_at.lte": SINCE});
    let none = local.post(&token, &format!("{hook}/redelivery"), none).await.expect(200).json();
    assert_eq!(none["_data"], json!([]));
    for wrong in
        [json!({}), json!({"event_name": "person.created"}), json!({"occurred_at.gte": "x"}), json!([])]
    {
        local.post(&token, &format!("{hook}/redelivery"), wrong).await.expect(400);
    }
    assert_eq!(rows(&local, &token, &format!("{hook}/events")).await, events, "no event is listed twice");
}

#[tokio::test]
async fn a_call_sends_a_hundred_events_again_and_an_hour_five_hundred() {
    let limited = Local::of(Options::default());
    let open = Local::new();
    for (local, sixth) in [(&limited, 429), (&open, 200)] {
        local.switch("v2-other-burst", "100").await;
        let token = local.all().await.v2;
        let hook = made(local, &token, wanted("https://hooks.example.com/")).await;
        // More than a hundred events, by routes that each have a limit of their own.
        for at in 0..34 {
            join(local, &token, &format!("P{at}")).await;
        }
        for _ in 0..35 {
            local.post(&token, &format!("{hook}/ping"), Value::Null).await.expect(200);
        }
        let again = json!({"occurred_at.gte": SINCE});
        let path = format!("{hook}/redelivery");
        for _ in 0..5 {
            let sent = local.post(&token, &path, again.clone()).await.expect(200).json();
            assert_eq!(sent["_data"].as_array().unwrap().len(), 100);
        }
        local.post(&token, &path, again.clone()).await.expect(sixth);
        local.control("POST", "/_sandbox/clock", json!({"advance": 3_600})).await.expect(200);
        local.post(&token, &path, again).await.expect(200);
    }
}

#[tokio::test]
async fn what_is_sent_again_while_it_is_under_way_arrives_again() {
    let local = quick();
    let token = local.all().await.v2;
    let receiver = Receiver::new().await;
    receiver.then([Say::Late(Duration::from_millis(700), 200)]);
    let hook = made(&local, &token, wanted(&receiver.url)).await;
    let _served = local.serve().await;
    local.post(&token, &format!("{hook}/ping"), Value::Null).await.expect(200);
    receiver.wait(1).await;
    let again = json!({"occurred_at.gte": SINCE});
    local.post(&token, &format!("{hook}/redelivery"), again).await.expect(200);
    let got = receiver.wait(2).await;
    assert_eq!(got[0].body, got[1].body);
    let all = activity(&local, &token, &hook, 2).await;
    assert!(all.iter().all(|it| it["attempt"] == 1 && it["is_delivered"] == true), "{all:#?}");
    receiver.only(2).await;
}

#[tokio::test]
async fn two_listeners_of_one_sandbox_send_an_event_once_and_the_other_goes_on() {
    let local = quick();
    let token = local.all().await.v2;
    let receiver = Receiver::new().await;
    let hook = made(&local, &token, wanted(&receiver.url)).await;
    let (first, _second) = (local.serve().await, local.serve().await);
    local.post(&token, &format!("{hook}/ping"), Value::Null).await.expect(200);
    receiver.only(1).await;
    drop(first);
    local.post(&token, &format!("{hook}/ping"), Value::Null).await.expect(200);
    receiver.only(2).await;
}
