//! Absences, balances, recorded time and projects.

use serde_json::{Value, json};

use super::{Answer, Case, Family, Form};

pub(super) fn cases() -> Vec<Case> {
    let families = [
        policies(),
        types(),
        policies_of_a_person(),
        absences(),
        absences_of_a_person(),
        balances(),
        entries(),
        breaks(),
        projects(),
        members(),
    ];
    families.into_iter().flat_map(Family::cases).collect()
}

const VACATION: &str = "6c0c4bb1-1111-4f9e-8a7a-000000000001";
const DOCTOR: &str = "6c0c4bb1-2222-4f9e-8a7a-000000000002";

/// A type of absence of v2.
fn vacation() -> Value {
    json!({ "id": VACATION, "name": "Urlaub", "category": "PAID_VACATION", "unit": "DAY" })
}

fn policy(category: &str, unit: &str) -> Value {
    json!({
        "id": VACATION, "remote_id": VACATION, "name": "Urlaub",
        "type": { "value": "vacation", "source_value": category },
        "duration_unit": { "value": "days", "source_value": unit },
    })
}

fn policies() -> Family {
    Family::of(
        &["hris_list_time_off_policies"],
        &["hris_get_time_off_policy"],
        ["/v2/absence-types", "/v2/absence-types/6c0c4bb1-1111-4f9e-8a7a-000000000001"],
        [vacation(), json!({ "id": DOCTOR })],
        [policy("PAID_VACATION", "DAY"), json!({ "id": DOCTOR, "remote_id": DOCTOR })],
    )
}

fn types() -> Family {
    Family {
        lists: &["hris_list_time_off_types"],
        ones: &["hris_get_time_off_type"],
        records: vec![
            json!({ "id": VACATION, "remote_id": VACATION, "name": "Urlaub" }),
            json!({ "id": DOCTOR, "remote_id": DOCTOR }),
        ],
        ..policies()
    }
}

/// Types of absence of v1.
fn types_of_v1() -> Answer {
    let vacation = json!({ "type": "TimeOffType", "attributes": {
        "id": 1234, "name": "Urlaub", "category": "paid_vacation", "unit": "day", "approval_required": true,
        "id_v2": VACATION,
    } });
    let doctor = json!({ "type": "TimeOffType", "attributes": { "id": 1235, "id_v2": DOCTOR } });
    Answer::new("/v1/company/time-off-types", Form::ListOfV1, [vacation, doctor])
}

/// A balance's type is that of its number, if both have one name.
const OF_KIND: &[(&str, &[&str])] = &[
    ("id", &["policy_id", "policy", "balance_unit"]),
    ("name", &["policy_id", "policy", "balance_unit"]),
    ("attributes.id", &["policy_id", "policy", "balance_unit"]),
    ("attributes.name", &["policy_id", "policy", "balance_unit"]),
];

fn balances() -> Family {
    let record = json!({
        "id": "1042-1234", "employee_id": "1042", "remote_employee_id": "1042", "policy_id": VACATION,
        "remote_policy_id": "1234", "policy": policy("paid_vacation", "day"), "current_balance": 10.5,
        "available_balance": 8.0, "balance_unit": { "value": "days", "source_value": "day" },
    });
    let other = json!({
        "id": "1042-1235", "employee_id": "1042", "remote_employee_id": "1042", "policy_id": DOCTOR,
        "remote_policy_id": "1235", "policy": { "id": DOCTOR, "remote_id": DOCTOR },
    });
    Family {
        parent: Some("1042"),
        feeds: OF_KIND,
        beside: vec![types_of_v1()],
        ..Family::of(
            &["hris_list_employee_time_off_balances"],
            &["hris_get_employee_time_off_balance"],
            ["/v1/company/employees/1042/absences/balance", ""],
            [
                json!({
                    "id": 1234, "name": "Urlaub", "category": "paid_vacation", "balance": 10.5,
                    "available_balance": 8,
                }),
                json!({ "id": 1235 }),
            ],
            [record, other],
        )
        .of_v1()
    }
}

fn policies_of_a_person() -> Family {
    Family {
        lists: &["hris_list_employee_time_off_policies"],
        ones: &[],
        feeds: &[
            ("id", &["id"]),
            ("name", &["id"]),
            ("attributes.id", &["id"]),
            ("attributes.name", &["id"]),
        ],
        records: vec![policy("paid_vacation", "day"), json!({ "id": DOCTOR, "remote_id": DOCTOR })],
        ..balances()
    }
}

