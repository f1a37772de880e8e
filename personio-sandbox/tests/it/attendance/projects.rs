//! Projects of both generations and their members (facts §4.1, §8, §9.3).

use serde_json::{Value, json};

use super::{Setting, id, texts, title};
use crate::kit::Answer;

const V1: &str = "/v1/company/attendances/projects";
const V2: &str = "/v2/projects";

impl Setting {
    async fn project(&self, body: Value) -> Answer {
        self.local.post(&self.v2, V2, body).await
    }

    async fn shown(&self, id: &str) -> Value {
        let include = "tracked_minutes,sub_projects_tracked_minutes,sub_projects_count,tracked_periods_count";
        self.local.get(&self.v2, &format!("{V2}/{id}?include={include}")).await.expect(200).json()
    }

    async fn members(&self, id: &str) -> Vec<String> {
        let list = self.local.get(&self.v2, &format!("{V2}/{id}/members")).await.expect(200).json();
        texts(&list, "/_data", "/person/id")
    }

    async fn found(&self, query: &str) -> Vec<String> {
        let list = self.local.get(&self.v2, &format!("{V2}?{query}")).await.expect(200).json();
        texts(&list, "/_data", "/name")
    }
}

fn persons(people: &[String]) -> Value {
    people.iter().map(|it| json!({"person": {"id": it}})).collect()
}

#[tokio::test]
async fn v1_names_projects_and_v2_shows_them() {
    let it = Setting::new().await;
    let made = it.local.post(&it.v1, V1, json!({"name": "Alpha"})).await.expect(200).json();
    let expected = json!({
        "name": "Alpha", "active": false,
        "created_at": "2026-10-14T11:30:00+0200", "updated_at": "2026-10-14T11:30:00+0200",
    });
    assert_eq!((&made["data"]["type"], &made["data"]["attributes"]), (&json!("Project"), &expected));
    let number = made["data"]["id"].to_string();
    assert_eq!(it.shown(&number).await["status"], "ARCHIVED");

    let path = format!("{V1}/{number}");
    let changed = it.local.patch(&it.v1, &path, json!({"active": true})).await.expect(200).json();
    assert_eq!(changed["data"]["attributes"]["active"], true);
    let renamed = it.local.patch(&it.v1, &path, json!({"name": "Beta"})).await.expect(200).json();
    assert_eq!(renamed["data"]["attributes"]["name"], "Beta");
    assert_eq!(
        (&it.shown(&number).await["name"], &it.shown(&number).await["status"]),
        (&json!("Beta"), &json!("ACTIVE"))
    );
    let list = it.local.get(&it.v1, V1).await.expect(200).json();
    assert!(list["data"].as_array().unwrap().iter().any(|it| it["attributes"]["name"] == "Beta"));

    for (body, expected) in [
        (json!({}), json!({"name": ["Project name cannot be empty"]})),
        (json!({"name": " "}), json!({"name": ["Project name cannot be empty"]})),
        (json!({"name": "Beta"}), json!({"name": ["Project name already exists"]})),
        (
            json!({"name": "x", "active": "maybe"}),
            json!({"active": ["Active field needs to be of type boolean"]}),
        ),
    ] {
        let refused = it.local.post(&it.v1, V1, body).await.expect(400).json();
        assert_eq!(refused, json!({"success": false, "error": expected}));
    }
    it.local.patch(&it.v1, &path, json!({"active": []})).await.expect(400);
    let gone = it.local.delete(&it.v1, &path, Value::Null).await.expect(204);
    assert_eq!((gone.body.as_str(), gone.headers.contains_key("authorization")), ("", true));
    for answer in [
        it.local.delete(&it.v1, &path, Value::Null).await,
        it.local.patch(&it.v1, &path, json!({"name": "Gamma"})).await,
    ] {
        let told = json!({"success": false, "message": format!("Project {number} not found")});
        assert_eq!(answer.expect(404).json(), told);
    }
    it.local.get(&it.v2, &format!("{V2}/{number}")).await.expect(404);
}

