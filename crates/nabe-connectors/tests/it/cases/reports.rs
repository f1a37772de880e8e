//! Reports, their columns and their rows.

use serde_json::{Value, json};

use super::{Answer, Case, Family, Form};

pub(super) fn cases() -> Vec<Case> {
    let mut reports = reports().cases();
    // Its columns are asked for by its id.
    reports[0].feeds = &[("id", &["columns"])];
    // What the list does not have is told by the report's own answer.
    reports[1].feeds = &[(
        "id",
        &["name", "description", "type", "status", "created_at", "updated_at", "data_refreshed_at"],
    )];
    reports.into_iter().chain([rows()]).collect()
}

/// The columns of a report, each of another kind.
fn columns() -> Value {
    json!([
        { "name": "id", "display": "ID", "type": "decimal" },
        { "name": "last_name", "display": "Nachname", "type": "string" },
        { "name": "project", "display": "Projekt", "type": "option" },
        { "name": "period", "display": "Von/bis", "type": "time_range" },
        { "name": "share", "display": "Anteil", "type": "percentage" },
        { "name": "salary", "display": "Gehalt", "type": "monetary" },
    ])
}

fn records_of_columns() -> [Value; 6] {
    let column = |id: &str, name: &str, value: &str, source: &str| json!({ "id": id, "name": name, "type": { "value": value, "source_value": source } });
    [
        column("id", "ID", "number", "decimal"),
        column("last_name", "Nachname", "text", "string"),
        column("project", "Projekt", "options", "option"),
        column("period", "Von/bis", "date_range", "time_range"),
        column("share", "Anteil", "percentage", "percentage"),
        column("salary", "Gehalt", "money", "monetary"),
    ]
}

fn reports() -> Family {
    let row = json!({
        "id": "r-1", "name": "Stunden", "description": "Wer wann", "chart_type": "table", "status": "up_to_date",
        "created_at": "2026-04-01T10:00:00Z", "edited_at": { "date_time": "2026-05-01T10:00:00Z" },
        "data_refreshed_at": { "date": "2026-05-02" }, "owner": { "id": "7" },
    });
    let record = json!({
        "id": "r-1", "remote_id": "r-1", "name": "Stunden", "description": "Wer wann",
        "type": { "value": "table", "source_value": "table" },
        "status": { "value": "up_to_date", "source_value": "up_to_date" }, "created_at": "2026-04-01T10:00:00.000Z",
        "updated_at": "2026-05-01T10:00:00.000Z", "data_refreshed_at": "2026-05-02T00:00:00.000Z",
        "columns": records_of_columns(),
    });
    let whole = |columns: Value| json!({ "_data": [], "_meta": { "columns": columns } });
    Family {
        beside: vec![
            Answer::new("/v2/reports/r-1", Form::One, [whole(columns())]),
            Answer::new("/v2/reports/r-2", Form::One, [whole(json!([]))]).of_another(),
        ],
        ..Family::of(
            &["hris_list_reports"],
            &["hris_get_report"],
            ["/v2/reports", ""],
            [row, json!({ "id": "r-2" })],
            [record, json!({ "id": "r-2", "remote_id": "r-2", "columns": [] })],
        )
    }
}

/// Rows have no ids: they are told apart by their place.
fn rows() -> Case {
    let cells = json!([
        { "attribute_id": "id", "numeric_value": { "number": 1001 } },
        { "attribute_id": "last_name", "string_value": { "value": "Größe" } },
        { "attribute_id": "project", "options_value": { "options": [{ "key": "5001", "value": "ACME" }] } },
        { "attribute_id": "period", "time_range_value": { "from": "2026-01-01", "to": "2026-01-31" } },
        { "attribute_id": "share", "percentage_value": { "number": 62.5 } },
        { "attribute_id": "salary", "monetary_value": { "amount": "4500.10", "currency": "EUR" } },
    ]);
    let values = [
        json!({ "value_kind": { "value": "number", "source_value": "numeric_value" }, "value": "1001" }),
        json!({ "value_kind": { "value": "text", "source_value": "string_value" }, "value": "Größe" }),
        json!({
            "value_kind": { "value": "options", "source_value": "options_value" },
            "options": [{ "id": "5001", "value": "ACME" }],
        }),
        json!({
            "value_kind": { "value": "date_range", "source_value": "time_range_value" },
            "start_date": "2026-01-01T00:00:00.000Z", "end_date": "2026-01-31T00:00:00.000Z",
        }),
        json!({ "value_kind": { "value": "percentage", "source_value": "percentage_value" }, "value": "62.5" }),
        json!({
            "value_kind": { "value": "money", "source_value": "monetary_value" }, "value": "4500.10",
            "currency": "EUR",
        }),
    ];
    let cells_of_record = records_of_columns().into_iter().zip(values).map(|(mut cell, value)| {
        cell.as_object_mut().unwrap().extend(value.as_object().unwrap().clone());
        cell
    });
    let record = json!({
        "id": "1", "employee_id": "1001", "remote_employee_id": "1001",
        "cells": cells_of_record.collect::<Vec<Value>>(),
    });
    let answer = Answer::new("/v2/reports/r-1", Form::Report(columns()), [cells, json!([])]).at("[]").row();
    let case = Case::new("hris_list_report_rows", [answer], [record, json!({ "id": "2", "cells": [] })]);
    let feeds = &[("[][]", &["employee_id", "remote_employee_id"] as &[&str])];
    Case { question: case.question.below("r-1"), feeds, ..case }
}
