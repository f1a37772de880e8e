//! Takes values out of rows, and notes those that can't be read: null and a defect, never a guess.
//!
//! Paths name no row: they are counted by path. Must not know any record.

use nabe_connector::{Defect, DefectKind};
use nabe_model::value::{DateTime, Text};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::reading::Found;
use super::scalar::Scalar;

/// A reference by an id.
#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
pub(super) struct Link<'b> {
    pub(super) id: Scalar<'b>,
}

/// Takes values out of a row.
pub(super) struct Values<'d> {
    /// What could not be read.
    pub(super) defects: &'d mut Vec<Defect>,
}

impl Values<'_> {
    /// An identifier.
    pub(super) fn id<'b>(&mut self, path: &'static str, scalar: Scalar<'b>) -> Option<Text<'b>> {
        self.found(path, Found::from(scalar).and_then(Scalar::id)).map(Text)
    }

    /// The identifier in a reference, which stands at the first path, and the identifier at the second.
    pub(super) fn link<'b>(&mut self, at: [&'static str; 2], link: Found<Link<'b>>) -> Option<Text<'b>> {
        let link = self.found(at[0], link)?;
        self.id(at[1], link.id)
    }

    /// A text.
    pub(super) fn text<'b>(&mut self, path: &'static str, scalar: Scalar<'b>) -> Option<Text<'b>> {
        self.found(path, Found::from(scalar).and_then(Scalar::text)).map(Text)
    }

    /// A number.
    pub(super) fn number(&mut self, path: &'static str, scalar: Scalar<'_>) -> Option<f64> {
        self.found(path, Found::from(scalar).and_then(Scalar::number))
    }

    /// A number, digit for digit as it stands there: money is not read into a binary fraction.
    pub(super) fn exact<'b>(&mut self, path: &'static str, found: Found<&'b RawValue>) -> Option<Text<'b>> {
        let number = |raw: &'b RawValue| match raw.get().as_bytes().first()? {
            b'-' | b'0'..=b'9' => Some(Text::from(raw.get())),
            b'"' => {
                let text = serde_json::from_str::<Scalar<'b>>(raw.get()).ok()?.text()?;
                (text.is_empty() || is_decimal(&text)).then_some(Text(text))
            }
            _ => None,
        };
        self.found(path, found.and_then(number)).filter(|it| !it.is_empty())
    }

    /// A whole number that isn't negative.
    pub(super) fn whole(&mut self, path: &'static str, scalar: Scalar<'_>) -> Option<u64> {
        self.found(path, Found::from(scalar).and_then(Scalar::whole))
    }

    /// A date or an instant.
    pub(super) fn moment(
        &mut self,
        path: &'static str,
        scalar: Scalar<'_>,
        read: fn(&str) -> Option<DateTime>,
    ) -> Option<DateTime> {
        let text = self.text(path, scalar)?;
        read(&text).or_else(|| self.refuse(path, DefectKind::NotADate))
    }

    /// Whatever was found.
    pub(super) fn found<T>(&mut self, path: &'static str, found: Found<T>) -> Option<T> {
        match found {
            Found::Value(value) => Some(value),
            Found::Nothing => None,
            Found::Unreadable => self.refuse(path, DefectKind::WrongType),
        }
    }

    /// Notes what can't be read; the answer is null.
    pub(super) fn refuse<T>(&mut self, path: &'static str, kind: DefectKind) -> Option<T> {
        self.defects.push(Defect { path: path.into(), kind });
        None
    }
}

/// Whether a text is a decimal number.
fn is_decimal(text: &str) -> bool {
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let (whole, rest) = text.split_once('.').unwrap_or((text, "0"));
    digits(whole.strip_prefix('-').unwrap_or(whole)) && digits(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_its_digits() {
        let check = |json: &str, expect: Option<&str>, refused: usize| {
            let mut defects = Vec::new();
            let found: Found<&RawValue> = serde_json::from_str(json).unwrap();
            let read = Values { defects: &mut defects }.exact("x", found);
            assert_eq!((read.as_deref(), defects.len()), (expect, refused), "{json}");
        };
        for number in ["4500.00", "0.10", "-12345678901234567890.123456789", "1e3", "7"] {
            check(number, Some(number), 0);
        }
        check(r#""4500.10""#, Some("4500.10"), 0);
        for nothing in ["null", r#""""#] {
            check(nothing, None, 0);
        }
        for other in ["true", "[1]", r#"{"a":1}"#, r#""1.234,50""#, r#""12.""#, r#""EUR""#, r#""-""#] {
            check(other, None, 1);
        }
    }
}
