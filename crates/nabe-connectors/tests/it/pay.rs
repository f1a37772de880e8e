//! Personio's pay: what people get, the types of it, and salary bands.
//!
//! Rows are written from the published request, and from a client that reads live data; not read from the sandbox.

use nabe_connector::CallError;
use nabe_connectors::registry;
use serde_json::{Value, json};

use crate::ask::{Question, Read, filters, resource};

fn question(operation: &str) -> Question {
    Question::new(resource(registry().get("personio").unwrap(), operation))
}

fn read(question: &Question, rows: &str) -> Read {
    let body = format!(r#"{{"_data":{rows},"_meta":{{"links":{{}}}}}}"#).into_bytes();
    question.read(&[body], &[]).unwrap()
}

/// A salary, as a client meets it that runs against live data.
const SALARY: &str = r#"{
    "id": "c-1", "person": { "id": "1001" }, "legal_entity": { "id": "17" },
    "type": { "id": "7a1c", "name": "salary", "category": "FIXED_SALARY" },
    "amount": { "value": 4500.00, "currency": "EUR" }, "interval": "MONTHLY", "effective_from": "2024-07-01",
    "weekly_working_hours": 32, "full_time_weekly_working_hours": 40.0, "news": { "later": [1] }
}"#;

#[test]
fn a_salary_has_every_field() {
    let Read { records, defects, .. } = read(&question("hris_list_compensations"), &format!("[{SALARY}]"));
    assert_eq!(defects, Vec::<String>::new());
    assert_eq!(
        records,
        [json!({
            "id": "c-1", "remote_id": "c-1", "employee_id": "1001", "remote_employee_id": "1001",
            "company_id": "17", "remote_company_id": "17",
            "type": {
                "id": "7a1c", "remote_id": "7a1c", "name": "salary",
                "category": { "value": "salary", "source_value": "FIXED_SALARY" },
            },
            "kind": { "value": "salary", "source_value": "FIXED_SALARY" },
            "value": "4500.00", "currency": "EUR",
            "pay_period": { "value": "month", "source_value": "MONTHLY" }, "pay_frequency": null,
            "effective_date": "2024-07-01T00:00:00.000Z", "weekly_hours": 32.0, "full_time_weekly_hours": 40.0,
            "comment": null,
            "period_start": "2026-03-01T00:00:00.000Z", "period_end": "2026-03-31T00:00:00.000Z",
        })]
    );
}

#[test]
fn a_row_that_follows_the_published_request_is_read_too() {
    let row = r#"{ "person": { "id": 7 }, "type": { "id": "t-9", "name": "Fahrtkosten", "category": "RECURRING" },
        "value": 49.90, "currency": "EUR", "interval": "HALF-YEARLY", "effective_from": "2025-01-31T00:00:00Z",
        "comment": "Jobticket" }"#;
    let Read { records, defects, .. } = read(&question("hris_list_compensations"), &format!("[{row}]"));
    assert_eq!(defects, Vec::<String>::new());
    let record = &records[0];
    assert_eq!(record["id"], "7.t-9.2025-01-31");
    assert_eq!((&record["remote_id"], &record["company_id"]), (&Value::Null, &Value::Null));
    assert_eq!((&record["value"], &record["currency"]), (&json!("49.90"), &json!("EUR")));
    assert_eq!(record["kind"], json!({ "value": "other", "source_value": "RECURRING" }));
    assert_eq!(record["pay_period"]["value"], "every_six_months");
    assert_eq!(record["pay_frequency"], json!({ "value": "half_yearly", "source_value": "HALF-YEARLY" }));
    assert_eq!(record["comment"], "Jobticket");
}

#[test]
fn categories_and_intervals_are_told_apart() {
    for (category, interval, kind, period, frequency) in [
        ("FIXED_SALARY", "YEARLY", "salary", json!("year"), json!(null)),
        ("FIXED", "fortnightly", "salary", json!("unmapped_value"), json!(null)),
        ("HOURLY_SALARY", "", "hourly", json!("hour"), json!(null)),
        ("HOURLY", "HOURLY", "hourly", json!("hour"), json!(null)),
        ("HOURLY", "MONTHLY", "hourly", json!("hour"), json!(null)),
        ("RECURRING", "QUARTERLY", "other", json!("quarter"), json!("quarterly")),
        ("RECURRING", "", "other", json!(null), json!(null)),
        ("ONE_TIME", "MONTHLY", "other", json!(null), json!(null)),
        ("BONUS", "", "bonus", json!(null), json!(null)),
        ("EQUITY", "", "unmapped_value", json!(null), json!(null)),
    ] {
        let row = json!([{ "id": "1", "type": { "category": category }, "interval": interval }]).to_string();
        let record = read(&question("hris_list_compensations"), &row).records.remove(0);
        assert_eq!(record["kind"], json!({ "value": kind, "source_value": category }));
        assert_eq!(record["pay_period"]["value"], period, "{category} {interval}");
        assert_eq!(record["pay_frequency"]["value"], frequency, "{category} {interval}");
    }
}

