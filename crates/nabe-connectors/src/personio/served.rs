//! Which operations of the unified API Personio serves, and why it can't serve the others.

use nabe_connector::{Resource, Served};

use super::absences::{POLICIES, TYPES};
use super::employees::PersonioEmployees;
use super::organisation::{
    COMPANIES, COST_CENTERS, DEFINITIONS, DEPARTMENTS, DOCUMENT_CATEGORIES, JOBS, LOCATIONS, TEAMS,
};

/// How Personio serves an operation that reads.
pub(super) fn serves(operation: &str) -> Served {
    let resource: &'static dyn Resource = match operation {
        "hris_list_employees" | "hris_get_employee" => &PersonioEmployees,
        "hris_list_companies"
        | "hris_get_company"
        | "hris_list_companies_groups"
        | "hris_get_company_group" => &COMPANIES,
        "hris_list_department_groups" | "hris_get_department_group" => &DEPARTMENTS,
        "hris_list_team_groups" | "hris_get_team_group" => &TEAMS,
        "hris_list_cost_center_groups" | "hris_get_cost_center_group" => &COST_CENTERS,
        "hris_list_locations" | "hris_get_location" => &LOCATIONS,
        "hris_list_jobs" | "hris_get_job" => &JOBS,
        "hris_list_employee_categories" | "hris_get_employee_document_category" => &DOCUMENT_CATEGORIES,
        "hris_list_time_off_policies" | "hris_get_time_off_policy" => &POLICIES,
        "hris_list_time_off_types" | "hris_get_time_off_type" => &TYPES,
        "hris_list_employee_custom_field_definitions" | "hris_get_employee_custom_field_definition" => {
            &DEFINITIONS
        }
        _ => return Served::Absent(why_not(operation)),
    };
    Served::Resource(resource)
}

/// Why an operation isn't served.
fn why_not(operation: &str) -> &'static str {
    match operation {
        "hris_list_division_groups" | "hris_get_division_group" => "it has departments and teams only.",
        it if it.contains("shift") => "it has no shifts in its public API.",
        it if it.contains("benefit") => "it has no benefits in its public API.",
        it if it.contains("skill") => "it has no skills in its public API.",
        it if it.contains("task") => "the steps of onboarding are not in its public API.",
        it if it.contains("work_eligibility") => "that is kept in attributes of the customer's only.",
        it if it.contains("invite") => "nobody can be invited by its public API.",
        it if ["_create_", "_update_", "_upload_", "_cancel_", "_delete_"]
            .iter()
            .any(|verb| it.contains(verb)) =>
        {
            "writing is not built yet."
        }
        it if ["offer", "scorecard", "note", "interview", "assessment", "background_check", "list"]
            .iter()
            .any(|what| it.starts_with("ats_") && it.contains(&format!("_{what}"))) =>
        {
            "its public API has no such thing."
        }
        _ => "this is not built yet.",
    }
}
