//! Personio's reports: what the list says of them, their columns, and their rows as tables.
//!
//! Answers are written from what a client's author met in a live account; not read from the sandbox.

use http::{HeaderMap, StatusCode};
use nabe_connector::{Answer, CallError};
use nabe_connectors::registry;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::ask::{Question, Read, filters, resource};
use crate::rows::any_json;

fn question(operation: &str) -> Question {
    Question::new(resource(registry().get("personio").unwrap(), operation))
}

fn rows_of(report: &str) -> Question {
    Question { parent: Some(report.to_owned()), ..question("hris_list_report_rows") }
}

/// A list of reports.
fn list(rows: &Value) -> Vec<u8> {
    json!({ "_data": rows, "_meta": { "links": null } }).to_string().into_bytes()
}

/// A report.
fn report(columns: &Value, rows: &Value) -> Value {
    json!({ "report_config": { "name": "Stunden" }, "_data": rows, "_meta": { "columns": columns, "links": null } })
}

/// What is asked for beside the columns.
fn without_columns(question: Question) -> Question {
    let fields = nabe_model::select::Fields::parse("id,name");
    Question { asked: nabe_model::select::Asked { fields, ..Default::default() }, ..question }
}

#[test]
fn moments_are_taken_in_every_form_and_never_guessed() {
    for (edited, expect, defects) in [
        (json!("2026-05-01"), json!("2026-05-01T00:00:00.000Z"), 0),
        (json!({ "date": "2026-05-01" }), json!("2026-05-01T00:00:00.000Z"), 0),
        (json!("2026-05-01T12:00:00+02:00"), json!("2026-05-01T10:00:00.000Z"), 0),
        (json!({ "date_time": "2026-05-01T12:00:00" }), json!(null), 1),
        (json!({}), json!(null), 0),
        (json!(null), json!(null), 0),
        (json!([1]), json!(null), 1),
    ] {
        let rows = json!([{ "id": "r-1", "chart_type": "pie", "edited_at": edited }]);
        let read = without_columns(question("hris_list_reports")).read(&[list(&rows)], &[]).unwrap();
        assert_eq!((&read.records[0]["updated_at"], read.defects.len()), (&expect, defects), "{edited}");
        assert_eq!(read.records[0]["type"], json!({ "value": "unmapped_value", "source_value": "pie" }));
    }
}

#[test]
fn reports_that_changed_after_a_moment_are_found() {
    let rows = json!([
        { "id": "before", "edited_at": "2026-05-01T12:00:00Z" },
        { "id": "after", "edited_at": "2026-05-02T12:00:00Z" },
        { "id": "never told" },
    ]);
    let filters = filters([("updated_after", "2026-05-01T12:00:00Z")]);
    let asked = Question { filters, ..without_columns(question("hris_list_reports")) };
    let read = asked.read(&[list(&rows)], &[]).unwrap();
    let ids: Vec<&Value> = read.records.iter().map(|it| &it["id"]).collect();
    assert_eq!(ids, ["after", "never told"]);
    assert_eq!((read.info.lost.len(), read.defects.len()), (0, 0));
}

#[test]
fn a_report_that_cant_be_read_costs_only_its_columns() {
    let rows = json!([{ "id": "r-1" }, { "id": "grouped" }, { "name": "no id" }, 7]);
    let question = question("hris_list_reports");
    let calls = question.further(&[list(&rows)]).unwrap();
    let asked: Vec<String> = calls.iter().map(|it| it.1.path_and_query()).collect();
    assert_eq!(asked, ["/v2/reports/r-1?limit=1", "/v2/reports/grouped?limit=1"]);
    assert!(calls.iter().all(|it| it.1.is_optional));
    let read = question.read(&[list(&rows)], &[("r-1", report(&json!([]), &json!([])))]).unwrap();
    assert_eq!(read.records[0]["columns"], json!([]));
    assert_eq!(read.records[1]["columns"], Value::Null);
    assert_eq!(read.defects, Vec::<String>::new(), "it was refused, and can be read for all we know");
    assert_eq!((read.records.len(), read.info.lost.len()), (2, 2));
    let torn = question.read(&[list(&rows)], &[("r-1", json!(7))]).unwrap();
    assert_eq!(torn.defects, ["_meta.columns WrongType"]);
}

