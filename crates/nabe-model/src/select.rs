//! Which fields of a record are answered.
//!
//! One tree serves both what the caller asked for and what the caller may see; a record is written through
//! it without being copied. Must not know any record.

use std::collections::BTreeMap;

use serde::ser::{Error as _, SerializeMap, SerializeSeq, SerializeStruct};
use serde::{Serialize, Serializer};

use crate::json::UNTOUCHED;

/// How deep the fields of a caller may be nested: records have half of it.
const LEVELS: usize = 8;
/// How many fields a caller may name.
const NAMES: usize = 500;

/// More fields than a caller may name, or deeper ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at most {NAMES} fields may be named, and with dots at most {LEVELS} levels deep")]
pub struct TooManyFields;

/// A set of fields, nested by dots: `id,work_location.name`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// The named fields; `None` stands for all.
    named: Option<BTreeMap<String, Fields>>,
}

impl Fields {
    /// Every field.
    pub const ALL: Self = Self { named: None };

    /// Reads the list of a caller. A tree of any depth would exhaust the stack of whoever walks it.
    ///
    /// # Errors
    /// When it names too many fields, or too deep ones.
    pub fn of_caller(text: &str) -> Result<Self, TooManyFields> {
        let is_too_deep = |path: &str| path.split('.').nth(LEVELS).is_some();
        if paths(text).nth(NAMES).is_some() || paths(text).any(is_too_deep) {
            return Err(TooManyFields);
        }
        Ok(Self::parse(text))
    }

    /// Reads a comma-separated list that was written in a program; an empty one stands for all.
    pub fn parse(text: &str) -> Self {
        let mut fields = Self { named: Some(BTreeMap::new()) };
        let mut any = false;
        for path in paths(text) {
            any = true;
            fields.add(path);
        }
        if any { fields } else { Self::ALL }
    }

    fn add(&mut self, path: &str) {
        let Some(named) = &mut self.named else { return };
        let Some((first, rest)) = path.split_once('.') else {
            named.insert(path.to_owned(), Self::ALL);
            return;
        };
        let child = named.entry(first.to_owned()).or_insert_with(|| Self { named: Some(BTreeMap::new()) });
        child.add(rest);
    }

    /// What is in both.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        let (Some(mine), Some(theirs)) = (&self.named, &other.named) else {
            return if self.is_all() { other.clone() } else { self.clone() };
        };
        let both = mine
            .iter()
            .filter_map(|(name, inside)| Some((name.clone(), inside.intersect(theirs.get(name)?))));
        Self { named: Some(both.collect()) }
    }

    /// Whether every field is in it.
    pub fn is_all(&self) -> bool {
        self.named.is_none()
    }

    /// Whether the caller named this field, alone or with something inside it.
    pub fn names(&self, field: &str) -> bool {
        self.named.as_ref().is_some_and(|it| it.contains_key(field))
    }

    /// What is selected inside `field`; `None` when the field is not selected at all.
    pub fn inside(&self, field: &str) -> Option<&Self> {
        match &self.named {
            None => Some(&Self::ALL),
            Some(named) => named.get(field),
        }
    }
}

fn paths(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|it| !it.is_empty())
}

/// What a caller asks for of each record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The fields that are answered.
    pub fields: Fields,
    /// What `include` names.
    pub include: Vec<String>,
    /// What `expand` names.
    pub expand: Vec<String>,
}

impl Asked {
    /// Whether `fields` names this field.
    pub fn names(&self, field: &str) -> bool {
        self.fields.names(field)
    }

    /// Whether `include` or `fields` names this field.
    pub fn includes(&self, field: &str) -> bool {
        self.include.iter().any(|it| it == field) || self.names(field)
    }

    /// Whether `expand` or `fields` names this field.
    pub fn expands(&self, field: &str) -> bool {
        self.expand.iter().any(|it| it == field) || self.names(field)
    }
}

