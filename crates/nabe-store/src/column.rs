//! How a value stands in a column: ids and enums as text, times as milliseconds, lists and objects as JSON text.
//!
//! Only types that both engines have are used. Must not know any table.

use std::collections::BTreeMap;

use jiff::Timestamp;
use nabe_model::diagnosis::Examination;
use nabe_model::ids::{AccountId, AttemptId, KeyId, ProjectId};
use nabe_model::platform::{AccountStatus, AccountType, AttemptStatus, StatusReason};
use nabe_model::quarantine::QuarantineKind;
use nabe_vault::TokenHash;
use serde::Serialize;
use serde::de::value::{Error as ValueError, StrDeserializer};
use serde::de::{Deserialize, DeserializeOwned, IntoDeserializer};

/// A value that a column holds in the form `Wire`.
pub(crate) trait Column: Sized {
    type Wire;

    fn from_wire(wire: Self::Wire) -> Result<Self, String>;

    fn to_wire(&self) -> Self::Wire;
}

/// Reads a column; `name` is for the error.
pub(crate) fn read<T: Column>(wire: T::Wire, name: &str) -> sqlx::Result<T> {
    T::from_wire(wire).map_err(|why| sqlx::Error::ColumnDecode { index: name.to_owned(), source: why.into() })
}

/// A value as it is bound to a statement.
pub(crate) fn wire<T: Column>(value: &T) -> T::Wire {
    value.to_wire()
}

impl<T: Column> Column for Option<T> {
    type Wire = Option<T::Wire>;

    fn from_wire(wire: Self::Wire) -> Result<Self, String> {
        wire.map(T::from_wire).transpose()
    }

    fn to_wire(&self) -> Self::Wire {
        self.as_ref().map(T::to_wire)
    }
}

macro_rules! as_it_is {
    ($($type:ty),*) => {
        $(impl Column for $type {
            type Wire = Self;

            fn from_wire(wire: Self) -> Result<Self, String> {
                Ok(wire)
            }

            fn to_wire(&self) -> Self {
                self.clone()
            }
        })*
    };
}

as_it_is!(String, i64, bool, Vec<u8>);

macro_rules! as_text {
    ($($id:ty),*) => {
        $(impl Column for $id {
            type Wire = String;

            fn from_wire(wire: String) -> Result<Self, String> {
                Self::try_from(wire).map_err(|it| it.to_string())
            }

            fn to_wire(&self) -> String {
                self.as_str().to_owned()
            }
        })*
    };
}

as_text!(ProjectId, KeyId, AccountId, AttemptId);

macro_rules! as_word {
    ($($enum:ty),*) => {
        $(impl Column for $enum {
            type Wire = String;

            fn from_wire(wire: String) -> Result<Self, String> {
                let text: StrDeserializer<'_, ValueError> = wire.as_str().into_deserializer();
                Self::deserialize(text).map_err(|it| it.to_string())
            }

            fn to_wire(&self) -> String {
                json(self).trim_matches('"').to_owned()
            }
        })*
    };
}

as_word!(AccountStatus, AccountType, AttemptStatus, QuarantineKind);

macro_rules! as_json {
    ($($type:ty),*) => {
        $(impl Column for $type {
            type Wire = String;

            fn from_wire(wire: String) -> Result<Self, String> {
                from_json(&wire)
            }

            fn to_wire(&self) -> String {
                json(self)
            }
        })*
    };
}

as_json!(BTreeMap<String, String>, Vec<String>, Vec<StatusReason>, Examination, serde_json::Map<String, serde_json::Value>);

impl Column for Timestamp {
    type Wire = i64;

    fn from_wire(wire: i64) -> Result<Self, String> {
        Self::from_millisecond(wire).map_err(|it| it.to_string())
    }

    fn to_wire(&self) -> i64 {
        self.as_millisecond()
    }
}

impl Column for TokenHash {
    type Wire = Vec<u8>;

    fn from_wire(wire: Vec<u8>) -> Result<Self, String> {
        wire.try_into().map_err(|it: Vec<u8>| format!("a hash has 32 bytes and not {}", it.len()))
    }

    fn to_wire(&self) -> Vec<u8> {
        self.to_vec()
    }
}

/// A value as JSON text.
pub(crate) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain values with text keys are JSON")
}

/// The error names the place and not what stands there.
fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|it| format!("not the expected JSON at column {}", it.column()))
}
