//! Takes values out of attributes, and notes those that can't be read: null and a defect, never a guess.
//!
//! Paths name no attribute of the customer's and no row: they are counted by path. Must not know the unified
//! record.

use std::borrow::Cow;

use nabe_connector::{Defect, DefectKind};
use nabe_model::value::{DateTime, Text};
use serde_json::value::RawValue;

use super::attribute::{Attribute, Node};
use super::reading::Found;
use super::scalar::Scalar;

/// Takes values out of attributes.
pub(super) struct Reader<'d> {
    /// What could not be read.
    pub(super) defects: &'d mut Vec<Defect>,
}

/// What is kept of a linked object.
pub(super) struct Entity<'b> {
    pub(super) id: Option<Text<'b>>,
    pub(super) name: Option<Text<'b>>,
    pub(super) percentage: Option<f64>,
}

impl Reader<'_> {
    /// An identifier.
    pub(super) fn id<'b>(&mut self, attribute: &mut Attribute<Scalar<'b>>) -> Option<Text<'b>> {
        self.take_as(attribute, Scalar::id).map(Text)
    }

    /// A text.
    pub(super) fn text<'b>(&mut self, attribute: &mut Attribute<Scalar<'b>>) -> Option<Text<'b>> {
        self.take_as(attribute, Scalar::text).map(Text)
    }

    /// A number.
    pub(super) fn number(&mut self, attribute: &mut Attribute<Scalar<'_>>) -> Option<f64> {
        self.take_as(attribute, Scalar::number)
    }

    /// A date or an instant.
    pub(super) fn moment(
        &mut self,
        attribute: &mut Attribute<Scalar<'_>>,
        read: fn(&str) -> Option<DateTime>,
    ) -> Option<DateTime> {
        let text = self.text(attribute)?;
        read(&text).or_else(|| self.refuse(attribute, "", DefectKind::NotADate))
    }

    /// The text of an attribute of the customer's; a number is its digits.
    pub(super) fn raw_text<'b>(&mut self, attribute: &mut Attribute<&'b RawValue>) -> Option<Text<'b>> {
        let raw = self.take(attribute)?.get();
        match serde_json::from_str::<Scalar<'b>>(raw) {
            Ok(Scalar::Text(text)) if text.is_empty() => None,
            Ok(Scalar::Text(text)) => Some(text.into()),
            Ok(Scalar::Int(_)) => Some(raw.into()),
            Ok(Scalar::Null | Scalar::Bool | Scalar::Float(_) | Scalar::Nested) | Err(_) => {
                self.refuse(attribute, "", DefectKind::WrongType)
            }
        }
    }

    /// What stands beside the value of an attribute of the customer's: its label, its universal id.
    pub(super) fn beside<'b>(&mut self, path: &'static str, scalar: &Scalar<'b>) -> Option<Text<'b>> {
        match scalar {
            Scalar::Null => None,
            Scalar::Text(text) => Some(Text(text.clone())).filter(|it| !it.is_empty()),
            Scalar::Bool | Scalar::Int(_) | Scalar::Float(_) | Scalar::Nested => {
                self.defects.push(Defect { path: path.into(), kind: DefectKind::WrongType });
                None
            }
        }
    }

    /// A date or an instant in an attribute of the customer's.
    pub(super) fn raw_moment(
        &mut self,
        attribute: &mut Attribute<&RawValue>,
        read: fn(&str) -> Option<DateTime>,
    ) -> Option<DateTime> {
        let text = self.raw_text(attribute)?;
        read(&text).or_else(|| self.refuse(attribute, "", DefectKind::NotADate))
    }

    /// The number in an attribute of the customer's.
    pub(super) fn raw_number(&mut self, attribute: &mut Attribute<&RawValue>) -> Option<f64> {
        let scalar = serde_json::from_str::<Scalar<'_>>(self.take(attribute)?.get()).unwrap_or_default();
        if scalar.is_empty() {
            return None;
        }
        scalar.number().or_else(|| self.refuse(attribute, "", DefectKind::WrongType))
    }

    /// A linked object.
    pub(super) fn entity<'b>(&mut self, attribute: &mut Attribute<Node<'b>>) -> Option<Entity<'b>> {
        let node = self.take(attribute)?;
        Some(self.opened(attribute, "", node))
    }

    /// A list of linked objects; those that can't be read are left out.
    pub(super) fn entities<'b>(
        &mut self,
        attribute: &mut Attribute<Vec<Found<Node<'b>>>>,
    ) -> Option<Vec<Entity<'b>>> {
        let nodes = self.take(attribute)?;
        let mut entities = Vec::with_capacity(nodes.len());
        for node in nodes {
            match node {
                Found::Value(node) => entities.push(self.opened(attribute, "[]", node)),
                Found::Nothing => {}
                Found::Unreadable => {
                    self.refuse::<_, ()>(attribute, "[]", DefectKind::WrongType);
                }
            }
        }
        Some(entities)
    }

    fn opened<'b, T>(&mut self, attribute: &mut Attribute<T>, at: &str, node: Node<'b>) -> Entity<'b> {
        let Node { id, name, percentage } = node;
        Entity {
            id: self.part(attribute, at, "id", id.and_then(Scalar::id)).map(Text),
            name: self.part(attribute, at, "name", name.and_then(Scalar::text)).map(Text),
            percentage: self.part(attribute, at, "percentage", percentage.and_then(Scalar::number)),
        }
    }

    fn part<T, U>(
        &mut self,
        attribute: &mut Attribute<T>,
        at: &str,
        key: &str,
        found: Found<U>,
    ) -> Option<U> {
        match found {
            Found::Value(value) => Some(value),
            Found::Nothing => None,
            Found::Unreadable => {
                self.refuse(attribute, &format!("{at}.attributes.{key}"), DefectKind::WrongType)
            }
        }
    }

    fn take_as<T, U>(&mut self, attribute: &mut Attribute<T>, read: fn(T) -> Option<U>) -> Option<U> {
        let value = self.take(attribute)?;
        read(value).or_else(|| self.refuse(attribute, "", DefectKind::WrongType))
    }

    fn take<T>(&mut self, attribute: &mut Attribute<T>) -> Option<T> {
        match std::mem::take(&mut attribute.value) {
            Found::Value(value) => Some(value),
            Found::Nothing => None,
            Found::Unreadable => self.refuse(attribute, "", DefectKind::WrongType),
        }
    }

    /// Notes what can't be read; the answer is null.
    #[cold]
    fn refuse<T, U>(&mut self, attribute: &Attribute<T>, within: &str, kind: DefectKind) -> Option<U> {
        let path = format!("attributes.{}.value{within}", attribute.key);
        self.defects.push(Defect { path: Cow::Owned(path), kind });
        None
    }
}
