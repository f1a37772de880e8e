//! Jobs and stages, and what is gathered from them: departments and users.

use nabe_connector::CallError;
use serde_json::{Value, json};

use super::{asking, page, question, read};
use crate::ask::{Question, Read, filters};

fn job(id: &str) -> Value {
    json!({
        "id": id, "name": "Baker", "department": { "id": "3", "name": "Bakery" }, "category": { "id": "6", "name": "Craft" },
        "hiring_team": [
            { "person": { "id": "9" }, "role": { "name": "Recruiter" } }, { "person": { "id": "10" }, "role": null },
        ],
        "company": { "id": "1" }, "created_at": { "date-time": "2026-01-31T08:15:30Z", "timezone": "UTC" },
        "updated_at": { "date-time": "2026-02-01T08:15:30Z", "timezone": "UTC" },
    })
}

/// A category with its stages.
fn category(id: &str, stages: &Value) -> Value {
    json!({ "id": id, "name": "Craft", "stages": stages, "company": { "id": "1" } })
}

fn system(kind: &str) -> Value {
    json!({ "id": null, "kind": kind, "name": null, "type": "SYSTEM" })
}

fn custom(id: &str, name: &str) -> Value {
    json!({ "id": id, "kind": "CUSTOM", "name": name, "type": "CUSTOM" })
}

fn people() -> Value {
    json!({ "_data": [
        { "id": "9", "first_name": "Ada", "last_name": "Byron", "email": "ada@example.com" },
        { "id": "10", "first_name": "Max", "last_name": null, "email": null },
    ] })
}

#[test]
fn a_job_has_department_category_and_team() {
    let asked = Question { asked: asking(""), ..question("ats_list_jobs") };
    let Read { records, defects, .. } = read(&asked, &json!([job("5")]));
    assert_eq!(defects, Vec::<String>::new());
    let member = |id: &str, role: Value| json!({ "user_id": id, "remote_user_id": id, "first_name": null, "last_name": null, "email": null, "role": role });
    assert_eq!(
        records[0],
        json!({
            "id": "5", "remote_id": "5", "code": null, "title": "Baker", "description": null, "status": null,
            "job_status": null, "department_ids": ["3"], "remote_department_ids": ["3"], "location_ids": null,
            "remote_location_ids": null, "hiring_team": [member("9", json!("Recruiter")), member("10", Value::Null)],
            "interview_stages": null, "created_at": "2026-01-31T08:15:30.000Z",
            "updated_at": "2026-02-01T08:15:30.000Z", "department": "Bakery",
            "category": { "id": "6", "remote_id": "6", "name": "Craft" }, "company_id": "1",
        })
    );
    assert!(asked.further(&[page(&json!([job("5")]))]).unwrap().is_empty());
}

#[test]
fn stages_and_names_are_fetched_once_and_only_when_they_are_asked_for() {
    let rows = page(&json!([job("5"), job("7")]));
    let asked =
        Question { asked: asking("id,interview_stages,hiring_team.first_name"), ..question("ats_list_jobs") };
    let further = asked.further(std::slice::from_ref(&rows)).unwrap();
    let calls: Vec<String> = further.iter().map(|(_, call)| call.path_and_query()).collect();
    assert_eq!(calls, ["/v2/recruiting/categories/6", "/v2/persons?limit=50&id=10%2C9"]);
    let stages = category("6", &json!([system("UNASSIGNED"), 7, custom("42", "Interview")]));
    let (first, second) = (further[0].0.as_str(), further[1].0.as_str());
    let Read { records, .. } = asked.read(&[rows], &[(first, stages), (second, people())]).unwrap();
    for record in &records {
        assert_eq!(record["hiring_team"][0]["first_name"], "Ada");
        assert_eq!(record["hiring_team"][1]["email"], Value::Null);
        let stages = record["interview_stages"].as_array().unwrap();
        assert_eq!(stages[0]["id"], "unassigned");
        assert_eq!(
            (&stages[1]["id"], &stages[1]["order"]),
            (&json!("42"), &json!(3)),
            "what can't be read keeps its place"
        );
        assert_eq!(stages[1]["stage_source"], "declared");
    }
}

#[test]
fn whether_a_job_is_open_is_not_told() {
    for name in ["status", "job_status"] {
        let asked = Question { filters: filters([(name, "open")]), ..question("ats_list_jobs") };
        assert!(matches!(asked.calls(), Err(CallError::BadFilter { .. })), "{name}");
    }
}

#[test]
fn stages_of_a_job_are_those_of_its_category() {
    let asked = Question { parent: Some("5".to_owned()), ..question("ats_list_job_application_stages") };
    assert_eq!(asked.calls().unwrap()[0].path, "/v2/recruiting/jobs/5");
    let first = job("5").to_string().into_bytes();
    let further = asked.further(std::slice::from_ref(&first)).unwrap();
    assert_eq!(further[0].1.path, "/v2/recruiting/categories/6");
    let stages = category("6", &json!([system("UNASSIGNED"), custom("42", "Interview"), system("REJECTED")]));
    let details = [(further[0].0.as_str(), stages)];
    let records = asked.read(std::slice::from_ref(&first), &details).unwrap().records;
    let ids: Vec<_> = records.iter().map(|it| (it["id"].clone(), it["order"].clone())).collect();
    assert_eq!(
        ids,
        [(json!("unassigned"), json!(1)), (json!("42"), json!(2)), (json!("rejected"), json!(3))]
    );
    assert_eq!(
        records[1],
        json!({
            "id": "42", "remote_id": "42", "name": "Interview", "order": 2, "created_at": null, "updated_at": null,
            "kind": "CUSTOM", "stage_source": "declared",
        })
    );
    let one = asked.clone().one("42").read(std::slice::from_ref(&first), &details).unwrap().records;
    assert_eq!((one.len(), &one[0]["id"]), (1, &json!("42")));
    // A job without a category has no stages that are told.
    let bare = json!({ "id": "5", "category": null }).to_string().into_bytes();
    assert!(asked.further(std::slice::from_ref(&bare)).unwrap().is_empty());
    assert!(asked.read(&[bare], &[]).unwrap().records.is_empty());
}

