//! The simple values of JSON, told apart so that an unexpected one can be named.
//!
//! Must not know any record.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer};

use super::reading::{Any, Reading};

/// Any JSON value, of which only the simple ones are kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Scalar<'b> {
    /// `null`.
    #[default]
    Null,
    /// A truth value.
    Bool,
    /// A whole number.
    Int(i64),
    /// Another number.
    Float(f64),
    /// A text.
    Text(Cow<'b, str>),
    /// A list or an object.
    Nested,
}

impl<'b> Scalar<'b> {
    /// Whether nothing is said: null, or an empty text.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.is_empty(),
            Self::Bool | Self::Int(_) | Self::Float(_) | Self::Nested => false,
        }
    }

    /// The number, also where it is written as text (`"40"`: hours and shares are seen both ways).
    pub(super) fn number(self) -> Option<f64> {
        let number = match self {
            #[expect(clippy::cast_precision_loss, reason = "hours and percentages are small")]
            Self::Int(number) => Some(number as f64),
            Self::Float(number) => Some(number),
            Self::Text(text) => text.parse().ok(),
            Self::Null | Self::Bool | Self::Nested => None,
        };
        number.filter(|it| it.is_finite())
    }

    /// The whole number that isn't negative, also where it is written as text.
    pub(super) fn whole(self) -> Option<u64> {
        match self {
            Self::Int(number) => number.try_into().ok(),
            Self::Text(text) => text.parse().ok(),
            Self::Null | Self::Bool | Self::Float(_) | Self::Nested => None,
        }
    }

    /// An identifier, which is a number in v1 and a text in v2.
    pub(super) fn id(self) -> Option<Cow<'b, str>> {
        match self {
            Self::Int(number) => Some(Cow::Owned(number.to_string())),
            Self::Text(text) => Some(text),
            Self::Null | Self::Bool | Self::Float(_) | Self::Nested => None,
        }
    }

    /// The text.
    pub(super) fn text(self) -> Option<Cow<'b, str>> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null | Self::Bool | Self::Int(_) | Self::Float(_) | Self::Nested => None,
        }
    }
}

/// Reads any value as a [`Scalar`].
pub(super) struct AsScalar;

impl<'b> Reading<'b> for AsScalar {
    type Read = Scalar<'b>;

    fn scalar(self, value: Scalar<'b>) -> Scalar<'b> {
        value
    }
}

impl<'de: 'b, 'b> Deserialize<'de> for Scalar<'b> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any(AsScalar))
    }
}
