//! What the published contract leaves out and HR systems have, in the contract's style. The paths are ours; published
//! clients don't know them and don't meet them.

use super::{UnifiedOperation, file, list, one};

/// What is counted of a project when it is asked for.
const COUNTED: &[&str] =
    &["tracked_minutes", "sub_projects_tracked_minutes", "sub_projects_count", "tracked_periods_count"];

/// The operations.
pub(super) const OPERATIONS: &[UnifiedOperation] = &[
    file("hris_download_employee_avatar", "/employees/{id}/avatar").parameters(&["width"]),
    list("hris_list_compensations", "/compensations", "CompensationsPaginated").filters(&[
        "employee_id",
        "company_id",
        "start_date",
        "end_date",
    ]),
    list("hris_list_compensation_types", "/compensation_types", "CompensationTypesPaginated"),
    one("hris_get_compensation_type", "/compensation_types/{id}", "CompensationTypeResult"),
    list("hris_list_salary_bands", "/salary_bands", "SalaryBandsPaginated"),
    one("hris_get_salary_band", "/salary_bands/{id}", "SalaryBandResult"),
    list("hris_list_projects", "/projects", "ProjectsPaginated").include(COUNTED),
    one("hris_get_project", "/projects/{id}", "ProjectResult").include(COUNTED),
    list("hris_list_project_members", "/projects/{id}/members", "ProjectMembersPaginated")
        .without_updated_after(),
    list("hris_list_reports", "/reports", "ReportsPaginated").expand(&["columns"]).parameters(&["locale"]),
    one("hris_get_report", "/reports/{id}", "ReportResult").parameters(&["locale"]),
    list("hris_list_report_rows", "/reports/{id}/rows", "ReportRowsPaginated").parameters(&["locale"]),
];
