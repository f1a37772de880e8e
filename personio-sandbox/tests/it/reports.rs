//! Custom reports of v1 and reports of v2, worked out from the company.

mod both;
mod columns;
mod v1;
mod v2;

use serde_json::{Value, json};

use crate::kit::{Answer, HOST, Local, Tokens};

const NOW: &str = "2026-10-14T09:30:00Z";
const REPORTS: &str = "/v1/company/custom-reports/reports";

/// A small company with tokens that may do everything.
struct Setting {
    local: Local,
    v1: String,
    v2: String,
}

impl Setting {
    async fn new() -> Self {
        let local = Local::at(NOW);
        let Tokens { v1, v2, .. } = local.all().await;
        Self { local, v1, v2 }
    }

    /// The id of the report of this name.
    async fn id(&self, name: &str) -> String {
        let list = self.local.control("GET", "/_sandbox/reports", Value::Null).await.expect(200).json();
        let found = list["reports"].as_array().unwrap().iter().find(|it| it["name"] == name).cloned();
        found.unwrap()["id"].as_str().unwrap().to_owned()
    }

    /// Changes what only its maker can change of a report.
    async fn set(&self, id: &str, change: Value) -> Answer {
        self.local.control("PATCH", &format!("/_sandbox/reports/{id}"), change).await
    }

    /// The report of this name as v1 has it.
    async fn old(&self, name: &str, query: &str) -> Value {
        let path = format!("{REPORTS}/{}?{query}", self.id(name).await);
        self.local.get(&self.v1, &path).await.expect(200).json()
    }

    /// The report of this name as v2 has it.
    async fn new_report(&self, name: &str, query: &str) -> Value {
        let path = format!("/v2/reports/{}?{query}", self.id(name).await);
        self.local.get(&self.v2, &path).await.expect(200).json()
    }

    /// Attributes of an employee in v1, values only.
    async fn employees(&self) -> Vec<Value> {
        let list = self.local.get(&self.v1, "/v1/company/employees?limit=100").await.expect(200).json();
        list["data"].as_array().unwrap().iter().map(|it| it["attributes"].clone()).collect()
    }
}

/// The rows of a report of v1.
fn items(report: &Value) -> &Vec<Value> {
    report["data"][0]["attributes"]["items"].as_array().unwrap()
}

/// The values of a column of an employee of a report of v1.
fn values<'a>(item: &'a Value, column: &str) -> Vec<&'a Value> {
    let list = item.get("attributes").or(item.get("historical_attributes")).unwrap();
    list.as_array().unwrap().iter().filter(|it| it["attribute_id"] == column).collect()
}

/// The only value of a column of an employee.
fn value<'a>(item: &'a Value, column: &str) -> &'a Value {
    let all = values(item, column);
    assert_eq!(all.len(), 1, "{column} of {item}");
    all[0]
}

/// The cell of a column in a row of v2.
fn cell<'a>(row: &'a Value, column: &str) -> &'a Value {
    row.as_array().unwrap().iter().find(|it| it["attribute_id"] == column).unwrap()
}

/// Where a link leads without its host.
fn path(link: &Value) -> &str {
    link["href"].as_str().unwrap().trim_start_matches("http://").trim_start_matches(HOST)
}

/// What a report of v2 says is wrong.
fn detail(answer: &Answer) -> String {
    answer.json()["errors"][0]["detail"].as_str().unwrap().to_owned()
}

/// The body that takes a report out of v2.
fn closed() -> Value {
    json!({"open_to_api": false})
}
