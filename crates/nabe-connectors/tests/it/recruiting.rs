//! Personio's recruiting, field by field: what stands on the wire, and what becomes of it.
//!
//! Rows are written from what clients' authors saw and from Personio's own files, not read from the sandbox.

mod gathered;
mod postings;

use nabe_connector::{CallError, Served};
use nabe_connectors::registry;
use nabe_model::select::{Asked, Fields};
use nabe_model::unified::operations;
use serde_json::{Value, json};

use crate::ask::{Question, Read, filters, resource};

fn question(operation: &str) -> Question {
    Question::new(resource(registry().get("personio").unwrap(), operation))
}

fn page(rows: &Value) -> Vec<u8> {
    json!({ "_data": rows, "_meta": { "links": {} } }).to_string().into_bytes()
}

fn read(question: &Question, rows: &Value) -> Read {
    question.read(&[page(rows)], &[]).unwrap()
}

fn asking(fields: &str) -> Asked {
    Asked { fields: Fields::parse(fields), ..Asked::default() }
}

/// The reads of the contract's table that Personio has, has in part, or can be derived (contract, section 3.2).
const SERVED: [&str; 34] = [
    "ats_list_applications",
    "ats_get_application",
    "ats_list_application_changes",
    "ats_list_candidates",
    "ats_get_candidate",
    "ats_list_application_custom_field_definitions",
    "ats_get_application_custom_field_definition",
    "ats_list_candidate_custom_field_definitions",
    "ats_get_candidate_custom_field_definition",
    "ats_list_job_custom_field_definitions",
    "ats_get_job_custom_field_definition",
    "ats_list_departments",
    "ats_get_department",
    "ats_list_interview_stages",
    "ats_get_interview_stage",
    "ats_list_application_stages",
    "ats_get_application_stage",
    "ats_list_jobs",
    "ats_get_job",
    "ats_list_job_application_stages",
    "ats_get_job_application_stage",
    "ats_list_locations",
    "ats_get_location",
    "ats_list_rejected_reasons",
    "ats_get_rejected_reason",
    "ats_list_users",
    "ats_get_user",
    "ats_list_job_postings",
    "ats_get_job_posting",
    "ats_list_application_document_categories",
    "ats_get_application_document_category",
    "ats_list_application_documents",
    "ats_get_application_document",
    "ats_download_application_document",
];

#[test]
fn what_is_served_is_what_the_table_says() {
    let personio = registry().get("personio").unwrap();
    for operation in operations().filter(|it| it.api == "ats" && it.reads()) {
        let id = operation.id;
        match personio.serves(id) {
            Served::Resource(_) | Served::File(_) => assert!(SERVED.contains(&id), "{id} is served"),
            Served::Absent(_) => assert!(!SERVED.contains(&id), "{id} is said to be absent"),
            Served::NotYet => panic!("{id} is neither served nor said to be absent"),
        }
    }
}

fn application() -> Value {
    json!({
        "id": "495039", "application_date": "2026-01-31",
        "candidate": { "id": "77", "email": "zoe@example.com", "first_name": "Zoë", "last_name": "Größe", "gender": "FEMALE" },
        "job": { "id": "5", "name": "Baker", "department": { "id": "3", "name": "Bakery" }, "category": null },
        "current_stage": { "id": "42", "kind": "CUSTOM", "name": "Interview", "type": "CUSTOM" },
        "channel": { "id": "8", "name": "LinkedIn" },
        "hiring_team": [{ "person": { "id": "9" }, "role": { "name": "Recruiter" } }],
        "is_anonymized": false,
        "created_at": { "date-time": "2026-01-31T08:15:30Z", "timezone": "UTC" },
        "updated_at": { "date-time": "2026-02-01T08:15:30+01:00", "timezone": "Europe/Berlin" },
    })
}

/// The application with other values.
fn with(changes: Value) -> Value {
    let mut row = application();
    let Value::Object(changes) = changes else { panic!("an object") };
    row.as_object_mut().unwrap().extend(changes);
    row
}

