//! A logged call as a line for `curl`, without anything that is secret or somebody's data.

use std::fmt::Write as _;

use http::request::Parts;
use serde_json::{Map, Value, json};

use crate::wire::call::{base, header};

/// The headers that are told as they were sent; none of them is secret.
const HEADERS: &[&str] = &[
    "accept",
    "content-type",
    "beta",
    "x-company-id",
    "x-personio-partner-id",
    "x-personio-app-id",
    "personio-partner-id",
    "personio-app-id",
];
/// The longest hint at a body.
const LONGEST: usize = 1_000;
/// Larger bodies are not looked into.
const LARGEST: usize = 1 << 20;

/// What is kept of a call for its line.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    base: String,
    has_token: bool,
    headers: Vec<(&'static str, String)>,
    /// The options that stand for the body.
    body: String,
}

impl Sent {
    /// What was sent.
    pub(crate) fn of(parts: &Parts, body: &[u8]) -> Self {
        let told =
            |name: &&'static str| Some((*name, header(parts, name).filter(|it| *it != "*/*")?.to_owned()));
        let mut headers: Vec<(&'static str, String)> = HEADERS.iter().filter_map(told).collect();
        let content_type = header(parts, "content-type").unwrap_or("");
        if content_type.starts_with("multipart/") {
            // The boundary is made anew for each call.
            headers.retain(|it| it.0 != "content-type");
        }
        let has_token = parts.headers.contains_key("authorization");
        Self { base: base(parts), has_token, headers, body: hint(content_type, body) }
    }

    /// The line for a call of this method to a path that is redacted already.
    pub(crate) fn line(&self, method: &str, path: &str) -> String {
        let mut line = String::from("curl");
        if method != "GET" {
            _ = write!(line, " -X {method}");
        }
        _ = write!(line, " {}", quoted(&format!("{}{path}", self.base)));
        if self.has_token {
            line.push_str(" -H \"authorization: Bearer $TOKEN\"");
        }
        for (name, value) in &self.headers {
            _ = write!(line, " -H {}", quoted(&format!("{name}: {value}")));
        }
        line.push_str(&self.body);
        line
    }
}

/// The options that send a body of the same fields.
fn hint(content_type: &str, body: &[u8]) -> String {
    if body.is_empty() {
        return String::new();
    }
    let text = std::str::from_utf8(body).ok().filter(|_| body.len() <= LARGEST);
    let hint = if content_type.starts_with("multipart/") {
        Some(parts(&String::from_utf8_lossy(&body[..body.len().min(LARGEST)])))
    } else if content_type.starts_with("application/x-www-form-urlencoded") {
        text.map(|it| format!(" --data {}", quoted(&form(it))))
    } else {
        let json = text.and_then(|it| serde_json::from_str::<Value>(it).ok());
        json.map(|it| format!(" --data {}", quoted(&blank(&it).to_string())))
    };
    hint.filter(|it| it.len() <= LONGEST).unwrap_or_else(|| format!(" --data '({} bytes)'", body.len()))
}

/// The same JSON without what it says; of a list, the first item.
fn blank(json: &Value) -> Value {
    match json {
        Value::String(_) => json!("…"),
        Value::Number(_) => json!(0),
        Value::Bool(_) => json!(false),
        Value::Null => Value::Null,
        Value::Array(items) => items.iter().take(1).map(blank).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, it)| (name.clone(), blank(it))).collect::<Map<_, _>>().into()
        }
    }
}

fn form(text: &str) -> String {
    let names = text.split('&').map(|it| it.split('=').next().unwrap_or(""));
    names.map(|it| format!("{it}=…")).collect::<Vec<_>>().join("&")
}

/// The parts of a form with files, by the line that begins each.
fn parts(text: &str) -> String {
    let begins = |it: &&str| it.to_ascii_lowercase().starts_with("content-disposition:");
    let name = |line: &str| Some(line.split_once(" name=\"")?.1.split('"').next()?.to_owned());
    text.lines().filter(begins).fold(String::new(), |mut all, line| {
        let value = if line.contains("filename") { "@file" } else { "…" };
        if let Some(name) = name(line) {
            _ = write!(all, " --form {}", quoted(&format!("{name}={value}")));
        }
        all
    })
}

/// A text as one word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::hint;

    #[test]
    fn bodies_are_told_by_their_fields_only() {
        let json = br#"{"employee":{"email":"a@example.com","it's":[1,2]},"on":true,"no":null}"#;
        assert_eq!(
            hint("application/json", json),
            r#" --data '{"employee":{"email":"…","it'\''s":[0]},"no":null,"on":false}'"#
        );
        let form = b"client_id=papi-1&client_secret=papi-2&flag";
        assert_eq!(
            hint("application/x-www-form-urlencoded; charset=utf-8", form),
            " --data 'client_id=…&client_secret=…&flag=…'"
        );
        let parts = b"--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nPay\r\n--x\r\n\
            content-disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF\r\n--x--";
        assert_eq!(hint("multipart/form-data; boundary=x", parts), " --form 'title=…' --form 'file=@file'");
        assert_eq!(hint("application/json", b"{\"cut"), " --data '(5 bytes)'");
        assert_eq!(hint("", b""), "");
    }
}
