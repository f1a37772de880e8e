//! Documents: uploaded through v1, read and changed through v2, told by events.

mod changing;
mod downloads;
mod listing;
mod seeded;
mod uploading;

use serde_json::{Value, json};

use crate::kit::{Answer, File, Local, Tokens};

const NOW: &str = "2026-10-14T09:30:00Z";
const UPLOAD: &str = "/v1/company/documents";
const DOCUMENTS: &str = "/v2/document-management/documents";
/// The harmless file that every scanner finds, in two parts so that none finds it here.
const TEST_FILE: [&str; 2] = [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"];

/// A small company with tokens that may do everything, and somebody who works there.
struct Setting {
    local: Local,
    v1: String,
    v2: String,
    person: String,
    category: String,
}

impl Setting {
    async fn new() -> Self {
        let local = Local::at(NOW);
        let Tokens { v1, v2, .. } = local.all().await;
        let people = local.get(&v2, "/v2/persons?status=ACTIVE&limit=1").await.expect(200).json();
        let person = people["_data"][0]["id"].as_str().unwrap().to_owned();
        let categories = local.get(&v1, "/v1/company/document-categories").await.expect(200).json();
        let category = categories["data"][0]["id"].to_string();
        Self { local, v1, v2, person, category }
    }

    /// Uploads a file of this name for the person.
    async fn upload(&self, name: &str, bytes: &[u8]) -> Answer {
        self.upload_with(&[], name, bytes).await
    }

    /// Uploads a file with more fields, or with other values of the usual ones.
    async fn upload_with(&self, fields: &[(&str, &str)], name: &str, bytes: &[u8]) -> Answer {
        let usual =
            [("title", "A title"), ("employee_id", &self.person), ("category_id", self.category.as_str())];
        let kept = usual.into_iter().filter(|(name, _)| fields.iter().all(|it| it.0 != *name));
        let all: Vec<(&str, &str)> = kept.chain(fields.iter().copied()).collect();
        let file = File { field: "file", name, media_type: "application/octet-stream", bytes };
        self.local.multipart(&self.v1, UPLOAD, &all, &[file]).await
    }

    /// The id of a document with this file.
    async fn uploaded(&self, name: &str, bytes: &[u8]) -> String {
        self.upload(name, bytes).await.expect(201).json()["data"]["id"].to_string()
    }

    /// The documents of a query.
    async fn documents(&self, query: &str) -> Vec<Value> {
        let list = self.local.get(&self.v2, &format!("{DOCUMENTS}?{query}")).await.expect(200).json();
        list["_data"].as_array().unwrap().clone()
    }

    /// The person's document with this id.
    async fn document(&self, id: &str) -> Value {
        let all = self.documents(&format!("owner_id={}", self.person)).await;
        all.into_iter().find(|it| it["id"] == id).unwrap()
    }

    async fn download(&self, id: &str) -> Answer {
        self.local.get(&self.v2, &format!("{DOCUMENTS}/{id}/download")).await
    }

    async fn patch(&self, id: &str, body: Value) -> Answer {
        self.local.patch(&self.v2, &format!("{DOCUMENTS}/{id}"), body).await
    }

    async fn delete(&self, id: &str) -> Answer {
        self.local.delete(&self.v2, &format!("{DOCUMENTS}/{id}"), Value::Null).await
    }

    /// Names of what happened to documents since the company was invented, with their ids and people.
    async fn events(&self) -> Vec<(String, Value)> {
        let saved = self.local.control("GET", "/_sandbox/snapshot", Value::Null).await.expect(200).json();
        let events = saved["companies"][0]["tables"]["events"].as_array().unwrap().clone();
        let about = events.into_iter().filter(|it| it["name"].as_str().unwrap().starts_with("document."));
        about.map(|it| (it["name"].as_str().unwrap().to_owned(), it["payload"].clone())).collect()
    }
}

/// What an event about a document tells.
fn told(id: &str, person: &str) -> Value {
    json!({"document": {"id": id}, "person": {"id": person}})
}
