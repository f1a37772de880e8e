//! What no source tells of webhooks: each switch in each of its positions.

use serde_json::{Value, json};

use super::receiver::Say;
use super::{PATH, Receiver, join, made, quick, rows, standing, wanted};

const URL: &str = "https://hooks.example.com/personio";

#[tokio::test]
async fn an_address_is_taken_or_not() {
    let local = quick();
    let token = local.all().await.v2;
    let hook = made(&local, &token, wanted(URL)).await;
    let other = made(&local, &token, wanted(&format!("{URL}/2"))).await;
    local.post(&token, PATH, wanted(URL)).await.expect(409);
    local.patch(&token, &other, json!({"url": URL})).await.expect(409);
    local.patch(&token, &hook, json!({"url": URL, "description": "Its own"})).await.expect(200);
    local.switch("webhook-same-url", "allowed").await;
    local.post(&token, PATH, wanted(URL)).await.expect(201);
    local.patch(&token, &other, json!({"url": URL})).await.expect(200);
}

#[tokio::test]
async fn a_token_is_needed_or_not() {
    let local = quick();
    let token = local.all().await.v2;
    let mut body = wanted(URL);
    body.as_object_mut().unwrap().remove("token");
    let hook = made(&local, &token, body.clone()).await;
    local.switch("webhook-no-token", "422").await;
    body["url"] = json!(format!("{URL}/2"));
    local.post(&token, PATH, body.clone()).await.expect(422);
    local.patch(&token, &hook, json!({"auth_type": "TOKEN"})).await.expect(422);
    body["auth_type"] = json!("NONE");
    local.post(&token, PATH, body).await.expect(201);
}

#[tokio::test]
async fn a_deleted_webhook_is_answered_with_either_code() {
    let local = quick();
    let token = local.all().await.v2;
    for (position, status) in [("204", 204), ("200", 200)] {
        local.switch("webhook-deleted", position).await;
        let hook = made(&local, &token, wanted(URL)).await;
        // The published file has one of the codes only.
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str())];
        local.send_unchecked("DELETE", &hook, &headers, "").await.expect(status);
    }
}

#[tokio::test]
async fn what_is_still_to_be_sent_is_dropped_or_held_while_a_webhook_is_disabled() {
    for (position, arriving) in [("dropped", 2), ("held", 3)] {
        let local = standing("2026-06-01T10:00:00Z");
        local.switch("webhook-disabled-pending", position).await;
        let token = local.all().await.v2;
        let receiver = Receiver::new().await;
        receiver.then([500, 500].map(Say::Status));
        let mut body = wanted(&receiver.url);
        body["enabled_events"] = json!(["person.created"]);
        let hook = made(&local, &token, body).await;
        let _served = local.serve().await;
        join(&local, &token, "Ada").await;
        receiver.only(2).await;
        local.patch(&token, &hook, json!({"status": "DISABLED"})).await.expect(200);
        local.control("POST", "/_sandbox/clock", json!({"advance": "PT1H"})).await.expect(200);
        receiver.only(2).await;
        local.patch(&token, &hook, json!({"status": "ENABLED"})).await.expect(200);
        receiver.only(arriving).await;
    }
}

#[tokio::test]
async fn what_happens_while_a_webhook_is_disabled_is_listed_or_not() {
    let local = quick();
    let token = local.all().await.v2;
    let receiver = Receiver::new().await;
    let mut body = wanted(&receiver.url);
    (body["status"], body["enabled_events"]) = (json!("DISABLED"), json!(["person.created"]));
    let hook = made(&local, &token, body).await;
    let _served = local.serve().await;
    join(&local, &token, "One").await;
    assert_eq!(rows(&local, &token, &format!("{hook}/events")).await.len(), 0);
    local.switch("webhook-disabled-events", "listed").await;
    join(&local, &token, "Two").await;
    assert_eq!(rows(&local, &token, &format!("{hook}/events")).await.len(), 1);
    receiver.only(0).await;
    let again = json!({"occurred_at.gte": "2026-01-01T00:00:00Z"});
    local.post(&token, &format!("{hook}/redelivery"), again).await.expect(200);
    receiver.only(1).await;
}

#[tokio::test]
async fn a_retry_has_the_token_of_now_or_the_one_of_then() {
    for (position, second) in [("current", "new"), ("original", "Bearer 1-x")] {
        let local = standing("2026-06-01T10:00:00Z");
        local.switch("webhook-retry-token", position).await;
        let token = local.all().await.v2;
        let receiver = Receiver::new().await;
        receiver.then([500, 500].map(Say::Status));
        let hook = made(&local, &token, wanted(&receiver.url)).await;
        let _served = local.serve().await;
        local.post(&token, &format!("{hook}/ping"), Value::Null).await.expect(200);
        receiver.only(2).await;
        local.patch(&token, &hook, json!({"token": "new"})).await.expect(200);
        local.control("POST", "/_sandbox/clock", json!({"advance": "PT15M"})).await.expect(200);
        let got = receiver.only(3).await;
        assert_eq!(got[2].header("authorization"), Some(second));
        local.post(&token, &format!("{hook}/ping"), Value::Null).await.expect(200);
        assert_eq!(receiver.only(4).await[3].header("authorization"), Some("new"), "{position}");
    }
}

#[tokio::test]
async fn a_delivery_is_tried_over_three_days_or_six() {
    for (position, second) in [("3-days", "2026-06-01T10:15:00Z"), ("6-days", "2026-06-01T10:30:00Z")] {
        let local = standing("2026-06-01T10:00:00Z");
        local.switch("webhook-retry-span", position).await;
        let token = local.all().await.v2;
        let receiver = Receiver::new().await;
        receiver.always(Say::Status(500));
        let hook = made(&local, &token, wanted(&receiver.url)).await;
        let _served = local.serve().await;
        local.post(&token, &format!("{hook}/ping"), Value::Null).await.expect(200);
        receiver.only(2).await;
        let left = local.control("GET", "/_sandbox/webhooks", Value::Null).await.expect(200).json();
        assert_eq!(left["next_attempt_at"], second);
    }
}

#[tokio::test]
async fn an_event_names_company_person_and_more_in_either_form() {
    let local = quick();
    let token = local.all().await.v2;
    let receiver = Receiver::new().await;
    let hook = made(&local, &token, wanted(&receiver.url)).await;
    let _served = local.serve().await;
    let id = join(&local, &token, "Ada").await;
    let nested = receiver.wait(2).await;
    assert_eq!(nested[0].body["payload"], json!({"person": {"id": id}}));
    assert!(nested[0].body["company_id"].as_str().unwrap().parse::<u32>().is_ok());
    assert!(nested[0].body.get("meta").is_none());
    local.switch("webhook-payload", "flat").await;
    local.switch("webhook-company-id", "uuid").await;
    local.switch("webhook-meta", "empty").await;
    let again = json!({"occurred_at.gte": "2026-01-01T00:00:00Z"});
    local.post(&token, &format!("{hook}/redelivery"), again).await.expect(200);
    let flat = receiver.wait(4).await;
    assert_eq!(flat[2].body["payload"], json!({"person_id": id}));
    let both = [&nested[1].body["payload"]["employment"]["id"], &nested[1].body["payload"]["person"]["id"]];
    assert_eq!(flat[3].body["payload"], json!({"employment_id": both[0], "person_id": both[1]}));
    let company = flat[2].body["company_id"].as_str().unwrap();
    assert_eq!((company.len(), company.matches('-').count()), (36, 4));
    assert_eq!(flat[3].body["company_id"], company, "always the same");
    assert_eq!(flat[2].body["meta"], json!({}));
}
