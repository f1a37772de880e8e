//! Records as JSON, in the bytes that serde_json writes.
//!
//! Half of what a short record costs is writing it, most of that names of fields, which serde_json looks at letter by
//! letter. Here they are known to need no escapes, and texts are looked at eight letters at a time; what is rarer is
//! left to serde_json. Must not know any record.

use serde::ser::{Error as _, Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple};
use serde::{Serialize, Serializer};
use serde_json::Error;

/// What begins the name under which serde_json writes JSON untouched.
pub(crate) const UNTOUCHED: &str = "$serde_json::";

/// Writes a record behind what is there.
///
/// # Errors
/// When it can't be written, such as a year before Christ. What was written of it then stands there.
pub fn write<T: Serialize + ?Sized>(json: &mut Vec<u8>, record: &T) -> Result<(), Error> {
    record.serialize(Json(json))
}

/// The serializer.
struct Json<'w>(&'w mut Vec<u8>);

/// A list or an object while it is written.
struct Open<'w> {
    json: &'w mut Vec<u8>,
    is_empty: bool,
    close: u8,
}

impl<'w> Open<'w> {
    fn new(json: &'w mut Vec<u8>, open: u8, close: u8) -> Self {
        json.push(open);
        Self { json, is_empty: true, close }
    }

    fn next(&mut self) {
        if !std::mem::take(&mut self.is_empty) {
            self.json.push(b',');
        }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.next();
        write(self.json, value)
    }

    fn close(self) {
        self.json.push(self.close);
    }
}

/// Writes a text.
fn text(json: &mut Vec<u8>, text: &str) -> Result<(), Error> {
    if needs_escape(text.as_bytes()) {
        return serde_json::to_writer(json, text);
    }
    json.push(b'"');
    json.extend_from_slice(text.as_bytes());
    json.push(b'"');
    Ok(())
}

/// Whether a text holds a quote, a backslash or a control character.
fn needs_escape(text: &[u8]) -> bool {
    let Some(last) = text.last_chunk() else {
        return text.iter().any(|&it| it < b' ' || it == b'"' || it == b'\\');
    };
    let (eights, _) = text.as_chunks();
    eights.iter().chain([last]).any(|it| any_needs_escape(u64::from_ne_bytes(*it)))
}

/// The same of eight letters at once.
///
/// Taking `n` from each byte sets the high bit of those below `n` that had none, and a byte is a quote where it is zero
/// without the bits of a quote. One that borrows from the byte above may make that show falsely, but counts itself.
fn any_needs_escape(eight: u64) -> bool {
    const ONES: u64 = u64::MAX / 255;
    const HIGHS: u64 = ONES * 0x80;
    let zeros = |it: u64| it.wrapping_sub(ONES) & !it;
    let controls = eight.wrapping_sub(ONES * 0x20) & !eight;
    let quotes = zeros(eight ^ (ONES * u64::from(b'"')));
    let slashes = zeros(eight ^ (ONES * u64::from(b'\\')));
    (controls | quotes | slashes) & HIGHS != 0
}

macro_rules! left_to_serde_json {
    ($($method:ident($type:ty);)*) => {
        $(fn $method(self, value: $type) -> Result<(), Error> {
            serde_json::to_writer(self.0, &value)
        })*
    };
}

impl<'w> Serializer for Json<'w> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Open<'w>;
    type SerializeTuple = Open<'w>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Open<'w>;
    type SerializeStruct = Fields<'w>;
    type SerializeStructVariant = Impossible<(), Error>;

    left_to_serde_json! {
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
        serialize_bytes(&[u8]);
    }

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.0.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        text(self.0, value)
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.0.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        text(self.0, variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        Err(no_record(name))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'w>, Error> {
        Ok(Open::new(self.0, b'[', b']'))
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'w>, Error> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(
        self,
        name: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Error> {
        Err(no_record(name))
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        Err(no_record(name))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Open<'w>, Error> {
        Ok(Open::new(self.0, b'{', b'}'))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Fields<'w>, Error> {
        Ok(if name.starts_with(UNTOUCHED) {
            Fields::Untouched(self.0)
        } else {
            Fields::Named(Open::new(self.0, b'{', b'}'))
        })
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        Err(no_record(name))
    }
}

/// What no record of the contract has.
fn no_record(name: &str) -> Error {
    Error::custom(format!("`{name}` has variants or fields without names, and no record has"))
}

macro_rules! items {
    ($($list:ident::$method:ident)*) => {
        $(impl $list for Open<'_> {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.item(value)
            }

            fn end(self) -> Result<(), Error> {
                self.close();
                Ok(())
            }
        })*
    };
}

items! { SerializeSeq::serialize_element SerializeTuple::serialize_element }

impl SerializeMap for Open<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.next();
        let from = self.json.len();
        write(self.json, key)?;
        if self.json.get(from) == Some(&b'"') { Ok(()) } else { Err(Error::custom("a key must be a text")) }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.json.push(b':');
        write(self.json, value)
    }

    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

/// A struct while it is written.
enum Fields<'w> {
    /// One with fields.
    Named(Open<'w>),
    /// JSON that stays as it is, which is a struct to serde.
    Untouched(&'w mut Vec<u8>),
}

impl SerializeStruct for Fields<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        match self {
            Self::Named(open) => {
                debug_assert!(!needs_escape(key.as_bytes()), "{key} is a name");
                open.next();
                open.json.push(b'"');
                open.json.extend_from_slice(key.as_bytes());
                open.json.extend_from_slice(b"\":");
                write(open.json, value)
            }
            Self::Untouched(json) => {
                let mut left = serde_json::Serializer::new(&mut **json);
                let mut untouched = left.serialize_struct(key, 1)?;
                SerializeStruct::serialize_field(&mut untouched, key, value)
            }
        }
    }

    fn end(self) -> Result<(), Error> {
        if let Self::Named(open) = self {
            open.close();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