#[test]
fn columns_cost_calls_only_when_they_are_asked_for() {
    let rows = list(&json!([{ "id": "r-1" }]));
    assert_eq!(without_columns(question("hris_list_reports")).further(&[rows]).unwrap().len(), 0);
    let one = question("hris_get_report").one("r-1");
    assert_eq!(one.calls().unwrap()[0].path_and_query(), "/v2/reports?limit=100");
    for (listed, is_optional) in [("r-1", true), ("r-0", false)] {
        let calls = one.further(&[list(&json!([{ "id": listed }]))]).unwrap();
        assert_eq!(
            (calls[0].1.path_and_query().as_str(), calls[0].1.is_optional),
            ("/v2/reports/r-1?limit=1", is_optional)
        );
    }
    assert_eq!(without_columns(one).calls().unwrap().len(), 0, "it is looked for in the list");
}

#[test]
fn one_report_is_told_by_the_list_and_its_own_answer() {
    let columns = json!([{ "name": "hours", "display": "Stunden", "type": "decimal" }]);
    let body = report(&columns, &json!([]));
    let others = list(&json!([{ "id": "r-0" }, { "id": "r-1", "chart_type": "table" }]));
    let one = question("hris_get_report").one("r-1");
    let listed = one.read(std::slice::from_ref(&others), &[("r-1", body.clone())]).unwrap();
    assert_eq!(listed.records[0]["type"]["value"], "table");
    let beyond = list(&json!([{ "id": "r-0" }]));
    for read in [listed, one.read(std::slice::from_ref(&beyond), &[("r-1", body)]).unwrap()] {
        assert_eq!((read.records.len(), read.info.rows), (1, 1));
        assert_eq!((&read.records[0]["id"], &read.records[0]["name"]), (&json!("r-1"), &json!("Stunden")));
        let kind = json!({ "value": "number", "source_value": "decimal" });
        assert_eq!(read.records[0]["columns"], json!([{ "id": "hours", "name": "Stunden", "type": kind }]));
    }
    let grouped = one.read(&[others], &[]).unwrap();
    assert_eq!((&grouped.records[0]["columns"], grouped.defects.len()), (&Value::Null, 0));
    assert_eq!(one.read(&[beyond], &[]).unwrap().records.len(), 0, "it isn't there");
    for id in ["", "a/b", "..", "%2e"] {
        assert_eq!(question("hris_get_report").one(id).calls().unwrap_err(), CallError::NotFound, "{id}");
    }
}

#[test]
fn links_to_the_next_page_are_bare_or_objects() {
    let rows = json!([{ "id": "r-1" }]);
    let next = "https://api.example/v2/reports?cursor=abc%3D";
    for link in [json!(next), json!({ "href": next })] {
        let body = json!({ "_data": rows, "_meta": { "links": { "next": link } } }).to_string().into_bytes();
        let mut question = without_columns(question("hris_list_reports"));
        question.position = question.read(&[body], &[]).unwrap().info.next;
        assert_eq!(question.calls().unwrap()[0].path_and_query(), "/v2/reports?cursor=abc%3D");
    }
}

/// The columns and the cells of one row, each of another kind.
fn table() -> (Value, Value) {
    let columns = json!([
        { "name": "id", "display": "ID", "type": "decimal" },
        { "name": "last_name", "display": "Nachname", "type": "string" },
        { "name": "attendance_date", "display": "Datum", "type": "timestamp" },
        { "name": "project", "display": "Projekt", "type": "option" },
        { "name": "period", "display": "Von/bis", "type": "time_range" },
        { "name": "share", "display": "Anteil", "type": "percentage" },
        { "name": "salary", "display": "Gehalt", "type": "monetary" },
        { "name": "mood", "display": "Laune", "type": "emoji" },
    ]);
    let cells = json!([
        { "attribute_id": "id", "numeric_value": { "number": 1001 } },
        { "attribute_id": "last_name", "string_value": { "value": "Größe" } },
        { "attribute_id": "attendance_date", "string_value": { "value": "2026-05-04" } },
        { "attribute_id": "project", "options_value": { "options": [{ "key": "5001", "value": "ACME" }] } },
        { "attribute_id": "period", "time_range_value": { "from": "2026-01-01", "to": null } },
        { "attribute_id": "share", "percentage_value": { "number": 62.5 } },
        { "attribute_id": "salary", "monetary_value": { "amount": "4500.10", "currency": "EUR" } },
        { "attribute_id": "mood", "emoji_value": { "face": "x" } },
    ]);
    (columns, cells)
}

