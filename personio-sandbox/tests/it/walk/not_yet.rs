//! Operations that are described and not served, or that can't succeed or fail yet: whoever changes that adds
//! steps and takes the row away.

/// The operations.
pub(super) const NOT_YET: &[&str] = &[
    "POST /v1/company/absence-periods",
    "DELETE /v1/company/absence-periods/{id}",
    "GET /v1/company/custom-reports/columns",
    "GET /v1/company/custom-reports/reports/{report_id}",
    "GET /v1/company/employees/{employee_id}/absences/balance",
    "POST /v1/company/time-offs",
    "GET /v1/company/time-offs/{id}",
    "DELETE /v1/company/time-offs/{id}",
    "POST /v2/absence-periods",
    "GET /v2/absence-periods/{id}",
    "PATCH /v2/absence-periods/{id}",
    "DELETE /v2/absence-periods/{id}",
    "GET /v2/absence-periods/{id}/breakdowns",
    "GET /v2/reports/attributes",
    "GET /v2/reports/{id}",
];
