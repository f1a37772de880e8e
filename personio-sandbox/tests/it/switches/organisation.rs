//! Legal entities, org units and cost centers.

use super::{Scene, Shown, check};

pub(super) const SHOWN: &[Shown] = &[
    ("org-units-beta", &[("open", "200"), ("hidden", "404")]),
    ("v2-cost-centers", &[("beta", "200"), ("404", "404")]),
    ("v2-organisation-fields", &[("full", "country id name"), ("bare", "id name")]),
];

async fn seen(switch: &str, it: &Scene) -> String {
    match switch {
        "org-units-beta" => it.naming("/v2/org-units", "accept", "application/json").await.status.to_string(),
        "v2-cost-centers" => it.get("/v2/cost-centers").await.status.to_string(),
        "v2-organisation-fields" => {
            let list = it.get("/v2/legal-entities?limit=1").await.expect(200).json();
            list["_data"][0].as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ")
        }
        _ => panic!("{switch}"),
    }
}

#[tokio::test]
async fn each_position_shows() {
    check(SHOWN, seen).await;
}