/// A value of which only the selected fields are written.
pub struct Selected<'a, T: ?Sized>(pub &'a T, pub &'a Fields);

impl<T: Serialize + ?Sized> Serialize for Selected<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.1.is_all() {
            return self.0.serialize(serializer);
        }
        self.0.serialize(Selecting { inner: serializer, fields: self.1 })
    }
}

/// A serializer that leaves out the fields that are not selected.
struct Selecting<'f, S> {
    inner: S,
    fields: &'f Fields,
}

macro_rules! scalars {
    ($($method:ident($type:ty);)*) => {
        $(fn $method(self, value: $type) -> Result<S::Ok, S::Error> {
            self.inner.$method(value)
        })*
    };
}

impl<'f, S: Serializer> Serializer for Selecting<'f, S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Selecting<'f, S::SerializeSeq>;
    type SerializeTuple = S::SerializeTuple;
    type SerializeTupleStruct = S::SerializeTupleStruct;
    type SerializeTupleVariant = S::SerializeTupleVariant;
    type SerializeMap = Selecting<'f, S::SerializeMap>;
    type SerializeStruct = Selecting<'f, S::SerializeStruct>;
    type SerializeStructVariant = S::SerializeStructVariant;

    scalars! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_f32(f32);
        serialize_f64(f64);
        serialize_char(char);
        serialize_str(&str);
        serialize_bytes(&[u8]);
        serialize_unit_struct(&'static str);
    }

    fn serialize_none(self) -> Result<S::Ok, S::Error> {
        self.inner.serialize_none()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<S::Ok, S::Error> {
        self.inner.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
    ) -> Result<S::Ok, S::Error> {
        self.inner.serialize_unit_variant(name, index, variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.inner.serialize_newtype_struct(name, value)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.inner.serialize_newtype_variant(name, index, variant, value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, S::Error> {
        Ok(Selecting { inner: self.inner.serialize_seq(None)?, fields: self.fields })
    }

    fn serialize_tuple(self, len: usize) -> Result<S::SerializeTuple, S::Error> {
        self.inner.serialize_tuple(len)
    }

    fn serialize_tuple_struct(
        self,
        name: &'static str,
        len: usize,
    ) -> Result<S::SerializeTupleStruct, S::Error> {
        self.inner.serialize_tuple_struct(name, len)
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<S::SerializeTupleVariant, S::Error> {
        self.inner.serialize_tuple_variant(name, index, variant, len)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        Ok(Selecting { inner: self.inner.serialize_map(None)?, fields: self.fields })
    }

    fn serialize_struct(self, name: &'static str, len: usize) -> Result<Self::SerializeStruct, S::Error> {
        // A value of the provider's own JSON is written whole or not at all.
        let fields = if name.starts_with(UNTOUCHED) { &Fields::ALL } else { self.fields };
        Ok(Selecting { inner: self.inner.serialize_struct(name, len)?, fields })
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<S::SerializeStructVariant, S::Error> {
        self.inner.serialize_struct_variant(name, index, variant, len)
    }
}

impl<S: SerializeSeq> SerializeSeq for Selecting<'_, S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        self.inner.serialize_element(&Selected(value, self.fields))
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.inner.end()
    }
}

impl<S: SerializeMap> SerializeMap for Selecting<'_, S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), S::Error> {
        let name = serde_json::to_value(key).unwrap_or_default();
        match name.as_str().and_then(|it| self.fields.inside(it)) {
            Some(inside) => self.inner.serialize_entry(key, &Selected(value, inside)),
            None => Ok(()),
        }
    }

    /// Whether a key alone is selected can't be told to its value, so maps are written entry by entry.
    fn serialize_key<T: Serialize + ?Sized>(&mut self, _: &T) -> Result<(), S::Error> {
        Err(S::Error::custom("a map whose fields are selected must be written entry by entry"))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, _: &T) -> Result<(), S::Error> {
        Err(S::Error::custom("a map whose fields are selected must be written entry by entry"))
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.inner.end()
    }
}

impl<S: SerializeStruct> SerializeStruct for Selecting<'_, S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), S::Error> {
        match self.fields.inside(key) {
            Some(inside) => self.inner.serialize_field(key, &Selected(value, inside)),
            None => self.inner.skip_field(key),
        }
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.inner.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Place {
        name: Option<&'static str>,
        city: Option<&'static str>,
    }

    #[derive(Serialize)]
    struct Person {
        id: u32,
        place: Option<Place>,
        places: Vec<Place>,
    }

    fn check(fields: &str, expect: &str) {
        let place = || Place { name: Some("HQ"), city: None };
        let person = Person { id: 7, place: Some(place()), places: vec![place(), place()] };
        let json = serde_json::to_string(&Selected(&person, &Fields::parse(fields))).unwrap();
        assert_eq!(json, expect, "{fields}");
    }

    #[test]
    fn only_selected_fields_are_written() {
        let whole = r#"{"id":7,"place":{"name":"HQ","city":null},"places":[{"name":"HQ","city":null},{"name":"HQ","city":null}]}"#;
        check("", whole);
        check("id", r#"{"id":7}"#);
        check(" id , place.name ", r#"{"id":7,"place":{"name":"HQ"}}"#);
        check("places.city", r#"{"places":[{"city":null},{"city":null}]}"#);
        check("place.name,place", r#"{"place":{"name":"HQ","city":null}}"#);
        check("nothing", "{}");
    }

    #[test]
    fn names_in_a_map_are_fields_and_untouched_json_has_none() {
        let raw = |text: &str| serde_json::value::RawValue::from_string(text.to_owned()).unwrap();
        let own = BTreeMap::from([("a", raw(r#"{"x":1}"#)), ("b", raw("[38.50]"))]);
        let check = |fields: &str, expect: &str| {
            let json = serde_json::to_string(&Selected(&own, &Fields::parse(fields))).unwrap();
            assert_eq!(json, expect, "{fields}");
        };
        check("", r#"{"a":{"x":1},"b":[38.50]}"#);
        check("b", r#"{"b":[38.50]}"#);
        check("a.y", r#"{"a":{"x":1}}"#);
        check("c", "{}");
    }

    #[test]
    fn a_map_in_pieces_shows_nothing_rather_than_too_much() {
        struct Pieces;
        impl Serialize for Pieces {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                map.serialize_key("secret")?;
                map.serialize_value("x")?;
                map.end()
            }
        }
        assert!(serde_json::to_string(&Selected(&Pieces, &Fields::parse("id"))).is_err());
        assert!(serde_json::to_string(&Selected(&Pieces, &Fields::ALL)).is_ok());
    }

    #[test]
    fn a_caller_names_so_many_fields_and_no_more() {
        let nested = |levels: usize| vec!["a"; levels].join(".");
        let named = |names: usize| vec!["a"; names].join(",");
        assert_eq!(Fields::of_caller("id, place.name"), Ok(Fields::parse("id,place.name")));
        assert_eq!(Fields::of_caller(""), Ok(Fields::ALL));
        assert!(Fields::of_caller(&nested(LEVELS)).is_ok() && Fields::of_caller(&named(NAMES)).is_ok());
        for text in [nested(LEVELS + 1), nested(10_000), format!("id,{}", nested(10_000)), named(NAMES + 1)] {
            assert_eq!(Fields::of_caller(&text), Err(TooManyFields));
        }
    }

    #[test]
    fn the_intersection_has_what_is_in_both() {
        let check = |one: &str, other: &str, expect: &str| {
            let both = Fields::parse(one).intersect(&Fields::parse(other));
            assert_eq!(both, Fields::parse(expect), "{one} and {other}");
        };
        check("", "", "");
        check("", "id", "id");
        check("id,place", "place.name,places", "place.name");
    }
}
