//! A Personio that fails: lists come whole, each record once, or end with a refusal that says what happened.
//!
//! The faults are the sandbox's own. What a list has is known from reading it undisturbed.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::kit::client::Client;
use super::kit::home::{Home, Server};
use super::kit::personio::LocalPersonio;
use super::kit::walk::{Reader, Walked, assert_refusal, lists};

/// A server, a Personio, and an account with all rights.
struct Stage {
    client: Client,
    account: String,
    personio: LocalPersonio,
    _server: Server,
    _home: Home,
}

impl Stage {
    async fn with(people: usize) -> Self {
        let personio = LocalPersonio::of(people).await;
        let mut home = Home::new();
        home.use_personio(&personio.url).set("NABE_LIMITS__REQUEST_SECONDS", "3");
        let (server, client) = home.serve_first().await;
        let account = client.link("reader", &personio.credentials()).await;
        Self { client, account, personio, _server: server, _home: home }
    }

    fn reader(&self) -> Reader<'_> {
        Reader { client: &self.client, account: &self.account }
    }

    async fn control(&self, method: &str, what: &str, body: Option<&Value>) -> Value {
        let url = format!("{}/_sandbox/{what}", self.personio.url);
        let headers = [("content-type", "application/json")];
        let answer = self.client.send(method, &url, &headers, body.map(Value::to_string)).await;
        assert!(answer.status < 300, "{method} {what}: {answer:?}");
        serde_json::from_str(&answer.body).unwrap_or_default()
    }

    /// Reads a list to its end while this fault stands. Answers what came and how often it struck.
    async fn struck(&self, list: &List, fault: &Value) -> (Walked, u64) {
        self.control("DELETE", "faults", None).await;
        self.control("POST", "faults", Some(fault)).await;
        let walked = self.reader().walk(list.path).await;
        let faults = self.control("GET", "faults", None).await;
        let fired = faults["faults"][0]["fired"].as_u64().unwrap_or_else(|| panic!("{faults}"));
        self.control("DELETE", "faults", None).await;
        (walked, fired)
    }
}

/// A list, and how Personio answers it.
struct List {
    path: &'static str,
    /// The route of Personio.
    route: &'static str,
    /// Where an id stands in its answer.
    id: &'static str,
    /// The oddities of the real API that it has.
    quirks: &'static [&'static str],
}

const EMPLOYEES: List = List {
    path: "/unified/hris/employees?page_size=100&fields=id",
    route: "/v1/company/employees",
    id: "/data/*/attributes/id/value",
    quirks: &["no-token-echo", "wrong-current-page", "german-errors", "gateway-504"],
};

const TIME_ENTRIES: List = List {
    path: "/unified/hris/time_entries?page_size=100&fields=id",
    route: "/v2/attendance-periods",
    id: "/_data/*/id",
    quirks: &["attendance-relative-next"],
};

const TIME_OFF: List = List {
    path: "/unified/hris/time_off?page_size=100&fields=id",
    route: "/v2/absence-periods",
    id: "/_data/*/id",
    quirks: &["absence-periods-404"],
};

const APPLICATIONS: List = List {
    path: "/unified/ats/applications?page_size=20&fields=id",
    route: "/v2/recruiting/applications",
    id: "/_data/*/id",
    quirks: &[],
};

const EMPLOYMENTS: List = List {
    path: "/unified/hris/employments?page_size=20&fields=id",
    route: "/v2/persons/{id}/employments",
    id: "/_data/*/id",
    quirks: &["employments-502", "last-working-date"],
};

/// Everything that can befall a call, as the sandbox names it.
fn effects(list: &List) -> Vec<Value> {
    let id = list.id;
    let mut effects = vec![
        json!({"kind": "bad-gateway"}),
        json!({"kind": "service-unavailable"}),
        json!({"kind": "gateway-timeout"}),
        json!({"kind": "proxy-page"}),
        json!({"kind": "not-found"}),
        json!({"kind": "forbidden"}),
        json!({"kind": "too-many"}),
        json!({"kind": "german-error", "status": 500}),
        json!({"kind": "latency", "ms": 30}),
        json!({"kind": "stall", "ms": 30, "after_bytes": 500}),
        json!({"kind": "stall", "after_bytes": 500}),
        json!({"kind": "cut", "at": "before-answer"}),
        json!({"kind": "cut", "at": "mid-body"}),
        json!({"kind": "truncated"}),
        json!({"kind": "truncated", "after_bytes": 3000}),
        json!({"kind": "content-type", "content_type": "text/html"}),
        json!({"kind": "answer", "status": 200, "body": "[]"}),
        json!({"kind": "answer", "status": 200, "body": {}}),
        json!({"kind": "answer", "status": 200, "body": ""}),
        json!({"kind": "answer", "status": 204}),
        json!({"kind": "answer", "status": 301, "headers": {"location": "https://elsewhere.example/"}}),
        json!({"kind": "answer", "status": 418, "body": {"a": 1}}),
        json!({"kind": "retype", "field": id, "to": "array"}),
        json!({"kind": "null", "field": id}),
        json!({"kind": "missing", "field": id}),
        json!({"kind": "duplicate-key", "field": id}),
        json!({"kind": "extra-fields"}),
        json!({"kind": "row-inserted"}),
    ];
    // A list by cursor that loses a row behind our back can't be told from one that never had it: there the provider's
    // cursor is trusted.
    effects.extend(if list.route.starts_with("/v2/") {
        vec![json!({"kind": "self-next"}), json!({"kind": "relative-next"})]
    } else {
        vec![json!({"kind": "row-deleted"})]
    });
    effects.extend(list.quirks.iter().map(|it| json!({"kind": "quirk", "quirk": it})));
    effects
}

