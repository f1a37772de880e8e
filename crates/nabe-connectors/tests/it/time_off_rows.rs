//! Answers on absences and balances: whatever comes, nothing panics, and one row never costs another.

use std::collections::HashMap;

use nabe_connectors::registry;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::ask::{Question, resource};
use crate::rows::{any_json, spoil};
use crate::time_off::{list, page, row};

/// What is read of one answer and those beside it, and a good row of the first.
struct Case {
    question: Question,
    row: Value,
    keys: &'static [&'static str],
}

fn cases() -> [Case; 3] {
    let question = |operation: &str| {
        let question = Question::new(resource(registry().get("personio").unwrap(), operation));
        Question { parent: Some("1042".to_owned()), ..question }
    };
    let balance = json!({ "id": 77, "name": "Urlaub", "category": "paid_vacation", "balance": 10.5, "available_balance": 8.5 });
    let good = row();
    let days: &'static str = format!("days {} ", good["id"].as_str().unwrap()).leak();
    [
        Case { question: list(), row: good, keys: vec!["types", days].leak() },
        Case {
            question: question("hris_list_employee_time_off_balances"),
            row: balance.clone(),
            keys: &["types"],
        },
        Case { question: question("hris_list_employee_time_off_policies"), row: balance, keys: &["types"] },
    ]
}

fn types() -> Value {
    json!({ "data": [{ "attributes": { "id": 77, "id_v2": "seventy-seven", "name": "Urlaub" } }] })
}

proptest! {
    #[test]
    fn a_row_of_any_json_costs_only_itself(
        value in any_json(),
        place in prop::collection::vec(any::<prop::sample::Index>(), 0..5),
        first in any::<bool>(),
    ) {
        for Case { question, row, .. } in cases() {
            let mut bad = row.clone();
            spoil(&mut bad, &place, value.clone());
            let rows = if first { [bad, row.clone()] } else { [row.clone(), bad] };
            let read = question.read(&[page(&rows)], &[("types", types())]).unwrap();
            prop_assert_eq!(read.info.rows, 2);
            let clean = question.read(&[page(&[row])], &[("types", types())]).unwrap().records;
            prop_assert!(read.records.contains(&clean[0]), "the good row is not as it was");
        }
    }

    #[test]
    fn any_answer_beside_it_leaves_the_row(body in any_json(), bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        for Case { question, row, keys } in cases() {
            let first = [page(std::slice::from_ref(&row))];
            for body in [json!({ "_data": [body, body] }).to_string().into_bytes(), body.to_string().into_bytes(), bytes.clone()] {
                let further: HashMap<String, Vec<u8>> = keys.iter().map(|it| ((*it).to_owned(), body.clone())).collect();
                prop_assert!(question.more(&first, &further).is_ok());
                let read = question.read_bytes(&first, &further).unwrap();
                prop_assert_eq!(read.info.rows, 1);
                // A type without an id makes no policy.
                prop_assert!(read.records.len() + read.info.lost.len() == 1);
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), cut in any::<prop::sample::Index>()) {
        for Case { question, row, .. } in cases() {
            let whole = page(&[row]);
            prop_assert!(question.read(&[whole[..cut.index(whole.len())].to_vec()], &[]).is_err());
            let bytes = std::slice::from_ref(&bytes);
            let _ = question.further(bytes);
            let _ = question.read(bytes, &[]);
            let _ = question.clone().one("1").read(bytes, &[]);
        }
    }

    #[test]
    fn any_condition_is_taken_or_refused(text in any::<String>(), parent in any::<String>()) {
        for name in ["policy_ids", "start_date", "end_date", "updated_after", "type"] {
            for Case { question, row, .. } in cases() {
                let filters = crate::ask::filters([(name, text.as_str())]);
                let question = Question { filters, parent: Some(parent.clone()), ..question };
                let _ = question.calls();
                let _ = question.read(&[page(&[row])], &[("types", types())]);
            }
        }
    }
}
