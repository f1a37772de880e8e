//! Groups of all kinds as one list, and the positions that people hold.
//!
//! Rows are written from Personio's documentation, not read from the sandbox.

use nabe_connector::{Call, CallError, PageInfo};
use nabe_connectors::registry;
use nabe_model::select::{Asked, Fields};
use serde_json::{Value, json};

use crate::ask::{Question, Read, filters, resource};

fn question(operation: &str) -> Question {
    let question = Question::new(resource(registry().get("personio").unwrap(), operation));
    Question { asked: Asked::default(), ..question }
}

fn paths(question: &Question) -> Result<Vec<String>, CallError> {
    question.calls().map(|it| it.iter().map(Call::path_and_query).collect())
}

fn body(rows: &Value, next: Option<&str>) -> Vec<u8> {
    let links = next.map_or(json!({}), |it| json!({ "next": { "href": format!("/v2/x?cursor={it}") } }));
    json!({ "_data": rows, "_meta": { "links": links } }).to_string().into_bytes()
}

#[test]
fn groups_are_departments_then_teams_then_cost_centers() {
    let (mut seen, mut ids) = (Vec::new(), Vec::new());
    let mut position = None;
    loop {
        let list = Question { position: position.clone(), limit: 7, ..question("hris_list_groups") };
        let path = paths(&list).unwrap().remove(0);
        let (rows, next) = match path.as_str() {
            "/v2/org-units?type=department&limit=7" => (
                json!([{ "id": "4", "type": "department", "name": "Sales", "parent_id": "3", "abbreviation": "S" }]),
                Some("c:1"),
            ),
            "/v2/org-units?cursor=c%3A1" => (json!([{ "id": 3 }]), None),
            "/v2/org-units?type=team&limit=7" => (json!([{ "id": "4", "type": "team" }]), None),
            "/v2/cost-centers?limit=7" => (json!([{ "id": "4", "name": "100" }, { "name": "no id" }]), None),
            other => panic!("{other}"),
        };
        seen.push(path);
        let read = list.read(&[body(&rows, next)], &[]).unwrap();
        ids.extend(read.records.iter().map(|it| it["id"].as_str().unwrap().to_owned()));
        if seen.len() == 1 {
            assert_eq!(
                read.records[0],
                json!({
                    "id": "department_4", "remote_id": "4", "name": "Sales", "parent_ids": ["department_3"],
                    "remote_parent_ids": ["3"], "owner_ids": null, "remote_owner_ids": null, "company_id": null,
                    "remote_company_id": null, "type": { "value": "department", "source_value": "department" },
                    "description": null, "abbreviation": "S",
                })
            );
        }
        position = read.info.next;
        if position.is_none() {
            assert_eq!(read.info.lost.len(), 1);
            assert_eq!(read.records[0]["type"], json!({ "value": "cost_center", "source_value": null }));
            break;
        }
    }
    assert_eq!(
        (seen.len(), ids),
        (4, ["department_4", "department_3", "team_4", "cost_center_4"].map(String::from).into())
    );
}

#[test]
fn a_group_is_got_by_its_kind_and_id() {
    let one = |id: &str| paths(&question("hris_get_group").one(id));
    assert_eq!(one("team_5"), Ok(vec!["/v2/org-units/5?type=team".to_owned()]));
    assert_eq!(one("department_5"), Ok(vec!["/v2/org-units/5?type=department".to_owned()]));
    assert_eq!(one("cost_center_9"), Ok(vec!["/v2/cost-centers?id=9".to_owned()]));
    for id in ["5", "team_", "team", "division_5", "team_5/6", "cost_center_.."] {
        assert_eq!(one(id), Err(CallError::NotFound), "{id}");
    }
    let team = question("hris_get_group").one("team_5");
    let read = team.read(&[json!({ "id": "5", "type": "team" }).to_string().into_bytes()], &[]).unwrap();
    assert_eq!((&read.records[0]["id"], read.info.next), (&json!("team_5"), None));
    for bad in ["0:", "3:x", "x", ":"] {
        let list = Question { position: Some(bad.to_owned()), ..question("hris_list_groups") };
        assert_eq!(paths(&list).is_ok(), bad == "0:", "{bad}");
    }
}