#[test]
fn a_row_is_a_table_row_with_typed_cells() {
    let (columns, cells) = table();
    let body = report(&columns, &json!([cells])).to_string().into_bytes();
    let Read { records, defects, .. } = rows_of("r-1").read(&[body], &[]).unwrap();
    assert_eq!(defects, ["[][].*_value WrongType"]);
    let record = &records[0];
    assert_eq!(
        (&record["id"], &record["employee_id"], &record["remote_employee_id"]),
        (&json!("1"), &json!("1001"), &json!("1001"))
    );
    let choice = |value: &str, source: &str| json!({ "value": value, "source_value": source });
    let cell = |id: &str, name: &str, column: Value, kind: Value, rest: Value| {
        let mut cell = json!({
            "id": id, "name": name, "type": column, "value_kind": kind, "value": null, "currency": null,
            "options": null, "start_date": null, "end_date": null,
        });
        let rest = rest.as_object().unwrap().clone();
        cell.as_object_mut().unwrap().extend(rest);
        cell
    };
    let text = || choice("text", "string_value");
    let expected = json!([
        cell(
            "id",
            "ID",
            choice("number", "decimal"),
            choice("number", "numeric_value"),
            json!({ "value": "1001" })
        ),
        cell("last_name", "Nachname", choice("text", "string"), text(), json!({ "value": "Größe" })),
        cell(
            "attendance_date",
            "Datum",
            choice("date", "timestamp"),
            text(),
            json!({ "value": "2026-05-04" })
        ),
        cell(
            "project",
            "Projekt",
            choice("options", "option"),
            choice("options", "options_value"),
            json!({ "options": [{ "id": "5001", "value": "ACME" }] }),
        ),
        cell(
            "period",
            "Von/bis",
            choice("date_range", "time_range"),
            choice("date_range", "time_range_value"),
            json!({ "start_date": "2026-01-01T00:00:00.000Z" }),
        ),
        cell(
            "share",
            "Anteil",
            choice("percentage", "percentage"),
            choice("percentage", "percentage_value"),
            json!({ "value": "62.5" }),
        ),
        cell(
            "salary",
            "Gehalt",
            choice("money", "monetary"),
            choice("money", "monetary_value"),
            json!({ "value": "4500.10", "currency": "EUR" }),
        ),
        cell(
            "mood",
            "Laune",
            choice("unmapped_value", "emoji"),
            choice("unmapped_value", "emoji_value"),
            json!({})
        ),
    ]);
    assert_eq!(record["cells"], expected);
}

#[test]
fn numbers_keep_their_digits() {
    for digits in ["3.50", "0.1000", "12345678901234567890.12"] {
        for (kind, key) in [
            ("numeric_value", "number"),
            ("percentage_value", "value"),
            ("monetary_value", "value"),
            ("monetary_value", "amount"),
        ] {
            let body = format!(
                r#"{{"_data":[[{{"attribute_id":"x","{kind}":{{"{key}":{digits}}}}}]],"_meta":{{}}}}"#
            );
            let read = rows_of("r-1").read(&[body.into_bytes()], &[]).unwrap();
            assert_eq!(read.records[0]["cells"][0]["value"], digits, "{kind}.{key}");
        }
    }
}

#[test]
fn odd_cells_are_null_and_cost_only_themselves() {
    let columns = json!([{ "name": "a", "display": "A", "type": 3 }, 7]);
    let rows = json!([
        [
            { "attribute_id": "a", "string_value": { "value": null } },
            { "attribute_id": "b", "numeric_value": { "number": true } },
            null, 7, [], {},
            { "options_value": { "options": [1, { "key": "k" }, null] } },
            { "string_value": { "value": { "deep": 1 } } },
            { "time_range_value": { "from": "soon" } },
            { "monetary_value": { "amount": "viel", "currency": 3 } },
        ],
        "no row", 9, null, { "a": 1 }, [],
    ]);
    let body = report(&columns, &rows).to_string().into_bytes();
    let Read { records, defects, info } = rows_of("r-1").read(&[body], &[]).unwrap();
    let cells = records[0]["cells"].as_array().unwrap();
    assert_eq!(cells.len(), 10);
    assert!(cells.iter().all(|it| it["value"].is_null()), "{cells:?}");
    assert_eq!(cells[6]["options"], json!([{ "id": "k", "value": null }]));
    let ids: Vec<&Value> = records.iter().map(|it| &it["id"]).collect();
    assert_eq!(ids, ["1", "6"], "numbers are those of the rows, readable or not");
    assert_eq!((info.rows, info.lost.len(), records[1]["cells"] == json!([])), (6, 4, true));
    for defect in ["_meta.columns[].type WrongType", "_meta.columns[] WrongType", "[][] WrongType"] {
        assert!(defects.iter().any(|it| it == defect), "{defect}: {defects:?}");
    }
}

