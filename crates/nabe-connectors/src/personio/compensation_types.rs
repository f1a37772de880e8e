//! Types of pay, and how Personio's words for pay become the contract's.
//!
//! Two categories are official, RECURRING and ONE_TIME; those of salaries and wages were seen by a client's author
//! with `_SALARY` behind them, and guessed without. Must not know how calls are made.

use nabe_connector::{Ask, Evidence, FieldRule, Rules};
use nabe_model::hris::{CompensationType, CompensationTypeOf};
use nabe_model::value::{Choice, Text};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::listed::{Listed, One, Out};
use super::scalar::Scalar;
use super::values::Values;

/// Types of pay. There is no route for one of them (official, by its absence).
pub(super) static COMPENSATION_TYPES: Listed = Listed {
    rules: TYPE,
    list: ("v2_list_compensation_types", &[]),
    page_limit: Some(100),
    one: One::Scan,
    parent: None,
    map: type_,
};

/// A type, alone or inside what is paid.
#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
pub(super) struct WireType<'b> {
    id: Scalar<'b>,
    name: Scalar<'b>,
    category: Scalar<'b>,
}

fn type_<'b>(row: &'b RawValue, _: &Ask<'_>, out: &mut Out<'_, 'b>) -> Result<(), serde_json::Error> {
    let wire: WireType<'b> = serde_json::from_str(row.get())?;
    let id = out.values().id("id", wire.id);
    let category = out.values().text("category", wire.category);
    let record = CompensationType {
        id: id.clone(),
        remote_id: id.clone(),
        name: out.values().text("name", wire.name),
        category: category.as_ref().map(|it| Choice::new(category_of(it), it.clone())),
        kind: category.map(|it| Choice::new(kind_of(&it), it)),
    };
    out.give(id.as_deref(), &record);
    Ok(())
}

/// Reads the type of what somebody is paid.
pub(super) fn of_row<'b>(wire: WireType<'b>, values: &mut Values<'_>) -> CompensationTypeOf<'b> {
    let id = values.id("type.id", wire.id);
    let category = values.text("type.category", wire.category);
    CompensationTypeOf {
        id: id.clone(),
        remote_id: id,
        name: values.text("type.name", wire.name),
        category: category.map(|it| Choice::new(category_of(&it), it)),
    }
}

/// The category, in our words.
fn category_of(source: &str) -> Option<&'static str> {
    match words(source).as_str() {
        "FIXED_SALARY" | "FIXED" | "SALARY" => Some("salary"),
        "HOURLY_SALARY" | "HOURLY" => Some("hourly"),
        "RECURRING" => Some("recurring"),
        "ONE_TIME" => Some("one_time"),
        "BONUS" | "BONUSES" => Some("bonus"),
        _ => None,
    }
}

/// What kind of pay a category is, in the contract's words: it has none for allowances and single payments.
pub(super) fn kind_of(source: &str) -> Option<&'static str> {
    match category_of(source)? {
        "recurring" | "one_time" => Some("other"),
        kind => Some(kind),
    }
}

/// For which time a value is. Wages are for an hour by what they are, whatever interval stands there by default (official
/// of what recurs: MONTHLY); what is paid once is for no time.
pub(super) fn pay_period<'b>(category: Option<&str>, interval: Option<&Text<'b>>) -> Option<Choice<'b>> {
    match category {
        Some("one_time") => None,
        Some("hourly") => Some(Choice::own("hour")),
        _ => interval.map(|it| Choice::new(period_of(it), it.clone())),
    }
}

/// How often it is paid out, which the interval says of what recurs (official); a yearly salary is not paid yearly.
pub(super) fn pay_frequency<'b>(category: Option<&str>, interval: Option<&Text<'b>>) -> Option<Choice<'b>> {
    let interval = interval.filter(|_| category == Some("recurring"))?;
    Some(Choice::new(frequency_of(interval), interval.clone()))
}

/// The period of an interval.
pub(super) fn period_of(interval: &str) -> Option<&'static str> {
    match words(interval).as_str() {
        "HOURLY" => Some("hour"),
        "DAILY" => Some("day"),
        "WEEKLY" => Some("week"),
        "MONTHLY" => Some("month"),
        "QUARTERLY" => Some("quarter"),
        "HALF_YEARLY" => Some("every_six_months"),
        "YEARLY" => Some("year"),
        _ => None,
    }
}

fn frequency_of(interval: &str) -> Option<&'static str> {
    match words(interval).as_str() {
        "MONTHLY" => Some("monthly"),
        "QUARTERLY" => Some("quarterly"),
        "HALF_YEARLY" => Some("half_yearly"),
        "YEARLY" => Some("yearly"),
        _ => None,
    }
}

/// One spelling of several: `HALF-YEARLY` has a hyphen (official), the categories have none.
fn words(source: &str) -> String {
    source.to_ascii_uppercase().replace('-', "_")
}

use Evidence::{Live, Official};

const READ: Rules = Rules("compensations:read");

#[rustfmt::skip] // a table: one row a field
static TYPE: &[FieldRule] = &[
    READ.row("id", "id", "as it stands", Official),
    READ.row("remote_id", "id", "as it stands", Official),
    READ.row("name", "name", "as it stands", Official),
    READ.row("category", "category", "salary, hourly, recurring, one_time or bonus", Live),
    READ.row("kind", "category", "salary, hourly or bonus by the category; other for recurring and one_time", Live),
];
