//! `GET /v2/compensations`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::Setting;

fn people(rows: &[Value]) -> BTreeSet<&str> {
    rows.iter().map(|it| it["person"]["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn this_month_is_listed_where_no_days_are_named() {
    let setting = Setting::new().await;
    let now = setting.list("").await;
    assert_eq!(now, setting.list("start_date=2026-10-01&end_date=2026-10-31").await);
    assert_eq!(now, setting.list("start_date=2026-10-01").await);
    assert_eq!(now, setting.list("end_date=2026-10-31").await);
    assert!(now.len() > 20);
    let categories: BTreeSet<&str> = now.iter().map(|it| it["type"]["category"].as_str().unwrap()).collect();
    assert_eq!(categories, BTreeSet::from(["BONUS", "FIXED", "HOURLY", "ONE_TIME", "RECURRING"]));
}

#[tokio::test]
async fn a_window_is_a_month_at_most() {
    let setting = Setting::new().await;
    for (query, status) in [
        ("start_date=2026-06-01&end_date=2026-06-30", 200),
        ("start_date=2026-06-15&end_date=2026-07-15", 200),
        ("start_date=2026-06-01&end_date=2026-06-01", 200),
        ("start_date=2026-06-01&end_date=2026-07-02", 400),
        ("start_date=2026-06-02&end_date=2026-06-01", 400),
        ("start_date=2026-06-31", 400),
        ("start_date=2026-06-01T00:00:00Z", 400),
        ("end_date=x", 400),
        ("start_date=9999-12-31", 200),
        ("start_date=-9999-01-01", 400),
        ("limit=101", 400),
        ("limit=0", 400),
        ("type.id=x", 400),
    ] {
        let answer = setting.local.get(&setting.v2, &format!("/v2/compensations?{query}")).await;
        assert_eq!(answer.status, status, "{query}: {}", answer.body);
    }
}

#[tokio::test]
async fn the_salary_of_v1_is_the_one_of_today() {
    let setting = Setting::new().await;
    let today = setting.list("start_date=2026-10-14&end_date=2026-10-14").await;
    let mut base = BTreeMap::new();
    for row in
        today.iter().filter(|it| ["FIXED", "HOURLY"].contains(&it["type"]["category"].as_str().unwrap()))
    {
        let person = row["person"]["id"].as_str().unwrap();
        assert!(base.insert(person, row).is_none(), "{person} has two");
    }
    let list = setting.local.get(&setting.v1, "/v1/company/employees?limit=100").await.expect(200).json();
    let mut without = 0;
    for employee in list["data"].as_array().unwrap() {
        let value = |name: &str| &employee["attributes"][name]["value"];
        let (status, id) = (value("status"), value("id").to_string());
        let works = status == "active" || status == "leave";
        let Some(row) = base.get(id.as_str()) else {
            assert!(!works || value("subcompany").is_null(), "{id}");
            without += 1;
            continue;
        };
        assert!(works, "{id} is {status}");
        let is_fixed = row["type"]["category"] == "FIXED";
        let name = if is_fixed { "fix_salary" } else { "hourly_salary" };
        assert_eq!(value(name).as_f64(), row["value"].as_f64(), "{id}");
        assert_eq!(employee["attributes"][name]["currency"], row["currency"], "{id}");
        let interval = row["interval"].as_str().unwrap();
        if is_fixed {
            assert_eq!(value("fix_salary_interval"), &json!(interval.to_lowercase()), "{id}");
        } else {
            assert_eq!(interval, "HOURLY");
        }
        assert_eq!(row["legal_entity"]["id"], value("subcompany")["attributes"]["id"].to_string(), "{id}");
    }
    assert!(without > 2, "those who left, or have not begun");
}

#[tokio::test]
async fn people_and_legal_entities_narrow_the_list() {
    let setting = Setting::new().await;
    let all = setting.list("").await;
    let two: Vec<&str> = people(&all).into_iter().take(2).collect();
    let some = setting.list(&format!("person.id={},{},1,x", two[0], two[1])).await;
    assert_eq!(people(&some), two.iter().copied().collect());
    assert!(setting.list("person.id=1").await.is_empty());
    let entities: BTreeSet<&str> = all.iter().map(|it| it["legal_entity"]["id"].as_str().unwrap()).collect();
    let mut together = 0;
    for entity in &entities {
        let rows = setting.list(&format!("legal_entity.id={entity}")).await;
        assert!(rows.iter().all(|it| it["legal_entity"]["id"] == *entity));
        together += rows.len();
    }
    assert!(entities.len() > 1);
    assert_eq!(together, all.len());
    let both: Vec<&str> = entities.into_iter().collect();
    assert_eq!(setting.list(&format!("legal_entity.id={}", both.join(","))).await.len(), all.len());
}

#[tokio::test]
async fn pages_give_every_row_once_and_in_the_order_of_people() {
    let setting = Setting::new().await;
    let all = setting.list("limit=100").await;
    let numbers: Vec<u32> =
        all.iter().map(|it| it["person"]["id"].as_str().unwrap().parse().unwrap()).collect();
    assert!(numbers.is_sorted());
    for limit in [1, 2, 7] {
        assert_eq!(setting.list(&format!("limit={limit}")).await, all, "{limit}");
    }
}

#[tokio::test]
async fn whoever_has_no_legal_entity_or_no_salary_is_left_out() {
    let setting = Setting::new().await;
    let person = setting.hire("ada@example.com", "2026-01-01").await;
    let one_time = setting.type_id("Signing bonus").await;
    let body = json!({
        "person": {"id": person}, "type": {"id": one_time}, "value": 500, "effective_from": "2026-10-05",
    });
    setting.create(body).await.expect(201);
    assert!(setting.paid(&person, "").await.is_empty(), "no salary");
    setting.local.switch("v2-compensation-needs", "nothing").await;
    assert_eq!(setting.paid(&person, "").await.len(), 1);
    setting.local.switch("v2-compensation-needs", "salary-and-legal-entity").await;
    setting.salary(&person, json!(4_000), "2026-01-01").await.expect(201);
    assert_eq!(setting.paid(&person, "").await.len(), 2);

    let list = setting.local.get(&setting.v2, &format!("/v2/persons/{person}/employments")).await.json();
    let path = format!("/v2/persons/{person}/employments/{}", list["_data"][0]["id"].as_str().unwrap());
    setting.local.patch(&setting.v2, &path, json!({"legal_entity": null})).await.expect(204);
    assert!(setting.paid(&person, "").await.is_empty(), "no legal entity");
    setting.local.switch("v2-compensation-needs", "nothing").await;
    let rows = setting.list(&format!("person.id={person}")).await;
    assert!(rows.len() == 2 && rows[0].get("legal_entity").is_none(), "{rows:?}");
}

#[tokio::test]
async fn nothing_is_listed_of_the_time_after_somebody_left() {
    let setting = Setting::new().await;
    let person = setting.hire("ada@example.com", "2026-03-16").await;
    setting.salary(&person, json!(4_000), "2026-03-16").await.expect(201);
    let path = format!("/_sandbox/people/{person}/terminate");
    setting.local.control("POST", &path, json!({"date": "2026-09-30"})).await.expect(200);
    for (query, rows) in [
        ("start_date=2026-02-01&end_date=2026-02-28", 0),
        ("start_date=2026-03-01&end_date=2026-03-31", 1),
        ("start_date=2026-09-30&end_date=2026-10-30", 1),
        ("start_date=2026-10-01&end_date=2026-10-31", 0),
    ] {
        assert_eq!(setting.paid(&person, query).await.len(), rows, "{query}");
    }
    let path = format!("/_sandbox/people/{person}/rehire");
    setting.local.control("POST", &path, json!({"date": "2026-12-01"})).await.expect(201);
    let back = setting.paid(&person, "start_date=2026-12-01&end_date=2026-12-31").await;
    assert_eq!(back, [("Salary".to_owned(), 4_000.0, "2026-03-16".to_owned())]);
    assert!(setting.paid(&person, "start_date=2026-11-01&end_date=2026-11-30").await.is_empty());
}

#[tokio::test]
async fn the_compensations_of_a_deleted_person_are_gone() {
    let setting = Setting::new().await;
    let all = setting.list("").await;
    let person = all[0]["person"]["id"].as_str().unwrap();
    setting.local.delete(&setting.v2, &format!("/v2/persons/{person}"), Value::Null).await.expect(204);
    assert!(setting.list("").await.iter().all(|it| it["person"]["id"] != person));
    let saved = setting.local.control("GET", "/_sandbox/snapshot", Value::Null).await.expect(200).json();
    let kept = saved["companies"][0]["tables"]["compensations"].as_array().unwrap();
    let number: u32 = person.parse().unwrap();
    assert!(kept.iter().all(|it| it["person"] != number));
}
