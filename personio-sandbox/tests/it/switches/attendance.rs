//! Attendance and projects of both generations.

use serde_json::{Value, json};

use super::{Scene, Shown, check, shape};
use crate::kit::Answer;

pub(super) const SHOWN: &[Shown] = &[
    ("v1-attendance", &[("live", "200"), ("410", "410"), ("404", "404")]),
    ("v1-attendance-delete-approval", &[("deleted", "gone"), ("pending", "\"pending\"")]),
    ("v2-attendance-patch", &[("204", "204, nothing"), ("200", "200, affected_periods id")]),
    ("v2-affected-periods", &[("listed", "affected_periods id"), ("left-out", "id")]),
    ("v2-attendance-overlap", &[("422", "422"), ("409", "409"), ("allowed", "201")]),
    ("attendance-updated-zone", &[("utc", "0 rows"), ("company", "1 row")]),
    ("attendance-project-assignment", &[("ignored", "201"), ("enforced", "422")]),
    ("v2-members-added", &[("listed", "201, a list"), ("empty", "201, nothing")]),
    ("v2-members-removal-body", &[("ignored", "0 members"), ("read", "1 member")]),
];

const PERIODS: &str = "/v2/attendance-periods";
const V1: &str = "/v1/company/attendances";
/// A year without any row that was invented.
const YEAR: &str = "start_date=2027-01-01&end_date=2027-12-31&includePending=true";

async fn seen(switch: &str, it: &Scene) -> String {
    match switch {
        "v1-attendance" => it.get(&format!("{V1}?{YEAR}")).await.status.to_string(),
        "v1-attendance-delete-approval" => deletion(it).await,
        "v2-attendance-patch" => {
            let made = record(it, json!({})).await.expect(201).json();
            let path = format!("{PERIODS}/{}", made["id"].as_str().unwrap());
            let told = it.call("PATCH", &path, json!({"comment": "late"})).await;
            format!("{}, {}", told.status, shape(&told))
        }
        "v2-affected-periods" => shape(&record(it, json!({})).await.expect(201)),
        "v2-attendance-overlap" => {
            record(it, json!({})).await.expect(201);
            record(it, json!({})).await.status.to_string()
        }
        "attendance-updated-zone" => changed(it).await,
        "attendance-project-assignment" => {
            let archived = it.get("/v2/projects?status=ARCHIVED").await.expect(200).json();
            let project = &archived["_data"][0]["id"];
            record(it, json!({"project": {"id": project}})).await.status.to_string()
        }
        "v2-members-added" => {
            let (_, added) = members(it).await;
            let body = if added.body.is_empty() { "nothing" } else { "a list" };
            format!("{}, {body}", added.status)
        }
        "v2-members-removal-body" => removal(it).await,
        _ => panic!("{switch}"),
    }
}

/// Records an hour with more fields.
async fn record(it: &Scene, more: Value) -> Answer {
    let mut body = json!({
        "person": {"id": it.people().await[0]}, "type": "WORK",
        "start": {"date_time": "2027-03-02T09:00:00"}, "end": {"date_time": "2027-03-02T10:00:00"},
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    it.call("POST", &format!("{PERIODS}?skip_approval=true"), body).await
}

/// The rows of v1 in the year without invented ones.
async fn rows(it: &Scene, query: &str) -> Vec<Value> {
    let list = it.get(&format!("{V1}?{YEAR}{query}")).await.expect(200).json();
    list["data"].as_array().unwrap().clone()
}

/// The status of an attendance whose deletion does not skip the approval.
async fn deletion(it: &Scene) -> String {
    record(it, json!({})).await.expect(201);
    let row = &rows(it, "").await[0]["id"];
    it.call("DELETE", &format!("{V1}/{row}?skip_approval=false"), Value::Null).await.expect(200);
    rows(it, "").await.first().map_or("gone".to_owned(), |it| it["attributes"]["status"].to_string())
}

/// How many rows changed from 11:00 on, if the last change was at 11:30 in the company and at 09:30 UTC.
async fn changed(it: &Scene) -> String {
    record(it, json!({})).await.expect(201);
    match rows(it, "&updated_from=2026-10-14T11:00:00").await.len() {
        1 => "1 row".to_owned(),
        many => format!("{many} rows"),
    }
}

/// The path of the members of a new project, and the answer to three new ones.
async fn members(it: &Scene) -> (String, Answer) {
    let project = json!({"name": "Alpha", "status": "ACTIVE"});
    let project = it.call("POST", "/v2/projects", project).await.expect(201).json();
    let path = format!("/v2/projects/{}/members", project["id"].as_str().unwrap());
    let people = it.people().await;
    let list: Vec<Value> = people[..2].iter().map(|it| json!({"person": {"id": it}})).collect();
    let added = it.call("POST", &path, json!(list)).await;
    (path, added)
}

/// How many of two members are left after a removal whose body names one.
async fn removal(it: &Scene) -> String {
    let (path, _) = members(it).await;
    let one = json!([{"person": {"id": it.people().await[0]}}]);
    it.call("DELETE", &path, one).await.expect(204);
    match it.get(&path).await.expect(200).json()["_data"].as_array().unwrap().len() {
        1 => "1 member".to_owned(),
        many => format!("{many} members"),
    }
}

#[tokio::test]
async fn each_position_shows() {
    check(SHOWN, seen).await;
}
