//! Conditions on recorded time: what Personio is asked for, which is never too little, and what is answered of it.
//!
//! Personio compares what the clock on the wall showed, and takes no offset (facts: a `Z` is refused, seen by a user).
//! Must not know how a row is read.

use jiff::tz::{Offset, TimeZone};
use jiff::{Span, Timestamp, civil};
use nabe_connector::{Ask, Call, CallError, Filters, Moment};
use nabe_model::value::{DateTime, LocalDateTime};

use super::clock::Shown;
use super::listed::segment;

/// The furthest that a wall can be from UTC, westwards and eastwards, and three hours for clocks that are changed.
const WEST: i64 = 12 + CHANGE;
const EAST: i64 = 14 + CHANGE;
const CHANGE: i64 = 3;

/// A moment that a condition names.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Bound {
    /// With an offset.
    Instant(Timestamp),
    /// By the clock on the wall.
    Wall(civil::DateTime),
}

/// What must hold of a row.
#[derive(Debug, Default)]
pub(super) struct Conditions<'a> {
    /// Whose rows; nothing for everybody's.
    people: Option<Vec<&'a str>>,
    start: Option<Bound>,
    end: Option<Bound>,
    updated_after: Option<Timestamp>,
    /// The account's, where somebody has said it.
    zone: Option<&'a TimeZone>,
}

impl<'a> Conditions<'a> {
    /// Reads the conditions of a question.
    pub(super) fn read(ask: &Ask<'a>) -> Result<Self, CallError> {
        let filters = ask.filters;
        Ok(Self {
            zone: ask.account.time_zone.as_ref(),
            people: filters.ids("employee_id").map(people),
            start: bound(filters, "start_time")?,
            end: bound(filters, "end_time")?,
            updated_after: filters.instant("updated_after")?,
        })
    }

    /// Whether they leave nobody's rows.
    pub(super) fn leave_nobody(&self) -> bool {
        self.people.as_ref().is_some_and(Vec::is_empty)
    }

    /// Whether it takes a zone to tell what meets them.
    pub(super) fn need_zone(&self) -> bool {
        [self.start, self.end].into_iter().flatten().any(|it| matches!(it, Bound::Instant(_)))
    }

    /// Adds to a call what Personio can do of it, wide enough for whatever zone its times are in.
    pub(super) fn ask(&self, call: Call) -> Call {
        let start = self.start.map(|it| text(around(it, self.zone, -WEST)));
        let end = self.end.map(|it| text(around(it, self.zone, EAST)));
        // In which zone a time of change is read is not known (?).
        let updated = self.updated_after.map(|it| text(around(Bound::Instant(it), None, -WEST)));
        call.query_if("person.id", self.people.as_ref().map(|it| it.join(",")))
            .query_if("start.date_time.gte", start)
            .query_if("end.date_time.lte", end)
            .query_if("updated_at.gte", updated)
    }

    /// Whether a row meets those on people and times. Where that can't be told for want of a zone, it does: too much can be seen, and too
    /// little can't.
    pub(super) fn hold(&self, person: Option<&str>, [start, end]: [Option<&Shown>; 2]) -> bool {
        let is_theirs = self.people.as_ref().is_none_or(|it| person.is_some_and(|id| it.contains(&id)));
        let since = self.start.is_none_or(|it| start.is_some_and(|start| self.begins(start, it)));
        let until = self.end.is_none_or(|it| end.is_some_and(|end| self.ends(end, it)));
        is_theirs && since && until
    }

    /// Whether a time is not before a bound. One that was shown twice or never may not be.
    fn begins(&self, shown: &Shown, bound: Bound) -> bool {
        match (bound, shown.moment) {
            (Bound::Wall(bound), _) => shown.local >= bound,
            (Bound::Instant(bound), Some(Moment::Once(at))) => at >= bound,
            (Bound::Instant(_), _) => shown.local >= around(bound, self.zone, -WEST),
        }
    }

    /// Whether a time is not after a bound. One that was shown twice or never may not be.
    fn ends(&self, shown: &Shown, bound: Bound) -> bool {
        match (bound, shown.moment) {
            (Bound::Wall(bound), _) => shown.local <= bound,
            (Bound::Instant(bound), Some(Moment::Once(at))) => at <= bound,
            (Bound::Instant(_), _) => shown.local <= around(bound, self.zone, EAST),
        }
    }
}

/// The people who are named; what can't be an id is nobody's.
fn people(mut ids: Vec<&str>) -> Vec<&str> {
    ids.retain(|it| segment(it).is_ok());
    ids
}

/// What a wall can show at a bound at the earliest, or with a positive `reach` at the latest.
fn around(bound: Bound, zone: Option<&TimeZone>, reach: i64) -> civil::DateTime {
    let span = |hours: i64| Span::new().hours(hours);
    match (bound, zone) {
        (Bound::Wall(shown), _) => shown,
        (Bound::Instant(at), Some(zone)) => {
            zone.to_datetime(at).saturating_add(span(CHANGE * reach.signum()))
        }
        (Bound::Instant(at), None) => Offset::UTC.to_datetime(at).saturating_add(span(reach)),
    }
}

/// `2023-01-01T12:00:00`, without an offset; nobody recorded anything in years that can't be written so.
fn text(at: civil::DateTime) -> String {
    let first = civil::date(1900, 1, 1).at(0, 0, 0, 0);
    at.max(first).strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

fn bound(filters: &Filters, name: &str) -> Result<Option<Bound>, CallError> {
    let Some(text) = filters.text(name) else { return Ok(None) };
    let instant = text.parse().ok().map(Bound::Instant);
    let bound = instant.or_else(|| shown(text).map(Bound::Wall));
    bound.map(Some).ok_or_else(|| CallError::BadFilter {
        name: name.to_owned(),
        expected: "a date-time with an offset, such as 2026-01-31T08:00:00Z, or without one, which is then meant by the \
                   clock on the wall",
    })
}

/// What a clock on the wall showed: a date and a time without an offset, or a date, which stands for its midnight.
pub(super) fn shown(text: &str) -> Option<civil::DateTime> {
    if let Some(LocalDateTime(plain)) = LocalDateTime::plain(text) {
        return Some(plain);
    }
    let Some(DateTime::Date(day)) = DateTime::civil(text) else { return None };
    let time = text.get(10..)?;
    let time = match time.strip_prefix(['T', ' ']) {
        None if time.is_empty() => civil::Time::midnight(),
        // An offset, a zone or a sign would be passed over by the reader of times.
        Some(time) if time.bytes().all(|it| matches!(it, b'0'..=b'9' | b':' | b'.')) => time.parse().ok()?,
        _ => return None,
    };
    Some(day.to_datetime(time))
}
