//! Absences of both generations, what is left of days off, and that all of it tells the same story.

mod balances;
mod both;
mod hours;
mod requests;
mod rules;
mod seeded;
mod story;
mod switches;
mod v1;
mod v2;

use personio_sandbox::{Clock, Options};
use serde_json::{Value, json};

use crate::kit::{Answer, Local, Tokens};

/// A Wednesday.
const NOW: &str = "2026-10-14T09:30:00Z";
const V1: &str = "/v1/company/time-offs";
const V1_HOURS: &str = "/v1/company/absence-periods";
const V2: &str = "/v2/absence-periods";
const VACATION: u32 = 113_437;
const PARENTAL: u32 = 113_439;
const HOME_OFFICE: u32 = 113_442;
const DOCTOR: u32 = 113_451;

/// A small company with tokens that may do everything, and people who have worked full time in Berlin for some time.
struct Setting {
    local: Local,
    v1: String,
    v2: String,
    people: Vec<u32>,
}

impl Setting {
    async fn new() -> Self {
        let clock = Clock::settable(NOW.parse().unwrap());
        Self::of(Local::of(Options { people: 60, rate_limits: false, clock, ..Options::default() })).await
    }

    async fn of(local: Local) -> Self {
        let Tokens { v1, v2, .. } = local.all().await;
        let path = "/v1/company/employees?limit=100";
        let list = local.get(&v1, path).await.expect(200).json();
        let value = |row: &Value, key: &str| row["attributes"][key]["value"].clone();
        let fits = |row: &&Value| {
            value(row, "status") == "active"
                && value(row, "employment_type") == "internal"
                && value(row, "termination_date").is_null()
                && value(row, "hire_date").as_str().is_some_and(|it| it < "2026")
                && value(row, "work_schedule")["attributes"]["id"] == 97_188
                && value(row, "holiday_calendar")["attributes"]["state"] == "Berlin"
                && value(row, "office")["attributes"]["name"] == "Berlin"
        };
        let fitting = list["data"].as_array().unwrap().iter().filter(fits);
        let people: Vec<u32> = fitting.map(|it| number(&value(it, "id"))).collect();
        assert!(people.len() >= 3, "{people:?}");
        Self { local, v1, v2, people }
    }

    /// Moves the clock, after which yesterday's tokens have expired.
    async fn move_to(&mut self, now: &str) {
        self.local.control("POST", "/_sandbox/clock", json!({"now": now})).await.expect(200);
        let Tokens { v1, v2, .. } = self.local.all().await;
        (self.v1, self.v2) = (v1, v2);
    }

    /// Takes days off through v1.
    async fn take(&self, person: u32, kind: u32, start: &str, end: &str, more: Value) -> Answer {
        let mut body = json!({
            "employee_id": person, "time_off_type_id": kind, "start_date": start, "end_date": end,
            "half_day_start": false, "half_day_end": false,
        });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.local.post(&self.v1, V1, body).await
    }

    /// Takes a part of a day off through v1.
    async fn take_hours(&self, person: u32, kind: u32, day: &str, times: (&str, &str)) -> Answer {
        let (person, kind) = (person.to_string(), kind.to_string());
        let fields = [
            ("employee_id", person.as_str()),
            ("time_off_type_id", kind.as_str()),
            ("start_date", day),
            ("end_date", day),
            ("start_time", times.0),
            ("end_time", times.1),
        ];
        self.local.form(&self.v1, V1_HOURS, &fields).await
    }

    /// Asks for an absence through v2.
    async fn ask(&self, query: &str, body: Value) -> Answer {
        self.local.post(&self.v2, &format!("{V2}{query}"), body).await
    }

    /// The id that v2 has for a type.
    async fn kind(&self, number: u32) -> String {
        let types = self.local.get(&self.v1, "/v1/company/time-off-types").await.expect(200).json();
        let found = types["data"].as_array().unwrap().iter().find(|it| it["attributes"]["id"] == number);
        text(&found.unwrap()["attributes"]["id_v2"])
    }

