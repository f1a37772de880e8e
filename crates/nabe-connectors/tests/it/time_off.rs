//! Absences of Personio: what stands on the wire, and what becomes of it.
//!
//! Rows are written from the published pages and from what readers of live data say, not read from the sandbox.

use std::collections::HashMap;

use nabe_connector::{CallError, Needs};
use nabe_connectors::registry;
use nabe_model::select::{Asked, Fields};
use serde_json::{Value, json};

use crate::ask::{Question, Read, filters, resource};

const ID: &str = "0b6f7b4e-8d53-4c0e-9a57-0d9c35e1a001";
const VACATION: &str = "6c0c4bb1-1111-4f9e-8a7a-000000000001";
const DOCTOR: &str = "6c0c4bb1-2222-4f9e-8a7a-000000000002";

pub(crate) fn question(operation: &str) -> Question {
    Question::new(resource(registry().get("personio").unwrap(), operation))
}

pub(crate) fn list() -> Question {
    question("hris_list_time_off_requests")
}

/// A week of vacation.
pub(crate) fn row() -> Value {
    json!({
        "id": ID, "person": { "id": "1042" },
        "starts_from": { "date_time": "2026-08-03T00:00:00", "type": "FIRST_HALF" },
        "ends_at": { "date_time": "2026-08-08T00:00:00", "type": "SECOND_HALF" },
        "timezone_id": "Europe/Berlin", "comment": "Sommer", "absence_type": { "id": VACATION },
        "approval": { "status": "APPROVED" }, "substitute": { "id": "1043" },
        "created_at": "2026-01-07T09:30:00Z", "updated_at": "2026-01-08T10:00:00Z",
    })
}

fn types() -> Value {
    json!({ "_data": [
        { "id": VACATION, "name": "Urlaub", "category": "PAID_VACATION", "unit": "DAY" },
        { "id": DOCTOR, "name": "Arzt", "category": "OTHER", "unit": "HOUR" },
    ], "_meta": { "links": {} } })
}

pub(crate) fn page(rows: &[Value]) -> Vec<u8> {
    json!({ "_data": rows, "_meta": { "links": {} } }).to_string().into_bytes()
}

fn day(date: &str, unit: &str, value: f64) -> Value {
    json!({ "date": date, "effective_duration": { "unit": unit, "value": value } })
}

fn days(days: &[Value]) -> Value {
    json!({ "_data": days, "_meta": { "links": {} } })
}

fn read(question: &Question, rows: &[Value], further: &[(&str, Value)]) -> Read {
    question.read(&[page(rows)], further).unwrap()
}

/// A record of one row, read without defects.
fn one(row: Value, further: &[(&str, Value)]) -> Value {
    let Read { mut records, defects, info } = read(&list(), &[row], further);
    assert_eq!((defects, info.lost), (vec![], vec![]));
    records.remove(0)
}

fn with(change: &Value) -> Value {
    let mut row = row();
    row.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    row
}

#[test]
fn the_end_is_the_last_moment_by_the_clock_there() {
    for (from, to, start, end) in [
        // A day, a week over a change of clocks, a year's end, an end of February.
        ("2026-03-06T00:00:00", "2026-03-07T00:00:00", "2026-03-06T00:00:00.000", "2026-03-06T00:00:00.000"),
        ("2026-03-28T00:00:00", "2026-03-30T00:00:00", "2026-03-28T00:00:00.000", "2026-03-29T00:00:00.000"),
        ("2026-10-24T00:00:00", "2026-10-26T00:00:00", "2026-10-24T00:00:00.000", "2026-10-25T00:00:00.000"),
        ("2026-12-28T00:00:00", "2027-01-01T00:00:00", "2026-12-28T00:00:00.000", "2026-12-31T00:00:00.000"),
        ("2028-02-28T00:00:00", "2028-03-01T00:00:00", "2028-02-28T00:00:00.000", "2028-02-29T00:00:00.000"),
        // Hours: also those of a night in which the clocks are changed, of which one hour isn't there.
        ("2026-03-06T09:30:00", "2026-03-06T11:00:00", "2026-03-06T09:30:00.000", "2026-03-06T11:00:00.000"),
        ("2026-03-29T02:30:00", "2026-03-29T04:00:00", "2026-03-29T02:30:00.000", "2026-03-29T04:00:00.000"),
        // An offset behind a time is no part of it.
        (
            "2026-03-06T00:00:00Z",
            "2026-03-07T00:00:00+01:00",
            "2026-03-06T00:00:00.000",
            "2026-03-06T00:00:00.000",
        ),
    ] {
        let record =
            one(with(&json!({ "starts_from": { "date_time": from }, "ends_at": { "date_time": to } })), &[]);
        assert_eq!((&record["start_date"], &record["end_date"]), (&json!(start), &json!(end)), "{from} {to}");
        assert_eq!((&record["start_half_day"], &record["end_half_day"]), (&Value::Null, &Value::Null));
    }
}

