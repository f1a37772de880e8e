//! What an invented company has of absences.

use std::collections::{BTreeMap, BTreeSet};

use personio_sandbox::{Clock, Options};
use serde_json::{Value, json};

use super::{NOW, Setting, V1, V1_HOURS, VACATION, text};
use crate::kit::Local;

fn at<'a>(row: &'a Value, pointer: &str) -> &'a str {
    row.pointer(pointer).and_then(Value::as_str).unwrap_or("")
}

#[tokio::test]
async fn there_is_something_of_everything() {
    let it = Setting::new().await;
    it.local.switch("v2-absence-substitute", "shown").await;
    let rows = it.list("").await;
    let has = |what: &str, is: &dyn Fn(&Value) -> bool| {
        assert!(rows.iter().any(is), "no row is {what} among {}", rows.len());
    };
    for status in ["APPROVED", "PENDING", "REJECTED"] {
        has(status, &|it| it["approval"]["status"] == status);
    }
    has("a morning", &|it| it["ends_at"]["type"] == "FIRST_HALF");
    has("an afternoon", &|it| it["starts_from"]["type"] == "SECOND_HALF");
    has("a part of a day", &|it| it["starts_from"]["type"].is_null());
    has("commented", &|it| it["comment"].is_string());
    has("substituted", &|it| it["substitute"].is_object());
    has("ahead", &|it| at(it, "/starts_from/date_time") > "2026-10-15");
    has("years ago", &|it| at(it, "/ends_at/date_time") < "2025-01-01");
    for zone in ["Europe/Berlin", "Europe/Warsaw", "Asia/Ho_Chi_Minh"] {
        has(zone, &|it| it["timezone_id"] == zone);
    }
    let types = it.local.get(&it.v2, "/v2/absence-types").await.json();
    let used: BTreeSet<&str> = rows.iter().map(|it| at(it, "/absence_type/id")).collect();
    let unused: Vec<&str> = types["_data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| !used.contains(at(it, "/id")))
        .map(|it| at(it, "/name"))
        .collect();
    assert!(unused.len() <= 2, "{unused:?}");
    let origins: BTreeSet<String> =
        it.rows(V1_HOURS, "").await.iter().map(|it| text(&it["origin"])).collect();
    assert!(origins.len() > 1, "{origins:?}");
}

#[tokio::test]
async fn invented_absences_keep_the_rules() {
    let it = Setting::new().await;
    let rows = it.list("").await;
    let mut by_person: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for row in &rows {
        by_person.entry(at(row, "/person/id")).or_default().push(row);
        let (created, updated) = (at(row, "/created_at"), at(row, "/updated_at"));
        assert!(created <= updated && updated <= "2026-10-14T00:00:00Z", "{row}");
        let days = it.days(at(row, "/id")).await;
        assert!(days.iter().any(|it| it.1 > 0.0), "nothing is taken by {row}: {days:?}");
    }
    for (person, mut rows) in by_person {
        let path = format!("/v2/persons/{person}/employments?limit=50");
        let jobs = it.local.get(&it.v2, &path).await.expect(200).json();
        rows.sort_by_key(|it| at(it, "/starts_from/date_time"));
        for pair in rows.windows(2) {
            let end = pair[0]["ends_at"]["date_time"].as_str().unwrap_or("9999");
            assert!(end <= at(pair[1], "/starts_from/date_time"), "{pair:?}");
        }
        for row in rows {
            let day = &at(row, "/starts_from/date_time")[..10];
            let works = |it: &Value| {
                at(it, "/employment_start_date") <= day
                    && it["employment_end_date"].as_str().is_none_or(|end| day <= end)
            };
            assert!(jobs["_data"].as_array().unwrap().iter().any(works), "{row} {jobs}");
        }
    }
}

#[tokio::test]
async fn both_generations_have_the_same_rows() {
    let it = Setting::new().await;
    let mut v1 = BTreeMap::new();
    for row in it.rows(V1, "").await {
        v1.insert(text(&row["id_v2"]), (row["status"].clone(), row["days_count"].as_f64().unwrap()));
    }
    for row in it.rows(V1_HOURS, "").await {
        let hours = row["effective_duration"].as_f64().unwrap() / 60.0;
        v1.insert(text(&row["id"]), (row["status"].clone(), hours));
    }
    let v2 = it.list("").await;
    assert_eq!(v1.len(), v2.len());
    for row in v2 {
        let (status, amount) = &v1[at(&row, "/id")];
        assert_eq!(at(&row, "/approval/status"), status.as_str().unwrap().to_ascii_uppercase());
        let sum: f64 = it.days(at(&row, "/id")).await.iter().map(|it| it.1).sum();
        assert!((sum - amount).abs() < 0.02, "{row}: {sum} {amount}");
    }
}

#[tokio::test]
async fn most_people_have_taken_what_they_may() {
    let it = Setting::new().await;
    let list = it.local.get(&it.v1, "/v1/company/employees?limit=100&attributes[]=id").await.json();
    let (mut positive, mut people) = (0, 0);
    for row in list["data"].as_array().unwrap() {
        let id = super::number(&row["attributes"]["id"]["value"]);
        let Some((now, available)) = it.balance(id, VACATION).await else { continue };
        assert!(available <= now && (-15.0..90.0).contains(&now), "{id}: {now} {available}");
        positive += usize::from(available >= 0.0);
        people += 1;
    }
    assert!(people > 40 && positive * 10 >= people * 9, "{positive} of {people}");
}

#[tokio::test]
async fn the_same_seed_makes_the_same_absences() {
    let list = async |seed: u64| {
        let clock = Clock::settable(NOW.parse().unwrap());
        let local = Local::of(Options { people: 30, seed, rate_limits: false, clock, ..Options::default() });
        let token = local.all().await.v2;
        local.get(&token, "/v2/absence-periods").await.expect(200).json()
    };
    let (one, same, other) = (list(7).await, list(7).await, list(8).await);
    assert_eq!(one["_data"], same["_data"]);
    assert_ne!(one["_data"], other["_data"]);
}

#[tokio::test]
async fn whoever_is_on_leave_is_away() {
    let it = Setting::new().await;
    let list = it.local.get(&it.v1, "/v1/company/employees?limit=100").await.json();
    let on_leave = list["data"].as_array().unwrap().iter().map(|it| &it["attributes"]);
    let on_leave: Vec<u32> = on_leave
        .filter(|it| it["status"]["value"] == "leave")
        .map(|it| super::number(&it["id"]["value"]))
        .collect();
    assert!(!on_leave.is_empty());
    for person in on_leave {
        let today = "starts_from.date_time.lte=2026-10-14T12:00:00&ends_at.date_time.gte=2026-10-14T12:00:00";
        let rows = it.list(&format!("person.id={person}&{today}")).await;
        assert_eq!(rows.len(), 1, "{person}: {}", json!(rows));
    }
}
