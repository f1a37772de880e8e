//! Bodies that are not what they should be.

use serde_json::{Value, json};

use super::{fault, read};
use crate::kit::{Answer, Local};

/// What a list answers under a fault.
async fn struck(path: &str, effect: Value) -> Answer {
    let local = Local::new();
    let tokens = local.all().await;
    fault(&local, json!({}), effect).await;
    read(&local, if path.starts_with("/v1") { &tokens.v1 } else { &tokens.v2 }, path).await
}

const V1: &str = "/v1/company/employees?limit=2";
const V2: &str = "/v2/persons?limit=2";

#[tokio::test]
async fn json_that_ends_too_early() {
    for effect in [json!({"kind": "truncated"}), json!({"kind": "truncated", "after_bytes": 20})] {
        let answer = struck(V1, effect.clone()).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.headers["content-type"], "application/json");
        assert!(serde_json::from_str::<Value>(&answer.body).is_err());
        assert!(effect.get("after_bytes").is_none_or(|it| *it == json!(answer.bytes.len())));
    }
}

#[tokio::test]
async fn another_media_type() {
    let answer =
        struck(V2, json!({"kind": "content-type", "content_type": "text/plain; charset=latin1"})).await;
    assert_eq!(answer.headers["content-type"], "text/plain; charset=latin1");
    assert!(answer.json()["_data"].is_array());
}

#[tokio::test]
async fn a_field_of_another_type() {
    let retyped = async |path: &str, field: &str, to: &str| {
        struck(path, json!({"kind": "retype", "field": field, "to": to})).await.json()
    };
    let list = retyped(V1, "/data/*/attributes/id/value", "string").await;
    assert!(list["data"][0]["attributes"]["id"]["value"].is_string());
    assert!(list["data"][1]["attributes"]["id"]["value"].is_string());
    let list = retyped(V1, "/data/1/attributes/id/value", "string").await;
    assert!(list["data"][0]["attributes"]["id"]["value"].is_number());
    let list = retyped(V1, "weekly_working_hours.value", "number").await;
    assert!(list["data"][0]["attributes"]["weekly_working_hours"]["value"].is_number());
    let list = retyped(V2, "/_data", "object").await;
    assert!(list["_data"]["value"].is_array());
    let list = retyped(V2, "first_name", "array").await;
    assert!(list["_data"][0]["first_name"][0].is_string());
    assert!(retyped(V2, "email", "boolean").await["_data"][0]["email"].is_boolean());
}

#[tokio::test]
async fn other_values() {
    let list =
        struck(V2, json!({"kind": "set", "field": "email", "value": {"at": "example.com"}})).await.json();
    assert_eq!(list["_data"][1]["email"], json!({"at": "example.com"}));
    let list = struck(V2, json!({"kind": "unknown-value", "field": "status"})).await.json();
    assert_eq!(list["_data"][0]["status"], "SOMETHING_NEW");
    let list = struck(V1, json!({"kind": "unknown-value", "field": "status.value"})).await.json();
    assert_eq!(list["data"][0]["attributes"]["status"]["value"], "something_new");
    let list = struck(V2, json!({"kind": "null", "field": "/_data/0/id"})).await.json();
    assert_eq!((&list["_data"][0]["id"], list["_data"][1]["id"].is_string()), (&Value::Null, true));
}

#[tokio::test]
async fn fields_that_are_missing_renamed_or_new() {
    let list = struck(V2, json!({"kind": "missing", "field": "id"})).await.json();
    assert!(list["_data"][0].get("id").is_none());
    let list = struck(V1, json!({"kind": "rename", "field": "/metadata", "to": "meta"})).await.json();
    assert!(list["meta"]["total_elements"].is_number());
    let list = struck(V2, json!({"kind": "extra-fields"})).await.json();
    assert_eq!(list["_data"][1]["sandbox_extra"]["text"], "more");
    assert!(list["_data"][1]["id"].is_string());
    let more = json!({"kind": "extra-fields", "fields": {"salutation": 1}, "at": "/data/*/attributes"});
    let list = struck(V1, more).await.json();
    assert_eq!(list["data"][0]["attributes"]["salutation"], 1);
}

#[tokio::test]
async fn a_key_that_is_there_twice() {
    let answer =
        struck(V2, json!({"kind": "duplicate-key", "field": "/_data/0/email", "value": "twice@example.com"}))
            .await;
    let keys = answer.body.matches("\"email\":").count();
    assert_eq!(keys, 3, "{}", answer.body);
    assert_eq!(answer.json()["_data"][0]["email"], "twice@example.com", "most readers keep the last");
}

#[tokio::test]
async fn what_is_no_json_stays_as_it_is() {
    let local = Local::new();
    let token = local.all().await.v1;
    let person = read(&local, &token, V1).await.json()["data"][0]["attributes"]["id"]["value"].clone();
    fault(&local, json!({}), json!({"kind": "null", "field": "id"})).await;
    let picture = read(&local, &token, &format!("/v1/company/employees/{person}/profile-picture")).await;
    assert_eq!(picture.headers["content-type"], "image/png");
    assert!(picture.bytes.starts_with(b"\x89PNG"));
}
