//! Writes of people, in one generation and seen in both, with the events that tell them.

mod employments;
mod story;
mod v1;
mod v2;

use serde_json::{Value, json};

use crate::kit::{Local, Tokens};

/// A Monday.
pub(crate) const NOW: &str = "2026-05-04T08:00:00Z";

/// A company, and tokens that may do everything.
pub(crate) async fn company() -> (Local, Tokens) {
    let local = Local::at(NOW);
    let tokens = local.all().await;
    (local, tokens)
}

/// Name, time and payload of every event so far.
pub(crate) async fn events(local: &Local) -> Vec<(String, String, Value)> {
    let snapshot = local.control("GET", "/_sandbox/snapshot", Value::Null).await.expect(200).json();
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    let events = snapshot["companies"][0]["tables"]["events"].as_array().unwrap().clone();
    events.iter().map(|it| (text(&it["name"]), text(&it["occurred_at"]), it["payload"].clone())).collect()
}

/// The names of the events since there were `before`.
pub(crate) async fn since(local: &Local, before: usize) -> Vec<String> {
    events(local).await.into_iter().skip(before).map(|it| it.0).collect()
}

/// The employee with this number as v1 shows them, values only.
pub(crate) async fn employee(local: &Local, tokens: &Tokens, id: u64) -> Value {
    let answer = local.get(&tokens.v1, &format!("/v1/company/employees/{id}")).await.expect(200).json();
    let attributes = answer["data"]["attributes"].as_object().unwrap().clone();
    attributes.into_iter().map(|(key, it)| (key, it["value"].clone())).collect()
}

/// The person with this number as v2 shows them.
pub(crate) async fn person(local: &Local, tokens: &Tokens, id: u64) -> Value {
    local.get(&tokens.v2, &format!("/v2/persons/{id}")).await.expect(200).json()
}

/// Their employments, newest first.
pub(crate) async fn employments(local: &Local, tokens: &Tokens, id: u64) -> Vec<Value> {
    let list = local.get(&tokens.v2, &format!("/v2/persons/{id}/employments")).await.expect(200).json();
    list["_data"].as_array().unwrap().clone()
}

/// The path of their newest employment.
pub(crate) async fn newest(local: &Local, tokens: &Tokens, id: u64) -> String {
    let all = employments(local, tokens, id).await;
    format!("/v2/persons/{id}/employments/{}", all[0]["id"].as_str().unwrap())
}

/// Makes somebody in v1 and tells their number.
pub(crate) async fn hire(local: &Local, tokens: &Tokens, mut fields: Value) -> u64 {
    let named = json!({"email": "ada@example.com", "first_name": "Ada", "last_name": "Lind"});
    for (name, value) in named.as_object().unwrap() {
        if fields.get(name).is_none() {
            fields[name] = value.clone();
        }
    }
    let body = json!({"employee": fields});
    let made = local.post(&tokens.v1, "/v1/company/employees", body).await.expect(200).json();
    made["data"]["id"].as_u64().unwrap()
}

/// The number of somebody who is there.
pub(crate) async fn somebody(local: &Local, tokens: &Tokens) -> u64 {
    let list = local.get(&tokens.v2, "/v2/persons?status=ACTIVE&limit=1").await.expect(200).json();
    list["_data"][0]["id"].as_str().unwrap().parse().unwrap()
}

/// The number of somebody who has left.
pub(crate) async fn leaver(local: &Local, tokens: &Tokens) -> u64 {
    let list = local.get(&tokens.v2, "/v2/persons?status=INACTIVE&limit=1").await.expect(200).json();
    list["_data"][0]["id"].as_str().unwrap().parse().unwrap()
}
