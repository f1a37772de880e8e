//! What the lists of both kinds of absence of v1 have in common: pages, days, employees, and parts of their rows.

use jiff::civil::Date;

use super::paging::Window;
use crate::model::absence::{Absence, AbsenceStatus};
use crate::model::company::Company;
use crate::model::organisation::{AbsenceType, AbsenceUnit};
use crate::rules::workday::Workdays;
use crate::wire::answer::Answer;
use crate::wire::call::{Params, first, is_of_list};
use crate::wire::json::Json;
use crate::wire::refusal;

/// Default and maximum of all lists here (facts §6).
pub(super) const PAGE: usize = 200;

/// The page that a client wants; `offset` is its number and the first is 1, or 0 (facts §6 [O], clients §5).
pub(super) struct PageOfAbsences {
    window: Window,
}

impl PageOfAbsences {
    pub(super) fn read(query: &Params<'_>) -> Result<Self, Answer> {
        Ok(Self { window: Window::read(query, PAGE, PAGE)? })
    }

    /// Writes the rows that are on the page.
    pub(super) fn write<'a>(
        &self,
        rows: impl Iterator<Item = &'a Absence>,
        mut write: impl FnMut(&mut Json, &'a Absence),
    ) -> Answer {
        let Window { limit, offset } = self.window;
        let number = offset.max(1);
        let skipped = (number - 1).saturating_mul(limit);
        let (mut total, mut shown) = (0, Vec::new());
        for row in rows {
            if total >= skipped && shown.len() < limit {
                shown.push(row);
            }
            total += 1;
        }
        let mut json = Json::with_capacity(256 + 1_024 * shown.len());
        json.raw("{\"success\":true,\"metadata\":{\"total_elements\":").value(&total);
        json.raw(",\"current_page\":").value(&number);
        json.raw(",\"total_pages\":").value(&total.div_ceil(limit));
        json.raw("},\"offset\":").value(&offset).raw(",\"limit\":").value(&limit);
        json.raw(",\"data\":[");
        for (at, row) in shown.into_iter().enumerate() {
            json.raw(if at > 0 { "," } else { "" });
            write(&mut json, row);
        }
        json.raw("]}");
        Answer::ok(json)
    }
}

/// The absences of the employees that a query names, or of everybody, that are counted in this unit.
pub(super) fn rows<'a>(
    company: &'a Company,
    query: &Params<'_>,
    unit: AbsenceUnit,
) -> Box<dyn Iterator<Item = &'a Absence> + 'a> {
    let kinds: Vec<u32> =
        company.absence_types.rows().iter().filter(|it| it.unit == unit).map(|it| it.id).collect();
    let is_of_unit = move |it: &&Absence| kinds.contains(&it.kind);
    match numbers(query, "employees") {
        None => Box::new(company.absences.rows().iter().filter(is_of_unit)),
        Some(people) => {
            let mut rows: Vec<&Absence> =
                people.into_iter().flat_map(|it| company.absences.of(it)).filter(is_of_unit).collect();
            rows.sort_unstable_by_key(|it| it.id);
            Box::new(rows.into_iter())
        }
    }
}

/// The numbers of a repeated parameter, each once; what isn't a number finds nothing [?].
fn numbers(query: &Params<'_>, name: &str) -> Option<Vec<u32>> {
    let mut all: Vec<u32> = texts(query, name)?.iter().filter_map(|it| it.parse().ok()).collect();
    all.sort_unstable();
    all.dedup();
    Some(all)
}

/// The values of a parameter that is repeated with brackets, or has several with commas between them.
pub(super) fn texts<'a>(query: &'a Params<'_>, name: &str) -> Option<Vec<&'a str>> {
    let mut values = query.iter().filter(|it| is_of_list(&it.0, name)).map(|it| &*it.1).peekable();
    values.peek()?;
    Some(values.flat_map(|it| it.split(',')).map(str::trim).collect())
}

/// A day of a query. What the real API says to a bad one is not known [?].
pub(super) fn day(query: &Params<'_>, name: &str) -> Result<Option<Date>, Answer> {
    let Some(text) = first(query, name).filter(|it| !it.is_empty()) else { return Ok(None) };
    let day = text.get(..10).unwrap_or(text).parse();
    day.map(Some).map_err(|_| refusal::v1_bad_request(&format!("The {name} is not a valid date.")))
}

/// The status as v1 spells it.
pub(super) fn status(status: AbsenceStatus) -> &'static str {
    match status {
        AbsenceStatus::Approved => "approved",
        AbsenceStatus::Pending => "pending",
        AbsenceStatus::Rejected => "rejected",
    }
}

/// Whether a certificate is wanted: after so many days, if the type has a rule for it. The word for that is [?].
pub(super) fn certificate(
    workdays: &Workdays<'_>,
    kind: &AbsenceType,
    absence: &Absence,
    today: Date,
) -> &'static str {
    let Some(after) = kind.certificate_after_days else { return "not-required" };
    let days = workdays.total(absence, AbsenceUnit::Day, today);
    if days > i64::from(after) * 100 { "required" } else { "not-required" }
}