/// Half a day of vacation.
fn absences() -> Family {
    let row = json!({
        "id": "0b6f7b4e", "person": { "id": "1042" },
        "starts_from": { "date_time": "2026-08-03T00:00:00", "type": "SECOND_HALF" },
        "ends_at": { "date_time": "2026-08-04T00:00:00", "type": "SECOND_HALF" },
        "timezone_id": "Europe/Berlin", "comment": "Sommer", "absence_type": { "id": VACATION },
        "approval": { "status": "APPROVED" }, "substitute": { "id": "1043" },
        "created_at": "2026-01-07T09:30:00Z", "updated_at": "2026-01-08T10:00:00+01:00",
    });
    let day = json!({ "date": "2026-08-03", "effective_duration": { "unit": "DAY", "value": 0.5 } });
    let unit = json!({ "value": "days", "source_value": "DAY" });
    let record = json!({
        "id": "0b6f7b4e", "remote_id": "0b6f7b4e", "employee_id": "1042", "remote_employee_id": "1042",
        "status": { "value": "approved", "source_value": "APPROVED" },
        "type": { "value": "vacation", "source_value": "PAID_VACATION" }, "policy": policy("PAID_VACATION", "DAY"),
        "start_date": "2026-08-03T00:00:00.000", "end_date": "2026-08-03T00:00:00.000", "start_half_day": true,
        "end_half_day": false, "duration": "P0.5D", "time_off_policy_id": VACATION,
        "remote_time_off_policy_id": VACATION, "comment": "Sommer", "substitute_id": "1043",
        "time_zone": "Europe/Berlin",
        "breakdown": [{ "date": "2026-08-03T00:00:00.000Z", "amount": 0.5, "unit": unit }],
        "created_at": "2026-01-07T09:30:00.000Z", "updated_at": "2026-01-08T09:00:00.000Z",
    });
    Family {
        feeds: &[
            ("id", &["breakdown", "duration"]),
            ("absence_type.id", &["type", "policy"]),
            // How long it is nobody knows while its end is open.
            ("ends_at.date_time", &["duration"]),
            ("starts_from.date_time", &["end_date", "duration"]),
        ],
        beside: vec![
            Answer::new("/v2/absence-types", Form::List, [vacation(), json!({ "id": DOCTOR })])
                .at("absence_type"),
            Answer::new("/v2/absence-periods/0b6f7b4e/breakdowns", Form::List, [day]).at("breakdowns[]"),
        ],
        ..Family::of(
            &["hris_list_time_off_requests"],
            &["hris_get_time_off_request"],
            ["/v2/absence-periods", "/v2/absence-periods/0b6f7b4e"],
            [row, json!({ "id": "other" })],
            [record, json!({ "id": "other", "remote_id": "other" })],
        )
    }
}

fn absences_of_a_person() -> Family {
    let mut family = absences();
    family.rows[1]["person"] = json!({ "id": 1042 });
    family.records[1]["employee_id"] = json!("1042");
    family.records[1]["remote_employee_id"] = json!("1042");
    Family {
        lists: &["hris_list_employee_time_off_requests"],
        ones: &["hris_get_employees_time_off_request"],
        feeds: &[
            ("person.id", &["id"]),
            ("id", &["breakdown", "duration"]),
            ("absence_type.id", &["type", "policy"]),
            ("ends_at.date_time", &["duration"]),
            ("starts_from.date_time", &["end_date", "duration"]),
        ],
        parent: Some("1042"),
        ..family
    }
}

