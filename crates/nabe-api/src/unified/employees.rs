//! Employees.

use axum::extract::{RawQuery, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use nabe_core::{ListEmployees, ReadAnswer, ReadOptions};
use nabe_model::hris::Employee;
use nabe_model::select::Fields;
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract::{By, Id, OfAccount};
use crate::problem::{ErrorBody, Problem};
use crate::query::Query;
use crate::state::Api;

/// The header that tells how many calls of the provider an answer took.
const CALLS: HeaderName = HeaderName::from_static("x-nabe-provider-calls");
/// The filters there are.
const FILTERS: [&str; 3] = ["updated_after", "email", "employee_number"];

/// A page of employees.
#[derive(Serialize, ToSchema)]
pub(crate) struct EmployeesPaginated<'a> {
    /// Where to go on; null after the last page.
    next: Option<String>,
    /// The employees.
    data: Vec<Employee<'a>>,
    /// The provider's answers, when `raw` is true.
    raw: Option<Vec<RawResponse>>,
}

/// One employee.
#[derive(Serialize, ToSchema)]
pub(crate) struct EmployeeResult<'a> {
    /// The employee.
    data: Employee<'a>,
    /// The provider's answers, when `raw` is true.
    raw: Option<Vec<RawResponse>>,
}

/// One answer of the provider, without secrets.
#[derive(Serialize, ToSchema)]
pub(crate) struct RawResponse {
    /// The method.
    method: String,
    /// The address, without host.
    url: String,
    /// The body that was sent.
    #[schema(value_type = Option<Object>)]
    body: (),
    /// The answer.
    #[schema(value_type = Option<Object>)]
    response: (),
}

/// List employees.
#[utoipa::path(
    get, path = "/unified/hris/employees", tag = "hris", operation_id = "hris_list_employees",
    params(
        ("x-account-id" = String, Header, description = "The account"),
        ("page_size" = Option<u32>, Query, description = "Rows on a page, 25 when it isn't said; above 100 served as 100"),
        ("next" = Option<String>, Query, description = "Where to go on"),
        ("fields" = Option<String>, Query, description = "The fields that are answered, nested by dots"),
        ("include" = Option<String>, Query, description = "custom_fields, bank_details"),
        ("expand" = Option<String>, Query, description = "groups, work_location, home_location, employments, company"),
        ("raw" = Option<bool>, Query, description = "Whether the provider's answer comes along, without secrets"),
        ("explain" = Option<bool>, Query, description = "Whether each value and each null is explained"),
        ("filter[updated_after]" = Option<String>, Query, description = "Changed after this date-time"),
        ("filter[email]" = Option<String>, Query, description = "With this e-mail address at work"),
        ("filter[employee_number]" = Option<String>, Query, description = "With this number"),
    ),
    responses((status = 200, body = EmployeesPaginated), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn list(
    State(api): State<Api>,
    By(caller): By,
    OfAccount(account): OfAccount,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let query = Query::parse(query.as_deref());
    query.only_filters(&FILTERS)?;
    let updated_after = match query.instant("filter[updated_after]")? {
        Some(at) => Some(at),
        None => query.instant("updated_after")?,
    };
    let list = ListEmployees {
        options: options(&query)?,
        page_size: query.number("page_size")?,
        next: query.get("next").map(str::to_owned),
        updated_after,
        email: query.get("filter[email]").map(str::to_owned),
        employee_number: query.get("filter[employee_number]").map(str::to_owned),
    };
    Ok(answer(api.core.list_employees(&caller, &account, &list).await?))
}

/// Get an employee.
#[utoipa::path(
    get, path = "/unified/hris/employees/{id}", tag = "hris", operation_id = "hris_get_employee",
    params(
        ("id" = String, Path, description = "The employee"),
        ("x-account-id" = String, Header, description = "The account"),
        ("fields" = Option<String>, Query, description = "The fields that are answered, nested by dots"),
        ("include" = Option<String>, Query, description = "custom_fields, bank_details"),
        ("expand" = Option<String>, Query, description = "groups, work_location, home_location, employments, company"),
        ("raw" = Option<bool>, Query, description = "Whether the provider's answer comes along, without secrets"),
        ("explain" = Option<bool>, Query, description = "Whether each value and each null is explained"),
    ),
    responses((status = 200, body = EmployeeResult), (status = "default", body = ErrorBody)),
)]
pub(crate) async fn get(
    State(api): State<Api>,
    By(caller): By,
    OfAccount(account): OfAccount,
    Id(id): Id,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let options = options(&Query::parse(query.as_deref()))?;
    Ok(answer(api.core.employee(&caller, &account, &id, &options).await?))
}

fn options(query: &Query) -> Result<ReadOptions, Problem> {
    Ok(ReadOptions {
        fields: query.get("fields").map_or(Fields::ALL, Fields::parse),
        include: query.list("include"),
        expand: query.list("expand"),
        raw: query.truth("raw")?,
        explain: query.truth("explain")?,
    })
}

fn answer(answer: ReadAnswer) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (CALLS, HeaderValue::from(answer.calls)),
    ];
    (headers, answer.json).into_response()
}