#[test]
fn an_application_has_candidate_job_stage_and_source() {
    let Read { records, defects, .. } = read(&question("ats_list_applications"), &json!([application()]));
    assert_eq!(defects, Vec::<String>::new());
    let stage = json!({
        "id": "42", "remote_id": "42", "name": "Interview", "order": null, "created_at": null, "updated_at": null,
        "kind": "CUSTOM", "stage_source": "observed",
    });
    assert_eq!(
        records[0],
        json!({
            "id": "495039", "remote_id": "495039", "candidate_id": "77", "remote_candidate_id": "77",
            "job_id": "5", "remote_job_id": "5", "interview_stage": stage, "application_stage": stage,
            "interview_stage_id": "42", "remote_interview_stage_id": "42", "application_stage_id": "42",
            "remote_application_stage_id": "42", "rejected_reasons": null, "rejected_at": null,
            "application_status": { "value": "unmapped_value", "source_value": "CUSTOM" },
            "candidate": {
                "name": "Zoë Größe", "first_name": "Zoë", "last_name": "Größe", "email": "zoe@example.com",
                "emails": [{ "type": null, "value": "zoe@example.com" }],
                "gender": { "value": "female", "source_value": "FEMALE" },
            },
            "documents": null, "source": { "id": "8", "remote_id": "8", "name": "LinkedIn" },
            "created_at": "2026-01-31T08:15:30.000Z", "updated_at": "2026-02-01T07:15:30.000Z",
            "application_date": "2026-01-31T00:00:00.000Z",
            "hiring_team": [{
                "user_id": "9", "remote_user_id": "9", "first_name": null, "last_name": null, "email": null,
                "role": "Recruiter",
            }],
            "is_anonymized": false,
        })
    );
}

#[test]
fn a_stage_of_the_system_is_known_by_its_word_and_says_what_is_certain() {
    for (kind, type_, id, status) in [
        ("REJECTED", "SYSTEM", json!("rejected"), "rejected"),
        ("rejected", "system", json!("rejected"), "rejected"),
        ("SYSTEM", "WITHDRAWN", json!("withdrawn"), "declined_by_candidate"),
        ("OFFER", "SYSTEM", json!("offer"), "offer"),
        ("ACCEPTED", "SYSTEM", json!("accepted"), "accepted"),
        ("UNASSIGNED", "SYSTEM", json!("unassigned"), "unmapped_value"),
        ("PARKED", "SYSTEM", Value::Null, "unmapped_value"),
    ] {
        let stage = json!({ "id": null, "kind": kind, "name": null, "type": type_ });
        let read =
            read(&question("ats_list_applications"), &json!([with(json!({ "current_stage": stage }))]));
        let record = &read.records[0];
        assert_eq!(
            (&record["application_stage_id"], &record["remote_application_stage_id"]),
            (&id, &Value::Null)
        );
        assert_eq!(record["application_stage"]["name"], Value::Null, "{kind}");
        assert_eq!(record["application_status"]["value"], status, "{kind}");
        let word = if kind == "SYSTEM" { type_ } else { kind };
        assert_eq!(record["application_status"]["source_value"], word);
    }
}

#[test]
fn an_anonymised_application_has_no_names() {
    let row = with(json!({ "is_anonymized": true, "candidate": {
        "id": "77", "email": "anonymized-77@example.com", "first_name": "Anonymized", "last_name": "Candidate",
    } }));
    let record = &read(&question("ats_list_applications"), &json!([row])).records[0];
    assert_eq!((&record["is_anonymized"], &record["candidate_id"]), (&json!(true), &json!("77")));
    for (field, value) in record["candidate"].as_object().unwrap() {
        assert!(value.is_null(), "{field}");
    }
}

#[test]
fn a_moment_without_an_offset_is_one_only_in_utc() {
    for (zone, expected) in [("UTC", json!("2026-01-31T08:15:30.000Z")), ("Europe/Berlin", Value::Null)] {
        let at = json!({ "date-time": "2026-01-31T08:15:30", "timezone": zone });
        let read = read(&question("ats_list_applications"), &json!([with(json!({ "created_at": at }))]));
        assert_eq!(read.records[0]["created_at"], expected, "{zone}");
    }
}

#[test]
fn applications_are_filtered_by_personio_and_once_more_here() {
    let asked = Question {
        filters: filters([("updated_after", "2026-02-01T07:00:00.5Z")]),
        limit: 500,
        ..question("ats_list_applications")
    };
    let call = &asked.calls().unwrap()[0];
    assert_eq!(
        call.path_and_query(),
        "/v2/recruiting/applications?limit=200&updated_at.gt=2026-02-01T07%3A00%3A00Z"
    );
    assert_eq!(call.operation.headers, [("Beta".to_owned(), "true".to_owned())]);
    let older = with(json!({ "id": "2", "updated_at": { "date-time": "2026-02-01T07:00:00.2Z" } }));
    let found = read(&asked, &json!([application(), older]));
    assert_eq!((found.records.len(), found.info.rows, found.info.lost.len()), (1, 2, 0));

    let rejected =
        with(json!({ "id": "2", "job": { "id": "6" }, "current_stage": { "id": null, "kind": "REJECTED" },
        "created_at": "2025-01-01T00:00:00Z" }));
    for (name, value, id) in [
        ("job_id", "5", "495039"),
        ("job_id", "6", "2"),
        ("stage", "rejected", "2"),
        ("application_stage_id", "42", "495039"),
        ("created_after", "2026-01-01", "495039"),
    ] {
        let asked = Question { filters: filters([(name, value)]), ..question("ats_list_applications") };
        let found = read(&asked, &json!([application(), rejected])).records;
        assert_eq!(
            found.iter().map(|it| it["id"].clone()).collect::<Vec<_>>(),
            [json!(id)],
            "{name}={value}"
        );
    }
    let bad = Question { filters: filters([("created_after", "soon")]), ..question("ats_list_applications") };
    assert!(matches!(bad.calls(), Err(CallError::BadFilter { .. })));
}

