//! Where in a body a fault strikes: a JSON pointer, or the name of a field wherever it is.

use serde::Deserialize;
use serde_json::{Map, Value};

/// Places in a body.
///
/// `/data/*/attributes/email/value` is a pointer, `*` stands for every row; `approval.status` is every `status` right
/// under an `approval`.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) enum Field {
    Pointer(Vec<String>),
    Name(Vec<String>),
}

impl TryFrom<String> for Field {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if let Some(pointer) = text.strip_prefix('/') {
            let parts = pointer.split('/').map(|it| it.replace("~1", "/").replace("~0", "~"));
            return Ok(Self::Pointer(parts.collect()));
        }
        let parts: Vec<String> = text.split('.').map(str::to_owned).collect();
        if parts.iter().any(String::is_empty) {
            return Err(
                "a field is a name like `status` or `approval.status`, or a pointer like `/data/*/id`",
            );
        }
        Ok(Self::Name(parts))
    }
}

impl Field {
    /// Lets `change` have each object with the field, and its name there; how many there were.
    pub(crate) fn each(
        &self,
        body: &mut Value,
        change: &mut impl FnMut(&mut Map<String, Value>, &str),
    ) -> usize {
        match self {
            Self::Pointer(parts) => follow(body, parts, change),
            Self::Name(parts) => search(body, parts, change),
        }
    }
}

fn follow(
    value: &mut Value,
    parts: &[String],
    change: &mut impl FnMut(&mut Map<String, Value>, &str),
) -> usize {
    let Some((part, rest)) = parts.split_first() else { return 0 };
    match value {
        Value::Object(fields) if rest.is_empty() => {
            let there = fields.contains_key(part);
            if there {
                change(fields, part);
            }
            usize::from(there)
        }
        Value::Object(fields) if part == "*" => fields.values_mut().map(|it| follow(it, rest, change)).sum(),
        Value::Object(fields) => fields.get_mut(part).map_or(0, |it| follow(it, rest, change)),
        Value::Array(items) if part == "*" => items.iter_mut().map(|it| follow(it, rest, change)).sum(),
        Value::Array(items) => {
            let item = part.parse::<usize>().ok().and_then(|at| items.get_mut(at));
            item.map_or(0, |it| follow(it, rest, change))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

fn search(
    value: &mut Value,
    parts: &[String],
    change: &mut impl FnMut(&mut Map<String, Value>, &str),
) -> usize {
    // What is inside is looked at first, so that a change isn't looked at again.
    let inside: usize = match value {
        Value::Object(fields) => fields.values_mut().map(|it| search(it, parts, change)).sum(),
        Value::Array(items) => items.iter_mut().map(|it| search(it, parts, change)).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    };
    let here = if value.is_object() { follow(value, parts, change) } else { 0 };
    inside + here
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Field;

    fn nulled(field: &str, mut body: Value) -> (usize, Value) {
        let field = Field::try_from(field.to_owned()).unwrap();
        let count =
            field.each(&mut body, &mut |object, name| _ = object.insert(name.to_owned(), Value::Null));
        (count, body)
    }

    #[test]
    fn a_pointer_leads_to_a_place_and_a_star_to_every_row() {
        let body = || json!({"data": [{"id": 1, "a/b": 2}, {"id": 3}]});
        assert_eq!(nulled("/data/1/id", body()), (1, json!({"data": [{"id": 1, "a/b": 2}, {"id": null}]})));
        assert_eq!(nulled("/data/*/id", body()).0, 2);
        assert_eq!(nulled("/data/0/a~1b", body()), (1, json!({"data": [{"id": 1, "a/b": null}, {"id": 3}]})));
        assert_eq!(nulled("/data/7/id", body()), (0, body()));
        assert_eq!(nulled("/data", body()), (1, json!({"data": null})));
    }

    #[test]
    fn a_name_is_found_anywhere_and_under_its_parent() {
        let body = || json!({"status": "x", "rows": [{"approval": {"status": "y"}}]});
        assert_eq!(nulled("status", body()).0, 2);
        assert_eq!(
            nulled("approval.status", body()),
            (1, json!({"status": "x", "rows": [{"approval": {"status": null}}]}))
        );
        assert!(Field::try_from("a..b".to_owned()).is_err());
        assert!(Field::try_from(String::new()).is_err());
    }
}
