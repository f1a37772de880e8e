//! `/v2/reports`: reports that are open to the API, the attributes they have, and their rows.

use http::StatusCode;

use super::report_cells::{cell_of, kind};
use crate::access::tokens::Grant;
use crate::model::company::{Company, fresh_uuid};
use crate::model::report::{Report, ReportKind, ReportStatus};
use crate::rules::pay::Window;
use crate::rules::reports;
use crate::rules::reports::column::Column;
use crate::rules::reports::value::{At, cell};
use crate::rules::reports::words::Locale;
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::{Call, first};
use crate::wire::json::{Json, Object};
use crate::wire::page::{ListSpec, Page};
use crate::wire::refusal;

/// The limits are not published [?].
const LIST: ListSpec = ListSpec::new(50, 100, &["name"]);
const ATTRIBUTES: ListSpec = ListSpec::new(50, 100, &[]);
/// Without a limit all rows are sent (facts §9.6 [O]).
const ROWS: ListSpec = ListSpec::new(usize::MAX, usize::MAX, &["locale"]);

/// Lists the reports that are open to the API, newest first (facts §9.6 [O]).
pub(crate) fn list(call: &Call<'_>, _: &Grant) -> Outcome {
    let page = Page::read(call, &LIST)?;
    let within = call.switched(Switch::V2ReportName, "contains");
    let is_named = |it: &Report, name: &str| {
        if within { it.name.to_lowercase().contains(&name.to_lowercase()) } else { it.name == name }
    };
    let company = call.company();
    let wanted = |it: &&Report| it.open_to_api && page.values("name").all(|name| is_named(it, name));
    let mut rows: Vec<&Report> = company.reports.rows().iter().filter(wanted).collect();
    rows.sort_by_key(|it| std::cmp::Reverse((it.created_at, it.id)));
    let full = call.switched(Switch::V2ReportList, "full");
    Ok(page.numbered(call, rows.into_iter(), |json, it| {
        let mut body = Object::open(json);
        body.key("id").uuid(it.uuid);
        body.text("name", Some(&it.name));
        if full {
            // Grouped ones are tables as well (facts §9.6 [L]).
            body.text("chart_type", Some("table"));
            body.key("edited_at").raw("{\"date_time\":").utc(it.updated_at).raw("}");
        }
        body.close();
    }))
}

/// Lists the attributes that reports can have. The names of the fields are not published [?].
pub(crate) fn attributes(call: &Call<'_>, _: &Grant) -> Outcome {
    let page = Page::read(call, &ATTRIBUTES)?;
    let company = call.company();
    let rows = Column::all(&company).into_iter();
    Ok(page.numbered(call, rows, |json, column| {
        let (kind, display) = kind(&company, column);
        let id = column.id(&company);
        let mut body = Object::open(json);
        body.text("id", Some(&id)).text("name", Some(&column.label(&company, Locale::English)));
        body.text("type", Some(kind)).text("display", Some(display));
        body.key("is_filterable").value(&is_filterable(&id));
        body.close();
    }))
}

/// By which columns people can be left out of a report.
fn is_filterable(id: &str) -> bool {
    ["id", "office", "department", "team", "subcompany", "supervisor", "status", "employment_type"]
        .contains(&id)
}

/// Shows a report with its rows.
pub(crate) fn one(call: &Call<'_>, _: &Grant) -> Outcome {
    let query = call.query();
    let has = |name: &str| first(&query, name).is_some();
    if has("cursor") && (has("locale") || has("limit")) {
        // That it is refused is official, in these words more or less (facts §6 [O]).
        let detail = "Either a cursor or a body containing these parameters should be specified at one time.";
        return Err(bad(call, detail));
    }
    let page = Page::read(call, &ROWS)?;
    let locale = Locale::named(page.values("locale").next());
    let company = call.company();
    let report = readable(call, &company)?;
    let window = reports::window(report.period, company.day_of(call.now()));
    let columns = reports::columns(&company, report);
    let failed = report.status == ReportStatus::UpdateFailed;
    let rows = reports::people(&company, report, window).filter(|_| !failed);
    let after = page.after();
    let rows = rows.filter(|it| u64::from(it.0.id) > after).map(|it| (u64::from(it.0.id), it));
    let ids: Vec<(String, Column)> = columns.iter().map(|it| (it.id(&company), *it)).collect();
    let before = config(&company, report, window);
    let meta = described(&company, &columns, locale);
    let answer = page.answer_with(call, (&before, &meta), rows, |json, (person, job)| {
        let at = At { company: &company, person, job, window, locale };
        json.raw("[");
        for (nth, (id, column)) in ids.iter().enumerate() {
            json.raw(if nth > 0 { "," } else { "" });
            cell_of(json, id, &cell(at, *column));
        }
        json.raw("]");
    });
    Ok(answer)
}

