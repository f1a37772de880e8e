//! Lists beside employees: whatever stands in a row or in the place of an answer, nothing panics, and one row never
//! costs another.

use nabe_connectors::registry;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::ask::{Question, resource};
use crate::rows::any_json;

/// Lists whose rows are objects with an id.
const LISTS: [&str; 4] = [
    "hris_list_compensations",
    "hris_list_compensation_types",
    "hris_list_salary_bands",
    "hris_list_reports",
];

/// Keys of their rows.
const KEYS: [&str; 12] = [
    "id",
    "person",
    "type",
    "amount",
    "value",
    "currency",
    "interval",
    "effective_from",
    "edited_at",
    "minimum",
    "job",
    "name",
];

fn question(operation: &str) -> Question {
    let resource = resource(registry().get("personio").unwrap(), operation);
    Question { parent: Some("r-1".to_owned()), ..Question::new(resource) }
}

fn page(rows: &[Value]) -> Vec<u8> {
    json!({ "_data": rows, "_meta": { "columns": [{ "name": "a" }] } }).to_string().into_bytes()
}

/// An object with some of the keys, and anything under them.
fn any_row() -> impl Strategy<Value = Value> {
    let key = prop::sample::select(KEYS.to_vec()).prop_map(str::to_owned);
    let row = prop::collection::hash_map(key, any_json(), 0..8);
    prop_oneof![any_json(), row.prop_map(|it| Value::Object(it.into_iter().collect()))]
}

/// A cell with anything in it.
fn any_cell() -> impl Strategy<Value = Value> {
    let kinds = ["string", "numeric", "options", "time_range", "percentage", "monetary", "new"];
    let inside = ["value", "number", "options", "from", "to", "amount", "currency"];
    let inner = prop::collection::hash_map(prop::sample::select(inside.to_vec()), any_json(), 0..4);
    let cell = (prop::sample::select(kinds.to_vec()), inner, any_json()).prop_map(|(kind, inner, id)| {
        let inner: serde_json::Map<String, Value> =
            inner.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        json!({ "attribute_id": id, format!("{kind}_value"): inner })
    });
    prop_oneof![any_json(), cell]
}

proptest! {
    #[test]
    fn a_row_of_anything_costs_only_itself(bad in any_row(), at in 0_usize..4) {
        for operation in LISTS {
            let mut rows: Vec<Value> = ["9001", "9002", "9003"].map(|id| json!({ "id": id })).into();
            rows.insert(at, bad.clone());
            let read = question(operation).read(&[page(&rows)], &[]).unwrap();
            prop_assert_eq!((read.info.rows, read.records.len() + read.info.lost.len()), (4, 4));
            let ids: Vec<&str> = read.records.iter().filter_map(|it| it["id"].as_str()).collect();
            for id in ["9001", "9002", "9003"] {
                prop_assert!(ids.contains(&id), "{} of {} is lost: {:?}", id, operation, ids);
            }
        }
    }

    #[test]
    fn a_cell_of_anything_costs_only_itself(bad in any_cell(), row in any_json(), columns in any_json()) {
        let good = json!({ "attribute_id": "a", "string_value": { "value": "x" } });
        let rows = json!([[good, bad, good], row, [good]]);
        let body = json!({ "report_config": row, "_data": rows, "_meta": { "columns": columns } });
        let read = question("hris_list_report_rows").read(&[body.to_string().into_bytes()], &[]).unwrap();
        prop_assert_eq!(read.info.rows, 3);
        let cells = &read.records[0]["cells"];
        for at in [0, 2] {
            prop_assert_eq!((&cells[at]["id"], &cells[at]["value"]), (&json!("a"), &json!("x")));
        }
        let ids: Vec<&str> = read.records.iter().filter_map(|it| it["id"].as_str()).collect();
        prop_assert_eq!((ids.first(), ids.last()), (Some(&"1"), Some(&"3")));
    }

    #[test]
    fn any_answer_and_any_position_is_read_or_refused(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        json in any_json(),
        position in prop_oneof![any::<String>(), "[0-9]{4}-[0-9]{2}~.{0,9}", "[0-9]{1,30}~.{0,9}"],
        id in any::<String>(),
    ) {
        for operation in LISTS.into_iter().chain(["hris_list_report_rows"]) {
            let question = Question { position: Some(position.clone()), ..question(operation) };
            let _ = question.calls();
            for body in [bytes.clone(), json.to_string().into_bytes()] {
                let _ = question.read(std::slice::from_ref(&body), &[]);
                let _ = question.further(std::slice::from_ref(&body));
            }
        }
        let parent = Question { parent: Some(id.clone()), ..question("hris_list_report_rows") };
        for question in [question("hris_get_report").one(&id), parent] {
            for call in question.calls().unwrap_or_default() {
                prop_assert!(call.path.matches('/').count() <= 3 && !call.path.ends_with(['/', '.']), "{}", call.path);
            }
            let _ = question.read(std::slice::from_ref(&bytes), &[("r-1", json.clone())]);
        }
    }
}
