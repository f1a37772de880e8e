//! Attributes that a credential may not read vanish without a word.

use std::collections::BTreeSet;

use personio_sandbox::{Attributes, Permissions};
use serde_json::Value;

use crate::kit::{Local, Tokens};

async fn reading(local: &Local, keys: &[&str]) -> Tokens {
    let keys = keys.iter().map(|it| (*it).to_owned()).collect();
    local.tokens(Permissions::All, Attributes::Keys(keys)).await
}

fn keys(object: &Value) -> BTreeSet<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn v1_sends_what_was_chosen_and_the_id() {
    let local = Local::new();
    let token = reading(&local, &["email", "hire_date"]).await.v1;
    let list = local.get(&token, "/v1/company/employees").await.expect(200).json();
    for employee in list["data"].as_array().unwrap() {
        assert_eq!(keys(&employee["attributes"]), ["email", "hire_date", "id"].into());
    }
    let id = &list["data"][0]["attributes"]["id"]["value"];
    let one = local.get(&token, &format!("/v1/company/employees/{id}")).await.expect(200).json();
    assert_eq!(keys(&one["data"]["attributes"]), ["email", "hire_date", "id"].into());
}

#[tokio::test]
async fn v1_sends_only_attributes_that_were_asked_for() {
    let local = Local::new();
    let token = reading(&local, &["email", "hire_date"]).await.v1;
    let path = "/v1/company/employees?attributes[]=email&attributes[]=gender&attributes[]=nothing";
    let list = local.get(&token, path).await.expect(200).json();
    assert_eq!(keys(&list["data"][0]["attributes"]), ["email", "id"].into());
}

#[tokio::test]
async fn v2_shrinks_to_what_is_always_sent() {
    let local = Local::new();
    let token = reading(&local, &["email"]).await.v2;
    let list = local.get(&token, "/v2/persons").await.expect(200).json();
    let person = &list["_data"][0];
    let always = ["_meta", "employments", "id"];
    let sent = keys(person);
    assert!(sent.is_superset(&always.into()) && sent.contains("email"), "{sent:?}");
    for hidden in ["first_name", "last_name", "gender", "status", "created_at"] {
        assert!(!sent.contains(hidden), "{hidden} in {sent:?}");
    }
    let id = person["id"].as_str().unwrap();
    let employments = local.get(&token, &format!("/v2/persons/{id}/employments")).await.expect(200).json();
    assert_eq!(keys(&employments["_data"][0]), ["_meta", "id", "person", "status"].into());
}
