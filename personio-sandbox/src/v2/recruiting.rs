//! Recruiting of v2, a beta. There are no applications yet, so every list is empty.
//!
//! Unknown filters are ignored, unlike everywhere else (facts §9.7 [L]).

use crate::access::tokens::Grant;
use crate::wire::answer::Outcome;
use crate::wire::call::Call;
use crate::wire::page::{ListSpec, Page};
use crate::wire::refusal;

const fn lenient(filters: &'static [&'static str]) -> ListSpec {
    ListSpec { default: 100, most: 200, filters, lenient: true }
}

const APPLICATIONS: ListSpec = lenient(&["updated_at.lt", "updated_at.gt", "candidate.email"]);
const CANDIDATES: ListSpec = lenient(&["updated_at.lt", "updated_at.gt", "email"]);
const JOBS: ListSpec = lenient(&["updated_at.lt", "updated_at.gt"]);
const CATEGORIES: ListSpec = lenient(&[]);

/// Lists applications.
pub(crate) fn applications(call: &Call<'_>, _: &Grant) -> Outcome {
    list(call, &APPLICATIONS)
}

/// Lists candidates.
pub(crate) fn candidates(call: &Call<'_>, _: &Grant) -> Outcome {
    list(call, &CANDIDATES)
}

/// Lists the jobs that are advertised.
pub(crate) fn jobs(call: &Call<'_>, _: &Grant) -> Outcome {
    list(call, &JOBS)
}

/// Lists the categories of jobs.
pub(crate) fn categories(call: &Call<'_>, _: &Grant) -> Outcome {
    list(call, &CATEGORIES)
}

fn list(call: &Call<'_>, spec: &ListSpec) -> Outcome {
    let page = Page::read(call, spec)?;
    let before = page.times(call, "updated_at.lt")?;
    let after = page.times(call, "updated_at.gt")?;
    // One or the other (facts §9.7 [O]); what both get is not known [?].
    if !before.is_empty() && !after.is_empty() {
        return Err(refusal::bad_value(call));
    }
    Ok(page.empty(call))
}
