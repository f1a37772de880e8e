//! Steps of the walk: calls as rows of a table, with values from earlier answers in `{braces}`.
//!
//! It knows no route.

use std::collections::BTreeMap;

use personio_sandbox::{Clock, Options};
use serde_json::Value;

use crate::conform::Met;
use crate::kit::{Answer, FORM, File, HOST, JSON, Local, Tokens, form as encoded, multipart as parts};

/// Values kept from earlier answers. A list stands for a call with each of its values.
type Kept = BTreeMap<String, Value>;

/// One call and what is expected of it.
pub(super) struct Step {
    /// What it does, told when it fails.
    name: &'static str,
    method: &'static str,
    path: &'static str,
    token: Token,
    beta: bool,
    headers: Vec<(&'static str, &'static str)>,
    body: Body,
    status: u16,
    keep: Vec<(&'static str, &'static str)>,
}

enum Token {
    /// One of the path's generation that may do everything.
    Full,
    Nobodys,
    Kept(&'static str),
}

enum Body {
    Nothing,
    Json(Value),
    Form(&'static [(&'static str, &'static str)]),
    Multipart(&'static [(&'static str, &'static str)], &'static [File<'static>]),
}

fn step(name: &'static str, method: &'static str, path: &'static str, body: Body) -> Step {
    let (token, beta, status, headers, keep) = (Token::Full, true, 200, Vec::new(), Vec::new());
    Step { name, method, path, token, beta, headers, body, status, keep }
}

/// A read.
pub(super) fn get(name: &'static str, path: &'static str) -> Step {
    step(name, "GET", path, Body::Nothing)
}

/// A call with a body of JSON. A text that is one `{placeholder}` becomes the kept value with its type.
pub(super) fn send(name: &'static str, method: &'static str, path: &'static str, body: Value) -> Step {
    step(name, method, path, Body::Json(body))
}

/// A call with another method and no body.
pub(super) fn bare(name: &'static str, method: &'static str, path: &'static str) -> Step {
    step(name, method, path, Body::Nothing)
}

/// A `POST` of a form.
pub(super) fn form(
    name: &'static str,
    path: &'static str,
    fields: &'static [(&'static str, &'static str)],
) -> Step {
    step(name, "POST", path, Body::Form(fields))
}

/// A `POST` of fields and files.
pub(super) fn multipart(
    name: &'static str,
    path: &'static str,
    fields: &'static [(&'static str, &'static str)],
    files: &'static [File<'static>],
) -> Step {
    step(name, "POST", path, Body::Multipart(fields, files))
}

impl Step {
    /// Another status than 200.
    pub(super) fn expect(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Keeps a value of the answer for later steps; with `*` in the pointer the list of all values there.
    pub(super) fn keep(mut self, name: &'static str, pointer: &'static str) -> Self {
        self.keep.push((name, pointer));
        self
    }

    /// One more header.
    pub(super) fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Another token than one that may do everything.
    pub(super) fn token(mut self, token: &'static str) -> Self {
        self.token = Token::Kept(token);
        self
    }

    /// No token.
    pub(super) fn without_token(mut self) -> Self {
        self.token = Token::Nobodys;
        self
    }

    /// No opt-in to beta routes.
    pub(super) fn without_beta(mut self) -> Self {
        self.beta = false;
        self
    }

    async fn run(&self, local: &Local, tokens: &Tokens, kept: &mut Kept) {
        for values in self.each(kept) {
            let answer = self.call(local, tokens, &values).await;
            assert_eq!(
                answer.status, self.status,
                "{}: {} {}: {answer:?}",
                self.name, self.method, self.path
            );
            for (name, pointer) in &self.keep {
                let found = found(&answer.json(), pointer);
                let found = found.unwrap_or_else(|| panic!("{}: no {pointer} in {answer:?}", self.name));
                kept.insert((*name).to_owned(), found);
            }
        }
    }

    /// The kept values, once for each value of a list that the path names.
    fn each(&self, kept: &Kept) -> Vec<Kept> {
        let named = |(name, value): &(&String, &Value)| {
            value.is_array() && self.path.contains(&format!("{{{name}}}"))
        };
        let Some((name, Value::Array(values))) = kept.iter().find(named) else { return vec![kept.clone()] };
        let one = |value: &Value| {
            let mut one = kept.clone();
            one.insert(name.clone(), value.clone());
            one
        };
        values.iter().map(one).collect()
    }

    async fn call(&self, local: &Local, tokens: &Tokens, kept: &Kept) -> Answer {
        let (kind, body) = self.body(kept);
        let path = filled(self.path, kept);
        // A link of an earlier answer names the host.
        let path = path.strip_prefix(&format!("http://{HOST}")).unwrap_or(&path);
        let full = if path.starts_with("/v2/") { &tokens.v2 } else { &tokens.v1 };
        let token = match self.token {
            Token::Full => Some(full.clone()),
            Token::Nobodys => None,
            Token::Kept(token) => Some(filled(token, kept)),
        };
        let mut headers: Vec<(&str, String)> = Vec::new();
        headers.extend(self.beta.then(|| ("beta", "true".to_owned())));
        headers.extend(kind.map(|it| ("content-type", it)));
        headers.extend(token.map(|it| ("authorization", format!("Bearer {it}"))));
        headers.extend(self.headers.iter().map(|(name, value)| (*name, filled(value, kept))));
        let headers: Vec<(&str, &str)> =
            headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        local.send(self.method, path, &headers, body).await
    }

    fn body(&self, kept: &Kept) -> (Option<String>, Vec<u8>) {
        let filled_in = |fields: &[(&'static str, &str)]| -> Vec<(&str, String)> {
            fields.iter().map(|(name, value)| (*name, filled(value, kept))).collect()
        };
        match &self.body {
            Body::Nothing => (None, Vec::new()),
            Body::Json(json) => (Some(JSON.1.to_owned()), filled_json(json, kept).to_string().into_bytes()),
            Body::Form(fields) => {
                (Some(FORM.1.to_owned()), encoded(&borrowed(&filled_in(fields))).into_bytes())
            }
            Body::Multipart(fields, files) => {
                let (kind, body) = parts(&borrowed(&filled_in(fields)), files);
                (Some(kind), body)
            }
        }
    }
}

fn borrowed<'a>(fields: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// Runs steps in their order in a company of their own, large enough to have everything that seeds make.
pub(super) async fn walk(steps: Vec<Step>) -> Met {
    let clock = Clock::settable("2026-10-14T09:30:00Z".parse().unwrap());
    let local = Local::of(Options { people: 130, rate_limits: false, clock, ..Options::default() });
    let tokens = local.all().await;
    let mut kept = Kept::new();
    for step in &steps {
        step.run(&local, &tokens, &mut kept).await;
    }
    local.met()
}

fn filled(text: &str, kept: &Kept) -> String {
    let mut out = text.to_owned();
    for (name, value) in kept {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        out = out.replace(&format!("{{{name}}}"), &value);
    }
    assert!(!out.contains('{'), "nothing is kept for a placeholder of {out}");
    out
}

fn filled_json(json: &Value, kept: &Kept) -> Value {
    match json {
        Value::String(text) => {
            let whole = text.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
            let value = whole.and_then(|it| kept.get(it)).cloned();
            value.unwrap_or_else(|| Value::String(filled(text, kept)))
        }
        Value::Array(items) => items.iter().map(|it| filled_json(it, kept)).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (name.clone(), filled_json(value, kept))).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => json.clone(),
    }
}

/// The value at a pointer, or the list of values where the pointer has a `*`.
fn found(json: &Value, pointer: &str) -> Option<Value> {
    if pointer.contains("/*") {
        Some(Value::Array(all(json, pointer)))
    } else {
        json.pointer(pointer).cloned()
    }
}

fn all(json: &Value, pointer: &str) -> Vec<Value> {
    let Some((list, rest)) = pointer.split_once("/*") else {
        return json.pointer(pointer).cloned().into_iter().collect();
    };
    let items = json.pointer(list).and_then(Value::as_array).into_iter().flatten();
    items.flat_map(|it| all(it, rest)).collect()
}
