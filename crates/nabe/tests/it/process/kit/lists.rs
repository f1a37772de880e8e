//! The lists that Personio serves, written down by hand, and where their rows come from.
//!
//! What is served is compared with them, so that nothing passes because a list is no longer there.

/// A list that is served.
pub(crate) struct List {
    /// Its operation.
    pub(crate) operation: &'static str,
    /// How Personio gives its rows.
    pub(crate) rows: Rows,
    /// Where in Personio's answer the ids of the records stand; empty where they are composed or counted.
    pub(crate) id: &'static str,
    /// Why nothing in the small company has three records.
    pub(crate) few: Option<&'static str>,
}

/// How Personio gives the rows of a list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    /// As many as are asked for, by this route.
    Paged(&'static str),
    /// By this route, all that there are or those of a part, however many are asked for.
    Whole(&'static str),
    /// Not at all: they are always the same.
    Fixed,
}

const fn list(operation: &'static str, rows: Rows, id: &'static str) -> List {
    List { operation, rows, id, few: None }
}

impl List {
    const fn few(self, why: &'static str) -> Self {
        Self { few: Some(why), ..self }
    }

    /// The route that gives its rows.
    pub(crate) fn route(&self) -> Option<&'static str> {
        match self.rows {
            Paged(route) | Whole(route) => Some(route),
            Fixed => None,
        }
    }
}

use Rows::{Fixed, Paged, Whole};

const ID: &str = "/_data/*/id";
const V1_ID: &str = "/data/*/id";
const ATTRIBUTE: &str = "/data/*/attributes/id/value";
const NONE: &str = "Personio's API has none of them, and says so by an empty list";

#[rustfmt::skip] // a table: one row a list
pub(crate) const LISTS: &[List] = &[
    list("hris_list_employees", Paged("/v1/company/employees"), ATTRIBUTE),
    list("hris_list_positions", Paged("/v1/company/employees"), ATTRIBUTE),
    list("hris_list_employments", Whole("/v2/persons/{id}/employments"), ID),
    list("hris_list_employee_employments", Paged("/v2/persons/{id}/employments"), ID)
        .few("nobody in the small company has more than two employments"),
    list("hris_list_companies", Paged("/v2/legal-entities"), ID),
    list("hris_list_companies_groups", Paged("/v2/legal-entities"), ID),
    list("hris_list_groups", Whole("/v2/org-units"), ID),
    list("hris_list_department_groups", Paged("/v2/org-units"), ID),
    list("hris_list_team_groups", Paged("/v2/org-units"), ID),
    list("hris_list_cost_center_groups", Paged("/v2/cost-centers"), ID),
    list("hris_list_locations", Paged("/v2/workplaces"), ID),
    list("hris_list_jobs", Paged("/v2/jobs"), ID),
    list("hris_list_employee_categories", Whole("/v1/company/document-categories"), V1_ID),
    list("hris_list_employee_documents", Paged("/v2/document-management/documents"), ID),
    list("hris_list_employee_custom_field_definitions", Whole("/v1/company/employees/attributes"), "/data/*/key"),
    list("hris_list_time_off_policies", Paged("/v2/absence-types"), ID),
    list("hris_list_time_off_types", Paged("/v2/absence-types"), ID),
    list("hris_list_time_off_requests", Paged("/v2/absence-periods"), ID),
    list("hris_list_employee_time_off_requests", Paged("/v2/absence-periods"), ID),
    list("hris_list_employee_time_off_balances", Whole("/v1/company/employees/{id}/absences/balance"), V1_ID),
    list("hris_list_employee_time_off_policies", Whole("/v1/company/employees/{id}/absences/balance"), V1_ID),
    list("hris_list_time_entries", Paged("/v2/attendance-periods"), ID),
    list("hris_list_projects", Paged("/v2/projects"), ID),
    list("hris_list_project_members", Paged("/v2/projects/{id}/members"), "/_data/*/person/id"),
    list("hris_list_compensations", Paged("/v2/compensations"), ""),
    list("hris_list_compensation_types", Paged("/v2/compensations/types"), ID),
    list("hris_list_salary_bands", Paged("/v2/salary-bands"), ID),
    list("hris_list_reports", Paged("/v2/reports"), ID),
    list("hris_list_report_rows", Paged("/v2/reports/{id}"), ""),
    list("ats_list_applications", Paged("/v2/recruiting/applications"), ID),
    list("ats_list_application_changes", Whole("/v2/recruiting/applications/{id}/stage-transitions"), ""),
    list("ats_list_application_documents", Paged("/v2/document-management/documents"), ID)
        .few("nobody in the small company has applied with more than two documents"),
    list("ats_list_candidates", Paged("/v2/recruiting/candidates"), ID),
    list("ats_list_jobs", Paged("/v2/recruiting/jobs"), ID),
    list("ats_list_job_application_stages", Whole("/v2/recruiting/categories/{id}"), ""),
    list("ats_list_interview_stages", Whole("/v2/recruiting/categories"), ""),
    list("ats_list_application_stages", Whole("/v2/recruiting/categories"), ""),
    list("ats_list_departments", Whole("/v2/recruiting/jobs"), ""),
    list("ats_list_users", Whole("/v2/recruiting/jobs"), ""),
    list("ats_list_job_postings", Whole("/xml"), ""),
    list("ats_list_locations", Whole("/xml"), ""),
    list("ats_list_application_document_categories", Fixed, ""),
    list("ats_list_rejected_reasons", Fixed, "").few(NONE),
    list("ats_list_application_custom_field_definitions", Fixed, "").few(NONE),
    list("ats_list_candidate_custom_field_definitions", Fixed, "").few(NONE),
    list("ats_list_job_custom_field_definitions", Fixed, "").few(NONE),
];

