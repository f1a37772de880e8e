//! Values of the company's own attributes, as texts become them.

use jiff::civil::Date;

use crate::model::attribute::{Attribute, Kind};
use crate::model::person::CustomValue;
use crate::model::text::Text;

/// What a caller entered for an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    Text(String),
    List(Vec<String>),
}

/// An entry that its attribute can't have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unfit;

/// The value that an entry stands for; an empty entry stands for none.
pub(crate) fn value(attribute: &Attribute, entry: &Entry) -> Result<Option<CustomValue>, Unfit> {
    let text = match entry {
        Entry::List(list) if list.is_empty() => return Ok(None),
        Entry::List(list) => return tags(attribute, list.iter().map(String::as_str)).map(Some),
        Entry::Text(text) if text.is_empty() => return Ok(None),
        Entry::Text(text) => text,
    };
    let value = match attribute.kind {
        Kind::Standard | Kind::Link | Kind::Multiline => Some(CustomValue::Text(text.clone().into())),
        Kind::List => option(attribute, text).map(CustomValue::Text),
        Kind::Integer => text.parse().ok().map(CustomValue::Whole),
        Kind::Decimal => hundredths(text).map(CustomValue::Decimal),
        Kind::Date => day(text).map(CustomValue::Date),
        Kind::Tags | Kind::TagsAsJson => match serde_json::from_str::<Vec<String>>(text) {
            Ok(list) => tags(attribute, list.iter().map(String::as_str)).ok(),
            Err(_) => tags(attribute, text.split(',').map(str::trim)).ok(),
        },
    };
    value.map(Some).ok_or(Unfit)
}

fn tags<'a>(attribute: &Attribute, wanted: impl Iterator<Item = &'a str>) -> Result<CustomValue, Unfit> {
    if !matches!(attribute.kind, Kind::Tags | Kind::TagsAsJson) {
        return Err(Unfit);
    }
    let known = wanted.map(|it| option(attribute, it).ok_or(Unfit));
    known.collect::<Result<_, _>>().map(CustomValue::Tags)
}

fn option(attribute: &Attribute, wanted: &str) -> Option<Text> {
    attribute.options.iter().find(|it| **it == wanted).map(|it| Text::from(*it))
}

/// A decimal number in hundredths, rounded to them.
pub(crate) fn hundredths(text: &str) -> Option<i64> {
    let number: f64 = text.trim().parse().ok().filter(|it: &f64| it.is_finite())?;
    format!("{number:.2}").replacen('.', "", 1).parse().ok()
}

/// A day in its usual spelling and no other, like `2026-05-01`.
pub(crate) fn day(text: &str) -> Option<Date> {
    let is_plain = text.len() == 10 && text.bytes().all(|it| it.is_ascii_digit() || it == b'-');
    text.parse().ok().filter(|_| is_plain)
}

#[cfg(test)]
mod tests {
    use super::{day, hundredths};

    #[test]
    fn numbers_are_rounded_and_days_are_plain() {
        let cases = [
            ("38.5", Some(3_850)),
            ("-0.5", Some(-50)),
            ("33.336", Some(3_334)),
            ("1e2", Some(10_000)),
            ("1e300", None),
            ("nan", None),
            ("x", None),
        ];
        for (text, expected) in cases {
            assert_eq!(hundredths(text), expected, "{text}");
        }
        assert!(day("2026-02-28").is_some());
        for odd in ["2026-02-30", "2026-2-28", "20260228", "2026-02-28T00:00:00", "+002026-02", ""] {
            assert_eq!(day(odd), None, "{odd}");
        }
    }
}
