//! `/v2/compensations/types`.

use std::collections::BTreeSet;

use serde_json::json;

use super::Setting;

const TYPES: &str = "/v2/compensations/types";

#[tokio::test]
async fn a_new_type_is_told_listed_and_used() {
    let setting = Setting::new().await;
    let person = setting.hire("ada@example.com", "2026-01-01").await;
    setting.salary(&person, json!(1), "2026-01-01").await.expect(201);
    for category in ["RECURRING", "ONE_TIME"] {
        let name = format!("Neu & {category}");
        let wanted = json!({"name": name, "category": category});
        let made = setting.local.post(&setting.v2, TYPES, wanted).await.expect(201).json();
        assert_eq!((&made["name"], &made["category"]), (&json!(name), &json!(category)));
        assert_eq!(setting.type_id(&name).await, made["id"].as_str().unwrap());
        let body = json!({
            "person": {"id": person}, "type": {"id": made["id"]}, "value": 9, "effective_from": "2026-10-03",
        });
        setting.create(body).await.expect(201);
    }
    assert_eq!(setting.paid(&person, "").await.len(), 3);
}

#[tokio::test]
async fn what_cannot_be_is_refused() {
    let setting = Setting::new().await;
    for body in [
        json!({"name": "a"}),
        json!({"category": "RECURRING"}),
        json!({"name": "a", "category": "BONUS"}),
        json!({"name": "a", "category": "FIXED"}),
        json!({"name": "a", "category": "recurring"}),
        json!({"name": "", "category": "RECURRING"}),
        json!({"name": " ", "category": "RECURRING"}),
        json!({"name": 7, "category": "RECURRING"}),
        json!({"name": "a".repeat(256), "category": "RECURRING"}),
        json!("RECURRING"),
    ] {
        setting.local.post(&setting.v2, TYPES, body).await.expect(400);
    }
    let taken = json!({"name": "Car allowance", "category": "ONE_TIME"});
    setting.local.post(&setting.v2, TYPES, taken.clone()).await.expect(400);
    setting.local.switch("v2-compensation-refused", "422").await;
    setting.local.post(&setting.v2, TYPES, taken).await.expect(422);
}

#[tokio::test]
async fn types_of_salaries_wages_and_bonuses_may_be_hidden() {
    let setting = Setting::new().await;
    let categories = async || {
        let list = setting.local.get(&setting.v2, TYPES).await.expect(200).json();
        let all = list["_data"].as_array().unwrap().clone();
        all.iter().map(|it| it["category"].as_str().unwrap().to_owned()).collect::<BTreeSet<_>>()
    };
    assert_eq!(categories().await.len(), 5);
    setting.local.switch("v2-compensation-types", "recurring-and-one-time").await;
    assert_eq!(categories().await, BTreeSet::from(["ONE_TIME", "RECURRING"].map(str::to_owned)));
}

#[tokio::test]
async fn pages_of_types_follow_each_other() {
    let setting = Setting::new().await;
    let all = setting.local.get(&setting.v2, &format!("{TYPES}?limit=100")).await.expect(200).json();
    let first = setting.local.get(&setting.v2, &format!("{TYPES}?limit=4")).await.expect(200).json();
    let next = first["_meta"]["links"]["next"]["href"].as_str().unwrap();
    let next = next.trim_start_matches("http://sandbox.test");
    let second = setting.local.get(&setting.v2, next).await.expect(200).json();
    let all = all["_data"].as_array().unwrap();
    assert_eq!(&all[4..8], second["_data"].as_array().unwrap().as_slice());
    setting.local.get(&setting.v2, &format!("{TYPES}?limit=101")).await.expect(400);
}
