//! Making, showing, changing and deleting webhooks, and who may.

use serde_json::{Value, json};

use super::{EVENTS, PATH, made, quick, rows, wanted};
use crate::kit::Local;

const URL: &str = "https://hooks.example.com/personio";

#[tokio::test]
async fn a_webhook_is_made_shown_changed_and_deleted() {
    let local = Local::at("2026-06-01T10:00:00Z");
    let token = local.all().await.v2;
    let first = local.post(&token, PATH, wanted(URL)).await.expect(201).json();
    let hook = format!("{PATH}/{}", first["id"].as_str().unwrap());
    let expected = json!({
        "id": first["id"], "url": URL, "description": "A test", "status": "ENABLED", "auth_type": "TOKEN",
        "token": "Bearer 1-x", "enabled_events": EVENTS,
        "created_at": "2026-06-01T10:00:00Z", "updated_at": "2026-06-01T10:00:00Z",
    });
    assert_eq!(first, expected);
    assert_eq!(local.get(&token, &hook).await.expect(200).json(), expected);
    assert_eq!(rows(&local, &token, PATH).await, [expected]);

    local.clock().advance(60);
    let change =
        json!({"description": "Another", "status": "DISABLED", "enabled_events": ["person.updated"]});
    let changed = local.patch(&token, &hook, change).await.expect(200).json();
    assert_eq!(changed["description"], "Another");
    assert_eq!(changed["status"], "DISABLED");
    assert_eq!(changed["enabled_events"], json!(["person.updated"]));
    assert_eq!(
        (&changed["url"], &changed["token"]),
        (&json!(URL), &json!("Bearer 1-x")),
        "what is left out stays"
    );
    assert_eq!(changed["updated_at"], "2026-06-01T10:01:00Z");
    assert_eq!(local.get(&token, &hook).await.json(), changed);

    assert_eq!(local.delete(&token, &hook, Value::Null).await.expect(204).body, "");
    local.get(&token, &hook).await.expect(404);
    local.delete(&token, &hook, Value::Null).await.expect(404);
    assert!(rows(&local, &token, PATH).await.is_empty());
}

#[tokio::test]
async fn a_webhook_is_disabled_and_sends_a_token_unless_it_says_otherwise() {
    let local = Local::new();
    let token = local.all().await.v2;
    let least =
        json!({"url": URL, "description": "", "enabled_events": ["person.created", "person.created"]});
    let made = local.post(&token, PATH, least).await.expect(201).json();
    assert_eq!((&made["status"], &made["auth_type"]), (&json!("DISABLED"), &json!("TOKEN")));
    assert_eq!(made["enabled_events"], json!(["person.created"]), "each event once");
    assert!(made.get("token").is_none() && made.get("custom_headers").is_none());
}

#[tokio::test]
async fn secrets_of_another_authentication_go_when_it_is_changed() {
    let local = Local::new();
    let token = local.all().await.v2;
    let hook = made(&local, &token, wanted(URL)).await;
    let custom =
        json!({"auth_type": "CUSTOM", "custom_headers": {"X-One": "1", "Authorization": "Basic eDp5"}});
    let changed = local.patch(&token, &hook, custom).await.expect(200).json();
    assert!(changed.get("token").is_none());
    assert_eq!(changed["custom_headers"], json!({"X-One": "1", "Authorization": "Basic eDp5"}));
    let none = local.patch(&token, &hook, json!({"auth_type": "NONE"})).await.expect(200).json();
    assert!(none.get("token").is_none() && none.get("custom_headers").is_none());
    let back = local.patch(&token, &hook, json!({"auth_type": "CUSTOM"})).await.expect(200).json();
    assert_eq!(back["custom_headers"], json!({}), "they don't come back");
    let again =
        local.patch(&token, &hook, json!({"auth_type": "TOKEN", "token": "t"})).await.expect(200).json();
    assert_eq!(again["token"], "t");
    let gone = local.patch(&token, &hook, json!({"token": null})).await.expect(200).json();
    assert!(gone.get("token").is_none());
}

#[tokio::test]
async fn lists_come_in_pages() {
    let local = Local::new();
    let token = local.all().await.v2;
    for at in 0..5 {
        made(&local, &token, wanted(&format!("{URL}/{at}"))).await;
    }
    let mut path = format!("{PATH}?limit=2");
    let mut seen = Vec::new();
    loop {
        let page = local.get(&token, &path).await.expect(200).json();
        seen.extend(page["_data"].as_array().unwrap().iter().map(|it| it["url"].clone()));
        let Some(next) = page["_meta"]["links"]["next"]["href"].as_str() else { break };
        path = next.strip_prefix("http://sandbox.test").unwrap().to_owned();
    }
    let all: Vec<Value> = (0..5).map(|at| json!(format!("{URL}/{at}"))).collect();
    assert_eq!(seen, all);
    local.get(&token, &format!("{PATH}?limit=101")).await.expect(400);
    local.get(&token, &format!("{PATH}?status=ENABLED")).await.expect(400);
}

#[tokio::test]
async fn reading_and_writing_are_rights_of_their_own() {
    let local = Local::new();
    let all = local.all().await.v2;
    let hook = made(&local, &all, wanted(URL)).await;
    let reads = local.may(&[("webhooks", "read")]).await.v2;
    local.get(&reads, &hook).await.expect(200);
    local.get(&reads, &format!("{hook}/events")).await.expect(200);
    local.get(&reads, &format!("{hook}/activity")).await.expect(200);
    local.post(&reads, PATH, wanted(&format!("{URL}/2"))).await.expect(403);
    local.patch(&reads, &hook, json!({"status": "DISABLED"})).await.expect(403);
    local.delete(&reads, &hook, Value::Null).await.expect(403);
    for call in ["ping", "test-event", "redelivery"] {
        local.post(&reads, &format!("{hook}/{call}"), json!({})).await.expect(403);
    }
    let other = local.may(&[("employees", "read_write")]).await.v2;
    local.get(&other, PATH).await.expect(403);
    local.get("papi-nobody", PATH).await.expect(401);
}

#[tokio::test]
async fn each_company_has_its_own() {
    let local = quick();
    local.control("POST", "/_sandbox/companies", json!({"key": "acme", "people": 5})).await.expect(201);
    let wanted_by = json!({"name": "acme", "permissions": "all"});
    let made_by =
        local.control("POST", "/_sandbox/credentials?company=acme", wanted_by).await.expect(201).json();
    let login = [
        ("client_id", made_by["client_id"].as_str().unwrap()),
        ("client_secret", made_by["client_secret"].as_str().unwrap()),
        ("grant_type", "client_credentials"),
    ];
    let login = crate::kit::form(&login);
    let answer = local.send("POST", "/v2/auth/token", &[crate::kit::FORM], login).await.expect(200).json();
    let acme = answer["access_token"].as_str().unwrap();
    let own = local.all().await.v2;
    let hook = made(&local, &own, wanted(URL)).await;
    local.get(acme, &hook).await.expect(404);
    local.patch(acme, &hook, json!({"status": "DISABLED"})).await.expect(404);
    local.delete(acme, &hook, Value::Null).await.expect(404);
    local.post(acme, &format!("{hook}/ping"), Value::Null).await.expect(404);
    assert_eq!(rows(&local, acme, PATH).await.len(), 0);
    made(&local, acme, wanted(URL)).await;
}