#[tokio::test]
async fn a_project_has_every_field_of_v2() {
    let it = Setting::new().await;
    let cost_centers = it.local.get(&it.v2, "/v2/cost-centers").await.expect(200).json();
    let body = json!({
        "name": "Alpha", "status": "ACTIVE", "project_code": "A-1", "description": "about",
        "cost_center": {"id": cost_centers["_data"][0]["id"]}, "assigned_to_all": true,
        "start": {"date": "2027-01-01"}, "end": {"date": "2027-02-01"}, "billable": true,
        "client_name": "Acme", "project_type": "T", "parent_project": null,
    });
    let made = it.project(body.clone()).await.expect(201);
    let mut expected = body.clone();
    let stamp = json!("2026-10-14T09:30:00Z");
    for (name, value) in [
        ("id", json!(id(&made))),
        ("tracked_minutes", json!(0)),
        ("sub_projects_tracked_minutes", json!(0)),
        ("sub_projects_count", json!(0)),
        ("tracked_periods_count", json!(0)),
        ("created_at", stamp.clone()),
        ("updated_at", stamp),
    ] {
        expected[name] = value;
    }
    assert_eq!(it.shown(&id(&made)).await, expected);
    let path = format!("{V2}/{}", id(&made));
    let plain = it.local.get(&it.v2, &path).await.expect(200).json();
    assert!(plain.get("tracked_minutes").is_none());

    it.local.clock().advance(60);
    let change = json!({
        "name": null, "status": null, "project_code": null, "description": null, "cost_center": null,
        "assigned_to_all": null, "start": null, "end": null, "billable": false, "client_name": null,
        "project_type": null,
    });
    assert_eq!(it.local.patch(&it.v2, &path, change).await.expect(204).body, "");
    let shown = it.shown(&id(&made)).await;
    for gone in ["project_code", "description", "cost_center", "start", "end", "client_name", "project_type"]
    {
        assert_eq!(shown[gone], Value::Null, "{gone}");
    }
    assert_eq!((&shown["name"], &shown["status"]), (&json!("Alpha"), &json!("ACTIVE")));
    assert_eq!((&shown["assigned_to_all"], &shown["billable"]), (&json!(true), &json!(false)));
    assert_eq!(shown["updated_at"], "2026-10-14T09:31:00Z");
    let spare = it.project(json!({"name": "Beta", "status": "ARCHIVED"})).await.expect(201);
    let shown = it.shown(&id(&spare)).await;
    assert_eq!((&shown["assigned_to_all"], &shown["billable"]), (&json!(false), &json!(false)));
}

