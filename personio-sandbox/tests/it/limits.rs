//! Rate limits: without headers in v1, with four in v2 (facts §5).

use crate::kit::Local;

const HEADERS: [&str; 4] = [
    "x-ratelimit-remaining",
    "x-ratelimit-replenish-rate",
    "x-ratelimit-burst-capacity",
    "x-ratelimit-requested-tokens",
];

#[tokio::test]
async fn v1_says_no_without_a_header() {
    let local = Local::limited();
    let token = local.all().await.v1;
    let mut refused = None;
    for _ in 0..60 {
        let answer = local.get(&token, "/v1/company/employees?limit=1").await;
        assert!(HEADERS.iter().all(|it| !answer.headers.contains_key(*it)), "{answer:?}");
        if answer.status == 429 {
            refused = Some(answer);
            break;
        }
        assert_eq!(answer.status, 200);
    }
    let refused = refused.expect("sixty calls at once are too many");
    assert!(!refused.headers.contains_key("retry-after"), "{refused:?}");
}

#[tokio::test]
async fn v2_counts_down_in_four_headers() {
    let local = Local::limited();
    let token = local.all().await.v2;
    let first = local.get(&token, "/v2/persons?limit=1").await.expect(200);
    let number = |name: &str| first.headers[name].to_str().unwrap().parse::<u32>().unwrap();
    assert_eq!(HEADERS.map(number), [99, 30, 100, 1]);
    let mut refused = None;
    for _ in 0..400 {
        let answer = local.get(&token, "/v2/persons?limit=1").await;
        assert!(HEADERS.iter().all(|it| answer.headers.contains_key(*it)), "{answer:?}");
        if answer.status == 429 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("four hundred calls at once are too many");
    assert_eq!(refused.headers["x-ratelimit-remaining"], "0");
    // Each route has a bucket of its own.
    local.get(&token, "/v2/absence-types").await.expect(200);
}

#[tokio::test]
async fn without_limits_nobody_is_refused() {
    let local = Local::new();
    let token = local.all().await.v1;
    for _ in 0..100 {
        local.get(&token, "/v1/company/employees?limit=1").await.expect(200);
    }
}
