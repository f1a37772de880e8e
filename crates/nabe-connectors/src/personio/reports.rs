//! Reports: those that are opened to the API, and their columns.
//!
//! v2 alone: v1 ends on 2027-06-30 (official), its reports have other ids, and it shows the old reports only. The list
//! tells neither columns nor whether a report can be read. Must not know how calls are made.

use std::borrow::Cow;

use nabe_connector::{
    Answers, Ask, Call, CallError, Each, Evidence, FieldRule, Needs, PageInfo, Plan, Resource, Rules, Source,
};
use nabe_model::hris::Report;
use nabe_model::value::{Choice, DateTime, Text};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::listed::{Out, Page, each_row, on, page, segment};
use super::operation;
use super::reading::Found;
use super::report_cells::columns;
use super::scalar::Scalar;
use super::values::Values;

/// The most rows of a page that is asked for; the limit is published nowhere (?).
const PAGE_LIMIT: u32 = 100;

/// Reports, as a list.
pub(super) static REPORTS: Reports = Reports { rules: &LIST };

/// One report.
pub(super) static REPORT: Reports = Reports { rules: &ONE };

/// Reports.
pub(super) struct Reports {
    rules: &'static [FieldRule],
}

impl Resource for Reports {
    fn rules(&self) -> &'static [FieldRule] {
        self.rules
    }

    fn page_limit(&self) -> u32 {
        PAGE_LIMIT
    }

    /// One report is looked for in the list; with its columns, on the first page of it, which has nearly all.
    fn plan(&self, ask: &Ask<'_>) -> Result<Plan, CallError> {
        let list = Call::to(operation("v2_list_reports"));
        if let Some(id) = ask.id {
            segment(id)?;
            if ask.asked.fields.inside("columns").is_none() {
                return Ok(Plan::Scan);
            }
            return Ok(Plan::call(list.query("limit", PAGE_LIMIT.to_string())));
        }
        let limit = ask.limit.clamp(1, PAGE_LIMIT).to_string();
        Ok(Plan::call(on(list, ask.position, |list| list.query("limit", limit))))
    }

    fn further(&self, ask: &Ask<'_>, answers: &Answers<'_>) -> Result<Vec<(String, Call)>, CallError> {
        let rows = page(answers.first())?.rows;
        if let Some(id) = ask.id {
            let call = of_one(ask, id)?;
            // What the list doesn't tell, its own answer must.
            let is_listed = rows.iter().any(|it| id_of(it).as_deref() == Some(id));
            return Ok(vec![(id.to_owned(), if is_listed { call.optional() } else { call })]);
        }
        if !ask.asked.expands("columns") {
            return Ok(Vec::new());
        }
        // What can't be in a path has no columns for us.
        let ids = rows.into_iter().filter_map(id_of);
        let calls = ids.filter_map(|id| Some((id.to_string(), of_one(ask, &id).ok()?.optional())));
        Ok(calls.collect())
    }

    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        let list = page(answers.first())?.at(ask.position)?;
        let Some(id) = ask.id else {
            return Ok(each_row(list, ask.explain, each, |row, out| report(row, ask, answers, out)));
        };
        let row = list.rows.into_iter().find(|it| id_of(it).as_deref() == Some(id));
        let page = Page::alone(row.into_iter().collect());
        match answers.further.get(id) {
            Some(body) if page.rows.is_empty() => Ok(without_row(id, body, each)),
            Some(_) | None => {
                Ok(each_row(page, ask.explain, each, |row, out| report(row, ask, answers, out)))
            }
        }
    }
}

/// The call that tells the columns of a report: its first row comes along.
fn of_one(ask: &Ask<'_>, id: &str) -> Result<Call, CallError> {
    let call = Call::with_path(operation("v2_get_report"), &[segment(id)?]);
    Ok(call.query("limit", "1").query_if("locale", ask.filters.text("locale")))
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct Wire<'b> {
    id: Scalar<'b>,
    name: Scalar<'b>,
    description: Scalar<'b>,
    chart_type: Scalar<'b>,
    status: Scalar<'b>,
    created_at: Found<&'b RawValue>,
    edited_at: Found<&'b RawValue>,
    data_refreshed_at: Found<&'b RawValue>,
}

/// The id of a row.
fn id_of(row: &RawValue) -> Option<Cow<'_, str>> {
    serde_json::from_str::<Wire<'_>>(row.get()).ok()?.id.id()
}

/// A report of the list, with its columns if they were fetched.
fn report<'b>(
    row: &'b RawValue,
    ask: &Ask<'_>,
    answers: &Answers<'b>,
    out: &mut Out<'_, 'b>,
) -> Result<(), serde_json::Error> {
    let mut values = out.values();
    let mut record = said(row, &mut values)?;
    let body = record.remote_id.as_deref().and_then(|id| answers.further.get(id)).map(Vec::as_slice);
    // Without an answer it was refused: it is grouped, say, and has no columns that can be told.
    if let Some(body) = body {
        let columns = columns(body, &mut values);
        record.columns = columns.all;
        record.name = record.name.or(columns.report_name);
    }
    let id = record.id.clone();
    if ask.filters.passes_after("updated_after", record.updated_at) {
        out.give_with(id.as_deref(), &record, body);
    } else {
        out.pass_over();
    }
    Ok(())
}

