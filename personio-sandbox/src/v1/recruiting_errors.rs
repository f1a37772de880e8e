//! What is wrong with an application, field by field, as recruiting of v1 tells it (facts §10 [O]).

use http::StatusCode;
use serde_json::{Value, json};

use crate::wire::answer::Answer;

/// The codes of the published list that the sandbox has a reason for.
pub(super) mod reason {
    pub(in super::super) const UNKNOWN: &str = "errors.attribute-validation.unknown";
    pub(in super::super) const REQUIRED: &str = "errors.attribute-validation.required-attribute";
    pub(in super::super) const DATE: &str = "errors.attribute-validation.invalid-date-format";
    pub(in super::super) const EMAIL: &str = "errors.attribute-validation.invalid-email-format";
    pub(in super::super) const TYPE: &str = "errors.attribute-validation.invalid-type";
    pub(in super::super) const OPTION: &str = "errors.attribute-validation.unknown-attribute-option";
    pub(in super::super) const FUTURE: &str = "errors.date-validation.date-in-the-future";
    pub(in super::super) const PHASE: &str = "errors.phase-validation.invalid-system-phase";
    pub(in super::super) const NO_FILE: &str = "errors.file-validation.file-not-exists";
    pub(in super::super) const FILE_CATEGORY: &str = "errors.file-validation.unknown-file-category";
    pub(in super::super) const FILE_TYPE: &str = "errors.invalid-file-type";
    pub(in super::super) const FILE_SIZE: &str = "errors.file-too-big";
    pub(in super::super) const APPLIED: &str = "errors.applicant-already-exists";
    pub(in super::super) const NO_POSTING: &str = "errors.posting-validation.posting-not-found";
    pub(in super::super) const NO_CHANNEL: &str = "errors.posting-validation.channel-not-found";
    pub(in super::super) const NOT_PUBLISHED: &str = "errors.job-position.not-published";
    pub(in super::super) const NO_RECRUITING: &str = "feature.recruiting.disabled";
    pub(in super::super) const NO_API: &str = "feature.public-api.disabled";
}

/// A refusal for one field, with what it should have been.
pub(super) fn refusal(status: StatusCode, field: &str, reason: &str, context: &Value) -> Answer {
    let mut errors = Errors::default();
    errors.explain(field, reason, context);
    errors.refusal(status)
}

/// Errors by field; how the real API names nested fields is not known [?].
#[derive(Debug, Default)]
pub(super) struct Errors {
    fields: Vec<(String, Vec<Value>)>,
}

impl Errors {
    /// Adds what is wrong with a field.
    pub(super) fn add(&mut self, field: impl Into<String>, reason: &str) {
        self.insert(field.into(), json!({"reason": reason}));
    }

    /// Adds what is wrong with a field, and what it should have been.
    pub(super) fn explain(&mut self, field: impl Into<String>, reason: &str, context: &Value) {
        self.insert(field.into(), json!({"reason": reason, "context": context}));
    }

    fn insert(&mut self, field: String, error: Value) {
        match self.fields.iter_mut().find(|it| it.0 == field) {
            Some((_, errors)) => errors.push(error),
            None => self.fields.push((field, vec![error])),
        }
    }

    /// Whether something is wrong with a field.
    pub(super) fn has(&self, field: &str) -> bool {
        self.fields.iter().any(|it| it.0 == field)
    }

    /// A refusal that tells everything, if there is something to tell.
    pub(super) fn refuse(self, status: StatusCode) -> Result<(), Answer> {
        if self.fields.is_empty() { Ok(()) } else { Err(self.refusal(status)) }
    }

    fn refusal(self, status: StatusCode) -> Answer {
        let field = |(field, errors): (String, Vec<Value>)| json!({"field": field, "errors": errors});
        let errors: Vec<Value> = self.fields.into_iter().map(field).collect();
        Answer::json(status, json!({"errors": errors}).to_string().into_bytes())
    }
}