#[test]
fn when_an_application_was_refused_takes_a_call_for_each_that_was() {
    let rejected =
        with(json!({ "current_stage": { "id": null, "kind": "REJECTED", "name": null, "type": "SYSTEM" } }));
    let rows = page(&json!([rejected, with(json!({ "id": "2" }))]));
    let named = Question { asked: asking("id,rejected_at"), ..question("ats_list_applications") };
    let further = named.further(std::slice::from_ref(&rows)).unwrap();
    let calls: Vec<(&str, &str)> =
        further.iter().map(|(key, call)| (key.as_str(), call.path.as_str())).collect();
    assert_eq!(calls, [("495039", "/v2/recruiting/applications/495039/stage-transitions")]);
    let silent = Question { asked: Asked::default(), ..question("ats_list_applications") };
    assert!(silent.further(std::slice::from_ref(&rows)).unwrap().is_empty(), "nobody asked for it");

    let step = |at: &str, kind: &str| json!({ "entered_at": { "date-time": at, "timezone": "UTC" }, "stage": { "id": null, "kind": kind } });
    let steps = json!({ "_data": [step("2026-03-01T00:00:00Z", "REJECTED"), step("2026-01-31T00:00:00Z", "UNASSIGNED")] });
    let read = named.read(&[rows], &[("495039", steps)]).unwrap();
    assert_eq!(read.records[0]["rejected_at"], "2026-03-01T00:00:00.000Z");
    assert_eq!(read.records[1]["rejected_at"], Value::Null);
}

#[test]
fn one_application_comes_bare_or_wrapped() {
    let one = question("ats_get_application").one("495039");
    assert_eq!(one.calls().unwrap()[0].path, "/v2/recruiting/applications/495039");
    for body in [application(), json!({ "_data": application() })] {
        let read = one.read(&[body.to_string().into_bytes()], &[]).unwrap();
        assert_eq!(read.records[0]["id"], "495039");
    }
    assert_eq!(question("ats_get_application").one("../1").calls().unwrap_err(), CallError::NotFound);
}

#[test]
fn changes_are_the_stages_that_an_application_came_to() {
    let rows = json!([
        { "entered_at": { "date-time": "2026-03-01T00:00:00Z", "timezone": "UTC" },
          "stage": { "id": null, "kind": "ACCEPTED", "name": null, "type": "SYSTEM" } },
        { "entered_at": { "date-time": "2026-02-01T00:00:00Z", "timezone": "UTC" },
          "stage": { "id": "42", "kind": "CUSTOM", "name": "Interview", "type": "CUSTOM" } },
        { "entered_at": null, "stage": { "id": "1" } },
    ]);
    let changes = Question { parent: Some("7".to_owned()), ..question("ats_list_application_changes") };
    assert_eq!(
        changes.calls().unwrap()[0].path_and_query(),
        "/v2/recruiting/applications/7/stage-transitions"
    );
    let Read { records, info, .. } = read(&changes, &rows);
    assert_eq!((info.rows, info.lost.len()), (3, 1));
    assert_eq!(
        records,
        [
            json!({
                "id": "1772323200000-accepted", "remote_id": null, "created_at": "2026-03-01T00:00:00.000Z",
                "effective_at": "2026-03-01T00:00:00.000Z",
                "change_type": { "value": "interview_stage", "source_value": null },
                "new_values": {
                    "interview_stage_id": "accepted",
                    "application_status": { "value": "accepted", "source_value": "ACCEPTED" },
                },
            }),
            json!({
                "id": "1769904000000-42", "remote_id": null, "created_at": "2026-02-01T00:00:00.000Z",
                "effective_at": "2026-02-01T00:00:00.000Z",
                "change_type": { "value": "interview_stage", "source_value": null },
                "new_values": {
                    "interview_stage_id": "42",
                    "application_status": { "value": "unmapped_value", "source_value": "CUSTOM" },
                },
            }),
        ]
    );
    for (name, value, count) in [
        ("created_after", "2026-02-15", 1),
        ("change_type", "interview_stage", 2),
        ("change_type", "rejected_reasons", 0),
    ] {
        let asked = Question { filters: filters([(name, value)]), ..changes.clone() };
        assert_eq!(read(&asked, &rows).records.len(), count, "{name}={value}");
    }
}

