//! Lists and single rows of v2: limits, order, filters, pages, rights.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{NOW, Recruiting, number, smallest};
use crate::kit::Local;

const LISTS: [&str; 4] = ["applications", "candidates", "jobs", "categories"];

fn updated(row: &Value) -> String {
    let at = &row["updated_at"];
    at.as_str().or_else(|| at["date-time"].as_str()).unwrap().to_owned()
}

/// Every row of a list, page by page.
async fn all(recruiting: &Recruiting, list: &str, query: &str) -> Vec<Value> {
    let mut path = format!("/v2/recruiting/{list}?{query}");
    let mut rows = Vec::new();
    loop {
        let page = recruiting.local.get(&recruiting.v2, &path).await.expect(200).json();
        rows.extend(page["_data"].as_array().unwrap().clone());
        let Some(next) = page.pointer("/_meta/links/next/href") else { return rows };
        next.as_str().unwrap().strip_prefix("http://sandbox.test").unwrap().clone_into(&mut path);
    }
}

#[tokio::test]
async fn lists_come_newest_update_first_and_whole() {
    let recruiting = Recruiting::of(Local::with_people(130)).await;
    let company = recruiting.local.control("GET", "/_sandbox/company", Value::Null).await.expect(200).json();
    for (list, total) in [
        ("applications", &company["applications"]),
        ("candidates", &company["candidates"]),
        ("jobs", &company["recruiting_jobs"]),
        ("categories", &json!(4)),
    ] {
        let rows = all(&recruiting, list, "limit=7").await;
        assert_eq!(rows.len(), usize::try_from(total.as_u64().unwrap()).unwrap(), "{list}");
        let ids: BTreeSet<i64> = rows.iter().map(|it| number(&it["id"])).collect();
        assert_eq!(ids.len(), rows.len(), "{list} shows a row twice");
        if list != "categories" {
            let times: Vec<String> = rows.iter().map(updated).collect();
            assert!(times.is_sorted_by(|a, b| a >= b), "{list}: {times:?}");
        }
        for row in rows.iter().take(20) {
            let one = recruiting.get(&format!("{list}/{}", row["id"].as_str().unwrap())).await;
            assert_eq!(&one, row, "{list}");
        }
        let plain = recruiting.get(list).await;
        assert_eq!(plain["_data"].as_array().unwrap().len(), rows.len().min(100), "{list}: 100 unless asked");
    }
}

#[tokio::test]
async fn limits_and_ids_are_checked() {
    let recruiting = Recruiting::new().await;
    for list in LISTS {
        for (query, status) in [
            ("limit=200", 200),
            ("limit=1", 200),
            ("limit=201", 400),
            ("limit=0", 400),
            ("limit=x", 400),
            ("cursor=x", 400),
        ] {
            let path = format!("/v2/recruiting/{list}?{query}");
            recruiting.local.get(&recruiting.v2, &path).await.expect(status);
        }
        for id in ["1", "0", "x", "-1", "99999999999999999999"] {
            let path = format!("/v2/recruiting/{list}/{id}");
            recruiting.local.get(&recruiting.v2, &path).await.expect(404);
        }
    }
    recruiting.local.get(&recruiting.v2, "/v2/recruiting/applications/1/stage-transitions").await.expect(404);
}

#[tokio::test]
async fn updates_are_filtered_from_one_side() {
    let recruiting = Recruiting::new().await;
    for list in ["applications", "candidates", "jobs"] {
        let rows = all(&recruiting, list, "limit=200").await;
        let middle = updated(&rows[rows.len() / 2]);
        let newer = rows.iter().filter(|it| updated(it) > middle).count();
        let older = rows.iter().filter(|it| updated(it) < middle).count();
        assert!(newer > 0 && older > 0, "{list}");
        assert_eq!(
            all(&recruiting, list, &format!("limit=3&updated_at.gt={middle}")).await.len(),
            newer,
            "{list}"
        );
        assert_eq!(
            all(&recruiting, list, &format!("limit=50&updated_at.lt={middle}")).await.len(),
            older,
            "{list}"
        );
        for query in
            [format!("updated_at.gt={middle}&updated_at.lt={middle}"), "updated_at.gt=yesterday".to_owned()]
        {
            let path = format!("/v2/recruiting/{list}?{query}");
            recruiting.local.get(&recruiting.v2, &path).await.expect(400);
        }
        // Wrong names are ignored without a word, whatever their values are (facts §13.20).
        for query in
            ["updated_at.gte=2030-01-01T00:00:00Z", "created_at.gt=x", "status=x", "candidate=1", "job.id=1"]
        {
            assert_eq!(
                all(&recruiting, list, &format!("limit=200&{query}")).await.len(),
                rows.len(),
                "{query}"
            );
        }
    }
}

#[tokio::test]
async fn whoever_reads_what_is_new_gets_each_change_once() {
    let recruiting = Recruiting::new().await;
    let job = recruiting.job("Allgemein").await;
    recruiting.apply(smallest(&job, "a@example.com")).await.expect(201);
    let newest = recruiting.get("applications?limit=1").await["_data"][0].clone();
    assert_eq!(newest["candidate"]["email"], "a@example.com");
    let since = updated(&newest);
    assert_eq!(all(&recruiting, "applications", &format!("updated_at.gt={since}")).await, [] as [Value; 0]);
    recruiting.local.control("POST", "/_sandbox/clock", json!({"advance": 60})).await.expect(200);
    recruiting.apply(smallest(&job, "b@example.com")).await.expect(201);
    let fresh = all(&recruiting, "applications", &format!("updated_at.gt={since}")).await;
    assert_eq!(fresh.len(), 1);
    assert_eq!(fresh[0]["candidate"]["email"], "b@example.com");
}

