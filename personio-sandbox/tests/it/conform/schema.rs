//! Turns the schemas of OpenAPI 3.0 into JSON Schema of draft 7.
//!
//! It knows no document and no answer.

use serde_json::{Map, Value, json};

/// Converts every schema of a document; what is no schema comes out as it was.
pub(super) fn as_json_schema(value: Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.into_iter().map(as_json_schema).collect()),
        Value::Object(object) => {
            let object = object.into_iter().map(|(key, value)| {
                let reference = value.as_str().filter(|_| key == "$ref").map(as_reference);
                let value = reference.map_or_else(|| as_json_schema(value), Value::String);
                (key, value)
            });
            nullable(exclusive(object.collect()))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

/// A reference as addresses spell it: without the braces of path parameters.
pub(super) fn as_reference(text: &str) -> String {
    text.replace('{', "%7B").replace('}', "%7D")
}

/// The place that a reference into its own document names.
pub(super) fn as_pointer(reference: &str) -> String {
    reference.trim_start_matches('#').replace("%7B", "{").replace("%7D", "}")
}

/// One key as a part of a JSON pointer.
pub(super) fn escaped(part: &str) -> String {
    part.replace('~', "~0").replace('/', "~1")
}

/// OpenAPI 3.0 says `nullable` where JSON Schema has the type null.
fn nullable(mut object: Map<String, Value>) -> Value {
    if object.get("nullable") != Some(&Value::Bool(true)) {
        return Value::Object(object);
    }
    object.remove("nullable");
    let is_plain = ["$ref", "allOf", "anyOf", "oneOf"].iter().all(|it| !object.contains_key(*it));
    let plain = object.get("type").and_then(Value::as_str).filter(|_| is_plain).map(str::to_owned);
    let Some(kind) = plain else {
        // Unlike with `anyOf`, each error below keeps its own place.
        return json!({"if": {"type": "null"}, "else": object});
    };
    object.insert("type".to_owned(), json!([kind, "null"]));
    if let Some(Value::Array(values)) = object.get_mut("enum") {
        values.push(Value::Null);
    }
    Value::Object(object)
}

/// OpenAPI 3.0 has a switch where draft 7 has the limit itself.
fn exclusive(mut object: Map<String, Value>) -> Map<String, Value> {
    for (switch, limit) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        match object.get(switch) {
            Some(Value::Bool(true)) => {
                let value = object.remove(limit).unwrap_or_default();
                object.insert(switch.to_owned(), value);
            }
            Some(Value::Bool(false)) => _ = object.remove(switch),
            _ => {}
        }
    }
    object
}

#[test]
fn nullable_keeps_everything_else() {
    for (openapi, schema) in [
        (json!({"type": "string", "nullable": true}), json!({"type": ["string", "null"]})),
        (
            json!({"type": "string", "enum": ["A"], "nullable": true}),
            json!({"type": ["string", "null"], "enum": ["A", null]}),
        ),
        (
            json!({"$ref": "#/paths/~1a~1{id}", "nullable": true}),
            json!({"if": {"type": "null"}, "else": {"$ref": "#/paths/~1a~1%7Bid%7D"}}),
        ),
        (
            json!({"allOf": [{"nullable": true, "type": "array"}], "nullable": true}),
            json!({"if": {"type": "null"}, "else": {"allOf": [{"type": ["array", "null"]}]}}),
        ),
        (json!({"minimum": 1, "exclusiveMinimum": true}), json!({"exclusiveMinimum": 1})),
        (json!({"maximum": 1, "exclusiveMaximum": false}), json!({"maximum": 1})),
    ] {
        assert_eq!(as_json_schema(openapi), schema);
    }
}
