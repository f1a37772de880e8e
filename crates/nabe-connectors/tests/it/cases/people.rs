//! People, their employments and the posts that they hold.

use serde_json::{Value, json};

use super::{Answer, Case, Family, Form};

pub(super) fn cases() -> Vec<Case> {
    let families = [employees(), positions(), employments_of_a_person(), hourly(), one_employment()];
    families.into_iter().flat_map(Family::cases).chain(all_employments()).collect()
}

/// An attribute as v1 has it.
fn attribute(label: &str, value: impl Into<Value>, kind: &str, universal_id: Option<&str>) -> Value {
    json!({ "label": label, "value": value.into(), "type": kind, "universal_id": universal_id })
}

/// A person of v1 with every attribute that is read.
fn person() -> Value {
    let system =
        |key: &'static str, value: Value| (key.to_owned(), attribute(key, value, "standard", Some(key)));
    let date = |key: &'static str, value: &str| (key.to_owned(), attribute(key, value, "date", Some(key)));
    let custom = |key: &str, universal_id: Option<&str>, value: Value| {
        (key.to_owned(), attribute(key, value, "standard", universal_id))
    };
    let money = |key: &'static str, value: Value| {
        let mut money = attribute(key, value, "decimal", Some(key));
        money["currency"] = json!("EUR");
        (key.to_owned(), money)
    };
    let linked =
        |kind: &str, id: u32, name: &str| json!({ "type": kind, "attributes": { "id": id, "name": name } });
    let center = |id: u32, name: &str, share: f64| json!({ "type": "CostCenter", "attributes": { "id": id, "name": name, "percentage": share } });
    let boss = json!({ "type": "Employee", "attributes": {
        "id": attribute("ID", 3, "integer", Some("id")),
        "first_name": attribute("First name", "Ada", "standard", Some("first_name")),
    } });
    let attributes: serde_json::Map<String, Value> = [
        system("id", json!(7)),
        system("first_name", json!("Zoë")),
        system("last_name", json!("Größe")),
        system("preferred_name", json!("Zo")),
        system("email", json!("zoe@example.com")),
        system("gender", json!("female")),
        system("status", json!("active")),
        system("position", json!("Engineer")),
        system("employment_type", json!("internal")),
        system("weekly_working_hours", json!("38.5")),
        date("hire_date", "2019-04-01T00:00:00+02:00"),
        date("contract_end_date", "2027-03-31T00:00:00+02:00"),
        date("probation_period_end", "2019-09-30T00:00:00+02:00"),
        date("last_working_day", "2026-12-18T00:00:00+01:00"),
        date("termination_date", "2026-12-31T00:00:00+01:00"),
        system("termination_type", json!("employee")),
        system("termination_reason", json!("moves abroad")),
        date("created_at", "2019-03-01T10:00:00+01:00"),
        date("last_modified_at", "2026-01-01T08:30:00+01:00"),
        system("profile_picture", json!("https://api.example.com/v1/company/employees/7/profile-picture")),
        system("supervisor", boss),
        system("subcompany", linked("Subcompany", 6, "ACME GmbH")),
        system("office", linked("Office", 8, "Köln")),
        system("department", linked("Department", 4, "Sales")),
        system("team", linked("Team", 5, "North")),
        system("cost_centers", json!([center(9, "100", 60.0), center(10, "200", 40.0)])),
        money("fix_salary", json!(4500.5)),
        system("fix_salary_interval", json!("monthly")),
        money("hourly_salary", json!(0)),
        custom("dynamic_1", Some("iban"), json!("DE02 1203 0000 0000 2020 51")),
        custom("dynamic_2", Some("bic"), json!("BYLADEM1001")),
        custom("dynamic_3", Some("account_holder"), json!("Zoë Größe")),
        custom("dynamic_4", Some("employee_number"), json!("A-17")),
        custom("dynamic_5", Some("date_of_birth"), json!("1990-02-28T00:00:00+01:00")),
        custom("dynamic_6", Some("personal_email"), json!("zo@example.org")),
        custom("dynamic_7", Some("personal_mobile_number"), json!("+49 151 1")),
        custom("dynamic_8", Some("office_phone"), json!("+49 221 1")),
        custom("dynamic_9", Some("street"), json!("Domplatte 1")),
        custom("dynamic_10", Some("city"), json!("Köln")),
        custom("dynamic_11", Some("zip_code"), json!("50667")),
        custom("dynamic_12", None, json!("blue")),
    ]
    .into_iter()
    .collect();
    json!({ "type": "Employee", "attributes": attributes })
}

