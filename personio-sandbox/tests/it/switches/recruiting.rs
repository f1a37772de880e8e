//! Recruiting of both generations, and the career site.

use serde_json::{Value, json};

use super::{Scene, Shown, check, shape};
use crate::kit::{Answer, JSON};

pub(super) const SHOWN: &[Shown] = &[
    ("v2-recruiting-beta", &[("required", "404"), ("optional", "200")]),
    ("v2-recruiting-one", &[("bare", "many fields"), ("wrapped", "_data")]),
    ("v2-recruiting-both-times", &[("400", "400"), ("range", "200")]),
    ("v2-recruiting-words", &[("upper-case", "\"SYSTEM\""), ("lower-case", "\"system\"")]),
    ("v2-recruiting-anonymized", &[("placeholders", "a text"), ("null", "null")]),
    ("v1-recruiting-system-phase", &[("unassigned", "201"), ("400", "400")]),
    ("career-site-unknown", &[("404", "404"), ("307", "307")]),
    ("career-site-domain", &[("as-called", "200"), ("307", "307")]),
    (
        "career-feed-media-type",
        &[("application/xml", "application/xml"), ("text/xml", "text/xml; charset=utf-8")],
    ),
    ("career-feed-created-at", &[("colon", "+00:00"), ("no-colon", "an offset without a colon")]),
];

async fn seen(switch: &str, it: &Scene) -> String {
    match switch {
        "v2-recruiting-beta" => {
            it.naming("/v2/recruiting/jobs", "accept", "application/json").await.status.to_string()
        }
        "v2-recruiting-one" => {
            let id = first(it, "jobs").await["id"].clone();
            let shape = shape(&it.get(&format!("/v2/recruiting/jobs/{}", id.as_str().unwrap())).await);
            if shape.contains("name") { "many fields".to_owned() } else { shape }
        }
        "v2-recruiting-both-times" => {
            let range = "updated_at.gt=2026-01-01T00:00:00Z&updated_at.lt=2026-10-01T00:00:00Z";
            it.get(&format!("/v2/recruiting/applications?{range}")).await.status.to_string()
        }
        "v2-recruiting-words" => first(it, "categories").await["stages"][0]["type"].to_string(),
        "v2-recruiting-anonymized" => {
            let id = first(it, "candidates").await["id"].clone();
            let id = id.as_str().unwrap();
            let path = format!("/_sandbox/recruiting/candidates/{id}/anonymize");
            it.local.control("POST", &path, Value::Null).await.expect(204);
            let shown = it.get(&format!("/v2/recruiting/candidates/{id}")).await.expect(200).json();
            if shown["email"].is_string() { "a text".to_owned() } else { shown["email"].to_string() }
        }
        "v1-recruiting-system-phase" => apply(it).await.status.to_string(),
        "career-site-unknown" => site(it, "nobody.jobs.localhost").await.status.to_string(),
        "career-site-domain" => site(it, "nordlicht.jobs.personio.de").await.status.to_string(),
        "career-feed-media-type" => {
            site(it, "nordlicht.jobs.localhost").await.headers["content-type"].to_str().unwrap().to_owned()
        }
        "career-feed-created-at" => {
            let feed = site(it, "nordlicht.jobs.localhost").await.expect(200).body;
            let (_, rest) = feed.split_once("<createdAt>").unwrap();
            let text = rest.split_once('<').unwrap().0;
            match text.get(19..) {
                Some("+00:00") => "+00:00".to_owned(),
                Some(offset) if !offset.contains(':') => "an offset without a colon".to_owned(),
                _ => text.to_owned(),
            }
        }
        _ => panic!("{switch}"),
    }
}

/// The first row of a list.
async fn first(it: &Scene, list: &str) -> Value {
    let page = it.get(&format!("/v2/recruiting/{list}?limit=1")).await.expect(200).json();
    page["_data"][0].clone()
}

async fn site(it: &Scene, host: &str) -> Answer {
    it.with("/xml?language=en", &[("host", host)]).await
}

/// An application in a system phase that there isn't.
async fn apply(it: &Scene) -> Answer {
    let company = it.local.control("GET", "/_sandbox/company", Value::Null).await.expect(200).json();
    let jobs = it.get("/v2/recruiting/jobs?limit=200").await.expect(200).json();
    let job = jobs["_data"][0]["id"].as_str().unwrap();
    let path = format!("/_sandbox/recruiting/jobs/{job}");
    it.local.control("PATCH", &path, json!({"published": true})).await.expect(200);
    let body = json!({
        "first_name": "Ada", "last_name": "Beispiel", "email": "ada@example.com",
        "job_position_id": job.parse::<u32>().unwrap(), "phase": {"type": "system", "id": "hired"},
    });
    let bearer = format!("Bearer {}", company["recruiting_access_token"].as_str().unwrap());
    let number = company["recruiting_company_id"].to_string();
    let headers = [("authorization", bearer.as_str()), ("x-company-id", &number), JSON];
    it.local.send_unchecked("POST", "/v1/recruiting/applications", &headers, body.to_string()).await
}

#[tokio::test]
async fn each_position_shows() {
    check(SHOWN, seen).await;
}
