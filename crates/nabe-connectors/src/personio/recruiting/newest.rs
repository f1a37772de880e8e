//! Lists with the newest update first: whatever is changed while they are read jumps to the front and is never met.
//!
//! The position carries when the newest record of the first page was changed. Behind the last page the front is looked
//! at once more, and a list that has something newer there ends with an error, after all that it has. Must not know
//! what a record says.

use jiff::Timestamp;
use nabe_connector::CallError;
use nabe_model::value::DateTime;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::wire::Moment;
use crate::personio::listed::page;
use crate::personio::reading::from_json;
use crate::personio::values::Values;

/// The key of the call that looks at the front once more.
pub(super) const FRONT: &str = "front";
/// The position behind the last page of a list that changed.
const CHANGED: &str = "changed";

/// Where a page begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place<'p> {
    /// When the newest record was changed as the list began, as far as that is known.
    newest: Option<Timestamp>,
    /// Where Personio goes on; nothing for the first page.
    pub(super) position: Option<&'p str>,
}

impl<'p> Place<'p> {
    /// Reads a position that an earlier page gave.
    pub(super) fn read(position: Option<&'p str>) -> Result<Self, CallError> {
        let Some(text) = position else { return Ok(Self::default()) };
        if text == CHANGED {
            return Err(CallError::ListChanged);
        }
        let (newest, position) = text.split_once('\n').unwrap_or(("", text));
        Ok(Self { newest: newest.parse().ok(), position: Some(position) })
    }

    /// Whether the front must be looked at again when the list ends here: one of a single page has no time to change.
    pub(super) fn looks_again(&self) -> bool {
        self.position.is_some() && self.newest.is_some()
    }

    /// Where to go on behind a page with these rows, and whatever was found at the front then.
    pub(super) fn next(
        &self,
        rows: &[&RawValue],
        next: Option<String>,
        front: Option<&[u8]>,
    ) -> Result<Option<String>, CallError> {
        let began = if self.position.is_some() { self.newest } else { newest(rows) };
        if let Some(next) = next {
            let began = began.map(|it| it.to_string()).unwrap_or_default();
            return Ok(Some(format!("{began}\n{next}")));
        }
        let Some(front) = front else { return Ok(None) };
        let is_changed = newest(&page(front)?.rows) > began;
        Ok(is_changed.then(|| CHANGED.to_owned()))
    }
}

/// When the newest of these was changed.
fn newest(rows: &[&RawValue]) -> Option<Timestamp> {
    #[derive(Default, Deserialize)]
    #[serde(default, bound(deserialize = "'de: 'b"))]
    struct Wire<'b> {
        updated_at: Moment<'b>,
    }
    let changed = |row: &&RawValue| {
        let wire: Wire<'_> = from_json(row.get()).ok()?;
        match wire.updated_at.read("updated_at", &mut Values { defects: &mut Vec::new() })? {
            DateTime::Instant(at) => Some(at),
            DateTime::Date(_) => None,
        }
    };
    rows.iter().filter_map(changed).max()
}
