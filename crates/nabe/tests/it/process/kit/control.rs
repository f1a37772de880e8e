//! Telling a local Personio what to do: faults, switches, and what it was asked.

use serde_json::{Value, json};

use super::client::Client;
use super::personio::LocalPersonio;

/// The control of a local Personio.
#[derive(Clone, Copy)]
pub(crate) struct Control<'c> {
    client: &'c Client,
    url: &'c str,
}

impl<'c> Control<'c> {
    pub(crate) fn new(client: &'c Client, personio: &'c LocalPersonio) -> Self {
        Self { client, url: &personio.url }
    }

    /// Sends what must work.
    pub(crate) async fn send(&self, method: &str, what: &str, body: Option<&Value>) -> Value {
        let url = format!("{}/_sandbox/{what}", self.url);
        let headers = [("content-type", "application/json")];
        let answer = self.client.send(method, &url, &headers, body.map(Value::to_string)).await;
        assert!(answer.status < 300, "{method} {what}: {body:?}: {answer:?}");
        serde_json::from_str(&answer.body).unwrap_or_default()
    }

    /// Puts a switch into a position.
    pub(crate) async fn switch(&self, name: &str, position: &str) {
        self.send("PUT", "switches", Some(&json!({ name: position }))).await;
    }

    /// Lets calls go wrong from now on.
    pub(crate) async fn fault(&self, matching: &Value, effect: &Value) -> String {
        let made = self.send("POST", "faults", Some(&json!({ "match": matching, "effect": effect }))).await;
        made["id"].as_str().unwrap().to_owned()
    }

    /// Ends a fault. Answers how often it struck.
    pub(crate) async fn heal(&self, id: &str) -> u64 {
        let all = self.send("GET", "faults", None).await;
        let fault = all["faults"].as_array().unwrap().iter().find(|it| it["id"] == id).unwrap();
        let fired = fault["fired"].as_u64().unwrap();
        self.send("DELETE", &format!("faults/{id}"), None).await;
        fired
    }
}
