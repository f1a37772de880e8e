//! In what the sandbox's answers differ from the published files, each with its reason: a known defect of the
//! file, the need of a live client, or a fact that is newer than the file.
//!
//! A difference that is not here fails the test that met it; one that the walk no longer meets fails the walk.

use super::document::{Document, Operation, Place, same_for_all};

/// A known difference.
pub(crate) struct Difference {
    pub(crate) file: &'static str,
    pub(crate) operations: &'static [&'static str],
    /// `status 409`, `media type of 400`, or a pointer into the body: `*` is one part of it, `**` any number.
    pub(crate) at: &'static str,
    pub(crate) reason: &'static str,
}

const V1: &str = "v1-personnel-data.official.yaml";
const PERSONS: &str = "v2-persons-read.official.json";
const V2: &str = "v2-all.reassembled.json";
const EMPLOYMENTS: &str = "v2-employments-read.official.json";

const RECRUITING: &str = "v1-recruiting.official.yaml";

const EMPLOYEES: &[&str] = &["GET /v1/company/employees", "GET /v1/company/employees/{employee_id}"];
/// Every attribute needs its `value` for a live reader, and not everybody has a supervisor (facts §9.1).
const NOBODYS: &str = "the file has no null where live data has one";

const fn row(
    file: &'static str,
    operations: &'static [&'static str],
    at: &'static str,
    reason: &'static str,
) -> Difference {
    Difference { file, operations, at, reason }
}

/// The list.
pub(crate) const DIFFERENCES: &[Difference] = &[
    row(
        PERSONS,
        &["GET /v2/persons", "GET /v2/persons/{id}"],
        "/**/custom_attributes/*/type",
        "the enumeration is upper case, the file's examples and live data are lower case",
    ),
    row(
        PERSONS,
        &["GET /v2/persons", "GET /v2/persons/{id}"],
        "/**/custom_attributes/*/value",
        "live values have their JSON type, the file knows only texts and lists",
    ),
    row(
        EMPLOYMENTS,
        &["GET /v2/persons/{person_id}/employments", "GET /v2/persons/{person_id}/employments/{id}"],
        "/**/employment_end_date",
        "the example has null, the schema doesn't allow it",
    ),
    row(
        V1,
        &[
            "GET /v1/company/absence-periods",
            "GET /v1/company/attendances",
            "GET /v1/company/employees",
            "GET /v1/company/time-offs",
        ],
        "/data",
        "lists are typed as objects",
    ),
    row(
        V1,
        &["PATCH /v1/company/employees/{employee_id}"],
        "status 404",
        "the file tells nothing of a change of nobody; a read of nobody is a 404",
    ),
    row(V1, EMPLOYEES, "/**/attributes/department/value", NOBODYS),
    row(V1, EMPLOYEES, "/**/attributes/holiday_calendar/value", NOBODYS),
    row(V1, EMPLOYEES, "/**/attributes/office/value", NOBODYS),
    row(V1, EMPLOYEES, "/**/attributes/subcompany/value", NOBODYS),
    row(V1, EMPLOYEES, "/**/attributes/supervisor/value", NOBODYS),
    row(V1, EMPLOYEES, "/**/attributes/team/value", NOBODYS),
    row(V1, EMPLOYEES, "/**/attributes/work_schedule/value", NOBODYS),
    row(
        V1,
        &["GET /v1/company/employees/custom-attributes"],
        "media type of 200",
        "the older path of the attributes is named without an answer",
    ),
    row(
        V1,
        &["GET /v1/company/custom-reports/reports/{report_id}"],
        "/data/*/attributes",
        "the days of a report are typed as times; the file's own examples are days, as in its list",
    ),
    row(
        V1,
        &["GET /v1/company/custom-reports/columns"],
        "status 404",
        "the file tells nothing of the columns of a report that there isn't; the report itself is a 404",
    ),
    row(
        V1,
        &["POST /v1/company/documents"],
        "/data/attributes/comment",
        "the form may have no comment, the schema of the answer knows only texts",
    ),
    row(
        V1,
        &["POST /v1/company/documents"],
        "/data/attributes/date",
        "the form may have no date, the schema of the answer knows only texts",
    ),
    row(
        RECRUITING,
        &["POST /v1/recruiting/applications/documents"],
        "/extension",
        "the list of what is taken has `ppt`, the list of what is told has `ptt`",
    ),
    row(
        RECRUITING,
        &["GET /xml"],
        "status 404",
        "the file knows no company that there isn't, a live reader meets some (facts §10)",
    ),
    row(
        V1,
        &["GET /v1/company/attendances"],
        "/offset",
        "parameters of paging that were sent come back as texts (facts §13.3)",
    ),
    row(
        V1,
        &["GET /v1/company/attendances"],
        "/limit",
        "parameters of paging that were sent come back as texts (facts §13.3)",
    ),
    row(
        V1,
        &["POST /v1/company/attendances"],
        "/**/error_msg",
        "the example has null for a row that was stored, the schema doesn't allow it",
    ),
    row(
        V1,
        &["POST /v1/company/attendances"],
        "/**/end_time",
        "a row may have no end, the schema of what became of it doesn't allow that",
    ),
    row(
        V1,
        &["GET /v1/company/absence-periods"],
        "media type of 400",
        "the file calls it `problem+json`, which is no media type",
    ),
    row(
        V1,
        &["GET /v1/company/absence-periods"],
        "media type of 404",
        "the file calls it `problem+json`, which is no media type",
    ),
    row(
        V1,
        &["GET /v1/company/time-offs", "GET /v1/company/time-offs/{id}"],
        "/**/end_date",
        "v2 has absences without an end, the schema of v1 doesn't know them",
    ),
    row(
        V1,
        &["GET /v1/company/absence-periods"],
        "/**/absence_type",
        "the schema wants the id at the top, the example has it among the attributes",
    ),
    row(
        V1,
        &["POST /v1/company/absence-periods", "POST /v1/company/time-offs"],
        "/data",
        "the schema has the envelope twice, the example once",
    ),
    row(
        V2,
        &["PATCH /v2/absence-periods/{id}", "PATCH /v2/attendance-periods/{id}", "PATCH /v2/projects/{id}"],
        "status 204",
        "the published pages of these routes have 204",
    ),
    row(
        V2,
        &["PATCH /v2/document-management/documents/{document_id}"],
        "status 204",
        "the file has 200 without having seen it: as others that change, it may have no answer (facts §9.4)",
    ),
    row(
        V2,
        &["POST /v2/compensations", "POST /v2/compensations/types"],
        "status 422",
        "the file has only what was seen: as elsewhere, what contradicts may be a 422 (facts §9.5)",
    ),
    row(
        V2,
        &["GET /v2/salary-bands"],
        "status 404",
        "they may hide without `Beta: true` as cost centers do (facts §9.5)",
    ),
    row(
        V2,
        &["GET /v2/projects"],
        "status 400",
        "live, `includes` instead of `include` is a bad request (facts §9.3)",
    ),
    row(
        V2,
        &["GET /v2/projects/{id}"],
        "status 422",
        "what the list says to an unknown `include` is thought to be said here as well",
    ),
    row(V2, &["POST /v2/projects/{id}/members"], "status 201", "the published page of the route has 201"),
    row(
        V2,
        &["DELETE /v2/projects/{id}"],
        "status 422",
        "the published page of the route refuses to delete a project with attendances",
    ),
    row(
        V2,
        &["GET /v2/reports", "GET /v2/reports/attributes", "GET /v2/reports/{id}"],
        "media type of 400",
        "a missing right, and a report that can't be read, are told in shapes of their own (facts §4.2)",
    ),
    row(
        V2,
        &[
            "GET /v2/recruiting/applications",
            "GET /v2/recruiting/candidates",
            "GET /v2/recruiting/categories",
            "GET /v2/recruiting/jobs",
        ],
        "status 404",
        "they hide without `Beta: true` as cost centers do, where the file says so (facts §13.15)",
    ),
];

