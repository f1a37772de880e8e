//! Columns and cells of reports: what is declared, and what stands there.
//!
//! A cell has one value, under the name of its kind: texts, numbers and options were seen by a client's author in live
//! answers; ranges, percentages and amounts he reads without having met them. Must not know where a row is.

use std::borrow::Cow;
use std::collections::BTreeMap;

use nabe_connector::DefectKind;
use nabe_model::hris::{ReportCell, ReportColumn, ReportOption};
use nabe_model::value::{Choice, DateTime, Text};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::reading::{Found, from_body, from_json};
use super::scalar::Scalar;
use super::values::Values;

/// The columns of a report.
pub(super) struct Columns<'b> {
    /// From left to right; nothing where they can't be read.
    pub(super) all: Option<Vec<ReportColumn<'b>>>,
    /// The name of the report, which its description has (checked live by a client's author).
    pub(super) report_name: Option<Text<'b>>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireReport<'b> {
    report_config: Found<WireConfig<'b>>,
    #[serde(rename = "_meta")]
    meta: Found<WireMeta<'b>>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireConfig<'b> {
    name: Scalar<'b>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireMeta<'b> {
    columns: Found<Vec<Found<WireColumn<'b>>>>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireColumn<'b> {
    name: Scalar<'b>,
    display: Scalar<'b>,
    #[serde(rename = "type")]
    kind: Scalar<'b>,
}

/// Reads the columns in the answer for a report.
pub(super) fn columns<'b>(body: &'b [u8], values: &mut Values<'_>) -> Columns<'b> {
    let Some(wire) = from_body::<WireReport<'b>>(body) else {
        let all = values.refuse("_meta.columns", DefectKind::WrongType);
        return Columns { all, report_name: None };
    };
    let config = values.found("report_config", wire.report_config);
    let report_name = config.and_then(|it| values.text("report_config.name", it.name));
    let columns = values.found("_meta", wire.meta).and_then(|it| values.found("_meta.columns", it.columns));
    let all = columns.map(|it| it.into_iter().map(|it| column(it, values)).collect());
    Columns { all, report_name }
}

/// A column that can't be read keeps its place, since cells are told apart by theirs.
fn column<'b>(wire: Found<WireColumn<'b>>, values: &mut Values<'_>) -> ReportColumn<'b> {
    let Some(wire) = values.found("_meta.columns[]", wire) else { return ReportColumn::default() };
    let kind = values.text("_meta.columns[].type", wire.kind);
    ReportColumn {
        id: values.id("_meta.columns[].name", wire.name),
        name: values.text("_meta.columns[].display", wire.display),
        kind: kind.map(|it| Choice::new(column_kind(&it), it)),
    }
}

/// What a column has: `string`, `decimal`, `option` and `timestamp` were seen; the others follow the kinds of values (?).
fn column_kind(source: &str) -> Option<&'static str> {
    match source.to_ascii_lowercase().as_str() {
        "string" | "text" => Some("text"),
        "decimal" | "numeric" | "number" | "integer" => Some("number"),
        "option" | "options" => Some("options"),
        "timestamp" | "date" => Some("date"),
        "time_range" => Some("date_range"),
        "percentage" => Some("percentage"),
        "monetary" => Some("money"),
        _ => None,
    }
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireCell<'b> {
    attribute_id: Scalar<'b>,
    string_value: Found<WireValue<'b>>,
    numeric_value: Found<WireValue<'b>>,
    options_value: Found<WireOptions<'b>>,
    time_range_value: Found<WireRange<'b>>,
    percentage_value: Found<WireValue<'b>>,
    monetary_value: Found<WireValue<'b>>,
}

/// A text, a number or an amount. Under which of its names a percentage or an amount stands was not seen (?).
#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireValue<'b> {
    value: Found<&'b RawValue>,
    number: Found<&'b RawValue>,
    amount: Found<&'b RawValue>,
    currency: Scalar<'b>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireOptions<'b> {
    options: Found<Vec<Found<WireOption<'b>>>>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireOption<'b> {
    key: Scalar<'b>,
    value: Scalar<'b>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireRange<'b> {
    from: Scalar<'b>,
    to: Scalar<'b>,
}

/// Reads a cell, in its column.
pub(super) fn cell<'b>(
    raw: &'b RawValue,
    column: Option<&ReportColumn<'b>>,
    values: &mut Values<'_>,
) -> ReportCell<'b> {
    let mut cell = ReportCell {
        id: column.and_then(|it| it.id.clone()),
        name: column.and_then(|it| it.name.clone()),
        kind: column.and_then(|it| it.kind.clone()),
        ..ReportCell::default()
    };
    if raw.get() == "null" {
        return cell;
    }
    let wire = Some(raw).filter(|it| it.get().starts_with('{'));
    let Some(wire) = wire.and_then(|it| from_json::<WireCell<'b>>(it.get()).ok()) else {
        values.refuse::<()>("[][]", DefectKind::WrongType);
        return cell;
    };
    // The cell says itself what it is; its place says it when it doesn't.
    cell.id = values.id("[][].attribute_id", wire.attribute_id.clone()).or(cell.id);
    fill(&mut cell, wire, raw, values);
    cell
}

/// Puts the value of a cell into it.
fn fill<'b>(cell: &mut ReportCell<'b>, wire: WireCell<'b>, raw: &'b RawValue, values: &mut Values<'_>) {
    let kind = |kind, source: &'static str| Some(Choice::new(Some(kind), source));
    if let Some(it) = values.found("[][].string_value", wire.string_value) {
        cell.value_kind = kind("text", "string_value");
        cell.value = text("[][].string_value.value", it.value, values);
    } else if let Some(it) = values.found("[][].numeric_value", wire.numeric_value) {
        cell.value_kind = kind("number", "numeric_value");
        cell.value = values.exact("[][].numeric_value.number", or(it.number, it.value));
    } else if let Some(it) = values.found("[][].options_value", wire.options_value) {
        cell.value_kind = kind("options", "options_value");
        let all = values.found("[][].options_value.options", it.options);
        cell.options = all.map(|it| it.into_iter().filter_map(|it| option(it, values)).collect());
    } else if let Some(it) = values.found("[][].time_range_value", wire.time_range_value) {
        cell.value_kind = kind("date_range", "time_range_value");
        cell.start_date = values.moment("[][].time_range_value.from", it.from, DateTime::civil);
        cell.end_date = values.moment("[][].time_range_value.to", it.to, DateTime::civil);
    } else if let Some(it) = values.found("[][].percentage_value", wire.percentage_value) {
        cell.value_kind = kind("percentage", "percentage_value");
        cell.value = values.exact("[][].percentage_value", or(it.number, it.value));
    } else if let Some(it) = values.found("[][].monetary_value", wire.monetary_value) {
        cell.value_kind = kind("money", "monetary_value");
        cell.value = values.exact("[][].monetary_value", or(it.amount, it.value));
        cell.currency = values.text("[][].monetary_value.currency", it.currency);
    } else if let Some(source) = unknown(raw) {
        cell.value_kind = Some(Choice::new(None, source));
        values.refuse::<()>("[][].*_value", DefectKind::WrongType);
    }
}

