//! Personio's answers to further calls that can't be read: what they would have told is null, and is told to be
//! unreadable, so that nobody takes it for what isn't set.

use nabe_connector::CallError;
use nabe_connectors::registry;
use nabe_model::select::{Asked, Fields};
use serde_json::{Value, json};

use crate::ask::{Question, Read, resource};

fn question(operation: &str, names: &str) -> Question {
    let asked = Asked { fields: Fields::parse(names), ..Asked::default() };
    Question { asked, ..Question::new(resource(registry().get("personio").unwrap(), operation)) }
}

fn page(rows: &Value) -> Vec<u8> {
    json!({ "_data": rows, "_meta": { "links": {} } }).to_string().into_bytes()
}

/// What becomes of a row when all further calls are answered like this.
fn answered(question: &Question, row: &Value, answer: &Value) -> Read {
    let rows = page(&json!([row]));
    let calls = question.further(std::slice::from_ref(&rows)).unwrap();
    let answers: Vec<(&str, Value)> = calls.iter().map(|(key, _)| (key.as_str(), answer.clone())).collect();
    assert!(!answers.is_empty(), "nothing is asked");
    question.read(&[rows], &answers).unwrap()
}

fn check(question: &Question, row: &Value, field: &str, answers: &[(Value, &[&str])]) {
    for (answer, defects) in answers {
        let read = answered(question, row, answer);
        let defects: Vec<String> = defects.iter().map(|it| format!("{it} WrongType")).collect();
        assert_eq!((read.records[0].pointer(field), read.defects), (Some(&Value::Null), defects), "{answer}");
    }
}

#[test]
fn when_an_application_was_refused() {
    let row = json!({ "id": "1", "current_stage": { "kind": "REJECTED" } });
    let step = |stage: Value, at: Value| json!({ "_data": [{ "stage": stage, "entered_at": at }] });
    check(
        &question("ats_list_applications", "id,rejected_at"),
        &row,
        "/rejected_at",
        &[
            (json!(7), &["_data[]"]),
            (json!({ "_data": [7] }), &["_data[]"]),
            (step(json!(7), json!(null)), &["_data[].stage"]),
            (step(json!({ "kind": "REJECTED" }), json!(7)), &["_data[].entered_at"]),
            (json!({ "_data": [] }), &[]),
            (step(json!({ "kind": "REJECTED" }), json!(null)), &[]),
        ],
    );
}

#[test]
fn the_stages_of_a_job() {
    let row = json!({ "id": "1", "category": { "id": "6" } });
    let jobs = question("ats_list_jobs", "id,interview_stages");
    let torn: [(Value, &[&str]); 3] =
        [(json!(7), &["stages"]), (json!([]), &["stages"]), (json!({ "stages": 7 }), &["stages"])];
    check(&jobs, &row, "/interview_stages", &torn);
    let read = answered(&jobs, &row, &json!({ "stages": null }));
    assert_eq!((&read.records[0]["interview_stages"], read.defects.len()), (&json!([]), 0));

    let of_job = question("ats_list_job_application_stages", "").below("1");
    let job = row.to_string().into_bytes();
    let refused = of_job.read(&[job], &[("category 6", json!({ "stages": 7 }))]);
    assert!(matches!(refused, Err(CallError::Malformed { .. })), "no list, rather than an empty one");
}

#[test]
fn the_names_of_people() {
    let row = json!({ "id": "1", "hiring_team": [{ "person": { "id": "9" } }] });
    let jobs = question("ats_list_jobs", "id,hiring_team.first_name");
    check(
        &jobs,
        &row,
        "/hiring_team/0/first_name",
        &[
            (json!(7), &["hiring_team[]"]),
            (json!({ "_data": [7] }), &["hiring_team[]"]),
            (json!({ "_data": [{ "id": "9", "first_name": 7 }] }), &["hiring_team[].first_name"]),
            (json!({ "_data": [{ "id": "10" }] }), &[]),
        ],
    );
    check(
        &question("ats_list_users", "id,first_name"),
        &row,
        "/first_name",
        &[
            (json!(7), &["_data[]"]),
            (json!({ "_data": [{ "id": "9", "first_name": 7 }] }), &["first_name"]),
            (json!({ "_data": [] }), &[]),
        ],
    );
}

#[test]
fn the_names_of_groups() {
    let row =
        json!({ "id": "1", "org_units": [{ "id": "4", "type": "team" }], "cost_centers": [{ "id": "5" }] });
    let asked = Asked { expand: vec!["groups".to_owned()], ..Asked::default() };
    let list = Question { asked, ..question("hris_list_employee_employments", "").below("7") };
    check(
        &list,
        &row,
        "/team/name",
        &[
            (json!(7), &["org_units[]", "cost_centers[]"]),
            (json!({ "id": "4", "name": 7 }), &["org_units[].name", "cost_centers[]"]),
            (json!({ "_data": [{ "id": "5" }] }), &["org_units[]"]),
        ],
    );
    // Of many units the list is read: what of it can't be read leads nowhere.
    let unit = |id: u32| json!({ "id": id, "type": "department" });
    let many = json!({ "id": "1", "org_units": [unit(1), unit(2), unit(3)] });
    check(&list, &many, "/department/name", &[(json!(7), &["org_units[]"])]);
}

#[test]
fn what_an_absence_takes() {
    let row = json!({ "id": "1", "ends_at": { "date_time": "2026-08-04T00:00:00" } });
    let link = json!({ "links": { "next": { "href": "/x?cursor=two" } } });
    check(
        &question("hris_list_time_off_requests", "id,duration"),
        &row,
        "/duration",
        &[
            (json!(7), &["breakdowns[]"]),
            // The second part of the days isn't there any more.
            (
                json!({ "_data": [{ "effective_duration": { "unit": "DAY", "value": 1 } }], "_meta": link }),
                &["breakdowns[]"],
            ),
        ],
    );
}

#[test]
fn the_clock_of_a_person() {
    const COUNTRY: &str = "data.attributes.holiday_calendar.value.attributes.country";
    let calendar = |it: Value| json!({ "data": { "attributes": { "holiday_calendar": it } } });
    let row = json!({ "id": "1", "person": { "id": "7" } });
    check(
        &question("hris_list_time_entries", "id,time_zone"),
        &row,
        "/time_zone",
        &[
            (json!(7), &[COUNTRY]),
            (json!({ "data": 7 }), &[COUNTRY]),
            (calendar(json!(7)), &[COUNTRY]),
            (calendar(json!({ "value": { "attributes": { "country": ["DE"] } } })), &[COUNTRY]),
            (calendar(json!({ "value": { "attributes": { "country": "US" } } })), &[]),
            (calendar(json!(null)), &[]),
        ],
    );
}

#[test]
fn types_of_absence() {
    let row = json!({ "id": "1", "absence_type": { "id": "a" } });
    check(
        &question("hris_list_time_off_requests", "id,type"),
        &row,
        "/type",
        &[
            (json!({ "_data": [7] }), &["absence_type"]),
            (json!({ "_data": [{ "id": "a", "category": 7 }] }), &["absence_type.category"]),
            (json!({ "_data": [] }), &[]),
        ],
    );
}
