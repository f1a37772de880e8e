//! Every read with each row of the permission dialog missing in turn: it works, or says which row is missing.

use std::collections::BTreeMap;

use nabe_model::unified::{Shape, UnifiedOperation};
use serde_json::{Value, json};

use super::kit::client::Client;
use super::kit::home::Home;
use super::kit::lists::{LISTS, NOBODYS, is_empty, is_served};
use super::kit::personio::{Credentials, LocalPersonio, ROWS};
use super::kit::walk::{Reader, assert_refusal};

/// What can't be read without each row, written down by hand.
#[rustfmt::skip] // a table: several a row
const NEEDS: &[(&str, &[&str])] = &[
    // An application and an employee may have the same number: whose a document is says the list of people.
    ("employees", &[
        "hris_list_employee_custom_field_definitions", "hris_get_employee_custom_field_definition",
        "hris_list_employees", "hris_get_employee", "hris_download_employee_document",
        "hris_list_employee_documents", "hris_get_employee_document", "hris_list_employments", "hris_get_employment",
        "hris_list_employee_employments", "hris_get_employee_employment", "hris_list_positions",
        "hris_get_position", "ats_download_application_document", "ats_list_application_documents",
        "ats_get_application_document", "hris_download_employee_avatar",
    ]),
    ("attendances", &[
        "hris_list_time_entries", "hris_get_time_entries", "hris_list_projects", "hris_get_project",
        "hris_list_project_members",
    ]),
    ("time_off", &[
        "hris_list_employee_time_off_requests", "hris_get_employees_time_off_request",
        "hris_list_employee_time_off_balances", "hris_get_employee_time_off_balance", "hris_list_time_off_requests",
        "hris_get_time_off_request", "hris_list_time_off_types", "hris_get_time_off_type",
        "hris_list_time_off_policies", "hris_get_time_off_policy", "hris_list_employee_time_off_policies",
    ]),
    ("documents", &[
        "hris_download_employee_document", "hris_list_employee_documents", "hris_get_employee_document",
        "hris_list_employee_categories", "hris_get_employee_document_category", "ats_download_application_document",
        "ats_list_application_documents", "ats_get_application_document",
    ]),
    ("custom_reports", &[
        "hris_list_reports", "hris_get_report", "hris_list_report_rows",
    ]),
    ("compensations", &[
        "hris_list_compensations", "hris_list_compensation_types", "hris_get_compensation_type",
        "hris_list_salary_bands", "hris_get_salary_band",
    ]),
    ("recruiting", &[
        "ats_list_applications", "ats_get_application", "ats_list_application_changes",
        "ats_download_application_document", "ats_list_application_documents", "ats_get_application_document",
        "ats_list_candidates", "ats_get_candidate", "ats_list_departments", "ats_get_department",
        "ats_list_interview_stages", "ats_get_interview_stage", "ats_list_application_stages",
        "ats_get_application_stage", "ats_list_jobs", "ats_list_job_application_stages", "ats_get_job",
        "ats_get_job_application_stage", "ats_list_users", "ats_get_user",
    ]),
    // No read needs it.
    ("webhooks", &[]),
    // Groups begin with org units.
    ("org_units", &[
        "hris_list_groups", "hris_list_department_groups", "hris_list_team_groups", "hris_get_group",
        "hris_get_department_group", "hris_get_team_group", "hris_list_jobs", "hris_get_job",
    ]),
    ("legal_entities", &[
        "hris_list_companies", "hris_get_company", "hris_list_companies_groups", "hris_get_company_group",
    ]),
    ("cost_centers", &[
        "hris_list_cost_center_groups", "hris_get_cost_center_group",
    ]),
    ("workplaces", &[
        "hris_list_locations", "hris_get_location",
    ]),
];

/// A read that is served, and what an account that may do everything gets by it.
struct Read {
    operation: &'static UnifiedOperation,
    path: String,
    got: Got,
}

/// What a read gives: the ids of its records, the head of a file, or a refusal.
#[derive(Debug, PartialEq, Eq)]
enum Got {
    Records(Vec<String>),
    File(u16),
    Refused(u16, String),
}

async fn read(reader: Reader<'_>, operation: &UnifiedOperation, path: &str) -> Got {
    let answer = reader.get(path).await;
    match operation.shape {
        _ if answer.status != 200 => Got::Refused(answer.status, assert_refusal(&answer, path)),
        Shape::File | Shape::Written => Got::File(answer.status),
        Shape::Page(_) | Shape::One(_) => {
            let data = answer.json()["data"].take();
            let id = |it: &Value| it["id"].as_str().unwrap_or_else(|| panic!("{path}: {it}")).to_owned();
            Got::Records(data.as_array().map_or_else(|| vec![id(&data)], |all| all.iter().map(id).collect()))
        }
    }
}

/// The reads that are served.
async fn reads(reader: Reader<'_>) -> Vec<Read> {
    let mut reads = Vec::new();
    for (operation, path) in reader.reads().await.into_iter().filter(|(it, _)| is_served(it.id)) {
        let got = read(reader, operation, &path).await;
        let is_nobodys = NOBODYS.contains(&operation.id);
        let is_due = match &got {
            Got::Records(ids) => {
                !ids.is_empty() || LISTS.iter().any(|it| it.operation == operation.id && is_empty(it))
            }
            Got::File(_) => true,
            Got::Refused(status, _) => is_nobodys && *status == 404,
        };
        assert!(is_due, "{} with all rights: {got:?}", operation.id);
        reads.push(Read { operation, path, got });
    }
    reads
}

/// Takes a row from credentials that had everything.
async fn deny(client: &Client, personio: &LocalPersonio, credentials: &Credentials, row: &str) {
    let others = ROWS.iter().filter(|(it, _)| *it != row);
    let permissions: BTreeMap<&str, &str> = others.map(|(row, _)| (*row, "read")).collect();
    let url = format!("{}/_sandbox/credentials/{}", personio.url, credentials.id);
    let body = json!({ "permissions": permissions }).to_string();
    client.send("PUT", &url, &[("content-type", "application/json")], Some(body)).await.expect(204);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_row_is_named_by_what_needs_it_and_takes_nothing_from_the_others() {
    let personio = LocalPersonio::start().await;
    let mut home = Home::new();
    home.use_personio(&personio.url);
    let (_server, client) = home.serve_first().await;
    let whole = client.link("whole", &personio.credentials()).await;
    let reads = reads(Reader { client: &client, account: &whole }).await;
    let mut told = Vec::new();
    for (row, label) in ROWS {
        let credentials = personio.credentials();
        let account = client.link(row, &credentials).await;
        deny(&client, &personio, &credentials, row).await;
        let mut refused = Vec::new();
        for Read { operation, path, got } in &reads {
            let reader = Reader { client: &client, account: &account };
            let now = read(reader, operation, path).await;
            if now == *got {
                continue;
            }
            let at = format!("{} without {row}: {now:?} instead of {got:?}", operation.id);
            assert_eq!(now, Got::Refused(403, "permission_missing".to_owned()), "{at}");
            let message = reader.get(path).await.json()["message"].as_str().unwrap().to_owned();
            let unplaced = ["personio:jobs:read", "personio:projects:read", "personio:salary-bands:read"];
            let is_named = message.contains(label) || unplaced.iter().any(|it| message.contains(it));
            assert!(is_named, "{at}: {message}");
            refused.push(operation.id);
        }
        let due = NEEDS.iter().find(|it| it.0 == row).unwrap().1;
        if refused != due {
            told.push(format!("without {row}: {refused:?}"));
        }
    }
    assert!(told.is_empty(), "{told:#?}");
}
