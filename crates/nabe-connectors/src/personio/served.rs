//! Which operations of the unified API Personio serves, and why it can't serve the others.

use nabe_connector::{Resource, Served};

use super::absences::{POLICIES, TYPES};
use super::application_documents::{ApplicationDocumentFile, ApplicationDocuments};
use super::balances::{Balances, PoliciesOfPerson};
use super::compensation_types::COMPENSATION_TYPES;
use super::compensations::PersonioCompensations;
use super::documents::EmployeeDocuments;
use super::employees::PersonioEmployees;
use super::employments::PersonEmployments;
use super::everybody::AllEmployments;
use super::files::{EmployeeDocumentFile, EmployeePicture};
use super::groups::GROUPS;
use super::organisation::{
    COMPANIES, COST_CENTERS, DEFINITIONS, DEPARTMENTS, DOCUMENT_CATEGORIES, JOBS, LOCATIONS, TEAMS,
};
use super::positions::Positions;
use super::projects::{Members, Projects};
use super::recruiting;
use super::report_rows::PersonioReportRows;
use super::reports::{REPORT, REPORTS};
use super::salary_bands::SALARY_BANDS;
use super::time_entries::TimeEntries;
use super::time_off::TimeOffs;

/// How Personio serves an operation that reads.
pub(super) fn serves(operation: &str) -> Served {
    let resource: &'static dyn Resource = match operation {
        "hris_list_employees" | "hris_get_employee" => &PersonioEmployees,
        "hris_list_employee_employments" | "hris_get_employee_employment" => &PersonEmployments,
        "hris_list_employments" | "hris_get_employment" => &AllEmployments,
        "hris_list_companies"
        | "hris_get_company"
        | "hris_list_companies_groups"
        | "hris_get_company_group" => &COMPANIES,
        "hris_list_groups" | "hris_get_group" => &GROUPS,
        "hris_list_positions" | "hris_get_position" => &Positions,
        "hris_list_department_groups" | "hris_get_department_group" => &DEPARTMENTS,
        "hris_list_team_groups" | "hris_get_team_group" => &TEAMS,
        "hris_list_cost_center_groups" | "hris_get_cost_center_group" => &COST_CENTERS,
        "hris_list_locations" | "hris_get_location" => &LOCATIONS,
        "hris_list_jobs" | "hris_get_job" => &JOBS,
        "hris_list_employee_categories" | "hris_get_employee_document_category" => &DOCUMENT_CATEGORIES,
        "hris_list_employee_documents" | "hris_get_employee_document" => &EmployeeDocuments,
        "hris_list_time_off_policies" | "hris_get_time_off_policy" => &POLICIES,
        "hris_list_time_off_types" | "hris_get_time_off_type" => &TYPES,
        "hris_list_employee_time_off_policies" => &PoliciesOfPerson,
        "hris_list_time_off_requests"
        | "hris_get_time_off_request"
        | "hris_list_employee_time_off_requests"
        | "hris_get_employees_time_off_request" => &TimeOffs,
        "hris_list_employee_time_off_balances" | "hris_get_employee_time_off_balance" => &Balances,
        "hris_list_employee_custom_field_definitions" | "hris_get_employee_custom_field_definition" => {
            &DEFINITIONS
        }
        "hris_list_time_entries" | "hris_get_time_entries" => &TimeEntries,
        "hris_list_projects" | "hris_get_project" => &Projects,
        "hris_list_project_members" => &Members,
        "hris_list_compensations" => &PersonioCompensations,
        "hris_list_compensation_types" | "hris_get_compensation_type" => &COMPENSATION_TYPES,
        "hris_list_salary_bands" | "hris_get_salary_band" => &SALARY_BANDS,
        "hris_list_reports" => &REPORTS,
        "hris_get_report" => &REPORT,
        "hris_list_report_rows" => &PersonioReportRows,
        "hris_download_employee_document" => return Served::File(&EmployeeDocumentFile),
        "ats_list_application_documents" | "ats_get_application_document" => &ApplicationDocuments,
        "ats_download_application_document" => return Served::File(&ApplicationDocumentFile),
        "hris_download_employee_avatar" => return Served::File(&EmployeePicture),
        _ => match recruiting::resource(operation) {
            Some(resource) => resource,
            None => return why_not(operation).map_or(Served::NotYet, Served::Absent),
        },
    };
    Served::Resource(resource)
}

/// Why Personio can't serve an operation; nothing if only Nabe doesn't do it yet.
fn why_not(operation: &str) -> Option<&'static str> {
    let names = |words: &[&str]| words.iter().any(|it| operation.contains(it));
    if names(&["_division"]) {
        return Some("it has departments and teams only.");
    }
    if names(&["_work_eligibility"]) {
        return Some("that is kept in attributes of the customer's only.");
    }
    let nowhere = ["_shift", "_benefit", "_skill", "_task", "_invite", "_offer", "_scorecard", "_note"];
    let nowhere_either =
        ["_scheduled_interview", "_interviews", "_assessment", "_background_check", "ats_list_lists"];
    let is_interview = ["ats_get_interview", "ats_get_list"].contains(&operation);
    let read_only = ["ats_update_", "ats_move_", "ats_reject_", "ats_create_candidate", "ats_create_job"];
    if is_interview || names(&nowhere) || names(&nowhere_either) {
        return Some("its public API has no such thing.");
    }
    if names(&read_only) {
        return Some("recruiting is read only there, but for new applications.");
    }
    if operation == "hris_create_employee_employment" {
        return Some("an employment is made together with its person only.");
    }
    None
}
