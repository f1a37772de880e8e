//! One call to a provider, described and not yet made, and its answer.
//!
//! Must not know who makes it, or when.

use std::borrow::Cow;
use std::fmt;

use http::{HeaderMap, StatusCode};

use crate::operations::Operation;

/// A call as a provider describes it; the engine adds the token, the gate and the wire.
///
/// Prints what is called and never what with: parameters and bodies hold secrets and people.
#[derive(Clone)]
pub struct Call {
    /// What is called.
    pub operation: &'static Operation,
    /// The path with its parameters filled in and encoded.
    pub path: String,
    /// Query parameters, not yet encoded.
    pub query: Vec<(Cow<'static, str>, String)>,
    /// The body.
    pub body: Body,
    /// Whether its refusal, for want of a right or as wrong, costs only what it would have told.
    pub is_optional: bool,
    /// Whether it goes on where an earlier answer said: its refusal may mean that the place isn't good any more.
    pub goes_on: bool,
}

/// The body of a call. Doesn't print, since it may hold secrets.
#[derive(Clone, Default)]
pub enum Body {
    /// None.
    #[default]
    Empty,
    /// `application/json`, already written.
    Json(Vec<u8>),
    /// `application/x-www-form-urlencoded`.
    Form(Vec<(&'static str, String)>),
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.operation.id).finish()
    }
}

impl Call {
    /// A call of `operation`, whose path has no parameters.
    pub fn to(operation: &'static Operation) -> Self {
        Self {
            operation,
            path: operation.path.clone(),
            query: Vec::new(),
            body: Body::Empty,
            is_optional: false,
            goes_on: false,
        }
    }

    /// A call of `operation` with its path parameters filled in, in order.
    pub fn with_path(operation: &'static Operation, parameters: &[&str]) -> Self {
        Self { path: operation.path_with(parameters), ..Self::to(operation) }
    }

    /// Lets its refusal cost only what it would have told.
    #[must_use]
    pub fn optional(self) -> Self {
        Self { is_optional: true, ..self }
    }

    /// Adds a query parameter.
    #[must_use]
    pub fn query(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Adds a query parameter when there is a value.
    #[must_use]
    pub fn query_if(self, name: &'static str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    /// The path and the encoded query.
    pub fn path_and_query(&self) -> String {
        match self.encoded_query() {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path.clone(),
        }
    }

    /// The query, encoded; `None` without parameters.
    pub fn encoded_query(&self) -> Option<String> {
        if self.query.is_empty() {
            return None;
        }
        let mut encoded = form_urlencoded::Serializer::new(String::with_capacity(64));
        for (name, value) in &self.query {
            encoded.append_pair(name, value);
        }
        Some(encoded.finish())
    }
}

/// What came back.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The whole body.
    pub body: &'a [u8],
}
