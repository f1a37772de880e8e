//! Effects on bodies of JSON.

use serde_json::{Map, Value, json};

use super::effect::Kind;
use super::field::Field;
use crate::wire::answer::Answer;

/// What a field is called until the text is written, so that it can be there twice.
const TWIN: char = '\u{1}';

/// Changes the body of an answer if it is JSON; whether it did.
pub(crate) fn change(answer: &mut Answer, change: impl FnOnce(&mut Value) -> bool) -> bool {
    let Ok(mut body) = serde_json::from_slice(&answer.body) else { return false };
    let changed = change(&mut body);
    if changed {
        answer.body = body.to_string().into_bytes();
    }
    changed
}

/// Puts a value that was made from the old one in each place.
pub(crate) fn replace(answer: &mut Answer, field: &Field, value: impl Fn(&Value) -> Value) -> bool {
    change(answer, |body| {
        let put = &mut |object: &mut Map<String, Value>, name: &str| {
            let old = object.get(name).unwrap_or(&Value::Null);
            object.insert(name.to_owned(), value(old));
        };
        field.each(body, put) > 0
    })
}

/// Takes a field away, and puts its value under another name if there is one.
pub(crate) fn rename(answer: &mut Answer, field: &Field, to: Option<&str>) -> bool {
    change(answer, |body| {
        let take = &mut |object: &mut Map<String, Value>, name: &str| {
            if let (Some(value), Some(to)) = (object.remove(name), to) {
                object.insert(to.to_owned(), value);
            }
        };
        field.each(body, take) > 0
    })
}

/// Adds fields to the objects at a place, or to every row of a list, or else to the body.
pub(crate) fn extend(answer: &mut Answer, fields: &Map<String, Value>, at: Option<&Field>) -> bool {
    let add = |value: &mut Value| {
        let object = value.as_object_mut();
        object.map(|it| it.extend(fields.clone())).is_some()
    };
    change(answer, |body| match at {
        Some(at) => {
            let mut changed = false;
            at.each(body, &mut |object, name| {
                changed |= object.get_mut(name).is_some_and(add);
            });
            changed
        }
        None => match rows(body) {
            Some(rows) => rows.iter_mut().fold(false, |changed, it| add(it) | changed),
            None => add(body),
        },
    })
}

/// Writes a field a second time, with another value.
pub(crate) fn duplicate(answer: &mut Answer, field: &Field, value: &Value) -> bool {
    let mut names = Vec::new();
    let changed = change(answer, |body| {
        let add = &mut |object: &mut Map<String, Value>, name: &str| {
            object.insert(format!("{name}{TWIN}"), value.clone());
            names.push(name.to_owned());
        };
        field.each(body, add) > 0
    });
    names.sort_unstable();
    names.dedup();
    let mut text = String::from_utf8_lossy(&answer.body).into_owned();
    for name in &names {
        let twin = json!(format!("{name}{TWIN}")).to_string();
        text = text.replace(&format!("{twin}:"), &format!("{}:", json!(name)));
    }
    if changed {
        answer.body = text.into_bytes();
    }
    changed
}

/// The rows of a list.
pub(crate) fn rows(body: &mut Value) -> Option<&mut Vec<Value>> {
    let name = if body.get("_data").is_some() { "_data" } else { "data" };
    body.get_mut(name)?.as_array_mut()
}

/// The value as another type.
pub(crate) fn retyped(value: &Value, to: Kind) -> Value {
    match (to, value) {
        (Kind::String, Value::String(_))
        | (Kind::Number, Value::Number(_))
        | (Kind::Boolean, Value::Bool(_))
        | (Kind::Array, Value::Array(_))
        | (Kind::Object, Value::Object(_)) => value.clone(),
        (Kind::String, other) => json!(other.to_string()),
        (Kind::Number, Value::String(text)) => text.parse::<f64>().map_or(json!(0), |it| json!(it)),
        (Kind::Number, other) => json!(u8::from(!other.is_null())),
        (Kind::Boolean, other) => json!(!other.is_null()),
        (Kind::Null, _) => Value::Null,
        (Kind::Array, other) => json!([other]),
        (Kind::Object, other) => json!({"value": other}),
    }
}

/// A value of the same type that no enumeration has.
pub(crate) fn unknown(value: &Value) -> Value {
    match value {
        Value::Number(_) => json!(987_654_321),
        Value::String(text) if !text.is_empty() && text.chars().all(|it| !it.is_ascii_lowercase()) => {
            json!("SOMETHING_NEW")
        }
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            json!("something_new")
        }
    }
}

#[cfg(test)]
mod tests {
    use http::StatusCode;
    use serde_json::{Value, json};

    use super::*;

    fn answer() -> Answer {
        Answer::json(StatusCode::OK, json!({"data": [{"id": 1, "kind": "A"}]}).to_string().into_bytes())
    }

    fn field(text: &str) -> Field {
        Field::try_from(text.to_owned()).unwrap()
    }

    fn body(answer: &Answer) -> Value {
        serde_json::from_slice(&answer.body).unwrap()
    }

    #[test]
    fn a_key_can_be_there_twice() {
        let mut answer = answer();
        assert!(duplicate(&mut answer, &field("kind"), &json!("B")));
        let text = String::from_utf8(answer.body).unwrap();
        assert_eq!(text, r#"{"data":[{"id":1,"kind":"A","kind":"B"}]}"#);
    }

    #[test]
    fn fields_are_renamed_taken_away_and_added() {
        let mut answer = answer();
        assert!(rename(&mut answer, &field("/data/0/kind"), Some("sort")));
        assert!(rename(&mut answer, &field("id"), None));
        assert!(!rename(&mut answer, &field("id"), None));
        assert!(extend(&mut answer, json!({"more": 1}).as_object().unwrap(), None));
        assert_eq!(body(&answer), json!({"data": [{"more": 1, "sort": "A"}]}));
    }

    #[test]
    fn a_value_becomes_one_of_another_type() {
        let kinds = [Kind::String, Kind::Number, Kind::Boolean, Kind::Null, Kind::Array, Kind::Object];
        let all = |value: Value| kinds.map(|it| retyped(&value, it));
        assert_eq!(
            all(json!("40")),
            [json!("40"), json!(40.0), json!(true), Value::Null, json!(["40"]), json!({"value": "40"})]
        );
        assert_eq!(retyped(&json!(7), Kind::String), json!("7"));
        assert_eq!(retyped(&json!("x"), Kind::Number), json!(0));
        assert_eq!(
            [unknown(&json!("ACTIVE")), unknown(&json!("active"))],
            [json!("SOMETHING_NEW"), json!("something_new")]
        );
    }
}