#[tokio::test]
async fn rules_of_projects_are_kept() {
    let it = Setting::new().await;
    let with = |name: &str, more: Value| {
        let mut body = json!({"name": name, "status": "ACTIVE"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let parent =
        id(&it.project(with("Alpha", json!({"project_code": "A", "billable": true}))).await.expect(201));
    let below = json!({"parent_project": {"id": parent}});
    let sub = id(&it.project(with("Alpha 1", below.clone())).await.expect(201));
    let sub_with = |field: &str, value: Value| {
        let mut body = below.clone();
        body[field] = value;
        with("Alpha 2", body)
    };
    let cost_centers = it.local.get(&it.v2, "/v2/cost-centers").await.expect(200).json();
    let unsupported = "Unsupported field set for subproject";
    for (body, expected) in [
        (with("Alpha", json!({})), "Duplicate Project Name"),
        (with("Beta", json!({"project_code": "A"})), "Duplicate Project Code"),
        (with("Beta", json!({"cost_center": {"id": "1"}})), "Cost Center does not exist"),
        (with("Beta", json!({"cost_center": {"id": "x"}})), "Cost Center does not exist"),
        (with("Beta", json!({"parent_project": {"id": "1"}})), "Parent Project does not exist"),
        (with("Beta", json!({"parent_project": {"id": sub}})), "Parent Project does not exist"),
        (
            with("Beta", json!({"start": {"date": "2027-01-02"}, "end": {"date": "2027-01-01"}})),
            "Start date greater than end date",
        ),
        (sub_with("cost_center", json!({"id": cost_centers["_data"][0]["id"]})), unsupported),
        (sub_with("client_name", json!("x")), unsupported),
        (sub_with("project_type", json!("x")), unsupported),
        (sub_with("assigned_to_all", json!(false)), unsupported),
        (sub_with("billable", json!(true)), unsupported),
    ] {
        assert_eq!(title(&it.project(body).await.expect(422)), expected);
    }
    for bad in [
        json!({}),
        json!({"name": "Beta"}),
        json!({"status": "ACTIVE"}),
        with("", json!({})),
        with(&"x".repeat(256), json!({})),
        with("Beta", json!({"status": "active"})),
        with("Beta", json!({"description": "x".repeat(1_001)})),
        with("Beta", json!({"start": "2027-01-01"})),
        with("Beta", json!({"end": {"date": "tomorrow"}})),
        with("Beta", json!({"billable": "yes"})),
        with("Beta", json!({"parent_project": "1"})),
        json!([]),
    ] {
        it.project(bad).await.expect(400);
    }
    let path = format!("{V2}/{sub}");
    assert_eq!(it.shown(&sub).await["billable"], true, "as its parent");
    let refused = it.local.patch(&it.v2, &path, json!({"client_name": "x"})).await.expect(422);
    assert_eq!(title(&refused), unsupported);
    let refused = it.local.patch(&it.v2, &path, json!({"name": "Alpha"})).await.expect(422);
    assert_eq!(title(&refused), "Duplicate Project Name");
    for bad in [json!({"name": ""}), json!({"status": "x"}), json!({"name": 5}), json!([])] {
        it.local.patch(&it.v2, &path, bad).await.expect(400);
    }
    it.local.patch(&it.v2, &format!("{V2}/1"), json!({})).await.expect(404);
    it.local.patch(&it.v2, &path, json!({"name": "Alpha 9", "client_name": null})).await.expect(204);
    // A project may end where it starts, for its end is the first day on which it is over.
    let same = json!({"start": {"date": "2027-01-01"}, "end": {"date": "2027-01-01"}});
    it.project(with("Gamma", same)).await.expect(201);
}

#[tokio::test]
async fn lists_of_projects_are_filtered() {
    let it = Setting::new().await;
    let list = it.local.get(&it.v2, V2).await.expect(200).json();
    let all = list["_data"].as_array().unwrap();
    let (subs, tops): (Vec<&Value>, Vec<&Value>) =
        all.iter().partition(|it| it["parent_project"].is_object());
    assert!(subs.len() > 2 && tops.len() > 4, "{all:?}");
    let parent = subs[0]["parent_project"]["id"].as_str().unwrap();
    assert_eq!(it.found("top_level_only=true").await.len(), tops.len());
    assert_eq!(it.found("top_level_only=false").await.len(), all.len());
    let below = subs.iter().filter(|it| it["parent_project"]["id"] == parent).count();
    assert_eq!(it.found(&format!("parent_project.id={parent}")).await.len(), below);
    assert_eq!(it.found(&format!("parent_project.id=1,{parent}")).await.len(), below);
    assert_eq!(it.found("name=ISO%2027001,Verwaltung").await, ["Verwaltung", "ISO 27001"]);
    assert_eq!(it.found("project_code=PRJ-1001,INT-27001").await, ["Sensorplattform NX", "ISO 27001"]);
    assert_eq!(it.found("id=82173").await.len(), 1);
    assert_eq!(it.found("id=1,x").await.len(), 0);
    let archived = all.iter().filter(|it| it["status"] == "ARCHIVED").count();
    assert!(archived > 0);
    assert_eq!(it.found("status=ARCHIVED").await.len(), archived);
    assert_eq!(it.found("status=ACTIVE").await.len(), all.len() - archived);
    assert_eq!(it.found("limit=2").await.len(), 2);
    let page = it.local.get(&it.v2, &format!("{V2}?limit=2&top_level_only=true")).await.json();
    let next = page.pointer("/_meta/links/next/href").unwrap().as_str().unwrap();
    let next = it.local.get(&it.v2, next.trim_start_matches("http://sandbox.test")).await.expect(200).json();
    assert_eq!(next["_data"][0]["id"], tops[2]["id"]);
    for bad in ["limit=201", "limit=0", "limit=x", "status=x", "top_level_only=yes"] {
        it.local.get(&it.v2, &format!("{V2}?{bad}")).await.expect(422);
    }
    for at in [V2.to_owned(), format!("{V2}/82173")] {
        let refused =
            it.local.get(&it.v2, &format!("{at}?include=tracked_minutes,nothing")).await.expect(422);
        assert_eq!(title(&refused), "Invalid include parameter");
        it.local.get(&it.v2, &format!("{at}?includes=tracked_minutes")).await.expect(400);
    }
}

#[tokio::test]
async fn tracked_minutes_are_those_of_the_work_without_its_breaks() {
    let it = Setting::new().await;
    let parent = id(&it.project(json!({"name": "Alpha", "status": "ACTIVE"})).await.expect(201));
    let below = json!({"name": "Alpha 1", "status": "ACTIVE", "parent_project": {"id": parent}});
    let sub = id(&it.project(below).await.expect(201));
    for (day, project) in [("01", &parent), ("02", &sub), ("03", &sub)] {
        let row = json!({
            "date": format!("2027-03-{day}"), "start_time": "09:00", "end_time": "18:00", "break": 60,
            "project_id": project,
        });
        it.attend(row).await.expect(200);
    }
    let numbers = |it: &Value| {
        let names = [
            "tracked_minutes",
            "sub_projects_tracked_minutes",
            "sub_projects_count",
            "tracked_periods_count",
        ];
        names.map(|name| it[name].as_i64().unwrap())
    };
    assert_eq!(numbers(&it.shown(&parent).await), [480, 960, 1, 1]);
    assert_eq!(numbers(&it.shown(&sub).await), [960, 0, 0, 2]);
    for path in [format!("{V2}/{parent}"), format!("{V2}/{sub}")] {
        let refused = it.local.delete(&it.v2, &path, Value::Null).await.expect(422);
        assert_eq!(title(&refused), "Project has attendances");
    }
    let refused = it.local.delete(&it.v1, &format!("{V1}/{parent}"), Value::Null).await.expect(400);
    assert_eq!(refused.json()["error"], json!({"project": ["Project has attendances"]}));
    for row in it.attendances(super::YEAR).await {
        let path = format!("/v1/company/attendances/{}", row["id"]);
        it.local.patch(&it.v1, &path, json!({"project_id": null})).await.expect(200);
    }
    it.local.delete(&it.v2, &format!("{V2}/{parent}"), Value::Null).await.expect(204);
    it.local.get(&it.v2, &format!("{V2}/{sub}")).await.expect(404);
    it.local.delete(&it.v2, &format!("{V2}/{parent}"), Value::Null).await.expect(404);
}

#[tokio::test]
async fn members_come_and_go() {
    let it = Setting::new().await;
    let body = json!({"name": "Alpha", "status": "ACTIVE", "assigned_to_all": true});
    let project = id(&it.project(body).await.expect(201));
    let path = format!("{V2}/{project}/members");
    let people = &it.people[..3];
    let added = it.local.post(&it.v2, &path, persons(&people[..2])).await.expect(201).json();
    assert_eq!(texts(&added, "/_data", "/person/id"), people[..2]);
    assert_eq!(it.shown(&project).await["assigned_to_all"], false);
    it.local.post(&it.v2, &path, persons(people)).await.expect(201);
    assert_eq!(it.members(&project).await, people, "nobody twice");
    let first = it.local.get(&it.v2, &format!("{path}?limit=2")).await.expect(200).json();
    assert!(first.pointer("/_meta/links/next").is_some());
    for limit in ["0", "300"] {
        it.local.get(&it.v2, &format!("{path}?limit={limit}")).await.expect(422);
    }
    let unknown = [people[0].clone(), "1".to_owned()];
    let refused = it.local.post(&it.v2, &path, persons(&unknown)).await.expect(422);
    assert_eq!(title(&refused), "Person not found");
    for bad in [json!([{}]), json!("x"), json!([{"person": "1"}])] {
        it.local.post(&it.v2, &path, bad).await.expect(400);
    }

    let gone = format!("{path}?person_id={},1,x", people[0]);
    it.local.delete(&it.v2, &gone, Value::Null).await.expect(204);
    assert_eq!(it.members(&project).await, people[1..]);
    it.local.delete(&it.v2, &path, Value::Null).await.expect(204);
    assert!(it.members(&project).await.is_empty());

    it.local.post(&it.v2, &path, json!({"person": {"id": people[0]}})).await.expect(201);
    it.local.patch(&it.v2, &format!("{V2}/{project}"), json!({"assigned_to_all": true})).await.expect(204);
    assert!(it.members(&project).await.is_empty(), "what is everyone's has no members");

    let below = json!({"name": "Alpha 1", "status": "ACTIVE", "parent_project": {"id": project}});
    let sub = format!("{V2}/{}/members", id(&it.project(below).await.expect(201)));
    for refused in [
        it.local.post(&it.v2, &sub, persons(people)).await.expect(422),
        it.local.delete(&it.v2, &sub, Value::Null).await.expect(422),
    ] {
        assert_eq!(title(&refused), "Can't manage members with subproject");
    }
    let nowhere = format!("{V2}/1/members");
    it.local.get(&it.v2, &nowhere).await.expect(404);
    it.local.post(&it.v2, &nowhere, persons(people)).await.expect(404);
    it.local.delete(&it.v2, &nowhere, Value::Null).await.expect(404);
}

#[tokio::test]
async fn unknown_answers_about_members_are_switched() {
    let it = Setting::new().await;
    let project = id(&it.project(json!({"name": "Alpha", "status": "ACTIVE"})).await.expect(201));
    let path = format!("{V2}/{project}/members");
    let bearer = format!("Bearer {}", it.v2);
    let body = persons(&it.people[..3]).to_string();
    it.switch("v2-members-added", "empty").await;
    let added = it.local.send_unchecked("POST", &path, &[("authorization", &bearer)], &body).await;
    assert_eq!(added.expect(201).body, "");
    it.switch("v2-members-removal-body", "read").await;
    it.local.delete(&it.v2, &path, persons(&it.people[..1])).await.expect(204);
    assert_eq!(it.members(&project).await, it.people[1..3]);
    it.local.delete(&it.v2, &path, json!({})).await.expect(400);
    it.switch("v2-members-removal-body", "ignored").await;
    it.local.delete(&it.v2, &path, persons(&it.people[1..2])).await.expect(204);
    assert!(it.members(&project).await.is_empty(), "the query named nobody, so all are gone");
}
