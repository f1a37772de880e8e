//! `POST /v1/recruiting/applications`, and what v2 shows of it.

use serde_json::{Value, json};

use super::{Recruiting, number, reasons, smallest};
use crate::kit::{JSON, Local};

#[tokio::test]
async fn an_application_of_v1_is_there_in_v2() {
    let recruiting = Recruiting::new().await;
    let job = recruiting.job("Allgemein").await;
    let cv = recruiting.upload("Mein Lebenslauf.PDF", b"%PDF-1.7").await.expect(200).json();
    let application = json!({
        "first_name": "Zoë", "last_name": "Müller-Łoś", "email": "zoe@example.com",
        "job_position_id": number(&job["id"]), "recruiting_channel_id": 71_002, "external_posting_id": "gh-17",
        "message": "Hallo & guten Tag", "application_date": "2026-10-01",
        "tags": ["remote", "Umzug nötig", "remote"],
        "files": [{"uuid": cv["uuid"], "original_filename": "cv.pdf", "category": "cv"}],
        "attributes": [
            {"id": "birthday", "value": "1990-02-28"}, {"id": "gender", "value": "diverse"},
            {"id": "location", "value": "Köln"}, {"id": "phone", "value": "+49 221 000"},
            {"id": "available_from", "value": "nach Absprache"}, {"id": "salary_expectations", "value": "minimum 50k"},
            {"id": "custom_attribute_901", "value": "6 Wochen"}, {"id": "custom_attribute_902", "value": "2026-11-02"},
            {"id": "custom_attribute_903", "value": "Messe"},
        ],
    });
    let made = recruiting.apply(application).await.expect(201);
    assert_eq!((made.body.as_str(), made.headers.get("content-type")), ("", None));
    assert_eq!(made.headers.get("authorization"), None, "only the other routes of v1 send a token back");

    let shown = recruiting.application_of("zoe@example.com").await;
    let team = shown["hiring_team"].clone();
    let stage = json!({"id": "33101", "kind": "CUSTOM", "name": "Screening", "type": "CUSTOM"});
    let now = json!({"date-time": "2026-10-14T09:30:00Z", "timezone": "UTC"});
    let expected = json!({
        "id": shown["id"], "application_date": "2026-10-01",
        "candidate": {
            "id": shown["candidate"]["id"], "email": "zoe@example.com", "first_name": "Zoë",
            "last_name": "Müller-Łoś", "gender": "DIVERSE",
        },
        "job": {"id": job["id"], "name": job["name"], "department": job["department"], "category": job["category"]},
        "current_stage": stage, "channel": {"id": "71002", "name": "LinkedIn"},
        "hiring_team": team, "is_anonymized": false, "created_at": now, "updated_at": now,
    });
    assert_eq!(shown, expected);
    assert_eq!(shown["hiring_team"], job["hiring_team"]);
    let one = recruiting.get(&format!("applications/{}", shown["id"].as_str().unwrap())).await;
    assert_eq!(one, shown);
    let path = format!("applications/{}/stage-transitions", shown["id"].as_str().unwrap());
    assert_eq!(recruiting.get(&path).await["_data"], json!([{"entered_at": now, "stage": stage}]));
    let candidate = format!("candidates/{}", shown["candidate"]["id"].as_str().unwrap());
    let expected = json!({
        "id": shown["candidate"]["id"], "first_name": "Zoë", "last_name": "Müller-Łoś", "email": "zoe@example.com",
        "gender": "DIVERSE", "phone": "+49 221 000", "location": "Köln", "birthday": "1990-02-28",
        "linkedin_profile": null, "available_from": "nach Absprache",
        "applications": [{"id": shown["id"], "application_date": "2026-10-01"}],
        "created_at": "2026-10-14T09:30:00Z", "updated_at": "2026-10-14T09:30:00Z",
    });
    assert_eq!(recruiting.get(&candidate).await, expected);

    let everything = recruiting.everything(&shown).await;
    assert_eq!(everything["tags"], json!(["remote", "Umzug nötig"]), "a tag that wasn't there is made");
    assert_eq!(everything["message"], "Hallo & guten Tag");
    assert_eq!(everything["external_posting_id"], "gh-17");
    assert_eq!(everything["salary_expectations"], "minimum 50k");
    assert_eq!(everything["custom_attributes"]["custom_attribute_902"], "2026-11-02");
    let file = &everything["files"][0];
    assert_eq!(
        (&file["uuid"], &file["name"], &file["category"]),
        (&cv["uuid"], &json!("cv.pdf"), &json!("cv"))
    );
}

