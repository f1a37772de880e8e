//! The employments of one person as v2 tells them: fifty a page (official), pages one behind the other.
//!
//! There is no list of everybody's (official): one call a person at least. Must not know what an employment is.

use std::collections::HashSet;

use nabe_connector::{Answers, Call, CallError};
use serde_json::value::RawValue;

use super::employees::number;
use super::{listed, operation};

/// The most employments that v2 gives in one call (official).
pub(super) const LIMIT: u32 = 50;

/// What is known of a person's employments so far.
pub(super) enum History<'b> {
    /// All of them, newest first (official).
    Known(Vec<&'b RawValue>),
    /// A page is missing: the key of the call, and the call.
    Wanted(String, Call),
    /// Personio doesn't find the person.
    Gone,
}

/// The call for the first employments of a person, whose id is the number of v1 as text (official).
pub(super) fn first_page(person: &str) -> Result<Call, CallError> {
    call(person, None)
}

fn call(person: &str, position: Option<&str>) -> Result<Call, CallError> {
    let call = Call::with_path(operation("v2_list_employments"), &[number(person)?]);
    Ok(listed::on(call, position, |call| call.query("limit", LIMIT.to_string())))
}

/// The employments of a person, or the call that is still missing.
pub(super) fn of_person<'b>(person: &str, answers: &Answers<'b>) -> Result<History<'b>, CallError> {
    let (mut rows, mut seen) = (Vec::new(), HashSet::new());
    let mut cursor = None::<String>;
    loop {
        let key = key(person, cursor.as_deref());
        let Some(body) = answers.further.get(&key) else {
            if answers.gone.contains(&key) {
                return Ok(if cursor.is_none() { History::Gone } else { History::Known(rows) });
            }
            return Ok(History::Wanted(key, call(person, cursor.as_deref())?));
        };
        let page = listed::page_at(body, cursor.as_deref())?;
        rows.extend(page.rows);
        let Some(next) = page.next else { return Ok(History::Known(rows)) };
        // A link once led back to its own page (reported).
        if !seen.insert(next.clone()) {
            return Err(CallError::Malformed { at: "the link to the next page".to_owned() });
        }
        cursor = Some(next);
    }
}

/// The key of a page; that of the first is the person's id.
fn key(person: &str, cursor: Option<&str>) -> String {
    match cursor {
        None => person.to_owned(),
        Some(cursor) => format!("{person} {cursor}"),
    }
}

/// A person's first employments.
pub(super) fn first_rows<'b>(person: &str, answers: &Answers<'b>) -> Result<Vec<&'b RawValue>, CallError> {
    let body = answers.further.get(person).map(Vec::as_slice).unwrap_or_default();
    Ok(listed::page(body)?.rows)
}
