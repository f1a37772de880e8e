//! What people do in Personio: move applications, publish jobs, forget candidates. And what time does.

use personio_sandbox::{Clock, Options};
use serde_json::{Value, json};

use super::{NOW, Recruiting, smallest};
use crate::kit::Local;

async fn moved(recruiting: &Recruiting, application: &Value, stage: Value, status: u16) -> Value {
    let path = format!("/_sandbox/recruiting/applications/{}/stage", application["id"].as_str().unwrap());
    recruiting.local.control("POST", &path, json!({"stage": stage})).await.expect(status).json()
}

#[tokio::test]
async fn an_application_moves_through_the_stages() {
    let mut recruiting = Recruiting::new().await;
    let job = recruiting.job("Tech & Produkt").await;
    recruiting.apply(smallest(&job, "a@example.com")).await.expect(201);
    let application = recruiting.application_of("a@example.com").await;
    for stage in [json!(33_102), json!("coding challenge"), json!("offer"), json!("33106"), json!("accepted")]
    {
        recruiting.clock(json!({"advance": "P1D"})).await;
        moved(&recruiting, &application, stage, 200).await;
    }
    let told = moved(&recruiting, &application, json!("accepted"), 200).await;
    assert_eq!(told["transitions"].as_array().unwrap().len(), 6, "staying is no transition");
    for stage in [json!(33_105), json!("hired"), json!(""), Value::Null, json!({})] {
        moved(&recruiting, &application, stage, 400).await;
    }
    let id = application["id"].as_str().unwrap();
    let transitions = recruiting.get(&format!("applications/{id}/stage-transitions?limit=4")).await;
    let rows = transitions["_data"].as_array().unwrap();
    let names: Vec<(&Value, &Value)> =
        rows.iter().map(|it| (&it["stage"]["kind"], &it["stage"]["name"])).collect();
    let custom = json!("CUSTOM");
    let expected = [
        (&json!("ACCEPTED"), &Value::Null),
        (&custom, &json!("Final interview")),
        (&json!("OFFER"), &Value::Null),
        (&custom, &json!("Coding Challenge")),
    ];
    assert_eq!(names, expected);
    assert_eq!(rows[0]["entered_at"]["date-time"], "2026-10-19T09:30:00Z");
    assert!(transitions["_meta"]["links"]["next"].is_object());
    let shown = recruiting.application_of("a@example.com").await;
    assert_eq!(shown["current_stage"]["kind"], "ACCEPTED");
    assert_eq!(shown["updated_at"]["date-time"], "2026-10-19T09:30:00Z");
    assert_eq!(shown["created_at"]["date-time"], NOW);

    let nowhere = |path: &str| format!("/_sandbox/recruiting/{path}");
    recruiting
        .local
        .control("POST", &nowhere("applications/1/stage"), json!({"stage": "offer"}))
        .await
        .expect(404);
    recruiting
        .local
        .control("POST", &nowhere("applications/x/stage"), json!({"stage": "offer"}))
        .await
        .expect(404);
    recruiting.local.control("GET", &nowhere("applications/1"), Value::Null).await.expect(404);
    recruiting.local.control("PATCH", &nowhere("jobs/1"), json!({"published": true})).await.expect(404);
    recruiting.local.control("PATCH", &nowhere("jobs/1"), json!({})).await.expect(400);
    recruiting.local.control("POST", &nowhere("candidates/1/anonymize"), Value::Null).await.expect(404);
}

