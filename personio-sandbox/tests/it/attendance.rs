//! Attendance and projects of both generations, and that they tell the same story.

mod both;
mod projects;
mod seeded;
mod v1;
mod v2;

use serde_json::{Value, json};

use crate::kit::{Answer, Local, Tokens};

const NOW: &str = "2026-10-14T09:30:00Z";
/// A month without any row that was invented.
const YEAR: &str = "start_date=2027-01-01&end_date=2027-12-31";

/// A small company with tokens that may do everything, and people who work there.
struct Setting {
    local: Local,
    v1: String,
    v2: String,
    people: Vec<String>,
}

impl Setting {
    async fn new() -> Self {
        let local = Local::at(NOW);
        let Tokens { v1, v2, .. } = local.all().await;
        let list = local.get(&v2, "/v2/persons?status=ACTIVE&limit=50").await.expect(200).json();
        let people = texts(&list, "/_data", "/id");
        Self { local, v1, v2, people }
    }

    /// Puts a switch into a position.
    async fn switch(&self, name: &str, position: &str) {
        self.local.control("PUT", "/_sandbox/switches", json!({name: position})).await.expect(200);
    }

    /// Names of what happened to attendance since the company was invented, with the ids of the periods.
    async fn events(&self) -> Vec<(String, String)> {
        let saved = self.local.control("GET", "/_sandbox/snapshot", Value::Null).await.expect(200).json();
        let events = saved["companies"][0]["tables"]["events"].as_array().unwrap();
        let text = |it: &Value| it.as_str().unwrap().to_owned();
        let about = events.iter().filter(|it| it["name"].as_str().unwrap().starts_with("attendance-period."));
        about.map(|it| (text(&it["name"]), text(&it["payload"]["attendance_period"]["id"]))).collect()
    }

    /// Records a period through v2.
    async fn record(&self, kind: &str, start: &str, end: &str) -> Answer {
        let mut body = period(&self.people[0], kind, start, end);
        if end.is_empty() {
            body.as_object_mut().unwrap().remove("end");
        }
        self.local.post(&self.v2, "/v2/attendance-periods?skip_approval=true", body).await
    }

    /// Records an attendance through v1.
    async fn attend(&self, row: Value) -> Answer {
        let mut row = row;
        row["employee"] = json!(self.people[0].parse::<u32>().unwrap());
        self.local.post(&self.v1, "/v1/company/attendances", json!({"attendances": [row]})).await
    }

    /// The attendances of a query of v1.
    async fn attendances(&self, query: &str) -> Vec<Value> {
        let list = self.local.get(&self.v1, &format!("/v1/company/attendances?{query}")).await;
        list.expect(200).json()["data"].as_array().unwrap().clone()
    }

    /// All periods of a query of v2, page by page.
    async fn periods(&self, query: &str) -> Vec<Value> {
        let mut all = Vec::new();
        let mut path = format!("/v2/attendance-periods?{query}");
        loop {
            let page = self.local.get(&self.v2, &path).await.expect(200).json();
            all.extend(page["_data"].as_array().unwrap().iter().cloned());
            let Some(next) = page.pointer("/_meta/links/next/href") else { return all };
            next.as_str().unwrap().trim_start_matches("http://sandbox.test").clone_into(&mut path);
        }
    }
}

fn period(person: &str, kind: &str, start: &str, end: &str) -> Value {
    json!({
        "person": {"id": person}, "type": kind,
        "start": {"date_time": start}, "end": {"date_time": end},
    })
}

/// The texts at a pointer in each row of a list.
fn texts(json: &Value, list: &str, pointer: &str) -> Vec<String> {
    let rows = json.pointer(list).unwrap().as_array().unwrap();
    rows.iter().map(|it| it.pointer(pointer).unwrap().as_str().unwrap().to_owned()).collect()
}

/// The id of what was made.
fn id(answer: &Answer) -> String {
    answer.json()["id"].as_str().unwrap().to_owned()
}

/// The title and the detail of an error of v2.
fn title(answer: &Answer) -> String {
    answer.json()["errors"][0]["title"].as_str().unwrap().to_owned()
}

/// Minutes of a local time that both generations spell.
fn minutes(text: &str) -> i64 {
    let time: jiff::civil::DateTime = text.parse().unwrap();
    time.duration_since(jiff::civil::DateTime::constant(2020, 1, 1, 0, 0, 0, 0)).as_mins()
}

/// The minutes between two times of v1; the second may be on the next day.
fn between(start: &Value, end: &Value) -> i64 {
    let of_day = |it: &Value| minutes(&format!("2020-01-01T{}", it.as_str().unwrap()));
    let (start, end) = (of_day(start), of_day(end));
    if end > start { end - start } else { end - start + 24 * 60 }
}
