//! One table of everything that Personio serves: what stands on the wire, and what becomes of it.
//!
//! Answers are written from Personio's documentation and from readers of live data, not read from the sandbox. The first
//! row of each has every field that is read; the second has next to nothing. `every_field.rs` and `any_answer.rs` try
//! every case with every oddity.

mod documents;
mod hiring;
mod organisation;
mod pay;
mod people;
mod reports;
mod time;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use nabe_connector::{CallError, FileAsk, Filters, Served, Source};
use nabe_connectors::registry;
use nabe_model::unified::operations;
use serde_json::{Value, json};

use crate::ask::{Question, Read, file, resource};

/// What stands around the rows of an answer.
#[derive(Clone)]
pub(crate) enum Form {
    /// A list of v2.
    List,
    /// A list of v1.
    ListOfV1,
    /// One record of v2.
    One,
    /// One record of v1.
    OneOfV1,
    /// Rows of a report with these columns.
    Report(Value),
    /// The feed of a careers page.
    Feed,
}

/// An answer of Personio's.
#[derive(Clone)]
pub(crate) struct Answer {
    /// The path of the call; with its query where that matters.
    pub(crate) path: &'static str,
    pub(crate) form: Form,
    pub(crate) rows: Vec<Value>,
    /// Where rules have the row: `absence_type`.
    pub(crate) at: &'static str,
    /// Where defects have it, if elsewhere.
    pub(crate) told: &'static str,
    /// What rules are about inside the row, if not the row itself: `stages[]`.
    pub(crate) inside: &'static str,
    /// Which rules are about it: those of rows, or those of what further calls tell.
    pub(crate) is_row: bool,
    /// Whether it is about the second row.
    pub(crate) is_of_another: bool,
}

impl Answer {
    pub(crate) fn new(path: &'static str, form: Form, rows: impl Into<Vec<Value>>) -> Self {
        Self {
            path,
            form,
            rows: rows.into(),
            at: "",
            told: "",
            inside: "",
            is_row: false,
            is_of_another: false,
        }
    }

    fn at(self, at: &'static str) -> Self {
        Self { at, told: at, ..self }
    }

    fn told(self, told: &'static str) -> Self {
        Self { told, ..self }
    }

    fn inside(self, inside: &'static str) -> Self {
        Self { inside, ..self }
    }

    fn row(self) -> Self {
        Self { is_row: true, ..self }
    }

    fn of_another(self) -> Self {
        Self { is_of_another: true, ..self }
    }

    /// The bytes that arrive.
    pub(crate) fn body(&self) -> Vec<u8> {
        self.body_of(&self.rows)
    }

    /// The same with another first row.
    pub(crate) fn body_with(&self, first: Value) -> Vec<u8> {
        let rest = self.rows.iter().skip(1).cloned();
        self.body_of(&[first].into_iter().chain(rest).collect::<Vec<Value>>())
    }

    /// The same with other rows.
    pub(crate) fn body_of(&self, rows: &[Value]) -> Vec<u8> {
        let body = match &self.form {
            Form::List => json!({ "_data": rows, "_meta": { "links": {} } }),
            Form::ListOfV1 => json!({
                "success": true, "data": rows, "offset": 0, "limit": 100,
                "metadata": { "total_elements": rows.len(), "current_page": 0, "total_pages": 1 },
            }),
            Form::One => rows[0].clone(),
            Form::OneOfV1 => json!({ "success": true, "data": rows[0] }),
            Form::Report(columns) => json!({
                "report_config": { "name": "Stunden" }, "_data": rows, "_meta": { "columns": columns, "links": null },
            }),
            Form::Feed => return hiring::feed(rows),
        };
        body.to_string().into_bytes()
    }

    /// Whether it is the answer to a call.
    pub(crate) fn is_of(&self, call: &str) -> bool {
        call == self.path || call.split_once('?').is_some_and(|(path, _)| path == self.path)
    }
}

/// A question, what Personio answers, and what becomes of it.
pub(crate) struct Case {
    pub(crate) operation: &'static str,
    pub(crate) question: Question,
    pub(crate) answers: Vec<Answer>,
    /// The records without what is null in them.
    pub(crate) records: Vec<Value>,
    /// Fields that a place feeds though no rule's path says so, by its path in the rules.
    pub(crate) feeds: &'static [(&'static str, &'static [&'static str])],
}

impl Case {
    fn new(operation: &'static str, answers: impl Into<Vec<Answer>>, records: impl Into<Vec<Value>>) -> Self {
        let mut question = Question::new(resource(registry().get("personio").unwrap(), operation));
        let named = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect();
        let table = nabe_model::unified::operation(operation).unwrap();
        (question.asked.expand, question.asked.include) = (named(table.expand), named(table.include));
        Self { operation, question, answers: answers.into(), records: records.into(), feeds: &[] }
    }

    /// What comes of these bodies in the place of its answers.
    pub(crate) fn read(&self, bodies: &[Vec<u8>]) -> Result<Read, CallError> {
        self.read_with(|answer| bodies[answer].clone())
    }

    /// The same, of the bodies that are asked for.
    pub(crate) fn read_with(&self, body: impl Fn(usize) -> Vec<u8>) -> Result<Read, CallError> {
        let answer = |call: &str| self.answers.iter().position(|it| it.is_of(call)).map(&body);
        self.question.page_of(answer).map(|(read, _)| read)
    }
}

/// Lists and the operations that get one of their records.
struct Family {
    lists: &'static [&'static str],
    ones: &'static [&'static str],
    /// Where the list is.
    path: &'static str,
    /// Where the first record is; nothing if it is looked for in the list.
    one: Option<&'static str>,
    forms: [Form; 2],
    rows: Vec<Value>,
    inside: &'static str,
    /// What further calls answer.
    beside: Vec<Answer>,
    records: Vec<Value>,
    parent: Option<&'static str>,
    feeds: &'static [(&'static str, &'static [&'static str])],
}