#[test]
fn further_pages_are_asked_for_by_their_cursor_alone() {
    let mut question = rows_of("r-1");
    question.filters = filters([("locale", "de")]);
    question.limit = 2;
    assert_eq!(question.calls().unwrap()[0].path_and_query(), "/v2/reports/r-1?limit=2&locale=de");
    let cells = json!([{ "attribute_id": "a", "string_value": { "value": "x" } }]);
    let page =
        |next: Value| json!({ "_data": [cells, cells], "_meta": { "links": next } }).to_string().into_bytes();
    let mut ids = Vec::new();
    for next in [json!({ "next": { "href": "/v2/reports/r-1?cursor=e30%3D~1" } }), json!({})] {
        let read = question.read(&[page(next)], &[]).unwrap();
        ids.extend(read.records.iter().map(|it| it["id"].clone()));
        question.position = read.info.next;
        if question.position.is_some() {
            assert_eq!(question.calls().unwrap()[0].path_and_query(), "/v2/reports/r-1?cursor=e30%3D%7E1");
        }
    }
    assert_eq!((ids, question.position), (vec![json!("1"), json!("2"), json!("3"), json!("4")], None));
}

/// What becomes of an error in the answer for a report.
fn classified(operation: &str, status: u16, body: &Value) -> CallError {
    let personio = registry().get("personio").unwrap();
    let (headers, body) = (HeaderMap::new(), body.to_string());
    let answer =
        Answer { status: StatusCode::from_u16(status).unwrap(), headers: &headers, body: body.as_bytes() };
    personio.classify(personio.operations().get(operation).unwrap(), &answer).unwrap_err()
}

#[test]
fn every_flavour_of_a_refused_report_has_its_meaning() {
    let shapes = |detail: &str| {
        [
            json!({ "errors": [{ "status": "400", "title": "Bad Request", "id": "u", "detail": detail }] }),
            json!({ "error": { "message": detail } }),
        ]
    };
    for body in shapes("Unauthorized token") {
        assert_eq!(classified("v2_get_report", 400, &body), CallError::Denied { status: 400 });
        assert_eq!(classified("v2_list_reports", 400, &body), CallError::Denied { status: 400 });
    }
    for body in shapes("Report with 00000000-0000-0000-0000-000000000000 not found.") {
        assert_eq!(classified("v2_get_report", 400, &body), CallError::NotFound);
        assert!(matches!(classified("v2_list_reports", 400, &body), CallError::Rejected { .. }));
    }
    for (text, hint) in [
        ("Unsupported nested type: null", Some("groups its rows")),
        ("Array contains no element matching the predicate.", Some("can't put it out as a table")),
        ("Provided request parameters are invalid.", None),
    ] {
        for body in shapes(text) {
            let CallError::Rejected { status, message, hint: told } = classified("v2_get_report", 400, &body)
            else {
                panic!("{text}")
            };
            assert_eq!((status, message.as_str()), (400, text));
            assert_eq!(told.is_some(), hint.is_some(), "{text}");
            assert!(hint.is_none_or(|it| told.unwrap().contains(it)), "{text}: {told:?}");
        }
    }
    assert_eq!(classified("v2_get_report", 404, &json!({})), CallError::NotFound);
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
    fn a_cell_of_anything_costs_only_itself(bad in any_cell(), row in any_json(), columns in any_json()) {
        let good = json!({ "attribute_id": "a", "string_value": { "value": "x" } });
        let rows = json!([[good, bad, good], row, [good]]);
        let body = json!({ "report_config": row, "_data": rows, "_meta": { "columns": columns } });
        let read = rows_of("r-1").read(&[body.to_string().into_bytes()], &[]).unwrap();
        prop_assert_eq!(read.info.rows, 3);
        let cells = &read.records[0]["cells"];
        for at in [0, 2] {
            prop_assert_eq!((&cells[at]["id"], &cells[at]["value"]), (&json!("a"), &json!("x")));
        }
        let ids: Vec<&str> = read.records.iter().filter_map(|it| it["id"].as_str()).collect();
        prop_assert_eq!((ids.first(), ids.last()), (Some(&"1"), Some(&"3")));
    }
}
