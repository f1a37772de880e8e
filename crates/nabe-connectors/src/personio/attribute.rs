//! One attribute of v1: the envelope around its value, and what can stand inside.
//!
//! `{"label", "value", "type", "universal_id"}` under the attribute's key (official). Must not know which
//! attributes there are.

use std::borrow::Cow;

use serde::de::{IgnoredAny, MapAccess, SeqAccess};
use serde_json::value::RawValue;

use super::reading::{Any, Found, Key, Reading};
use super::scalar::{AsScalar, Scalar};

/// An attribute and its value, until that is taken.
#[derive(Debug)]
pub(super) struct Attribute<T> {
    /// Its key.
    pub(super) key: &'static str,
    /// Whether it arrived, be it empty: one that may not be read does not.
    pub(super) is_there: bool,
    /// What stands there; nothing where it did not arrive.
    pub(super) value: Found<T>,
}

impl<T> Attribute<T> {
    /// An attribute that has not arrived.
    pub(super) const fn absent(key: &'static str) -> Self {
        Self { key, is_there: false, value: Found::Nothing }
    }
}

/// Reads the value in an envelope; nothing where there is no envelope, or none in it.
pub(super) struct AsEnvelope<R>(pub(super) R);

impl<'b, T, R: Reading<'b, Read = Found<T>>> Reading<'b> for AsEnvelope<R> {
    type Read = Found<T>;

    fn scalar(self, value: Scalar<'b>) -> Found<T> {
        match value {
            Scalar::Null => Found::Nothing,
            Scalar::Bool | Scalar::Int(_) | Scalar::Float(_) | Scalar::Text(_) | Scalar::Nested => {
                Found::Unreadable
            }
        }
    }

    fn object<A: MapAccess<'b>>(self, mut map: A) -> Result<Found<T>, A::Error> {
        let mut inner = Some(self.0);
        let mut found = Found::Nothing;
        while let Some(Key(key)) = map.next_key()? {
            match inner.take_if(|_| key == "value") {
                Some(inner) => found = map.next_value_seed(Any(inner))?,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(found)
    }
}

/// Reads a simple value.
pub(super) struct AsPlain;

impl<'b> Reading<'b> for AsPlain {
    type Read = Found<Scalar<'b>>;

    fn scalar(self, value: Scalar<'b>) -> Self::Read {
        value.into()
    }
}

/// Reads a simple value that stands there bare or in an envelope: a supervisor's id has one, an office's has
/// none (official).
struct AsEither;

impl<'b> Reading<'b> for AsEither {
    type Read = Found<Scalar<'b>>;

    fn scalar(self, value: Scalar<'b>) -> Self::Read {
        value.into()
    }

    fn object<A: MapAccess<'b>>(self, map: A) -> Result<Self::Read, A::Error> {
        AsEnvelope(AsPlain).object(map)
    }
}

/// `{"type":"Office","attributes":{"id":1,"name":"…"}}`, or only a name (third party).
#[derive(Debug, Default)]
pub(super) struct Node<'b> {
    pub(super) id: Found<Scalar<'b>>,
    pub(super) name: Found<Scalar<'b>>,
    pub(super) percentage: Found<Scalar<'b>>,
}

/// Reads a linked object.
pub(super) struct AsNode;

impl<'b> Reading<'b> for AsNode {
    type Read = Found<Node<'b>>;

    fn scalar(self, value: Scalar<'b>) -> Self::Read {
        match value {
            Scalar::Text(_) => match value.into() {
                Found::Nothing => Found::Nothing,
                name @ (Found::Value(_) | Found::Unreadable) => {
                    Found::Value(Node { name, ..Node::default() })
                }
            },
            Scalar::Null => Found::Nothing,
            Scalar::Bool | Scalar::Int(_) | Scalar::Float(_) | Scalar::Nested => Found::Unreadable,
        }
    }

    fn object<A: MapAccess<'b>>(self, mut map: A) -> Result<Self::Read, A::Error> {
        let mut node = Found::Unreadable;
        while let Some(Key(key)) = map.next_key()? {
            if key == "attributes" {
                node = map.next_value_seed(Any(AsNodeAttributes))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(node)
    }
}

/// Reads what stands under `attributes` of a linked object.
struct AsNodeAttributes;

impl<'b> Reading<'b> for AsNodeAttributes {
    type Read = Found<Node<'b>>;

    fn scalar(self, value: Scalar<'b>) -> Self::Read {
        if value == Scalar::Null { Found::Nothing } else { Found::Unreadable }
    }

    fn object<A: MapAccess<'b>>(self, mut map: A) -> Result<Self::Read, A::Error> {
        let (mut node, mut is_one) = (Node::default(), false);
        while let Some(Key(key)) = map.next_key()? {
            is_one |= matches!(key.as_ref(), "id" | "name");
            match key.as_ref() {
                "id" => node.id = map.next_value_seed(Any(AsEither))?,
                "name" => node.name = map.next_value_seed(Any(AsEither))?,
                "percentage" => node.percentage = map.next_value_seed(Any(AsEither))?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        // Something else has neither; what has both and tells neither is nothing.
        let says_nothing = node.id == Found::Nothing && node.name == Found::Nothing;
        Ok(match (is_one, says_nothing) {
            (false, _) => Found::Unreadable,
            (true, true) => Found::Nothing,
            (true, false) => Found::Value(node),
        })
    }
}

/// Reads a list of linked objects; each that can't be read says so.
pub(super) struct AsNodes;

impl<'b> Reading<'b> for AsNodes {
    type Read = Found<Vec<Found<Node<'b>>>>;

    fn scalar(self, value: Scalar<'b>) -> Self::Read {
        if value.is_empty() { Found::Nothing } else { Found::Unreadable }
    }

    fn list<A: SeqAccess<'b>>(self, mut seq: A) -> Result<Self::Read, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = seq.next_element_seed(Any(AsNode))? {
            nodes.push(node);
        }
        Ok(Found::Value(nodes))
    }
}

/// An attribute that the customer defined, its value untouched.
#[derive(Debug)]
pub(super) struct Custom<'b> {
    /// Its key.
    pub(super) key: Cow<'b, str>,
    /// Its label, in the language of the account.
    pub(super) label: Scalar<'b>,
    /// Its type.
    pub(super) kind: Scalar<'b>,
    /// The id that it has in every account, if it has one.
    pub(super) universal_id: Scalar<'b>,
    /// Its value; `None` for null.
    pub(super) value: Option<&'b RawValue>,
}

/// Reads an attribute that the customer defined.
pub(super) struct AsCustom<'b>(pub(super) Cow<'b, str>);

impl<'b> Reading<'b> for AsCustom<'b> {
    type Read = Custom<'b>;

    /// What is no attribute has a label that can't be read.
    fn scalar(self, label: Scalar<'b>) -> Custom<'b> {
        let (kind, universal_id) = (Scalar::Null, Scalar::Null);
        Custom { key: self.0, label, kind, universal_id, value: None }
    }

    fn object<A: MapAccess<'b>>(self, mut map: A) -> Result<Custom<'b>, A::Error> {
        let mut custom = self.scalar(Scalar::Null);
        while let Some(Key(key)) = map.next_key()? {
            match key.as_ref() {
                "value" => custom.value = Some(map.next_value()?).filter(|it: &&RawValue| it.get() != "null"),
                "label" => custom.label = map.next_value_seed(Any(AsScalar))?,
                "type" => custom.kind = map.next_value_seed(Any(AsScalar))?,
                "universal_id" => custom.universal_id = map.next_value_seed(Any(AsScalar))?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(custom)
    }
}
