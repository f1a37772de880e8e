//! Personio's projects and their members.
//!
//! Rows are written from Personio's documentation, not read from the sandbox.

use nabe_connector::CallError;
use nabe_connectors::registry;
use nabe_model::select::{Asked, Fields};
use serde_json::{Value, json};

use crate::ask::{Question, Read, filters, resource};

fn question(operation: &str) -> Question {
    let resource = resource(registry().get("personio").unwrap(), operation);
    Question { asked: Asked::default(), ..Question::new(resource) }
}

fn read(question: &Question, rows: &Value) -> Read {
    let body = json!({ "_data": rows, "_meta": { "links": {} } }).to_string().into_bytes();
    question.read(&[body], &[]).unwrap()
}

fn project() -> Value {
    json!({
        "id": "82173", "name": "NX Firmware", "status": "ACTIVE", "project_code": "PRJ-1", "description": "Text",
        "cost_center": { "id": "31" }, "assigned_to_all": false, "parent_project": { "id": "82170" },
        "start": { "date": "2026-01-01" }, "end": { "date": "2026-03-01" }, "billable": true,
        "client_name": "ACME", "project_type": "Intern", "tracked_minutes": 480, "created_at": "2025-12-01T08:00:00Z",
        "updated_at": "2026-01-02T08:00:00Z", "something_new": [1],
    })
}

#[test]
fn nothing_stays_nothing_and_what_is_new_is_told() {
    let bare = json!({
        "id": 5, "name": "Bare", "status": "PAUSED", "project_code": null, "cost_center": null, "parent_project": null,
        "start": null, "end": null, "assigned_to_all": null, "billable": null,
    });
    let Read { records, defects, .. } = read(&question("hris_list_projects"), &json!([bare]));
    assert_eq!(defects, Vec::<String>::new());
    assert_eq!(records[0]["id"], "5");
    assert_eq!(records[0]["status"], json!({ "value": "unmapped_value", "source_value": "PAUSED" }));
    for field in
        ["code", "cost_center_id", "parent_id", "start_date", "end_date", "assigned_to_all", "billable"]
    {
        assert_eq!(records[0][field], Value::Null, "{field}");
    }
}

#[test]
fn what_is_counted_is_asked_for_only_by_name() {
    let call = |question: &Question| question.calls().unwrap().remove(0).path_and_query();
    let list = question("hris_list_projects");
    assert_eq!(call(&list), "/v2/projects?limit=100");
    let include = vec!["sub_projects_count".to_owned()];
    let counted = Question { asked: Asked { include, ..Asked::default() }, ..list.clone() };
    assert_eq!(call(&counted), "/v2/projects?limit=100&include=sub_projects_count");
    let next = Question { position: Some("abc".to_owned()), limit: 7, ..list };
    assert_eq!(call(&next), "/v2/projects?cursor=abc");
    let fields = Fields::parse("id,tracked_minutes,tracked_periods_count");
    let one =
        Question { asked: Asked { fields, ..Asked::default() }, ..question("hris_get_project") }.one("82173");
    assert_eq!(call(&one), "/v2/projects/82173?include=tracked_minutes%2Ctracked_periods_count");
}

#[test]
fn projects_that_changed_are_found_among_all() {
    let old = json!({ "id": "1", "updated_at": "2025-01-01T00:00:00Z" });
    let rows = json!([project(), old, { "id": "2" }]);
    let since = Question {
        filters: filters([("updated_after", "2026-01-01T00:00:00Z")]),
        ..question("hris_list_projects")
    };
    let Read { records, info, .. } = read(&since, &rows);
    let ids: Vec<_> = records.iter().map(|it| it["id"].clone()).collect();
    assert_eq!((ids, info.rows, info.lost.len()), (vec![json!("82173"), json!("2")], 3, 0));
}

#[test]
fn a_member_is_a_person() {
    let of = |project: &str| Question {
        parent: Some(project.to_owned()),
        ..question("hris_list_project_members")
    };
    let call = of("82173").calls().unwrap().remove(0);
    assert_eq!(call.path_and_query(), "/v2/projects/82173/members?limit=100");
    for nobody in ["", "..", "1/2", "a b"] {
        assert!(matches!(of(nobody).calls(), Err(CallError::NotFound)), "{nobody}");
    }
    let rows = json!([{ "person": { "id": "7" } }, { "person": null }, {}, 3, { "person": { "id": 8 } }]);
    let Read { records, info, .. } = read(&of("82173"), &rows);
    assert_eq!(
        records,
        [json!("7"), json!("8")].map(|id| json!({
            "id": id, "remote_id": id, "employee_id": id, "remote_employee_id": id,
        }))
    );
    assert_eq!((info.rows, info.lost.len()), (5, 3));
}
