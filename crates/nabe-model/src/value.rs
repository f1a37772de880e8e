//! The small values that unified records are made of: dates, choices and numbers.
//!
//! Must not know any record or provider.

use std::borrow::Cow;

use jiff::tz::Offset;
use jiff::{Timestamp, civil};
use serde::ser::Error;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};

/// A date or an instant, written as the date-time that the published contract demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateTime {
    /// A civil date: no zone can move it. Written as that day's `T00:00:00.000Z`.
    Date(civil::Date),
    /// A point in time.
    Instant(Timestamp),
}

impl DateTime {
    /// The civil date that stands in the first ten characters of `text`, whatever zone follows.
    ///
    /// `2014-11-09T00:00:00+01:00` is the 9th, not the 8th.
    pub fn civil(text: &str) -> Option<Self> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes().first_chunk()? else {
            return None;
        };
        let year = number(&[y1, y2, y3, y4])?;
        let (month, day) = (i8::try_from(number(&[m1, m2])?).ok()?, i8::try_from(number(&[d1, d2])?).ok()?);
        civil::Date::new(year, month, day).ok().map(Self::Date)
    }

    /// The instant that `text` names, with an offset or `Z`.
    ///
    /// The contract's form has no year before Christ, so such an instant is none.
    pub fn instant(text: &str) -> Option<Self> {
        let at = text.parse::<Timestamp>().ok()?;
        (Offset::UTC.to_datetime(at).year() >= 0).then_some(Self::Instant(at))
    }
}

/// The number that these digits write.
fn number(digits: &[u8]) -> Option<i16> {
    digits
        .iter()
        .try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + i16::from(digit - b'0')))
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let at = match self {
            Self::Date(day) => day.at(0, 0, 0, 0),
            Self::Instant(at) => Offset::UTC.to_datetime(*at),
        };
        // Written by hand: a page has hundreds of them, and a formatter costs more than all else of them.
        let mut text = *b"0000-00-00T00:00:00.000Z";
        let year = u16::try_from(at.year()).map_err(|_| S::Error::custom("a year before Christ"))?;
        write_digits(&mut text[..4], year);
        let parts = [(5, at.month()), (8, at.day()), (11, at.hour()), (14, at.minute()), (17, at.second())];
        for (from, part) in parts {
            write_digits(&mut text[from..from + 2], u16::from(part.unsigned_abs()));
        }
        write_digits(&mut text[20..23], at.millisecond().unsigned_abs());
        serializer.serialize_str(std::str::from_utf8(&text).expect("digits are ASCII"))
    }
}

/// A moment by the clock on the wall, without a zone, as the contract writes absences: `2021-01-31T08:00:00.000`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalDateTime(pub civil::DateTime);

impl LocalDateTime {
    /// The moment that `text` names; an offset behind it is no part of it.
    pub fn parse(text: &str) -> Option<Self> {
        let wall = text.get(..19).filter(|it| it.is_ascii())?;
        wall.parse().ok().map(Self)
    }
}

impl Serialize for LocalDateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.strftime("%Y-%m-%dT%H:%M:%S.000"))
    }
}

impl utoipa::PartialSchema for LocalDateTime {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).into()
    }
}

impl ToSchema for LocalDateTime {}

/// Fills `place` with the last digits of `number`.
fn write_digits(place: &mut [u8], mut number: u16) {
    for digit in place.iter_mut().rev() {
        *digit = b'0' + u8::try_from(number % 10).expect("a digit is small");
        number /= 10;
    }
}

impl utoipa::PartialSchema for DateTime {
    fn schema() -> RefOr<Schema> {
        let format = SchemaFormat::KnownFormat(KnownFormat::DateTime);
        ObjectBuilder::new().schema_type(Type::String).format(Some(format)).into()
    }
}

impl ToSchema for DateTime {}

/// Text, borrowed from the provider's answer where it stands there as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Text<'a>(pub Cow<'a, str>);

impl std::ops::Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl<'a> From<Cow<'a, str>> for Text<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self(text)
    }
}

impl utoipa::PartialSchema for Text<'_> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).into()
    }
}

impl ToSchema for Text<'_> {}

/// One of a list of values, beside what the provider said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Choice<'a> {
    /// The unified value; `unmapped_value` when the provider's has no counterpart.
    pub value: Option<&'static str>,
    /// What the provider said, untouched.
    pub source_value: Option<Text<'a>>,
}

impl<'a> Choice<'a> {
    /// A provider's value and its counterpart, if there is one.
    pub fn new(value: Option<&'static str>, source: impl Into<Text<'a>>) -> Self {
        Self { value: Some(value.unwrap_or("unmapped_value")), source_value: Some(source.into()) }
    }

    /// A value that Nabe gives on its own, with nothing said by the provider.
    pub fn own(value: &'static str) -> Self {
        Self { value: Some(value), source_value: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(value: Option<DateTime>) -> String {
        serde_json::to_string(&value).unwrap()
    }

    #[test]
    fn a_civil_date_is_never_moved_by_its_zone() {
        assert_eq!(json(DateTime::civil("2014-11-09T00:00:00+01:00")), r#""2014-11-09T00:00:00.000Z""#);
        assert_eq!(json(DateTime::civil("2014-11-09 00:00:00+01:00")), r#""2014-11-09T00:00:00.000Z""#);
        assert_eq!(json(DateTime::civil("2021-01-01")), r#""2021-01-01T00:00:00.000Z""#);
        for text in ["", "soon", "2021-1-01", "2021/01/01", "+021-01-01", "0000-00-00", "2021-02-29"] {
            assert_eq!(DateTime::civil(text), None, "{text}");
        }
        assert_eq!(DateTime::civil("2021-13-01"), None);
        assert_eq!(DateTime::civil("äöüäöüäöü"), None);
    }

    #[test]
    fn an_instant_keeps_its_moment_in_every_spelling() {
        for text in ["2023-05-03T12:11:12+02:00", "2023-05-03 12:11:12+02:00", "2023-05-03T12:11:12+0200"] {
            assert_eq!(json(DateTime::instant(text)), r#""2023-05-03T10:11:12.000Z""#, "{text}");
        }
        assert_eq!(json(DateTime::instant("1969-12-31T23:59:59.9996Z")), r#""1969-12-31T23:59:59.999Z""#);
        for text in ["", "2023-05-03T12:11:12", "-000044-03-15T12:00:00Z"] {
            assert_eq!(DateTime::instant(text), None, "{text}");
        }
    }
}
