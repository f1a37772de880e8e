//! Balances of Personio, and the types of absence that somebody has: what stands on the wire, and what becomes of it.
//!
//! Rows are written from the official file, not read from the sandbox.

use nabe_connector::CallError;
use nabe_model::select::{Asked, Fields};
use serde_json::{Value, json};

use crate::ask::{Question, Read, filters};
use crate::time_off::question;

const VACATION: &str = "6c0c4bb1-1111-4f9e-8a7a-000000000001";
const DOCTOR: &str = "6c0c4bb1-2222-4f9e-8a7a-000000000002";

fn balances() -> Question {
    Question { parent: Some("1042".to_owned()), ..question("hris_list_employee_time_off_balances") }
}

fn policies() -> Question {
    Question { parent: Some("1042".to_owned()), ..question("hris_list_employee_time_off_policies") }
}

fn row() -> Value {
    json!({ "id": 1234, "name": "Paid Vacation", "category": "paid_vacation", "balance": 10.5, "available_balance": 8.5 })
}

fn type_(id: u32, id_v2: &str, name: &str, category: &str, unit: &str) -> Value {
    json!({ "type": "TimeOffType", "attributes": {
        "id": id, "name": name, "category": category, "unit": unit, "approval_required": true, "id_v2": id_v2,
    } })
}

fn types() -> Value {
    json!({ "success": true, "data": [
        type_(1234, VACATION, "Paid Vacation", "paid_vacation", "day"),
        type_(1235, DOCTOR, "Doctor", "other", "hour"),
    ] })
}

fn read(question: &Question, rows: &[Value], types: &Value) -> Read {
    let body = json!({ "success": true, "data": rows }).to_string().into_bytes();
    question.read(&[body], &[("types", types.clone())]).unwrap()
}

#[test]
fn a_type_that_is_not_certain_is_none() {
    let beside = |id_v2: Value| json!({ "data": [{ "id_v2": id_v2, "attributes": { "id": 1234, "name": "Paid Vacation" } }] });
    for (types, policy) in [
        (json!({ "data": [] }), Value::Null),
        // A number that another type has.
        (json!({ "data": [type_(1234, DOCTOR, "Doctor", "other", "hour")] }), Value::Null),
        (json!({ "data": [type_(9, VACATION, "Paid Vacation", "paid_vacation", "day")] }), Value::Null),
        (beside(json!(VACATION)), json!(VACATION)),
        (beside(Value::Null), Value::Null),
    ] {
        let Read { records, defects, .. } = read(&balances(), &[row()], &types);
        assert_eq!(
            (&records[0]["policy_id"], &records[0]["remote_policy_id"]),
            (&policy, &json!("1234")),
            "{types}"
        );
        assert_eq!((&records[0]["id"], &records[0]["current_balance"]), (&json!("1042-1234"), &json!(10.5)));
        assert_eq!(defects, Vec::<String>::new());
    }
    let Read { records, defects, .. } = read(&balances(), &[row()], &json!([]));
    assert_eq!((&records[0]["policy_id"], defects), (&Value::Null, vec!["attributes WrongType".to_owned()]));
}

#[test]
fn what_is_odd_costs_only_itself_and_is_told() {
    let odd = [
        json!(7),
        json!({ "name": "no id" }),
        json!({ "id": 1235, "name": 7, "balance": "much", "available_balance": null }),
        json!({ "id": "1234", "name": "Paid Vacation", "balance": "10.5", "available_balance": -2, "new": [] }),
    ];
    let Read { records, mut defects, info } = read(&balances(), &odd, &types());
    let ids: Vec<&Value> = records.iter().map(|it| &it["id"]).collect();
    assert_eq!(ids, ["1042-1235", "1042-1234"]);
    assert_eq!((info.rows, info.lost.len()), (4, 2));
    assert_eq!((&records[0]["current_balance"], &records[0]["policy_id"]), (&Value::Null, &Value::Null));
    assert_eq!(
        (&records[1]["current_balance"], &records[1]["available_balance"]),
        (&json!(10.5), &json!(-2.0))
    );
    defects.sort();
    assert_eq!(defects, ["balance WrongType", "name WrongType"]);
}

#[test]
fn the_types_are_fetched_when_something_of_them_is_wanted() {
    let keys = |question: &Question| -> Vec<String> {
        let calls = question.further(&[b"{\"data\":[]}".to_vec()]).unwrap();
        calls.iter().map(|(_, call)| call.path_and_query()).collect()
    };
    for (fields, wants) in [
        ("", true),
        ("id,current_balance,remote_policy_id", false),
        ("balance_unit", true),
        ("policy_id", true),
        ("policy.name", true),
    ] {
        let asked = Asked { fields: Fields::parse(fields), ..Asked::default() };
        let question = Question { asked, ..balances() };
        let expected: &[&str] = if wants { &["/v1/company/time-off-types?limit=200"] } else { &[] };
        assert_eq!(keys(&question), expected, "{fields}");
    }
    let fields = Asked { fields: Fields::parse("id"), ..Asked::default() };
    let filtered = Question { asked: fields, filters: filters([("policy_ids", VACATION)]), ..balances() };
    assert_eq!(keys(&filtered).len(), 1);
    assert_eq!(keys(&policies()).len(), 1);
}

#[test]
fn balances_are_filtered_by_the_ids_of_either_generation() {
    let doctor = json!({ "id": 1235, "name": "Doctor", "balance": 4, "available_balance": 4 });
    for (ids, found) in [
        (VACATION, &["1042-1234"][..]),
        ("1235", &["1042-1235"]),
        (&format!("{DOCTOR},{VACATION}"), &["1042-1234", "1042-1235"]),
        ("nothing", &[]),
    ] {
        let question = Question { filters: filters([("policy_ids", ids)]), ..balances() };
        let read = read(&question, &[row(), doctor.clone()], &types());
        let ids: Vec<&Value> = read.records.iter().map(|it| &it["id"]).collect();
        assert_eq!(ids, found);
        assert_eq!(read.info.lost, []);
    }
}

#[test]
fn a_persons_policies_are_the_types_of_their_balances() {
    let doctor = json!({ "id": 1235, "name": "Doctor", "balance": 4 });
    let gone = json!({ "id": 99, "name": "Gone", "balance": 4 });
    let rows = [row(), doctor, gone];
    let Read { records, defects, info } = read(&policies(), &rows, &types());
    let ids: Vec<&Value> = records.iter().map(|it| &it["id"]).collect();
    // Which policy the third one is nobody knows.
    assert_eq!((ids, info.rows, info.lost.len()), (vec![&json!(VACATION), &json!(DOCTOR)], 3, 1));
    assert_eq!(records[1]["duration_unit"], json!({ "value": "hours", "source_value": "hour" }));
    assert_eq!(defects, Vec::<String>::new());
    let vacation = Question { filters: filters([("type", "vacation")]), ..policies() };
    assert_eq!(read(&vacation, &rows[..2], &types()).records.len(), 1);
}

#[test]
fn one_balance_is_looked_for_among_the_persons() {
    let one = |parent: &str| Question { parent: Some(parent.to_owned()), ..balances() };
    assert_eq!(one("1042").calls().unwrap()[0].path, "/v1/company/employees/1042/absences/balance");
    assert!(one("1042").one("1042-1234").calls().unwrap().is_empty(), "the list is looked through");
    for nobody in ["", "x", "1/2", "99999999999"] {
        assert_eq!(one(nobody).calls().err(), Some(CallError::NotFound), "{nobody}");
    }
}
