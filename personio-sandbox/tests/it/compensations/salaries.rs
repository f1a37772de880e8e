//! Salaries as they change: what v1 shows, and what lists of the past and the future do.

use serde_json::{Value, json};

use super::Setting;

const OCTOBER: &str = "start_date=2026-10-01&end_date=2026-10-31";

#[tokio::test]
async fn a_salary_takes_effect_on_its_day_in_both_generations() {
    let mut setting = Setting::new().await;
    let person = setting.hire("ada@example.com", "2026-01-01").await;
    assert_eq!(setting.attribute(&person, "fix_salary").await, json!(0));
    setting.salary(&person, json!(4_000), "2026-01-01").await.expect(201);
    assert_eq!(setting.attribute(&person, "fix_salary").await, json!(4_000));
    assert_eq!(setting.attribute(&person, "fix_salary_interval").await, json!("monthly"));

    setting.salary(&person, json!(4_400.5), "2026-10-16").await.expect(201);
    assert_eq!(setting.attribute(&person, "fix_salary").await, json!(4_000));
    let both = setting.paid(&person, OCTOBER).await;
    let row = |value: f64, day: &str| ("Salary".to_owned(), value, day.to_owned());
    assert_eq!(both, [row(4_000.0, "2026-01-01"), row(4_400.5, "2026-10-16")], "both within the month");
    let since = setting.attribute(&person, "last_modified_at").await;
    setting.advance(1).await;
    assert_eq!(setting.attribute(&person, "fix_salary").await, json!(4_000));
    setting.advance(1).await;
    assert_eq!(setting.attribute(&person, "fix_salary").await, json!(4_400.5));
    assert_ne!(setting.attribute(&person, "last_modified_at").await, since);
    let list = setting
        .local
        .get(&setting.v1, "/v1/company/employees?updated_since=2026-10-15T12:00:00&attributes[]=fix_salary");
    let list = list.await.expect(200).json();
    let number: u32 = person.parse().unwrap();
    let changed = list["data"].as_array().unwrap().iter().any(|it| it["attributes"]["id"]["value"] == number);
    assert!(changed, "{list}");
    let november = setting.paid(&person, "start_date=2026-11-01&end_date=2026-11-30").await;
    assert_eq!(november, [row(4_400.5, "2026-10-16")]);
}

#[tokio::test]
async fn days_that_were_skipped_take_effect_in_their_order() {
    let mut setting = Setting::new().await;
    let person = setting.hire("ada@example.com", "2026-01-01").await;
    setting.salary(&person, json!(3), "2026-12-01").await.expect(201);
    setting.salary(&person, json!(1), "2026-01-01").await.expect(201);
    setting.salary(&person, json!(2), "2026-11-01").await.expect(201);
    assert_eq!(setting.attribute(&person, "fix_salary").await, json!(1));
    setting.advance(70).await;
    assert_eq!(setting.attribute(&person, "fix_salary").await, json!(3));
}

#[tokio::test]
async fn a_salary_of_the_same_day_is_replaced() {
    let setting = Setting::new().await;
    let person = setting.hire("ada@example.com", "2026-01-01").await;
    let first = setting.salary(&person, json!(4_000), "2026-01-01").await.expect(201).json();
    let second = setting.salary(&person, json!(5_000), "2026-01-01").await.expect(201).json();
    assert_eq!(first["id"], second["id"]);
    assert_eq!(setting.attribute(&person, "fix_salary").await, json!(5_000));
    assert_eq!(setting.paid(&person, OCTOBER).await.len(), 1);
}

#[tokio::test]
async fn a_salary_of_nothing_is_not_listed() {
    let setting = Setting::new().await;
    let person = setting.hire("ada@example.com", "2026-01-01").await;
    setting.salary(&person, json!(4_000), "2026-01-01").await.expect(201);
    setting.salary(&person, json!(0), "2026-10-01").await.expect(201);
    assert!(setting.paid(&person, OCTOBER).await.is_empty());
    assert_eq!(setting.attribute(&person, "fix_salary").await, json!(0));
    assert_eq!(setting.paid(&person, "start_date=2026-09-01&end_date=2026-09-30").await.len(), 1);
}

#[tokio::test]
async fn a_wage_is_what_v1_calls_the_hourly_salary() {
    let setting = Setting::new().await;
    let person = setting.hire("ada@example.com", "2026-01-01").await;
    let of_type = setting.type_id("Hourly wage").await;
    let body = json!({
        "person": {"id": person}, "type": {"id": of_type}, "value": 21.5, "currency": "PLN",
        "effective_from": "2026-02-01",
    });
    setting.create(body).await.expect(201);
    assert_eq!(setting.attribute(&person, "hourly_salary").await, json!(21.5));
    assert_eq!(setting.attribute(&person, "fix_salary").await, json!(0));
    assert_eq!(setting.attribute(&person, "fix_salary_interval").await, Value::Null);
    let rows = setting.list(&format!("person.id={person}")).await;
    assert_eq!((&rows[0]["currency"], &rows[0]["interval"]), (&json!("PLN"), &json!("HOURLY")));
}

#[tokio::test]
async fn an_invented_company_has_raises_behind_it_and_ahead() {
    let mut setting = Setting::new().await;
    let today = setting.list("start_date=2026-10-14&end_date=2026-10-14").await;
    let before = setting.list("start_date=2024-10-14&end_date=2024-10-14").await;
    let salary = |rows: &[Value], person: &Value| {
        let own = rows.iter().find(|it| it["person"]["id"] == *person && it["type"]["category"] == "FIXED");
        own.and_then(|it| it["value"].as_f64())
    };
    let (mut raised, mut same) = (0, 0);
    for row in today.iter().filter(|it| it["type"]["category"] == "FIXED") {
        let now = row["value"].as_f64().unwrap();
        match salary(&before, &row["person"]["id"]) {
            Some(then) if then < now => raised += 1,
            Some(then) => {
                assert!(then <= now);
                same += 1;
            }
            None => {}
        }
    }
    assert!(raised > 0 && same > 0, "{raised} {same}");

    let mut ahead = Vec::new();
    for month in ["2026-11-01", "2026-12-01", "2027-01-01"] {
        let rows = setting.list(&format!("start_date={month}&end_date={month}")).await;
        ahead.extend(rows.into_iter().filter(|it| {
            it["type"]["category"] == "FIXED" && it["effective_from"].as_str().unwrap() > "2026-10-14"
        }));
    }
    ahead.retain(|it| salary(&today, &it["person"]["id"]).is_some());
    let coming = ahead.first().expect("somebody is to be paid more");
    let person = coming["person"]["id"].as_str().unwrap();
    let now = setting.attribute(person, "fix_salary").await;
    setting.advance(90).await;
    assert_eq!(setting.attribute(person, "fix_salary").await.as_f64(), coming["value"].as_f64());
    assert_ne!(now.as_f64(), coming["value"].as_f64());
}
