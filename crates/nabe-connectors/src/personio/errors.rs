//! One reader for every error shape that Personio has.
//!
//! Two families and several oddities: v1 bodies, problem+json, JSON:API, OAuth, bare messages, and HTTP 200
//! with `success:false` (third party). A missing right is 401 on persons, 400 on reports and 403 elsewhere
//! (checked live by a client's author); a bad token is 401 or 403. Must not know what is done about an error.

use http::header::RETRY_AFTER;
use nabe_connector::{Answer, CallError, Operation};
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess};

use super::reading::{Any, Key, Reading};
use super::scalar::Scalar;

/// The longest text of Personio's that is kept. What is passed on is cut shorter, after secrets were taken out.
const MESSAGE_LIMIT: usize = 2_000;

/// Texts that mean a missing right or a bad token whatever the status (checked live by a client's author).
const DENIALS: [&str; 2] = ["Unauthorized token", "Unauthorized Request"];

/// What is wrong with an answer, if anything is.
pub(super) fn classify(answer: &Answer<'_>) -> Result<(), CallError> {
    let status = answer.status.as_u16();
    if answer.status.is_success() {
        return if says_failure(answer.body) { Err(rejection(status, answer.body)) } else { Ok(()) };
    }
    Err(match status {
        401 | 403 => CallError::Denied { status },
        404 => CallError::NotFound,
        429 => CallError::RateLimited { retry_after_s: retry_after(answer) },
        // What is not implemented, or not in this version of HTTP, is no illness. Others are, from the network in
        // front of Personio too (520 and up).
        408 | 500 | 502..=504 | 506..=599 => CallError::Unavailable { status },
        _ => rejection(status, answer.body),
    })
}

/// Whether a body of a successful status says that it failed. Only its beginning is looked at.
fn says_failure(body: &[u8]) -> bool {
    const FAILURE: &[u8] = br#"{"success":false"#;
    let mut head = body.iter().filter(|it| !it.is_ascii_whitespace()).take(FAILURE.len());
    FAILURE.iter().all(|it| head.next() == Some(it))
}

fn rejection(status: u16, body: &[u8]) -> CallError {
    let message = message(body);
    if DENIALS.contains(&message.as_str()) {
        return CallError::Denied { status };
    }
    CallError::Rejected { status, message, hint: None }
}

/// The path of one report, whose errors are a 400 whatever is wrong (checked live by a client's author).
const REPORT: &str = "/v2/reports/{id}";
const GROUPED: &str = "The report groups its rows; Personio's API gives flat tables only. Ask its owner for a copy \
                       without grouping.";
const UNREADABLE: &str = "The report is shared with the integration, and yet Personio can't put it out as a table: it \
                          may be grouped, or have a filter that the API doesn't know. Ask its owner for a flat copy.";

/// What is wrong with the answer to a call, if anything is.
pub(super) fn classify_call(operation: &Operation, answer: &Answer<'_>) -> Result<(), CallError> {
    let result = classify(answer);
    if let Err(CallError::Rejected { status: 400, message, .. }) = &result
        && operation.path == REPORT
    {
        return Err(report(message));
    }
    result
}

/// What a refused report means.
fn report(message: &str) -> CallError {
    if message.starts_with("Report with ") && message.trim_end_matches('.').ends_with(" not found") {
        return CallError::NotFound;
    }
    let hint = if message.contains("Unsupported nested type") {
        Some(GROUPED)
    } else if message.contains("no element matching the predicate") {
        Some(UNREADABLE)
    } else {
        None
    };
    CallError::Rejected { status: 400, message: message.to_owned(), hint }
}

fn retry_after(answer: &Answer<'_>) -> Option<u64> {
    answer.headers.get(RETRY_AFTER)?.to_str().ok()?.parse().ok()
}

/// The sentence that says most; empty when none is found.
fn message(body: &[u8]) -> String {
    let mut best = Best::default();
    // A body that breaks off or isn't JSON still has what was found before.
    let _ = Any(Sentences { best: &mut best, worth: Worth::None })
        .deserialize(&mut serde_json::Deserializer::from_slice(body));
    best.text.chars().take(MESSAGE_LIMIT).collect()
}

/// How much the text under a key says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Worth {
    /// Nothing, or nothing that may be shown.
    #[default]
    None,
    /// Somewhere in an error.
    Error,
    /// A heading.
    Title,
    /// A sentence.
    Message,
    /// A sentence on one of several things.
    Detail,
}

/// The best text so far.
#[derive(Default)]
struct Best {
    text: String,
    worth: Worth,
}

/// Looks for sentences, whatever the shape: shapes differ from route to route, their keys hardly do.
struct Sentences<'s> {
    best: &'s mut Best,
    /// What a text is worth here.
    worth: Worth,
}

impl<'b> Reading<'b> for Sentences<'_> {
    type Read = ();

    fn scalar(self, value: Scalar<'b>) {
        let Some(text) = value.text() else { return };
        if self.worth > self.best.worth && !text.trim().is_empty() {
            *self.best = Best { text: text.into_owned(), worth: self.worth };
        }
    }

    fn object<A: MapAccess<'b>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Key(key)) = map.next_key()? {
            let worth = match key.as_ref() {
                "detail" | "details" | "error_msg" => Worth::Detail,
                "message" | "error_description" => Worth::Message,
                "title" => Worth::Title,
                "error" => Worth::Error,
                // What was sent is repeated in there: it may be anybody's.
                "detailed_message" | "errors" => Worth::None,
                // Validation puts its sentences under the names of the fields.
                _ if self.worth == Worth::Error => Worth::Error,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            map.next_value_seed(Any(Sentences { best: &mut *self.best, worth }))?;
        }
        Ok(())
    }

    fn list<A: SeqAccess<'b>>(self, mut seq: A) -> Result<(), A::Error> {
        let worth = self.worth;
        while seq.next_element_seed(Any(Sentences { best: &mut *self.best, worth }))?.is_some() {}
        Ok(())
    }
}
