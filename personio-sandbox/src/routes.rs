//! Every route on one screen: method, path, error family, limit, beta gate, needed scope, handler.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::routing::{MethodFilter, MethodRouter, on};
use http::Method;

use crate::access::limits::Limit;
use crate::access::scope::Scope;
use crate::access::tokens::Grant;
use crate::state::State;
use crate::wire::answer::Outcome;
use crate::wire::call::Call;
use crate::wire::dispatch;
use crate::{careers, control, openapi, v1, v2};

/// How a route spells its errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    V1,
    V2,
    /// v2, but a missing right is a 401 of its own shape.
    Persons,
    /// v2, but a missing right is a 400 of its own shape.
    Reports,
    /// Recruiting of v1: errors by field, and none of its own for a token (facts §10 [O]).
    Recruiting,
    /// The form for applicants that came before (facts §10 [O]).
    Applicant,
    /// The career site, which answers people and search engines.
    Careers,
    /// The sandbox's own routes.
    Control,
}

/// Who may call a route.
pub(crate) enum Gate {
    /// Anyone.
    Open(fn(&Call<'_>) -> Outcome),
    /// Whoever has a token with this scope.
    Scope(Scope, fn(&Call<'_>, &Grant) -> Outcome),
    /// Whoever has the recruiting access token of the company that they name.
    Recruiting(fn(&Call<'_>) -> Outcome),
}

/// Whether a route hides from calls without `Beta: true`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beta {
    No,
    Yes,
    /// As long as the switch for it says so.
    Recruiting,
}

/// One row of the table.
pub(crate) struct Route {
    pub(crate) method: Method,
    pub(crate) template: &'static str,
    pub(crate) family: Family,
    pub(crate) limit: Limit,
    pub(crate) beta: Beta,
    pub(crate) gate: Gate,
    /// The largest body it takes, in bytes.
    pub(crate) largest_body: usize,
}

impl Route {
    /// How people write it.
    pub(crate) fn spelled(&self) -> String {
        format!("{} {}", self.method, self.template)
    }

    /// The same route for larger bodies.
    const fn taking(mut self, bytes: usize) -> Self {
        self.largest_body = bytes;
        self
    }
}

/// The largest state that can be restored: a company of 100,000 people fits in.
const SNAPSHOT: usize = 2 << 30;
/// The largest body of routes that take no files.
const BODY: usize = 1 << 20;
/// All files of an applicant together (facts §10 [O]). One file alone may have less, which the routes themselves tell.
const FILES: usize = 64 << 20;

/// The limit of v2 routes that have none of their own.
pub(crate) const V2_DEFAULT: Limit = Limit::V2_OTHER;
const PERSONS: Limit = Limit::V2 { replenish: 30, burst: 100 };

use Family::{Applicant, Careers, Control, Persons, Recruiting, Reports, V1, V2};
use Limit::{None as Unlimited, V1Auth, V1Documents, V1Employees, V1Other, V2Auth};

const fn open(
    method: Method,
    template: &'static str,
    family: Family,
    limit: Limit,
    handler: fn(&Call<'_>) -> Outcome,
) -> Route {
    Route { method, template, family, limit, beta: Beta::No, gate: Gate::Open(handler), largest_body: BODY }
}

const fn needing(
    method: Method,
    template: &'static str,
    family: Family,
    limit: Limit,
    scope: Scope,
    handler: fn(&Call<'_>, &Grant) -> Outcome,
) -> Route {
    let gate = Gate::Scope(scope, handler);
    Route { method, template, family, limit, beta: Beta::No, gate, largest_body: BODY }
}

/// A route that writes in the usual limits of its generation.
const fn write(
    method: Method,
    template: &'static str,
    family: Family,
    scope: Scope,
    handler: fn(&Call<'_>, &Grant) -> Outcome,
) -> Route {
    let limit = if matches!(family, V1) { V1Other } else { V2_DEFAULT };
    needing(method, template, family, limit, scope, handler)
}

const fn get(
    template: &'static str,
    family: Family,
    limit: Limit,
    scope: Scope,
    handler: fn(&Call<'_>, &Grant) -> Outcome,
) -> Route {
    needing(Method::GET, template, family, limit, scope, handler)
}

/// A route that hides from calls without `Beta: true`.
const fn beta(template: &'static str, scope: Scope, handler: fn(&Call<'_>, &Grant) -> Outcome) -> Route {
    let gate = Gate::Scope(scope, handler);
    Route {
        method: Method::GET,
        template,
        family: V2,
        limit: V2_DEFAULT,
        beta: Beta::Yes,
        gate,
        largest_body: BODY,
    }
}

/// A route of recruiting of v2.
const fn recruiting(template: &'static str, handler: fn(&Call<'_>, &Grant) -> Outcome) -> Route {
    let mut route = beta(template, Scope::RecruitingRead, handler);
    route.beta = Beta::Recruiting;
    route
}

/// A route for whoever has the recruiting access token of a company.
const fn applying(template: &'static str, handler: fn(&Call<'_>) -> Outcome) -> Route {
    let gate = Gate::Recruiting(handler);
    Route {
        method: Method::POST,
        template,
        family: Recruiting,
        limit: Limit::Recruiting,
        beta: Beta::No,
        gate,
        largest_body: BODY,
    }
}

/// The table. The scope of a route belongs to one row of the permission table, see
/// [`crate::access::scope`].
#[rustfmt::skip]
pub(crate) static ROUTES: &[Route] = &[
    open(Method::POST, "/v1/auth", V1, V1Auth, v1::auth::token),
    get("/v1/company/employees", V1, V1Employees, Scope::EmployeesRead, v1::employees::list),
    write(Method::POST, "/v1/company/employees", V1, Scope::EmployeesWrite, v1::employee_writes::create),
    get("/v1/company/employees/attributes", V1, V1Other, Scope::EmployeesRead, v1::employees::attributes),
    get("/v1/company/employees/custom-attributes", V1, V1Other, Scope::EmployeesRead, v1::employees::attributes),
    get("/v1/company/employees/{id}", V1, V1Other, Scope::EmployeesRead, v1::employees::one),
    write(Method::PATCH, "/v1/company/employees/{id}", V1, Scope::EmployeesWrite, v1::employee_writes::update),
    get("/v1/company/employees/{id}/profile-picture", V1, V1Other, Scope::EmployeesRead, v1::picture::original),
    get("/v1/company/employees/{id}/profile-picture/{width}", V1, V1Other, Scope::EmployeesRead, v1::picture::scaled),
    get("/v1/company/attendances", V1, V1Other, Scope::AttendancesRead, v1::attendances::list),
    write(Method::POST, "/v1/company/attendances", V1, Scope::AttendancesWrite, v1::attendance_writes::create),
    write(Method::PATCH, "/v1/company/attendances/{id}", V1, Scope::AttendancesWrite, v1::attendance_writes::change),
    write(Method::DELETE, "/v1/company/attendances/{id}", V1, Scope::AttendancesWrite, v1::attendance_writes::delete),
    get("/v1/company/attendances/projects", V1, V1Other, Scope::AttendancesRead, v1::projects::list),
    write(Method::POST, "/v1/company/attendances/projects", V1, Scope::AttendancesWrite, v1::projects::create),
    write(Method::PATCH, "/v1/company/attendances/projects/{id}", V1, Scope::AttendancesWrite, v1::projects::change),
    write(Method::DELETE, "/v1/company/attendances/projects/{id}", V1, Scope::AttendancesWrite, v1::projects::delete),
    // That the balance needs the right for absences and not that for employees is [?].
    get("/v1/company/employees/{id}/absences/balance", V1, V1Other, Scope::AbsencesRead, v1::balance::show),
    get("/v1/company/time-off-types", V1, V1Other, Scope::AbsencesRead, v1::time_off_types::list),
    get("/v1/company/time-offs", V1, V1Other, Scope::AbsencesRead, v1::time_offs::list),
    write(Method::POST, "/v1/company/time-offs", V1, Scope::AbsencesWrite, v1::time_off_writes::create),
    get("/v1/company/time-offs/{id}", V1, V1Other, Scope::AbsencesRead, v1::time_offs::one),
    write(Method::DELETE, "/v1/company/time-offs/{id}", V1, Scope::AbsencesWrite, v1::time_off_writes::delete),
    get("/v1/company/absence-periods", V1, V1Other, Scope::AbsencesRead, v1::absence_periods::list),
    write(Method::POST, "/v1/company/absence-periods", V1, Scope::AbsencesWrite, v1::absence_periods::create),
    write(Method::DELETE, "/v1/company/absence-periods/{id}", V1, Scope::AbsencesWrite, v1::absence_periods::delete),
    get("/v1/company/document-categories", V1, V1Other, Scope::DocumentsRead, v1::documents::categories),
    needing(Method::POST, "/v1/company/documents", V1, V1Documents, Scope::DocumentsWrite, v1::documents::upload).taking(FILES),
    get("/v1/company/custom-reports/reports", V1, V1Other, Scope::CustomReportsRead, v1::reports::list),
    get("/v1/company/custom-reports/reports/{id}", V1, V1Other, Scope::CustomReportsRead, v1::reports::one),
    get("/v1/company/custom-reports/columns", V1, V1Other, Scope::CustomReportsRead, v1::reports::columns),

    open(Method::POST, "/v2/auth/token", V2, V2Auth, v2::auth::token),
    open(Method::POST, "/v2/auth/revoke", V2, V2Auth, v2::auth::revoke),
    get("/v2/persons", Persons, PERSONS, Scope::PersonsRead, v2::persons::list),
    write(Method::POST, "/v2/persons", Persons, Scope::PersonsWrite, v2::person_writes::create),
    get("/v2/persons/{id}", Persons, PERSONS, Scope::PersonsRead, v2::persons::one),
    write(Method::PATCH, "/v2/persons/{id}", Persons, Scope::PersonsWrite, v2::person_writes::update),
    write(Method::DELETE, "/v2/persons/{id}", Persons, Scope::PersonsWrite, v2::person_writes::delete),
    // That employments answer a missing right as persons do is [?].
    get("/v2/persons/{id}/employments", Persons, V2_DEFAULT, Scope::PersonsRead, v2::employments::list),
    get("/v2/persons/{id}/employments/{id}", Persons, V2_DEFAULT, Scope::PersonsRead, v2::employments::one),
    write(Method::PATCH, "/v2/persons/{id}/employments/{id}", Persons, Scope::PersonsWrite, v2::employment_writes::update),
    get("/v2/absence-periods", V2, V2_DEFAULT, Scope::PersonioAbsencesRead, v2::absences::list),
    write(Method::POST, "/v2/absence-periods", V2, Scope::PersonioAbsencesWrite, v2::absence_writes::create),
    get("/v2/absence-periods/{id}", V2, V2_DEFAULT, Scope::PersonioAbsencesRead, v2::absences::one),
    write(Method::PATCH, "/v2/absence-periods/{id}", V2, Scope::PersonioAbsencesWrite, v2::absence_writes::change),
    write(Method::DELETE, "/v2/absence-periods/{id}", V2, Scope::PersonioAbsencesWrite, v2::absence_writes::delete),
    get("/v2/absence-periods/{id}/breakdowns", V2, V2_DEFAULT, Scope::PersonioAbsencesRead, v2::absences::breakdowns),
    get("/v2/absence-types", V2, V2_DEFAULT, Scope::PersonioAbsencesRead, v2::absence_types::list),
    get("/v2/absence-types/{id}", V2, V2_DEFAULT, Scope::PersonioAbsencesRead, v2::absence_types::one),
    get("/v2/attendance-periods", V2, V2_DEFAULT, Scope::PersonioAttendancesRead, v2::attendances::list),
    write(Method::POST, "/v2/attendance-periods", V2, Scope::PersonioAttendancesWrite, v2::attendance_writes::create),
    get("/v2/attendance-periods/{id}", V2, V2_DEFAULT, Scope::PersonioAttendancesRead, v2::attendances::one),
    write(Method::PATCH, "/v2/attendance-periods/{id}", V2, Scope::PersonioAttendancesWrite, v2::attendance_writes::change),
    write(Method::DELETE, "/v2/attendance-periods/{id}", V2, Scope::PersonioAttendancesWrite, v2::attendance_writes::delete),
    get("/v2/projects", V2, V2_DEFAULT, Scope::ProjectsRead, v2::projects::list),
    write(Method::POST, "/v2/projects", V2, Scope::ProjectsWrite, v2::project_writes::create),
    get("/v2/projects/{id}", V2, V2_DEFAULT, Scope::ProjectsRead, v2::projects::one),
    write(Method::PATCH, "/v2/projects/{id}", V2, Scope::ProjectsWrite, v2::project_writes::change),
    write(Method::DELETE, "/v2/projects/{id}", V2, Scope::ProjectsWrite, v2::project_writes::delete),
    get("/v2/projects/{id}/members", V2, V2_DEFAULT, Scope::ProjectsRead, v2::projects::members),
    write(Method::POST, "/v2/projects/{id}/members", V2, Scope::ProjectsWrite, v2::project_writes::add_members),
    write(Method::DELETE, "/v2/projects/{id}/members", V2, Scope::ProjectsWrite, v2::project_writes::remove_members),
    get("/v2/document-management/documents", V2, V2_DEFAULT, Scope::DocumentsRead, v2::documents::list),
    write(Method::PATCH, "/v2/document-management/documents/{id}", V2, Scope::DocumentsWrite, v2::documents::change),
    write(Method::DELETE, "/v2/document-management/documents/{id}", V2, Scope::DocumentsWrite, v2::documents::delete),
    get("/v2/document-management/documents/{id}/download", V2, V2_DEFAULT, Scope::DocumentsRead, v2::documents::download),
    get("/v2/reports", Reports, V2_DEFAULT, Scope::ReportsRead, v2::reports::list),
    get("/v2/reports/attributes", Reports, V2_DEFAULT, Scope::ReportsRead, v2::reports::attributes),
    get("/v2/reports/{id}", Reports, V2_DEFAULT, Scope::ReportsRead, v2::reports::one),
    get("/v2/compensations", V2, V2_DEFAULT, Scope::CompensationsRead, v2::compensations::list),
    write(Method::POST, "/v2/compensations", V2, Scope::CompensationsWrite, v2::compensation_writes::create),
    get("/v2/compensations/types", V2, V2_DEFAULT, Scope::CompensationsRead, v2::compensations::types),
    write(Method::POST, "/v2/compensations/types", V2, Scope::CompensationsWrite, v2::compensation_writes::create_type),
    // Whether these need `Beta: true` is a switch.
    get("/v2/salary-bands", V2, V2_DEFAULT, Scope::SalaryBandsRead, v2::compensations::bands),
    get("/v2/webhooks", V2, V2_DEFAULT, Scope::WebhooksRead, v2::webhooks::list),
    write(Method::POST, "/v2/webhooks", V2, Scope::WebhooksWrite, v2::webhooks::create),
    get("/v2/webhooks/{id}", V2, V2_DEFAULT, Scope::WebhooksRead, v2::webhooks::one),
    write(Method::PATCH, "/v2/webhooks/{id}", V2, Scope::WebhooksWrite, v2::webhooks::change),
    write(Method::DELETE, "/v2/webhooks/{id}", V2, Scope::WebhooksWrite, v2::webhooks::delete),
    get("/v2/webhooks/{id}/activity", V2, V2_DEFAULT, Scope::WebhooksRead, v2::webhook_log::activity),
    get("/v2/webhooks/{id}/events", V2, V2_DEFAULT, Scope::WebhooksRead, v2::webhook_log::events),
    write(Method::POST, "/v2/webhooks/{id}/redelivery", V2, Scope::WebhooksWrite, v2::webhook_sends::redeliver),
    write(Method::POST, "/v2/webhooks/{id}/ping", V2, Scope::WebhooksWrite, v2::webhook_sends::ping),
    write(Method::POST, "/v2/webhooks/{id}/test-event", V2, Scope::WebhooksWrite, v2::webhook_sends::test_event),
    // Whether this list needs `Beta: true` as well is a switch.
    get("/v2/org-units", V2, V2_DEFAULT, Scope::OrgUnitsRead, v2::organisation::org_units),
    get("/v2/org-units/{id}", V2, V2_DEFAULT, Scope::OrgUnitsRead, v2::organisation::org_unit),
    get("/v2/jobs", V2, V2_DEFAULT, Scope::JobsRead, v2::organisation::jobs),
    get("/v2/legal-entities", V2, V2_DEFAULT, Scope::LegalEntitiesRead, v2::organisation::legal_entities),
    get("/v2/legal-entities/{id}", V2, V2_DEFAULT, Scope::LegalEntitiesRead, v2::organisation::legal_entity),
    beta("/v2/cost-centers", Scope::CostCentersRead, v2::organisation::cost_centers),
    beta("/v2/workplaces", Scope::WorkplacesRead, v2::organisation::workplaces),

    open(Method::GET, "/openapi/v1.json", Control, Unlimited, openapi::v1),
    open(Method::GET, "/openapi/v2.json", Control, Unlimited, openapi::v2),
    open(Method::GET, "/_sandbox/openapi.json", Control, Unlimited, openapi::control),
    recruiting("/v2/recruiting/applications", v2::recruiting::applications),
    recruiting("/v2/recruiting/applications/{id}", v2::recruiting::application),
    recruiting("/v2/recruiting/applications/{id}/stage-transitions", v2::recruiting::transitions),
    recruiting("/v2/recruiting/candidates", v2::recruiting::candidates),
    recruiting("/v2/recruiting/candidates/{id}", v2::recruiting::candidate),
    recruiting("/v2/recruiting/jobs", v2::recruiting::jobs),
    recruiting("/v2/recruiting/jobs/{id}", v2::recruiting::job),
    recruiting("/v2/recruiting/categories", v2::recruiting::categories),
    recruiting("/v2/recruiting/categories/{id}", v2::recruiting::category),

    applying("/v1/recruiting/applications", v1::recruiting::apply),
    applying("/v1/recruiting/applications/documents", v1::application_documents::upload).taking(FILES),
    open(Method::POST, "/recruiting/applicant", Applicant, Limit::Recruiting, v1::applicant::apply).taking(FILES),
    open(Method::GET, "/xml", Careers, Unlimited, careers::feed),
    open(Method::GET, "/robots.txt", Careers, Unlimited, careers::robots),

    open(Method::GET, "/_sandbox/health", Control, Unlimited, control::health),
    open(Method::GET, "/_sandbox/company", Control, Unlimited, control::company),
    open(Method::GET, "/_sandbox/companies", Control, Unlimited, control::companies::list),
    open(Method::POST, "/_sandbox/companies", Control, Unlimited, control::companies::add),
    open(Method::POST, "/_sandbox/people/{id}/terminate", Control, Unlimited, control::people::terminate),
    open(Method::POST, "/_sandbox/people/{id}/rehire", Control, Unlimited, control::people::rehire),
    open(Method::POST, "/_sandbox/people/{id}/job", Control, Unlimited, control::people::job),
    open(Method::POST, "/_sandbox/documents/{id}/sign", Control, Unlimited, control::documents::sign),
    open(Method::POST, "/_sandbox/absences/{id}/approval", Control, Unlimited, control::absences::decide),
    open(Method::GET, "/_sandbox/reports", Control, Unlimited, control::reports::list),
    open(Method::PATCH, "/_sandbox/reports/{id}", Control, Unlimited, control::reports::change),
    open(Method::GET, "/_sandbox/clock", Control, Unlimited, control::clock::show),
    open(Method::POST, "/_sandbox/clock", Control, Unlimited, control::clock::change),
    open(Method::GET, "/_sandbox/switches", Control, Unlimited, control::switches::list),
    open(Method::PUT, "/_sandbox/switches", Control, Unlimited, control::switches::change),
    open(Method::GET, "/_sandbox/webhooks", Control, Unlimited, control::webhooks::show),
    open(Method::PUT, "/_sandbox/webhooks", Control, Unlimited, control::webhooks::change),
    open(Method::GET, "/_sandbox/facts", Control, Unlimited, control::facts::list),
    open(Method::GET, "/_sandbox/faults", Control, Unlimited, control::faults::list),
    open(Method::POST, "/_sandbox/faults", Control, Unlimited, control::faults::add),
    open(Method::DELETE, "/_sandbox/faults", Control, Unlimited, control::faults::clear),
    open(Method::DELETE, "/_sandbox/faults/{id}", Control, Unlimited, control::faults::remove),
    open(Method::POST, "/_sandbox/reset", Control, Unlimited, control::state::reset),
    open(Method::GET, "/_sandbox/snapshot", Control, Unlimited, control::state::save),
    open(Method::PUT, "/_sandbox/snapshot", Control, Unlimited, control::state::restore).taking(SNAPSHOT),
    open(Method::POST, "/_sandbox/recruiting/token", Control, Unlimited, control::recruiting::token),
    open(Method::PUT, "/_sandbox/recruiting/settings", Control, Unlimited, control::recruiting::settings),
    open(Method::GET, "/_sandbox/recruiting/applications/{id}", Control, Unlimited, control::recruiting::application),
    open(Method::POST, "/_sandbox/recruiting/applications/{id}/stage", Control, Unlimited, control::recruiting::stage),
    open(Method::PATCH, "/_sandbox/recruiting/jobs/{id}", Control, Unlimited, control::recruiting::job),
    open(Method::POST, "/_sandbox/recruiting/candidates/{id}/anonymize", Control, Unlimited, control::recruiting::anonymize),
    open(Method::GET, "/_sandbox/requests", Control, Unlimited, control::requests),
    open(Method::GET, "/_sandbox/credentials", Control, Unlimited, control::credentials::list),
    open(Method::POST, "/_sandbox/credentials", Control, Unlimited, control::credentials::create),
    open(Method::PUT, "/_sandbox/credentials/{id}", Control, Unlimited, control::credentials::change),
    open(Method::POST, "/_sandbox/credentials/{id}/rotate", Control, Unlimited, control::credentials::rotate),
    open(Method::DELETE, "/_sandbox/credentials/{id}", Control, Unlimited, control::credentials::delete),
];

/// A router with every route of the table.
pub(crate) fn router(state: &Arc<State>) -> Router {
    let mut router = Router::new();
    for (number, route) in ROUTES.iter().enumerate() {
        let state = Arc::clone(state);
        let handler = move |request: Request| dispatch::answer(Arc::clone(&state), route, number, request);
        let filter = MethodFilter::try_from(route.method.clone()).unwrap_or(MethodFilter::GET);
        let method: MethodRouter = on(filter, handler);
        router = router.route(&axum_path(route.template), method);
    }
    router = router.merge(crate::pages::router(state));
    let (unknown, wrong_method) = (Arc::clone(state), Arc::clone(state));
    router
        .fallback(move |request: Request| {
            let state = Arc::clone(&unknown);
            async move { dispatch::answer_unknown(&state, request, false) }
        })
        .method_not_allowed_fallback(move |request: Request| {
            let state = Arc::clone(&wrong_method);
            async move { dispatch::answer_unknown(&state, request, true) }
        })
}

/// The template with a name of its own for each placeholder, as axum wants it.
fn axum_path(template: &str) -> String {
    let mut number = 0;
    let mut part = |it: &str| {
        if it.starts_with('{') {
            number += 1;
            format!("{{p{number}}}")
        } else {
            it.to_owned()
        }
    };
    template.split('/').map(&mut part).collect::<Vec<String>>().join("/")
}
