//! The recruiting access token: who has it, and what it opens.

use serde_json::{Value, json};

use super::{Recruiting, smallest};
use crate::kit::{JSON, Local};

async fn status(local: &Local, headers: &[(&str, &str)]) -> (u16, String) {
    let headers = [headers, &[JSON]].concat();
    let answer = local.send("POST", "/v1/recruiting/applications", &headers, "{}").await;
    (answer.status, answer.body)
}

#[tokio::test]
async fn token_and_company_belong_together() {
    let recruiting = Recruiting::new().await;
    let local = &recruiting.local;
    local.control("POST", "/_sandbox/companies", json!({"key": "acme", "people": 5})).await.expect(201);
    let acme = local.control("GET", "/_sandbox/company?company=acme", Value::Null).await.expect(200).json();
    assert_eq!(acme["careers_host"], "acme.jobs.localhost");
    let (theirs, other) = (acme["recruiting_access_token"].as_str().unwrap(), acme["id"].to_string());
    let all = local.all().await;
    let bearer = |it: &str| format!("Bearer {it}");
    let (own, theirs) = (bearer(&recruiting.token), bearer(theirs));
    let company = recruiting.company.as_str();
    assert_eq!(status(local, &[("authorization", &own), ("x-company-id", company)]).await.0, 400);
    assert_eq!(status(local, &[("authorization", &theirs), ("x-company-id", &other)]).await.0, 400);
    for (token, company) in [
        (Some(&own), Some(other.as_str())),
        (Some(&theirs), Some(company)),
        (Some(&own), None),
        (None, Some(company)),
        (Some(&own), Some("x")),
        (Some(&bearer(&all.v1)), Some(company)),
        (Some(&bearer(&all.v2)), Some(company)),
    ] {
        let mut headers = Vec::new();
        headers.extend(token.map(|it| ("authorization", it.as_str())));
        headers.extend(company.map(|it| ("x-company-id", it)));
        assert_eq!(status(local, &headers).await, (401, String::new()), "{headers:?}");
    }
    local.get(&recruiting.token, "/v1/company/employees").await.expect(403);
}

#[tokio::test]
async fn a_credential_comes_with_it() {
    let recruiting = Recruiting::new().await;
    let wanted = json!({"name": "x", "permissions": "all"});
    let made = recruiting.local.control("POST", "/_sandbox/credentials", wanted).await.expect(201).json();
    assert_eq!(made["recruiting_access_token"], recruiting.token);
    assert_eq!(made["recruiting_company_id"].to_string(), recruiting.company);
}

#[tokio::test]
async fn it_can_be_changed_and_outlives_a_reset() {
    let mut recruiting = Recruiting::new().await;
    let job = recruiting.job("Allgemein").await;
    let rotated =
        recruiting.local.control("POST", "/_sandbox/recruiting/token", Value::Null).await.expect(200).json();
    let fresh = rotated["recruiting_access_token"].as_str().unwrap().to_owned();
    assert_ne!(fresh, recruiting.token);
    recruiting.apply(smallest(&job, "a@example.com")).await.expect(401);
    recruiting.token.clone_from(&fresh);
    recruiting.apply(smallest(&job, "a@example.com")).await.expect(201);

    let token = async |reset: Value| {
        recruiting.local.control("POST", "/_sandbox/reset", reset).await.expect(204);
        let company =
            recruiting.local.control("GET", "/_sandbox/company", Value::Null).await.expect(200).json();
        company["recruiting_access_token"].as_str().unwrap().to_owned()
    };
    assert_eq!(token(json!({})).await, fresh);
    assert_eq!(recruiting.application_of("a@example.com").await, Value::Null);
    assert_ne!(token(json!({"credentials": true})).await, fresh);
}

#[tokio::test]
async fn a_company_may_lack_recruiting_or_its_api() {
    let recruiting = Recruiting::new().await;
    let job = recruiting.job("Allgemein").await;
    let set = async |settings: Value| {
        recruiting.local.control("PUT", "/_sandbox/recruiting/settings", settings).await.expect(200).json()
    };
    set(json!({"public_api": false})).await;
    let refused = recruiting.apply(smallest(&job, "a@example.com")).await.expect(403);
    assert!(refused.body.contains("feature.public-api.disabled"));
    recruiting.upload("a.pdf", b"x").await.expect(403);
    set(json!({"recruiting": false})).await;
    let refused = recruiting.apply(smallest(&job, "a@example.com")).await.expect(403);
    assert!(refused.body.contains("feature.recruiting.disabled"));
    let expected = json!({"recruiting": true, "public_api": true, "xml_feed": true});
    assert_eq!(set(json!({"public_api": true, "recruiting": true})).await, expected);
    recruiting.apply(smallest(&job, "a@example.com")).await.expect(201);
    recruiting.local.control("PUT", "/_sandbox/recruiting/settings", json!({"x": 1})).await.expect(400);
}
