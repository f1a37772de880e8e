//! Reports of both generations.

use serde_json::Value;

use super::{Scene, Shown, check, shape};

pub(super) const SHOWN: &[Shown] = &[
    ("v1-report-durations", &[("minutes", "11040"), ("hours", "184")]),
    ("v2-report-name", &[("exact", "0 reports"), ("contains", "1 report")]),
    ("v2-report-list", &[("bare", "id name"), ("full", "chart_type edited_at id name")]),
    ("v2-report-unknown", &[("400", "400"), ("404", "404")]),
    ("v2-report-errors", &[("errors", "errors"), ("message", "error")]),
];

async fn seen(switch: &str, it: &Scene) -> String {
    match switch {
        "v1-report-durations" => {
            let path = format!("/v1/company/custom-reports/reports/{}", id(it, "Abwesenheiten").await);
            let report = it.get(&path).await.expect(200).json();
            let items = report["data"][0]["attributes"]["items"].as_array().unwrap();
            let all = items.iter().flat_map(|it| it["attributes"].as_array().unwrap());
            let targets = all.filter(|it| it["attribute_id"] == "attendance_contractual_target_hours");
            targets.map(|it| it["duration"].as_i64().unwrap()).max().unwrap().to_string()
        }
        "v2-report-name" => {
            let list = it.get("/v2/reports?name=target").await.expect(200).json();
            let rows = list["_data"].as_array().unwrap().len();
            format!("{rows} report{}", if rows == 1 { "" } else { "s" })
        }
        "v2-report-list" => {
            let list = it.get("/v2/reports?limit=1").await.expect(200).json();
            let mut keys: Vec<&str> =
                list["_data"][0].as_object().unwrap().keys().map(String::as_str).collect();
            keys.sort_unstable();
            keys.join(" ")
        }
        "v2-report-unknown" => it.get("/v2/reports/1").await.status.to_string(),
        "v2-report-errors" => {
            let path = format!("/v2/reports/{}", id(it, "Headcount by department").await);
            shape(&it.get(&path).await.expect(400))
        }
        _ => panic!("{switch}"),
    }
}

/// The id of the report of this name.
async fn id(it: &Scene, name: &str) -> String {
    let list = it.call("GET", "/_sandbox/reports", Value::Null).await.expect(200).json();
    let found = list["reports"].as_array().unwrap().iter().find(|it| it["name"] == name).cloned();
    found.unwrap()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn each_position_shows() {
    check(SHOWN, seen).await;
}
