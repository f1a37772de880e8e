//! Rate limits: without headers in v1, with four in v2, and what of them is a switch (facts §5).

use personio_sandbox::{Clock, Options};

use crate::kit::{Answer, Local};

const HEADERS: [&str; 4] = [
    "x-ratelimit-remaining",
    "x-ratelimit-replenish-rate",
    "x-ratelimit-burst-capacity",
    "x-ratelimit-requested-tokens",
];
const EMPLOYEES: &str = "/v1/company/employees?limit=1";
const PERSONS: &str = "/v2/persons?limit=1";

/// A company with limits whose clock stands still.
fn local() -> Local {
    let clock = Clock::settable("2026-05-04T08:00:00Z".parse().unwrap());
    Local::of(Options { clock, ..Options::default() })
}

/// How many of so many calls at once are not refused.
async fn allowed(local: &Local, token: &str, path: &str, calls: usize) -> usize {
    let mut allowed = 0;
    for _ in 0..calls {
        let answer = call(local, token, path).await;
        assert!([200, 429].contains(&answer.status), "{answer:?}");
        allowed += usize::from(answer.status == 200);
    }
    allowed
}

/// A call whose answer may have another body than is described.
async fn call(local: &Local, token: &str, path: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    local.send_unchecked("GET", path, &[("authorization", &bearer)], "").await
}

/// The first refusal among many calls at once.
async fn refused(local: &Local, token: &str, path: &str) -> Answer {
    for _ in 0..150 {
        let answer = call(local, token, path).await;
        if answer.status == 429 {
            return answer;
        }
    }
    panic!("a hundred and fifty calls at once are not too many for {path}");
}

#[tokio::test]
async fn v1_says_no_without_a_header() {
    let local = local();
    let token = local.all().await.v1;
    let answer = local.get(&token, EMPLOYEES).await.expect(200);
    assert!(HEADERS.iter().all(|it| !answer.headers.contains_key(*it)), "{answer:?}");
    let refused = refused(&local, &token, EMPLOYEES).await;
    assert!(HEADERS.iter().all(|it| !refused.headers.contains_key(*it)), "{refused:?}");
    assert!(!refused.headers.contains_key("retry-after"), "{refused:?}");
}

#[tokio::test]
async fn v2_counts_down_in_four_headers() {
    let local = local();
    let token = local.all().await.v2;
    let first = local.get(&token, PERSONS).await.expect(200);
    let number = |name: &str| first.headers[name].to_str().unwrap().parse::<u32>().unwrap();
    assert_eq!(HEADERS.map(number), [99, 30, 100, 1]);
    let refused = refused(&local, &token, PERSONS).await;
    assert!(HEADERS.iter().all(|it| refused.headers.contains_key(*it)), "{refused:?}");
    assert!(!refused.headers.contains_key("retry-after"), "{refused:?}");
    assert_eq!(refused.headers["x-ratelimit-remaining"], "0");
    // Each route has a bucket of its own, and everyone has one.
    local.get(&token, "/v2/absence-types").await.expect(200);
    local.get(&local.all().await.v2, PERSONS).await.expect(200);
    local.clock().advance(1);
    assert_eq!(allowed(&local, &token, PERSONS, 60).await, 30);
}

#[tokio::test]
async fn employees_have_15_a_second_and_300_a_minute_or_5_a_second() {
    let local = local();
    let token = local.all().await.v1;
    let mut minute = 0;
    for second in 0..60 {
        let each = allowed(&local, &token, EMPLOYEES, 16).await;
        assert_eq!(each, if second < 20 { 15 } else { 0 }, "second {second}");
        minute += each;
        local.clock().advance(1);
    }
    assert_eq!(minute, 300);
    assert_eq!(allowed(&local, &token, EMPLOYEES, 16).await, 15);
    local.switch("v1-employees-limit", "5-a-second").await;
    local.clock().advance(60);
    assert_eq!(allowed(&local, &token, EMPLOYEES, 20).await, 15);
    local.clock().advance(1);
    assert_eq!(allowed(&local, &token, EMPLOYEES, 20).await, 5);
}