#[test]
fn an_open_end_is_none_and_an_end_before_the_start_is_told() {
    for open in [json!(null), json!({ "date_time": null, "type": null })] {
        let taken = days(&[day("2026-08-03", "DAY", 1.0)]);
        let record = one(with(&json!({ "ends_at": open })), &[(&format!("days {ID} "), taken)]);
        assert_eq!((&record["end_date"], &record["duration"]), (&Value::Null, &Value::Null));
        assert_eq!(record["breakdown"].as_array().unwrap().len(), 1);
    }
    for (from, to) in [
        ("2026-08-03T00:00:00", "2026-08-03T00:00:00"),
        ("2026-08-03T12:00:00", "2026-08-03T11:00:00"),
        ("2026-08-03T00:00:00", "0000-01-01T00:00:00"),
    ] {
        let row = with(&json!({ "starts_from": { "date_time": from }, "ends_at": { "date_time": to } }));
        let Read { records, defects, .. } = read(&list(), &[row], &[]);
        assert_eq!(records[0]["end_date"], Value::Null);
        assert_eq!(defects, ["ends_at.date_time NotADate"]);
    }
}

#[test]
fn halves_of_days() {
    for (start, end, starts_half, ends_half) in [
        ("FIRST_HALF", "SECOND_HALF", false, false),
        ("FIRST_HALF", "FIRST_HALF", false, true),
        ("SECOND_HALF", "SECOND_HALF", true, false),
        ("second_half", "first_half", true, true),
    ] {
        let record = one(
            with(&json!({
                "starts_from": { "date_time": "2026-03-06T00:00:00", "type": start },
                "ends_at": { "date_time": "2026-03-07T00:00:00", "type": end },
            })),
            &[],
        );
        let halves = (&record["start_half_day"], &record["end_half_day"]);
        assert_eq!(halves, (&json!(starts_half), &json!(ends_half)), "{start} {end}");
    }
}

#[test]
fn statuses_are_unified_and_unknown_ones_told() {
    for (status, unified) in [
        ("APPROVED", "approved"),
        ("PENDING", "pending"),
        ("REJECTED", "rejected"),
        ("CANCELLED", "cancelled"),
        ("approved", "approved"),
        ("SLEEPING", "unmapped_value"),
    ] {
        let record = one(with(&json!({ "approval": { "status": status } })), &[]);
        assert_eq!(record["status"], json!({ "value": unified, "source_value": status }));
    }
    assert_eq!(one(with(&json!({ "approval": null })), &[])["status"], Value::Null);
}

