//! Every place of every fixture, one at a time: null, another type, an unknown word, an unknown attribute.
//!
//! Whatever stands there, it changes only the fields that a rule reads from there, is told by its path, and costs no
//! other row.

use std::collections::{BTreeMap, BTreeSet};

use nabe_connector::{FieldRule, Source};
use serde_json::{Value, json};

use crate::ask::Read;
use crate::cases::{Answer, Case, Form, cases};

/// A place in the first row of an answer.
struct Place {
    /// The answer in which it is.
    answer: usize,
    /// Its JSON pointer.
    pointer: String,
    /// Its path in the row, without the numbers of items.
    path: String,
    value: Value,
}

/// All places of a case: the first row of each answer, and what stands in it.
fn places(case: &Case) -> Vec<Place> {
    let mut places = Vec::new();
    for (answer, it) in case.answers.iter().enumerate() {
        if let Some(row) = it.rows.first().filter(|_| !it.is_of_another) {
            let value = row.clone();
            places.push(Place { answer, pointer: String::new(), path: String::new(), value });
            collect(answer, row, "", "", &mut places);
        }
    }
    places
}

fn collect(answer: usize, value: &Value, pointer: &str, path: &str, places: &mut Vec<Place>) {
    let mut add = |value: &Value, pointer: String, path: String| {
        places.push(Place { answer, pointer: pointer.clone(), path: path.clone(), value: value.clone() });
        collect(answer, value, &pointer, &path, places);
    };
    match value {
        Value::Object(all) => {
            for (key, value) in all {
                // Any attribute of the customer's has one name.
                let name = if key.starts_with("dynamic_") { "dynamic_*" } else { key };
                add(value, format!("{pointer}/{key}"), joined(path, name));
            }
        }
        Value::Array(all) => {
            for (at, value) in all.iter().enumerate() {
                add(value, format!("{pointer}/{at}"), format!("{path}[]"));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn joined(path: &str, rest: &str) -> String {
    let is_further = !path.is_empty() && !rest.is_empty() && !rest.starts_with('[');
    if is_further { format!("{path}.{rest}") } else { format!("{path}{rest}") }
}

/// Whether one path is the other, or leads to it.
fn is_on_the_way(one: &str, other: &str) -> bool {
    let leads = |short: &str, long: &str| {
        long.strip_prefix(short)
            .is_some_and(|it| short.is_empty() || it.is_empty() || it.starts_with(['.', '[']))
    };
    leads(one, other) || leads(other, one)
}

impl Place {
    /// The names under which rules know it.
    fn names(&self, answer: &Answer) -> Vec<String> {
        let inside = self.path.strip_prefix(answer.inside).filter(|_| !answer.inside.is_empty());
        let inside = inside.map(|it| it.trim_start_matches('.').to_owned());
        [joined(answer.at, &self.path)].into_iter().chain(inside).collect()
    }

    /// The fields that are read from here.
    fn fields(&self, case: &Case) -> BTreeSet<&'static str> {
        let answer = &case.answers[self.answer];
        let names = self.names(answer);
        let has_all = self.path.is_empty() || answer.inside.starts_with(&self.path);
        let is_here = |path: &str| has_all || names.iter().any(|it| is_on_the_way(path, it));
        let by_rule = self.rules(case).filter(|it| paths(it).any(|it| is_here(&it))).map(|it| it.field);
        let besides = case.feeds.iter().filter(|it| is_here(it.0)).flat_map(|it| it.1);
        by_rule.chain(besides.copied()).collect()
    }

    /// The rules that are about the answer.
    fn rules<'c>(&'c self, case: &'c Case) -> impl Iterator<Item = &'static FieldRule> + 'c {
        let answer = &case.answers[self.answer];
        let attribute = self.pointer.strip_prefix("/attributes/").and_then(|it| it.split('/').next());
        let universal_id = attribute.and_then(|it| answer.rows[0]["attributes"][it]["universal_id"].as_str());
        case.question.resource.rules().iter().filter(move |it| match it.source {
            Source::Row | Source::AllOfRow | Source::RowWithPerson(_) | Source::Attribute(_) => answer.is_row,
            // An attribute of the customer's, unless the place is above all of them.
            Source::UniversalId(ids) => {
                answer.is_row
                    && (attribute.is_none()
                        || universal_id.is_some_and(|id| ids.split('|').any(|it| it == id)))
            }
            Source::Detail | Source::PageDetail | Source::DetailAttribute(_) | Source::PersonAttribute(_) => {
                !answer.is_row
            }
            Source::Nowhere => false,
        })
    }
}

/// The paths of a rule, without the numbers of items.
fn paths(rule: &'static FieldRule) -> impl Iterator<Item = String> {
    // The id is what makes an attribute feed a field.
    let is_customers = matches!(rule.source, Source::UniversalId(_));
    let path = if is_customers { "attributes.dynamic_*" } else { rule.path };
    path.split(", ").map(|it| it.replace("[0]", "[]"))
}

/// What a case gives when something else stands at a place.
struct Tried {
    /// The record of the first row, if it is there.
    record: Option<Value>,
    /// The fields that are not what they were.
    changed: BTreeSet<String>,
    defects: Vec<String>,
    lost: usize,
}

/// A case, and what it gives as it is.
struct Trial {
    case: Case,
    /// The bytes of its answers.
    bodies: Vec<Vec<u8>>,
    clean: Vec<Value>,
    complaints: Vec<String>,
}

impl Trial {
    fn new(case: Case) -> Self {
        let bodies: Vec<Vec<u8>> = case.answers.iter().map(Answer::body).collect();
        let clean = case.read(&bodies).unwrap().records;
        Self { case, bodies, clean, complaints: Vec::new() }
    }

    fn complain(&mut self, place: &Place, value: &Value, what: &str) {
        let answer = self.case.answers[place.answer].path;
        self.complaints.push(format!("{} {answer} {} = {value}: {what}", self.case.operation, place.path));
    }

    /// Tries a value at a place, and holds what holds of any value.
    fn tried(&mut self, place: &Place, value: &Value) -> Tried {
        let mut row = self.case.answers[place.answer].rows[0].clone();
        *row.pointer_mut(&place.pointer).unwrap() = value.clone();
        let body = self.case.answers[place.answer].body_with(row);
        let was = std::mem::replace(&mut self.bodies[place.answer], body);
        let read = self.case.read(&self.bodies);
        self.bodies[place.answer] = was;
        let fields = place.fields(&self.case);
        let read = match read {
            Ok(read) => read,
            Err(error) => {
                if !fields.contains("id") || self.clean.len() > 1 {
                    self.complain(place, value, &format!("all is lost: {error}"));
                }
                return Tried { record: None, changed: BTreeSet::new(), defects: Vec::new(), lost: 1 };
            }
        };
        let Read { mut records, defects, info } = read;
        for other in &self.clean[1..] {
            match records.iter().position(|it| it == other) {
                Some(at) => drop(records.remove(at)),
                None => self
                    .complaints
                    .push(format!("{} {} = {value}: another row is lost", self.case.operation, place.path)),
            }
        }
        let record = records.pop();
        let changed = record.as_ref().map(|it| differences(&self.clean[0], it)).unwrap_or_default();
        if record.is_none() && !fields.contains("id") {
            self.complain(place, value, "the row is lost");
        }
        let strange: Vec<&String> = changed.iter().filter(|it| !fields.contains(it.as_str())).collect();
        if !strange.is_empty() {
            self.complain(place, value, &format!("changes {strange:?}"));
        }
        let told = joined(self.case.answers[place.answer].told, &place.path);
        let rules = self.case.question.resource.rules().iter().filter(|it| changed.contains(it.field));
        let due: Vec<String> = rules.flat_map(paths).chain([told]).collect();
        for defect in &defects {
            let path = defect.split(' ').next().unwrap().replace("[0]", "[]");
            if !due.iter().any(|it| is_on_the_way(&path, it)) {
                self.complain(place, value, &format!("is told as {defect}"));
            }
        }
        Tried { record, changed, defects, lost: info.lost.len() }
    }
}

fn differences(one: &Value, other: &Value) -> BTreeSet<String> {
    let fields = one.as_object().unwrap().iter();
    fields.filter(|(field, value)| other[field.as_str()] != **value).map(|(field, _)| field.clone()).collect()
}

/// Tries something at every place of every case, and shows all that is wrong at once.
fn try_all(attempt: impl Fn(&mut Trial, &Place)) {
    let mut complaints = Vec::new();
    for case in cases().into_iter().filter(|it| !it.answers.is_empty()) {
        let mut trial = Trial::new(case);
        for place in places(&trial.case) {
            attempt(&mut trial, &place);
        }
        complaints.append(&mut trial.complaints);
    }
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn null_is_nothing_where_it_stands_and_no_defect() {
    try_all(|trial, place| {
        let tried = trial.tried(place, &Value::Null);
        // A row that is null is none, a person of v1 is what its attributes are, and whose a row of a further call is
        // nobody knows without its id.
        let may_be_told = ["", "attributes"].contains(&&*place.path)
            || (place.answer > 0 && ["id", "attributes.id"].contains(&&*place.path));
        if !may_be_told && tried.record.is_some() && !tried.defects.is_empty() {
            trial.complain(place, &Value::Null, &format!("is told: {:?}", tried.defects));
        }
    });
}

/// What is not read from a row, but known from the question, or always the same.
const NOT_READ: [&str; 9] = [
    "person.id",
    "{id}",
    "start_date",
    "end_date",
    "_data",
    "[attribute_id=id].numeric_value.number",
    "files[].category",
    "stage",
    "jobDescriptions[]",
];

#[test]
fn every_rule_names_a_place_from_which_its_field_is_read() {
    let mut read: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut due = BTreeMap::new();
    for case in cases().into_iter().filter(|it| !it.answers.is_empty()) {
        let mut trial = Trial::new(case);
        let operation = trial.case.operation;
        for place in places(&trial.case) {
            let tried = trial.tried(&place, &Value::Null);
            let names = place.names(&trial.case.answers[place.answer]);
            let is_here = |it: &String| names.iter().any(|name| name == it || format!("{name}[]") == *it);
            let rules = place.rules(&trial.case).filter(|it| paths(it).any(|it| is_here(&it)));
            let changed = rules.filter(|it| tried.record.is_none() || tried.changed.contains(it.field));
            read.extend(changed.map(|it| (operation, it.field)));
        }
        let rules = trial.case.question.resource.rules().iter();
        let is_due = |it: &&FieldRule| it.source != Source::Nowhere && !NOT_READ.contains(&it.path);
        // One report is known by the id of the question.
        let rules = rules.filter(is_due).filter(|it| operation != "hris_get_report" || it.path != "id");
        due.extend(rules.map(|it| ((operation, it.field), it.path)));
    }
    due.retain(|it, _| !read.contains(it));
    assert_eq!(due, BTreeMap::new());
}

/// A value of each type.
fn odd_values() -> [Value; 5] {
    [json!({ "a": 1 }), json!(["x"]), json!(7), json!("etwas"), json!(true)]
}

#[test]
fn another_type_is_null_and_told_by_its_path() {
    try_all(|trial, place| {
        let without = trial.tried(place, &Value::Null);
        let is_read = !without.changed.is_empty() || without.record.is_none();
        for value in odd_values() {
            if std::mem::discriminant(&value) == std::mem::discriminant(&place.value)
                || is_good(&trial.case, place, &value)
            {
                continue;
            }
            let tried = trial.tried(place, &value);
            // Numbers and texts are taken for each other in places.
            let is_taken = (value.is_number() || value.is_string())
                && tried
                    .record
                    .as_ref()
                    .is_some_and(|it| tried.changed.iter().any(|field| !it[field].is_null()));
            if is_read && !is_taken && tried.defects.is_empty() && tried.lost == 0 {
                trial.complain(place, &value, "is not told");
            }
        }
    });
}

/// Whether a value of another type says nothing wrong.
fn is_good(case: &Case, place: &Place, value: &Value) -> bool {
    let ends = |all: &[&str]| all.iter().any(|it| place.path.ends_with(it));
    // It is another id, and that of something else.
    let is_id = ends(&["id", "key"]) && (value.is_number() || value.is_string());
    // Values of the customer's and options are handed on as they are.
    let only = |field: &str| place.fields(case).iter().eq([&field]);
    let is_raw = (only("custom_fields") && ends(&[".value"])) || (only("options") && ends(&["[]"]));
    // What may stand bare may stand in an object.
    let linked = [".attributes.id", ".attributes.name", ".attributes.percentage"];
    let is_wrapped = value.is_object()
        && (ends(&linked)
            || (["/v2/reports", "/v2/recruiting/candidates", "/v2/recruiting/candidates/77"]
                .contains(&case.answers[place.answer].path)
                && ends(&["ed_at"])));
    // What is linked may be told by its name only.
    let is_name = value.is_string()
        && ["supervisor", "department", "office"]
            .iter()
            .any(|it| place.path == format!("attributes.{it}.value"));
    // XML has texts, and elements that hold others; those that nobody knows are nobody's business.
    let is_xml = matches!(case.answers[place.answer].form, Form::Feed)
        && (*value != json!({ "a": 1 }) || place.value.is_array());
    // What the list doesn't have, the report tells itself.
    let is_told_elsewhere = case.operation == "hris_get_report" && place.answer == 0;
    // Whose an absence is must be certain before it is given out as somebody's.
    let is_nobodys = case.answers[place.answer].path.starts_with("/v2/absence-periods")
        && case.question.parent.is_some()
        && place.path.starts_with("person");
    is_id || is_raw || is_wrapped || is_name || is_xml || is_told_elsewhere || is_nobodys
}

#[test]
fn an_unknown_attribute_is_nobodys_business() {
    try_all(|trial, place| {
        if let Value::Object(all) = &place.value {
            let mut more = all.clone();
            more.insert("somethingNew".to_owned(), json!({ "a": [1, null] }));
            let more = Value::Object(more);
            let tried = trial.tried(place, &more);
            if !tried.changed.is_empty() || !tried.defects.is_empty() || tried.lost > 0 {
                trial.complain(place, &more, &format!("changes {:?}, {:?}", tried.changed, tried.defects));
            }
        }
    });
}

/// A word that Personio doesn't have.
const NEW: &str = "Neuland";

/// Where a record has words of the provider's, and the words.
fn words(value: &Value, pointer: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(all) => {
            if let Some(word) = all.get("source_value").and_then(Value::as_str) {
                found.push((pointer.to_owned(), word.to_owned()));
            }
            all.iter().for_each(|(key, value)| words(value, &format!("{pointer}/{key}"), found));
        }
        Value::Array(all) => {
            all.iter().enumerate().for_each(|(at, value)| words(value, &format!("{pointer}/{at}"), found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Words that are no value of a row: names, endings, what a report declares, and kinds of groups, of which there are no
/// others.
fn is_no_value(case: &Case, pointer: &str) -> bool {
    let ends = ["value_kind", "file_format", "department/type", "team/type"];
    ends.iter().any(|it| pointer.ends_with(it))
        || pointer.starts_with("/cells/")
        || (pointer == "/type" && ["hris_list_groups", "hris_get_group"].contains(&case.operation))
}

#[test]
fn an_unknown_word_is_unmapped_and_stays_beside() {
    let mut complaints = Vec::new();
    for case in cases().into_iter().filter(|it| !it.records.is_empty() && !it.answers.is_empty()) {
        let mut trial = Trial::new(case);
        let mut known = Vec::new();
        words(&trial.clean[0], "", &mut known);
        known.retain(|(pointer, _)| !is_no_value(&trial.case, pointer));
        let mut met = BTreeSet::new();
        for place in places(&trial.case).iter().filter(|it| it.value.is_string()) {
            let Some(record) = trial.tried(place, &json!(NEW)).record else { continue };
            let expected = json!({ "value": "unmapped_value", "source_value": NEW });
            for (pointer, word) in known.iter().filter(|it| place.value == *it.1) {
                let there = record.pointer(pointer);
                if there == Some(&expected) {
                    met.insert(pointer.clone());
                } else if there.is_none_or(|it| it["source_value"] != *word) {
                    trial.complain(place, &json!(NEW), &format!("becomes {there:?} at {pointer}"));
                }
            }
        }
        let left = known.iter().filter(|it| !met.contains(&it.0));
        complaints.extend(left.map(|it| format!("{}: nothing feeds {}", trial.case.operation, it.0)));
        complaints.append(&mut trial.complaints);
    }
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}
