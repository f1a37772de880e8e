//! How often routes may be called.

use super::{Scene, Shown, check, shape};
use crate::kit::Answer;

pub(super) const SHOWN: &[Shown] = &[
    ("rate-limits", &[("on", "30 of 40"), ("off", "40 of 40")]),
    (
        "rate-limit-key",
        &[
            ("credential-and-route", "another client 1, another route 1"),
            ("company-and-route", "another client 0, another route 1"),
            ("credential", "another client 1, another route 0"),
        ],
    ),
    ("v1-employees-limit", &[("300-a-minute", "15 of 20"), ("5-a-second", "5 of 20")]),
    ("v1-other-limit", &[("none", "110 of 110"), ("10-a-second", "100 of 110")]),
    ("v2-other-burst", &[("30", "30 of 110"), ("100", "100 of 110")]),
    ("v1-429-body", &[("json", "error success"), ("empty", "nothing")]),
    ("v2-429-body", &[("empty", "nothing"), ("problem", "errors personio_trace_id timestamp")]),
];

const EMPLOYEES: &str = "/v1/company/employees?limit=1";
const TYPES: &str = "/v2/absence-types?limit=1";

async fn seen(switch: &str, it: &Scene) -> String {
    match switch {
        "rate-limits" => counted(it, TYPES, 40).await,
        "rate-limit-key" => {
            let other = it.local.all().await.v2;
            counted(it, TYPES, 40).await;
            let client = it.with(TYPES, &[("authorization", &format!("Bearer {other}"))]).await;
            let route = it.get("/v2/jobs?limit=1").await;
            let allowed = |it: &Answer| u8::from(it.status == 200);
            format!("another client {}, another route {}", allowed(&client), allowed(&route))
        }
        "v1-employees-limit" => {
            // Both allow 15 at once; what differs is how many come back in a second.
            counted(it, EMPLOYEES, 20).await;
            it.local.clock().advance(1);
            counted(it, EMPLOYEES, 20).await
        }
        "v1-other-limit" => counted(it, "/v1/company/time-off-types?limit=1", 110).await,
        "v2-other-burst" => counted(it, TYPES, 110).await,
        "v1-429-body" => shape(&refused(it, EMPLOYEES).await),
        "v2-429-body" => shape(&refused(it, TYPES).await),
        _ => panic!("{switch}"),
    }
}

/// How many of so many calls are not refused.
async fn counted(it: &Scene, path: &str, calls: usize) -> String {
    let mut allowed = 0;
    for _ in 0..calls {
        allowed += usize::from(it.get(path).await.status == 200);
    }
    format!("{allowed} of {calls}")
}

/// The first refusal.
async fn refused(it: &Scene, path: &str) -> Answer {
    for _ in 0..40 {
        let answer = it.get(path).await;
        if answer.status == 429 {
            return answer;
        }
    }
    panic!("forty calls at once are not too many for {path}");
}

#[tokio::test]
async fn each_position_shows() {
    check(SHOWN, seen).await;
}
