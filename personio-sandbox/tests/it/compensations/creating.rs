//! `POST /v2/compensations`.

use serde_json::{Value, json};

use super::Setting;

#[tokio::test]
async fn a_new_compensation_is_told_and_listed() {
    let setting = Setting::new().await;
    let person = setting.hire("ada@example.com", "2026-01-01").await;
    setting.salary(&person, json!(4_000.5), "2026-01-01").await.expect(201);
    let of_type = setting.type_id("Car allowance").await;
    let body = json!({
        "person": {"id": person}, "type": {"id": of_type}, "value": 350.25, "currency": "CHF",
        "interval": "QUARTERLY", "effective_from": "2026-10-01", "comment": "as agreed",
    });
    let made = setting.create(body.clone()).await.expect(201).json();
    let mut expected = body;
    expected["id"] = made["id"].clone();
    assert_eq!(made, expected, "of the type only the id is told");

    let rows = setting.list(&format!("person.id={person}")).await;
    assert_eq!(rows.len(), 2);
    expected.as_object_mut().unwrap().remove("id");
    expected["type"] = json!({"id": of_type, "name": "Car allowance", "category": "RECURRING"});
    expected["legal_entity"] = rows[0]["legal_entity"].clone();
    assert_eq!(rows[1], expected);
}

#[tokio::test]
async fn what_is_left_out_has_a_default() {
    let setting = Setting::new().await;
    let person = setting.hire("ada@example.com", "2026-01-01").await;
    setting.salary(&person, json!(100), "2026-01-01").await.expect(201);
    for (name, interval) in [("Car allowance", json!("MONTHLY")), ("Signing bonus", Value::Null)] {
        let of_type = setting.type_id(name).await;
        let body = json!({
            "person": {"id": person}, "type": {"id": of_type}, "value": 7, "effective_from": "2026-10-02",
            "interval": null, "currency": null, "comment": null,
        });
        let made = setting.create(body).await.expect(201).json();
        assert_eq!(
            (&made["interval"], &made["currency"], &made["comment"]),
            (&interval, &json!("EUR"), &Value::Null)
        );
    }
    let of_type = setting.type_id("Signing bonus").await;
    let body = json!({
        "person": {"id": person}, "type": {"id": of_type}, "value": 7, "effective_from": "2026-10-02",
        "interval": "YEARLY",
    });
    let made = setting.create(body).await.expect(201).json();
    assert_eq!(made["interval"], Value::Null, "ignored for what is paid once");
}

#[tokio::test]
async fn what_is_paid_once_is_there_in_its_month_only() {
    let setting = Setting::new().await;
    let person = setting.hire("ada@example.com", "2026-01-01").await;
    setting.salary(&person, json!(100), "2026-01-01").await.expect(201);
    let recurring = setting.type_id("Car allowance").await;
    let once = setting.type_id("Signing bonus").await;
    for of_type in [&recurring, &once] {
        let body = json!({
            "person": {"id": person}, "type": {"id": of_type}, "value": 7, "effective_from": "2026-10-15",
        });
        setting.create(body).await.expect(201);
    }
    for (query, rows) in [
        ("start_date=2026-09-15&end_date=2026-10-14", 1),
        ("start_date=2026-10-15&end_date=2026-10-15", 3),
        ("start_date=2026-11-01&end_date=2026-11-30", 2),
    ] {
        assert_eq!(setting.paid(&person, query).await.len(), rows, "{query}");
    }
}

#[tokio::test]
async fn what_cannot_be_is_refused() {
    let setting = Setting::new().await;
    let person = setting.hire("ada@example.com", "2026-01-01").await;
    let of_type = setting.type_id("Car allowance").await;
    let good = json!({
        "person": {"id": person}, "type": {"id": of_type}, "value": 7, "effective_from": "2026-10-02",
    });
    for (field, value) in [
        ("person", Value::Null),
        ("person", json!("3001")),
        ("person", json!({"id": null})),
        ("type", json!({})),
        ("value", json!("7")),
        ("value", json!(7.001)),
        ("value", json!(1e15)),
        ("value", Value::Null),
        ("effective_from", json!("2026-02-30")),
        ("effective_from", json!("01.10.2026")),
        ("effective_from", Value::Null),
        ("currency", json!("EURO")),
        ("currency", json!("eur")),
        ("currency", json!("XXY")),
        ("currency", json!("R W")),
        ("interval", json!("WEEKLY")),
        ("interval", json!(1)),
        ("comment", json!([])),
    ] {
        let mut body = good.clone();
        body[field] = value;
        setting.create(body.clone()).await.expect(400);
        body.as_object_mut().unwrap().remove(field);
        if ["person", "type", "value", "effective_from"].contains(&field) {
            setting.create(body).await.expect(400);
        }
    }
    setting.create(json!([])).await.expect(400);
    setting.create(good).await.expect(201);
}

#[tokio::test]
async fn unknown_people_and_types_and_bonuses_are_refused() {
    let setting = Setting::new().await;
    let person = setting.hire("ada@example.com", "2026-01-01").await;
    let (allowance, bonus) = (setting.type_id("Car allowance").await, setting.type_id("Goal bonus").await);
    for (position, status) in [("400", 400), ("422", 422)] {
        setting.local.switch("v2-compensation-refused", position).await;
        for (person, of_type) in [
            ("1", allowance.as_str()),
            ("x", &allowance),
            ("99999999999", &allowance),
            (&person, "0b5eb2a4-0000-4000-8000-000000000000"),
            (&person, "1"),
            (&person, &bonus),
        ] {
            let body = json!({
                "person": {"id": person}, "type": {"id": of_type}, "value": 7, "effective_from": "2026-10-02",
            });
            setting.create(body).await.expect(status);
        }
    }
}

#[tokio::test]
async fn to_create_needs_both_rights() {
    let setting = Setting::new().await;
    for (access, status) in [("read", 403), ("write", 403), ("read_write", 400)] {
        let token = setting.local.may(&[("compensations", access)]).await.v2;
        setting.local.post(&token, "/v2/compensations", json!({})).await.expect(status);
    }
    let token = setting.local.may(&[("compensations", "write")]).await.v2;
    setting.local.get(&token, "/v2/compensations").await.expect(403);
    let body = json!({"name": "Fuel", "category": "RECURRING"});
    setting.local.post(&token, "/v2/compensations/types", body).await.expect(201);
}

#[tokio::test]
async fn some_accounts_may_not_create_whatever_their_rights() {
    let setting = Setting::new().await;
    let person = setting.hire("ada@example.com", "2026-01-01").await;
    setting.local.switch("v2-compensation-create", "403").await;
    setting.salary(&person, json!(1), "2026-01-01").await.expect(403);
    setting.local.switch("v2-compensation-create", "allowed").await;
    setting.local.switch("v2-compensation-created", "id").await;
    let made = setting.salary(&person, json!(1), "2026-01-01").await.expect(201).json();
    assert_eq!(made.as_object().unwrap().keys().collect::<Vec<_>>(), ["id"]);
}