#[tokio::test]
async fn other_routes_have_the_limits_that_switches_give_them() {
    let local = local();
    let token = local.all().await.v1;
    let path = "/v1/company/time-off-types";
    assert_eq!(allowed(&local, &token, path, 120).await, 120);
    local.switch("v1-other-limit", "10-a-second").await;
    assert_eq!(allowed(&local, &token, path, 120).await, 100);
    let path = "/v2/absence-types";
    assert_eq!(allowed(&local, &token, path, 120).await, 30);
    local.switch("v2-other-burst", "100").await;
    local.clock().advance(60);
    assert_eq!(allowed(&local, &token, path, 120).await, 100);
}

#[tokio::test]
async fn a_bucket_belongs_to_a_credential_or_a_company_for_one_route_or_all() {
    let local = local();
    let (one, other) = (local.all().await.v2, local.all().await.v2);
    local.switch("rate-limit-key", "company-and-route").await;
    assert_eq!(allowed(&local, &one, "/v2/absence-types", 40).await, 30);
    assert_eq!(allowed(&local, &other, "/v2/absence-types", 1).await, 0);
    assert_eq!(allowed(&local, &other, "/v2/jobs", 40).await, 30);
    local.switch("rate-limit-key", "credential").await;
    assert_eq!(allowed(&local, &one, "/v2/absence-types", 40).await, 30);
    assert_eq!(allowed(&local, &one, "/v2/jobs", 1).await, 0);
    assert_eq!(allowed(&local, &other, "/v2/jobs", 40).await, 30);
}

#[tokio::test]
async fn a_refusal_has_a_body_or_none() {
    let local = local();
    let tokens = local.all().await;
    let v1 = refused(&local, &tokens.v1, EMPLOYEES).await;
    assert_eq!(v1.json()["error"]["code"], 429);
    let v2 = refused(&local, &tokens.v2, PERSONS).await;
    assert_eq!(v2.body, "");
    let jobs = refused(&local, &tokens.v2, "/v2/jobs").await.json();
    assert_eq!(jobs["errors"][0]["detail"], "The rate limit has been exceeded");
    local.switch("v1-429-body", "empty").await;
    local.switch("v2-429-body", "problem").await;
    assert_eq!(refused(&local, &tokens.v1, EMPLOYEES).await.body, "");
    let v2 = refused(&local, &tokens.v2, PERSONS).await;
    assert_eq!(v2.headers["content-type"], "application/problem+json");
    assert_eq!(v2.json()["errors"][0]["detail"], "The rate limit has been exceeded");
}

#[tokio::test]
async fn limits_are_off_from_the_start_or_from_now_on() {
    let local = Local::new();
    let tokens = local.all().await;
    assert_eq!(allowed(&local, &tokens.v1, EMPLOYEES, 100).await, 100);
    assert_eq!(allowed(&local, &tokens.v2, PERSONS, 150).await, 150);
    let left = local.get(&tokens.v2, PERSONS).await.headers["x-ratelimit-remaining"].clone();
    assert!(left.to_str().unwrap().parse::<u32>().unwrap() < 100, "calls are counted still");
    local.switch("rate-limits", "on").await;
    refused(&local, &tokens.v1, EMPLOYEES).await;
    local.control("POST", "/_sandbox/reset", serde_json::Value::Null).await.expect(204);
    assert_eq!(allowed(&local, &tokens.v1, EMPLOYEES, 100).await, 100);

    let limited = self::local();
    let token = limited.all().await.v1;
    refused(&limited, &token, EMPLOYEES).await;
    limited.switch("rate-limits", "off").await;
    assert_eq!(allowed(&limited, &token, EMPLOYEES, 100).await, 100);
}
