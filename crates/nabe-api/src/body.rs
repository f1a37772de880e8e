//! JSON bodies: objects whose texts every database can hold.

use std::fmt;
use std::marker::PhantomData;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use nabe_model::errors::Code;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use serde_json::error::Category;

use crate::problem::Problem;
use crate::state::Api;

/// A JSON body.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Api> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, api: &Api) -> Result<Self, Problem> {
        let limit = api.settings.body_limit;
        let bytes = Bytes::from_request(request, api).await.map_err(|rejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE { too_large(limit) } else { broken_off() }
        })?;
        read(&bytes).map(Self)
    }
}

/// The answer to a body beyond the limit.
pub(crate) fn too_large(limit: usize) -> Problem {
    Problem::new(Code::BodyTooLarge, format!("The body is larger than {limit} bytes."))
}

fn broken_off() -> Problem {
    Problem::new(Code::BadRequest, "The body broke off or took too long. Send it again.")
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let Object(body) = serde_json::from_slice(bytes).map_err(|error| {
        // serde's own words may quote a value, which may be a secret: only the place is told.
        let what = match error.classify() {
            Category::Eof => "The JSON body ends too early",
            Category::Data => "The JSON body is no object, or has a missing or wrong field",
            Category::Syntax | Category::Io => "The body is no JSON",
        };
        let (line, column) = (error.line(), error.column());
        let message = format!("{what}, at line {line}, column {column}. `/openapi.json` describes the body.");
        Problem::new(Code::BadRequest, message)
    })?;
    if has_null_character(bytes) { Err(null_character()) } else { Ok(body) }
}

/// The answer to a text with U+0000.
pub(crate) fn null_character() -> Problem {
    Problem::new(Code::BadRequest, "A text holds the character U+0000, which can't be stored. Take it out.")
}

/// Whether a text of the body holds U+0000, which PostgreSQL can't store. JSON has it only escaped, so a body without
/// the escape, as nearly all are, isn't read again.
fn has_null_character(bytes: &[u8]) -> bool {
    const ESCAPE: &[u8] = br"\u0000";
    fn holds_it(value: &Value) -> bool {
        match value {
            Value::String(text) => text.contains('\0'),
            Value::Array(items) => items.iter().any(holds_it),
            Value::Object(fields) => fields.iter().any(|(key, it)| key.contains('\0') || holds_it(it)),
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }
    bytes.windows(ESCAPE.len()).any(|it| it == ESCAPE)
        && serde_json::from_slice(bytes).is_ok_and(|it| holds_it(&it))
}

/// What is written as an object. Without it, a list would be taken for the fields in the order of the source text.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }

        deserializer.deserialize_map(Fields(PhantomData))
    }
}

/// A list of objects, for `deserialize_with`.
pub(crate) fn objects<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    let items = Vec::<Object<T>>::deserialize(deserializer)?;
    Ok(items.into_iter().map(|Object(it)| it).collect())
}

/// The same, where the list may be absent or null.
pub(crate) fn objects_if_any<'de, T, D>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    let items = Option::<Vec<Object<T>>>::deserialize(deserializer)?;
    Ok(items.map(|it| it.into_iter().map(|Object(it)| it).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Pair {
        one: String,
        #[serde(default)]
        other: Option<String>,
    }

    #[derive(Debug, Deserialize)]
    struct Pairs {
        #[serde(deserialize_with = "objects")]
        all: Vec<Pair>,
        #[serde(default, deserialize_with = "objects_if_any")]
        more: Option<Vec<Pair>>,
    }

    #[track_caller]
    fn refused<T: DeserializeOwned + fmt::Debug>(text: &str) -> String {
        let failure = read::<T>(text.as_bytes()).unwrap_err().0;
        assert_eq!(failure.code, Code::BadRequest, "{text}");
        failure.message
    }

    #[test]
    fn only_objects_are_taken_at_every_depth() {
        let pair: Pair = read(br#"{"one": "a", "other": "b", "unknown": 1}"#).unwrap();
        assert_eq!((pair.one.as_str(), pair.other.as_deref()), ("a", Some("b")));
        for text in [r#"["a","b"]"#, r#"["a"]"#, "null", r#""a""#, "7", "[]"] {
            assert!(refused::<Pair>(text).contains("no object"), "{text}");
        }
        let pairs: Pairs = read(br#"{"all": [{"one": "a"}], "more": null}"#).unwrap();
        assert!(pairs.all.len() == 1 && pairs.more.is_none());
        refused::<Pairs>(r#"{"all": [["a", "b"]]}"#);
        refused::<Pairs>(r#"{"all": [], "more": [["a", "b"]]}"#);
    }

    #[test]
    fn a_null_character_is_refused_wherever_it_stands() {
        assert!(refused::<Pair>(r#"{"one": "a\u0000"}"#).contains("U+0000"));
        refused::<Pair>(r#"{"one": "a", "unknown": [{"k\u0000": 1}]}"#);
        // A backslash and what only looks like the escape.
        assert_eq!(read::<Pair>(br#"{"one": "\\u0000"}"#).unwrap().one, r"\u0000");
    }
}