#[tokio::test]
async fn a_candidate_is_forgotten_by_hand() {
    let recruiting = Recruiting::new().await;
    let job = recruiting.job("Allgemein").await;
    let cv = recruiting.upload("cv.pdf", b"x").await.expect(200).json();
    let mut application = smallest(&job, "a@example.com");
    application["files"] = json!([{"uuid": cv["uuid"], "original_filename": "cv.pdf", "category": "cv"}]);
    application["message"] = json!("personal");
    recruiting.apply(application).await.expect(201);
    let before = recruiting.application_of("a@example.com").await;
    let candidate = before["candidate"]["id"].as_str().unwrap();
    recruiting.local.control("POST", "/_sandbox/clock", json!({"advance": 60})).await.expect(200);
    let path = format!("/_sandbox/recruiting/candidates/{candidate}/anonymize");
    recruiting.local.control("POST", &path, Value::Null).await.expect(204);
    assert_eq!(recruiting.application_of("a@example.com").await, Value::Null);
    let after = recruiting.get(&format!("applications/{}", before["id"].as_str().unwrap())).await;
    assert_eq!(after["is_anonymized"], true);
    assert_eq!(after["candidate"]["first_name"], "Anonymized");
    assert_eq!(after["updated_at"]["date-time"], "2026-10-14T09:31:00Z");
    assert_eq!((&after["current_stage"], &after["job"]), (&before["current_stage"], &before["job"]));
    let everything = recruiting.everything(&before).await;
    assert_eq!((&everything["message"], &everything["files"]), (&Value::Null, &json!([])));
    // The address is nobody's any more.
    recruiting.apply(smallest(&job, "a@example.com")).await.expect(201);
}

#[tokio::test]
async fn refused_candidates_are_forgotten_in_time() {
    let mut recruiting = Recruiting::new().await;
    let (one, other) = (recruiting.job("Allgemein").await, recruiting.job("Tech & Produkt").await);
    recruiting.apply(smallest(&one, "refused@example.com")).await.expect(201);
    recruiting.apply(smallest(&one, "waiting@example.com")).await.expect(201);
    recruiting.apply(smallest(&other, "waiting@example.com")).await.expect(201);
    let refused = recruiting.application_of("refused@example.com").await;
    moved(&recruiting, &refused, json!("rejected"), 200).await;
    let waiting = recruiting.application_of("waiting@example.com").await;
    moved(&recruiting, &waiting, json!("withdrawn"), 200).await;
    // 180 days later it is summer time again: the day begins at 22:00 in UTC.
    recruiting.clock(json!({"now": "2027-04-11T21:59:00Z"})).await;
    assert_eq!(recruiting.application_of("refused@example.com").await["is_anonymized"], false);
    recruiting.clock(json!({"now": "2027-04-11T22:01:00Z"})).await;
    assert_eq!(recruiting.application_of("refused@example.com").await, Value::Null);
    let id = refused["id"].as_str().unwrap();
    let forgotten = recruiting.get(&format!("applications/{id}")).await;
    assert_eq!(forgotten["is_anonymized"], true);
    assert_eq!(forgotten["updated_at"]["date-time"], "2027-04-11T22:00:00Z");
    assert_eq!(recruiting.application_of("waiting@example.com").await["is_anonymized"], false);
}

#[tokio::test]
async fn applications_and_files_survive_the_sandbox() {
    let folder = tempfile::tempdir().unwrap();
    let options = || Options {
        state_file: Some(folder.path().join("state.sqlite")),
        clock: Clock::settable(NOW.parse().unwrap()),
        rate_limits: false,
        ..Options::default()
    };
    let recruiting = Recruiting::of(Local::of(options())).await;
    let job = recruiting.job("Allgemein").await;
    let file = recruiting.upload("a.pdf", b"bytes").await.expect(200).json();
    recruiting.apply(smallest(&job, "a@example.com")).await.expect(201);
    let before = recruiting.application_of("a@example.com").await;
    let token = recruiting.token.clone();
    drop(recruiting);

    let recruiting = Recruiting::of(Local::of(options())).await;
    assert_eq!(recruiting.token, token);
    assert_eq!(recruiting.application_of("a@example.com").await, before);
    let mut application = smallest(&job, "b@example.com");
    application["files"] = json!([{"uuid": file["uuid"], "original_filename": "a.pdf", "category": "cv"}]);
    recruiting.apply(application).await.expect(201);
}