/// Whether Personio serves an operation that reads.
pub(crate) fn is_served(operation: &str) -> bool {
    let others = ONES.iter().chain(NOBODYS).chain(FILES);
    LISTS.iter().any(|it| it.operation == operation) || others.into_iter().any(|it| *it == operation)
}

/// Whether a list is always empty.
pub(crate) fn is_empty(list: &List) -> bool {
    list.few == Some(NONE)
}

/// The operations that give one record.
#[rustfmt::skip] // a table: several a row
pub(crate) const ONES: &[&str] = &[
    "hris_get_employee", "hris_get_position", "hris_get_employment", "hris_get_employee_employment",
    "hris_get_company", "hris_get_company_group", "hris_get_group", "hris_get_department_group",
    "hris_get_team_group", "hris_get_cost_center_group", "hris_get_location", "hris_get_job",
    "hris_get_employee_document", "hris_get_employee_document_category", "hris_get_employee_custom_field_definition",
    "hris_get_time_off_policy", "hris_get_time_off_type", "hris_get_time_off_request",
    "hris_get_employees_time_off_request", "hris_get_employee_time_off_balance", "hris_get_time_entries",
    "hris_get_project", "hris_get_compensation_type", "hris_get_salary_band", "hris_get_report",
    "ats_get_application", "ats_get_application_document", "ats_get_candidate", "ats_get_job",
    "ats_get_job_application_stage", "ats_get_interview_stage", "ats_get_application_stage", "ats_get_department",
    "ats_get_user", "ats_get_job_posting", "ats_get_location", "ats_get_application_document_category",
];

/// The operations that give one record of a list that is always empty.
#[rustfmt::skip] // a table: several a row
pub(crate) const NOBODYS: &[&str] = &[
    "ats_get_rejected_reason", "ats_get_application_custom_field_definition",
    "ats_get_candidate_custom_field_definition", "ats_get_job_custom_field_definition",
];

/// The operations that give a file.
pub(crate) const FILES: &[&str] = &[
    "hris_download_employee_document",
    "hris_download_employee_avatar",
    "ats_download_application_document",
];
