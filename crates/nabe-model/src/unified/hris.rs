//! People, their time and their organisation. The operations below `/unified/hris`, as the published contract has them.

use super::{Method, UnifiedOperation, file, list, one, write};

/// The operations.
pub(super) const OPERATIONS: &[UnifiedOperation] = &[
    list("hris_list_companies", "/companies", "CompaniesPaginated"),
    one("hris_get_company", "/companies/{id}", "CompanyResult"),
    list(
        "hris_list_employee_custom_field_definitions",
        "/custom_field_definitions/employees",
        "CustomFieldDefinitionsPaginated",
    ),
    one(
        "hris_get_employee_custom_field_definition",
        "/custom_field_definitions/employees/{id}",
        "CustomFieldDefinitionResultApiModel",
    ),
    list("hris_list_employees", "/employees", "EmployeesPaginated")
        .filters(&["email", "employee_number"])
        .expand(&["company", "employments", "work_location", "home_location", "groups", "skills"])
        .include(&["avatar_url", "avatar", "custom_fields", "job_description", "benefits", "bank_details"]),
    write(Method::Post, "hris_create_employee", "/employees"),
    one("hris_get_employee", "/employees/{id}", "EmployeeResult")
        .expand(&["company", "employments", "work_location", "home_location", "groups", "skills"])
        .include(&["avatar_url", "avatar", "custom_fields", "job_description", "benefits", "bank_details"]),
    write(Method::Patch, "hris_update_employee", "/employees/{id}"),
    write(Method::Post, "hris_invite_employee", "/employees/{id}/invite"),
    list("hris_list_employee_shifts", "/employees/{id}/shifts", "HrisShiftsPaginated").filters(&[
        "status",
        "starts_after",
        "ends_before",
    ]),
    one("hris_get_employee_shift", "/employees/{id}/shifts/{subResourceId}", "HrisShiftResult"),
    list("hris_list_employee_time_off_requests", "/employees/{id}/time_off", "TimeOffPaginated")
        .filters(&["policy_ids", "start_date", "end_date"])
        .expand(&["policy"]),
    write(Method::Post, "hris_create_employee_time_off_request", "/employees/{id}/time_off"),
    one("hris_get_employees_time_off_request", "/employees/{id}/time_off/{subResourceId}", "TimeOffResult")
        .expand(&["policy"]),
    write(Method::Patch, "hris_update_employee_time_off_request", "/employees/{id}/time_off/{subResourceId}"),
    write(
        Method::Delete,
        "hris_cancel_employee_time_off_request",
        "/employees/{id}/time_off/{subResourceId}",
    ),
    write(Method::Post, "hris_batch_upload_employee_document", "/employees/{id}/documents/upload/batch"),
    write(Method::Post, "hris_upload_employee_document", "/employees/{id}/documents/upload"),
    file("hris_download_employee_document", "/employees/{id}/documents/{subResourceId}/download")
        .parameters(&["format", "export_format"]),
    list("hris_list_employee_documents", "/employees/{id}/documents", "HrisDocumentsPaginated"),
    one("hris_get_employee_document", "/employees/{id}/documents/{subResourceId}", "HrisDocumentResult"),
    list("hris_list_employee_categories", "/documents/employee_categories", "ReferencePaginated"),
    one("hris_get_employee_document_category", "/documents/employee_categories/{id}", "ReferenceResult"),
    list(
        "hris_list_employee_work_eligibility",
        "/employees/{id}/work_eligibility",
        "WorkEligibilityPaginated",
    ),
    write(Method::Post, "hris_create_employee_work_eligibility_request", "/employees/{id}/work_eligibility"),
    one(
        "hris_get_employees_work_eligibility",
        "/employees/{id}/work_eligibility/{subResourceId}",
        "WorkEligibilityResult",
    ),
    write(
        Method::Patch,
        "hris_update_employee_work_eligibility_request",
        "/employees/{id}/work_eligibility/{subResourceId}",
    ),
    list(
        "hris_list_employee_time_off_balances",
        "/employees/{id}/time_off_balances",
        "TimeOffBalancesPaginated",
    )
    .filters(&["policy_ids"])
    .expand(&["policy"]),
    one(
        "hris_get_employee_time_off_balance",
        "/employees/{id}/time_off_balances/{subResourceId}",
        "TimeOffBalanceResult",
    )
    .expand(&["policy"]),
    list("hris_list_employments", "/employments", "EmploymentsPaginated").expand(&["groups"]),
    one("hris_get_employment", "/employments/{id}", "EmploymentResult").expand(&["groups"]),
    list("hris_list_employee_employments", "/employees/{id}/employments", "EmploymentsPaginated")
        .expand(&["groups"]),
    write(Method::Post, "hris_create_employee_employment", "/employees/{id}/employments"),
    one("hris_get_employee_employment", "/employees/{id}/employments/{subResourceId}", "EmploymentResult")
        .expand(&["groups"]),
    write(Method::Patch, "hris_update_employee_employment", "/employees/{id}/employments/{subResourceId}"),
    list("hris_list_groups", "/groups", "HRISGroupsPaginated"),
    list("hris_list_department_groups", "/groups/departments", "HRISDepartmentsPaginated"),
    list("hris_list_cost_center_groups", "/groups/cost_centers", "HRISCostCenterPaginated"),
    list("hris_list_team_groups", "/groups/teams", "HRISTeamsPaginated"),
    list("hris_list_division_groups", "/groups/divisions", "HRISDivisionsPaginated"),
    list("hris_list_companies_groups", "/groups/companies", "CompaniesPaginated"),
    one("hris_get_group", "/groups/{id}", "HRISGroupsResult"),
    one("hris_get_department_group", "/groups/departments/{id}", "HRISDepartmentsResult"),
    one("hris_get_cost_center_group", "/groups/cost_centers/{id}", "HRISCostCenterResult"),
    one("hris_get_team_group", "/groups/teams/{id}", "HRISTeamsResult"),
    one("hris_get_division_group", "/groups/divisions/{id}", "HRISDivisionsResult"),
    one("hris_get_company_group", "/groups/companies/{id}", "CompanyResult"),
    list("hris_list_jobs", "/jobs", "HrisJobsPaginated"),
    one("hris_get_job", "/jobs/{id}", "HrisJobResult"),
    list("hris_list_locations", "/locations", "HRISLocationsPaginated"),
    one("hris_get_location", "/locations/{id}", "HRISLocationResult"),
    list("hris_list_positions", "/positions", "PositionsPaginated").parameters(&["status"]),
    one("hris_get_position", "/positions/{id}", "PositionResult"),
    list("hris_list_time_entries", "/time_entries", "TimeEntriesPaginated").filters(&[
        "employee_id",
        "start_time",
        "end_time",
    ]),
    one("hris_get_time_entries", "/time_entries/{id}", "TimeEntriesResult"),
    list("hris_list_time_off_requests", "/time_off", "TimeOffPaginated")
        .filters(&["policy_ids", "start_date", "end_date"])
        .expand(&["policy"]),
    one("hris_get_time_off_request", "/time_off/{id}", "TimeOffResult").expand(&["policy"]),
    list("hris_list_shifts", "/shifts", "HrisShiftsPaginated").filters(&[
        "status",
        "starts_after",
        "ends_before",
    ]),
    one("hris_get_shift", "/shifts/{id}", "HrisShiftResult"),
    list("hris_list_time_off_types", "/time_off_types", "ReferencePaginated").deprecated(),
    one("hris_get_time_off_type", "/time_off_types/{id}", "ReferenceResult").deprecated(),
    list("hris_list_time_off_policies", "/time_off_policies", "TimeOffPoliciesPaginated").filters(&["type"]),
    one("hris_get_time_off_policy", "/time_off_policies/{id}", "TimeOffPolicyResult"),
    list(
        "hris_list_employee_time_off_policies",
        "/employees/{id}/time_off_policies",
        "TimeOffPoliciesPaginated",
    )
    .filters(&["type"]),
    list("hris_list_benefits", "/benefits", "HRISBenefitsPaginated"),
    one("hris_get_benefit", "/benefits/{id}", "HRISBenefitResult"),
    list("hris_list_employee_skills", "/employees/{id}/skills", "EntitySkillsPaginated"),
    write(Method::Post, "hris_create_employee_skill", "/employees/{id}/skills"),
    one("hris_get_employee_skill", "/employees/{id}/skills/{subResourceId}", "EntitySkillResult"),
    list("hris_list_employee_tasks", "/employees/{id}/tasks", "TasksPaginated")
        .filters(&["created_after"])
        .expand(&["attachments"]),
    one("hris_get_employee_task", "/employees/{id}/tasks/{subResourceId}", "TaskResult")
        .expand(&["attachments"]),
    write(Method::Patch, "hris_update_employee_task", "/employees/{id}/tasks/{subResourceId}"),
    list("hris_list_tasks", "/tasks", "TasksPaginated").filters(&["created_after"]).expand(&["attachments"]),
    one("hris_get_task", "/tasks/{id}", "TaskResult").expand(&["attachments"]),
];
