//! One OpenAPI document: finds the operation of a call and says in what an answer differs.
//!
//! It doesn't know whose document it is, nor which differences are known.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Value, json};

use super::schema::{as_json_schema, as_pointer, as_reference, escaped};
use crate::kit::Answer;

/// The address by which validators refer to their document.
const ADDRESS: &str = "json-schema:///document";
const METHODS: [&str; 7] = ["get", "post", "put", "patch", "delete", "head", "options"];

/// A document, ready to check answers.
pub(crate) struct Document {
    pub(crate) name: String,
    root: Arc<Value>,
    registry: Registry<'static>,
    draft: Draft,
    /// Those with literal segments before those with placeholders.
    operations: Vec<Operation>,
    /// By the place of the schema: to compile one takes much longer than to use it.
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

/// A method and a path of a document.
pub(crate) struct Operation {
    /// Like `GET /v2/persons/{id}`, with the base path of the servers.
    pub(crate) name: String,
    method: &'static str,
    segments: Vec<String>,
    /// Where its responses are.
    responses: String,
}

/// What a document has for a method and a path.
pub(crate) enum Found<'a> {
    Operation(&'a Operation),
    OtherMethods,
    Nothing,
}

/// Where an answer differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// The status isn't declared.
    Status(u16),
    /// It has no declared media type, or a body where none is declared.
    MediaType(u16),
    /// A pointer into the body, with `*` for each place in a list.
    Body(String),
}

/// One difference between an answer and a document.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) place: Place,
    pub(crate) message: String,
}

impl Document {
    /// Reads a document.
    pub(crate) fn new(name: &str, openapi: Value) -> Self {
        let is_newer = openapi["openapi"].as_str().is_some_and(|it| it.starts_with("3.1"));
        let (draft, openapi) =
            if is_newer { (Draft::Draft202012, openapi) } else { (Draft::Draft7, as_json_schema(openapi)) };
        let root = Arc::new(openapi);
        let registry = Registry::new().draft(draft).add(ADDRESS, Arc::clone(&root)).unwrap();
        let registry = registry.prepare().unwrap();
        let operations = operations(&root);
        Self { name: name.to_owned(), root, registry, draft, operations, validators: Mutex::default() }
    }

    /// All operations.
    pub(crate) fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// Finds the operation of a path without its query.
    pub(crate) fn find(&self, method: &str, path: &str) -> Found<'_> {
        let segments: Vec<&str> = path.split('/').collect();
        let Some(first) = self.operations.iter().find(|it| it.fits(&segments)) else {
            return Found::Nothing;
        };
        let same_path = self.operations.iter().filter(|it| shape(&it.segments) == shape(&first.segments));
        same_path
            .into_iter()
            .find(|it| it.method.eq_ignore_ascii_case(method))
            .map_or(Found::OtherMethods, Found::Operation)
    }

    /// Whether an operation declares one of these statuses.
    pub(crate) fn declares(&self, operation: &Operation, statuses: &[u16]) -> bool {
        statuses.iter().any(|it| self.root.pointer(&format!("{}/{it}", operation.responses)).is_some())
    }

    /// In what an answer of an operation differs from what is declared.
    pub(crate) fn problems(&self, operation: &Operation, answer: &Answer) -> Vec<Problem> {
        let Some(response) = self.response(operation, answer.status) else {
            let message = format!("the status {} is not declared", answer.status);
            return vec![Problem { place: Place::Status(answer.status), message }];
        };
        let content = self.root.pointer(&response).and_then(|it| it["content"].as_object());
        let Some(content) = content.filter(|it| !it.is_empty()) else {
            let message = format!("no body is declared for {}", answer.status);
            let undeclared = Problem { place: Place::MediaType(answer.status), message };
            return Vec::from_iter((!answer.bytes.is_empty()).then_some(undeclared));
        };
        let sent = essence(answer.headers.get("content-type").and_then(|it| it.to_str().ok()).unwrap_or(""));
        let declared = content.keys().find(|it| is_of(&sent, it));
        let mut problems = Vec::new();
        if declared.is_none() {
            let known = content.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
            let message =
                format!("the media type `{sent}` is not declared for {}, but {known}", answer.status);
            problems.push(Problem { place: Place::MediaType(answer.status), message });
        }
        let declared = declared.or_else(|| content.keys().next());
        let has_schema = declared.filter(|it| content[*it].get("schema").is_some());
        if let Some(kind) = has_schema.filter(|_| sent.ends_with("json")) {
            problems.extend(self.body(&format!("{response}/content/{}/schema", escaped(kind)), answer));
        }
        problems
    }

    /// Where the response to this status is.
    fn response(&self, operation: &Operation, status: u16) -> Option<String> {
        let class = format!("{}XX", status / 100);
        let mut keys = [status.to_string(), class, "default".to_owned()].into_iter();
        let at = keys.find_map(|key| {
            let at = format!("{}/{key}", operation.responses);
            self.root.pointer(&at).is_some().then_some(at)
        })?;
        let reference = self.root.pointer(&at).and_then(|it| it["$ref"].as_str());
        Some(reference.map_or(at, as_pointer))
    }

    fn body(&self, schema: &str, answer: &Answer) -> Vec<Problem> {
        let body = match serde_json::from_slice(&answer.bytes) {
            Ok(body) => body,
            Err(error) => {
                return vec![Problem { place: Place::Body(String::new()), message: error.to_string() }];
            }
        };
        let errors = self.validator(schema);
        let errors = errors.iter_errors(&body);
        errors
            .map(|error| {
                let at = error.instance_path().to_string();
                Problem { place: Place::Body(starred(&at)), message: format!("{at}: {error}") }
            })
            .collect()
    }

    fn validator(&self, schema: &str) -> Arc<Validator> {
        let mut validators = self.validators.lock().unwrap();
        let compile = || {
            let reference = json!({"$ref": format!("{ADDRESS}#{}", as_reference(schema))});
            let options = jsonschema::options().with_draft(self.draft).with_registry(&self.registry);
            let built = options.should_validate_formats(true).build(&reference);
            Arc::new(built.unwrap_or_else(|error| panic!("{}: {schema}: {error}", self.name)))
        };
        Arc::clone(validators.entry(schema.to_owned()).or_insert_with(compile))
    }
}

