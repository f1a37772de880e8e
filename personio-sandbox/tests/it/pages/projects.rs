//! Projects by hand, and their members.

use super::form::{Filled, error_at};
use super::{page, submit};
use crate::kit::Local;

async fn first_person(local: &Local, token: &str) -> String {
    let all = local.get(token, "/v2/persons?limit=1").await.expect(200).json();
    all["_data"][0]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn projects_are_added_changed_and_deleted() {
    let local = Local::new();
    let token = local.all().await.v2;
    let blank = Filled::at(&local, "/projects/new", "project").await;
    let form = blank.clone().with("name", "Umzug & Co").with("code", "UM-1").with("client", "ACME");
    let shown = form.save(&local).await;
    assert!(shown.body.contains("Umzug &#38; Co") && shown.body.contains("ACME"), "{}", shown.body);
    let listed = page(&local, "/projects?q=um-1").await.expect(200).body;
    let id = listed.split("<tbody>").nth(1).unwrap().split("href=\"/projects/").nth(1).unwrap();
    let id = id.split('"').next().unwrap().to_owned();
    let project = local.get(&token, &format!("/v2/projects/{id}")).await.expect(200).json();
    assert_eq!(project["name"], "Umzug & Co");

    let again = form.send(&local).await.expect(400);
    assert_eq!(error_at(&again, "project", "name").as_deref(), Some("Another project has this name."));
    let part = blank.clone().with("name", "Kisten").with("parent", &id);
    let refused = part.clone().with("kind", "intern").send(&local).await.expect(400);
    assert!(error_at(&refused, "project", "kind").unwrap().contains("from there"), "{}", refused.body);
    let ends =
        part.clone().with("start", "2026-06-02").with("end", "2026-06-01").send(&local).await.expect(400);
    assert_eq!(error_at(&ends, "project", "end").as_deref(), Some("It must end after it starts."));
    part.save(&local).await;
    assert!(page(&local, &format!("/projects/{id}")).await.body.contains("Kisten"));

    let form = Filled::at(&local, &format!("/projects/{id}/edit"), "project").await;
    form.with("name", "Umzug").save(&local).await;
    Filled::at(&local, &format!("/projects/{id}/delete"), "delete").await.save(&local).await;
    local.get(&token, &format!("/v2/projects/{id}")).await.expect(404);
    page(&local, &format!("/projects/{id}/edit")).await.expect(404);
}

#[tokio::test]
async fn a_project_with_recorded_time_stays() {
    let local = Local::at("2026-06-03T10:00:00Z");
    let token = local.all().await.v2;
    let person = first_person(&local, &token).await;
    let project = Filled::at(&local, "/projects/new", "project").await.with("name", "Umzug");
    let sent = project.send(&local).await.expect(303);
    let path = sent.headers["location"].to_str().unwrap().split('?').next().unwrap().to_owned();
    let form = Filled::at(&local, &format!("/attendance/new?person={person}"), "period").await;
    let form = form.with("start", "2026-06-03T01:00").with("end", "2026-06-03T02:30");
    form.with("project", path.rsplit('/').next().unwrap()).save(&local).await;
    assert!(page(&local, &path).await.body.contains("1.5 hours"));
    let refused =
        Filled::at(&local, &format!("{path}/delete"), "delete").await.send(&local).await.expect(400);
    assert!(refused.body.contains("Time was recorded on it, so it stays."), "{}", refused.body);
}

#[tokio::test]
async fn members_come_and_go() {
    let local = Local::new();
    let token = local.all().await.v2;
    let person = first_person(&local, &token).await;
    let project = Filled::at(&local, "/projects/new", "project").await.with("name", "Umzug");
    let sent = project.send(&local).await.expect(303);
    let path = sent.headers["location"].to_str().unwrap().split('?').next().unwrap().to_owned();
    let form = Filled::at(&local, &path, "member").await;
    let refused = form.clone().with("person", "Nemo").send(&local).await.expect(400);
    assert!(error_at(&refused, "member", "person").unwrap().starts_with("Nobody"), "{}", refused.body);
    let shown = form.with("person", &person).save(&local).await.body;
    assert!(shown.contains(&format!("/members/{person}/delete")), "{shown}");
    let members = local.get(&token, &format!("/v2{path}/members")).await.expect(200).json();
    assert_eq!(members["_data"].as_array().unwrap().len(), 1, "{members}");
    submit(&local, &format!("{path}/members/{person}/delete"), &[]).await.expect(303);
    assert!(page(&local, &path).await.body.contains("It has no members yet."));
}
