//! Rows: whatever comes, nothing panics, and one row never costs another.

use nabe_connector::CallError;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::ask::{Question, Read, resource};
use crate::fixtures::{Fixture, fixtures};

fn list(fixture: &Fixture) -> Question {
    Question::new(resource(fixture.provider, "hris_list_employees"))
}

fn one(fixture: &Fixture, id: &str) -> Question {
    Question::new(resource(fixture.provider, "hris_get_employee")).one(id)
}

fn read(fixture: &Fixture, body: &[u8]) -> Result<Read, CallError> {
    list(fixture).read(&[body.to_vec()], &[])
}

/// Any JSON, nested and odd.
pub(crate) fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        Just(json!("2024-02-30")),
        Just(json!("0000-00-00T99:00:00+99:00")),
    ];
    let key = prop_oneof![
        any::<String>(),
        prop::sample::select(vec!["id", "name", "type", "value", "attributes", "label", "universal_id"])
            .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(4, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map(key.clone(), inner, 0..6)
                .prop_map(|it| Value::Object(it.into_iter().collect())),
        ]
    })
}

/// Puts `value` somewhere into a row; `at` chooses where.
pub(crate) fn spoil(row: &mut Value, at: &[prop::sample::Index], value: Value) {
    let Some((first, rest)) = at.split_first() else {
        *row = value;
        return;
    };
    if let Some(object) = row.as_object_mut().filter(|it| !it.is_empty()) {
        let key = object.keys().nth(first.index(object.len())).unwrap().clone();
        spoil(&mut object[&key], rest, value);
    } else if let Some(items) = row.as_array_mut().filter(|it| !it.is_empty()) {
        let at = first.index(items.len());
        spoil(&mut items[at], rest, value);
    } else {
        *row = value;
    }
}

fn holds_the_good_rows(fixture: &Fixture, bad: &Value, at: usize) -> Result<(), TestCaseError> {
    let mut rows: Vec<Value> = [9001, 9002, 9003].map(fixture.row).into();
    rows.insert(at, bad.clone());
    let Read { records, info, .. } = read(fixture, &(fixture.page)(&rows)).unwrap();
    prop_assert_eq!(info.rows, 4);
    let ids: Vec<&str> = records.iter().filter_map(|it| it["id"].as_str()).collect();
    for id in ["9001", "9002", "9003"] {
        prop_assert!(ids.contains(&id), "{} is lost: {:?}", id, ids);
    }
    let clean = read(fixture, &(fixture.page)(&[(fixture.row)(9002)])).unwrap().records;
    let same = records.iter().find(|it| it["id"] == "9002").unwrap();
    prop_assert_eq!(same, &clean[0], "another row changed it");
    Ok(())
}

proptest! {
    #[test]
    fn a_row_of_any_json_costs_only_itself(bad in any_json(), at in 0_usize..4) {
        for fixture in fixtures() {
            holds_the_good_rows(&fixture, &bad, at)?;
        }
    }

    #[test]
    fn a_row_that_is_spoilt_somewhere_costs_only_itself(
        value in any_json(),
        place in prop::collection::vec(any::<prop::sample::Index>(), 1..6),
        at in 0_usize..4,
    ) {
        for fixture in fixtures() {
            let mut bad = (fixture.row)(9009);
            spoil(&mut bad, &place, value.clone());
            holds_the_good_rows(&fixture, &bad, at)?;
            // One employee alone may be unreadable; it is then an error and no panic.
            let read = one(&fixture, "9009").read(&[(fixture.one)(&bad)], &[]);
            let seen = read.map_or(0, |it| it.records.len());
            prop_assert!(seen <= 1);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), cut in any::<prop::sample::Index>()) {
        for fixture in fixtures() {
            let whole = (fixture.page)(&[(fixture.row)(1), (fixture.row)(2)]);
            let torn = &whole[..cut.index(whole.len())];
            prop_assert!(read(&fixture, torn).is_err(), "a page that breaks off is no page");
            let _ = read(&fixture, &bytes);
            let _ = list(&fixture).further(std::slice::from_ref(&bytes));
            let _ = one(&fixture, "1").read(std::slice::from_ref(&bytes), &[]);
        }
    }

    #[test]
    fn an_id_stays_one_segment_of_the_path(id in any::<String>()) {
        for fixture in fixtures() {
            let Ok(calls) = one(&fixture, &id).calls() else { continue };
            let call = &calls[0];
            let template = call.operation.path.matches('/').count();
            prop_assert_eq!(call.path.matches('/').count(), template, "{}", call.path);
            prop_assert!(!call.path.contains(['?', '#', ' ']) && call.path.is_ascii(), "{}", call.path);
            prop_assert!(!call.path.ends_with("/..") && !call.path.ends_with("/."), "{}", call.path);
        }
    }

    #[test]
    fn any_position_is_taken_or_refused(position in any::<String>(), limit in any::<u32>()) {
        for fixture in fixtures() {
            let question = Question { position: Some(position.clone()), limit, ..list(&fixture) };
            let _ = question.calls();
        }
    }
}

#[test]
fn rows_that_can_be_read_have_no_defects() {
    for fixture in fixtures() {
        let Read { defects, info, .. } = read(&fixture, &(fixture.page)(&[(fixture.row)(5)])).unwrap();
        assert_eq!((defects, info.rows, info.lost), (vec![], 1, vec![]));
    }
}

#[test]
fn dots_are_no_ids() {
    for fixture in fixtures() {
        for id in ["", ".", "..", "../1", "1/2", "%2e%2e"] {
            let Ok(calls) = one(&fixture, id).calls() else { continue };
            let call = &calls[0];
            assert!(!call.path.contains("..") && !call.path.ends_with(['/', '.']), "{id}: {}", call.path);
        }
    }
}
