//! The numbered quirks of facts §13: each is always so, a switch, or a fault by name.
//!
//! What is always so is shown here, with what a client sees of it; the others are shown in `switches` and
//! `faults/every.rs`, which hold that none is forgotten.

use std::collections::BTreeMap;

use personio_sandbox::{Attributes, Permissions};
use serde_json::{Value, json};

use crate::kit::{Answer, Local, Tokens};

/// The number of a quirk, and what is seen of it.
const SEEN: &[(u32, &str)] = &[
    (2, "attendances go on behind row 1, time-offs behind page 1"),
    (3, "sent \"1\" \"1\", else 0 200"),
    (5, "100 is a 400, 50 is a 200"),
    (7, "v1 id, v2 _meta employments id"),
    (8, "lower case, a number for a number, no label"),
    (9, "with Z 400, without 200"),
    (10, "on the last day ACTIVE, end 2027-04-01"),
    (11, "start 2027-03-02T09:00:00"),
    (12, "both halves 400: Both half day start and half day end are true for a single-day period"),
    (13, "until midnight 422, until 23:59 201"),
    (19, "Existing overlapping attendances periods, id null"),
    (21, "subcompany writes, sub_company reads"),
    (24, "no header lets another origin in"),
];

struct Scene {
    local: Local,
    tokens: Tokens,
    person: String,
}

impl Scene {
    async fn new() -> Self {
        let local = Local::at("2026-10-14T09:30:00Z");
        let tokens = local.all().await;
        let list = local.get(&tokens.v2, "/v2/persons?status=ACTIVE&limit=1").await.expect(200).json();
        let person = list["_data"][0]["id"].as_str().unwrap().to_owned();
        Self { local, tokens, person }
    }

    async fn get(&self, path: &str) -> Answer {
        let token = if path.starts_with("/v1") { &self.tokens.v1 } else { &self.tokens.v2 };
        self.local.get(token, path).await
    }

    async fn record(&self) -> Answer {
        let body = json!({
            "person": {"id": self.person}, "type": "WORK",
            "start": {"date_time": "2027-03-02T09:00:00"}, "end": {"date_time": "2027-03-02T10:00:00"},
        });
        self.local.post(&self.tokens.v2, "/v2/attendance-periods", body).await
    }
}

async fn seen(number: u32, it: &Scene) -> String {
    match number {
        2 => offsets(it).await,
        3 => echoed(it).await,
        5 => {
            let status = async |limit: u32| it.get(&format!("/v2/persons?limit={limit}")).await.status;
            format!("100 is a {}, 50 is a {}", status(100).await, status(50).await)
        }
        7 => hidden(it).await,
        8 => customs(it).await,
        9 => {
            let filter = "/v2/attendance-periods?updated_at.gte=2023-01-01T12:00:00";
            let with = it.get(&format!("{filter}Z")).await.status;
            format!("with Z {with}, without {}", it.get(filter).await.status)
        }
        10 => project(it).await,
        11 => {
            it.record().await.expect(201);
            let list = it.get("/v2/attendance-periods?start.date_time.gte=2027-01-01T00:00:00").await.json();
            format!("start {}", list["_data"][0]["start"]["date_time"].as_str().unwrap())
        }
        12 => halves(it).await,
        13 => midnight(it).await,
        19 => overlap(it).await,
        21 => subcompany(it).await,
        24 => origins(it).await,
        _ => panic!("{number}"),
    }
}

/// What lists of v1 with an offset of 1 begin with.
async fn offsets(it: &Scene) -> String {
    let places = async |path: &str, first: u32| {
        let ids = async |query: &str| {
            let list = it.get(&format!("{path}{query}")).await.expect(200).json();
            let rows = list["data"].as_array().unwrap().clone();
            rows.into_iter()
                .map(|it| it.pointer("/attributes/id").unwrap_or(&it["id"]).clone())
                .collect::<Vec<_>>()
        };
        let (whole, moved) = (ids("").await, ids(&format!("&limit=2&offset={first}")).await);
        whole.iter().position(|it| Some(it) == moved.first())
    };
    let year = "start_date=2026-01-01&end_date=2026-12-31";
    let rows = places(&format!("/v1/company/attendances?{year}&includePending=true"), 1).await;
    let types = it.get("/v1/company/time-offs?limit=2&offset=1").await.expect(200).json();
    let page = types["metadata"]["current_page"].as_u64().unwrap();
    format!("attendances go on behind row {}, time-offs behind page {page}", rows.unwrap())
}

