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
        text.as_bytes().first_chunk().and_then(date).map(Self::Date)
    }

    /// The instant that `text` names, with an offset or `Z`.
    ///
    /// The contract's form has no year before Christ, so such an instant is none.
    pub fn instant(text: &str) -> Option<Self> {
        if let Some(at) = in_utc(text.as_bytes()) {
            return Some(Self::Instant(at));
        }
        let at = text.parse::<Timestamp>().ok()?;
        (Offset::UTC.to_datetime(at).year() >= 0).then_some(Self::Instant(at))
    }
}

/// The instant in the form that nearly every one has: `2021-01-31T08:00:00Z`, perhaps with milliseconds.
///
/// Read by hand: a page has hundreds of them, and a reader of every form costs more than all else of them.
fn in_utc(text: &[u8]) -> Option<Timestamp> {
    let (wall, rest) = text.split_first_chunk()?;
    let millis = match *rest {
        [b'Z'] => 0,
        [b'.', m1, m2, m3, b'Z'] => i16::from(two([m1, m2])?) * 10 + i16::from(two([b'0', m3])?),
        _ => return None,
    };
    let at = on_the_wall(wall)?.with().millisecond(millis).build().ok()?;
    Offset::UTC.to_timestamp(at).ok()
}

/// What `2021-01-31T08:00:00` says.
fn on_the_wall(text: &[u8; 19]) -> Option<civil::DateTime> {
    let (day, &[b'T', h1, h2, b':', m1, m2, b':', s1, s2]) = (text.first_chunk()?, text.last_chunk()?) else {
        return None;
    };
    let time = civil::Time::new(two([h1, h2])?, two([m1, m2])?, two([s1, s2])?, 0).ok()?;
    Some(date(day)?.to_datetime(time))
}

/// What `2021-01-31` says.
fn date(text: &[u8; 10]) -> Option<civil::Date> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else { return None };
    let year = i16::from(two([y1, y2])?) * 100 + i16::from(two([y3, y4])?);
    civil::Date::new(year, two([m1, m2])?, two([d1, d2])?).ok()
}

/// The number that two digits write.
fn two(digits: [u8; 2]) -> Option<i8> {
    let [tens, ones] = digits.map(|it| it.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| (tens * 10 + ones).cast_signed())
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let at = match self {
            Self::Date(day) => day.at(0, 0, 0, 0),
            Self::Instant(at) => Offset::UTC.to_datetime(*at),
        };
        let mut form = FORM;
        serializer.serialize_str(written(at, at.millisecond(), &mut form)?)
    }
}

/// The form of an instant.
const FORM: [u8; 24] = *b"0000-00-00T00:00:00.000Z";

/// A moment in the contract's form.
///
/// Written by hand: a page has hundreds of them, and a formatter costs more than all else of them.
fn written<E: Error>(at: civil::DateTime, millis: i16, form: &mut [u8; 24]) -> Result<&str, E> {
    if at.year() < 0 {
        return Err(E::custom("a year before Christ"));
    }
    let mut put = |from: usize, number: i16| form[from..from + 2].copy_from_slice(&two_digits(number));
    put(0, at.year() / 100);
    put(2, at.year());
    put(5, at.month().into());
    put(8, at.day().into());
    put(11, at.hour().into());
    put(14, at.minute().into());
    put(17, at.second().into());
    put(20, millis / 10);
    form[22] = two_digits(millis)[1];
    Ok(std::str::from_utf8(form).expect("digits are ASCII"))
}

/// A moment by the clock on the wall, without a zone, as the contract writes absences: `2021-01-31T08:00:00.000`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalDateTime(pub civil::DateTime);

impl LocalDateTime {
    /// The moment that `text` names; an offset behind it is no part of it.
    pub fn parse(text: &str) -> Option<Self> {
        let wall = text.get(..19).filter(|it| it.is_ascii())?;
        Self::plain(wall).or_else(|| wall.parse().ok().map(Self))
    }

    /// The moment that `text` names, if that is all it says, in the form `2021-01-31T08:00:00`.
    pub fn plain(text: &str) -> Option<Self> {
        text.as_bytes().as_array().and_then(on_the_wall).map(Self)
    }
}

impl Serialize for LocalDateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut form = FORM;
        let text: &str = written(self.0, 0, &mut form)?;
        serializer.serialize_str(&text[..text.len() - 1])
    }
}

impl utoipa::PartialSchema for LocalDateTime {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).into()
    }
}

impl ToSchema for LocalDateTime {}

/// The numbers up to 99, in two digits each.
const DIGITS: [[u8; 2]; 100] = {
    let mut all = [*b"00"; 100];
    let mut number: u8 = 0;
    while number < 100 {
        all[number as usize] = [b'0' + number / 10, b'0' + number % 10];
        number += 1;
    }
    all
};

/// The last two digits of a number.
fn two_digits(number: i16) -> [u8; 2] {
    DIGITS[usize::from(number.unsigned_abs() % 100)]
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
