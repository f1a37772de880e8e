//! Recruiting by hand: the board, applications, jobs.

use serde_json::Value;

use super::form::Filled;
use super::{page, submit};
use crate::kit::{File, Local};

/// An application that still goes on, as v2 shows it.
async fn open(local: &Local, token: &str) -> Value {
    let all = local.get(token, "/v2/recruiting/applications?limit=50").await.expect(200).json();
    let mut rows = all["_data"].as_array().unwrap().iter().cloned();
    loop {
        let row = rows.next().unwrap();
        let id = row["id"].as_str().unwrap().to_owned();
        let known = page(local, &format!("/_sandbox/recruiting/applications/{id}")).await.expect(200).json();
        if known["stage"]["name"] == "Screening" {
            break known;
        }
    }
}

async fn stage(local: &Local, id: &str) -> Value {
    page(local, &format!("/_sandbox/recruiting/applications/{id}")).await.expect(200).json()["stage"].clone()
}

#[tokio::test]
async fn the_board_has_a_column_for_each_stage_of_the_job() {
    let local = Local::new();
    let token = local.all().await.v2;
    let application = open(&local, &token).await;
    let board = page(&local, "/recruiting").await.expect(200).body;
    for name in ["Unassigned", "Screening", "Probearbeiten", "Offer", "Accepted", "Rejected", "Withdrawn"] {
        assert!(board.contains(&format!("<section class=\"column\" aria-label=\"{name}\">")), "{name}");
    }
    let job = &application["job_position_id"];
    let (_, move_on) = board.split_once("action=\"/recruiting/applications/").unwrap();
    let move_on = move_on.split('"').next().unwrap().replace("&#38;", "&");
    let moved = submit(&local, &format!("/recruiting/applications/{move_on}"), &[]).await.expect(303);
    assert!(
        moved.headers["location"].to_str().unwrap().starts_with("/recruiting?page=1&since="),
        "{moved:?}"
    );
    let board = page(&local, &format!("/recruiting?job={job}")).await.expect(200).body;
    assert!(board.contains(&format!("/recruiting/applications/{}\"", application["id"])), "{board}");
    let list = page(&local, &format!("/recruiting?job={job}&stage=33101")).await.expect(200).body;
    assert!(list.contains("<caption") && list.contains(&format!("applications/{}\"", application["id"])));
    let none = page(&local, "/recruiting?q=%3Cscript%3E&job=x&stage=offer").await.expect(200).body;
    assert!(none.contains("Nobody stands at this stage") && !none.contains("<script>"), "{none}");
}

#[tokio::test]
async fn an_application_moves_by_buttons_and_by_form() {
    let local = Local::new();
    let token = local.all().await.v2;
    let id = open(&local, &token).await["id"].to_string();
    let path = format!("/recruiting/applications/{id}");
    let shown = page(&local, &path).await.expect(200);
    let (_, rest) = shown.body.split_once("Way through the stages").unwrap();
    assert!(rest.contains("Screening"), "{rest}");
    let form = Filled::of(&shown, "move");
    assert_eq!(form.get("to"), "33101");
    form.with("to", "offer").save(&local).await;
    assert_eq!(stage(&local, &id).await, "offer");
    submit(&local, &format!("{path}/move?to=rejected&back=%2Frecruiting%3Fjob%3D1"), &[]).await.expect(303);
    assert_eq!(stage(&local, &id).await, "rejected");
    let shown = page(&local, &path).await.expect(200).body;
    assert!(!shown.contains("Hire</a>") && !shown.contains(">Reject<"), "{shown}");
    let transitions = local.get(&token, &format!("/v2{path}/stage-transitions")).await.expect(200).json();
    assert!(transitions["_data"].as_array().unwrap().len() >= 3, "{transitions}");
    let unknown = submit(&local, &format!("{path}/move?to=99"), &[]).await.expect(404).body;
    assert!(unknown.contains("have no such stage"), "{unknown}");
    submit(&local, "/recruiting/applications/1/move?to=offer", &[]).await.expect(404);
    page(&local, "/recruiting/applications/1").await.expect(404);
}

#[tokio::test]
async fn whoever_is_hired_after_an_application_is_a_person_and_accepted() {
    let local = Local::new();
    let token = local.all().await.v2;
    let id = open(&local, &token).await["id"].to_string();
    let form = Filled::at(&local, &format!("/people/new?application={id}"), "hire").await;
    assert!(!form.get("last_name").is_empty() && !form.get("position").is_empty(), "{form:?}");
    let refused = form.clone().with("start", "soon").send(&local).await.expect(400);
    let form = Filled::of(&refused, "hire").with("start", "").with("email", "new@example.com");
    let shown = form.save(&local).await.body;
    assert!(shown.contains("<code>person.created</code>") && shown.contains("new@example.com"), "{shown}");
    assert_eq!(stage(&local, &id).await, "accepted");
}

#[tokio::test]
async fn a_candidate_is_anonymised_after_a_question() {
    let local = Local::new();
    let token = local.all().await.v2;
    let application = open(&local, &token).await;
    let candidate = application["candidate"].to_string();
    let asked = page(&local, &format!("/recruiting/candidates/{candidate}/anonymize")).await.expect(200);
    assert!(asked.body.contains("taken away for good"));
    let shown = Filled::of(&asked, "anonymize").save(&local).await.body;
    assert!(shown.contains("<bdi>Anonymised</bdi></h1>") && !shown.contains("Anonymise</a>"), "{shown}");
    page(&local, "/recruiting/candidates/1/anonymize").await.expect(404);
    submit(&local, "/recruiting/candidates/1/anonymize", &[]).await.expect(404);
}

#[tokio::test]
async fn jobs_are_published_and_taken_from_the_career_site() {
    let local = Local::new();
    let token = local.all().await.v2;
    let job = open(&local, &token).await["job_position_id"].to_string();
    let listed = page(&local, "/recruiting/jobs").await.expect(200).body;
    assert!(listed.contains(&format!("/recruiting/jobs/{job}/")), "{listed}");
    let host = [("host", "nordlicht.jobs.localhost")];
    let feed = async || local.send("GET", "/xml?language=de", &host, "").await.expect(200).body;
    for (what, is_there) in [("unpublish", false), ("publish", true)] {
        submit(&local, &format!("/recruiting/jobs/{job}/{what}"), &[]).await.expect(303);
        assert_eq!(feed().await.contains(&format!("<id>{job}</id>")), is_there, "{what}");
    }
    submit(&local, "/recruiting/jobs/1/publish", &[]).await.expect(404);
}

#[tokio::test]
async fn what_was_uploaded_is_downloaded_and_never_shown() {
    let local = Local::new();
    let company = page(&local, "/_sandbox/company").await.expect(200).json();
    let token = format!("Bearer {}", company["recruiting_access_token"].as_str().unwrap());
    let id = company["recruiting_company_id"].to_string();
    let files = [File { field: "file", name: "a.txt", media_type: "text/html", bytes: b"<script>" }];
    let (kind, body) = crate::kit::multipart(&[], &files);
    let headers = [("authorization", &*token), ("x-company-id", &*id), ("content-type", &*kind)];
    let sent = local.send("POST", "/v1/recruiting/applications/documents", &headers, body).await;
    let uuid = sent.json()["uuid"].as_str().unwrap_or_else(|| panic!("{sent:?}")).to_owned();
    let file = page(&local, &format!("/recruiting/files/{uuid}")).await.expect(200);
    assert_eq!(file.body, "<script>");
    assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    assert_eq!(file.headers["x-content-type-options"], "nosniff");
    page(&local, "/recruiting/files/nothing").await.expect(404);
}
