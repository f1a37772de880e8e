//! What people are paid: lists of v2, what v1 shows of it, and what is written.

mod bands;
mod creating;
mod listing;
mod salaries;
mod types;

use serde_json::{Value, json};

use crate::kit::{Answer, HOST, Local, Tokens};

const NOW: &str = "2026-10-14T09:30:00Z";

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

    /// Moves the clock, and gets new tokens.
    async fn advance(&mut self, days: i64) {
        self.local.control("POST", "/_sandbox/clock", json!({"advance": days * 86_400})).await.expect(200);
        let Tokens { v1, v2, .. } = self.local.all().await;
        (self.v1, self.v2) = (v1, v2);
    }

    /// All compensations of a query, page by page.
    async fn list(&self, query: &str) -> Vec<Value> {
        let mut all = Vec::new();
        let mut path = format!("/v2/compensations?{query}");
        loop {
            let page = self.local.get(&self.v2, &path).await.expect(200).json();
            all.extend(page["_data"].as_array().unwrap().iter().cloned());
            let Some(next) = page.pointer("/_meta/links/next/href") else { return all };
            next.as_str().unwrap().trim_start_matches(&format!("http://{HOST}")).clone_into(&mut path);
        }
    }

    /// What somebody gets in a query, without what says who.
    async fn paid(&self, person: &str, query: &str) -> Vec<(String, f64, String)> {
        let rows = self.list(&format!("person.id={person}&{query}")).await;
        let text = |it: &Value| it.as_str().unwrap().to_owned();
        let one = |it: &Value| {
            (text(&it["type"]["name"]), it["value"].as_f64().unwrap(), text(&it["effective_from"]))
        };
        rows.iter().map(one).collect()
    }

    /// The id of the type of this name.
    async fn type_id(&self, name: &str) -> String {
        let list = self.local.get(&self.v2, "/v2/compensations/types").await.expect(200).json();
        let found = list["_data"].as_array().unwrap().iter().find(|it| it["name"] == name).cloned();
        found.unwrap()["id"].as_str().unwrap().to_owned()
    }

    /// Somebody new who works from a day on, for the first legal entity.
    async fn hire(&self, email: &str, start: &str) -> String {
        let list = self.local.get(&self.v2, "/v2/legal-entities").await.expect(200).json();
        let entity = &list["_data"][0]["id"];
        let employment = json!({"employment_start_date": start, "legal_entity": {"id": entity}});
        let body = json!({
            "first_name": "Ada", "last_name": "Neu", "email": email, "employments": [employment],
        });
        let made = self.local.post(&self.v2, "/v2/persons", body).await.expect(201).json();
        made["id"].as_str().unwrap().to_owned()
    }

    async fn create(&self, body: Value) -> Answer {
        self.local.post(&self.v2, "/v2/compensations", body).await
    }

    /// Gives somebody a salary from a day on.
    async fn salary(&self, person: &str, value: Value, from: &str) -> Answer {
        let of_type = self.type_id("Salary").await;
        self.create(json!({
            "person": {"id": person}, "type": {"id": of_type}, "value": value, "effective_from": from,
        }))
        .await
    }

    /// The value of an attribute of v1.
    async fn attribute(&self, person: &str, name: &str) -> Value {
        let one =
            self.local.get(&self.v1, &format!("/v1/company/employees/{person}")).await.expect(200).json();
        one["data"]["attributes"][name]["value"].clone()
    }
}
