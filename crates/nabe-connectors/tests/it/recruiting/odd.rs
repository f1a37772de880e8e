//! Rows of recruiting: whatever comes, nothing panics, and one row never costs another.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{application, page, question};
use crate::ask::Question;
use crate::rows::{any_json, spoil};

/// A row that can be read, for any of the lists.
fn good(id: u32) -> Value {
    let mut row = application();
    let more = json!({
        "id": id.to_string(), "name": "Baker", "department": { "id": id.to_string(), "name": "D" },
        "category": { "id": "6", "name": "Craft" }, "company": { "id": "1" },
        "hiring_team": [{ "person": { "id": id.to_string() }, "role": { "name": "Recruiter" } }],
        "first_name": "Zoë", "last_name": "Größe", "applications": [{ "id": "1" }], "birthday": "1990-02-03",
        "entered_at": { "date-time": format!("2026-01-01T00:00:00.{id}Z"), "timezone": "UTC" },
        "stage": { "id": id.to_string(), "kind": "CUSTOM", "name": "x", "type": "CUSTOM" },
        "stages": [{ "id": id.to_string(), "kind": "CUSTOM", "name": "x", "type": "CUSTOM" }],
    });
    row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    row
}

/// Lists that give every good row, and those that are gathered from rows.
const LISTS: [&str; 7] = [
    "ats_list_applications",
    "ats_list_application_changes",
    "ats_list_candidates",
    "ats_list_jobs",
    "ats_list_departments",
    "ats_list_users",
    "ats_list_application_stages",
];

fn list(operation: &str) -> Question {
    let mut question = question(operation);
    question.account.entered.insert("careers_host".to_owned(), "acme.jobs.personio.de".to_owned());
    Question { parent: Some("7".to_owned()), ..question }
}

/// What the same rows give without the bad one is all given with it.
fn holds(bad: &Value, at: usize) -> Result<(), TestCaseError> {
    let rows = vec![good(901), good(902), good(903)];
    let mut spoilt = rows.clone();
    spoilt.insert(at, bad.clone());
    for operation in LISTS {
        let question = list(operation);
        let clean = question.read(&[page(&Value::from(rows.clone()))], &[]).unwrap();
        let body = page(&Value::from(spoilt.clone()));
        let read = question.read(std::slice::from_ref(&body), &[]).unwrap();
        let _ = question.further(std::slice::from_ref(&body));
        for record in &clean.records {
            let found = read.records.iter().any(|it| it["id"] == record["id"]);
            prop_assert!(found, "{}: {} is lost", operation, record["id"]);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_row_of_any_json_costs_only_itself(bad in any_json(), at in 0_usize..4) {
        holds(&bad, at)?;
    }

    #[test]
    fn a_row_that_is_spoilt_somewhere_costs_only_itself(
        value in any_json(),
        place in prop::collection::vec(any::<prop::sample::Index>(), 1..5),
        at in 0_usize..4,
    ) {
        let mut bad = good(909);
        spoil(&mut bad, &place, value);
        holds(&bad, at)?;
        let body = bad.to_string().into_bytes();
        for operation in ["ats_get_application", "ats_get_candidate", "ats_get_job", "ats_get_job_application_stage"] {
            let one = list(operation).one("909");
            let further = one.further(std::slice::from_ref(&body)).unwrap_or_default();
            let details: Vec<(&str, Value)> = further.iter().map(|(key, _)| (key.as_str(), bad.clone())).collect();
            let _ = one.read(std::slice::from_ref(&body), &details);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for operation in LISTS.into_iter().chain(["ats_list_job_application_stages", "ats_list_job_postings", "ats_list_locations"]) {
            let question = list(operation);
            prop_assert!(question.read(std::slice::from_ref(&bytes), &[]).is_err(), "{}", operation);
            let _ = question.further(std::slice::from_ref(&bytes));
        }
    }

    #[test]
    fn any_position_and_id_are_taken_or_refused(text in any::<String>(), limit in any::<u32>()) {
        let body = page(&json!([good(1), good(2)]));
        for operation in LISTS {
            let question = Question { position: Some(text.clone()), limit, ..list(operation) };
            let _ = question.calls();
            let _ = question.read(std::slice::from_ref(&body), &[]);
            let Ok(calls) = (Question { parent: Some(text.clone()), ..question.one(&text) }).calls() else { continue };
            for call in calls {
                let template = call.operation.path.matches('/').count();
                prop_assert_eq!(call.path.matches('/').count(), template, "{}", call.path);
            }
        }
    }
}