/// `offset` and `limit` of v1 attendances, as they were sent and without.
async fn echoed(it: &Scene) -> String {
    let path = "/v1/company/attendances?start_date=2026-01-01&end_date=2026-12-31";
    let sent = it.get(&format!("{path}&offset=1&limit=1")).await.expect(200).json();
    let other = it.get(path).await.expect(200).json();
    format!("sent {} {}, else {} {}", sent["offset"], sent["limit"], other["offset"], other["limit"])
}

/// What is left for a credential that may read one attribute that nobody has.
async fn hidden(it: &Scene) -> String {
    let keys = Attributes::Keys(vec!["hire_date".to_owned()]);
    let tokens = it.local.tokens(Permissions::All, keys).await;
    let v1 = it.local.get(&tokens.v1, "/v1/company/employees?limit=1&attributes[]=email").await.json();
    let v2 = it.local.get(&tokens.v2, "/v2/persons?limit=1").await.json();
    let keys = |it: &Value| it.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    format!("v1 {}, v2 {}", keys(&v1["data"][0]["attributes"]), keys(&v2["_data"][0]))
}

/// How own attributes of v2 look.
async fn customs(it: &Scene) -> String {
    let list = it.get("/v2/persons?limit=50").await.expect(200).json();
    let people = list["_data"].as_array().unwrap().iter();
    let all: Vec<&Value> = people.flat_map(|it| it["custom_attributes"].as_array().unwrap()).collect();
    let kind = |it: &Value| it["type"].as_str().unwrap().to_owned();
    let lower = all.iter().all(|it| kind(it) == kind(it).to_lowercase());
    let mut numbers = all.iter().filter(|it| ["int", "double"].contains(&kind(it).as_str()));
    let typed = numbers.by_ref().next().is_some_and(|it| it["value"].is_number())
        && numbers.all(|it| it["value"].is_number());
    let label = all.iter().any(|it| it.get("label").is_some());
    let words = [
        if lower { "lower case" } else { "upper case" },
        if typed { "a number for a number" } else { "a text for a number" },
        if label { "a label" } else { "no label" },
    ];
    words.join(", ")
}

/// A project that ends before the first of April, on the last day of March.
async fn project(it: &Scene) -> String {
    let body = json!({
        "name": "Alpha", "status": "ACTIVE", "start": {"date": "2027-03-01"}, "end": {"date": "2027-04-01"},
    });
    let made = it.local.post(&it.tokens.v2, "/v2/projects", body).await.expect(201).json();
    let id = made["id"].as_str().unwrap();
    it.local.switch("attendance-project-assignment", "enforced").await;
    let everyone = json!({"assigned_to_all": true});
    it.local.patch(&it.tokens.v2, &format!("/v2/projects/{id}"), everyone).await.expect(204);
    let on = async |day: &str| {
        let body = json!({
            "person": {"id": it.person}, "type": "WORK", "project": {"id": id},
            "start": {"date_time": format!("{day}T09:00:00")}, "end": {"date_time": format!("{day}T10:00:00")},
        });
        it.local.post(&it.tokens.v2, "/v2/attendance-periods", body).await.status
    };
    assert_eq!([on("2027-03-31").await, on("2027-04-01").await], [201, 422]);
    let shown = it.get(&format!("/v2/projects/{id}")).await.expect(200).json();
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    format!("on the last day {}, end {}", text(&shown["status"]), text(&shown["end"]["date"]))
}

/// What is told of a single day with both halves.
async fn halves(it: &Scene) -> String {
    let body = json!({
        "employee_id": it.person, "time_off_type_id": 113_437, "start_date": "2028-06-06",
        "end_date": "2028-06-06", "half_day_start": true, "half_day_end": true,
    });
    let told = it.local.post(&it.tokens.v1, "/v1/company/time-offs", body).await;
    let message = told.json()["error"].to_string();
    let reason = "Both half day start and half day end are true for a single-day period";
    assert!(message.contains(reason), "{message}");
    format!("both halves {}: {reason}", told.status)
}

