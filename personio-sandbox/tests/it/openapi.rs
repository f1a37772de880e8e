//! The descriptions that the sandbox serves of itself, as a reader of OpenAPI meets them.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::kit::Local;

const DOCUMENTS: [&str; 3] = ["/openapi/v1.json", "/openapi/v2.json", "/_sandbox/openapi.json"];
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// One document as anyone gets it.
async fn document(path: &str) -> Value {
    let answer = Local::new().send("GET", path, &[], "").await.expect(200);
    assert_eq!(answer.headers["content-type"], "application/json");
    let document = answer.json();
    assert_eq!(document["openapi"], "3.0.3", "{path}");
    document
}

/// Method, path and description of every operation.
fn operations(document: &Value) -> Vec<(&str, &str, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    let all = paths.iter().flat_map(|(path, item)| {
        METHODS.into_iter().filter_map(move |it| Some((it, path.as_str(), item.get(it)?)))
    });
    all.collect()
}

/// Every reference below a value.
fn references<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(object) => {
            found.extend(object.get("$ref").and_then(Value::as_str));
            object.values().for_each(|it| references(it, found));
        }
        Value::Array(items) => items.iter().for_each(|it| references(it, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[tokio::test]
async fn every_reference_leads_somewhere_and_every_component_is_used() {
    for path in DOCUMENTS {
        let document = document(path).await;
        let mut found = BTreeSet::new();
        references(&document, &mut found);
        for reference in &found {
            assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{path}: {reference}");
        }
        for (group, members) in document["components"].as_object().unwrap() {
            for name in members.as_object().unwrap().keys().filter(|_| group != "securitySchemes") {
                let reference = format!("#/components/{group}/{name}");
                assert!(found.contains(reference.as_str()), "{path}: nothing refers to {reference}");
            }
        }
    }
}

#[tokio::test]
async fn operations_have_names_of_their_own_and_can_succeed() {
    for path in DOCUMENTS {
        let document = document(path).await;
        let mut names = BTreeSet::new();
        for (method, at, operation) in operations(&document) {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name), "{path}: {name} is there twice");
            let mut statuses = operation["responses"].as_object().unwrap().keys();
            assert!(statuses.any(|it| it.starts_with('2')), "{path}: {method} {at} never succeeds");
        }
        assert!(!names.is_empty());
    }
}

#[tokio::test]
async fn every_placeholder_of_a_path_is_a_parameter() {
    for path in DOCUMENTS {
        let document = document(path).await;
        for (method, at, operation) in operations(&document) {
            let lists = [&operation["parameters"], &document["paths"][at]["parameters"]];
            let parameters = lists.into_iter().filter_map(Value::as_array).flatten();
            let resolved = parameters.map(|it| match it["$ref"].as_str() {
                Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap(),
                None => it,
            });
            let names = resolved.filter(|it| it["in"] == "path").map(|it| it["name"].as_str().unwrap());
            let names: BTreeSet<&str> = names.collect();
            let wanted = at.split('/').filter_map(|it| it.strip_prefix('{')?.strip_suffix('}'));
            assert_eq!(names, wanted.collect(), "{path}: {method} {at}");
        }
    }
}

#[tokio::test]
async fn operations_of_personio_say_what_they_need_and_how_sure_they_are() {
    for path in &DOCUMENTS[..2] {
        let document = document(path).await;
        for (method, at, operation) in operations(&document) {
            let mark = operation["x-evidence"].as_str().unwrap();
            assert!(["O", "L", "Q", "T", "?"].contains(&mark), "{path}: {method} {at}: {mark}");
            let scopes = operation["x-scope"].as_array().unwrap();
            // What needs no scope says which other security it has.
            assert!(!scopes.is_empty() || operation.get("security").is_some(), "{path}: {method} {at}");
        }
    }
}
