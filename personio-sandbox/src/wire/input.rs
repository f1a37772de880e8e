//! What a caller sends to be written: JSON, a form, or a form with files, as one kind of value.
//!
//! Forms spell nested fields with brackets, like `employee[email]`; their values are always texts. It must not know
//! what the fields mean.

use bytes::Bytes;
use futures_util::FutureExt;
use serde_json::{Map, Value};

use super::call::Call;

/// A file that was sent.
#[derive(Debug)]
pub(crate) struct File {
    /// The field in which it was sent.
    pub(crate) field: String,
    pub(crate) name: String,
    #[expect(dead_code, reason = "routes that are not built yet need it")]
    pub(crate) media_type: Option<String>,
    pub(crate) bytes: Bytes,
}

/// What was sent.
#[derive(Debug, Default)]
pub(crate) struct Input {
    pub(crate) fields: Map<String, Value>,
    pub(crate) files: Vec<File>,
}

/// Why a body can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// JSON that isn't, or that is no object.
    Json,
    /// A form with files that is malformed.
    Form,
}

impl Input {
    /// Reads the body by its media type; what has none, or another one, is taken as JSON.
    pub(crate) fn read(call: &Call<'_>) -> Result<Self, Unreadable> {
        if call.has_media_type("application/x-www-form-urlencoded") {
            let pairs = call.form();
            return Ok(Self {
                fields: nested(pairs.iter().map(|(name, value)| (&**name, text(value)))),
                files: Vec::new(),
            });
        }
        if call.has_media_type("multipart/form-data") {
            return multipart(call);
        }
        Self::json(call)
    }

    /// Reads a JSON object.
    pub(crate) fn json(call: &Call<'_>) -> Result<Self, Unreadable> {
        let fields = serde_json::from_slice(call.body).map_err(|_| Unreadable::Json)?;
        Ok(Self { fields, files: Vec::new() })
    }

    /// A field, if it was sent and isn't null.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.fields.get(name).filter(|it| !it.is_null())
    }

    /// Whether a field was sent, null or not.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// The file of a field.
    pub(crate) fn file(&self, field: &str) -> Option<&File> {
        self.files.iter().find(|it| it.field == field)
    }
}

/// How deep the names of a form may nest; deeper ones are ignored.
const DEEPEST: usize = 32;

fn text(value: &str) -> Value {
    Value::String(value.to_owned())
}

/// Fields of a form as nested values: `a[b]=1` is `{"a":{"b":"1"}}`, `a[]=1` adds to a list.
pub(crate) fn nested<'a>(pairs: impl Iterator<Item = (&'a str, Value)>) -> Map<String, Value> {
    let mut root = Value::Object(Map::new());
    for (name, value) in pairs.filter(|(name, _)| name.matches('[').count() <= DEEPEST) {
        let (first, rest) = name.split_once('[').unwrap_or((name, ""));
        let mut place = member(&mut root, first);
        for part in rest.split('[').map(|it| it.trim_end_matches(']')).filter(|_| !rest.is_empty()) {
            place = member(place, part);
        }
        *place = value;
    }
    match root {
        Value::Object(fields) => fields,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Map::new(),
    }
}

/// The place of a member; an empty name or the next number adds to a list.
fn member<'a>(place: &'a mut Value, name: &str) -> &'a mut Value {
    let index = name.parse::<usize>().ok();
    if place.is_null() || place.is_string() {
        *place = if name.is_empty() || index == Some(0) {
            Value::Array(Vec::new())
        } else {
            Value::Object(Map::new())
        };
    }
    match place {
        Value::Array(list) => {
            let at = index.filter(|it| *it < list.len()).unwrap_or(list.len());
            if at == list.len() {
                list.push(Value::Null);
            }
            &mut list[at]
        }
        Value::Object(fields) => fields.entry(name).or_insert(Value::Null),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => place,
    }
}

fn multipart(call: &Call<'_>) -> Result<Input, Unreadable> {
    let media_type = call.header("content-type").unwrap_or("");
    let body = Bytes::copy_from_slice(call.body);
    let (texts, files) = form_with_files(media_type, body).ok_or(Unreadable::Form)?;
    let fields = nested(texts.iter().map(|(name, value)| (&**name, text(value))));
    Ok(Input { fields, files })
}

/// The texts of a form, by their fields, and its files.
pub(crate) type Parts = (Vec<(String, String)>, Vec<File>);

/// Reads a form with files; none if it is malformed.
pub(crate) fn form_with_files(media_type: &str, body: Bytes) -> Option<Parts> {
    let boundary = multer::parse_boundary(media_type).ok()?;
    let stream = futures_util::stream::once(async move { Ok::<Bytes, std::convert::Infallible>(body) });
    // The whole body is here already, so nothing is ever waited for.
    parts(multer::Multipart::new(stream, boundary)).now_or_never()?
}

async fn parts(mut form: multer::Multipart<'_>) -> Option<Parts> {
    let (mut texts, mut files) = (Vec::new(), Vec::new());
    while let Some(part) = form.next_field().await.ok()? {
        let field = part.name()?.to_owned();
        match part.file_name().map(str::to_owned) {
            Some(name) => {
                let media_type = part.content_type().map(ToString::to_string);
                files.push(File { field, name, media_type, bytes: part.bytes().await.ok()? });
            }
            None => texts.push((field, part.text().await.ok()?)),
        }
    }
    Some((texts, files))
}

/// A whole number, as a number or, as forms and some clients send it, a text.
pub(crate) fn whole(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// A yes or no, also as the words, numbers and texts that forms send.
pub(crate) fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(it) => Some(*it),
        Value::Number(it) if it.as_i64() == Some(1) => Some(true),
        Value::Number(it) if it.as_i64() == Some(0) => Some(false),
        Value::String(it) => match it.trim().to_ascii_lowercase().as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        },
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{nested, truth, whole};

    #[test]
    fn brackets_nest() {
        let pairs = [
            ("employee[email]", "a@example.com"),
            ("employee[custom_attributes][dynamic_1]", "x"),
            ("ids[]", "1"),
            ("ids[]", "2"),
            ("rows[0][a]", "1"),
            ("rows[0][b]", "2"),
            ("rows[1][a]", "3"),
            ("plain", "yes"),
        ];
        let expected = json!({
            "employee": {"email": "a@example.com", "custom_attributes": {"dynamic_1": "x"}},
            "ids": ["1", "2"],
            "rows": [{"a": "1", "b": "2"}, {"a": "3"}],
            "plain": "yes",
        });
        let pairs = pairs.into_iter().map(|(name, value)| (name, json!(value)));
        assert_eq!(Value::Object(nested(pairs)), expected);
        for odd in ["[", "]", "a[", "a]b", "a[b", "[][]", "a[1000000]"] {
            nested([(odd, json!("1")), (odd, json!("2"))].into_iter());
        }
    }

    #[test]
    fn names_that_nest_too_deep_are_ignored() {
        let deep = format!("a{}", "[b]".repeat(1_000_000));
        let fields = nested([(&*deep, json!("1")), ("plain", json!("yes"))].into_iter());
        assert_eq!(Value::Object(fields), json!({"plain": "yes"}));
    }

    #[test]
    fn numbers_and_truths_may_be_texts() {
        assert_eq!(
            [json!(7), json!("7"), json!("x"), json!(7.5)].map(|it| whole(&it)),
            [Some(7), Some(7), None, None]
        );
        assert_eq!(
            [json!(true), json!("0"), json!(1), json!(2)].map(|it| truth(&it)),
            [Some(true), Some(false), Some(true), None]
        );
    }
}
