//! The employee resource of a provider.
//!
//! Rows are handed out one by one and borrow from the answer, so that a page is never held twice.

use std::collections::HashMap;

use jiff::{Timestamp, civil};
use nabe_model::hris::Employee;

use crate::call::Call;
use crate::error::{CallError, Defect};
use crate::explain::{Arrivals, FieldRule};

/// What a caller wants of each employee, beyond what is always there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that a caller may ask for")]
pub struct Want {
    /// Attributes that the customer defined.
    pub custom_fields: bool,
    /// Bank accounts.
    pub bank_details: bool,
    /// Groups.
    pub groups: bool,
    /// Where the person works.
    pub work_location: bool,
    /// Where the person lives.
    pub home_location: bool,
    /// Employments: a further call a person.
    pub employments: bool,
    /// The legal entity: a further call a person.
    pub company: bool,
    /// Id of the job: a further call a person.
    pub job_id: bool,
    /// Full or part time: a further call a person.
    pub contract_type: bool,
}

/// Which employees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Changed after this instant.
    pub updated_after: Option<Timestamp>,
    /// With this e-mail address at work, whatever the case of its letters.
    pub email: Option<String>,
    /// With this number.
    pub employee_number: Option<String>,
}

/// One page that is asked for.
#[derive(Clone, Copy, Debug)]
pub struct ListAsk<'a> {
    /// Where to go on, as an earlier page said; `None` for the first.
    pub position: Option<&'a str>,
    /// How many rows at most.
    pub limit: u32,
    /// Which employees; what the provider can't filter, the mapping does.
    pub filters: &'a Filters,
}

/// What the mapping of a row needs besides the row.
#[derive(Clone, Copy, Debug)]
pub struct Mapping<'a> {
    /// What is wanted.
    pub want: Want,
    /// The civil date of the call: a termination in the past is one, in the future it isn't yet.
    pub today: civil::Date,
    /// Answers of the further calls, by the provider's id of the person.
    pub details: Option<&'a HashMap<String, Vec<u8>>>,
}

/// One row, mapped.
pub struct Mapped<'r, 'b> {
    /// The unified record.
    pub record: &'r Employee<'b>,
    /// How its sources arrived.
    pub arrivals: &'r dyn Arrivals,
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

/// Employees of one provider.
pub trait Employees: Send + Sync {
    /// Where each unified field comes from.
    fn rules(&self) -> &'static [FieldRule];

    /// The most rows that one page can have.
    fn page_limit(&self) -> u32;

    /// The call for a page. Refuses a position that this provider never gave.
    fn list(&self, ask: &ListAsk<'_>) -> Result<Call, CallError>;

    /// The call for one person; `NotFound` when the id can't be one of this provider's.
    fn get(&self, id: &str) -> Result<Call, CallError>;

    /// The further call that `want` needs for this person, if any.
    fn detail(&self, want: Want, id: &str) -> Option<Call>;

    /// The ids on a page, for further calls before the page is mapped.
    fn ids(&self, body: &[u8]) -> Result<Vec<String>, CallError>;

    /// Whether a row passes the filters that the provider can't apply.
    fn passes(&self, filters: &Filters, record: &Employee<'_>) -> bool;

    /// Maps a page, row by row.
    fn read_page(
        &self,
        ask: &ListAsk<'_>,
        mapping: &Mapping<'_>,
        body: &[u8],
        each: &mut dyn FnMut(Mapped<'_, '_>),
    ) -> Result<PageInfo, CallError>;

    /// Maps the answer for one person.
    fn read_one(
        &self,
        mapping: &Mapping<'_>,
        body: &[u8],
        each: &mut dyn FnMut(Mapped<'_, '_>),
    ) -> Result<(), CallError>;
}