#[test]
fn what_is_picked_from_a_list_is_the_one_that_was_meant() {
    let rows = json!([{ "id": "8", "name": "other" }, { "id": "9", "name": "100" }]);
    for (operation, id) in
        [("hris_get_group", "cost_center_9"), ("hris_get_cost_center_group", "9"), ("hris_get_location", "9")]
    {
        let read = question(operation).one(id).read(&[body(&rows, None)], &[]).unwrap();
        let names: Vec<_> = read.records.iter().map(|it| it["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["100"], "{operation}");
    }
}

fn person(id: u32, status: &Value) -> Value {
    let linked = |id: u32| json!({ "value": { "type": "Any", "attributes": { "id": id, "name": "x" } } });
    json!({ "type": "Employee", "attributes": {
        "id": { "value": id }, "status": { "value": status }, "position": { "value": "Engineer" },
        "employment_type": { "value": "internal" }, "department": linked(4), "office": linked(8),
    } })
}

fn people(rows: &[Value]) -> Vec<u8> {
    json!({ "success": true, "metadata": { "total_elements": rows.len() }, "data": rows })
        .to_string()
        .into_bytes()
}

#[test]
fn a_position_is_the_persons_who_holds_it() {
    let list = question("hris_list_positions");
    assert_eq!(paths(&list), Ok(vec!["/v1/company/employees?limit=100&offset=0".to_owned()]));
    let bad = json!({ "attributes": { "id": { "value": 10 }, "position": { "value": 5 } } });
    let rows =
        [person(7, &json!("active")), person(8, &json!("inactive")), person(9, &json!(null)), bad, json!({})];
    let Read { records, defects, info } = list.read(&[people(&rows)], &[]).unwrap();
    let ids: Vec<_> = records.iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!((ids, info.rows, info.lost.len()), (vec!["7", "9", "10"], 5, 1));
    assert_eq!(defects, ["attributes.position.value WrongType"]);
    assert_eq!(
        records[0],
        json!({
            "id": "7", "remote_id": null, "job_id": null, "title": "Engineer", "description": null,
            "department_id": "4", "location_id": "8", "employment_type": "internal", "status": null,
            "posted_date": null, "employee_id": "7", "remote_employee_id": "7",
        })
    );
}

#[test]
fn a_position_of_somebody_who_left_is_none() {
    let one = question("hris_get_position").one("8");
    assert_eq!(paths(&one), Ok(vec!["/v1/company/employees/8".to_owned()]));
    let body = json!({ "success": true, "data": person(8, &json!("inactive")) }).to_string().into_bytes();
    assert_eq!(one.read(&[body], &[]).unwrap().records, Vec::<Value>::new());
    assert_eq!(paths(&question("hris_get_position").one("x")), Err(CallError::NotFound));
}

#[test]
fn no_position_has_a_status_so_none_is_found_by_it() {
    let open = Question { filters: filters([("status", "open")]), ..question("hris_list_positions") };
    assert_eq!(paths(&open), Ok(vec![]));
    let read = open.read(&[], &[]).unwrap();
    assert_eq!((read.records, read.info), (vec![], PageInfo::default()));
}

#[test]
fn the_job_of_a_position_costs_a_call_a_person() {
    let asked = Asked { fields: Fields::parse("id,job_id"), ..Asked::default() };
    let list = Question { asked, ..question("hris_list_positions") };
    let rows = people(&[person(7, &json!("active")), person(9, &json!("active"))]);
    let calls: Vec<_> =
        list.further(std::slice::from_ref(&rows)).unwrap().iter().map(|it| it.1.path_and_query()).collect();
    assert_eq!(calls, ["/v2/persons/7/employments?limit=50", "/v2/persons/9/employments?limit=50"]);
    let jobs = json!({ "_data": [{ "id": "e", "job": { "id": "0c9d" } }, { "id": "f", "job": { "id": "old" } }], "_meta": { "links": {} } });
    let read = list
        .read(&[rows], &[("7", jobs), ("9", json!({ "_data": [{ "job": 3 }], "_meta": { "links": {} } }))])
        .unwrap();
    assert_eq!((&read.records[0]["job_id"], &read.records[1]["job_id"]), (&json!("0c9d"), &Value::Null));
    assert_eq!(read.defects, ["_data[0].job WrongType"]);
}
