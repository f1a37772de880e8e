//! Employees: lists and single records from v1, with v2 beside them where v1 knows nothing.
//!
//! v1 pages by rows, at most 100 (official). Must not know how calls are made.

use std::collections::HashMap;

use jiff::Timestamp;
use nabe_connector::{
    Answers, Ask, Call, CallError, Defect, DefectKind, Each, FieldRule, Filters, PageInfo, Plan, Resource,
    Row,
};
use nabe_model::hris::Employee;
use nabe_model::record::Record;
use serde_json::value::RawValue;

use super::attribute::Attribute;
use super::mapping::Mapping;
use super::offsets::{self, Place};
use super::scalar::Scalar;
use super::values::Values;
use super::wire::{Attributes, WireEmployee};
use super::{expanded, history, mapping, operation, page, rules, salary};

/// The most rows of a page (official; enforced since 2025-01-31).
pub(super) const PAGE_LIMIT: u32 = 100;

/// Employees of Personio.
pub(super) struct PersonioEmployees;

impl Resource for PersonioEmployees {
    fn rules(&self) -> &'static [FieldRule] {
        rules::EMPLOYEE
    }

    fn page_limit(&self) -> u32 {
        PAGE_LIMIT
    }

    fn plan(&self, ask: &Ask<'_>) -> Result<Plan, CallError> {
        if let Some(id) = ask.id {
            return Ok(Plan::call(one(id)?));
        }
        let place = Place::read(ask.position)?;
        let updated_after = ask.filters.instant("updated_after")?;
        // Where Personio ignores the condition, `passes` checks it.
        let email = ask.filters.text("email").filter(|_| is_filtered(ask.filters));
        let list = people(&place, ask.limit);
        Ok(Plan::call(
            list.query_if("email", email).query_if("updated_since", updated_after.map(updated_since)),
        ))
    }

    fn further(&self, ask: &Ask<'_>, answers: &Answers<'_>) -> Result<Vec<(String, Call)>, CallError> {
        if !expanded::are_wanted(ask.asked) {
            return Ok(Vec::new());
        }
        let mut calls = histories(ask, answers.first())?;
        calls.extend(expanded::more(ask.asked, answers));
        Ok(calls)
    }

    /// Whom an address is can't be told where Personio neither looks for it nor shows any.
    fn check(&self, ask: &Ask<'_>, answers: &Answers<'_>) -> Result<(), CallError> {
        if ask.filters.text("email").is_none() || is_filtered(ask.filters) {
            return Ok(());
        }
        needs(ask, answers, |it| &it.email)
    }

    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        let mapping = Mapping::new(ask, answers);
        let mut hands = Hands { mapping: &mapping, ask, details: answers.further, defects: Vec::new(), each };
        each_person(ask, answers, &mut |row, source| hands.on(row, source))
    }
}

/// Hands on the rows of a page of people that were not given before, or that of one person. `on` says whether a row
/// has an id.
pub(super) fn each_person<'b>(
    ask: &Ask<'_>,
    answers: &Answers<'b>,
    on: &mut dyn FnMut(&mut WireEmployee<'b>, Option<&'b RawValue>) -> bool,
) -> Result<PageInfo, CallError> {
    let body = answers.first();
    let with_source = ask.explain || salary::is_wanted_inside(ask.asked);
    if ask.id.is_some() {
        let (mut row, source) = page::read_one(body, with_source)?;
        return if on(&mut row, source) {
            Ok(PageInfo { rows: 1, ..PageInfo::default() })
        } else {
            Err(CallError::Malformed { at: "data.attributes.id".to_owned() })
        };
    }
    let place = Place::read(ask.position)?;
    let offset = place.offset();
    let mut moving = offsets::List::new(place, ask.limit, PAGE_LIMIT);
    let mut lost = Vec::new();
    let envelope = page::read(body, with_source, &mut |row, source| {
        let id = row.attributes.id.value.clone().value().and_then(Scalar::id);
        if moving.is_new(id.as_deref()) && !on(row, source) {
            lost.push(Defect { path: "attributes.id.value".into(), kind: DefectKind::NoId });
        }
    })?
    .has_rows_or_ends(ask, offset)?;
    lost.extend(envelope.lost);
    Ok(PageInfo { next: moving.next(envelope.rows, envelope.total)?, rows: envelope.rows, lost })
}

/// The calls for the employments of the people of a first answer.
pub(super) fn histories(ask: &Ask<'_>, first: &[u8]) -> Result<Vec<(String, Call)>, CallError> {
    if let Some(id) = ask.id {
        return Ok(vec![(id.to_owned(), history::first_page(id)?)]);
    }
    let mut ids = Vec::new();
    let mut moving = offsets::List::new(Place::read(ask.position)?, ask.limit, PAGE_LIMIT);
    page::read(first, false, &mut |row, _| {
        let id = std::mem::take(&mut row.attributes.id.value).value().and_then(Scalar::id);
        if moving.is_new(id.as_deref()) {
            ids.extend(id.map(String::from));
        }
    })?;
    // What can't be a person's id is not asked about.
    Ok(ids.into_iter().filter_map(|id| history::first_page(&id).ok().map(|call| (id, call))).collect())
}

