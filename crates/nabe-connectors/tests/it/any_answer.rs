//! Whatever arrives in the place of an answer: nothing panics, rows that can be read are all handed out, and an answer
//! that is none is a typed error.

use std::sync::LazyLock;

use nabe_connector::{CallError, Filters};
use nabe_model::unified::operation;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use crate::ask::{Question, Read};
use crate::cases::{Answer, Case, Form, cases};
use crate::rows::{any_json, spoil};

/// A case with the bytes of its answers, and its records.
struct Known {
    case: Case,
    bodies: Vec<Vec<u8>>,
    records: Vec<Value>,
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let known = |case: Case| {
        let bodies: Vec<Vec<u8>> = case.answers.iter().map(Answer::body).collect();
        let records = case.read(&bodies).unwrap().records;
        Known { case, bodies, records }
    };
    cases().into_iter().map(known).collect()
});

impl Known {
    /// What comes of another body in the place of an answer.
    fn read(&self, answer: usize, body: &[u8]) -> Result<Read, CallError> {
        self.case.read_with(|it| if it == answer { body.to_vec() } else { self.bodies[it].clone() })
    }

    /// That these records are among those that came.
    fn holds(&self, read: &Result<Read, CallError>, wanted: &[Value]) -> Result<(), TestCaseError> {
        let operation = self.case.operation;
        let Ok(read) = read else { return Err(TestCaseError::fail(format!("{operation} is lost"))) };
        for record in wanted {
            prop_assert!(read.records.contains(record), "{}: {} is lost or changed", operation, record["id"]);
        }
        Ok(())
    }
}

/// Positions as pages give them, and others.
fn any_position() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[0-9]{4}-[0-9]{2}~.{0,9}",
        "[0-9]{1,30}[~:].{0,9}",
        r#"\[[0-9]{1,3},[0-9],\["[0-9]"\],\[\]\]"#,
        r#"\{"people":"\[[0-9]{1,3},[0-9],\[\],\[\]\]","part":\{"given":[0-9]{1,20},"which":[0-9]{1,20}\}\}"#,
        r"\?[a-z]{1,5}=.{0,9}&cursor=.{0,9}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_row_of_any_json_costs_only_itself(bad in any_json(), at in any::<Index>()) {
        for known in KNOWN.iter() {
            let list = known.case.answers.first().filter(|it| !matches!(it.form, Form::One | Form::OneOfV1));
            let Some(list) = list else { continue };
            let mut rows = list.rows.clone();
            // Rows of a report are known by their places.
            let is_table = matches!(list.form, Form::Report(_));
            rows.insert(if is_table { rows.len() } else { at.index(rows.len() + 1) }, bad.clone());
            known.holds(&known.read(0, &list.body_of(&rows)), &known.records)?;
        }
    }

    #[test]
    fn any_json_anywhere_in_a_row_costs_only_that_row(
        value in any_json(),
        which in any::<Index>(),
        place in prop::collection::vec(any::<Index>(), 0..7),
    ) {
        for known in KNOWN.iter().filter(|it| !it.bodies.is_empty()) {
            let number = which.index(known.bodies.len());
            let answer = &known.case.answers[number];
            let Some(mut row) = answer.rows.first().cloned() else { continue };
            spoil(&mut row, &place, value.clone());
            let read = known.read(number, &answer.body_with(row));
            if known.records.len() > 1 && !answer.is_of_another {
                known.holds(&read, &known.records[1..])?;
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        json in any_json(),
        which in any::<Index>(),
        place in prop::collection::vec(any::<Index>(), 0..3),
        cut in any::<Index>(),
    ) {
        for known in KNOWN.iter().filter(|it| !it.bodies.is_empty()) {
            let number = which.index(known.bodies.len());
            let body = &known.bodies[number];
            let is_refused = known.read(number, &body[..cut.index(body.len())]).is_err();
            // What further calls would have told is null where they tell nothing that can be read.
            prop_assert!(is_refused || number > 0, "{}: what breaks off is none", known.case.operation);
            let mut whole: Value = serde_json::from_slice(body).unwrap_or_default();
            spoil(&mut whole, &place, json.clone());
            let list = json!({ "_data": json }).to_string().into_bytes();
            for body in [bytes.clone(), json.to_string().into_bytes(), list, whole.to_string().into_bytes()] {
                let _ = known.read(number, &body);
            }
        }
    }

    #[test]
    fn any_position_and_any_condition_is_taken_or_refused(
        position in any_position(),
        text in any_position(),
        limit in any::<u32>(),
    ) {
        for Known { case, bodies, .. } in KNOWN.iter() {
            let table = operation(case.operation).unwrap();
            let names = table.filters.iter().chain(table.parameters).chain(&["updated_after"]);
            let all = names.map(|it| Filters([((*it).to_owned(), text.clone())].into()));
            for filters in all.chain([Filters::default()]) {
                let position = Some(position.clone()).filter(|_| filters.0.is_empty());
                let question = Question { filters, position, limit, ..case.question.clone() };
                let body = |call: &str| case.answers.iter().position(|it| it.is_of(call)).map(|it| bodies[it].clone());
                let _ = question.page_of(body);
            }
        }
    }

    #[test]
    fn an_id_stays_one_segment_of_the_path(id in any_position()) {
        for Known { case, .. } in KNOWN.iter() {
            let below = Question { parent: Some(id.clone()), ..case.question.clone() };
            for question in [case.question.clone().one(&id), below.clone(), below.one(&id)] {
                for call in question.calls().unwrap_or_default() {
                    let template = call.operation.path.matches('/').count();
                    prop_assert_eq!(call.path.matches('/').count(), template, "{}", call.path);
                    prop_assert!(!call.path.contains(['?', '#', ' ']) && call.path.is_ascii(), "{}", call.path);
                    prop_assert!(!call.path.ends_with("/..") && !call.path.ends_with(['.', '/']), "{}", call.path);
                }
            }
        }
    }
}
