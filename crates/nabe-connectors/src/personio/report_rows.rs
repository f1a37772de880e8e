//! The rows of a report, as a table.
//!
//! A further page is asked for by its cursor alone: Personio refuses other parameters beside it (official). The position
//! is the number of rows so far and the cursor. Must not know what a cell is.

use nabe_connector::{
    Answers, Ask, Call, CallError, Defect, DefectKind, Each, Evidence, FieldRule, PageInfo, Plan, Resource,
    Row, Rules,
};
use nabe_model::hris::{ReportCell, ReportColumn, ReportRow};
use nabe_model::value::Text;
use serde_json::value::RawValue;

use super::listed::{on, page, segment};
use super::operation;
use super::report_cells::{cell, columns};
use super::values::Values;

/// The most rows of a page that is asked for: Personio gives as many as are asked for.
const PAGE_LIMIT: u32 = 100;
/// The columns that are a person's id: as v1 calls that attribute, and as rows of v1 call it (?).
const PERSON: [&str; 2] = ["id", "employee_id"];

/// Rows of a report.
pub(super) struct PersonioReportRows;

impl Resource for PersonioReportRows {
    fn rules(&self) -> &'static [FieldRule] {
        ROW
    }

    fn page_limit(&self) -> u32 {
        PAGE_LIMIT
    }

    fn plan(&self, ask: &Ask<'_>) -> Result<Plan, CallError> {
        let id = segment(ask.parent.unwrap_or_default())?;
        let call = Call::with_path(operation("v2_get_report"), &[id]);
        let (_, cursor) = place(ask)?;
        Ok(Plan::call(on(call, cursor, |call| {
            let limit = ask.limit.clamp(1, PAGE_LIMIT).to_string();
            call.query("limit", limit).query_if("locale", ask.filters.text("locale"))
        })))
    }

    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        let body = answers.first();
        let (before, here) = place(ask)?;
        let page = page(body)?.at(here)?;
        // With the number of rows in it, a position differs from the last one although the cursor is the same.
        if page.next.is_some() && page.next.as_deref() == here {
            return Err(CallError::Malformed { at: "the link to the next page".to_owned() });
        }
        let mut told = Vec::new();
        let columns = columns(body, &mut Values { defects: &mut told }).all.unwrap_or_default();
        let rows = page.rows.len();
        let after = before.saturating_add(u64::try_from(rows).unwrap_or(u64::MAX));
        let next = page.next.map(|cursor| format!("{after}~{cursor}"));
        let mut info = PageInfo { next, rows, lost: Vec::new() };
        for (number, raw) in (before.saturating_add(1)..).zip(page.rows) {
            // What is wrong with the columns is told once.
            let mut defects = std::mem::take(&mut told);
            let Some(record) = row(raw, number, &columns, &mut Values { defects: &mut defects }) else {
                info.lost.extend(defects);
                info.lost.push(Defect { path: "[]".into(), kind: DefectKind::WrongType });
                continue;
            };
            let id = record.id.as_deref().unwrap_or_default();
            let source = ask.explain.then_some(raw);
            each(Row { id, record: (&record).into(), source, detail: None, person: None, defects: &defects });
        }
        Ok(info)
    }
}

/// How many rows came before, and the cursor.
fn place<'a>(ask: &Ask<'a>) -> Result<(u64, Option<&'a str>), CallError> {
    let malformed = || CallError::Malformed { at: "position".to_owned() };
    let Some(position) = ask.position else { return Ok((0, None)) };
    let (before, cursor) = position.split_once('~').ok_or_else(malformed)?;
    Ok((before.parse().map_err(|_| malformed())?, Some(cursor)))
}

/// A row: a list of cells, in the order of the columns.
fn row<'b>(
    raw: &'b RawValue,
    number: u64,
    columns: &[ReportColumn<'b>],
    values: &mut Values<'_>,
) -> Option<ReportRow<'b>> {
    let cells: Vec<&'b RawValue> = serde_json::from_str(raw.get()).ok()?;
    let column = |at: usize| columns.get(at);
    let cells = cells.into_iter().enumerate();
    let cells: Vec<ReportCell<'b>> = cells.map(|(at, raw)| cell(raw, column(at), values)).collect();
    let person = cells.iter().find_map(person);
    Some(ReportRow {
        id: Some(Text::from(number.to_string())),
        employee_id: person.clone(),
        remote_employee_id: person,
        cells: Some(cells),
    })
}

/// The person that a cell names: a whole number.
fn person<'b>(cell: &ReportCell<'b>) -> Option<Text<'b>> {
    let id = cell.id.as_deref()?;
    let value = cell.value.clone().filter(|_| PERSON.contains(&id))?;
    value.bytes().all(|it| it.is_ascii_digit()).then_some(value)
}

use Evidence::{Guess, Live, Official};

const READ: Rules = Rules("custom_reports:read");

const PERSON_PATH: &str = "[attribute_id=id].numeric_value.number";
const PERSON_RULE: &str = "the number in the column `id` or `employee_id`, if the report has one";

#[rustfmt::skip] // a table: one row a field
static ROW: &[FieldRule] = &[
    READ.row("id", "_data", "the number of the row in the report as it was read; rows have no lasting id", Official),
    READ.row("employee_id", PERSON_PATH, PERSON_RULE, Guess),
    READ.row("remote_employee_id", PERSON_PATH, PERSON_RULE, Guess),
    READ.row("cells", "[]", "each cell by the kind of its value: texts and numbers as they stand, numbers digit for digit; \
        options by key and text; ranges by their days", Live),
];