#[test]
fn a_type_that_is_unknown_or_torn_leaves_the_absence() {
    // Neither in the list nor alone.
    let record = one(row(), &[("types", days(&[]))]);
    assert_eq!((&record["type"], &record["policy"]), (&Value::Null, &Value::Null));
    assert_eq!(record["time_off_policy_id"], VACATION);
    // Alone.
    let alone = json!({ "id": VACATION, "name": "Urlaub", "category": "STARGAZING" });
    let record = one(row(), &[("types", days(&[])), (&format!("type {VACATION}"), alone)]);
    assert_eq!(record["type"], json!({ "value": "unmapped_value", "source_value": "STARGAZING" }));
    // Odd.
    let odd = json!({ "_data": [7, { "id": VACATION, "category": 7 }] });
    let Read { records, defects, .. } = read(&list(), &[row()], &[("types", odd)]);
    assert_eq!((&records[0]["type"], &records[0]["policy"]["id"]), (&Value::Null, &json!(VACATION)));
    assert_eq!(defects, ["absence_type.category WrongType"]);
    let Read { records, defects, .. } = read(&list(), &[row()], &[("types", json!("no list"))]);
    assert_eq!(records[0]["type"], Value::Null);
    assert_eq!(defects, ["absence_type WrongType"]);
}

#[test]
fn what_is_taken_is_added_up_in_its_own_unit() {
    let key = format!("days {ID} ");
    for (taken, duration) in [
        (vec![day("2026-08-03", "DAY", 1.0), day("2026-08-04", "DAY", 0.5)], json!("P1.5D")),
        (vec![day("2026-08-03", "HOUR", 7.5), day("2026-08-04", "HOUR", 7.7)], json!("PT15H12M")),
        (vec![day("2026-08-03", "DAILY", 1.0), day("2026-08-04", "DAY", 1.0)], json!("P2D")),
        // Days and hours don't add up, and nobody knows what a fortnight is.
        (vec![day("2026-08-03", "DAY", 1.0), day("2026-08-04", "HOUR", 4.0)], Value::Null),
        (vec![day("2026-08-03", "FORTNIGHT", 1.0)], Value::Null),
        (vec![json!({ "date": "2026-08-03" })], Value::Null),
        (vec![], Value::Null),
    ] {
        let count = taken.len();
        let record = one(row(), &[(&key, days(&taken))]);
        assert_eq!(record["duration"], duration, "{taken:?}");
        assert_eq!(record["breakdown"].as_array().unwrap().len(), count);
    }
    let odd = [json!(7), json!({ "date": "never", "effective_duration": { "unit": 1, "value": "x" } })];
    let Read { records, mut defects, .. } = read(&list(), &[row()], &[(&key, days(&odd))]);
    assert_eq!(
        (records[0]["breakdown"].as_array().unwrap().len(), &records[0]["duration"]),
        (2, &Value::Null)
    );
    defects.sort();
    assert_eq!(
        defects,
        [
            "breakdowns[] WrongType",
            "breakdowns[].date NotADate",
            "breakdowns[].effective_duration.unit WrongType",
            "breakdowns[].effective_duration.value WrongType",
        ]
    );
}

fn bytes(further: &[(&str, Value)]) -> HashMap<String, Vec<u8>> {
    further.iter().map(|(key, body)| ((*key).to_owned(), body.to_string().into_bytes())).collect()
}

fn asked(fields: &str, expand: &[&str]) -> Asked {
    let expand = expand.iter().map(|it| (*it).to_owned()).collect();
    Asked { fields: Fields::parse(fields), expand, ..Asked::default() }
}

fn keys(calls: Vec<(String, nabe_connector::Call)>) -> Vec<String> {
    calls.into_iter().map(|(key, call)| format!("{key}: {}", call.path_and_query())).collect()
}

