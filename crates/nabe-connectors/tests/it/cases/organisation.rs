//! How the company is built.

use serde_json::{Value, json};

use super::{Case, Family};

pub(super) fn cases() -> Vec<Case> {
    [
        companies(),
        units("department", "hris_list_department_groups", "hris_get_department_group"),
        units("team", "hris_list_team_groups", "hris_get_team_group"),
        cost_centers(),
        locations(),
        jobs(),
        definitions(),
    ]
    .into_iter()
    .flat_map(Family::cases)
    .chain(groups())
    .collect()
}

fn companies() -> Family {
    Family::of(
        &["hris_list_companies", "hris_list_companies_groups"],
        &["hris_get_company", "hris_get_company_group"],
        ["/v2/legal-entities", "/v2/legal-entities/6"],
        [json!({ "id": "6", "name": "ACME GmbH" }), json!({ "id": 7, "name": null })],
        [json!({ "id": "6", "remote_id": "6", "name": "ACME GmbH" }), json!({ "id": "7", "remote_id": "7" })],
    )
}

/// A unit with everything that Personio's page names.
fn unit(kind: &str) -> Value {
    json!({
        "id": "4", "type": kind, "name": "Sales", "parent_id": "3", "description": "Sells", "abbreviation": "S",
    })
}

fn units(kind: &'static str, list: &'static str, one: &'static str) -> Family {
    Family::of(
        vec![list].leak(),
        vec![one].leak(),
        [
            format!("/v2/org-units?type={kind}&limit=100").leak(),
            format!("/v2/org-units/4?type={kind}").leak(),
        ],
        [unit(kind), json!({ "id": 5 })],
        [
            json!({
                "id": "4", "remote_id": "4", "name": "Sales", "parent_ids": ["3"], "remote_parent_ids": ["3"],
                "type": { "value": kind, "source_value": kind }, "description": "Sells", "abbreviation": "S",
            }),
            json!({ "id": "5", "remote_id": "5", "type": { "value": kind } }),
        ],
    )
}

/// The list begins with departments; what comes behind them stands in `organisation.rs`.
fn groups() -> Vec<Case> {
    let of = |kind: &'static str| Family {
        records: vec![
            json!({
                "id": format!("{kind}_4"), "remote_id": "4", "name": "Sales", "parent_ids": [format!("{kind}_3")],
                "remote_parent_ids": ["3"], "type": { "value": kind, "source_value": kind }, "description": "Sells",
                "abbreviation": "S",
            }),
            json!({ "id": format!("{kind}_5"), "remote_id": "5", "type": { "value": kind } }),
        ],
        ..units(kind, "hris_list_groups", "hris_get_group")
    };
    let team = Family { lists: &[], ..of("team") };
    let center = Family {
        lists: &[],
        path: "/v2/cost-centers",
        one: None,
        records: vec![
            json!({ "id": "cost_center_4", "remote_id": "4", "name": "Sales", "type": { "value": "cost_center" } }),
        ],
        rows: vec![json!({ "id": "4", "name": "Sales" }), json!({ "id": 5 })],
        ..of("cost_center")
    };
    [of("department"), team, center].into_iter().flat_map(Family::cases).collect()
}

fn cost_centers() -> Family {
    Family::of(
        &["hris_list_cost_center_groups"],
        &["hris_get_cost_center_group"],
        ["/v2/cost-centers", ""],
        [json!({ "id": "9", "name": "100" }), json!({ "id": 10 })],
        [
            json!({ "id": "9", "remote_id": "9", "name": "100", "type": { "value": "cost_center" } }),
            json!({ "id": "10", "remote_id": "10", "type": { "value": "cost_center" } }),
        ],
    )
}

fn locations() -> Family {
    Family::of(
        &["hris_list_locations"],
        &["hris_get_location"],
        ["/v2/workplaces", ""],
        [json!({ "id": "8", "name": "Köln" }), json!({ "id": 11 })],
        [
            json!({ "id": "8", "remote_id": "8", "name": "Köln", "location_type": { "value": "work" } }),
            json!({ "id": "11", "remote_id": "11", "location_type": { "value": "work" } }),
        ],
    )
}

fn jobs() -> Family {
    let id = "0c9d3f0e-4a53-4b1c-9d0e-5a8f7f1c2b01";
    Family::of(
        &["hris_list_jobs"],
        &["hris_get_job"],
        ["/v2/jobs", ""],
        [json!({ "id": id, "name": "Engineer" }), json!({ "id": "other" })],
        [
            json!({ "id": id, "remote_id": id, "title": "Engineer" }),
            json!({ "id": "other", "remote_id": "other" }),
        ],
    )
}

fn definitions() -> Family {
    Family::of(
        &["hris_list_employee_custom_field_definitions"],
        &["hris_get_employee_custom_field_definition"],
        ["/v1/company/employees/attributes", ""],
        [
            json!({
                "key": "dynamic_7", "label": "Größe", "type": "list", "universal_id": null, "options": ["S", "M"],
            }),
            json!({ "key": "dynamic_8" }),
        ],
        [
            json!({
                "id": "dynamic_7", "remote_id": "dynamic_7", "name": "Größe",
                "type": { "value": "single_select", "source_value": "list" },
                "options": [{ "id": "S", "value": "S" }, { "id": "M", "value": "M" }],
            }),
            json!({ "id": "dynamic_8", "remote_id": "dynamic_8", "options": [] }),
        ],
    )
    .of_v1()
}
