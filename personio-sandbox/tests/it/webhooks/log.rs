//! The lists of events and of requests: filters, pages, 30 days.

use serde_json::{Value, json};

use super::Receiver;
use super::{PATH, activity, join, made, rows, standing, wanted};
use crate::kit::Local;

const URL: &str = "https://hooks.example.com/personio";

#[tokio::test]
async fn events_are_listed_as_they_are_told_each_with_an_id() {
    let local = Local::at("2026-06-01T10:00:00Z");
    let token = local.all().await.v2;
    let hook = made(&local, &token, wanted(URL)).await;
    let id = join(&local, &token, "Ada").await;
    let found = rows(&local, &token, &format!("{hook}/events")).await;
    let names: Vec<&str> = found.iter().map(|it| it["event_name"].as_str().unwrap()).collect();
    assert_eq!(names[..2], ["person.created", "employment.created"]);
    let first = json!({
        "id": found[0]["id"], "company_id": "20417", "event_name": "person.created",
        "occurred_at": "2026-06-01T10:00:00Z", "payload": {"person": {"id": id}},
    });
    assert_eq!(found[0], first);
    assert_eq!(found[1]["payload"]["person"]["id"], id);
    assert!(found[1]["payload"]["employment"]["id"].is_string());
}

#[tokio::test]
async fn only_what_a_webhook_is_told_of_is_listed() {
    let local = Local::new();
    let token = local.all().await.v2;
    let mut body = wanted(URL);
    body["enabled_events"] = json!(["person.deleted"]);
    let hook = made(&local, &token, body).await;
    let mut off = wanted(&format!("{URL}/off"));
    off["status"] = json!("DISABLED");
    let off = made(&local, &token, off).await;
    let id = join(&local, &token, "Ada").await;
    assert_eq!(rows(&local, &token, &format!("{hook}/events")).await.len(), 0);
    local.delete(&token, &format!("/v2/persons/{id}"), Value::Null).await.expect(204);
    assert_eq!(rows(&local, &token, &format!("{hook}/events")).await.len(), 1);
    assert_eq!(rows(&local, &token, &format!("{off}/events")).await.len(), 0);
}

#[tokio::test]
async fn events_are_found_by_name_and_time_in_pages() {
    let local = Local::at("2026-06-01T10:00:00Z");
    let token = local.all().await.v2;
    let hook = made(&local, &token, wanted(URL)).await;
    for name in ["One", "Two", "Three"] {
        join(&local, &token, name).await;
        local.clock().advance(3_600);
    }
    let count = async |query: &str| rows(&local, &token, &format!("{hook}/events?{query}")).await.len();
    assert_eq!(count("event_name=person.created").await, 3);
    assert_eq!(count("event_name=person.created&occurred_at.gte=2026-06-01T11:00:00Z").await, 2);
    assert_eq!(count("event_name=person.created&occurred_at.lte=2026-06-01T11:00:00.000Z").await, 2);
    let hour = "occurred_at.gte=2026-06-01T11:00:00Z&occurred_at.lte=2026-06-01T11:00:00Z";
    assert_eq!(count(&format!("event_name=person.created&{hour}")).await, 1);
    assert_eq!(count("event_name=nothing").await, 0);
    let (mut path, mut pages) = (format!("{hook}/events?event_name=person.created&limit=1"), 0);
    loop {
        let page = local.get(&token, &path).await.expect(200).json();
        assert_eq!(page["_data"].as_array().unwrap().len(), 1);
        pages += 1;
        let Some(next) = page["_meta"]["links"]["next"]["href"].as_str() else { break };
        path = next.strip_prefix("http://sandbox.test").unwrap().to_owned();
    }
    assert_eq!(pages, 3);
    for wrong in
        ["occurred_at.gte=yesterday", "occurred_at=2026-06-01T11:00:00Z", "limit=0", "is_delivered=true"]
    {
        local.get(&token, &format!("{hook}/events?{wrong}")).await.expect(400);
    }
}

#[tokio::test]
async fn requests_are_listed_and_found_by_what_came_back() {
    let local = standing("2026-06-01T10:00:00Z");
    let token = local.all().await.v2;
    let receiver = Receiver::new().await;
    receiver.then([super::receiver::Say::Status(404)]);
    let hook = made(&local, &token, wanted(&receiver.url)).await;
    let _served = local.serve().await;
    local.post(&token, &format!("{hook}/ping"), Value::Null).await.expect(200);
    let first = activity(&local, &token, &hook, 1).await;
    let expected = json!({
        "id": first[0]["id"], "event_id": first[0]["event_id"], "event_name": "ping", "url": receiver.url,
        "attempt": 1, "response_status": 404, "is_delivered": false, "error": null,
        "started_at": "2026-06-01T10:00:00Z", "completed_at": "2026-06-01T10:00:00Z",
    });
    assert_eq!(first[0], expected);
    local.clock().advance(60);
    let event = json!({"event_name": "person.created", "payload": {"x": 1}});
    let sent = local.post(&token, &format!("{hook}/test-event"), event).await.expect(200).json();
    let both = activity(&local, &token, &hook, 2).await;
    assert_eq!((&both[1]["event_id"], &both[1]["is_delivered"]), (&sent["id"], &json!(true)));
    let found = async |query: &str| rows(&local, &token, &format!("{hook}/activity?{query}")).await;
    assert_eq!(found("is_delivered=true").await, both[1..]);
    assert_eq!(found("is_delivered=false").await, both[..1]);
    assert_eq!(found("event_name=ping").await, both[..1]);
    assert_eq!(found("completed_at.gte=2026-06-01T10:01:00Z").await, both[1..]);
    assert_eq!(found("completed_at.lte=2026-06-01T10:00:59Z").await, both[..1]);
    for wrong in
        ["is_delivered=yes", "completed_at.gte=x", "occurred_at.gte=2026-06-01T11:00:00Z", "limit=101"]
    {
        local.get(&token, &format!("{hook}/activity?{wrong}")).await.expect(400);
    }
}

#[tokio::test]
async fn events_and_requests_are_told_for_thirty_days() {
    let local = standing("2026-06-01T10:00:00Z");
    let token = local.all().await.v2;
    let receiver = Receiver::new().await;
    let mut body = wanted(&receiver.url);
    body["enabled_events"] = json!(["person.created"]);
    let hook = made(&local, &token, body).await;
    let _served = local.serve().await;
    join(&local, &token, "Ada").await;
    activity(&local, &token, &hook, 1).await;
    for (now, kept) in [("2026-07-01T10:00:00Z", 1), ("2026-07-01T10:00:01Z", 0)] {
        local.control("POST", "/_sandbox/clock", json!({"now": now})).await.expect(200);
        let token = local.all().await.v2;
        for list in ["events", "activity"] {
            assert_eq!(rows(&local, &token, &format!("{hook}/{list}")).await.len(), kept, "{list} {now}");
        }
        let span = json!({"occurred_at.gte": "2026-01-01T00:00:00Z"});
        let again = local.post(&token, &format!("{hook}/redelivery"), span).await.expect(200).json();
        assert_eq!(again["_data"].as_array().unwrap().len(), kept, "{now}");
        let all = activity(&local, &token, &hook, kept).await;
        assert!(all.len() <= 2);
    }
    assert_eq!(receiver.only(2).await.len(), 2);
    assert!(local.get(&local.all().await.v2, PATH).await.expect(200).body.contains(&receiver.url));
}