/// Somebody of whom nothing is told.
fn nobody(id: u32) -> Value {
    json!({ "type": "Employee", "attributes": { "id": { "value": id } } })
}

/// An employment of v2 with everything that Personio documents.
fn employment() -> Value {
    json!({
        "id": "e1", "status": "ACTIVE", "type": "INTERNAL", "position": { "title": "Engineer" },
        "weekly_working_hours": 30, "full_time_weekly_working_hours": 40.0, "probation_end_date": "2019-09-30",
        "employment_start_date": "2019-04-01", "employment_end_date": "2027-03-31", "contract_end_date": "2027-03-31",
        "created_at": "2019-03-01T10:00:00Z", "updated_at": "2020-01-01T00:00:00Z", "person": { "id": "7" },
        "supervisor": { "id": "3" }, "office": { "id": "8" }, "legal_entity": { "id": "6" }, "job": { "id": "0c9d" },
        "org_units": [{ "id": "5", "type": "team" }, { "id": "4", "type": "department" }],
        "cost_centers": [{ "id": "9", "weight": 60 }, { "id": "10", "weight": 40 }],
        "termination": {
            "termination_date": "2026-12-31", "last_working_day": "2026-12-18", "terminated_at": "2026-09-01",
            "type": "EMPLOYEE", "reason": "moves abroad",
        },
    })
}

/// What becomes of it without the names of groups and without pay.
fn record_of_employment() -> Value {
    let kind = json!({ "value": "internal", "source_value": "INTERNAL" });
    let hours = json!({ "value": "part_time" });
    let group = |id: &str, kind: &str| json!({ "id": format!("{kind}_{id}"), "remote_id": id, "type": { "value": kind, "source_value": kind } });
    json!({
        "id": "7_e1", "remote_id": "e1", "employee_id": "7", "remote_employee_id": "7", "job_title": "Engineer",
        "effective_date": "2019-04-01T00:00:00.000Z", "start_date": "2019-04-01T00:00:00.000Z",
        "end_date": "2027-03-31T00:00:00.000Z", "contract_end_date": "2027-03-31T00:00:00.000Z",
        "probation_end_date": "2019-09-30T00:00:00.000Z", "termination_date": "2026-12-31T00:00:00.000Z",
        "last_working_day": "2026-12-18T00:00:00.000Z", "terminated_at": "2026-09-01T00:00:00.000Z",
        "termination_type": "EMPLOYEE", "termination_reason": "moves abroad",
        "employment_status": { "value": "active", "source_value": "ACTIVE" }, "active": true,
        "employment_type": kind, "type": { "label": "INTERNAL", "type": kind },
        "employment_contract_type": hours, "contract_type": { "contract_type": hours },
        "work_time": { "duration": "PT30H", "period": { "value": "week" } },
        "weekly_hours": 30.0, "full_time_weekly_hours": 40.0, "fte": 0.75,
        "department": group("4", "department"), "team": group("5", "team"),
        "company_id": "6", "remote_company_id": "6", "location_id": "8", "remote_location_id": "8",
        "cost_centers": [
            { "id": "9", "remote_id": "9", "distribution_percentage": 60.0 },
            { "id": "10", "remote_id": "10", "distribution_percentage": 40.0 },
        ],
        "job": { "id": "0c9d", "remote_id": "0c9d" },
        "manager": [{ "id": "3", "remote_id": "3" }],
        "created_at": "2019-03-01T10:00:00.000Z", "updated_at": "2020-01-01T00:00:00.000Z",
    })
}

/// The same with all that takes further calls.
fn whole_record_of_employment() -> Value {
    let mut record = record_of_employment();
    record["department"]["name"] = json!("Sales");
    record["team"]["name"] = json!("North");
    record["cost_centers"][0]["name"] = json!("100");
    record["cost_centers"][1]["name"] = json!("200");
    record["pay_rate"] = json!("4500.5");
    record["pay_period"] = json!({ "value": "month", "source_value": "monthly" });
    record["pay_currency"] = json!("EUR");
    record
}

