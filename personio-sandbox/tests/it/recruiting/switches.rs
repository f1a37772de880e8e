//! Each position of each switch of recruiting.

use serde_json::{Value, json};

use super::{Recruiting, reasons, smallest};

async fn switch(recruiting: &Recruiting, name: &str, position: &str) {
    recruiting.local.control("PUT", "/_sandbox/switches", json!({name: position})).await.expect(200);
}

/// Reads from v2 what may differ from its description.
async fn unchecked(recruiting: &Recruiting, path: &str, beta: bool) -> (u16, Value) {
    let bearer = format!("Bearer {}", recruiting.v2);
    let headers = [("authorization", bearer.as_str()), ("beta", "true")];
    let path = format!("/v2/recruiting/{path}");
    let answer =
        recruiting.local.send_unchecked("GET", &path, &headers[..if beta { 2 } else { 1 }], "").await;
    (answer.status, answer.json())
}

#[tokio::test]
async fn beta_is_required_or_optional() {
    let recruiting = Recruiting::new().await;
    assert_eq!(unchecked(&recruiting, "jobs", false).await.0, 404);
    switch(&recruiting, "v2-recruiting-beta", "optional").await;
    for path in ["applications", "candidates", "jobs", "categories"] {
        assert_eq!(unchecked(&recruiting, path, false).await.0, 200);
        assert_eq!(unchecked(&recruiting, path, true).await.0, 200);
    }
}

#[tokio::test]
async fn one_row_is_bare_or_wrapped() {
    let recruiting = Recruiting::new().await;
    for list in ["applications", "candidates", "jobs", "categories"] {
        let id = recruiting.get(&format!("{list}?limit=1")).await["_data"][0]["id"].clone();
        let path = format!("{list}/{}", id.as_str().unwrap());
        switch(&recruiting, "v2-recruiting-one", "bare").await;
        let bare = unchecked(&recruiting, &path, true).await.1;
        assert_eq!(bare["id"], id);
        switch(&recruiting, "v2-recruiting-one", "wrapped").await;
        assert_eq!(unchecked(&recruiting, &path, true).await.1, json!({"_data": bare}));
    }
}

#[tokio::test]
async fn both_times_are_refused_or_a_range() {
    let recruiting = Recruiting::new().await;
    let range =
        "applications?limit=200&updated_at.gt=2026-01-01T00:00:00Z&updated_at.lt=2026-10-01T00:00:00Z";
    assert_eq!(unchecked(&recruiting, range, true).await.0, 400);
    switch(&recruiting, "v2-recruiting-both-times", "range").await;
    let (status, page) = unchecked(&recruiting, range, true).await;
    assert_eq!(status, 200);
    let rows = page["_data"].as_array().unwrap();
    let all = recruiting.get("applications?limit=200").await["_data"].as_array().unwrap().len();
    assert!(!rows.is_empty() && rows.len() < all);
}

#[tokio::test]
async fn words_are_upper_case_or_lower_case() {
    let recruiting = Recruiting::new().await;
    let first = async || recruiting.get("categories?limit=1").await["_data"][0]["stages"][0].clone();
    assert_eq!(first().await, json!({"id": null, "kind": "UNASSIGNED", "name": null, "type": "SYSTEM"}));
    switch(&recruiting, "v2-recruiting-words", "lower-case").await;
    assert_eq!(first().await, json!({"id": null, "kind": "unassigned", "name": null, "type": "system"}));
    let candidates = recruiting.get("candidates?limit=200").await;
    let mut genders = candidates["_data"].as_array().unwrap().iter().map(|it| &it["gender"]);
    assert!(genders.any(|it| it == "female"));
}

#[tokio::test]
async fn the_anonymised_have_placeholders_or_nothing() {
    let recruiting = Recruiting::new().await;
    let candidate = recruiting.get("candidates?limit=1").await["_data"][0]["id"].clone();
    let candidate = candidate.as_str().unwrap();
    let path = format!("/_sandbox/recruiting/candidates/{candidate}/anonymize");
    recruiting.local.control("POST", &path, Value::Null).await.expect(204);
    let shown = recruiting.get(&format!("candidates/{candidate}")).await;
    assert_eq!(shown["email"], format!("anonymized-{candidate}@example.com"));
    assert_eq!(
        (&shown["phone"], &shown["birthday"], &shown["gender"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    switch(&recruiting, "v2-recruiting-anonymized", "null").await;
    let shown = unchecked(&recruiting, &format!("candidates/{candidate}"), true).await.1;
    assert_eq!(
        (&shown["first_name"], &shown["last_name"], &shown["email"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert!(!shown["applications"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_wrong_system_phase_is_unassigned_or_refused() {
    let recruiting = Recruiting::new().await;
    let job = recruiting.job("Allgemein").await;
    let with = |kind: &str, id: Value, email: &str| {
        let mut application = smallest(&job, email);
        application["phase"] = json!({"type": kind, "id": id});
        application
    };
    recruiting.apply(with("system", json!("hired"), "a@example.com")).await.expect(201);
    switch(&recruiting, "v1-recruiting-system-phase", "400").await;
    let refused = recruiting.apply(with("system", json!("hired"), "b@example.com")).await.expect(400);
    assert_eq!(
        reasons(&refused),
        [("phase.id".to_owned(), "errors.phase-validation.invalid-system-phase".to_owned())]
    );
    recruiting.apply(with("custom", json!(1), "b@example.com")).await.expect(201);
    assert_eq!(recruiting.application_of("b@example.com").await["current_stage"]["kind"], "UNASSIGNED");
}
