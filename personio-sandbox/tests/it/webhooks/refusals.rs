//! What can't be a webhook, and what is said of it.

use serde_json::{Value, json};

use super::{PATH, made, quick, wanted};
use crate::kit::Local;

const URL: &str = "https://hooks.example.com/personio";

/// What makes a webhook, with other fields.
fn with(fields: &Value) -> Value {
    let mut body = wanted(URL);
    for (name, value) in fields.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

fn custom(headers: &Value) -> Value {
    json!({"auth_type": "CUSTOM", "token": null, "custom_headers": headers})
}

fn refused() -> Vec<(Value, u16, &'static str)> {
    vec![
        (json!({"url": "http://hooks.example.com/"}), 400, "Invalid URL"),
        (json!({"url": "http://127.0.0.1:1/"}), 400, "Invalid URL"),
        (json!({"url": "hooks"}), 400, "Invalid URL"),
        (json!({"url": ""}), 400, "Invalid URL"),
        (json!({"url": "https://me:secret@hooks.example.com/"}), 400, "Invalid URL"),
        (json!({"url": "https://hooks..example.com/"}), 400, "Invalid Hostname"),
        (json!({"url": "https://256.1.1.1/"}), 400, "Invalid Hostname"),
        (json!({"url": 7}), 400, "Bad request"),
        (json!({"url": null}), 400, "Bad request"),
        (json!({"description": ["x"]}), 400, "Bad request"),
        (json!({"description": "x".repeat(1_001)}), 400, "Bad request"),
        (json!({"status": "enabled"}), 400, "Bad request"),
        (json!({"auth_type": "HMAC"}), 400, "Bad request"),
        (json!({"enabled_events": "person.created"}), 400, "Bad request"),
        (json!({"enabled_events": [1]}), 400, "Bad request"),
        (json!({"enabled_events": null}), 400, "Bad request"),
        (json!({"enabled_events": []}), 422, "Invalid enabled_events"),
        (json!({"enabled_events": ["person.exploded"]}), 422, "Invalid enabled_events"),
        (json!({"enabled_events": ["ping"]}), 422, "Invalid enabled_events"),
        (json!({"token": "two\nlines"}), 422, "Invalid token"),
        (json!({"token": " spaced"}), 422, "Invalid token"),
        (json!({"token": ""}), 422, "Invalid token"),
        (json!({"token": 1}), 400, "Bad request"),
        (json!({"custom_headers": {"X-A": "1"}}), 422, "Invalid custom_headers"),
        (custom(&json!({"a": "1", "b": "2", "c": "3", "d": "4"})), 422, "Invalid custom_headers"),
        (custom(&json!({"X-A": "1", "x-a": "2"})), 422, "Invalid custom_headers"),
        (custom(&json!({"X A": "1"})), 422, "Invalid custom_headers"),
        (custom(&json!({"X-A": "a\r\nb: c"})), 422, "Invalid custom_headers"),
        (custom(&json!({"": "1"})), 422, "Invalid custom_headers"),
        (custom(&json!({"X-A": 1})), 400, "Bad request"),
        (custom(&json!(["X-A"])), 400, "Bad request"),
    ]
}

#[tokio::test]
async fn what_cant_be_is_refused_when_it_is_made_and_when_it_is_changed() {
    let local = Local::new();
    let token = local.all().await.v2;
    for (fields, status, title) in refused() {
        let answer = local.post(&token, PATH, with(&fields)).await;
        assert_eq!(
            (answer.status, &answer.json()["errors"][0]["title"]),
            (status, &json!(title)),
            "{fields}"
        );
    }
    let hook = made(&local, &token, wanted(URL)).await;
    let before = local.get(&token, &hook).await.json();
    for (fields, status, title) in refused() {
        let answer = local.patch(&token, &hook, fields.clone()).await;
        assert_eq!(
            (answer.status, &answer.json()["errors"][0]["title"]),
            (status, &json!(title)),
            "{fields}"
        );
    }
    assert_eq!(local.get(&token, &hook).await.json(), before, "nothing of it was taken over");
}

#[tokio::test]
async fn headers_that_steer_the_connection_cant_be_ones_own_nor_what_begins_like_them() {
    let local = Local::new();
    let token = local.all().await.v2;
    let reserved = [
        "Host",
        "content-length",
        "Transfer-Encoding",
        "CONNECTION",
        "upgrade",
        "TE",
        "Trailer",
        "expect",
        "Content-Type",
        "Host-Name",
        "Tenant",
        "upgrade-insecure-requests",
    ];
    for name in reserved {
        let answer = local.post(&token, PATH, with(&custom(&json!({name: "1"})))).await.expect(422);
        assert_eq!(answer.json()["errors"][0]["title"], "Invalid custom_headers", "{name}");
    }
    local
        .post(&token, PATH, with(&custom(&json!({"X-Host": "1", "Authorization": "2", "a": "3"}))))
        .await
        .expect(201);
}

#[tokio::test]
async fn a_body_that_is_none_or_lacks_something_is_a_bad_request() {
    let local = Local::new();
    let token = local.all().await.v2;
    for body in ["", "[]", "null", "{", "\"x\""] {
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str()), crate::kit::JSON];
        local.send("POST", PATH, &headers, body).await.expect(400);
    }
    for missing in ["url", "description", "enabled_events"] {
        let mut body = wanted(URL);
        body.as_object_mut().unwrap().remove(missing);
        local.post(&token, PATH, body).await.expect(400);
    }
}

#[tokio::test]
async fn http_goes_to_this_machine_only_and_only_where_it_is_allowed() {
    let (local, open) = (Local::new(), quick());
    let (token, opened) = (local.all().await.v2, open.all().await.v2);
    for url in ["http://127.0.0.1:9/x", "http://localhost:9/x", "http://[::1]:9/x", "http://a.localhost:9/x"]
    {
        local.post(&token, PATH, wanted(url)).await.expect(400);
        open.post(&opened, PATH, wanted(url)).await.expect(201);
    }
    for url in
        ["http://10.0.0.1/x", "http://hooks.example.com/x", "http://localhost.example.com/", "ftp://[::1]/"]
    {
        open.post(&opened, PATH, wanted(url)).await.expect(400);
    }
}

#[tokio::test]
async fn no_id_but_that_of_a_webhook_is_found() {
    let local = Local::new();
    let token = local.all().await.v2;
    for id in ["1", "x", "00000000-0000-0000-0000-000000000000", "%00", "..%2f", "-1"] {
        local.get(&token, &format!("{PATH}/{id}")).await.expect(404);
        local.patch(&token, &format!("{PATH}/{id}"), json!({})).await.expect(404);
        local.get(&token, &format!("{PATH}/{id}/activity")).await.expect(404);
        local.get(&token, &format!("{PATH}/{id}/events")).await.expect(404);
        local.post(&token, &format!("{PATH}/{id}/ping"), Value::Null).await.expect(404);
        let span = json!({"occurred_at.gte": "2026-01-01T00:00:00Z"});
        local.post(&token, &format!("{PATH}/{id}/redelivery"), span).await.expect(404);
        let event = json!({"event_name": "person.created", "payload": {}});
        local.post(&token, &format!("{PATH}/{id}/test-event"), event).await.expect(404);
    }
}