fn or<T>(one: Found<T>, other: Found<T>) -> Found<T> {
    if matches!(one, Found::Nothing) { other } else { one }
}

/// A text, as which numbers are taken too.
fn text<'b>(path: &'static str, found: Found<&'b RawValue>, values: &mut Values<'_>) -> Option<Text<'b>> {
    if let Found::Value(raw) = found
        && raw.get().starts_with('"')
    {
        return values.text(path, serde_json::from_str(raw.get()).unwrap_or_default());
    }
    values.exact(path, found)
}

fn option<'b>(wire: Found<WireOption<'b>>, values: &mut Values<'_>) -> Option<ReportOption<'b>> {
    let wire = values.found("[][].options_value.options[]", wire)?;
    let id = values.id("[][].options_value.options[].key", wire.key);
    let value = values.text("[][].options_value.options[].value", wire.value);
    Some(ReportOption { id, value })
}

/// The kinds of values that are known.
const KINDS: [&str; 6] = [
    "string_value",
    "numeric_value",
    "options_value",
    "time_range_value",
    "percentage_value",
    "monetary_value",
];

/// The name of a kind of value that isn't known.
fn unknown(raw: &RawValue) -> Option<Text<'static>> {
    let all: BTreeMap<Cow<'_, str>, &RawValue> = serde_json::from_str(raw.get()).ok()?;
    let is_new = |name: &str| name.ends_with("_value") && !KINDS.contains(&name);
    let mut new = all.into_iter().filter(|(name, value)| is_new(name) && value.get() != "null");
    new.next().map(|(name, _)| name.into_owned().into())
}
