//! Personio's plain lists: what stands on the wire, and what becomes of it.
//!
//! Rows are written from Personio's documentation and from readers of live data, not read from the sandbox.

use nabe_connector::Served;
use nabe_connectors::registry;
use serde_json::{Value, json};

use crate::ask::{Question, Read, filters, resource};

fn question(operation: &str) -> Question {
    Question::new(resource(registry().get("personio").unwrap(), operation))
}

fn read(question: &Question, rows: &Value) -> Read {
    let body = json!({ "_data": rows, "_meta": { "links": {} } }).to_string().into_bytes();
    question.read(&[body], &[]).unwrap()
}

#[test]
fn categories_and_units_are_unified_in_every_spelling() {
    for (category, value) in [
        ("sick_leave", "sick"),
        ("UNPAID_VACATION", "unpaid"),
        ("maternity_parental_leave", "child_care_leave"),
        ("FAMILY_CARE", "other"),
        ("other", "other"),
        ("sabbatical", "unmapped_value"),
    ] {
        let row = json!({ "id": "1", "category": category, "unit": "hour" });
        let records = read(&question("hris_list_time_off_policies"), &json!([row])).records;
        assert_eq!(records[0]["type"], json!({ "value": value, "source_value": category }));
        assert_eq!(records[0]["duration_unit"], json!({ "value": "hours", "source_value": "hour" }));
    }
}

#[test]
fn policies_are_filtered_by_their_type() {
    let rows = json!([{ "id": "1", "category": "sick_leave" }, { "id": "2", "category": "paid_vacation" }]);
    let sick = Question { filters: filters([("type", "sick")]), ..question("hris_list_time_off_policies") };
    let Read { records, info, .. } = read(&sick, &rows);
    assert_eq!((records.len(), &records[0]["id"], info.rows), (1, &json!("1"), 2));
    assert_eq!(info.lost, []);
}

#[test]
fn what_is_odd_costs_only_itself_and_is_told() {
    for operation in [
        "hris_list_time_off_policies",
        "hris_list_time_off_types",
        "hris_list_companies",
        "hris_list_department_groups",
        "hris_list_cost_center_groups",
        "hris_list_locations",
        "hris_list_jobs",
        "hris_list_employee_categories",
    ] {
        let odd =
            json!([7, { "name": "no id" }, { "id": "1", "name": ["x"], "attributes": 3 }, { "id": 2 }, null]);
        let Read { records, defects, info } = read(&question(operation), &odd);
        let ids: Vec<_> = records.iter().map(|it| it["id"].clone()).collect();
        assert_eq!(ids, [json!("1"), json!("2")], "{operation}");
        assert_eq!((info.rows, info.lost.len()), (5, 3), "{operation}");
        assert!(!defects.is_empty(), "{operation}");
    }
}

#[test]
fn only_the_customers_attributes_are_custom_fields() {
    let rows = json!([
        { "key": "first_name", "label": "Vorname", "type": "standard", "options": [] },
        { "key": "dynamic_7", "label": "Größe", "type": "list", "universal_id": null, "options": ["S", "M"] },
    ]);
    let read = read(&question("hris_list_employee_custom_field_definitions"), &rows);
    assert_eq!(
        read.records,
        [json!({
            "id": "dynamic_7", "remote_id": "dynamic_7", "name": "Größe", "description": null,
            "type": { "value": "single_select", "source_value": "list" },
            "options": [{ "id": "S", "value": "S" }, { "id": "M", "value": "M" }],
        })]
    );
    assert_eq!((read.info.rows, read.info.lost), (2, vec![]));
}

#[test]
fn what_personio_cant_do_is_told_apart_from_what_is_not_built_yet() {
    let personio = registry().get("personio").unwrap();
    for operation in [
        "hris_list_shifts",
        "hris_list_division_groups",
        "ats_get_list",
        "ats_get_interview",
        "ats_list_offers",
        "ats_move_application",
    ] {
        assert!(matches!(personio.serves(operation), Served::Absent(_)), "{operation}");
    }
    for operation in
        ["hris_create_employee_time_off_request", "hris_create_employee", "ats_create_application"]
    {
        assert!(matches!(personio.serves(operation), Served::NotYet), "{operation}");
    }
}

#[test]
fn after_a_moment_is_later_than_it_in_every_list() {
    for operation in [
        "hris_list_time_entries",
        "hris_list_time_off_requests",
        "hris_list_projects",
        "hris_list_employee_employments",
        "ats_list_applications",
        "ats_list_candidates",
        "ats_list_jobs",
    ] {
        let rows = |updated: Value| json!([{ "id": "1", "person": { "id": "7" }, "updated_at": updated }]);
        for (updated, is_listed) in [
            (json!("2026-03-01T08:00:01Z"), true),
            (json!("2026-03-01T08:00:00Z"), false),
            (json!("2026-02-28T08:00:00Z"), false),
            // It may have been later.
            (Value::Null, true),
        ] {
            let after = filters([("updated_after", "2026-03-01T09:00:00+01:00")]);
            let question = Question { filters: after, ..question(operation).below("7") };
            let Read { records, info, .. } = read(&question, &rows(updated.clone()));
            assert_eq!((records.len() == 1, info.lost), (is_listed, vec![]), "{operation} {updated}");
        }
    }
}
