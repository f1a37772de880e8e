//! The answer while it is written: records one behind the other, then where to go on.
//!
//! Must not know what a record is.

use nabe_engine::{Redactor, Reply};
use nabe_model::json;
use serde::Serialize;
use serde_json::value::RawValue;

/// One answer of the provider: its body stands as it came, so that no number of it changes.
#[derive(Serialize)]
struct Raw {
    method: String,
    url: String,
    body: (),
    response: Option<Box<RawValue>>,
}

/// The answer while it is written.
pub(super) struct Page {
    json: Vec<u8>,
    rows: usize,
    /// The provider's answers, when they are wanted.
    raw: Option<Vec<Raw>>,
}

impl Page {
    const HEAD: &'static [u8] = br#"{"data":["#;

    pub(super) fn new(wants_raw: bool) -> Self {
        let mut json = Vec::with_capacity(4096);
        json.extend_from_slice(Self::HEAD);
        Self { json, rows: 0, raw: wants_raw.then(Vec::new) }
    }

    /// Records that were written.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Writes a record.
    pub(super) fn add(&mut self, record: &impl Serialize) {
        if self.rows > 0 {
            self.json.push(b',');
        }
        let before = self.json.len();
        match json::write(&mut self.json, record) {
            Ok(()) => self.rows += 1,
            Err(error) => {
                tracing::error!(%error, "a record can't be written");
                self.json.truncate(before);
            }
        }
    }

    /// Keeps an answer of the provider, without secrets.
    pub(super) fn note_raw(&mut self, redactor: &Redactor, reply: &Reply) {
        let Some(raw) = &mut self.raw else { return };
        let response = String::from_utf8_lossy(&redactor.bytes(&reply.body)).into_owned();
        // What is no JSON, such as a feed, comes as a text.
        let as_text = || serde_json::value::to_raw_value(&response).ok();
        let response = RawValue::from_string(response.clone()).ok().or_else(as_text);
        let url = redactor.text(&reply.path_and_query);
        raw.push(Raw { method: reply.method.to_string(), url, body: (), response });
    }

    /// The answer for a list.
    pub(super) fn close(mut self, next: Option<&str>) -> Vec<u8> {
        self.json.extend_from_slice(br#"],"next":"#);
        match next {
            // A cursor is made of letters, digits, - and _.
            Some(next) => {
                self.json.push(b'"');
                self.json.extend_from_slice(next.as_bytes());
                self.json.push(b'"');
            }
            None => self.json.extend_from_slice(b"null"),
        }
        self.end()
    }

    /// The answer for one record: the same without the list around it.
    pub(super) fn close_one(mut self) -> Vec<u8> {
        self.json.remove(Self::HEAD.len() - 1);
        self.end()
    }

    fn end(mut self) -> Vec<u8> {
        if let Some(raw) = &self.raw {
            self.json.extend_from_slice(br#","raw":"#);
            if serde_json::to_writer(&mut self.json, raw).is_err() {
                self.json.extend_from_slice(b"[]");
            }
        }
        self.json.push(b'}');
        self.json
    }
}