/// The report that was asked for, of which only its own answer tells.
fn without_row(id: &str, body: &[u8], each: Each<'_>) -> PageInfo {
    let mut defects = Vec::new();
    let columns = columns(body, &mut Values { defects: &mut defects });
    let own = || Some(Text::from(id.to_owned()));
    let record = Report {
        id: own(),
        remote_id: own(),
        name: columns.report_name,
        columns: columns.all,
        ..Report::default()
    };
    let row = nabe_connector::Row {
        id,
        record: (&record).into(),
        source: None,
        detail: Some(body),
        person: None,
        defects: &defects,
    };
    each(row);
    PageInfo { rows: 1, ..PageInfo::default() }
}

/// What the list says of a report.
fn said<'b>(row: &'b RawValue, values: &mut Values<'_>) -> Result<Report<'b>, serde_json::Error> {
    let wire: Wire<'b> = serde_json::from_str(row.get())?;
    let id = values.id("id", wire.id);
    let kind = values.text("chart_type", wire.chart_type);
    let status = values.text("status", wire.status);
    Ok(Report {
        id: id.clone(),
        remote_id: id,
        name: values.text("name", wire.name),
        description: values.text("description", wire.description),
        kind: kind.map(|it| Choice::new(type_of(&it), it)),
        status: status.map(|it| Choice::new(status_of(&it), it)),
        created_at: moment("created_at", wire.created_at, values),
        updated_at: moment("edited_at", wire.edited_at, values),
        data_refreshed_at: moment("data_refreshed_at", wire.data_refreshed_at, values),
        columns: None,
    })
}

/// What a report is shown as; only tables were seen, and a grouped report is one, too.
fn type_of(source: &str) -> Option<&'static str> {
    source.eq_ignore_ascii_case("table").then_some("table")
}

/// The states of v1 (official); whether v2 tells them is not known (?).
fn status_of(source: &str) -> Option<&'static str> {
    ["up_to_date", "updating", "update_failed"].into_iter().find(|it| source.eq_ignore_ascii_case(it))
}

/// A moment, which stands in an object as `date_time` or `date` (checked live by a client's author), or as a text.
fn moment<'b>(path: &'static str, found: Found<&'b RawValue>, values: &mut Values<'_>) -> Option<DateTime> {
    #[derive(Default, Deserialize)]
    #[serde(default, bound(deserialize = "'de: 'b"))]
    struct Wrapped<'b> {
        date_time: Scalar<'b>,
        date: Scalar<'b>,
    }
    let raw = values.found(path, found)?.get();
    let text = if raw.starts_with('{') {
        let wrapped: Wrapped<'b> = serde_json::from_str(raw).unwrap_or_default();
        if wrapped.date_time.is_empty() { wrapped.date } else { wrapped.date_time }
    } else {
        serde_json::from_str(raw).unwrap_or_default()
    };
    values.moment(path, text, |it| if it.len() == 10 { DateTime::civil(it) } else { DateTime::instant(it) })
}

use Evidence::{Guess, Live, Official};
use nabe_connector::Lacking::NotProvided;

const READ: Rules = Rules("custom_reports:read");

/// In a list the columns cost a call for each report; one report has them by itself.
static LIST: [FieldRule; 10] = rules(Source::Detail, Needs::Expand);
static ONE: [FieldRule; 10] = rules(Source::PageDetail, Needs::Nothing);

#[rustfmt::skip] // a table: one row a field
const fn rules(source: Source, needs: Needs) -> [FieldRule; 10] {
    [
        READ.row("id", "id", "as it stands", Official),
        READ.row("remote_id", "id", "as it stands", Official),
        READ.row("name", "name", "as it stands", Official),
        READ.row("description", "description", "as it stands, if Personio tells it", Guess).lacking(NotProvided),
        READ.row("type", "chart_type", "what it is shown as; a table may still be grouped, and can't be read then", Live),
        READ.row("status", "status", "as v1 has it, if Personio tells it", Guess).lacking(NotProvided),
        READ.row("created_at", "created_at", "if Personio tells it", Guess).lacking(NotProvided),
        READ.row("updated_at", "edited_at", "the moment with its zone, or the day", Live).lacking(NotProvided),
        READ.row("data_refreshed_at", "data_refreshed_at", "if Personio tells it", Guess).lacking(NotProvided),
        READ.row("columns", "_meta.columns", "from left to right, with id, heading and declared type; none of a report \
            that groups its rows", Live).source(source).needs(needs),
    ]
}