/// A day's work of somebody whose holidays are those of Germany.
fn entries() -> Family {
    let row = json!({
        "id": "0b4d36a2", "type": "WORK", "person": { "id": "7" }, "approval": { "status": "CONFIRMED" },
        "start": { "date_time": "2026-06-10T08:30:00" }, "end": { "date_time": "2026-06-10T17:00:00" },
        "attribution_date": "2026-06-10", "comment": "Kundentermin", "project": { "id": "82173" },
        "is_auto_generated": true, "created_at": "2026-06-10T15:04:05Z", "updated_at": "2026-06-11T08:00:00Z",
    });
    let record = json!({
        "id": "0b4d36a2", "remote_id": "0b4d36a2", "employee_id": "7", "remote_employee_id": "7",
        "start_time": "2026-06-10T06:30:00.000Z", "end_time": "2026-06-10T15:00:00.000Z",
        "start_time_local": "2026-06-10T08:30:00.000", "end_time_local": "2026-06-10T17:00:00.000",
        "time_zone_source": "assumed", "time_zone": "Europe/Berlin", "hours_worked": 8.5,
        "attribution_date": "2026-06-10T00:00:00.000Z", "labor_type": { "code": "WORK" },
        "status": { "value": "approved", "source_value": "CONFIRMED" }, "comment": "Kundentermin",
        "project_id": "82173", "is_auto_generated": true, "created_at": "2026-06-10T15:04:05.000Z",
        "updated_at": "2026-06-11T08:00:00.000Z",
    });
    let calendar = json!({ "type": "Employee", "attributes": { "holiday_calendar": {
        "label": "Feiertage", "type": "standard", "universal_id": "holiday_calendar",
        "value": { "type": "HolidayCalendar", "attributes": { "id": 2, "name": "NRW", "country": "DE" } },
    } } });
    Family {
        feeds: &[
            ("person.id", &["start_time", "end_time", "time_zone", "time_zone_source"]),
            ("data.attributes.holiday_calendar.value.attributes.country", &["start_time", "end_time"]),
        ],
        beside: vec![Answer::new("/v1/company/employees/7", Form::OneOfV1, [calendar]).at("data")],
        ..Family::of(
            &["hris_list_time_entries"],
            &["hris_get_time_entries"],
            ["/v2/attendance-periods", "/v2/attendance-periods/0b4d36a2"],
            [row, json!({ "id": "other" })],
            [record, json!({ "id": "other", "remote_id": "other", "time_zone_source": "unknown" })],
        )
    }
}

/// The same time as a break.
fn breaks() -> Family {
    let mut family = entries();
    family.rows[0]["type"] = json!("BREAK");
    let record = family.records[0].as_object_mut().unwrap();
    record["labor_type"] = json!({ "code": "BREAK" });
    let hours = record.remove("hours_worked").unwrap();
    record.insert("break_duration".to_owned(), hours);
    family
}

fn projects() -> Family {
    let row = json!({
        "id": "82173", "name": "NX Firmware", "status": "ACTIVE", "project_code": "PRJ-1", "description": "Text",
        "cost_center": { "id": "31" }, "assigned_to_all": false, "parent_project": { "id": "82170" },
        "start": { "date": "2026-01-01" }, "end": { "date": "2026-03-01" }, "billable": true,
        "client_name": "ACME", "project_type": "Intern", "tracked_minutes": 480, "sub_projects_tracked_minutes": 60,
        "sub_projects_count": 2, "tracked_periods_count": 3, "created_at": "2025-12-01T08:00:00Z",
        "updated_at": "2026-01-02T08:00:00Z",
    });
    let record = json!({
        "id": "82173", "remote_id": "82173", "name": "NX Firmware", "code": "PRJ-1", "description": "Text",
        "status": { "value": "active", "source_value": "ACTIVE" }, "parent_id": "82170", "remote_parent_id": "82170",
        "cost_center_id": "31", "remote_cost_center_id": "31", "start_date": "2026-01-01T00:00:00.000Z",
        "end_date": "2026-02-28T00:00:00.000Z", "assigned_to_all": false, "billable": true, "client_name": "ACME",
        "type": "Intern", "tracked_minutes": 480, "sub_projects_tracked_minutes": 60, "sub_projects_count": 2,
        "tracked_periods_count": 3, "created_at": "2025-12-01T08:00:00.000Z",
        "updated_at": "2026-01-02T08:00:00.000Z",
    });
    Family::of(
        &["hris_list_projects"],
        &["hris_get_project"],
        ["/v2/projects", "/v2/projects/82173"],
        [row, json!({ "id": "5" })],
        [record, json!({ "id": "5", "remote_id": "5" })],
    )
}

fn members() -> Family {
    let record = |id: &str| json!({ "id": id, "remote_id": id, "employee_id": id, "remote_employee_id": id });
    Family {
        parent: Some("82173"),
        ..Family::of(
            &["hris_list_project_members"],
            &[],
            ["/v2/projects/82173/members", ""],
            [json!({ "person": { "id": "7" } }), json!({ "person": { "id": 8 } })],
            [record("7"), record("8")],
        )
    }
}
