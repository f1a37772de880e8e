//! The last calls that the sandbox answered, for whoever wants to see what a client did.
//!
//! It keeps no bodies and no secrets.

pub(crate) mod curl;

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use self::curl::Sent;

/// How many calls are kept.
const CAPACITY: usize = 10_000;
/// A path with its query is cut at this length.
const LONGEST: usize = 2_000;
/// Query parameters whose values are not kept.
const SECRETS: &[&str] = &["client_secret", "token", "access_token", "refresh_token", "secret", "password"];

/// One answered call.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) time: Timestamp,
    pub(crate) method: String,
    /// The route as the table spells it; none for a path that no route has.
    pub(crate) template: Option<&'static str>,
    /// The path with its query.
    pub(crate) path: String,
    /// 0 if the connection ended before there was one.
    pub(crate) status: u16,
    pub(crate) client_id: Option<String>,
    /// The application that called, as its header says.
    pub(crate) app: Option<String>,
    /// How long the sandbox worked; what a fault adds does not count.
    pub(crate) duration_us: u64,
    /// The faults that had an effect.
    pub(crate) faults: Vec<String>,
    pub(crate) sent: Sent,
}

/// A ring of entries.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    entries: Mutex<VecDeque<Entry>>,
}

impl Journal {
    /// Adds a call and forgets the oldest if there are too many.
    pub(crate) fn add(&self, entry: Entry) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= CAPACITY {
            entries.pop_front();
        }
        entries.push_back(entry);
    }

    /// The newest calls first.
    pub(crate) fn newest(&self, limit: usize) -> Vec<Entry> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.iter().rev().take(limit).cloned().collect()
    }
}

/// Path and query as they are kept: without secrets and not too long.
pub(crate) fn redacted(path: &str, query: Option<&str>) -> String {
    let mut out = path.to_owned();
    for (at, pair) in query.iter().flat_map(|it| it.split('&')).enumerate() {
        out.push(if at == 0 { '?' } else { '&' });
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let plain = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
        if SECRETS.iter().any(|it| plain.eq_ignore_ascii_case(it)) && !value.is_empty() {
            out.push_str(name);
            out.push_str("=REDACTED");
        } else {
            out.push_str(pair);
        }
    }
    if out.len() > LONGEST {
        out.truncate(out.floor_char_boundary(LONGEST));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::redacted;

    #[test]
    fn secrets_in_queries_are_not_kept() {
        let kept = redacted("/v1/auth", Some("client_id=papi-1&client_secret=papi-2&client%5Fsecret=papi-3"));
        assert_eq!(kept, "/v1/auth?client_id=papi-1&client_secret=REDACTED&client%5Fsecret=REDACTED");
        assert_eq!(redacted("/v2/persons", Some("limit=5&&x")), "/v2/persons?limit=5&&x");
        assert_eq!(redacted("/v2/persons", None), "/v2/persons");
    }
}