#[tokio::test]
async fn a_row_that_changes_between_pages_is_not_met_twice() {
    let recruiting = Recruiting::new().await;
    let first = recruiting.get("applications?limit=5").await;
    let path =
        format!("/_sandbox/recruiting/applications/{}/stage", first["_data"][4]["id"].as_str().unwrap());
    recruiting.local.control("POST", "/_sandbox/clock", json!({"advance": 60})).await.expect(200);
    recruiting.local.control("POST", &path, json!({"stage": "offer"})).await.expect(200);
    let next = first.pointer("/_meta/links/next/href").unwrap().as_str().unwrap();
    let second =
        recruiting.local.get(&recruiting.v2, next.strip_prefix("http://sandbox.test").unwrap()).await.json();
    let ids = |page: &Value| -> BTreeSet<i64> {
        page["_data"].as_array().unwrap().iter().map(|it| number(&it["id"])).collect()
    };
    assert!(ids(&first).is_disjoint(&ids(&second)));
}

#[tokio::test]
async fn candidates_have_plain_times_and_all_others_objects() {
    let recruiting = Recruiting::new().await;
    let first = async |list: &str| recruiting.get(&format!("{list}?limit=1")).await["_data"][0].clone();
    assert!(first("candidates").await["created_at"].is_string());
    for list in ["applications", "jobs"] {
        assert_eq!(first(list).await["created_at"]["timezone"], "UTC");
    }
    let category = first("categories").await;
    assert_eq!(category["company"]["id"], recruiting.company);
    let stages: Vec<&Value> = category["stages"].as_array().unwrap().iter().map(|it| &it["kind"]).collect();
    assert_eq!(
        stages,
        ["UNASSIGNED", "CUSTOM", "CUSTOM", "CUSTOM", "REJECTED", "WITHDRAWN", "OFFER", "ACCEPTED"]
    );
}

#[tokio::test]
async fn a_hiring_team_links_to_its_people_and_can_be_empty() {
    let recruiting = Recruiting::of(Local::with_people(1_000)).await;
    let people = recruiting.local.may(&[("employees", "read")]).await.v2;
    let jobs = all(&recruiting, "jobs", "limit=200").await;
    let teams: Vec<&Vec<Value>> = jobs.iter().map(|it| it["hiring_team"].as_array().unwrap()).collect();
    assert!(teams.iter().any(|it| it.is_empty()), "sometimes nobody is responsible");
    let member = teams.iter().find_map(|it| it.first()).unwrap();
    let link = member.pointer("/person/_meta/links/self/href").unwrap().as_str().unwrap();
    let path = link.strip_prefix("http://sandbox.test").unwrap();
    assert_eq!(recruiting.local.get(&people, path).await.expect(200).json()["id"], member["person"]["id"]);
    assert!(member["role"]["name"].is_string());
}

#[tokio::test]
async fn the_seed_has_every_kind_of_application() {
    let recruiting = Recruiting::of(Local::of(personio_sandbox::Options {
        people: 130,
        rate_limits: false,
        clock: personio_sandbox::Clock::settable(NOW.parse().unwrap()),
        ..personio_sandbox::Options::default()
    }))
    .await;
    let applications = all(&recruiting, "applications", "limit=200").await;
    let kinds: BTreeSet<&str> =
        applications.iter().map(|it| it["current_stage"]["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, BTreeSet::from(["ACCEPTED", "CUSTOM", "OFFER", "REJECTED", "UNASSIGNED", "WITHDRAWN"]));
    for has in [json!(true), json!(false)] {
        assert!(applications.iter().any(|it| it["is_anonymized"] == has));
    }
    assert!(applications.iter().any(|it| it["channel"].is_null()));
    assert!(applications.iter().all(|it| updated(it).as_str() < NOW));
    let mut longest = 0;
    for application in applications.iter().take(60) {
        let path = format!("applications/{}/stage-transitions", application["id"].as_str().unwrap());
        let transitions = recruiting.get(&path).await["_data"].as_array().unwrap().clone();
        let times: Vec<&str> =
            transitions.iter().map(|it| it["entered_at"]["date-time"].as_str().unwrap()).collect();
        assert!(times.is_sorted_by(|a, b| a >= b), "latest first: {times:?}");
        assert_eq!(transitions[0]["stage"], application["current_stage"]);
        longest = longest.max(transitions.len());
    }
    assert!(longest > 2);
    let candidates = all(&recruiting, "candidates", "limit=200").await;
    assert!(candidates.iter().any(|it| it["applications"].as_array().unwrap().len() > 1));
    let again = Recruiting::of(Local::of(personio_sandbox::Options {
        people: 130,
        rate_limits: false,
        clock: personio_sandbox::Clock::settable(NOW.parse().unwrap()),
        ..personio_sandbox::Options::default()
    }))
    .await;
    assert_eq!(all(&again, "applications", "limit=200").await, applications, "the same seed makes the same");
}

#[tokio::test]
async fn only_who_may_reads() {
    let recruiting = Recruiting::new().await;
    let local = &recruiting.local;
    let others = local.may(&[("employees", "read_write"), ("documents", "read")]).await.v2;
    for list in LISTS {
        let path = format!("/v2/recruiting/{list}");
        local.get(&others, &path).await.expect(403);
        local.get("papi-unknown", &path).await.expect(401);
        let bearer = format!("Bearer {}", recruiting.v2);
        local.send("GET", &path, &[("authorization", &bearer)], "").await.expect(404);
        local.send("GET", &path, &[("authorization", &bearer), ("beta", "false")], "").await.expect(404);
        local.send("GET", &path, &[("authorization", &bearer), ("beta", "True")], "").await.expect(200);
        local.post(&recruiting.v2, &path, json!({})).await.expect(405);
    }
}
