//! Pages and cursors.

use super::{Scene, Shown, check};
use crate::kit::Answer;

pub(super) const SHOWN: &[Shown] = &[
    ("v1-employees-over-limit", &[("clamp", "200"), ("400", "400")]),
    ("altered-cursor", &[("400", "400"), ("first-page", "200, 10 rows")]),
    ("cursor-lifetime", &[("unlimited", "200, 3 rows"), ("1h", "400")]),
    ("cursor-with-parameters", &[("400", "400"), ("cursor-wins", "200, 3 rows")]),
];

async fn seen(switch: &str, it: &Scene) -> String {
    match switch {
        "v1-employees-over-limit" => it.get("/v1/company/employees?limit=101").await.status.to_string(),
        "altered-cursor" => rows(&it.get(&format!("{}x", next(it).await)).await),
        "cursor-lifetime" => {
            let next = next(it).await;
            it.local.clock().advance(3_600);
            rows(&it.get(&next).await)
        }
        "cursor-with-parameters" => rows(&it.get(&format!("{}&limit=4", next(it).await)).await),
        _ => panic!("{switch}"),
    }
}

/// The link behind a page of three.
async fn next(it: &Scene) -> String {
    let page = it.get("/v2/persons?limit=3").await.expect(200).json();
    page["_meta"]["links"]["next"]["href"].as_str().unwrap().replace("http://sandbox.test", "")
}

fn rows(answer: &Answer) -> String {
    match answer.status {
        200 => format!("200, {} rows", answer.json()["_data"].as_array().unwrap().len()),
        other => other.to_string(),
    }
}

#[tokio::test]
async fn each_position_shows() {
    check(SHOWN, seen).await;
}
