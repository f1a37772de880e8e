//! Answers against the official specification files.
//!
//! The files are read from the folder that `NABE_REFERENCE_DIR` names; without it the tests say so and end.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

use crate::kit::{Answer, Local};

/// Where a file is known to be wrong: file, operation, place in the answer, and why.
///
/// Each must still be needed, else the test fails.
const DEFECTS: &[(&str, &str, &str, &str)] = &[
    (PERSONS, "GET /v2/persons", "/_data/*/custom_attributes/*/type", LOWER_CASE),
    (PERSONS, "GET /v2/persons/{id}", "/custom_attributes/*/type", LOWER_CASE),
    (PERSONS, "GET /v2/persons", "/_data/*/custom_attributes/*/value", TYPED),
    (PERSONS, "GET /v2/persons/{id}", "/custom_attributes/*/value", TYPED),
    (EMPLOYMENTS, "GET /v2/persons/{person_id}/employments", "/_data/*/employment_end_date", NULL_END),
    (EMPLOYMENTS, "GET /v2/persons/{person_id}/employments/{id}", "/employment_end_date", NULL_END),
    (V1, "GET /company/employees", "/data", "lists are typed as objects"),
    (V1, "GET /company/employees", "/data/*/attributes/department/value", NOBODYS),
    (V1, "GET /company/employees", "/data/*/attributes/supervisor/value", NOBODYS),
    (V1, "GET /company/employees", "/data/*/attributes/team/value", NOBODYS),
    (V1, "GET /company/employees", "/data/*/attributes/work_schedule/value", NOBODYS),
    (V1, "GET /company/employees/{employee_id}", "/data/attributes/department/value", NOBODYS),
    (V1, "GET /company/employees/{employee_id}", "/data/attributes/supervisor/value", NOBODYS),
    (V1, "GET /company/employees/{employee_id}", "/data/attributes/team/value", NOBODYS),
    (V1, "GET /company/employees/{employee_id}", "/data/attributes/work_schedule/value", NOBODYS),
];

const V1: &str = "v1-personnel-data.official.yaml";
const PERSONS: &str = "v2-persons-read.official.json";
const EMPLOYMENTS: &str = "v2-employments-read.official.json";
/// Every attribute needs its `value` for a live reader, and not everybody has a supervisor (facts §9.1).
const NOBODYS: &str = "the file has no null where live data has one";
const NULL_END: &str = "the example has null, the schema doesn't allow it";
const LOWER_CASE: &str = "the enumeration is upper case, the file's examples and live data are lower case";
const TYPED: &str = "live values have their JSON type, the file knows only texts and lists";

/// A specification file.
struct Specification {
    name: &'static str,
    document: Value,
    /// Operation and place of each difference, with the first that was met there.
    found: BTreeMap<(String, String), String>,
}

fn reference_folder() -> Option<PathBuf> {
    let folder = std::env::var_os("NABE_REFERENCE_DIR").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: NABE_REFERENCE_DIR names no folder with the official specifications");
    }
    folder.map(|it| it.join("personio/specs"))
}

impl Specification {
    fn read(folder: &std::path::Path, name: &'static str) -> Self {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        let document: Value = if name.ends_with("json") {
            serde_json::from_str(&text).unwrap()
        } else {
            serde_norway::from_str(&text).unwrap()
        };
        Self { name, document: as_json_schema(document), found: BTreeMap::new() }
    }

    /// The schema of an answer.
    fn validator(&self, operation: &str, status: u16) -> Validator {
        let (method, path) = operation.split_once(' ').unwrap();
        let (path, method) = (escaped(path), method.to_ascii_lowercase());
        let mut at = format!("/paths/{path}/{method}/responses/{status}");
        let at_once =
            |at: &str| self.document.pointer(at).unwrap_or_else(|| panic!("no {at} in {}", self.name));
        if let Some(elsewhere) = at_once(&at).get("$ref") {
            at = as_pointer(elsewhere.as_str().unwrap());
        }
        let content = at_once(&at)["content"].as_object().unwrap();
        let kind = escaped(content.keys().next().unwrap());
        let mut schema = self.document.clone();
        schema["$ref"] = json!(as_reference(&format!("#{at}/content/{kind}/schema")));
        jsonschema::options().with_draft(Draft::Draft4).should_validate_formats(true).build(&schema).unwrap()
    }

    /// Notes in what an answer differs from its schema.
    fn check(&mut self, operation: &str, answer: &Answer) {
        let validator = self.validator(operation, answer.status);
        for error in validator.iter_errors(&answer.json()) {
            let place = error.instance_path().to_string();
            let parts = place.split('/').map(|it| if it.parse::<u32>().is_ok() { "*" } else { it });
            let place = parts.collect::<Vec<_>>().join("/");
            self.found.entry((operation.to_owned(), place)).or_insert_with(|| error.to_string());
        }
    }

    /// Fails for each difference that isn't known, and for each that is known and isn't there.
    fn settle(self) {
        let known: Vec<_> = DEFECTS.iter().filter(|it| it.0 == self.name).collect();
        let is_known = |at: &(String, String)| known.iter().any(|it| it.1 == at.0 && it.2 == at.1);
        let unknown: Vec<_> = self.found.iter().filter(|(at, _)| !is_known(at)).collect();
        assert!(unknown.is_empty(), "{}: {} differences: {unknown:#?}", self.name, unknown.len());
        for defect in known {
            let is_there = self.found.keys().any(|it| it.0 == defect.1 && it.1 == defect.2);
            assert!(is_there, "no longer a difference, take it from the list: {defect:?}");
        }
    }
}