impl Family {
    fn of(
        lists: &'static [&'static str],
        ones: &'static [&'static str],
        [path, one]: [&'static str; 2],
        rows: [Value; 2],
        records: [Value; 2],
    ) -> Self {
        Self {
            lists,
            ones,
            path,
            one: Some(one).filter(|it| !it.is_empty()),
            forms: [Form::List, Form::One],
            rows: rows.into(),
            inside: "",
            beside: Vec::new(),
            records: records.into(),
            parent: None,
            feeds: &[],
        }
    }

    fn of_v1(self) -> Self {
        Self { forms: [Form::ListOfV1, Form::OneOfV1], ..self }
    }

    fn cases(self) -> Vec<Case> {
        let [list, one] = &self.forms;
        let list = Answer::new(self.path, list.clone(), self.rows.clone()).inside(self.inside).row();
        let first = match self.one {
            Some(path) => Answer::new(path, one.clone(), [self.rows[0].clone()]).inside(self.inside).row(),
            None => list.clone(),
        };
        let with = |answer: &Answer| [vec![answer.clone()], self.beside.clone()].concat();
        let id = self.records[0]["id"].as_str().unwrap();
        let lists = self.lists.iter().map(|it| Case::new(it, with(&list), self.records.clone()));
        let ones = self.ones.iter().map(|it| {
            let case = Case::new(it, with(&first), [self.records[0].clone()]);
            Case { question: case.question.one(id), ..case }
        });
        let asked = |case: Case| {
            let parent = self.parent.map(str::to_owned);
            Case { question: Question { parent, ..case.question }, feeds: self.feeds, ..case }
        };
        lists.chain(ones).map(asked).collect()
    }
}

/// All cases.
pub(crate) fn cases() -> Vec<Case> {
    [
        people::cases(),
        organisation::cases(),
        documents::cases(),
        time::cases(),
        pay::cases(),
        reports::cases(),
        hiring::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Without what is null, at every depth.
pub(crate) fn known(value: &Value) -> Value {
    match value {
        Value::Object(all) => {
            let known = all.iter().filter(|(_, it)| !it.is_null());
            Value::Object(known.map(|(key, it)| (key.clone(), self::known(it))).collect())
        }
        Value::Array(all) => all.iter().map(known).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

#[test]
fn every_operation_that_is_served_has_a_case() {
    let personio = registry().get("personio").unwrap();
    let served = operations().filter(|it| match personio.serves(it.id) {
        Served::Resource(_) | Served::File(_) => true,
        Served::Absent(_) | Served::NotYet => false,
    });
    let served: BTreeSet<&str> = served.map(|it| it.id).collect();
    let files = documents::FILES.iter().map(|it| it.0);
    let tried: BTreeSet<&str> = cases().iter().map(|it| it.operation).chain(files).collect();
    assert_eq!(served, tried);
}

#[test]
fn every_case_gives_its_records() {
    for case in cases() {
        let asked = RefCell::new(BTreeSet::new());
        let read = case.read_with(|answer| {
            asked.borrow_mut().insert(case.answers[answer].path);
            case.answers[answer].body()
        });
        let Read { records, defects, info } = read.unwrap_or_else(|it| panic!("{}: {it}", case.operation));
        let records: Vec<Value> = records.iter().map(known).collect();
        assert_eq!(records.len(), case.records.len(), "{}", case.operation);
        for (record, expected) in records.iter().zip(&case.records) {
            let fields = |it: &Value| it.as_object().unwrap().clone();
            let (mut left, mut right) = (fields(record), fields(expected));
            left.retain(|field, it| expected.get(field) != Some(it));
            right.retain(|field, it| record.get(field) != Some(it));
            assert_eq!(left, right, "{}", case.operation);
        }
        assert_eq!((defects, info.lost), (vec![], vec![]), "{}", case.operation);
        let answers = case.answers.iter().filter(|it| case.records.len() > 1 || !it.is_of_another);
        let paths: BTreeSet<&str> = answers.map(|it| it.path).collect();
        assert_eq!(asked.into_inner(), paths, "{}", case.operation);
    }
}

#[test]
fn every_field_has_a_rule_and_every_rule_a_value() {
    let mut untold: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for case in cases().iter().filter(|it| !it.records.is_empty()) {
        let rules = case.question.resource.rules();
        let first = case.read_with(|it| case.answers[it].body()).unwrap().records.swap_remove(0);
        let fields: BTreeSet<&str> = rules.iter().map(|it| it.field).collect();
        let written = first.as_object().unwrap().keys().map(String::as_str);
        assert_eq!(written.collect::<BTreeSet<&str>>(), fields, "{}", case.operation);
        let told = rules.iter().filter(|it| it.source != Source::Nowhere).map(|it| it.field);
        let empty = told.filter(|it| first[it].is_null()).collect();
        // Several cases of one operation make up for each other.
        let untold = untold.entry(case.operation).or_insert(fields);
        *untold = untold.intersection(&empty).copied().collect();
    }
    untold.retain(|_, it| !it.is_empty());
    assert_eq!(untold, BTreeMap::new());
}

#[test]
fn every_file_has_its_call() {
    for (operation, parent, id, path) in documents::FILES {
        let ask = FileAsk { parent: Some(parent), id: *id, parameters: &Filters::default() };
        let call = file(registry().get("personio").unwrap(), operation).call(&ask).unwrap();
        assert_eq!(call.path_and_query(), *path, "{operation}");
    }
}
