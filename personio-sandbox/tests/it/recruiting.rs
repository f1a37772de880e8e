//! Recruiting: applications that come in, what becomes of them, and who reads them (facts §9.7, §10).

mod applicant;
mod applying;
mod documents;
mod pipeline;
mod reading;
mod switches;
mod token;

use serde_json::{Value, json};

use crate::kit::{Answer, File, JSON, Local, multipart};

/// A Wednesday on which the clock stands, summer time in Germany.
const NOW: &str = "2026-10-14T09:30:00Z";

/// A company with its recruiting access token and a token of v2.
struct Recruiting {
    local: Local,
    token: String,
    company: String,
    v2: String,
}

impl Recruiting {
    async fn new() -> Self {
        Self::of(Local::at(NOW)).await
    }

    async fn of(local: Local) -> Self {
        let company = local.control("GET", "/_sandbox/company", Value::Null).await.expect(200).json();
        let token = company["recruiting_access_token"].as_str().unwrap().to_owned();
        let v2 = local.may(&[("recruiting", "read")]).await.v2;
        Self { token, company: company["recruiting_company_id"].to_string(), v2, local }
    }

    /// Moves the clock, and gets another token where the old one has expired.
    async fn clock(&mut self, change: Value) {
        self.local.control("POST", "/_sandbox/clock", change).await.expect(200);
        self.v2 = self.local.may(&[("recruiting", "read")]).await.v2;
    }

    /// Sends an application.
    async fn apply(&self, application: Value) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let headers = [("authorization", bearer.as_str()), ("x-company-id", &self.company), JSON];
        self.local.send("POST", "/v1/recruiting/applications", &headers, application.to_string()).await
    }

    /// Uploads a file.
    async fn upload(&self, name: &str, bytes: &[u8]) -> Answer {
        let file = File { field: "file", name, media_type: "application/octet-stream", bytes };
        let (kind, body) = multipart(&[], &[file]);
        let bearer = format!("Bearer {}", self.token);
        let headers =
            [("authorization", bearer.as_str()), ("x-company-id", &self.company), ("content-type", &kind)];
        self.local.send("POST", "/v1/recruiting/applications/documents", &headers, body).await
    }

    /// Reads from v2.
    async fn get(&self, path: &str) -> Value {
        self.local.get(&self.v2, &format!("/v2/recruiting/{path}")).await.expect(200).json()
    }

    /// The newest application of an address, as v2 shows it.
    async fn application_of(&self, email: &str) -> Value {
        let email = email.replace('@', "%40").replace('+', "%2B");
        self.get(&format!("applications?candidate.email={email}")).await["_data"][0].clone()
    }

    /// Everything that the sandbox knows of an application of v2.
    async fn everything(&self, application: &Value) -> Value {
        let path = format!("/_sandbox/recruiting/applications/{}", application["id"].as_str().unwrap());
        self.local.control("GET", &path, Value::Null).await.expect(200).json()
    }

    /// A published job whose category has this name.
    async fn job(&self, category: &str) -> Value {
        let jobs = self.get("jobs?limit=200").await;
        let jobs = jobs["_data"].as_array().unwrap();
        let job = jobs.iter().find(|it| it["category"]["name"] == category).unwrap();
        self.publish(&job["id"], true).await;
        job.clone()
    }

    async fn publish(&self, job: &Value, published: bool) {
        let path = format!("/_sandbox/recruiting/jobs/{}", job.as_str().unwrap());
        self.local.control("PATCH", &path, json!({"published": published})).await.expect(200);
    }
}

/// The number of a row of v2, as v1 wants it.
fn number(id: &Value) -> i64 {
    id.as_str().unwrap().parse().unwrap()
}

/// The smallest application.
fn smallest(job: &Value, email: &str) -> Value {
    json!({"first_name": "Ada", "last_name": "Beispiel", "email": email, "job_position_id": number(&job["id"])})
}

/// The reason told for each field.
fn reasons(answer: &Answer) -> Vec<(String, String)> {
    let told = answer.json();
    let reason = |it: &Value| {
        let text = |it: &Value| it.as_str().unwrap().to_owned();
        (text(&it["field"]), text(&it["errors"][0]["reason"]))
    };
    told["errors"].as_array().unwrap().iter().map(reason).collect()
}
