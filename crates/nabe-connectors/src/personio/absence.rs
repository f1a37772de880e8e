//! One absence as v2 writes it, and the record of it.
//!
//! Times are those by the clock where somebody is away, and stay so: no zone moves them. Must not know its type, nor
//! what it takes of each day.

use jiff::ToSpan;
use jiff::civil::{self, Time};
use nabe_connector::DefectKind;
use nabe_model::hris::TimeOff;
use nabe_model::value::{Choice, DateTime, LocalDateTime};
use serde::Deserialize;

use super::reading::{Found, inline};
use super::scalar::Scalar;
use super::values::{Link, Values};

/// An absence, as it was seen in live answers.
#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
pub(super) struct WireAbsence<'b> {
    id: Scalar<'b>,
    #[serde(deserialize_with = "inline")]
    person: Found<Link<'b>>,
    #[serde(deserialize_with = "inline")]
    starts_from: Found<WireBoundary<'b>>,
    #[serde(deserialize_with = "inline")]
    ends_at: Found<WireBoundary<'b>>,
    timezone_id: Scalar<'b>,
    comment: Scalar<'b>,
    #[serde(deserialize_with = "inline")]
    absence_type: Found<Link<'b>>,
    #[serde(deserialize_with = "inline")]
    approval: Found<WireApproval<'b>>,
    substitute: Found<Link<'b>>,
    created_at: Scalar<'b>,
    updated_at: Scalar<'b>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireBoundary<'b> {
    date_time: Scalar<'b>,
    #[serde(rename = "type")]
    half: Scalar<'b>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireApproval<'b> {
    status: Scalar<'b>,
}

impl<'b> WireAbsence<'b> {
    /// The record, as far as this row tells it.
    pub(super) fn record(self, values: &mut Values<'_>) -> TimeOff<'b> {
        let id = values.id("id", self.id);
        let person = values.link(["person", "person.id"], self.person);
        let kind = values.link(["absence_type", "absence_type.id"], self.absence_type);
        let status = values.found("approval", self.approval);
        let status = status.and_then(|it| values.text("approval.status", it.status));
        let starts = values.found("starts_from", self.starts_from).unwrap_or_default();
        let ends = values.found("ends_at", self.ends_at).unwrap_or_default();
        let start = time("starts_from.date_time", starts.date_time, values);
        let end = time("ends_at.date_time", ends.date_time, values);
        TimeOff {
            id: id.clone(),
            remote_id: id,
            employee_id: person.clone(),
            remote_employee_id: person,
            status: status.map(|it| Choice::new(unified(&it), it)),
            start_date: start.map(LocalDateTime),
            end_date: end.and_then(|end| last_moment(start, end, values)).map(LocalDateTime),
            start_half_day: half("starts_from.type", starts.half, "SECOND_HALF", values),
            end_half_day: half("ends_at.type", ends.half, "FIRST_HALF", values),
            time_off_policy_id: kind.clone(),
            remote_time_off_policy_id: kind,
            comment: values.text("comment", self.comment),
            substitute_id: values.link(["substitute", "substitute.id"], self.substitute),
            time_zone: values.text("timezone_id", self.timezone_id),
            created_at: values.moment("created_at", self.created_at, DateTime::instant),
            updated_at: values.moment("updated_at", self.updated_at, DateTime::instant),
            ..TimeOff::default()
        }
    }
}

fn time(path: &'static str, scalar: Scalar<'_>, values: &mut Values<'_>) -> Option<civil::DateTime> {
    let text = values.text(path, scalar)?;
    let time = LocalDateTime::parse(&text).filter(|it| it.0.year() >= 0);
    time.map(|it| it.0).or_else(|| values.refuse(path, DefectKind::NotADate))
}

/// The last moment of an absence that is over at `end`.
///
/// The end is exclusive: that of whole days is the midnight after the last one (checked live by a client's author), and
/// hours can't end at midnight (reported by a user). An end before its start is none.
fn last_moment(
    start: Option<civil::DateTime>,
    end: civil::DateTime,
    values: &mut Values<'_>,
) -> Option<civil::DateTime> {
    let is_midnight = |it: civil::DateTime| it.time() == Time::midnight();
    let is_of_days = is_midnight(end) && start.is_none_or(is_midnight);
    let last = if is_of_days { end.checked_sub(1.day()).ok() } else { Some(end) };
    let last = last.filter(|last| last.year() >= 0 && start.is_none_or(|start| start <= *last));
    last.or_else(|| values.refuse("ends_at.date_time", DefectKind::NotADate))
}

/// Whether a day counts half, which it does when this half of it is the boundary (third party). Hours have no halves.
fn half(path: &'static str, half: Scalar<'_>, wanted: &str, values: &mut Values<'_>) -> Option<bool> {
    let half = values.text(path, half)?;
    let is = |known: &str| half.eq_ignore_ascii_case(known);
    if is("FIRST_HALF") || is("SECOND_HALF") {
        return Some(is(wanted));
    }
    values.refuse(path, DefectKind::WrongType)
}

/// What Personio says of an approval, and what it is called here.
const STATUSES: [(&str, &str); 5] = [
    ("APPROVED", "approved"),
    ("PENDING", "pending"),
    ("REJECTED", "rejected"),
    // Not seen in v2 (?).
    ("CANCELLED", "cancelled"),
    ("CANCELED", "cancelled"),
];

fn unified(status: &str) -> Option<&'static str> {
    STATUSES.iter().find(|(theirs, _)| status.eq_ignore_ascii_case(theirs)).map(|&(_, ours)| ours)
}
