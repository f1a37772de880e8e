//! `/v1/company/custom-reports`: reports, their columns, and their rows.

use http::StatusCode;

use super::report_items::items;
use crate::access::tokens::Grant;
use crate::model::company::Company;
use crate::model::report::{Report, ReportStatus};
use crate::rules::pay::Window;
use crate::rules::reports;
use crate::rules::reports::column::Column;
use crate::rules::reports::words::Locale;
use crate::state::trace_id;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::{Call, Params, first, is_of_list};
use crate::wire::json::{Json, Object};

/// How many employees a page has when only `page` is sent; neither this nor a maximum is published [?].
const PAGE: usize = 100;

/// Lists reports, whether or not v2 does.
pub(crate) fn list(call: &Call<'_>, _: &Grant) -> Outcome {
    let query = call.query();
    let ids = values(&query, "report_ids");
    let status = first(&query, "status").filter(|it| !it.is_empty());
    let status = status.map(|it| ReportStatus::named(it).ok_or_else(|| bad(call, "status"))).transpose()?;
    let company = call.company();
    let wanted = |it: &&Report| {
        status.is_none_or(|status| status == it.status)
            && (ids.is_empty() || ids.contains(&it.uuid.to_string().as_str()))
    };
    let rows: Vec<&Report> = company.reports.rows().iter().filter(wanted).collect();
    let mut json = Json::with_capacity(1_024 * (1 + rows.len()));
    open(&mut json, rows.len(), &Rows { page: 1, limit: None });
    json.raw("[");
    for (at, row) in rows.into_iter().enumerate() {
        json.raw(if at > 0 { "," } else { "" }).raw("{\"type\":\"Report\",\"attributes\":");
        about(call, &mut json, &company, row).close();
        json.raw("}");
    }
    json.raw("]}");
    Ok(Answer::ok(json))
}

/// Shows a report with its rows; those of one whose update failed are not there.
pub(crate) fn one(call: &Call<'_>, _: &Grant) -> Outcome {
    let query = call.query();
    let rows = Rows::read(call, &query)?;
    let locale = Locale::named(first(&query, "locale"));
    let company = call.company();
    let report = company.reports.by_uuid_text(&call.param(0)).ok_or_else(|| not_found(call))?;
    let window = window(call, &company, report);
    let mut people: Vec<_> = reports::people(&company, report, window).collect();
    if report.status == ReportStatus::UpdateFailed {
        people.clear();
    }
    let total = people.len();
    let page = people.into_iter().skip(rows.offset()).take(rows.limit.unwrap_or(usize::MAX));
    let mut json = Json::with_capacity(4_096);
    open(&mut json, total, &rows);
    json.raw("[{\"type\":\"Report\",\"attributes\":");
    let mut attributes = about(call, &mut json, &company, report);
    items(call, attributes.key("items"), &company, report, (window, locale), page);
    attributes.close();
    json.raw("}]}");
    Ok(Answer::ok(json))
}

/// Lists columns: those that are named, of one report or of all.
pub(crate) fn columns(call: &Call<'_>, _: &Grant) -> Outcome {
    let query = call.query();
    let names = values(&query, "columns");
    let locale = Locale::named(first(&query, "locale"));
    let company = call.company();
    let mut columns = match first(&query, "report_id").filter(|it| !it.is_empty()) {
        Some(id) => {
            let report = company.reports.by_uuid_text(id).ok_or_else(|| not_found(call))?;
            reports::columns(&company, report)
        }
        None => Column::all(&company),
    };
    columns.retain(|it| names.is_empty() || names.contains(&it.id(&company).as_str()));
    let mut json = Json::with_capacity(256 + 96 * columns.len());
    open(&mut json, columns.len(), &Rows { page: 1, limit: None });
    json.raw("{\"type\":\"Column\",\"attributes\":[");
    for (at, column) in columns.into_iter().enumerate() {
        json.raw(if at > 0 { "," } else { "" });
        let mut body = Object::open(&mut json);
        body.text("attribute_id", Some(&column.id(&company)));
        body.text("human_readable", Some(&column.label(&company, locale)));
        body.text("data_type", Some(column.data_type(&company).as_str())).close();
    }
    json.raw("]}}");
    Ok(Answer::ok(json))
}

/// The days of a report as of now.
fn window(call: &Call<'_>, company: &Company, report: &Report) -> Window {
    reports::window(report.period, company.day_of(call.now()))
}

/// The values of a parameter that may be repeated or hold several, as the examples have it.
fn values<'a>(query: &'a Params<'_>, name: &str) -> Vec<&'a str> {
    let all = query.iter().filter(|it| is_of_list(&it.0, name));
    all.flat_map(|it| it.1.split(',')).map(str::trim).filter(|it| !it.is_empty()).collect()
}