fn escaped(part: &str) -> String {
    part.replace('~', "~0").replace('/', "~1")
}

/// A reference as addresses spell it: without the braces of path parameters.
fn as_reference(text: &str) -> String {
    text.replace('{', "%7B").replace('}', "%7D")
}

fn as_pointer(reference: &str) -> String {
    reference.trim_start_matches('#').replace("%7B", "{").replace("%7D", "}")
}

/// OpenAPI 3.0 says `nullable` where JSON Schema has the type null.
fn as_json_schema(value: Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.into_iter().map(as_json_schema).collect()),
        Value::Object(object) => {
            let nullable = object.get("nullable") == Some(&Value::Bool(true));
            let converted = object.into_iter().map(|(key, value)| {
                let reference = value.as_str().filter(|_| key == "$ref").map(as_reference);
                let value = reference.map_or_else(|| as_json_schema(value), Value::String);
                (key, value)
            });
            let object: Map<String, Value> = converted.collect();
            if nullable { json!({"anyOf": [object, {"type": "null"}]}) } else { Value::Object(object) }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

#[tokio::test]
async fn auth_of_both_generations() {
    let Some(folder) = reference_folder() else { return };
    let local = Local::new();
    let mut v1 = Specification::read(&folder, "v1-auth.official.yaml");
    let mut v2 = Specification::read(&folder, "v2-auth.official.json");
    let made = local.send("POST", "/_sandbox/credentials", &[], r#"{"name":"a","permissions":"all"}"#).await;
    let made = made.expect(201).json();
    let (id, secret) = (made["client_id"].as_str().unwrap(), made["client_secret"].as_str().unwrap());

    let json = [("content-type", "application/json")];
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let good = json!({"client_id": id, "client_secret": secret}).to_string();
    v1.check("POST /auth", &local.send("POST", "/v1/auth", &json, &good).await.expect(200));
    let good = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    v2.check("POST /v2/auth/token", &local.send("POST", "/v2/auth/token", &form, &good).await.expect(200));
    for bad in ["", "grant_type=password", "grant_type=client_credentials&client_id=x&client_secret=y"] {
        v2.check("POST /v2/auth/token", &local.send("POST", "/v2/auth/token", &form, bad).await.expect(400));
    }
    v2.check("POST /v2/auth/token", &local.send("POST", "/v2/auth/token", &json, "{}").await.expect(400));
    v1.settle();
    v2.settle();
}

#[tokio::test]
async fn employees_of_v1() {
    let Some(folder) = reference_folder() else { return };
    let local = Local::new();
    let token = local.all().await.v1;
    let mut file = Specification::read(&folder, "v1-personnel-data.official.yaml");
    let list = local.get(&token, "/v1/company/employees?limit=100").await.expect(200);
    file.check("GET /company/employees", &list);
    for employee in list.json()["data"].as_array().unwrap() {
        let id = &employee["attributes"]["id"]["value"];
        let one = local.get(&token, &format!("/v1/company/employees/{id}")).await.expect(200);
        file.check("GET /company/employees/{employee_id}", &one);
    }
    file.settle();
}

#[tokio::test]
async fn persons_and_employments_of_v2() {
    let Some(folder) = reference_folder() else { return };
    let local = Local::new();
    let token = local.all().await.v2;
    let mut persons = Specification::read(&folder, "v2-persons-read.official.json");
    let mut employments = Specification::read(&folder, "v2-employments-read.official.json");
    let list = local.get(&token, "/v2/persons?limit=50").await.expect(200);
    persons.check("GET /v2/persons", &list);
    for person in list.json()["_data"].as_array().unwrap() {
        let at = format!("/v2/persons/{}", person["id"].as_str().unwrap());
        persons.check("GET /v2/persons/{id}", &local.get(&token, &at).await.expect(200));
        let of_person = local.get(&token, &format!("{at}/employments?limit=50")).await.expect(200);
        employments.check("GET /v2/persons/{person_id}/employments", &of_person);
        for employment in of_person.json()["_data"].as_array().unwrap() {
            let id = employment["id"].as_str().unwrap();
            let one = local.get(&token, &format!("{at}/employments/{id}")).await.expect(200);
            employments.check("GET /v2/persons/{person_id}/employments/{id}", &one);
        }
    }
    for bad in ["?limit=1000", "?limit=x", "?status=nothing", "?first_name.like=x"] {
        let answer = local.get(&token, &format!("/v2/persons{bad}")).await.expect(400);
        persons.check("GET /v2/persons", &answer);
    }
    persons.check("GET /v2/persons/{id}", &local.get(&token, "/v2/persons/999999").await.expect(404));
    persons.settle();
    employments.settle();
}