/// The call for a page of people.
pub(super) fn people(place: &Place, size: u32) -> Call {
    Call::to(operation("v1_list_employees"))
        .query("limit", place.limit(size, PAGE_LIMIT).to_string())
        .query("offset", place.offset().to_string())
}

/// The call for one person.
pub(super) fn one(id: &str) -> Result<Call, CallError> {
    Ok(Call::with_path(operation("v1_get_employee"), &[number(id)?]))
}

/// An id that is a number of v1, plainly written. Ids are int32 (official); anything else can't be one and must not
/// reach the path, and another spelling of a number would be another id here.
pub(super) fn number(id: &str) -> Result<&str, CallError> {
    let is_number = id.bytes().all(|it| it.is_ascii_digit()) && id.parse::<i32>().is_ok();
    let is_plain = is_number && (id.len() == 1 || !id.starts_with('0'));
    if is_plain { Ok(id) } else { Err(CallError::NotFound) }
}

/// Whether Personio looks for an e-mail address: with `updated_since` it doesn't (official).
fn is_filtered(filters: &Filters) -> bool {
    filters.text("updated_after").is_none()
}

/// Fails for a simple attribute that nobody of a page of people has, nor the one person who was asked for.
pub(super) fn needs(
    ask: &Ask<'_>,
    answers: &Answers<'_>,
    which: for<'w, 'b> fn(&'w Attributes<'b>) -> &'w Attribute<Scalar<'b>>,
) -> Result<(), CallError> {
    let (mut lacking, mut is_shown) = (None, false);
    let mut look = |row: &WireEmployee<'_>| {
        let attribute = which(&row.attributes);
        is_shown |= attribute.is_there;
        // What has no id is nobody.
        if row.attributes.id.is_there {
            lacking = Some(attribute.key);
        }
    };
    if ask.id.is_some() {
        look(&page::read_one(answers.first(), false)?.0);
    } else {
        page::read(answers.first(), false, &mut |row, _| look(row))?;
    }
    match lacking {
        Some(key) if !is_shown => Err(CallError::AttributeMissing { key }),
        Some(_) | None => Ok(()),
    }
}

/// Hands rows on, mapped.
struct Hands<'h, 'b> {
    mapping: &'h Mapping<'b>,
    ask: &'h Ask<'h>,
    details: &'b HashMap<String, Vec<u8>>,
    defects: Vec<Defect>,
    each: Each<'h>,
}

impl<'b> Hands<'_, 'b> {
    /// Maps a row and hands it on; false when it has no id.
    fn on(&mut self, row: &mut WireEmployee<'b>, source: Option<&'b RawValue>) -> bool {
        self.defects.clear();
        let shows_email = row.attributes.email.is_there;
        let Some(mut record) = mapping::employee(row, self.mapping, &mut self.defects) else { return false };
        if let Some(row) = source.filter(|_| salary::is_wanted_inside(self.ask.asked)) {
            for employment in record.employments.iter_mut().flatten() {
                salary::add(employment, row, &mut Values { defects: &mut self.defects });
            }
        }
        let id = record.remote_id.as_deref().unwrap_or_default();
        if passes(self.ask.filters, &record, shows_email) {
            let detail = self.details.get(id).map(Vec::as_slice);
            (self.each)(Row {
                id,
                record: Record::Employee(&record),
                source,
                detail,
                person: None,
                defects: &self.defects,
            });
        }
        true
    }
}

/// Whether a person meets the conditions that Personio can't check. An address that may not be read was looked for by
/// Personio alone.
fn passes(filters: &Filters, record: &Employee<'_>, shows_email: bool) -> bool {
    let has_email = |wanted: &str| {
        !shows_email || record.work_email.as_deref().is_some_and(|it| same_letters(it, wanted))
    };
    let has_number = |wanted: &str| record.employee_number.as_deref() == Some(wanted);
    filters.text("email").is_none_or(has_email) && filters.text("employee_number").is_none_or(has_number)
}

/// Whether two texts differ at most in the case of their letters.
fn same_letters(one: &str, other: &str) -> bool {
    one.chars().flat_map(char::to_lowercase).eq(other.chars().flat_map(char::to_lowercase))
}

/// `2022-12-24T08:15:30` (official). Which zone that is was not seen (?): UTC is sent, which in the company's zone,
/// east of it for every customer we expect, is earlier, so that nothing is missed.
fn updated_since(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}