fn employees() -> Family {
    let url = json!("https://nabe.example.com/unified/hris/employees/7/avatar");
    let group = |kind: &str, id: &str, name: &str| json!({ "id": format!("{kind}_{id}"), "remote_id": id, "name": name, "type": { "value": kind } });
    let custom = |key: &str, value: &str| json!({ "id": key, "remote_id": key, "name": key, "value": value });
    let born = "1990-02-28T00:00:00.000Z";
    let record = json!({
        "id": "7", "remote_id": "7", "first_name": "Zoë", "last_name": "Größe", "name": "Zoë Größe",
        "display_name": "Zo", "preferred_name": "Zo", "avatar_url": url, "avatar": { "url": url },
        "work_email": "zoe@example.com", "personal_email": "zo@example.org", "personal_phone_number": "+49 151 1",
        "work_phone_number": "+49 221 1", "gender": { "value": "female", "source_value": "female" },
        "date_of_birth": born, "birthday": born, "employee_number": "A-17",
        "job_id": "0c9d", "job_title": "Engineer", "manager_id": "3", "remote_manager_id": "3",
        "department_id": "4", "department": "Sales", "team_id": "5", "team": "North",
        "company_id": "6", "company_name": "ACME GmbH", "company": { "id": "6", "remote_id": "6", "name": "ACME GmbH" },
        "groups": [
            group("department", "4", "Sales"), group("team", "5", "North"), group("cost_center", "9", "100"),
            group("cost_center", "10", "200"),
        ],
        "cost_centers": [
            { "id": "9", "remote_id": "9", "name": "100", "distribution_percentage": 60.0 },
            { "id": "10", "remote_id": "10", "name": "200", "distribution_percentage": 40.0 },
        ],
        "hire_date": "2019-04-01T00:00:00.000Z", "start_date": "2019-04-01T00:00:00.000Z",
        "contract_end_date": "2027-03-31T00:00:00.000Z", "probation_end_date": "2019-09-30T00:00:00.000Z",
        "last_working_day": "2026-12-18T00:00:00.000Z", "termination_date": "2026-12-31T00:00:00.000Z",
        "termination_type": "employee", "termination_reason": "moves abroad",
        "employment_type": { "value": "internal", "source_value": "internal" },
        "employment_status": { "value": "active", "source_value": "active" },
        "employment_contract_type": { "value": "part_time" }, "weekly_hours": 38.5, "fte": 0.75,
        "employments": [record_of_employment()],
        "work_location": { "id": "8", "remote_id": "8", "name": "Köln", "location_type": { "value": "work" } },
        "home_location": {
            "street_1": "Domplatte 1", "city": "Köln", "zip_code": "50667", "location_type": { "value": "home" },
        },
        "bank_details": [{
            "iban": "DE02 1203 0000 0000 2020 51", "swift_bic": "BYLADEM1001", "account_name": "Zoë Größe",
        }],
        "custom_fields": [
            custom("dynamic_1", "DE02 1203 0000 0000 2020 51"), custom("dynamic_10", "Köln"),
            custom("dynamic_11", "50667"), custom("dynamic_12", "blue"), custom("dynamic_2", "BYLADEM1001"),
            custom("dynamic_3", "Zoë Größe"), custom("dynamic_4", "A-17"),
            custom("dynamic_5", "1990-02-28T00:00:00+01:00"), custom("dynamic_6", "zo@example.org"),
            custom("dynamic_7", "+49 151 1"), custom("dynamic_8", "+49 221 1"), custom("dynamic_9", "Domplatte 1"),
        ],
        "created_at": "2019-03-01T09:00:00.000Z", "updated_at": "2026-01-01T07:30:00.000Z",
    });
    let other = json!({ "id": "8", "remote_id": "8", "employments": [] });
    Family {
        feeds: &[(
            "attributes.id.value",
            &["avatar", "avatar_url", "employment_contract_type", "employments", "fte", "job_id"],
        )],
        beside: vec![
            Answer::new("/v2/persons/7/employments", Form::List, [employment()]).at("_data[]"),
            Answer::new("/v2/persons/8/employments", Form::List, []).of_another(),
        ],
        ..Family::of(
            &["hris_list_employees"],
            &["hris_get_employee"],
            ["/v1/company/employees", "/v1/company/employees/7"],
            [person(), nobody(8)],
            [record, other],
        )
        .of_v1()
    }
}

