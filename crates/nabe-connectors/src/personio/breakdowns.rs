//! What an absence takes of each of its days: a call an absence, and more for one of many days.
//!
//! How many days an answer has is not told by every page (28 stand in an example), so the links to the next ones are
//! followed. Must not know what else is known of an absence.

use std::collections::HashMap;

use nabe_connector::{Call, Defect, DefectKind};
use nabe_model::hris::DayOff;
use nabe_model::value::{Choice, DateTime, Text};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::absences::duration_unit;
use super::listed::{on, page, segment};
use super::operation;
use super::reading::{Found, from_json};
use super::scalar::Scalar;
use super::values::Values;

/// The call for the days of an absence that are not there yet, with its key.
pub(super) fn call(id: &str, further: &HashMap<String, Vec<u8>>) -> Option<(String, Call)> {
    let Pages::Until(cursor) = pages(id, further) else { return None };
    let cursor = cursor.as_deref();
    let call = Call::with_path(operation("v2_list_absence_breakdowns"), &[segment(id).ok()?]);
    Some((key(id, cursor), on(call, cursor, |call| call)))
}

fn key(id: &str, cursor: Option<&str>) -> String {
    format!("days {id} {}", cursor.unwrap_or_default())
}

/// The days of an absence, as far as they were fetched.
enum Pages<'b> {
    /// All of them.
    Whole(Vec<&'b RawValue>),
    /// Those behind this cursor are not there.
    Until(Option<String>),
    /// An answer can't be read, or leads back to where it was.
    Unreadable,
}

fn pages<'b>(id: &str, further: &'b HashMap<String, Vec<u8>>) -> Pages<'b> {
    let (mut rows, mut seen) = (Vec::new(), Vec::<String>::new());
    loop {
        let cursor = seen.last();
        let Some(body) = further.get(&key(id, cursor.map(String::as_str))) else {
            return Pages::Until(cursor.cloned());
        };
        let Ok(page) = page(body) else { return Pages::Unreadable };
        rows.extend(page.rows);
        match page.next {
            None => return Pages::Whole(rows),
            Some(next) if seen.contains(&next) => return Pages::Unreadable,
            Some(next) => seen.push(next),
        }
    }
}

/// What an absence takes.
pub(super) struct Days<'b> {
    /// Of each day.
    pub(super) days: Vec<DayOff<'b>>,
    /// What Personio said of each.
    pub(super) sources: Vec<&'b RawValue>,
}

impl<'b> Days<'b> {
    /// The days of an absence, if they were fetched to their end.
    pub(super) fn read(
        id: &str,
        further: &'b HashMap<String, Vec<u8>>,
        values: &mut Values<'_>,
    ) -> Option<Self> {
        match pages(id, further) {
            Pages::Whole(sources) => {
                let days = sources.iter().map(|row| day(row, values)).collect();
                Some(Self { days, sources })
            }
            Pages::Until(None) => None,
            // A part of the days is none of them.
            Pages::Until(Some(_)) | Pages::Unreadable => values.refuse("breakdowns[]", DefectKind::WrongType),
        }
    }

    /// All days together as an ISO 8601 duration, in their own unit: a day is not so many hours. Nothing if one of them
    /// is not known.
    pub(super) fn total(&self) -> Option<Text<'b>> {
        let unit = |it: &DayOff<'b>| it.unit.as_ref().and_then(|it| it.value);
        let first = unit(self.days.first()?)?;
        let same = |it: &DayOff<'b>| it.amount.filter(|_| unit(it) == Some(first));
        let amounts: Option<Vec<f64>> = self.days.iter().map(same).collect();
        duration(first, amounts?.into_iter().sum()).map(Text::from)
    }
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct Wire<'b> {
    date: Scalar<'b>,
    effective_duration: Found<WireAmount<'b>>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireAmount<'b> {
    unit: Scalar<'b>,
    value: Scalar<'b>,
}

/// A day. One that can't be read stays in the list: its place is a day of the absence.
fn day<'b>(row: &'b RawValue, values: &mut Values<'_>) -> DayOff<'b> {
    let Ok(wire) = from_json::<Wire<'b>>(row.get()) else {
        values.defects.push(Defect { path: "breakdowns[]".into(), kind: DefectKind::WrongType });
        return DayOff::default();
    };
    let date = values.moment("breakdowns[].date", wire.date, DateTime::civil);
    let amount = values.found("breakdowns[].effective_duration", wire.effective_duration);
    let WireAmount { unit, value } = amount.unwrap_or_default();
    let unit = values.text("breakdowns[].effective_duration.unit", unit);
    DayOff {
        date,
        amount: values.number("breakdowns[].effective_duration.value", value),
        unit: unit.map(|it| Choice::new(duration_unit(&it), it)),
    }
}

fn duration(unit: &str, amount: f64) -> Option<String> {
    // What sums of fractions add at their end is nobody's.
    let amount = (amount * 1e6).round() / 1e6;
    match unit {
        _ if !(0.0..1e9).contains(&amount) => None,
        "days" => Some(format!("P{amount}D")),
        "hours" => Some(hours(amount)),
        _ => None,
    }
}

fn hours(amount: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "it was looked at that they are few")]
    let seconds = (amount * 3600.0).round() as i64;
    let parts = [(seconds / 3600, 'H'), (seconds / 60 % 60, 'M'), (seconds % 60, 'S')];
    let parts = parts.into_iter().filter(|(number, sign)| *number > 0 || (seconds == 0 && *sign == 'H'));
    parts.fold("PT".to_owned(), |text, (number, sign)| format!("{text}{number}{sign}"))
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn days_stay_days_and_hours_hours() {
        let check = |unit, amount, expected: Option<&str>| {
            assert_eq!(duration(unit, amount).as_deref(), expected, "{amount} {unit}");
        };
        check("days", 5.0, Some("P5D"));
        check("days", 0.5, Some("P0.5D"));
        check("days", 0.1 + 0.2, Some("P0.3D"));
        check("days", 0.0, Some("P0D"));
        check("hours", 7.5, Some("PT7H30M"));
        check("hours", 1.33, Some("PT1H19M48S"));
        check("hours", 24.0, Some("PT24H"));
        check("hours", 0.25, Some("PT15M"));
        check("hours", 0.0, Some("PT0H"));
        check("days", -1.0, None);
        check("hours", -1.0, None);
        check("hours", 1e12, None);
        check("days", f64::INFINITY, None);
        check("unmapped_value", 1.0, None);
    }
}