#[tokio::test]
async fn the_same_address_is_the_same_candidate_but_once_for_a_job() {
    let recruiting = Recruiting::new().await;
    let (one, other) = (recruiting.job("Allgemein").await, recruiting.job("Tech & Produkt").await);
    recruiting.apply(smallest(&one, "ada@example.com")).await.expect(201);
    let again = recruiting.apply(smallest(&one, "ADA@example.com")).await.expect(400);
    assert_eq!(reasons(&again), [("email".to_owned(), "errors.applicant-already-exists".to_owned())]);
    recruiting.apply(smallest(&other, "ada@example.com")).await.expect(201);
    let candidates = recruiting.get("candidates?email=ada%40example.com").await;
    let candidates = candidates["_data"].as_array().unwrap();
    assert_eq!((candidates.len(), candidates[0]["applications"].as_array().unwrap().len()), (1, 2));
}

#[tokio::test]
async fn two_of_the_same_at_once_make_one_application() {
    let recruiting = Recruiting::new().await;
    let job = recruiting.job("Allgemein").await;
    let send = || recruiting.apply(smallest(&job, "twin@example.com"));
    let (a, b, c) = tokio::join!(send(), send(), send());
    let mut statuses = [a.status, b.status, c.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 400, 400]);
}

#[tokio::test]
async fn a_phase_that_cannot_be_becomes_unassigned() {
    let recruiting = Recruiting::new().await;
    let job = recruiting.job("Allgemein").await;
    let apprentice = recruiting.job("Ausbildung & Studium").await;
    let system = |kind: &str| json!({"id": null, "kind": kind, "name": null, "type": "SYSTEM"});
    let custom = |id: &str, name: &str| json!({"id": id, "kind": "CUSTOM", "name": name, "type": "CUSTOM"});
    let cases = [
        (&job, Value::Null, custom("33101", "Screening")),
        (&apprentice, Value::Null, system("UNASSIGNED")),
        (&job, json!({"type": "system", "id": "offer"}), system("OFFER")),
        (&job, json!({"type": "custom", "id": 33_104}), custom("33104", "Vor-Ort-Gespräch")),
        (&job, json!({"type": "custom", "id": "33102"}), custom("33102", "Telefoninterview")),
        (&job, json!({"type": "custom", "id": 33_105}), system("UNASSIGNED")),
        (&job, json!({"type": "custom", "id": 1}), system("UNASSIGNED")),
        (&job, json!({"type": "system", "id": "hired"}), system("UNASSIGNED")),
        (&job, json!({"type": "other", "id": "offer"}), system("UNASSIGNED")),
        (&job, json!("offer"), system("UNASSIGNED")),
    ];
    for (at, (job, phase, stage)) in cases.into_iter().enumerate() {
        let email = format!("phase{at}@example.com");
        let mut application = smallest(job, &email);
        application["phase"] = phase.clone();
        recruiting.apply(application).await.expect(201);
        assert_eq!(recruiting.application_of(&email).await["current_stage"], stage, "{phase}");
    }
}