fn positions() -> Family {
    let record = json!({
        "id": "7", "job_id": "0c9d", "title": "Engineer", "department_id": "4", "location_id": "8",
        "employment_type": "internal", "employee_id": "7", "remote_employee_id": "7",
    });
    let other = json!({ "id": "8", "employee_id": "8", "remote_employee_id": "8" });
    Family {
        lists: &["hris_list_positions"],
        ones: &["hris_get_position"],
        records: vec![record, other],
        ..employees()
    }
}

/// What tells the names of groups.
fn names() -> Vec<Answer> {
    let named = |id: &str, name: &str| json!({ "id": id, "name": name });
    vec![
        Answer::new("/v2/org-units/4", Form::One, [named("4", "Sales")]).at("org_units[]").row(),
        Answer::new("/v2/org-units/5", Form::One, [named("5", "North")]).at("org_units[]").row(),
        Answer::new("/v2/cost-centers", Form::List, [named("9", "100"), named("10", "200")])
            .at("cost_centers[]")
            .row(),
    ]
}

/// What else decides over pay: which employment runs, and which salary there is.
const PAY: [(&str, &[&str]); 4] = [
    ("attributes.status.value", &["pay_rate", "pay_period", "pay_currency"]),
    ("status", &["pay_rate", "pay_period", "pay_currency"]),
    ("attributes.fix_salary.value", &["pay_period", "pay_currency"]),
    ("attributes.hourly_salary.value", &["pay_currency"]),
];

fn employments_of_a_person() -> Family {
    let other = json!({ "id": "7_e2", "remote_id": "e2", "employee_id": "7", "remote_employee_id": "7" });
    Family {
        parent: Some("7"),
        feeds: &PAY,
        beside: [names(), vec![Answer::new("/v1/company/employees/7", Form::OneOfV1, [person()])]].concat(),
        ..Family::of(
            &["hris_list_employee_employments"],
            &["hris_get_employee_employment"],
            ["/v2/persons/7/employments", "/v2/persons/7/employments/e1"],
            [employment(), json!({ "id": "e2" })],
            [whole_record_of_employment(), other],
        )
    }
}

/// Somebody who is paid by the hour.
fn hourly() -> Family {
    let mut family = employments_of_a_person();
    let person = &mut family.beside.last_mut().unwrap().rows[0];
    person["attributes"]["fix_salary"]["value"] = json!("0.00");
    person["attributes"]["hourly_salary"]["value"] = json!("21.50");
    let record = &mut family.records[0];
    record["pay_rate"] = json!("21.50");
    record["pay_period"] = json!({ "value": "hour" });
    family
}

fn one_employment() -> Family {
    Family { lists: &[], ones: &["hris_get_employment"], parent: None, ..employments_of_a_person() }
}

/// The employments of all: the rows of the first answer are people.
fn all_employments() -> Vec<Case> {
    let of_somebody_else =
        json!({ "id": "8_e2", "remote_id": "e2", "employee_id": "8", "remote_employee_id": "8" });
    let histories = [
        Answer::new("/v2/persons/7/employments", Form::List, [employment()]).row(),
        Answer::new("/v2/persons/8/employments", Form::List, [json!({ "id": "e2" })]).of_another(),
    ];
    let family = Family {
        feeds: &[("attributes.id.value", &["id"]), PAY[0], PAY[1], PAY[2], PAY[3]],
        beside: [names(), histories.into()].concat(),
        ..Family::of(
            &["hris_list_employments"],
            &[],
            ["/v1/company/employees", ""],
            [person(), nobody(8)],
            [whole_record_of_employment(), of_somebody_else],
        )
        .of_v1()
    };
    let mut cases = family.cases();
    cases[0].answers[0].is_row = false;
    cases
}