#[test]
fn only_what_is_asked_for_costs_calls() {
    let rows = [page(&[row(), with(&json!({ "id": "another", "absence_type": { "id": DOCTOR } }))])];
    let types = "types: /v2/absence-types?limit=100";
    let days = [
        format!("days {ID} : /v2/absence-periods/{ID}/breakdowns"),
        "days another : /v2/absence-periods/another/breakdowns".to_owned(),
    ];
    for (fields, expand, wants_types, wants_days) in [
        ("", &[][..], true, false),
        ("", &["policy"], true, false),
        ("id,start_date", &[], false, false),
        ("id,type.value", &[], true, false),
        ("id", &["policy"], true, false),
        ("policy.name", &[], true, false),
        ("breakdown", &[], false, true),
        ("duration,type", &[], true, true),
    ] {
        let question = Question { asked: asked(fields, expand), ..list() };
        let expected: Vec<String> = wants_types
            .then(|| types.to_owned())
            .into_iter()
            .chain(days.iter().filter(|_| wants_days).cloned())
            .collect();
        assert_eq!(keys(question.further(&rows).unwrap()), expected, "{fields} {expand:?}");
    }
    // Nobody is away: nothing more is asked.
    assert_eq!(keys(list().further(&[page(&[])]).unwrap()), Vec::<String>::new());
}

#[test]
fn what_a_first_page_does_not_have_is_asked_for_until_it_is_there() {
    let rows = [page(&[row(), with(&json!({ "id": "another", "absence_type": { "id": "unlisted" } }))])];
    let next = |cursor: &str| json!({ "links": { "next": { "href": format!("/x?cursor={cursor}") } } });
    let part = |date: &str, cursor: &str| json!({ "_data": [day(date, "DAY", 1.0)], "_meta": next(cursor) });
    let (first, second) = (format!("days {ID} "), format!("days {ID} two"));
    let mut answers =
        vec![("types", types()), (first.as_str(), part("2026-08-03", "two")), ("days another ", days(&[]))];
    let wanted = [
        "type unlisted: /v2/absence-types/unlisted".to_owned(),
        format!("days {ID} two: /v2/absence-periods/{ID}/breakdowns?cursor=two"),
    ];
    assert_eq!(keys(list().more(&rows, &bytes(&answers)).unwrap()), wanted);
    // Half of the days are none.
    let Read { records, .. } = list().read(&rows, &answers).unwrap();
    assert_eq!((&records[0]["breakdown"], &records[0]["duration"]), (&Value::Null, &Value::Null));

    answers.push((second.as_str(), days(&[day("2026-08-04", "DAY", 0.5)])));
    answers.push(("type unlisted", json!({ "id": "unlisted", "category": "SICK_LEAVE" })));
    assert_eq!(keys(list().more(&rows, &bytes(&answers)).unwrap()), Vec::<String>::new());
    let Read { records, .. } = list().read(&rows, &answers).unwrap();
    assert_eq!(
        (records[0]["breakdown"].as_array().unwrap().len(), &records[0]["duration"]),
        (2, &json!("P1.5D"))
    );
    assert_eq!(records[1]["type"]["value"], "sick");

    // Whoever is sent round in circles stops.
    answers.retain(|it| it.0 != second);
    answers.push((second.as_str(), part("2026-08-04", "two")));
    assert_eq!(keys(list().more(&rows, &bytes(&answers)).unwrap()), Vec::<String>::new());
    let Read { records, defects, .. } = list().read(&rows, &answers).unwrap();
    assert_eq!(
        (&records[0]["breakdown"], defects),
        (&Value::Null, vec!["breakdowns[] WrongType".to_owned()])
    );
}

