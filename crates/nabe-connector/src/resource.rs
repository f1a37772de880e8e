//! A resource of a provider: which calls answer a question, and how their answers become records.
//!
//! One read goes: plan the first calls, look at their answers, plan further calls (one a record, say) as long as the
//! answers need more, map. Records are handed out one by one and borrow from the answers, so that a page is never held
//! twice.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::{Timestamp, civil};
use nabe_model::record::Record;
use nabe_model::select::Asked;
use nabe_model::value::DateTime;
use serde_json::value::RawValue;

use crate::account::AccountSettings;
use crate::call::Call;
use crate::error::{CallError, Defect};
use crate::explain::FieldRule;
use crate::file::FileResource;

/// Conditions on a list, by their names in the contract.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters(pub BTreeMap<String, String>);

impl Filters {
    /// The text of a condition.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The values of a condition that may have several, separated by commas.
    pub fn list(&self, name: &str) -> Vec<&str> {
        let values = self.text(name).unwrap_or_default().split(',');
        values.map(str::trim).filter(|it| !it.is_empty()).collect()
    }

    /// The values of a condition on ids, of which none may be left; `None` where it isn't made.
    pub fn ids(&self, name: &str) -> Option<Vec<&str>> {
        self.text(name).map(|_| self.list(name))
    }

    /// Whether something of this moment meets a condition such as `updated_after`, which means later than its instant.
    /// What doesn't tell its moment may be.
    pub fn passes_after(&self, name: &str, at: Option<DateTime>) -> bool {
        match (self.instant(name), at) {
            (Ok(Some(wanted)), Some(DateTime::Instant(at))) => at > wanted,
            (Ok(_) | Err(_), Some(_) | None) => true,
        }
    }

    /// The instant of a condition: RFC 3339, or a date, which stands for its midnight in UTC.
    ///
    /// # Errors
    /// When it is neither.
    pub fn instant(&self, name: &str) -> Result<Option<Timestamp>, CallError> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let midnight = || {
            let day: civil::Date = text.parse().ok()?;
            Some(day.to_zoned_datetime(jiff::tz::TimeZone::UTC).ok()?.timestamp())
        };
        let instant = text.parse::<Timestamp>().ok().or_else(midnight);
        instant.map(Some).ok_or_else(|| CallError::BadFilter {
            name: name.to_owned(),
            expected: "a date-time with an offset, such as 2026-01-31T08:00:00Z",
        })
    }

    /// The day of a condition: the first ten characters.
    ///
    /// # Errors
    /// When they are no date.
    pub fn day(&self, name: &str) -> Result<Option<civil::Date>, CallError> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let day = text.get(..10).and_then(|it| it.parse().ok());
        day.map(Some).ok_or_else(|| CallError::BadFilter {
            name: name.to_owned(),
            expected: "a date, such as 2026-01-31",
        })
    }
}

/// A question.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// Whose records: the `{id}` of a path that goes on behind it.
    pub parent: Option<&'a str>,
    /// Which record; `None` for a list.
    pub id: Option<&'a str>,
    /// Where to go on, as an earlier page said; `None` for the first.
    pub position: Option<&'a str>,
    /// How many rows at most.
    pub limit: u32,
    /// Which records; what the provider can't filter, the mapping does.
    pub filters: &'a Filters,
    /// What is wanted of each.
    pub asked: &'a Asked,
    /// What was decided for the account.
    pub account: &'a AccountSettings,
    /// Where callers reach this server, without a slash at the end: for addresses of its own.
    pub public_url: &'a str,
    /// The civil date of the call: a termination in the past is one, in the future it isn't yet.
    pub today: civil::Date,
    /// Whether each row must come with its source.
    pub explain: bool,
}

/// How a question is answered.
#[derive(Debug)]
pub enum Plan {
    /// By these calls, which may run at once.
    Calls(Vec<Call>),
    /// The record is looked for in the list.
    Scan,
}

impl Plan {
    /// A single call.
    pub fn call(call: Call) -> Self {
        Self::Calls(vec![call])
    }
}

