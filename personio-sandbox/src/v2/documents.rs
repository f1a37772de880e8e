//! Documents, reports, compensations and webhooks of v2. None of them has rows yet, so that every
//! list is empty; what a list refuses is refused already.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::access::tokens::Grant;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::page::{ListSpec, Page};
use crate::wire::refusal;

/// The default is not published [?].
const DOCUMENTS: ListSpec =
    ListSpec::new(100, 200, &["owner_id", "category_id", "created_at.gte", "created_at.lt"]);
/// The limits of reports, salary bands and webhooks are not published [?].
const REPORTS: ListSpec = ListSpec::new(50, 100, &["name"]);
const PLAIN: ListSpec = ListSpec::new(50, 100, &[]);
const COMPENSATIONS: ListSpec =
    ListSpec::new(100, 100, &["start_date", "end_date", "person.id", "legal_entity.id"]);
const COMPENSATION_TYPES: ListSpec = ListSpec::new(100, 100, &[]);

/// Lists the documents of an owner, who must be named (facts §9.4 [O]).
pub(crate) fn list(call: &Call<'_>, _: &Grant) -> Outcome {
    let page = Page::read(call, &DOCUMENTS)?;
    if page.list("owner_id").is_none_or(|it| it.is_empty()) {
        return Err(refusal::bad_value(call));
    }
    dates(call, &page, "created_at.gte")?;
    dates(call, &page, "created_at.lt")?;
    Ok(page.empty(call))
}

/// Lists reports.
pub(crate) fn reports(call: &Call<'_>, _: &Grant) -> Outcome {
    Ok(Page::read(call, &REPORTS)?.empty(call))
}

/// Lists compensations of at most one month (facts §9.5 [O]).
pub(crate) fn compensations(call: &Call<'_>, _: &Grant) -> Outcome {
    let page = Page::read(call, &COMPENSATIONS)?;
    let (from, to) = (dates(call, &page, "start_date")?, dates(call, &page, "end_date")?);
    if let (Some(from), Some(to)) = (from.first(), to.first()) {
        let latest = from.checked_add(1.month()).unwrap_or(Date::MAX);
        if to < from || *to > latest {
            return Err(refusal::bad_value(call));
        }
    }
    Ok(page.empty(call))
}

/// Lists the types of compensation.
pub(crate) fn compensation_types(call: &Call<'_>, _: &Grant) -> Outcome {
    Ok(Page::read(call, &COMPENSATION_TYPES)?.empty(call))
}

/// Lists salary bands.
pub(crate) fn salary_bands(call: &Call<'_>, _: &Grant) -> Outcome {
    Ok(Page::read(call, &PLAIN)?.empty(call))
}

/// Lists webhooks.
pub(crate) fn webhooks(call: &Call<'_>, _: &Grant) -> Outcome {
    Ok(Page::read(call, &PLAIN)?.empty(call))
}

/// The dates of a filter, or a refusal if one is not a date.
fn dates(call: &Call<'_>, page: &Page, name: &str) -> Result<Vec<Date>, Answer> {
    page.values(name).map(|it| it.parse().map_err(|_| refusal::bad_value(call))).collect()
}