#[tokio::test]
async fn everything_wrong_is_told_by_field() {
    let recruiting = Recruiting::new().await;
    let job = recruiting.job("Allgemein").await;
    let wrong = json!({
        "first_name": "  ", "email": "nobody", "job_position_id": 1, "recruiting_channel_id": 1,
        "message": 7, "application_date": "2026-10-15", "tags": ["x", 1],
        "files": [
            {"uuid": "b5a3a6de-5f0f-4b43-9c0a-1f8f5b9f6e11", "original_filename": "a.pdf", "category": "letter"},
            {"uuid": 1, "category": "cv"},
        ],
        "attributes": [
            {"id": "shoe_size", "value": "43"}, {"id": "birthday", "value": "28.02.1990"},
            {"id": "gender", "value": "none"}, {"id": "custom_attribute_903", "value": "Radio"},
            {"id": "custom_attribute_902", "value": "soon"}, {"id": "phone"},
        ],
    });
    let refused = recruiting.apply(wrong).await.expect(400);
    let expected = [
        ("first_name", "errors.attribute-validation.required-attribute"),
        ("last_name", "errors.attribute-validation.required-attribute"),
        ("message", "errors.attribute-validation.invalid-type"),
        ("tags[1]", "errors.attribute-validation.invalid-type"),
        ("files[1].uuid", "errors.attribute-validation.invalid-type"),
        ("files[1].original_filename", "errors.attribute-validation.required-attribute"),
        ("attributes[5].value", "errors.attribute-validation.required-attribute"),
        ("email", "errors.attribute-validation.invalid-email-format"),
        ("job_position_id", "errors.posting-validation.posting-not-found"),
        ("recruiting_channel_id", "errors.posting-validation.channel-not-found"),
        ("application_date", "errors.date-validation.date-in-the-future"),
        ("files[0].uuid", "errors.file-validation.file-not-exists"),
        ("files[0].category", "errors.file-validation.unknown-file-category"),
        ("attributes[0].id", "errors.attribute-validation.unknown"),
        ("attributes[1].value", "errors.attribute-validation.invalid-date-format"),
        ("attributes[2].value", "errors.attribute-validation.unknown-attribute-option"),
        ("attributes[3].value", "errors.attribute-validation.unknown-attribute-option"),
        ("attributes[4].value", "errors.attribute-validation.invalid-date-format"),
    ];
    let expected = expected.map(|(field, reason)| (field.to_owned(), reason.to_owned()));
    assert_eq!(reasons(&refused), expected);
    let options = &refused.json()["errors"][16]["errors"][0]["context"]["options"];
    assert_eq!(options[2], "Messe");

    for (field, value, reason) in [
        ("application_date", json!("14.10.2026"), "errors.attribute-validation.invalid-date-format"),
        (
            "application_date",
            json!("2026-10-14T00:00:00Z"),
            "errors.attribute-validation.invalid-date-format",
        ),
        ("job_position_id", json!("x"), "errors.attribute-validation.invalid-type"),
        ("files", json!({}), "errors.attribute-validation.invalid-type"),
    ] {
        let mut application = smallest(&job, "ada@example.com");
        application[field] = value;
        let refused = recruiting.apply(application).await.expect(400);
        assert_eq!(reasons(&refused), [(field.to_owned(), reason.to_owned())]);
    }
    recruiting.publish(&job["id"], false).await;
    let refused = recruiting.apply(smallest(&job, "ada@example.com")).await.expect(400);
    assert_eq!(
        reasons(&refused),
        [("job_position_id".to_owned(), "errors.job-position.not-published".to_owned())]
    );
    for body in ["", "[]", "{", "\"x\""] {
        let refused = recruiting.apply(serde_json::from_str(body).unwrap_or(json!([body]))).await.expect(400);
        assert_eq!(refused.json()["errors"][0]["status"], "400");
    }
    assert_eq!(recruiting.application_of("ada@example.com").await, Value::Null, "nothing of it is kept");
}

#[tokio::test]
async fn today_is_the_day_at_the_company() {
    // An hour before midnight in Germany it is still yesterday in UTC.
    let recruiting = Recruiting::of(Local::at("2026-10-14T22:30:00Z")).await;
    let job = recruiting.job("Allgemein").await;
    let on = |day: &str, email: &str| {
        let mut application = smallest(&job, email);
        application["application_date"] = json!(day);
        application
    };
    recruiting.apply(on("2026-10-15", "a@example.com")).await.expect(201);
    recruiting.apply(on("2026-10-16", "b@example.com")).await.expect(400);
    recruiting.apply(smallest(&job, "c@example.com")).await.expect(201);
    assert_eq!(recruiting.application_of("c@example.com").await["application_date"], "2026-10-15");
}

#[tokio::test]
async fn over_a_hundred_a_minute_are_too_many() {
    let limited = Local::of(personio_sandbox::Options {
        clock: personio_sandbox::Clock::settable(super::NOW.parse().unwrap()),
        ..personio_sandbox::Options::default()
    });
    let recruiting = Recruiting::of(limited).await;
    for _ in 0..100 {
        recruiting.apply(json!({})).await.expect(400);
    }
    let refused = recruiting.apply(json!({})).await.expect(429);
    assert_eq!((refused.body.as_str(), refused.headers.get("retry-after")), ("", None));
    recruiting.local.control("POST", "/_sandbox/clock", json!({"advance": 61})).await.expect(200);
    recruiting.apply(json!({})).await.expect(400);
}

#[tokio::test]
async fn a_large_body_is_refused() {
    let recruiting = Recruiting::new().await;
    let bearer = format!("Bearer {}", recruiting.token);
    let headers = [("authorization", bearer.as_str()), ("x-company-id", &recruiting.company), JSON];
    let body = vec![b' '; (1 << 20) + 1];
    recruiting.local.send("POST", "/v1/recruiting/applications", &headers, body).await.expect(413);
}