#[test]
fn stages_of_all_categories_are_given_once_with_a_place_where_categories_agree() {
    for operation in ["ats_list_application_stages", "ats_list_interview_stages"] {
        let asked = question(operation);
        assert_eq!(asked.calls().unwrap()[0].path_and_query(), "/v2/recruiting/categories?limit=100");
        let pages = [
            page(&json!([category(
                "6",
                &json!([system("UNASSIGNED"), custom("42", "Interview"), custom("7", "Test")])
            )])),
            page(&json!([category("8", &json!([system("UNASSIGNED"), custom("7", "Test")])), 3])),
        ];
        let Read { records, info, .. } = asked.read(&pages, &[]).unwrap();
        let seen: Vec<_> = records.iter().map(|it| (it["id"].clone(), it["order"].clone())).collect();
        assert_eq!(
            seen,
            [(json!("7"), Value::Null), (json!("42"), json!(2)), (json!("unassigned"), json!(1))]
        );
        assert_eq!((info.rows, info.lost.len()), (3, 1));
    }
}

#[test]
fn departments_are_those_of_jobs_page_by_page() {
    let named = |job_id: &str, id: &str| json!({ "id": job_id, "department": { "id": id, "name": format!("D{id}") } });
    let pages = [
        page(&json!([named("1", "10"), named("2", "9"), { "id": "3", "department": null }])),
        page(&json!([named("4", "10"), named("5", "100"), "odd"])),
    ];
    let asked = Question { limit: 2, ..question("ats_list_departments") };
    assert_eq!(asked.calls().unwrap()[0].path_and_query(), "/v2/recruiting/jobs?limit=200");
    let first = asked.read(&pages, &[]).unwrap();
    assert_eq!(first.records[0], json!({ "id": "9", "remote_id": "9", "name": "D9" }));
    assert_eq!(first.info.next.as_deref(), Some("10"));
    assert_eq!(first.info.lost.len(), 1);
    // Something new in front of where we are is not met, and nothing is given twice.
    let moved = [pages[0].clone(), pages[1].clone(), page(&json!([named("6", "1")]))];
    let rest = Question { position: Some("10".to_owned()), ..asked }.read(&moved, &[]).unwrap();
    assert_eq!(rest.records.iter().map(|it| it["id"].clone()).collect::<Vec<_>>(), [json!("100")]);
    assert_eq!(rest.info.next, None);
    let one = question("ats_get_department").one("100").read(&pages, &[]).unwrap().records;
    assert_eq!(one[0]["name"], "D100");
    assert!(question("ats_get_department").one("0").read(&pages, &[]).unwrap().records.is_empty());
}

#[test]
fn all_pages_of_jobs_are_read() {
    let asked = question("ats_list_departments");
    let more = json!({ "_data": [], "_meta": { "links": { "next": { "href": "/v2/recruiting/jobs?cursor=abc" } } } });
    let first = [more.to_string().into_bytes()];
    let (key, next) = asked.further(&first).unwrap().remove(0);
    assert_eq!(next.path_and_query(), "/v2/recruiting/jobs?cursor=abc");
    assert!(asked.read(&first, &[]).is_err(), "a page is missing");
    let rest = json!({ "_data": [{ "id": "1", "department": { "id": "3" } }], "_meta": { "links": {} } });
    let read = asked.read(&first, &[(&key, rest)]).unwrap();
    assert_eq!(read.records[0]["id"], "3");
    assert!(asked.further(&[page(&json!([]))]).unwrap().is_empty());
    // A list that leads back to itself ends.
    let mut made = 0;
    let circle = asked.page(|_| {
        made += 1;
        Some(more.clone())
    });
    assert!(matches!(circle, Err(CallError::Malformed { .. })));
    assert_eq!(made, 100);
}

#[test]
fn users_are_whoever_hires_with_names_when_they_are_asked_for() {
    let rows = page(&json!([job("5"), job("7")]));
    let plain = Question { asked: asking("id"), ..question("ats_list_users") };
    assert!(plain.further(std::slice::from_ref(&rows)).unwrap().is_empty());
    let records = plain.read(std::slice::from_ref(&rows), &[]).unwrap().records;
    assert_eq!(records.iter().map(|it| it["id"].clone()).collect::<Vec<_>>(), [json!("9"), json!("10")]);
    let named = question("ats_list_users");
    let further = named.further(std::slice::from_ref(&rows)).unwrap();
    assert_eq!(further[0].1.path_and_query(), "/v2/persons?limit=50&id=9%2C10");
    let records =
        named.read(std::slice::from_ref(&rows), &[(further[0].0.as_str(), people())]).unwrap().records;
    assert_eq!(
        records[0],
        json!({
            "id": "9", "remote_id": "9", "email": "ada@example.com", "first_name": "Ada", "last_name": "Byron",
            "name": "Ada Byron", "phone": null,
        })
    );
    let one = question("ats_get_user").one("10");
    let further = one.further(std::slice::from_ref(&rows)).unwrap();
    assert_eq!(further[0].1.path_and_query(), "/v2/persons?limit=50&id=10");
}