/// Whether a fault may cost rows: those without an id, which can't be handed out and are counted.
fn costs_rows(effect: &Value) -> bool {
    ["retype", "null", "missing", "duplicate-key"].iter().any(|it| effect["kind"] == *it)
}

/// Holds each effect against a list, once in its middle and again and again.
async fn hold(stage: &Stage, list: &List) {
    let Walked::Whole(all) = stage.reader().walk(list.path).await else { panic!("{}", list.path) };
    let all: BTreeSet<String> = all.into_iter().collect();
    let moments =
        [json!({"nth": 3}), json!({"probability": 0.2, "seed": 7, "times": 6}), json!({"nth": "every"})];
    for effect in effects(list) {
        for moment in &moments {
            let mut matching = moment.clone();
            matching["route"] = list.route.into();
            let fault = json!({ "match": matching, "effect": effect });
            let at = format!("{}: {fault}", list.path);
            let (walked, fired) = stage.struck(list, &fault).await;
            // Lists of one page never shift.
            let may_pass_by = ["row-inserted", "self-next", "relative-next", "quirk"]
                .iter()
                .any(|it| effect["kind"] == *it);
            assert!(fired > 0 || may_pass_by, "it never struck: {at}");
            match walked {
                Walked::Refused(answer) => assert_refusal(&answer, &at),
                Walked::Whole(ids) => {
                    let once: BTreeSet<String> = ids.iter().cloned().collect();
                    assert_eq!(once.len(), ids.len(), "a record came twice: {at}");
                    let missing = all.difference(&once).count();
                    assert!(missing == 0 || costs_rows(&effect), "{missing} records are missing: {at}");
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_employees_come_whole_or_not() {
    hold(&Stage::with(10_000).await, &EMPLOYEES).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn time_entries_come_whole_or_not() {
    hold(&Stage::with(25).await, &TIME_ENTRIES).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_absences_come_whole_or_not() {
    hold(&Stage::with(800).await, &TIME_OFF).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn applications_come_whole_or_not() {
    hold(&Stage::with(400).await, &APPLICATIONS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn employments_of_everybody_come_whole_or_not() {
    hold(&Stage::with(60).await, &EMPLOYMENTS).await;
}

/// Positions of switches in which something isn't there any more, or shows otherwise, so that a list has other records.
fn shows_others(switch: &str, position: &str, operation: &str) -> bool {
    let others = [
        ("v2-compensation-needs", "nothing", "hris_list_compensations"),
        ("v2-compensation-row", "nested", "hris_list_compensations"),
        ("v2-compensation-types", "recurring-and-one-time", "hris_list_compensation_types"),
    ];
    others.contains(&(switch, position, operation))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_nobody_knows_about_personio_costs_no_record() {
    let stage = Stage::with(60).await;
    let reads = stage.reader().reads().await;
    let mut usual = Vec::new();
    for (operation, path) in reads.iter().filter(|(it, _)| lists(it)) {
        if let Walked::Whole(ids) = stage.reader().walk(&format!("{path}?page_size=20")).await {
            usual.push((*operation, path, ids.into_iter().collect::<BTreeSet<String>>()));
        }
    }
    let mut different = Vec::new();
    let switches = stage.control("GET", "switches", None).await;
    for switch in switches["switches"].as_array().unwrap() {
        let name = switch["name"].as_str().unwrap();
        for position in switch["positions"].as_array().unwrap() {
            let position = position.as_str().unwrap();
            if switch["position"] == position {
                continue;
            }
            stage.control("PUT", "switches", Some(&json!({ name: position }))).await;
            for (operation, path, all) in &usual {
                let at = format!("{} with {name} at {position}", operation.id);
                match stage.reader().walk(&format!("{path}?page_size=20")).await {
                    Walked::Refused(answer) => assert_refusal(&answer, &at),
                    Walked::Whole(ids) => {
                        let once: BTreeSet<String> = ids.iter().cloned().collect();
                        assert_eq!(once.len(), ids.len(), "a record came twice: {at}");
                        if once != *all && !shows_others(name, position, operation.id) {
                            let some: Vec<_> = once.symmetric_difference(all).take(5).collect();
                            different.push(format!("{at}: {some:?}"));
                        }
                    }
                }
            }
            stage.control("PUT", "switches", Some(&json!({ name: switch["position"] }))).await;
        }
    }
    assert_eq!(different, Vec::<String>::new());
}
