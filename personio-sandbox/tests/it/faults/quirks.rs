//! The oddities of facts §13 that are faults.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{fault, faults, read, statuses};
use crate::kit::{HOST, Local};

async fn quirk(local: &Local, name: &str) {
    fault(local, json!({}), json!({"kind": "quirk", "quirk": name})).await;
}

#[tokio::test]
async fn no_token_comes_back() {
    let local = Local::new();
    let token = local.all().await.v1;
    let path = "/v1/company/employees";
    assert!(read(&local, &token, path).await.headers.contains_key("authorization"));
    quirk(&local, "no-token-echo").await;
    let answer = read(&local, &token, path).await;
    assert_eq!(answer.status, 200);
    assert!(!answer.headers.contains_key("authorization"));
}

#[tokio::test]
async fn pages_are_counted_from_the_other_number() {
    let local = Local::new();
    let token = local.all().await.v1;
    let pages = async || {
        let mut pages = Vec::new();
        for path in ["/v1/company/employees", "/v1/company/time-offs"] {
            pages.push(read(&local, &token, path).await.json()["metadata"]["current_page"].as_u64().unwrap());
        }
        pages
    };
    let usual = pages().await;
    quirk(&local, "wrong-current-page").await;
    assert_ne!(pages().await, usual);
    assert_eq!(pages().await[0], 1);
}

#[tokio::test]
async fn routes_that_fail_at_random() {
    let local = Local::new();
    let tokens = local.all().await;
    let person = read(&local, &tokens.v2, "/v2/persons").await.json()["_data"][0]["id"].clone();
    let employments = format!("/v2/persons/{}/employments", person.as_str().unwrap());
    let quirks = [
        ("absence-periods-404", "/v2/absence-periods", 404),
        ("employments-502", employments.as_str(), 502),
        ("persons-431", "/v2/persons", 431),
        ("gateway-504", "/v2/jobs", 504),
    ];
    for (name, path, status) in quirks {
        let half = json!({"probability": 0.5, "seed": 3});
        fault(&local, half, json!({"kind": "quirk", "quirk": name})).await;
        let all = statuses(&local, &tokens.v2, path, 20).await;
        assert!(all.contains(&200) && all.contains(&status), "{name}: {all:?}");
        if name != "gateway-504" {
            assert_eq!(statuses(&local, &tokens.v2, "/v2/jobs", 5).await, [200; 5], "{name}");
        }
        local.control("DELETE", "/_sandbox/faults", Value::Null).await.expect(204);
    }
    quirk(&local, "absence-periods-404").await;
    assert_eq!(statuses(&local, &tokens.v1, "/v1/company/absence-periods", 1).await, [404]);
}

#[tokio::test]
async fn persons_that_lead_to_themselves() {
    let local = Local::new();
    let token = local.all().await.v2;
    quirk(&local, "persons-self-next").await;
    let page = read(&local, &token, "/v2/persons?limit=2").await.json();
    let link =
        page["_meta"]["links"]["next"]["href"].as_str().unwrap().replace(&format!("http://{HOST}"), "");
    let again = read(&local, &token, &link).await.json();
    assert_eq!(again["_data"], page["_data"]);
    assert_eq!(again["_meta"]["links"]["next"], page["_meta"]["links"]["next"]);
}

#[tokio::test]
async fn deep_cursors_are_slower() {
    let local = Local::with_people(60);
    let token = local.all().await.v2;
    let mut path = "/v2/persons?limit=1".to_owned();
    for _ in 0..49 {
        let page = read(&local, &token, &path).await.json();
        path =
            page["_meta"]["links"]["next"]["href"].as_str().unwrap().replace(&format!("http://{HOST}"), "");
    }
    quirk(&local, "slow-deep-cursors").await;
    let duration = async |path: &str| {
        let began = Instant::now();
        assert_eq!(read(&local, &token, path).await.status, 200);
        began.elapsed()
    };
    assert!(duration("/v2/persons?limit=1").await >= Duration::from_millis(130));
    assert!(duration(&path).await >= Duration::from_millis(590));
}

#[tokio::test]
async fn the_name_of_the_last_working_day() {
    let local = Local::with_people(130);
    let token = local.all().await.v2;
    quirk(&local, "last-working-date").await;
    let leavers = read(&local, &token, "/v2/persons?status=INACTIVE").await.json();
    let person = leavers["_data"][0]["id"].as_str().unwrap();
    let list = read(&local, &token, &format!("/v2/persons/{person}/employments")).await.json();
    let termination = list["_data"][0]["termination"].as_object().unwrap();
    assert!(termination.contains_key("last_working_date") && !termination.contains_key("last_working_day"));
}

#[tokio::test]
async fn german_errors_of_v1() {
    let local = Local::new();
    let tokens = local.all().await;
    quirk(&local, "german-errors").await;
    let told = read(&local, &tokens.v1, "/v1/company/employees?limit=0").await.json();
    assert_eq!(told["error"]["message"], "Die angegebenen Parameter sind ungültig.");
    let told = read(&local, &tokens.v2, "/v2/persons?limit=0").await.json();
    assert_eq!(told["errors"][0]["title"], "Bad request", "only v1 speaks German");
    assert_eq!(statuses(&local, &tokens.v1, "/v1/company/employees", 1).await, [200]);
}

#[tokio::test]
async fn attributes_that_some_may_not_see() {
    let local = Local::new();
    let token = local.all().await.v1;
    quirk(&local, "attributes-403").await;
    for path in ["/v1/company/employees/attributes", "/v1/company/employees/custom-attributes"] {
        assert_eq!(statuses(&local, &token, path, 1).await, [403]);
    }
    assert_eq!(statuses(&local, &token, "/v1/company/employees", 1).await, [200]);
    assert_eq!(faults(&local).await[0]["fired"], 2);
}

#[tokio::test]
async fn relative_links_of_attendance_periods() {
    let local = Local::new();
    let token = local.all().await.v2;
    quirk(&local, "attendance-relative-next").await;
    let page = read(&local, &token, "/v2/attendance-periods").await.json();
    assert_eq!(page["_meta"]["links"]["self"]["href"], "/v2/attendance-periods");
}

#[tokio::test]
async fn browsers_of_other_origins_are_not_let_in() {
    let local = Local::new();
    let token = local.all().await.v2;
    let origin = ("origin", "http://example.com");
    let wanted = ("access-control-request-method", "GET");
    let asked = local.send_unchecked("OPTIONS", "/v2/persons", &[origin, wanted], "").await;
    let bearer = format!("Bearer {token}");
    let answer = local.send("GET", "/v2/persons", &[origin, ("authorization", &bearer)], "").await;
    for answer in [asked, answer.expect(200)] {
        assert!(!answer.headers.contains_key("access-control-allow-origin"), "{answer:?}");
    }
}
