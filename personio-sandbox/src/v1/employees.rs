//! `/v1/company/employees`: the list, one employee, and the attributes they can have.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};

use super::envelope::{Projection, Spelling, employee};
use super::paging::Window;
use crate::access::application::Application;
use crate::access::tokens::Grant;
use crate::model::attribute::AttributeIndex;
use crate::model::company::Company;
use crate::model::person::Person;
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::{Call, Params, first, is_of_list};
use crate::wire::json::Json;
use crate::wire::refusal;

/// The default and the largest page (facts §6 [O]).
const PAGE: (usize, usize) = (50, 100);
/// About what one employee takes, to ask for memory once.
const EMPLOYEE_BYTES: usize = 6_500;

/// The employees a list is about.
struct Selection {
    email: Option<String>,
    updated_since: Option<Timestamp>,
    /// Attributes of `attributes[]` that this credential may read; `None` when there was no such
    /// parameter.
    attributes: Option<Vec<AttributeIndex>>,
}

/// Lists employees.
pub(crate) fn list(call: &Call<'_>, grant: &Grant) -> Outcome {
    let query = call.query();
    let refuses = call.switched(Switch::EmployeesOverLimit, "400");
    let read = if refuses { Window::within } else { Window::read };
    let window = read(&query, PAGE.0, PAGE.1)?;
    let company = call.company();
    let selection = Selection::read(&query, &company, grant)?;
    let readable = &grant.credential.readable;
    let indexes = selection.attributes.as_ref().unwrap_or(&readable.indexes);
    let base = call.base();
    let spelling = Spelling::of(call.state.switches());
    let projection = Projection { company: &company, attributes: indexes, base: &base, spelling };
    let everyone = company.people.rows();
    if selection.is_everyone() {
        let from = window.offset.min(everyone.len());
        let page = &everyone[from..(from + window.limit).min(everyone.len())];
        return Ok(write(&window, everyone.len(), page.iter(), &projection));
    }
    let selected: Vec<&Person> = everyone.iter().filter(|it| selection.includes(it)).collect();
    let page = selected.iter().skip(window.offset).take(window.limit).copied();
    Ok(write(&window, selected.len(), page, &projection))
}

fn write<'a>(
    window: &Window,
    total: usize,
    page: impl Iterator<Item = &'a Person>,
    projection: &Projection<'_>,
) -> Answer {
    let mut json = Json::with_capacity(256 + window.limit.min(total) * EMPLOYEE_BYTES);
    // The first page of employees is page 0 (facts §6 [O]).
    window.open(&mut json, total, 0);
    for (at, person) in page.enumerate() {
        if at > 0 {
            json.raw(",");
        }
        employee(&mut json, projection, person);
    }
    json.raw("]}");
    Answer::ok(json)
}

impl Selection {
    fn read(query: &Params<'_>, company: &Company, grant: &Grant) -> Result<Self, Answer> {
        let since = first(query, "updated_since").filter(|it| !it.is_empty());
        let updated_since = since.map(|it| moment(it, &company.zone)).transpose()?;
        // `updated_since` switches the e-mail filter off (facts §6 [O]).
        let email = first(query, "email").filter(|_| updated_since.is_none());
        let wanted = query.iter().filter(|(name, _)| name != "attributes" && is_of_list(name, "attributes"));
        let mut wanted = wanted.peekable();
        let attributes = wanted.peek().is_some().then(|| {
            // The id comes along [?]; for the rest, only what was asked for (facts §8 [L]).
            let keys = wanted.map(|(_, key)| key.as_ref()).chain(["id"]);
            let mut indexes: Vec<AttributeIndex> =
                keys.filter_map(|it| company.catalogue.index(it)).collect();
            indexes.retain(|it| grant.credential.readable.contains(*it));
            indexes.sort_unstable();
            indexes.dedup();
            indexes
        });
        Ok(Self { email: email.map(str::to_owned), updated_since, attributes })
    }

    fn is_everyone(&self) -> bool {
        self.email.is_none() && self.updated_since.is_none()
    }

    fn includes(&self, person: &Person) -> bool {
        if self.email.as_ref().is_some_and(|it| !it.eq_ignore_ascii_case(&person.email)) {
            return false;
        }
        let Some(since) = self.updated_since else { return true };
        match &self.attributes {
            // With `attributes[]` only changes of these attributes count (facts §8 [O]).
            Some(indexes) => indexes.iter().any(|it| person.changed_at(*it) > since),
            None => person.updated_at > since,
        }
    }
}

/// A moment as `updated_since` takes it: a day, or a day and a time, with or without an offset.
///
/// Which zone a moment without an offset is in is not known; the company's is assumed [?].
fn moment(text: &str, zone: &TimeZone) -> Result<Timestamp, Answer> {
    if let Ok(exact) = text.parse::<Timestamp>() {
        return Ok(exact);
    }
    let day = |it: Date| it.to_datetime(civil::Time::midnight());
    let local: Option<DateTime> = text.parse::<DateTime>().ok().or_else(|| text.parse().ok().map(day));
    local.and_then(|it| zone.to_timestamp(it).ok()).ok_or_else(|| {
        refusal::v1_bad_request("The updated_since does not match the format Y-m-d\\TH:i:s or Y-m-d.")
    })
}

/// The person whose number is in the path.
pub(crate) fn person<'a>(call: &Call<'_>, company: &'a Company) -> Result<&'a Person, Answer> {
    let id = call.param(0).parse().ok();
    id.and_then(|it| company.people.get(it)).ok_or_else(refusal::v1_not_found)
}

/// Shows one employee.
pub(crate) fn one(call: &Call<'_>, grant: &Grant) -> Outcome {
    let company = call.company();
    let person = person(call, &company)?;
    let mut json = Json::with_capacity(EMPLOYEE_BYTES);
    json.raw("{\"success\":true,\"data\":");
    let attributes = &grant.credential.readable.indexes;
    let spelling = Spelling::of(call.state.switches());
    let projection = Projection { company: &company, attributes, base: &call.base(), spelling };
    employee(&mut json, &projection, person);
    json.raw("}");
    Ok(Answer::ok(json))
}

/// Lists the attributes that the credential may read.
pub(crate) fn attributes(call: &Call<'_>, grant: &Grant) -> Outcome {
    // Some credentials got 403, and one question says it was for want of these headers (facts §1.1 [Q]).
    let Application { partner, app } = Application::read(call.parts, call.state.switches());
    if call.switched(Switch::V1Attributes, "headers") && (partner.is_none() || app.is_none()) {
        return Err(refusal::no_right(call.state, call.route));
    }
    let company = call.company();
    let mut json = Json::with_capacity(8_192);
    json.raw("{\"success\":true,\"data\":[");
    for (at, index) in grant.credential.readable.indexes.iter().enumerate() {
        let attribute = company.catalogue.get(*index);
        json.raw(if at > 0 { ",{" } else { "{" });
        json.raw("\"key\":").string(&attribute.key).raw(",\"label\":").string(attribute.label);
        json.raw(",\"type\":").string(attribute.kind.as_str());
        json.raw(",\"universal_id\":").value(&attribute.universal_id);
        json.raw(",\"options\":").value(&attribute.options).raw("}");
    }
    json.raw("]}");
    Ok(Answer::ok(json))
}