/// Which rows are asked for. Without any wish all of them are sent, as before there were pages [?].
struct Rows {
    /// Counts from 1, as the examples do; 0 is the first as well [?].
    page: usize,
    limit: Option<usize>,
}

impl Rows {
    fn read(call: &Call<'_>, query: &Params<'_>) -> Result<Self, Answer> {
        let number = |name: &str| {
            let text = first(query, name).filter(|it| !it.is_empty());
            let read = |it: &str| it.parse::<u32>().ok().and_then(|it| usize::try_from(it).ok());
            text.map(|it| read(it).ok_or_else(|| bad(call, name))).transpose()
        };
        let (page, limit) = (number("page")?, number("limit")?);
        if limit == Some(0) {
            return Err(bad(call, "limit"));
        }
        let limit = limit.or(page.map(|_| PAGE));
        Ok(Self { page: page.unwrap_or(1).max(1), limit })
    }

    fn offset(&self) -> usize {
        (self.page - 1).saturating_mul(self.limit.unwrap_or(0))
    }
}

/// Writes what comes before the data.
fn open(json: &mut Json, total: usize, rows: &Rows) {
    let limit = rows.limit.unwrap_or(total.max(1));
    json.raw("{\"success\":true,\"metadata\":");
    let mut metadata = Object::open(json);
    metadata.key("total_elements").value(&total);
    metadata.key("current_page").value(&rows.page);
    metadata.key("total_pages").value(&total.div_ceil(limit));
    metadata.close();
    json.raw(",\"offset\":").value(&rows.offset()).raw(",\"limit\":").value(&limit).raw(",\"data\":");
}

/// Writes what is known of a report and leaves the object open.
fn about<'a>(call: &Call<'_>, json: &'a mut Json, company: &Company, it: &Report) -> Object<'a> {
    let author = company.people.get(it.author);
    let window = window(call, company, it);
    // The rows are made when they are asked for, so they are as new as that.
    let is_new = it.status == ReportStatus::UpToDate;
    let refreshed = if is_new { call.now().max(it.refreshed_at) } else { it.refreshed_at };
    let mut body = Object::open(json);
    body.key("id").uuid(it.uuid);
    body.text("name", Some(&it.name)).text("description", Some(&it.description));
    body.text("author_first_name", Some(author.map_or("", |it| &it.first_name)));
    body.text("author_last_name", Some(author.map_or("", |it| &it.last_name)));
    body.text("type", Some(it.kind.as_str())).text("status", Some(it.status.as_str()));
    body.date("start_date", Some(window.from)).date("end_date", Some(window.to));
    body.key("created_at").utc(it.created_at);
    body.key("updated_at").utc(it.updated_at);
    body.key("data_refreshed_at").utc(refreshed);
    body.key("columns").value(&it.columns);
    let filters = body.key("filters");
    filters.raw("[");
    for (at, filter) in it.filters.iter().enumerate() {
        filters.raw(if at > 0 { "," } else { "" });
        let comparison = if filter.is { "eq" } else { "neq" };
        let mut one = Object::open(filters);
        one.text("column", Some(&filter.column)).text("comparison", Some(comparison));
        one.text("value", Some(&filter.value)).close();
    }
    filters.raw("]");
    body.text("period_type", Some(it.period.as_str()));
    body
}

/// An unknown report, in the shape that reports have for what goes wrong (facts §4.1 [O]).
fn not_found(call: &Call<'_>) -> Answer {
    error(call, StatusCode::NOT_FOUND, ("Not Found", "Report not found"), ("ID", "Report ID not found"))
}

/// A parameter that can't be read; the words are [?].
fn bad(call: &Call<'_>, name: &str) -> Answer {
    let detail = format!("The value of {name} is not valid");
    error(call, StatusCode::BAD_REQUEST, ("Bad Request", "Invalid parameter"), (name, &detail))
}

fn error(
    call: &Call<'_>,
    status: StatusCode,
    (title, details): (&str, &str),
    (field, description): (&str, &str),
) -> Answer {
    let mut json = Json::with_capacity(256);
    json.raw("[");
    let mut body = Object::open(&mut json);
    body.key("status").int(status.as_u16().into());
    body.text("trace_id", Some(&trace_id())).key("timestamp").utc(call.now());
    let errors = body.key("errors");
    errors.raw("[{\"title\":").string(title).raw(",\"details\":").string(details);
    errors.raw(",\"type\":\"search\",\"_meta\":[{\"field\":").string(field);
    errors.raw(",\"description\":").string(description).raw("}]}]");
    body.close();
    json.raw("]");
    Answer::json(status, json.into_bytes())
}
