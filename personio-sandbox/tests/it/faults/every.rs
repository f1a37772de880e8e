//! Every effect and every quirk changes something that a client can see.
//!
//! The sandbox itself tells which there are, so that a new one can't be forgotten here.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::AsyncReadExt as _;

use super::{fault, faults, read};
use crate::kit::{Answer, HOST, Local, Tokens};

/// What is looked at.
#[derive(Clone, Copy)]
enum See {
    Status,
    MediaType,
    /// The value at a pointer.
    Value(&'static str),
    /// The type of the value at a pointer.
    Kind(&'static str),
    /// How often a text is in the body.
    Count(&'static str),
    /// Whether the body is JSON.
    Json,
    /// Whether a header is there.
    Header(&'static str),
    /// Whether a link has a host.
    Link(&'static str),
    /// Where the link to the next page leads.
    Next,
    /// Which row of the list the second page begins with.
    Second,
    /// Whether it took so many milliseconds.
    Late(u64),
    /// What arrives on the connection.
    Wire,
}

/// An effect with its fields, the path of a read, what is looked at, and what is seen without and with the fault.
type Row = (&'static str, &'static str, &'static str, See, &'static str, &'static str);

const PERSONS: &str = "/v2/persons?limit=2&status=ACTIVE";
const ONE: &str = "/v2/persons?limit=1";

const EFFECTS: &[Row] = &[
    ("answer", r#"{"status": 418}"#, PERSONS, See::Status, "200", "418"),
    ("bad-gateway", "{}", PERSONS, See::Status, "200", "502"),
    ("service-unavailable", "{}", PERSONS, See::Status, "200", "503"),
    ("gateway-timeout", "{}", PERSONS, See::Status, "200", "504"),
    ("proxy-page", "{}", PERSONS, See::MediaType, "application/json", "text/html"),
    ("not-found", "{}", PERSONS, See::Status, "200", "404"),
    ("forbidden", "{}", PERSONS, See::Status, "200", "401"),
    ("too-many", "{}", PERSONS, See::Status, "200", "429"),
    (
        "german-error",
        r#"{"status": 422}"#,
        PERSONS,
        See::Value("/errors/0/title"),
        "null",
        "\"Nicht verarbeitbar\"",
    ),
    ("latency", r#"{"ms": 300}"#, PERSONS, See::Late(300), "", "late"),
    ("stall", r#"{"after_bytes": 10}"#, PERSONS, See::Wire, "all of it", "10 bytes, and then nothing"),
    (
        "cut",
        r#"{"at": "mid-body", "after_bytes": 10}"#,
        PERSONS,
        See::Wire,
        "all of it",
        "10 bytes, and the end",
    ),
    ("truncated", r#"{"after_bytes": 10}"#, PERSONS, See::Json, "true", "false"),
    (
        "content-type",
        r#"{"content_type": "text/csv"}"#,
        PERSONS,
        See::MediaType,
        "application/json",
        "text/csv",
    ),
    ("retype", r#"{"field": "id", "to": "number"}"#, PERSONS, See::Kind("/_data/0/id"), "string", "number"),
    (
        "set",
        r#"{"field": "status", "value": "X"}"#,
        PERSONS,
        See::Value("/_data/0/status"),
        "\"ACTIVE\"",
        "\"X\"",
    ),
    (
        "unknown-value",
        r#"{"field": "status"}"#,
        PERSONS,
        See::Value("/_data/0/status"),
        "\"ACTIVE\"",
        "\"SOMETHING_NEW\"",
    ),
    ("null", r#"{"field": "id"}"#, PERSONS, See::Kind("/_data/0/id"), "string", "null"),
    ("missing", r#"{"field": "id"}"#, PERSONS, See::Kind("/_data/0/id"), "string", "nothing"),
    ("rename", r#"{"field": "id", "to": "key"}"#, PERSONS, See::Kind("/_data/0/key"), "nothing", "string"),
    ("extra-fields", "{}", PERSONS, See::Kind("/_data/0/sandbox_extra"), "nothing", "object"),
    ("duplicate-key", r#"{"field": "first_name"}"#, ONE, See::Count("\"first_name\":"), "1", "2"),
    ("self-next", "{}", PERSONS, See::Next, "another page", "the same page"),
    ("relative-next", "{}", PERSONS, See::Link("next"), "with a host", "without one"),
    ("row-deleted", "{}", PERSONS, See::Second, "row 2", "row 3"),
    ("row-inserted", "{}", PERSONS, See::Second, "row 2", "row 1"),
];

/// As above, with the quirk in the place of the effect. `{leaver}` stands for somebody who left.
const QUIRKS: &[Row] = &[
    ("no-token-echo", "{}", "/v1/company/employees", See::Header("authorization"), "true", "false"),
    ("wrong-current-page", "{}", "/v1/company/employees", See::Value("/metadata/current_page"), "0", "1"),
    ("absence-periods-404", "{}", "/v2/absence-periods", See::Status, "200", "404"),
    ("employments-502", "{}", "/v2/persons/{leaver}/employments", See::Status, "200", "502"),
    ("persons-431", "{}", PERSONS, See::Status, "200", "431"),
    ("gateway-504", "{}", "/v2/jobs", See::Status, "200", "504"),
    (
        "attendance-relative-next",
        "{}",
        "/v2/attendance-periods",
        See::Link("self"),
        "with a host",
        "without one",
    ),
    ("persons-self-next", "{}", PERSONS, See::Next, "another page", "the same page"),
    ("slow-deep-cursors", "{}", PERSONS, See::Late(130), "", "late"),
    (
        "last-working-date",
        "{}",
        "/v2/persons/{leaver}/employments",
        See::Kind("/_data/0/termination/last_working_date"),
        "nothing",
        "string",
    ),
    (
        "german-errors",
        "{}",
        "/v1/company/employees?limit=0",
        See::Value("/error/message"),
        "",
        "\"Die angegebenen Parameter sind ungültig.\"",
    ),
    ("attributes-403", "{}", "/v1/company/employees/attributes", See::Status, "200", "403"),
];

struct Scene {
    local: Local,
    tokens: Tokens,
    leaver: String,
}

impl Scene {
    async fn new() -> Self {
        let local = Local::with_people(130);
        let tokens = local.all().await;
        let leavers = read(&local, &tokens.v2, "/v2/persons?status=INACTIVE&limit=1").await.json();
        let leaver = leavers["_data"][0]["id"].as_str().unwrap().to_owned();
        Self { local, tokens, leaver }
    }

    fn token(&self, path: &str) -> &str {
        if path.starts_with("/v1") { &self.tokens.v1 } else { &self.tokens.v2 }
    }

    async fn get(&self, path: &str) -> Answer {
        read(&self.local, self.token(path), path).await
    }

    /// What is seen of a read.
    async fn look(&self, path: &str, see: See) -> String {
        let pointed = |answer: &Answer, at: &str| answer.json().pointer(at).cloned();
        match see {
            See::Status => self.get(path).await.status.to_string(),
            See::MediaType => self.get(path).await.headers["content-type"].to_str().unwrap().to_owned(),
            See::Value(at) => pointed(&self.get(path).await, at).unwrap_or_default().to_string(),
            See::Kind(at) => kind(pointed(&self.get(path).await, at).as_ref()).to_owned(),
            See::Count(text) => self.get(path).await.body.matches(text).count().to_string(),
            See::Json => serde_json::from_slice::<Value>(&self.get(path).await.bytes).is_ok().to_string(),
            See::Header(name) => self.get(path).await.headers.contains_key(name).to_string(),
            See::Link(name) => {
                let link = pointed(&self.get(path).await, &format!("/_meta/links/{name}/href")).unwrap();
                let whole = link.as_str().unwrap().starts_with("http://");
                if whole { "with a host" } else { "without one" }.to_owned()
            }
            See::Next => {
                let page = self.get(path).await;
                let same = self.get(&next(&page)).await.json()["_data"] == page.json()["_data"];
                if same { "the same page" } else { "another page" }.to_owned()
            }
            See::Second => self.second(path).await,
            See::Late(ms) => {
                let began = Instant::now();
                self.get(path).await;
                if began.elapsed() >= Duration::from_millis(ms) { "late" } else { "at once" }.to_owned()
            }
            See::Wire => self.arrives(path).await,
        }
    }

    /// Which row of the whole list a second page begins with.
    async fn second(&self, path: &str) -> String {
        let whole = self.get("/v2/persons?limit=50&status=ACTIVE").await.json();
        let second = self.get(&next(&self.get(path).await)).await.json();
        let mut rows = whole["_data"].as_array().unwrap().iter();
        format!("row {}", rows.position(|it| it["id"] == second["_data"][0]["id"]).unwrap())
    }

    /// What arrives of the body within half a second after the last byte.
    async fn arrives(&self, path: &str) -> String {
        let served = self.local.serve().await;
        let bearer = format!("Bearer {}", self.token(path));
        let mut stream = served.send("GET", path, &[("authorization", &bearer)], "").await;
        let mut answer = Vec::new();
        let ended = loop {
            match tokio::time::timeout(Duration::from_millis(500), stream.read_buf(&mut answer)).await {
                // Before the first byte the sandbox may still be busy.
                Err(_) if answer.is_empty() => {}
                Err(_) => break false,
                Ok(Ok(more)) if more > 0 => {}
                Ok(_) => break true,
            }
        };
        let head = answer.windows(4).position(|it| it == b"\r\n\r\n").unwrap();
        let body = &answer[head + 4..];
        match (serde_json::from_slice::<Value>(body), ended) {
            (Ok(_), _) => "all of it".to_owned(),
            (Err(_), true) => format!("{} bytes, and the end", body.len()),
            (Err(_), false) => format!("{} bytes, and then nothing", body.len()),
        }
    }
}

fn next(page: &Answer) -> String {
    let link = page.json()["_meta"]["links"]["next"]["href"].as_str().unwrap().to_owned();
    link.replace(&format!("http://{HOST}"), "")
}

fn kind(value: Option<&Value>) -> &'static str {
    match value {
        None => "nothing",
        Some(Value::Null) => "null",
        Some(Value::Bool(_)) => "boolean",
        Some(Value::Number(_)) => "number",
        Some(Value::String(_)) => "string",
        Some(Value::Array(_)) => "array",
        Some(Value::Object(_)) => "object",
    }
}

/// What may stand in a field of an effect, as the refusal of a wrong word lists it.
async fn known(wrong: Value) -> BTreeSet<String> {
    let told =
        Local::new().control("POST", "/_sandbox/faults", json!({"effect": wrong})).await.expect(400).json();
    let (_, list) = told["error"].as_str().unwrap().split_once("expected one of ").unwrap();
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Looks at each row without its fault, with it, and again without.
async fn check(rows: &[Row], effect: impl Fn(&str, Value) -> Value) {
    let scene = Scene::new().await;
    for (name, fields, path, see, usual, struck) in rows {
        let path = path.replace("{leaver}", &scene.leaver);
        let before = scene.look(&path, *see).await;
        assert!(usual.is_empty() || before == *usual, "without {name}: {before}");
        fault(&scene.local, json!({}), effect(name, serde_json::from_str(fields).unwrap())).await;
        assert_eq!(scene.look(&path, *see).await, *struck, "with {name}");
        assert_ne!(usual, struck, "{name}");
        let told = faults(&scene.local).await;
        assert!(told[0]["fired"].as_u64().unwrap() > 0, "{told}");
        scene.local.control("DELETE", "/_sandbox/faults", Value::Null).await.expect(204);
        if !usual.is_empty() {
            assert_eq!(scene.look(&path, *see).await, *usual, "after {name}");
        }
    }
}

fn named(rows: &[Row]) -> BTreeSet<String> {
    rows.iter().map(|it| it.0.to_owned()).collect()
}

#[tokio::test]
async fn every_effect_shows() {
    let mut all = known(json!({"kind": "nonsense"})).await;
    // Each of its kinds is in the list below.
    assert!(all.remove("quirk"));
    assert_eq!(named(EFFECTS), all, "each effect needs a row in `EFFECTS` of tests/it/faults/every.rs");
    let effect = |name: &str, mut fields: Value| {
        fields["kind"] = json!(name);
        fields
    };
    check(EFFECTS, effect).await;
}

#[tokio::test]
async fn every_quirk_shows() {
    let all = known(json!({"kind": "quirk", "quirk": "nonsense"})).await;
    assert_eq!(named(QUIRKS), all, "each quirk needs a row in `QUIRKS` of tests/it/faults/every.rs");
    check(QUIRKS, |name, _| json!({"kind": "quirk", "quirk": name})).await;
}

#[tokio::test]
async fn every_effect_and_every_quirk_is_described() {
    let described = Local::new().control("GET", "/_sandbox/openapi.json", Value::Null).await.json();
    let kinds = described.pointer("/components/schemas/FaultEffect/oneOf").unwrap().as_array().unwrap();
    let words = |it: &Value, name: &str| -> Vec<String> {
        let list = it["properties"][name]["enum"].as_array().cloned().unwrap_or_default();
        list.iter().map(|it| it.as_str().unwrap().to_owned()).collect()
    };
    let effects: BTreeSet<String> = kinds.iter().flat_map(|it| words(it, "kind")).collect();
    assert_eq!(effects, known(json!({"kind": "nonsense"})).await);
    let quirks: BTreeSet<String> = kinds.iter().flat_map(|it| words(it, "quirk")).collect();
    assert_eq!(quirks, known(json!({"kind": "quirk", "quirk": "nonsense"})).await);
}