fn query(question: &Question) -> Vec<(String, String)> {
    let calls = question.calls().unwrap();
    assert_eq!(calls.len(), 1);
    calls[0].query.iter().map(|(name, value)| (name.to_string(), value.clone())).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn conditions_are_asked_with_room_to_spare() {
    let question = Question {
        parent: Some("1042".to_owned()),
        limit: 500,
        filters: filters([
            ("policy_ids", "a, b,,no/id"),
            ("start_date", "2026-01-01T00:00:00.000Z"),
            ("end_date", "2026-12-31"),
            ("updated_after", "2026-02-03T04:05:06.789+01:00"),
        ]),
        ..question("hris_list_employee_time_off_requests")
    };
    assert_eq!(
        query(&question),
        pairs(&[
            ("limit", "100"),
            ("person.id", "1042"),
            ("absence_type.id", "a,b"),
            ("starts_from.date_time.gte", "2025-12-31T00:00:00Z"),
            ("ends_at.date_time.lte", "2027-01-02T00:00:00Z"),
            ("updated_at.gte", "2026-02-03T03:05:06Z"),
        ])
    );
    // Days at the ends of the calendar leave their side open.
    let ends = filters([("start_date", "0000-01-01"), ("end_date", "9999-12-31")]);
    assert_eq!(query(&Question { filters: ends, limit: 1, ..list() }), pairs(&[("limit", "1")]));
    // Types that can't be ids find nothing, and nothing is asked.
    let none = Question { filters: filters([("policy_ids", "no/id")]), ..list() };
    assert!(none.calls().unwrap().is_empty());
    assert_eq!(none.read(&[], &[]).unwrap().info, nabe_connector::PageInfo::default());

    for (name, value) in [("start_date", "soon"), ("end_date", "2026-02-30"), ("updated_after", "yesterday")]
    {
        let refused = Question { filters: filters([(name, value)]), ..list() }.calls();
        assert!(matches!(refused, Err(CallError::BadFilter { .. })), "{name}");
    }
}

#[test]
fn conditions_hold_exactly_at_their_edges() {
    let finds = |conditions: &[(&str, &str)], row: Value| {
        let conditions = conditions.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let question = Question { filters: nabe_connector::Filters(conditions.collect()), ..list() };
        let Read { records, info, .. } = read(&question, &[row], &[]);
        assert_eq!((info.rows, info.lost), (1, vec![]));
        records.len() == 1
    };
    // From Monday the 3rd to Friday the 7th.
    for (conditions, found) in [
        (&[("start_date", "2026-08-03")][..], true),
        (&[("start_date", "2026-08-04")], false),
        (&[("end_date", "2026-08-07")], true),
        (&[("end_date", "2026-08-06")], false),
        (&[("start_date", "2026-08-03"), ("end_date", "2026-08-07")], true),
        (&[("policy_ids", VACATION)], true),
        (&[("policy_ids", DOCTOR)], false),
    ] {
        assert_eq!(finds(conditions, row()), found, "{conditions:?}");
    }
    // Hours end on their day; what has no end ends on none.
    let hours = with(&json!({
        "starts_from": { "date_time": "2026-08-03T22:00:00" }, "ends_at": { "date_time": "2026-08-03T23:59:00" },
    }));
    assert!(finds(&[("end_date", "2026-08-03")], hours));
    assert!(!finds(&[("end_date", "2999-01-01")], with(&json!({ "ends_at": null }))));
    assert!(finds(&[("start_date", "2026-08-01")], with(&json!({ "ends_at": null }))));
}

#[test]
fn a_record_below_a_person_is_that_persons() {
    let below = |parent: &str| Question {
        parent: Some(parent.to_owned()),
        ..question("hris_get_employees_time_off_request").one(ID)
    };
    assert_eq!(below("1042").calls().unwrap()[0].path, format!("/v2/absence-periods/{ID}"));
    let body = [row().to_string().into_bytes()];
    assert_eq!(below("1042").read(&body, &[]).unwrap().records.len(), 1);
    assert_eq!(below("1043").read(&body, &[]).unwrap().records.len(), 0);
    for nobody in ["", "x", "1/2", "99999999999"] {
        assert_eq!(below(nobody).calls().err(), Some(CallError::NotFound), "{nobody}");
    }
    // A list that has somebody else's is not believed.
    let list =
        Question { parent: Some("1043".to_owned()), ..question("hris_list_employee_time_off_requests") };
    assert_eq!(read(&list, &[row()], &[]).records.len(), 0);
}

#[test]
fn what_costs_a_call_an_absence_must_be_named() {
    let question = list();
    let rules = question.resource.rules();
    let naming: Vec<_> = rules.iter().filter(|it| it.needs == Needs::Naming).map(|it| it.field).collect();
    assert_eq!(naming, ["duration", "breakdown"]);
}
