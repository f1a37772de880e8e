//! What people are paid.

use serde_json::{Value, json};

use super::{Case, Family};

pub(super) fn cases() -> Vec<Case> {
    [compensations(), compensations_as_published(), types(), bands()]
        .into_iter()
        .flat_map(Family::cases)
        .collect()
}

/// Pay that recurs, in the words of a client that runs against live data.
fn compensation() -> Value {
    json!({
        "id": "c-1", "person": { "id": "1001" }, "legal_entity": { "id": "17" },
        "type": { "id": "t-1", "name": "Fahrgeld", "category": "RECURRING" },
        "amount": { "value": "4500.10", "currency": "EUR" }, "interval": "MONTHLY", "effective_from": "2025-04-01",
        "weekly_working_hours": 30, "full_time_weekly_working_hours": "40", "comment": "wie besprochen",
    })
}

fn compensations() -> Family {
    let record = json!({
        "id": "c-1", "remote_id": "c-1", "employee_id": "1001", "remote_employee_id": "1001", "company_id": "17",
        "remote_company_id": "17",
        "type": {
            "id": "t-1", "remote_id": "t-1", "name": "Fahrgeld",
            "category": { "value": "recurring", "source_value": "RECURRING" },
        },
        "kind": { "value": "other", "source_value": "RECURRING" }, "value": "4500.10", "currency": "EUR",
        "pay_period": { "value": "month", "source_value": "MONTHLY" },
        "pay_frequency": { "value": "monthly", "source_value": "MONTHLY" },
        "effective_date": "2025-04-01T00:00:00.000Z", "weekly_hours": 30.0, "full_time_weekly_hours": 40.0,
        "comment": "wie besprochen", "period_start": "2026-03-01T00:00:00.000Z",
        "period_end": "2026-03-31T00:00:00.000Z",
    });
    let other = json!({
        "id": "c-2", "remote_id": "c-2", "period_start": "2026-03-01T00:00:00.000Z",
        "period_end": "2026-03-31T00:00:00.000Z",
    });
    Family::of(
        &["hris_list_compensations"],
        &[],
        ["/v2/compensations", ""],
        [compensation(), json!({ "id": "c-2" })],
        [record, other],
    )
}

/// The same in the words of the published request, and without an id.
fn compensations_as_published() -> Family {
    let mut family = compensations();
    let row = family.rows[0].as_object_mut().unwrap();
    (row["id"], row["amount"]) = (Value::Null, Value::Null);
    row.insert("value".to_owned(), json!(4500));
    row.insert("currency".to_owned(), json!("EUR"));
    let record = family.records[0].as_object_mut().unwrap();
    (record["id"], record["value"]) = (json!("1001.t-1.2025-04-01"), json!("4500"));
    record.remove("remote_id");
    family
}

fn types() -> Family {
    Family::of(
        &["hris_list_compensation_types"],
        &["hris_get_compensation_type"],
        ["/v2/compensations/types", ""],
        [json!({ "id": "t-1", "name": "Gehalt", "category": "FIXED_SALARY" }), json!({ "id": "t-2" })],
        [
            json!({
                "id": "t-1", "remote_id": "t-1", "name": "Gehalt",
                "category": { "value": "salary", "source_value": "FIXED_SALARY" },
                "kind": { "value": "salary", "source_value": "FIXED_SALARY" },
            }),
            json!({ "id": "t-2", "remote_id": "t-2" }),
        ],
    )
}

fn bands() -> Family {
    Family::of(
        &["hris_list_salary_bands"],
        &["hris_get_salary_band"],
        ["/v2/salary-bands", ""],
        [
            json!({
                "id": "b-1", "name": "Senior", "job": { "id": "j-1" }, "minimum": 50000.5, "maximum": "70000.50",
                "currency": "EUR", "interval": "YEARLY",
            }),
            json!({ "id": "b-2" }),
        ],
        [
            json!({
                "id": "b-1", "remote_id": "b-1", "name": "Senior", "job_id": "j-1", "remote_job_id": "j-1",
                "min_value": "50000.5", "max_value": "70000.50", "currency": "EUR",
                "pay_period": { "value": "year", "source_value": "YEARLY" },
            }),
            json!({ "id": "b-2", "remote_id": "b-2" }),
        ],
    )
}