#[test]
fn a_candidate_has_what_was_sent_and_their_applications() {
    let row = json!({
        "id": "77", "first_name": "Zoë", "last_name": "Größe", "email": "Zoe@example.com", "gender": "DIVERSE",
        "phone": "+49 30 1", "location": "Köln", "birthday": "1990-02-03", "linkedin_profile": "https://example.com/zoe",
        "available_from": "ab sofort", "applications": [{ "id": "1", "application_date": "2026-01-31" }, { "id": 2 }],
        "created_at": "2026-01-31T08:15:30Z", "updated_at": "2026-02-01T08:15:30Z",
    });
    let asked =
        Question { filters: filters([("email", "zoe@example.com")]), ..question("ats_list_candidates") };
    assert_eq!(
        asked.calls().unwrap()[0].path_and_query(),
        "/v2/recruiting/candidates?limit=100&email=zoe%40example.com"
    );
    let other = json!({ "id": "78", "email": "ada@example.com" });
    let Read { records, defects, .. } = read(&asked, &json!([row, other]));
    assert_eq!(defects, Vec::<String>::new());
    assert_eq!(
        records,
        [json!({
            "id": "77", "remote_id": "77", "name": "Zoë Größe", "first_name": "Zoë", "last_name": "Größe",
            "email": "Zoe@example.com", "emails": [{ "type": null, "value": "Zoe@example.com" }],
            "social_links": [{ "type": "linkedin", "url": "https://example.com/zoe" }],
            "phone": "+49 30 1", "phone_numbers": [{ "type": null, "phone": "+49 30 1" }],
            "application_ids": ["1", "2"], "remote_application_ids": ["1", "2"], "country": null,
            "created_at": "2026-01-31T08:15:30.000Z", "updated_at": "2026-02-01T08:15:30.000Z",
            "gender": { "value": "diverse", "source_value": "DIVERSE" },
            "birthday": "1990-02-03T00:00:00.000Z", "location": "Köln", "available_from": "ab sofort",
        })]
    );
    let odd = json!([{ "id": "1", "gender": "OTHER", "birthday": "1990-13-01", "applications": [7], "phone": 49 }, 5]);
    let read = read(&question("ats_list_candidates"), &odd);
    assert_eq!(read.records[0]["gender"], json!({ "value": "unmapped_value", "source_value": "OTHER" }));
    assert_eq!(read.defects, ["phone WrongType", "applications[] WrongType", "birthday NotADate"]);
    assert_eq!(read.info.lost.len(), 1);
}

#[test]
fn what_is_odd_costs_only_itself_and_is_told() {
    for operation in ["ats_list_applications", "ats_list_candidates", "ats_list_jobs"] {
        let odd = json!([7, { "name": "no id" }, { "id": "1", "created_at": ["x"] }, { "id": 2 }, null]);
        let Read { records, defects, info } = read(&question(operation), &odd);
        let ids: Vec<_> = records.iter().map(|it| it["id"].clone()).collect();
        assert_eq!(ids, [json!("1"), json!("2")], "{operation}");
        assert_eq!((info.rows, info.lost.len()), (5, 3), "{operation}");
        assert_eq!(defects, ["created_at WrongType"], "{operation}");
    }
}

#[test]
fn what_personio_has_no_list_of_costs_no_call() {
    for operation in [
        "ats_list_rejected_reasons",
        "ats_list_application_custom_field_definitions",
        "ats_list_candidate_custom_field_definitions",
        "ats_list_job_custom_field_definitions",
    ] {
        let question = question(operation);
        assert!(question.calls().unwrap().is_empty(), "{operation}");
        assert!(question.read(&[], &[]).unwrap().records.is_empty(), "{operation}");
    }
    let kinds = question("ats_list_application_document_categories").read(&[], &[]).unwrap().records;
    let ids: Vec<_> = kinds.iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["cv", "cover-letter", "employment-reference", "certificate", "work-sample", "other"]);
    let one = question("ats_get_application_document_category").one("cv").read(&[], &[]).unwrap().records;
    assert_eq!(one, [json!({ "id": "cv", "remote_id": "cv", "name": "cv", "active": null })]);
    assert!(
        question("ats_get_application_document_category").one("0").read(&[], &[]).unwrap().records.is_empty()
    );
}
