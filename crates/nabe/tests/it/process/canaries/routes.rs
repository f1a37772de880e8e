//! Which routes of Personio were read, and what their answers are made of.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::process::kit::client::Client;

/// What leads from page to page, and to other records.
const LEADS: [&str; 8] =
    ["id", "href", "total_elements", "current_page", "total_pages", "limit", "offset", "success"];

/// The routes for data, with the names of the simple values in their answers.
#[derive(Debug, Default)]
pub(super) struct Routes(BTreeMap<String, BTreeSet<String>>);

impl Routes {
    /// The routes of all answers that came with Personio's own.
    pub(super) fn of(client: &Client) -> Self {
        let mut routes = Self::default();
        for (_, answer) in client.answers().iter().filter(|(asked, _)| asked.contains("raw=true")) {
            for raw in answer.json()["raw"].as_array().into_iter().flatten() {
                let names = routes.0.entry(route(raw["url"].as_str().unwrap())).or_default();
                note(&raw["response"], names);
            }
        }
        routes
    }

    /// Faults with this effect on every route.
    pub(super) fn each(&self, effect: &Value) -> Vec<Value> {
        self.0.keys().map(|route| json!({ "match": { "route": route }, "effect": effect })).collect()
    }

    /// Faults that put this into every simple value, but for what leads to other pages and records.
    pub(super) fn every_value(&self, value: &Value) -> Vec<Value> {
        let set = |(route, names): (&String, &BTreeSet<String>)| {
            let fault = |name: &String| {
                json!({
                    "match": { "route": route },
                    "effect": { "kind": "set", "field": name, "value": value },
                })
            };
            names.iter().map(fault).collect::<Vec<Value>>()
        };
        self.0.iter().flat_map(set).collect()
    }
}

/// The route, by its first two parts: tokens come from others.
fn route(url: &str) -> String {
    let path = url.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').take(3).collect();
    format!("{}*", parts.join("/"))
}

fn note(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|it| note(it, names)),
        Value::Object(fields) => {
            for (name, value) in fields {
                if !value.is_object() && !value.is_array() && !LEADS.contains(&name.as_str()) {
                    names.insert(name.clone());
                }
                note(value, names);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
