//! `POST /recruiting/applicant`, the form that came before (facts §10).

use serde_json::{Value, json};

use super::{NOW, Recruiting};
use crate::kit::{Answer, FORM, File, JSON, Local, form, multipart};

async fn send(recruiting: &Recruiting, fields: &[(&str, &str)], files: &[File<'_>]) -> Answer {
    let own = [("company_id", recruiting.company.as_str()), ("access_token", recruiting.token.as_str())];
    let fields: Vec<(&str, &str)> =
        own.iter().filter(|it| !fields.iter().any(|field| field.0 == it.0)).chain(fields).copied().collect();
    let (kind, body) = multipart(&fields, files);
    recruiting.local.send("POST", "/recruiting/applicant", &[("content-type", &kind)], body).await
}

fn message(answer: &Answer) -> String {
    let told = answer.json();
    assert_eq!(told["success"], false);
    told["error"]["message"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_applicant_of_the_old_form_is_there_in_v2() {
    let recruiting = Recruiting::new().await;
    let job = recruiting.job("Allgemein").await;
    let job = job["id"].as_str().unwrap();
    let who = [
        ("job_position_id", job),
        ("first_name", "Jörg"),
        ("last_name", "Groß"),
        ("email", "joerg@example.com"),
    ];
    let more = [
        ("recruiting_channel_id", "71003"),
        ("external_posting_id", "pid-1"),
        ("phone", "0221"),
        ("location", "Köln"),
        ("salary_expectations", "50k"),
        ("available_from", "sofort"),
        ("message", "Hallo"),
        ("birthday", "1980-01-31"),
        ("gender", "male"),
        ("custom_attribute_903", "Messe"),
        ("tags[]", "remote"),
        ("tags[]", "unknown tag"),
        ("categorised_documents[1][category]", "cv"),
        ("categorised_documents[0][category]", "cover-letter"),
    ];
    let file = |field, name| File { field, name, media_type: "application/pdf", bytes: b"%PDF" };
    let files = [
        file("categorised_documents[0][file]", "letter.pdf"),
        file("categorised_documents[1][file]", "cv.PDF"),
        file("documents[0]", "a.tiff"),
        file("document1", "b.jpeg"),
    ];
    let answer = send(&recruiting, &[&who[..], &more[..]].concat(), &files).await.expect(200).json();
    assert_eq!(
        answer,
        json!({"success": true, "data": {"message": "Applicant successfully applied to the job position."}})
    );
    let shown = recruiting.application_of("joerg@example.com").await;
    assert_eq!(shown["channel"]["name"], "StepStone");
    assert_eq!(shown["application_date"], "2026-10-14");
    assert_eq!(shown["candidate"]["gender"], "MALE");
    let everything = recruiting.everything(&shown).await;
    assert_eq!(everything["tags"], json!(["remote"]), "this form makes no tags");
    let categories: Vec<&Value> =
        everything["files"].as_array().unwrap().iter().map(|it| &it["category"]).collect();
    assert_eq!(categories, ["cover-letter", "cv", "other", "other"]);

    let again = send(&recruiting, &who, &[]).await.expect(400);
    assert_eq!(message(&again), "Applicant already applied to this position.");
}

#[tokio::test]
async fn what_is_wrong_is_told_one_at_a_time() {
    let recruiting = Recruiting::new().await;
    let job = recruiting.job("Allgemein").await;
    let id = job["id"].as_str().unwrap();
    let good = [("job_position_id", id), ("first_name", "A"), ("last_name", "B"), ("email", "a@example.com")];
    let with = |name: &'static str, value: &'static str| {
        let rest = good.into_iter().filter(move |it| it.0 != name);
        rest.chain([(name, value)]).collect::<Vec<_>>()
    };
    let long: &'static str = Box::leak("x".repeat(256).into_boxed_str());
    for (fields, status, told) in [
        (with("email", ""), 400, "The email field is required."),
        (with("first_name", " "), 400, "The first_name field is required."),
        (with("last_name", long), 400, "The last_name may not be greater than 255 characters."),
        (with("job_position_id", "7"), 400, "Could not find the job position."),
        (with("custom_attribute_1", "x"), 400, "Parameter custom_attribute_1 does not exist."),
        (with("birthday", "31.01.1980"), 400, "The birthday is not a valid date."),
        (with("gender", "x"), 400, "The selected gender is invalid."),
        (with("recruiting_channel_id", "x"), 400, "The selected recruiting_channel_id is invalid."),
        (with("email", "nobody"), 400, "The email must be a valid email address."),
        (with("access_token", "wrong"), 403, "This action is unauthorized."),
        (with("access_token", ""), 403, "This action is unauthorized."),
        (with("company_id", "1"), 403, "This action is unauthorized."),
    ] {
        let refused = send(&recruiting, &fields, &[]).await.expect(status);
        assert_eq!(message(&refused), told, "{fields:?}");
    }
    let large = vec![0; 20 << 20];
    for (field, name, bytes) in [("document1", "a.mp4", &b"x"[..]), ("document1", "a.pdf", &large[..])] {
        let file = File { field, name, media_type: "application/pdf", bytes };
        let refused = send(&recruiting, &good, &[file]).await.expect(400);
        assert_eq!(message(&refused), "Unsupported extension or file greater than 20Mb.");
    }
    let file = File { field: "categorised_documents[0][file]", name: "a.pdf", media_type: "", bytes: b"x" };
    send(&recruiting, &good, &[file]).await.expect(400);

    let headers = [("content-type", "multipart/form-data; boundary=x")];
    let refused =
        recruiting.local.send("POST", "/recruiting/applicant", &headers, "broken").await.expect(422);
    assert_eq!(message(&refused), "There was a problem while processing attachments. Try again later");
    recruiting.publish(&job["id"], false).await;
    let refused = send(&recruiting, &good, &[]).await.expect(422);
    assert_eq!(message(&refused), "Job position not published");
    recruiting
        .local
        .send("POST", "/recruiting/applicant", &[JSON], vec![b' '; (64 << 20) + 1])
        .await
        .expect(413);
    assert_eq!(recruiting.application_of("a@example.com").await, Value::Null);
}

#[tokio::test]
async fn a_plain_form_does_as_well_as_one_with_files() {
    let recruiting = Recruiting::new().await;
    let job = recruiting.job("Allgemein").await;
    let fields = [
        ("company_id", recruiting.company.as_str()),
        ("access_token", &recruiting.token),
        ("tags", "remote"),
        ("job_position_id", job["id"].as_str().unwrap()),
        ("first_name", "A"),
        ("last_name", "B"),
        ("email", "a@example.com"),
    ];
    recruiting.local.send("POST", "/recruiting/applicant", &[FORM], form(&fields)).await.expect(200);
    let shown = recruiting.application_of("a@example.com").await;
    assert_eq!(recruiting.everything(&shown).await["tags"], json!(["remote"]));
    let settings = json!({"public_api": false});
    recruiting.local.control("PUT", "/_sandbox/recruiting/settings", settings).await.expect(200);
    recruiting.local.send("POST", "/recruiting/applicant", &[FORM], form(&fields)).await.expect(403);
    recruiting.local.send("GET", "/recruiting/applicant", &[], "").await.expect(405);
}

#[tokio::test]
async fn over_a_hundred_a_minute_are_too_many() {
    let local = Local::of(personio_sandbox::Options {
        clock: personio_sandbox::Clock::settable(NOW.parse().unwrap()),
        ..personio_sandbox::Options::default()
    });
    for _ in 0..100 {
        local.send("POST", "/recruiting/applicant", &[FORM], "").await.expect(403);
    }
    local.send("POST", "/recruiting/applicant", &[FORM], "").await.expect(429);
}
