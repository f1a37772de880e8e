//! What an invented company has of attendance and projects.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Setting, minutes};
use crate::kit::Local;

fn text<'a>(row: &'a Value, pointer: &str) -> &'a str {
    row.pointer(pointer).and_then(Value::as_str).unwrap_or("")
}

#[tokio::test]
async fn there_is_something_of_everything() {
    let it = Setting::new().await;
    let rows = it.periods("").await;
    let has = |what: &str, is: &dyn Fn(&Value) -> bool| {
        assert!(rows.iter().any(is), "no row is {what} among {}", rows.len());
    };
    for status in ["CONFIRMED", "PENDING", "REJECTED"] {
        has(status, &|it| it["approval"]["status"] == status);
    }
    has("open", &|it| it["end"].is_null());
    has("on a project", &|it| it["project"].is_object());
    has("commented", &|it| it["comment"].is_string());
    has("automatic", &|it| it["is_auto_generated"] == true);
    has("a short day", &|it| {
        let end = it["end"]["date_time"].as_str();
        it["type"] == "WORK"
            && end.is_some_and(|end| minutes(end) - minutes(text(it, "/start/date_time")) < 300)
    });
    // The nights in which the clocks were changed last.
    for (day, time) in [("2026-03-29", "T02:30:00"), ("2025-10-26", "T02:30:00")] {
        has(day, &|it| it["type"] == "BREAK" && text(it, "/start/date_time") == format!("{day}{time}"));
        has(day, &|it| it["type"] == "WORK" && text(it, "/end/date_time") == format!("{day}T06:00:00"));
    }
    let nights = rows.iter().filter(|it| {
        it["end"].is_object() && text(it, "/end/date_time")[..10] > text(it, "/start/date_time")[..10]
    });
    let nights: Vec<&Value> = nights.collect();
    assert!(nights.len() > 10);
    assert!(nights.iter().all(|it| text(it, "/start/date_time").starts_with(text(it, "/attribution_date"))));
}

#[tokio::test]
async fn invented_rows_keep_the_rules() {
    let it = Setting::new().await;
    let rows = it.periods("sort=person.id,start.date_time").await;
    for kind in ["WORK", "BREAK"] {
        let of_kind: Vec<&Value> = rows.iter().filter(|it| it["type"] == kind).collect();
        for pair in of_kind.windows(2).filter(|it| it[0]["person"] == it[1]["person"]) {
            let end = pair[0]["end"]["date_time"].as_str().unwrap_or("");
            assert!(end <= text(pair[1], "/start/date_time"), "{pair:?}");
        }
    }
    let now = "2026-10-14T00:00:00Z";
    for row in &rows {
        assert!(
            text(row, "/created_at") <= text(row, "/updated_at") && text(row, "/updated_at") <= now,
            "{row}"
        );
        let Some(end) = row["end"]["date_time"].as_str() else { continue };
        assert!((1..=24 * 60).contains(&(minutes(end) - minutes(text(row, "/start/date_time")))), "{row}");
        assert!(end < "2026-10-14T00:00:00", "{row}");
        if row["type"] == "BREAK" {
            let around = |it: &&Value| {
                it["type"] == "WORK"
                    && it["person"] == row["person"]
                    && it["attribution_date"] == row["attribution_date"]
                    && text(it, "/start/date_time") <= text(row, "/start/date_time")
                    && it["end"]["date_time"].as_str().is_some_and(|it| end <= it)
            };
            assert!(rows.iter().any(|it| around(&it)), "no work is around {row}");
        }
    }
}

#[tokio::test]
async fn both_generations_have_the_same_rows() {
    let it = Setting::new().await;
    let mut v1 = Vec::new();
    loop {
        let query = "start_date=2020-01-01&end_date=2026-12-31&includePending=true";
        let page = it.attendances(&format!("{query}&offset={}", v1.len())).await;
        if page.is_empty() {
            break;
        }
        v1.extend(page);
    }
    let rows = it.periods("").await;
    let work: BTreeSet<&str> =
        rows.iter().filter(|it| it["type"] == "WORK").map(|it| text(it, "/id")).collect();
    let spans: BTreeSet<&str> = v1.iter().map(|it| text(it, "/attributes/id_v2")).collect();
    assert_eq!(work, spans);
    let breaks = rows.iter().filter(|it| it["type"] == "BREAK");
    let total: i64 =
        breaks.map(|it| minutes(text(it, "/end/date_time")) - minutes(text(it, "/start/date_time"))).sum();
    let told: i64 = v1.iter().map(|it| it["attributes"]["break"].as_i64().unwrap()).sum();
    assert_eq!(told, total);
}

#[tokio::test]
async fn a_large_company_has_rows_of_some_people_only() {
    let local = Local::with_people(700);
    let token = local.all().await;
    let path =
        "/v1/company/attendances?start_date=2020-01-01&end_date=2030-12-31&includePending=true&limit=1";
    let list = local.get(&token.v1, path).await.expect(200).json();
    let total = list["metadata"]["total_elements"].as_u64().unwrap();
    assert!((8_000..16_000).contains(&total), "{total}");
}

#[tokio::test]
async fn whoever_is_deleted_takes_their_time_with_them() {
    let it = Setting::new().await;
    let list = it.local.get(&it.v2, "/v2/projects/82176/members").await.expect(200).json();
    let member = text(&list, "/_data/0/person/id").to_owned();
    assert!(!it.periods(&format!("person.id={member}")).await.is_empty());
    it.local.delete(&it.v2, &format!("/v2/persons/{member}"), Value::Null).await.expect(204);
    assert!(it.periods(&format!("person.id={member}")).await.is_empty());
    let left = it.local.get(&it.v2, "/v2/projects/82176/members").await.expect(200).json();
    assert!(!left["_data"].as_array().unwrap().contains(&json!({"person": {"id": member}})));
}