#[test]
fn amounts_keep_their_digits() {
    for digits in ["0.10", "1234567890123456789.123456789", "-3", "4500", "4.5e3"] {
        for amount in [format!("{{\"value\":{digits}}}"), "null".to_owned()] {
            let row = format!(r#"[{{"id":"1","amount":{amount},"value":{digits}}}]"#);
            let Read { records, defects, .. } = read(&question("hris_list_compensations"), &row);
            assert_eq!((&records[0]["value"], defects.len()), (&json!(digits), 0));
        }
    }
}

#[test]
fn what_cant_be_read_is_null_and_told() {
    let row = r#"[{ "id": ["x"], "person": 7, "legal_entity": { "id": true }, "type": "salary",
        "amount": { "value": "viel", "currency": 3 }, "interval": {}, "effective_from": "soon",
        "weekly_working_hours": "forty" }]"#;
    let Read { records, defects, info } = read(&question("hris_list_compensations"), row);
    let mut defects = defects;
    defects.sort();
    assert_eq!(
        defects,
        [
            "amount.currency WrongType",
            "amount.value WrongType",
            "effective_from NotADate",
            "id WrongType",
            "interval WrongType",
            "legal_entity.id WrongType",
            "person WrongType",
            "type WrongType",
            "weekly_working_hours WrongType",
        ]
    );
    assert_eq!((records.len(), &records[0]["id"], info.lost.len()), (1, &Value::Null, 0), "it is still paid");
    let Read { records, info, .. } = read(&question("hris_list_compensations"), r#"[7, null, {}, [1], "x"]"#);
    assert_eq!((info.rows, records.len() + info.lost.len()), (5, 5));
}

#[test]
fn conditions_are_sent_and_held_exactly() {
    let conditions =
        filters([("employee_id", "1001, 7"), ("company_id", "17"), ("start_date", "2026-01-15")]);
    let question = Question { filters: conditions, ..question("hris_list_compensations") };
    let call = question.calls().unwrap().remove(0);
    let sent = "/v2/compensations?start_date=2026-01-15&end_date=2026-01-31&person.id=1001%2C7&legal_entity.id=17&limit=100";
    assert_eq!(call.path_and_query(), sent);
    let row = |person: &str, company: &str| json!({ "id": format!("{person}-{company}"), "person": { "id": person }, "legal_entity": { "id": company } });
    let nobody = json!({ "id": "nobody" });
    let rows =
        json!([row("1001", "17"), row("10011", "17"), row("7", "18"), nobody, row("7", "17")]).to_string();
    let Read { records, info, .. } = read(&question, &rows);
    let ids: Vec<&str> = records.iter().filter_map(|it| it["id"].as_str()).collect();
    assert_eq!(ids, ["1001-17", "7-17"]);
    assert_eq!((info.rows, info.lost), (5, vec![]));
}

#[test]
fn an_empty_condition_is_none_for_everybody() {
    for name in ["employee_id", "company_id"] {
        for value in ["", " , "] {
            let question =
                Question { filters: filters([(name, value)]), ..question("hris_list_compensations") };
            assert!(matches!(question.calls(), Err(CallError::BadFilter { .. })), "{name}={value}");
        }
    }
}

#[test]
fn a_year_is_read_month_by_month_to_the_end_of_each() {
    let conditions = filters([("start_date", "2025-11-20"), ("end_date", "2026-02-10")]);
    let mut question = Question { filters: conditions, limit: 2, ..question("hris_list_compensations") };
    let mut seen = Vec::new();
    loop {
        let call = question.calls().unwrap().remove(0);
        seen.push(call.path_and_query());
        // Two pages a month.
        let next = call.query.iter().all(|it| it.0 != "cursor");
        let links = if next {
            json!({ "next": { "href": "https://x/v2/compensations?cursor=c~1" } })
        } else {
            json!({})
        };
        let body = json!({ "_data": [], "_meta": { "links": links } }).to_string().into_bytes();
        question.position = question.read(&[body], &[]).unwrap().info.next;
        if question.position.is_none() {
            break;
        }
    }
    let pages: Vec<String> = [
        ("2025-11-20", "2025-11-30"),
        ("2025-12-01", "2025-12-31"),
        ("2026-01-01", "2026-01-31"),
        ("2026-02-01", "2026-02-10"),
    ]
    .iter()
    .flat_map(|(from, to)| {
        let first = format!("/v2/compensations?start_date={from}&end_date={to}&limit=2");
        [first, "/v2/compensations?cursor=c%7E1".to_owned()]
    })
    .collect();
    assert_eq!(seen, pages);
}

#[test]
fn types_have_a_category_in_our_words_and_a_kind_in_the_contracts() {
    let rows = json!([
        { "id": "1", "name": "salary", "category": "FIXED_SALARY" },
        { "id": "2", "name": "Prämie", "category": "ONE_TIME" },
        { "id": "3", "name": "?", "category": "STOCKS", "colour": "red" },
        { "id": "4" },
    ]);
    let Read { records, defects, .. } = read(&question("hris_list_compensation_types"), &rows.to_string());
    assert_eq!(defects, Vec::<String>::new());
    assert_eq!(
        records[0],
        json!({
            "id": "1", "remote_id": "1", "name": "salary",
            "category": { "value": "salary", "source_value": "FIXED_SALARY" },
            "kind": { "value": "salary", "source_value": "FIXED_SALARY" },
        })
    );
    assert_eq!(records[1]["category"]["value"], "one_time");
    assert_eq!(records[1]["kind"], json!({ "value": "other", "source_value": "ONE_TIME" }));
    assert_eq!(records[2]["category"], json!({ "value": "unmapped_value", "source_value": "STOCKS" }));
    assert_eq!((&records[3]["category"], &records[3]["kind"]), (&Value::Null, &Value::Null));
}
