//! What was entered in a form, and what is wrong with it.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;

use crate::wire::input::{File, form_with_files};

/// What was entered.
#[derive(Debug, Default)]
pub(in crate::pages) struct Sent {
    fields: Vec<(String, String)>,
    errors: BTreeMap<String, String>,
}

impl Sent {
    /// Reads a form.
    pub(in crate::pages) fn parse(body: &[u8]) -> Self {
        Self { fields: form_urlencoded::parse(body).into_owned().collect(), errors: BTreeMap::new() }
    }

    /// Reads a form with files; one that can't be read has nothing in it.
    pub(in crate::pages) fn with_files(headers: &HeaderMap, body: Bytes) -> (Self, Vec<File>) {
        let media_type = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or("");
        let (fields, files) = form_with_files(media_type, body).unwrap_or_default();
        (Self { fields, errors: BTreeMap::new() }, files)
    }

    /// What was entered in a field, without spaces around it; empty if nothing was.
    pub(in crate::pages) fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// What was entered in a field, if anything was.
    pub(in crate::pages) fn filled(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|it| !it.is_empty())
    }

    /// Whether a field was sent, empty or not.
    pub(in crate::pages) fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(key, _)| key == name)
    }

    /// Every field with its value, in their order.
    pub(in crate::pages) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.trim()))
    }

    /// Says that something is wrong with a field; with an empty name, with all of it.
    pub(in crate::pages) fn wrong(&mut self, name: &str, error: impl Into<String>) {
        self.errors.entry(name.to_owned()).or_insert_with(|| error.into());
    }

    /// Reads a field that may be empty; what can't be read is told at the field.
    pub(in crate::pages) fn read<T: std::str::FromStr>(&mut self, name: &str, error: &str) -> Option<T> {
        let read = self.filled(name)?.parse().ok();
        if read.is_none() {
            self.wrong(name, error);
        }
        read
    }

    /// Reads a field that must not be empty.
    pub(in crate::pages) fn need<T: std::str::FromStr>(&mut self, name: &str, error: &str) -> Option<T> {
        let read = self.read(name, error);
        if read.is_none() {
            self.wrong(name, error);
        }
        read
    }

    /// Reads a field that may be empty with `read`; what it doesn't take is told at the field.
    pub(in crate::pages) fn read_as<T>(
        &mut self,
        name: &str,
        error: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let value = read(self.filled(name)?);
        if value.is_none() {
            self.wrong(name, error);
        }
        value
    }

    /// Whether nothing is wrong so far.
    pub(in crate::pages) fn is_good(&self) -> bool {
        self.errors.is_empty()
    }

    /// What is wrong with a field.
    pub(super) fn error(&self, name: &str) -> Option<&str> {
        self.errors.get(name).map(String::as_str)
    }

    /// Everything that is wrong, by its field.
    pub(super) fn errors(&self) -> impl Iterator<Item = (&str, &str)> {
        self.errors.iter().map(|(name, error)| (name.as_str(), error.as_str()))
    }
}
