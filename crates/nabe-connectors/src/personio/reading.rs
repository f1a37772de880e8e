//! Reading that no value can end: what has another form than expected becomes a value that says so.
//!
//! The wire is read in one pass, so that one odd value must not cost the rest. Must not know any record.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::de::StrRead;
use serde_json::value::RawValue;

use super::scalar::Scalar;

/// Makes something of whatever value stands there.
pub(super) trait Reading<'b>: Sized {
    /// What is made.
    type Read;

    /// Of a simple value; [`Scalar::Nested`] stands for a list or an object that isn't expected.
    fn scalar(self, value: Scalar<'b>) -> Self::Read;

    /// Of an object.
    fn object<A: MapAccess<'b>>(self, mut map: A) -> Result<Self::Read, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(self.scalar(Scalar::Nested))
    }

    /// Of a list.
    fn list<A: SeqAccess<'b>>(self, mut seq: A) -> Result<Self::Read, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(self.scalar(Scalar::Nested))
    }
}

/// A reading in the form that serde takes.
pub(super) struct Any<R>(pub(super) R);

impl<'de, R: Reading<'de>> DeserializeSeed<'de> for Any<R> {
    type Value = R::Read;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<R::Read, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, R: Reading<'de>> Visitor<'de> for Any<R> {
    type Value = R::Read;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<R::Read, E> {
        Ok(self.0.scalar(Scalar::Null))
    }

    fn visit_bool<E>(self, _: bool) -> Result<R::Read, E> {
        Ok(self.0.scalar(Scalar::Bool))
    }

    fn visit_i64<E>(self, value: i64) -> Result<R::Read, E> {
        Ok(self.0.scalar(Scalar::Int(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<R::Read, E> {
        #[expect(clippy::cast_precision_loss, reason = "no id or amount is that large")]
        let number = i64::try_from(value).map_or(Scalar::Float(value as f64), Scalar::Int);
        Ok(self.0.scalar(number))
    }

    fn visit_f64<E>(self, value: f64) -> Result<R::Read, E> {
        Ok(self.0.scalar(Scalar::Float(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<R::Read, E> {
        Ok(self.0.scalar(Scalar::Text(Cow::Owned(value.to_owned()))))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<R::Read, E> {
        Ok(self.0.scalar(Scalar::Text(Cow::Borrowed(value))))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<R::Read, A::Error> {
        self.0.object(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<R::Read, A::Error> {
        self.0.list(seq)
    }
}

/// What stands in the place of a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Found<T> {
    /// Nothing: null, an empty text, or not even a key.
    #[default]
    Nothing,
    /// The value.
    Value(T),
    /// Something else.
    Unreadable,
}

impl<T> Found<T> {
    /// The value, or that it can't be read as what `read` gives.
    pub(super) fn and_then<U>(self, read: impl FnOnce(T) -> Option<U>) -> Found<U> {
        match self {
            Self::Nothing => Found::Nothing,
            Self::Value(value) => read(value).map_or(Found::Unreadable, Found::Value),
            Self::Unreadable => Found::Unreadable,
        }
    }

    /// The value, if there is one that can be read.
    pub(super) fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Nothing | Self::Unreadable => None,
        }
    }
}

impl<'b> From<Scalar<'b>> for Found<Scalar<'b>> {
    fn from(scalar: Scalar<'b>) -> Self {
        if matches!(scalar, Scalar::Nested) {
            return Self::Unreadable;
        }
        if scalar.is_empty() { Self::Nothing } else { Self::Value(scalar) }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Found<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&'de RawValue>::deserialize(deserializer)?;
        Ok(match raw.get() {
            "null" => Self::Nothing,
            text => from_json(text).map_or(Self::Unreadable, Self::Value),
        })
    }
}

/// Reads what stands in the place of an object in the pass that is under way: for fields of many rows.
///
/// What the object holds must be such that no value of it can end the pass.
pub(super) fn inline<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Found<T>, D::Error> {
    deserializer.deserialize_any(Any(AsObject(PhantomData)))
}

struct AsObject<T>(PhantomData<T>);

impl<'b, T: Deserialize<'b>> Reading<'b> for AsObject<T> {
    type Read = Found<T>;

    fn scalar(self, value: Scalar<'b>) -> Found<T> {
        if matches!(value, Scalar::Null) { Found::Nothing } else { Found::Unreadable }
    }

    fn object<A: MapAccess<'b>>(self, map: A) -> Result<Found<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Found::Value)
    }
}

/// Reads JSON in which a struct is an object. Serde takes a list for one as well, its items for fields in their order.
pub(super) fn from_json<'b, T: Deserialize<'b>>(text: &'b str) -> Result<T, serde_json::Error> {
    T::deserialize(Objects(&mut serde_json::Deserializer::from_str(text)))
}

/// The same of a body; nothing if it can't be read.
pub(super) fn from_body<'b, T: Deserialize<'b>>(body: &'b [u8]) -> Option<T> {
    from_json(std::str::from_utf8(body).ok()?).ok()
}

/// Takes no list for a struct.
struct Objects<'d, 'b>(&'d mut serde_json::Deserializer<StrRead<'b>>);

impl<'de> Deserializer<'de> for Objects<'_, 'de> {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.0.deserialize_any(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.deserialize_map(visitor)
    }

    // JSON that stays as it is goes by a name of its own.
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.deserialize_newtype_struct(name, visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.0.deserialize_option(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map enum identifier ignored_any
    }
}

/// A key of an object, borrowed where it has no escapes.
pub(super) struct Key<'b>(pub(super) Cow<'b, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;

        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(key.to_owned())))
            }

            fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(key)))
            }
        }

        deserializer.deserialize_str(KeyVisitor)
    }
}