/// Whether an hour off can end at midnight, or a minute before.
async fn midnight(it: &Scene) -> String {
    let until = async |end: &str| {
        let fields = [
            ("employee_id", it.person.as_str()),
            ("time_off_type_id", "113451"),
            ("start_date", "2028-06-06"),
            ("end_date", "2028-06-06"),
            ("start_time", "09:00"),
            ("end_time", end),
        ];
        it.local.form(&it.tokens.v1, "/v1/company/absence-periods", &fields).await.status
    };
    format!("until midnight {}, until 23:59 {}", until("00:00").await, until("23:59").await)
}

/// What is told of a row that overlaps another one.
async fn overlap(it: &Scene) -> String {
    let employee: u32 = it.person.parse().unwrap();
    let row = json!({
        "employee": employee, "date": "2027-03-02", "start_time": "09:00", "end_time": "18:00", "break": 0,
    });
    let both = json!({"attendances": [row, row]});
    let told = it.local.post(&it.tokens.v1, "/v1/company/attendances", both).await.expect(400).json();
    let second = &told["error"]["detailed_message"][1];
    format!("{}, id {}", second["error_msg"].as_str().unwrap(), second["id"])
}

/// The name of the legal entity in a change and in an answer.
async fn subcompany(it: &Scene) -> String {
    let list = it.get("/v2/legal-entities?limit=1").await.expect(200).json();
    let entity = &list["_data"][0]["id"];
    let path = format!("/v2/persons/{}/employments", it.person);
    let list = it.get(&path).await.expect(200).json();
    let path = format!("{path}/{}", list["_data"][0]["id"].as_str().unwrap());
    let change = json!({"subcompany": {"id": entity}});
    it.local.patch(&it.tokens.v2, &path, change).await.expect(204);
    let shown = it.get(&path).await.expect(200).json();
    assert_eq!((&shown["sub_company"]["id"], shown.get("subcompany")), (entity, None));
    "subcompany writes, sub_company reads".to_owned()
}

/// Whether any answer lets a page of another origin read it.
async fn origins(it: &Scene) -> String {
    let bearer = format!("Bearer {}", it.tokens.v2);
    let headers = [("origin", "https://example.com"), ("authorization", bearer.as_str())];
    let answer = it.local.send("GET", "/v2/persons?limit=1", &headers, "").await.expect(200);
    let names = answer.headers.keys().filter(|it| it.as_str().starts_with("access-control-"));
    match names.count() {
        0 => "no header lets another origin in".to_owned(),
        many => format!("{many} headers let another origin in"),
    }
}

#[tokio::test]
async fn what_is_always_so_is_seen() {
    for (number, expected) in SEEN {
        assert_eq!(seen(*number, &Scene::new().await).await, *expected, "§13.{number}");
    }
}

#[tokio::test]
async fn each_number_is_always_so_or_a_switch_or_a_fault() {
    let local = Local::new();
    let facts = local.control("GET", "/_sandbox/facts?topic=quirks", Value::Null).await.expect(200).json();
    let rows = facts["facts"].as_array().unwrap().iter();
    let section = |it: &Value| it["section"].as_str().unwrap().strip_prefix("13.").unwrap().parse().unwrap();
    let rows: BTreeMap<u32, &Value> = rows.map(|it| (section(it), it)).collect();
    assert_eq!(rows.keys().copied().collect::<Vec<_>>(), (1..=25).collect::<Vec<_>>());
    let always: Vec<u32> = rows
        .iter()
        .filter(|(_, it)| it["switches"] == json!([]) && it["quirks"] == json!([]))
        .map(|(number, _)| *number)
        .collect();
    for number in always {
        let shown = SEEN.iter().any(|it| it.0 == number);
        assert!(shown, "§13.{number} is always so, and needs a row in `SEEN` of tests/it/numbered.rs");
    }
}