/// What came back.
#[derive(Clone, Copy, Debug)]
pub struct Answers<'b> {
    /// The bodies of the first calls, in their order.
    pub first: &'b [&'b [u8]],
    /// The bodies of further calls by their keys.
    pub further: &'b HashMap<String, Vec<u8>>,
    /// The keys of further calls for what isn't there any more.
    pub gone: &'b HashSet<String>,
    /// The keys of optional calls that were refused.
    pub refused: &'b HashSet<String>,
}

impl<'b> Answers<'b> {
    /// The body of the first call, where there is but one; empty where nothing was asked.
    pub fn first(&self) -> &'b [u8] {
        self.first.first().copied().unwrap_or_default()
    }

    /// The body of a further call.
    pub fn further(&self, key: &str) -> Option<&'b [u8]> {
        self.further.get(key).map(Vec::as_slice)
    }

    /// Whether a further call was made, whatever came of it.
    pub fn is_made(&self, key: &str) -> bool {
        self.further.contains_key(key) || self.gone.contains(key) || self.refused.contains(key)
    }
}

/// One record.
pub struct Row<'r, 'b> {
    /// Its id, as `{id}` in a path names it.
    pub id: &'r str,
    /// The unified record.
    pub record: Record<'r, 'b>,
    /// What the provider said of it, when the question wants explanations.
    pub source: Option<&'r RawValue>,
    /// What further calls said of it, if there were any: an answer as it is, or what was put together of several.
    pub detail: Option<&'r [u8]>,
    /// What the provider said of the person whose record it is, where that was read anyway: the attributes in it are those
    /// that may be read of people.
    pub person: Option<&'r RawValue>,
    /// What could not be read; the record has null there.
    pub defects: &'r [Defect],
}

/// What a page says about the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageInfo {
    /// Where the next page begins; `None` after the last.
    pub next: Option<String>,
    /// Rows on this page, the unreadable ones included.
    pub rows: usize,
    /// Rows that have no id and could not be handed out.
    pub lost: Vec<Defect>,
}

/// Takes the records of a page.
pub type Each<'f> = &'f mut dyn FnMut(Row<'_, '_>);

/// A resource of one provider.
pub trait Resource: Send + Sync {
    /// Where each unified field comes from.
    fn rules(&self) -> &'static [FieldRule];

    /// The most rows that one page can have.
    fn page_limit(&self) -> u32;

    /// Whether the id of a record is made up here, so that another may have it, too: then what it says tells them apart.
    fn makes_up_id(&self, record: &Record<'_, '_>) -> bool {
        let _ = record;
        false
    }

    /// The first calls.
    ///
    /// # Errors
    /// `NotFound` when an id can't be one of this provider's, and whatever is wrong with the question.
    fn plan(&self, ask: &Ask<'_>) -> Result<Plan, CallError>;

    /// Further calls that the answers so far need, each with a key: asked again until nothing new comes. A key is called
    /// once.
    ///
    /// # Errors
    /// When an answer can't be read.
    fn further(&self, ask: &Ask<'_>, answers: &Answers<'_>) -> Result<Vec<(String, Call)>, CallError> {
        let _ = (ask, answers);
        Ok(Vec::new())
    }

    /// Looks whether the answers show enough of people, before the first row of them is mapped.
    ///
    /// # Errors
    /// `AttributeMissing` when an attribute may not be read without which the list would be wrong, and when the answers as
    /// a whole can't be read.
    fn check(&self, ask: &Ask<'_>, answers: &Answers<'_>) -> Result<(), CallError> {
        let _ = (ask, answers);
        Ok(())
    }

    /// What to tell whoever is denied the calls, in whole sentences, where that may not be for want of their right.
    fn denied(&self) -> Option<&'static str> {
        None
    }

    /// Maps the answers, row by row. Rows that don't meet the conditions are not handed out.
    ///
    /// # Errors
    /// When the answers as a whole can't be read.
    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError>;
}

/// Whether a provider serves an operation of the unified API.
#[derive(Clone, Copy)]
pub enum Served {
    /// It does.
    Resource(&'static dyn Resource),
    /// It does, with the bytes of a file.
    File(&'static dyn FileResource),
    /// It can't, and why.
    Absent(&'static str),
    /// It could, and Nabe doesn't do it yet.
    NotYet,
}
