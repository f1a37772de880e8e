//! Applicants and the jobs that they apply for. The operations below `/unified/ats`, as the published contract has them.

use super::{Method, UnifiedOperation, file, list, one, write};

/// The operations.
pub(super) const OPERATIONS: &[UnifiedOperation] = &[
    list("ats_list_applications", "/applications", "ApplicationsPaginated")
        .filters(&["created_after", "job_id", "stage", "application_stage_id"])
        .expand(&["documents"])
        .include(&["attachments", "custom_fields"])
        .parameters(&["sync_token", "job_id"]),
    write(Method::Post, "ats_create_application", "/applications"),
    one("ats_get_application", "/applications/{id}", "ApplicationResult")
        .expand(&["documents"])
        .include(&["attachments", "custom_fields"]),
    write(Method::Patch, "ats_update_application", "/applications/{id}"),
    list("ats_list_applications_offers", "/applications/{id}/offers", "OffersPaginated")
        .parameters(&["sync_token"]),
    write(Method::Post, "ats_move_application", "/applications/{id}/move"),
    write(Method::Post, "ats_reject_application", "/applications/{id}/reject"),
    one("ats_get_application_offer", "/applications/{id}/offers/{subResourceId}", "OffersResult"),
    list("ats_list_application_scorecards", "/applications/{id}/scorecards", "ScorecardsPaginated")
        .parameters(&["sync_token"]),
    one("ats_get_application_scorecard", "/applications/{id}/scorecards/{subResourceId}", "ScorecardsResult"),
    list("ats_list_application_changes", "/applications/{id}/changes", "ApplicationChangesPaginated")
        .filters(&["created_after", "change_type"])
        .without_updated_after(),
    list("ats_list_application_notes", "/applications/{id}/notes", "NotesPaginated")
        .parameters(&["sync_token"]),
    write(Method::Post, "ats_create_application_note", "/applications/{id}/notes"),
    one("ats_get_application_note", "/applications/{id}/notes/{subResourceId}", "NoteResult"),
    write(Method::Patch, "ats_update_application_note", "/applications/{id}/notes/{subResourceId}"),
    list(
        "ats_list_applications_scheduled_interviews",
        "/applications/{id}/scheduled_interviews",
        "ScheduledInterviewsPaginated",
    )
    .parameters(&["sync_token"]),
    one(
        "ats_get_application_scheduled_interview",
        "/applications/{id}/scheduled_interviews/{subResourceId}",
        "ScheduledInterviewsResult",
    ),
    write(Method::Post, "ats_upload_application_document", "/applications/{id}/documents/upload"),
    file("ats_download_application_document", "/applications/{id}/documents/{subResourceId}/download")
        .parameters(&["format", "export_format"]),
    list("ats_list_application_documents", "/applications/{id}/documents", "AtsDocumentsPaginated")
        .filters(&["type"])
        .parameters(&["sync_token"]),
    one("ats_get_application_document", "/applications/{id}/documents/{subResourceId}", "AtsDocumentResult"),
    list("ats_list_candidates", "/candidates", "CandidatesPaginated")
        .filters(&["created_after", "email"])
        .include(&["custom_fields"])
        .parameters(&["sync_token"]),
    write(Method::Post, "ats_create_candidate", "/candidates"),
    one("ats_get_candidate", "/candidates/{id}", "CandidateResult").include(&["custom_fields"]),
    write(Method::Patch, "ats_update_candidate", "/candidates/{id}"),
    list("ats_list_candidate_notes", "/candidates/{id}/notes", "NotesPaginated").parameters(&["sync_token"]),
    write(Method::Post, "ats_create_candidate_note", "/candidates/{id}/notes"),
    one("ats_get_candidate_note", "/candidates/{id}/notes/{subResourceId}", "NoteResult"),
    list(
        "ats_list_application_custom_field_definitions",
        "/custom_field_definitions/applications",
        "CustomFieldDefinitionsPaginated",
    ),
    one(
        "ats_get_application_custom_field_definition",
        "/custom_field_definitions/applications/{id}",
        "CustomFieldDefinitionResultApiModel",
    ),
    list(
        "ats_list_candidate_custom_field_definitions",
        "/custom_field_definitions/candidates",
        "CustomFieldDefinitionsPaginated",
    ),
    one(
        "ats_get_candidate_custom_field_definition",
        "/custom_field_definitions/candidates/{id}",
        "CustomFieldDefinitionResultApiModel",
    ),
    list(
        "ats_list_job_custom_field_definitions",
        "/custom_field_definitions/jobs",
        "CustomFieldDefinitionsPaginated",
    ),
    one(
        "ats_get_job_custom_field_definition",
        "/custom_field_definitions/jobs/{id}",
        "CustomFieldDefinitionResultApiModel",
    ),
    list("ats_list_departments", "/departments", "DepartmentsPaginated").parameters(&["sync_token"]),
    one("ats_get_department", "/departments/{id}", "DepartmentResult"),
    list("ats_list_interview_stages", "/interview_stages", "InterviewStagesPaginated")
        .parameters(&["sync_token"])
        .deprecated(),
    one("ats_get_interview_stage", "/interview_stages/{id}", "InterviewStageResult").deprecated(),
    list("ats_list_application_stages", "/application_stages", "InterviewStagesPaginated")
        .parameters(&["sync_token"]),
    one("ats_get_application_stage", "/application_stages/{id}", "InterviewStageResult"),
    list("ats_list_interviews", "/interviews", "InterviewsPaginated")
        .filters(&["created_after"])
        .parameters(&["sync_token"]),
    one("ats_get_interview", "/interviews/{id}", "InterviewsResult"),
    write(Method::Post, "ats_create_interview_note", "/interviews/{id}/notes"),
    write(Method::Patch, "ats_update_interview_note", "/interviews/{id}/notes/{subResourceId}"),
    list("ats_list_jobs", "/jobs", "AtsJobsPaginated")
        .filters(&["created_after", "status", "job_status"])
        .expand(&["job_postings", "interview_stages"])
        .include(&["custom_fields"])
        .parameters(&["sync_token"]),
    write(Method::Post, "ats_create_job", "/jobs"),
    list("ats_list_job_application_stages", "/jobs/{id}/application_stages", "ApplicationStagesPaginated")
        .parameters(&["sync_token"]),
    one("ats_get_job", "/jobs/{id}", "AtsJobResult")
        .expand(&["job_postings", "interview_stages"])
        .include(&["custom_fields"]),
    write(Method::Patch, "ats_update_job", "/jobs/{id}"),
    one(
        "ats_get_job_application_stage",
        "/jobs/{id}/application_stages/{subResourceId}",
        "ApplicationStageResult",
    ),
    list("ats_list_lists", "/lists", "ListsPaginated"),
    one("ats_get_list", "/lists/{id}", "ListResult"),
    list("ats_list_locations", "/locations", "ATSLocationsPaginated").parameters(&["sync_token"]),
    one("ats_get_location", "/locations/{id}", "ATSLocationResult"),
    list("ats_list_rejected_reasons", "/rejected_reasons", "RejectedReasonsPaginated")
        .parameters(&["sync_token"]),
    one("ats_get_rejected_reason", "/rejected_reasons/{id}", "RejectedReasonResult"),
    list("ats_list_users", "/users", "UsersPaginated").parameters(&["sync_token"]),
    one("ats_get_user", "/users/{id}", "UserResult"),
    // The language is ours: careers pages have several, and the contract doesn't say which is meant.
    list("ats_list_job_postings", "/job_postings", "JobPostingsPaginated")
        .filters(&["created_after", "language"])
        .include(&["questionnaires"])
        .parameters(&["sync_token"]),
    one("ats_get_job_posting", "/job_postings/{id}", "JobPostingResult")
        .filters(&["language"])
        .include(&["questionnaires"]),
    list("ats_list_offers", "/offers", "OffersPaginated").parameters(&["sync_token"]),
    write(Method::Post, "ats_create_offer", "/offers"),
    one("ats_get_offer", "/offers/{id}", "OffersResult"),
    list("ats_list_assessments_packages", "/assessments/packages", "AssessmentPackagePaginated"),
    one("ats_get_assessments_package", "/assessments/packages/{id}", "AssessmentPackageResult"),
    write(Method::Post, "ats_order_assessments_request", "/assessments/orders"),
    write(Method::Patch, "ats_update_assessments_result", "/assessments/orders/{id}/result"),
    list(
        "ats_list_background_check_packages",
        "/background_checks/packages",
        "BackgroundCheckPackagePaginated",
    ),
    write(Method::Post, "ats_create_background_check_package", "/background_checks/packages"),
    one(
        "ats_get_background_check_package",
        "/background_checks/packages/{id}",
        "BackgroundCheckPackageResult",
    ),
    write(Method::Patch, "ats_update_background_check_package", "/background_checks/packages/{id}"),
    write(Method::Delete, "ats_delete_background_check_package", "/background_checks/packages/{id}"),
    write(Method::Post, "ats_order_background_check_request", "/background_checks/orders"),
    write(Method::Patch, "ats_update_background_check_result", "/background_checks/orders/{id}/result"),
    list(
        "ats_list_application_document_categories",
        "/documents/application_categories",
        "ReferencePaginated",
    ),
    one("ats_get_application_document_category", "/documents/application_categories/{id}", "ReferenceResult"),
];
