//! Every position of every switch has an effect that a client can see.
//!
//! Each switch of the sandbox stands in one table below, with what a client sees in each position. A fresh company is
//! asked for each, so that nothing but the switch can make the difference. Other tests look closer.

mod absences;
mod attendance;
mod auth;
mod compensations;
mod documents;
mod limits;
mod organisation;
mod paging;
mod people;
mod recruiting;
mod reports;
mod webhooks;

use std::collections::BTreeSet;

use personio_sandbox::{Clock, Options};
use serde_json::{Value, json};

use crate::kit::{Answer, JSON, Local};

/// A switch, and what is seen in each of its positions.
type Shown = (&'static str, &'static [(&'static str, &'static str)]);

/// The tables of all topics.
const SHOWN: [&[Shown]; 12] = [
    absences::SHOWN,
    attendance::SHOWN,
    auth::SHOWN,
    compensations::SHOWN,
    documents::SHOWN,
    limits::SHOWN,
    organisation::SHOWN,
    paging::SHOWN,
    people::SHOWN,
    recruiting::SHOWN,
    reports::SHOWN,
    webhooks::SHOWN,
];

/// A fresh company with limits and a clock that stands still, after a switch was set.
struct Scene {
    local: Local,
    v1: String,
    v2: String,
}

impl Scene {
    async fn new(switch: &str, position: &str) -> Self {
        let clock = Clock::settable("2026-10-14T09:30:00Z".parse().unwrap());
        let local = Local::of(Options { clock, insecure_webhooks: true, ..Options::default() });
        let tokens = local.all().await;
        local.switch(switch, position).await;
        Self { v1: tokens.v1, v2: tokens.v2, local }
    }

    /// A call with a token of the generation of its path; null sends no body.
    async fn call(&self, method: &str, path: &str, body: Value) -> Answer {
        let token = if path.starts_with("/v1") { &self.v1 } else { &self.v2 };
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str()), ("beta", "true"), JSON];
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.local.send_unchecked(method, path, &headers[..], body).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, Value::Null).await
    }

    /// A call with headers of one's own.
    async fn with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.local.send_unchecked("GET", path, headers, "").await
    }

    /// A call with the token of its generation and one header more.
    async fn naming(&self, path: &str, name: &str, value: &str) -> Answer {
        let token = if path.starts_with("/v1") { &self.v1 } else { &self.v2 };
        self.with(path, &[("authorization", &format!("Bearer {token}")), (name, value)]).await
    }

    /// The ids of people who work there.
    async fn people(&self) -> Vec<String> {
        let list = self.get("/v2/persons?status=ACTIVE&limit=50").await.expect(200).json();
        list["_data"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect()
    }
}

/// How an answer is made: by the names at its top, or that it has no body.
fn shape(answer: &Answer) -> String {
    if answer.body.is_empty() {
        return "nothing".to_owned();
    }
    answer.json().as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ")
}

/// Sets every switch of a table into every position, and looks.
async fn check(shown: &[Shown], seen: impl AsyncFn(&str, &Scene) -> String) {
    for (switch, positions) in shown {
        let all: BTreeSet<&str> = positions.iter().map(|it| it.1).collect();
        assert_eq!(all.len(), positions.len(), "what `{switch}` shows must differ by position");
        for (position, expected) in *positions {
            let scene = Scene::new(switch, position).await;
            assert_eq!(seen(switch, &scene).await, *expected, "{switch}={position}");
        }
    }
}

#[tokio::test]
async fn every_position_of_every_switch_is_shown() {
    let local = Local::new();
    let list = local.control("GET", "/_sandbox/switches", Value::Null).await.expect(200).json();
    let shown: Vec<&Shown> = SHOWN.into_iter().flatten().collect();
    let switches = list["switches"].as_array().unwrap();
    for switch in switches {
        let name = switch["name"].as_str().unwrap();
        let found = shown.iter().find(|it| it.0 == name).unwrap_or_else(|| {
            panic!(
                "nothing shows the switch `{name}`. Add it with what a client sees in each position to `SHOWN` of the \
                 file of its topic below tests/it/switches, and a call that sees it to `seen` there"
            )
        });
        let positions: Vec<&str> = found.1.iter().map(|it| it.0).collect();
        assert_eq!(json!(positions), switch["positions"], "{name}");
    }
    let names: BTreeSet<&str> = shown.iter().map(|it| it.0).collect();
    assert_eq!(names.len(), shown.len(), "a switch is shown twice");
    assert_eq!(names.len(), switches.len(), "a switch is shown that there isn't");
}