/// The row that knows a difference.
pub(crate) fn known(file: &str, operation: &str, place: &Place) -> Option<usize> {
    let place = place.to_string();
    let parts: Vec<&str> = place.split('/').collect();
    let knows = |it: &Difference| {
        it.file == file
            && it.operations.iter().any(|it| same_for_all(it) == operation)
            && matches(&it.at.split('/').collect::<Vec<_>>(), &parts)
    };
    DIFFERENCES.iter().position(knows)
}

/// Whether a place is a status that the published files leave out of most operations.
///
/// They tell little about refusals: of the 29 operations of v1 five declare what a call without a token gets.
/// A fault of the server can come from anywhere.
pub(crate) fn is_seldom_declared(document: &Document, operation: &Operation, place: &Place) -> bool {
    match place {
        Place::Status(401 | 403 | 413 | 429 | 500..) => true,
        // An unreadable call is a 400 to some operations and a 422 to others.
        Place::Status(400) => !document.declares(operation, &[400, 422]),
        Place::Status(_) | Place::MediaType(_) | Place::Body(_) => false,
    }
}

fn matches(pattern: &[&str], parts: &[&str]) -> bool {
    match (pattern.split_first(), parts.split_first()) {
        (None, None) => true,
        (Some((&"**", rest)), _) => (0..=parts.len()).any(|it| matches(rest, &parts[it..])),
        (Some((one, rest)), Some((part, others))) => (*one == "*" || one == part) && matches(rest, others),
        (None, Some(_)) | (Some(_), None) => false,
    }
}
