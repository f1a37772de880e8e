//! Which clock a person's wall has: that of the account, else that of the country of their holiday calendar.
//!
//! Personio tells times without a zone and knows no zone of a person (official). Must not know what was recorded.

use std::collections::HashMap;

use jiff::civil;
use jiff::tz::{Offset, TimeZone};
use nabe_connector::{
    Answers, Ask, Call, CallError, DefectKind, Moment, elapsed, elapsed_anywhere, zone_of_country,
};
use nabe_model::value::{DateTime, Text};
use serde::Deserialize;

use super::employees::number;
use super::operation;
use super::reading::{Found, from_body};
use super::scalar::Scalar;
use super::values::Values;

/// A clock on a wall, or that nobody knows which.
#[derive(Clone, Debug, Default)]
pub(super) struct Clock {
    pub(super) zone: Option<TimeZone>,
    /// Whether somebody said so.
    pub(super) known: bool,
    /// Whether what would tell it can't be read.
    pub(super) is_torn: bool,
}

/// Where a person's row of v1 names the country.
pub(super) const COUNTRY: &str = "data.attributes.holiday_calendar.value.attributes.country";

/// A time on the wall.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    /// What the clock showed.
    pub(super) local: civil::DateTime,
    /// When that was, if it is known.
    pub(super) moment: Option<Moment>,
}

impl Shown {
    /// The instant, as it is answered: the contract's form has no year before Christ.
    pub(super) fn instant(&self) -> Option<DateTime> {
        let at = self.moment?.instant()?;
        (Offset::UTC.to_datetime(at).year() >= 0).then_some(DateTime::Instant(at))
    }

    fn is_twice(&self) -> bool {
        matches!(self.moment, Some(Moment::Twice(_)))
    }
}

impl Clock {
    /// What this clock shows, as a moment.
    pub(super) fn shows(&self, local: civil::DateTime) -> Shown {
        Shown { local, moment: self.zone.as_ref().map(|zone| Moment::of(local, zone)) }
    }

    /// How the zone was found; of times that exist twice the first is an assumption.
    pub(super) fn source(&self, times: [Option<&Shown>; 2]) -> &'static str {
        let twice = times.into_iter().flatten().any(Shown::is_twice);
        match (&self.zone, self.known && !twice) {
            (None, _) => "unknown",
            (Some(_), true) => "known",
            (Some(_), false) => "assumed",
        }
    }

    /// The hours from one time to a later one, where that is certain.
    pub(super) fn hours(&self, from: &Shown, to: &Shown) -> Option<f64> {
        let length = match &self.zone {
            Some(zone) => elapsed(from.local, to.local, zone),
            None => elapsed_anywhere(from.local, to.local),
        };
        length.filter(|it| !it.is_negative()).map(|it| it.as_secs_f64() / 3600.0)
    }
}

/// The clocks of a page's people.
pub(super) struct Clocks<'b> {
    account: Option<Clock>,
    people: HashMap<&'b str, Clock>,
    nobody: Clock,
}

impl<'b> Clocks<'b> {
    /// The account's, or those that were found out by further calls.
    pub(super) fn new(ask: &Ask<'_>, further: &'b HashMap<String, Vec<u8>>) -> Self {
        let account =
            ask.account.time_zone.clone().map(|zone| Clock { zone: Some(zone), known: true, is_torn: false });
        let people = further.iter().map(|(id, body)| (id.as_str(), assumed(body))).collect();
        Self { account, people, nobody: Clock::default() }
    }

    /// The clock of a person.
    pub(super) fn of(&self, person: Option<&str>) -> &Clock {
        let theirs = || person.and_then(|it| self.people.get(it));
        self.account.as_ref().or_else(theirs).unwrap_or(&self.nobody)
    }
}

/// The call that tells a person's holiday calendar. Without the right to read employees the zone stays unknown.
pub(super) fn call(person: &str) -> Result<Call, CallError> {
    Ok(Call::with_path(operation("v1_get_employee"), &[number(person)?]).optional())
}

/// What that call told, for an explanation: null of somebody who isn't there any more, and nothing where it was refused.
pub(super) fn told<'b>(person: &str, answers: &Answers<'b>) -> Option<&'b [u8]> {
    answers.further(person).or_else(|| answers.gone.contains(person).then_some(b"null"))
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct Body<'b> {
    data: Found<Attributes<HolidayCalendar<'b>>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Attributes<T: Default> {
    attributes: Found<T>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct HolidayCalendar<'b> {
    holiday_calendar: Found<Envelope<'b>>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct Envelope<'b> {
    value: Found<Attributes<Country<'b>>>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct Country<'b> {
    country: Scalar<'b>,
}

/// The clock of the country whose holidays a person has, if it has only one: `DE` (official).
fn assumed(body: &[u8]) -> Clock {
    let mut defects = Vec::new();
    let country = country(body, &mut Values { defects: &mut defects });
    let zone = country.and_then(|it| zone_of_country(&it));
    Clock { zone, known: false, is_torn: !defects.is_empty() }
}

fn country<'b>(body: &'b [u8], values: &mut Values<'_>) -> Option<Text<'b>> {
    let Some(body) = from_body::<Body<'_>>(body) else {
        return values.refuse(COUNTRY, DefectKind::WrongType);
    };
    let attributes = values.found(COUNTRY, body.data)?.attributes;
    let attribute = values.found(COUNTRY, attributes)?.holiday_calendar;
    let calendar = values.found(COUNTRY, attribute)?.value;
    let attributes = values.found(COUNTRY, calendar)?.attributes;
    let country = values.found(COUNTRY, attributes)?.country;
    values.text(COUNTRY, country)
}