impl Operation {
    fn fits(&self, path: &[&str]) -> bool {
        let fits =
            |(name, part): (&String, &&str)| (is_placeholder(name) && !part.is_empty()) || name == part;
        self.segments.len() == path.len() && self.segments.iter().zip(path).all(fits)
    }

    /// The path with its placeholders.
    pub(crate) fn path(&self) -> String {
        self.segments.join("/")
    }

    /// The path with a value in place of each placeholder.
    pub(crate) fn path_with(&self, value: &str) -> String {
        let fill = |it: &String| if is_placeholder(it) { value.to_owned() } else { it.clone() };
        self.segments.iter().map(fill).collect::<Vec<_>>().join("/")
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(out, "status {status}"),
            Self::MediaType(status) => write!(out, "media type of {status}"),
            Self::Body(pointer) => out.write_str(pointer),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.place, self.message)
    }
}

/// An operation's name without the names of its placeholders, in which documents differ.
pub(crate) fn same_for_all(operation: &str) -> String {
    let part = |it: &str| if is_placeholder(it) { "{}".to_owned() } else { it.to_owned() };
    operation.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn operations(root: &Value) -> Vec<Operation> {
    let mut all = Vec::new();
    for (path, item) in root["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            let Some(operation) = item.get(method) else { continue };
            let servers = [operation, item, root].into_iter().find_map(|it| it.get("servers"));
            let server = servers.and_then(|it| it[0]["url"].as_str()).unwrap_or("");
            let full = format!("{}{path}", base_path(server));
            all.push(Operation {
                name: format!("{} {full}", method.to_ascii_uppercase()),
                method,
                segments: full.split('/').map(str::to_owned).collect(),
                responses: format!("/paths/{}/{method}/responses", escaped(path)),
            });
        }
    }
    all.sort_by_key(|it| it.segments.iter().map(|it| is_placeholder(it)).collect::<Vec<_>>());
    all
}

/// The path of a server's address, without a slash at its end.
fn base_path(server: &str) -> &str {
    let rest = server.split_once("://").map_or(server, |(_, rest)| rest);
    rest.find('/').map_or("", |at| rest[at..].trim_end_matches('/'))
}

fn is_placeholder(segment: &str) -> bool {
    segment.starts_with('{')
}

fn shape(segments: &[String]) -> Vec<&str> {
    segments.iter().map(|it| if is_placeholder(it) { "{}" } else { it }).collect()
}

/// A media type without its parameters.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase()
}

fn is_of(sent: &str, declared: &str) -> bool {
    let declared = essence(declared);
    match declared.strip_suffix('*') {
        Some("*/") => true,
        Some(start) => sent.starts_with(start),
        None => sent == declared,
    }
}

/// A pointer with `*` for each place in a list.
fn starred(pointer: &str) -> String {
    let parts = pointer.split('/').map(|it| if it.parse::<u32>().is_ok() { "*" } else { it });
    parts.collect::<Vec<_>>().join("/")
}
