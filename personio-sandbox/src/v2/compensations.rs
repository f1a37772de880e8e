//! Compensations and salary bands of v2. There are none yet, so that every list is empty; what a list refuses is
//! refused already.

use jiff::ToSpan;
use jiff::civil::Date;

use super::fields::day;
use crate::access::tokens::Grant;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::page::{ListSpec, Page};
use crate::wire::refusal;

const COMPENSATIONS: ListSpec =
    ListSpec::new(100, 100, &["start_date", "end_date", "person.id", "legal_entity.id"]);
const TYPES: ListSpec = ListSpec::new(100, 100, &[]);
/// The limits of salary bands are not published [?].
const BANDS: ListSpec = ListSpec::new(50, 100, &[]);

/// Lists compensations of at most one month (facts §9.5 [O]).
pub(crate) fn list(call: &Call<'_>, _: &Grant) -> Outcome {
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
pub(crate) fn types(call: &Call<'_>, _: &Grant) -> Outcome {
    Ok(Page::read(call, &TYPES)?.empty(call))
}

/// Lists salary bands.
pub(crate) fn bands(call: &Call<'_>, _: &Grant) -> Outcome {
    Ok(Page::read(call, &BANDS)?.empty(call))
}

fn dates(call: &Call<'_>, page: &Page, name: &str) -> Result<Vec<Date>, Answer> {
    page.values(name).map(|it| day(it).ok_or_else(|| refusal::bad_value(call))).collect()
}