/// The report in the path, unless something about it keeps it from being read (facts §9.6 [L]).
fn readable<'a>(call: &Call<'_>, company: &'a Company) -> Result<&'a Report, Answer> {
    let id = call.param(0);
    let found = company.reports.by_uuid_text(&id).filter(|it| it.open_to_api);
    let Some(report) = found else {
        // The page of the route has a 404, live readers met a 400.
        if call.switched(Switch::V2ReportUnknown, "404") {
            return Err(refusal::v2_not_found(call));
        }
        return Err(bad(call, &format!("Report with {id} not found.")));
    };
    if !report.shared {
        return Err(bad(call, "Array contains no element matching the predicate"));
    }
    if report.grouped {
        return Err(bad(call, "Unsupported nested type: null"));
    }
    Ok(report)
}

/// A call that reports can't answer, in a shape of their own (facts §4.2 [L]).
fn bad(call: &Call<'_>, detail: &str) -> Answer {
    if call.switched(Switch::V2ReportErrors, "message") {
        return refusal::message(StatusCode::BAD_REQUEST, detail);
    }
    let mut json = Json::with_capacity(256);
    json.raw("{\"errors\":[{\"status\":\"400\",\"title\":\"Bad Request\",\"id\":").uuid(fresh_uuid());
    json.raw(",\"detail\":").string(detail).raw("}]}");
    Answer::json(StatusCode::BAD_REQUEST, json.into_bytes())
}

/// How the report is put together; the names are those that a cursor of the published example has, or follow them [?].
fn config(company: &Company, report: &Report, window: Window) -> String {
    let mut json = Json::with_capacity(512);
    json.raw("\"report_config\":");
    let mut body = Object::open(&mut json);
    body.text("row", Some("employee"));
    let mut range = Object::open(body.key("time_range"));
    range.date("from", Some(window.from)).date("to", Some(window.to)).close();
    let is_historical = report.kind == ReportKind::Historical;
    body.key("is_historical").value(&is_historical);
    let columns: Vec<String> =
        reports::columns(company, report).into_iter().map(|it| it.id(company)).collect();
    body.key("columns").value(&columns);
    let filters: Vec<serde_json::Value> = report
        .filters
        .iter()
        .map(|it| serde_json::json!({"column": it.column, "operator": if it.is { "is" } else { "is_not" }, "values": [it.value]}))
        .collect();
    body.key("filters").value(&filters);
    body.key("grouping").raw("[]");
    body.key("sorting").raw("[]");
    body.close();
    json.raw(",");
    String::from_utf8(json.into_bytes()).unwrap_or_default()
}

/// The columns as the answer describes them.
fn described(company: &Company, columns: &[Column], locale: Locale) -> String {
    let mut json = Json::with_capacity(128 * (1 + columns.len()));
    json.raw("\"columns\":[");
    for (at, column) in columns.iter().enumerate() {
        json.raw(if at > 0 { "," } else { "" });
        let mut body = Object::open(&mut json);
        body.text("name", Some(&column.id(company)));
        body.text("display", Some(&column.label(company, locale)));
        body.text("type", Some(kind(company, *column).0)).close();
    }
    json.raw("],");
    String::from_utf8(json.into_bytes()).unwrap_or_default()
}