    /// A body of v2: days from the first to the midnight after the last.
    async fn body(&self, person: u32, kind: u32, start: &str, end: &str) -> Value {
        json!({
            "person": {"id": person.to_string()}, "absence_type": {"id": self.kind(kind).await},
            "starts_from": {"date_time": format!("{start}T00:00:00"), "type": "FIRST_HALF"},
            "ends_at": {"date_time": format!("{end}T00:00:00"), "type": "SECOND_HALF"},
        })
    }

    /// An absence as v2 shows it.
    async fn shown(&self, id: &str) -> Value {
        self.local.get(&self.v2, &format!("{V2}/{id}")).await.expect(200).json()
    }

    /// All absences of a query of v2, page by page.
    async fn list(&self, query: &str) -> Vec<Value> {
        let mut all = Vec::new();
        let mut path = format!("{V2}?{query}");
        loop {
            let page = self.local.get(&self.v2, &path).await.expect(200).json();
            all.extend(page["_data"].as_array().unwrap().iter().cloned());
            let Some(next) = page.pointer("/_meta/links/next/href") else { return all };
            next.as_str().unwrap().trim_start_matches("http://sandbox.test").clone_into(&mut path);
        }
    }

    /// The attributes of all rows of a list of v1, page by page.
    async fn rows(&self, path: &str, query: &str) -> Vec<Value> {
        let mut all = Vec::new();
        for page in 1.. {
            let list = self.local.get(&self.v1, &format!("{path}?{query}&offset={page}")).await;
            let list = list.expect(200).json();
            let rows = list["data"].as_array().unwrap();
            all.extend(rows.iter().map(|it| it["attributes"].clone()));
            if list["metadata"]["total_pages"].as_u64().unwrap() <= page {
                break;
            }
        }
        all
    }

    /// Date, unit and value of each day of an absence.
    async fn days(&self, id: &str) -> Vec<(String, f64)> {
        let mut all = Vec::new();
        let mut path = format!("{V2}/{id}/breakdowns");
        loop {
            let page = self.local.get(&self.v2, &path).await.expect(200).json();
            for row in page["_data"].as_array().unwrap() {
                all.push((text(&row["date"]), row["effective_duration"]["value"].as_f64().unwrap()));
            }
            let Some(next) = page.pointer("/_meta/links/next/href") else { return all };
            next.as_str().unwrap().trim_start_matches("http://sandbox.test").clone_into(&mut path);
        }
    }

    /// Balance and available balance of a type, if the employee is entitled to it.
    async fn balance(&self, person: u32, kind: u32) -> Option<(f64, f64)> {
        let path = format!("/v1/company/employees/{person}/absences/balance");
        let list = self.local.get(&self.v1, &path).await.expect(200).json();
        let found = list["data"].as_array().unwrap().iter().find(|it| it["id"] == kind)?.clone();
        Some((found["balance"].as_f64().unwrap(), found["available_balance"].as_f64().unwrap()))
    }

    /// Names of what happened to absences, with their ids.
    async fn events(&self) -> Vec<(String, String)> {
        let all = crate::people::events(&self.local).await;
        let about = all.into_iter().filter(|it| it.0.starts_with("absence-period."));
        about.map(|it| (it.0, text(&it.2["absence_period"]["id"]))).collect()
    }

    /// Takes all absences of a person away and those in which they stand in, so that nothing is in the way.
    async fn clear(&self, person: u32) {
        self.local.switch("v2-absence-substitute", "shown").await;
        let id = json!(person.to_string());
        let all = self.list("").await;
        self.local.switch("v2-absence-substitute", "left-out").await;
        for row in all.iter().filter(|it| it["person"]["id"] == id || it["substitute"]["id"] == id) {
            let path = format!("{V2}/{}", row["id"].as_str().unwrap());
            self.local.delete(&self.v2, &path, Value::Null).await.expect(204);
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

fn number(value: &Value) -> u32 {
    u32::try_from(value.as_u64().unwrap()).unwrap()
}

/// The number of what v1 made.
fn made(answer: Answer) -> (u32, String) {
    let made = answer.expect(200).json();
    let attributes = &made["data"]["attributes"];
    (number(&attributes["id"]), text(&attributes["id_v2"]))
}

/// The id of what was made.
fn id(answer: Answer) -> String {
    text(&answer.expect(201).json()["id"])
}

/// The title of an error of v2.
fn title(answer: &Answer) -> String {
    text(&answer.json()["errors"][0]["title"])
}
