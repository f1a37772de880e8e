//! Both generations tell the same of one report, and the clock moves it.

use serde_json::json;

use super::{Setting, cell, items, value};

#[tokio::test]
async fn both_generations_have_the_same_rows() {
    let setting = Setting::new().await;
    for name in ["Mitarbeiterliste", "Targets", "Salaries & allowances", "Abwesenheiten"] {
        let (old, new) = (setting.old(name, "").await, setting.new_report(name, "").await);
        let rows = new["_data"].as_array().unwrap();
        assert_eq!(items(&old).len(), rows.len(), "{name}");
        for (old, new) in items(&old).iter().zip(rows) {
            let name = &cell(new, "last_name")["string_value"]["value"];
            assert_eq!(value(old, "last_name")["value"], *name);
        }
    }
}

#[tokio::test]
async fn the_days_of_a_report_move_with_the_clock() {
    let mut setting = Setting::new().await;
    let body = json!({
        "first_name": "Ada", "last_name": "Neu", "employments": [{"employment_start_date": "2026-10-20"}],
    });
    let made = setting.local.post(&setting.v2, "/v2/persons", body).await.expect(201).json();
    let id: u32 = made["id"].as_str().unwrap().parse().unwrap();
    let is_there = async |setting: &Setting| {
        let report = setting.old("Mitarbeiterliste", "").await;
        items(&report).iter().any(|it| it["employee_id"] == id)
    };
    assert!(!is_there(&setting).await, "not begun");
    setting.local.control("POST", "/_sandbox/clock", json!({"advance": 7 * 86_400})).await.expect(200);
    let tokens = setting.local.all().await;
    (setting.v1, setting.v2) = (tokens.v1, tokens.v2);
    assert!(is_there(&setting).await);
    let report = setting.old("Mitarbeiterliste", "").await;
    assert_eq!(report["data"][0]["attributes"]["start_date"], "2026-10-21");
    let end = json!({"date": "2026-10-20"});
    setting.local.control("POST", &format!("/_sandbox/people/{id}/terminate"), end).await.expect(200);
    assert!(!is_there(&setting).await, "left");
}
