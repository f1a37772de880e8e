//! Recruiting of v2: applications, their way through the stages, candidates, jobs and categories. Nothing is written.
//!
//! Unknown filters are ignored, unlike everywhere else (facts §9.7 [L]).

use jiff::Timestamp;

use crate::access::tokens::Grant;
use crate::model::recruiting::{Application, Candidate, JobPosition, RecruitingCategory};
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::Json;
use crate::wire::page::{ListSpec, Page};
use crate::wire::refusal;

use super::recruiting_rows::Rows;

const fn lenient(filters: &'static [&'static str]) -> ListSpec {
    ListSpec { default: 100, most: 200, filters, lenient: true }
}

const APPLICATIONS: ListSpec = lenient(&["updated_at.lt", "updated_at.gt", "candidate.email"]);
const CANDIDATES: ListSpec = lenient(&["updated_at.lt", "updated_at.gt", "email"]);
/// That jobs have these filters as well is assumed [?].
const JOBS: ListSpec = lenient(&["updated_at.lt", "updated_at.gt"]);
/// The limits of transitions and categories are not published [?].
const PLAIN: ListSpec = lenient(&[]);

/// Lists applications, newest update first (facts §9.7 [O]).
pub(crate) fn applications(call: &Call<'_>, _: &Grant) -> Outcome {
    let (page, times) = read(call, &APPLICATIONS)?;
    let emails = page.list("candidate.email");
    let company = call.company();
    let wanted = |it: &&Application| {
        let email = company.candidates.get(it.candidate).map_or("", |it| &it.email);
        times.have(it.updated_at) && is_one_of(emails.as_ref(), email)
    };
    let rows = company.applications.rows().iter().filter(wanted);
    let rows = newest_first(&page, rows.map(|it| (it.updated_at, it.id, it)));
    let writer = Rows::new(call, &company);
    Ok(page.answer(call, rows.into_iter(), |json, it| writer.application(json, it)))
}

/// Shows an application.
pub(crate) fn application(call: &Call<'_>, _: &Grant) -> Outcome {
    let company = call.company();
    let found = row_of(call, |id| company.applications.get(id))?;
    one(call, |json| Rows::new(call, &company).application(json, found))
}

/// Lists the stages that an application came to, latest first (facts §9.7 [O]).
pub(crate) fn transitions(call: &Call<'_>, _: &Grant) -> Outcome {
    let page = Page::read(call, &PLAIN)?;
    let company = call.company();
    let found = row_of(call, |id| company.applications.get(id))?;
    let writer = Rows::new(call, &company);
    let rows = found.transitions.iter().rev();
    Ok(page.numbered(call, rows, |json, it| writer.transition(json, *it)))
}

/// Lists candidates, newest update first.
pub(crate) fn candidates(call: &Call<'_>, _: &Grant) -> Outcome {
    let (page, times) = read(call, &CANDIDATES)?;
    let emails = page.list("email");
    let company = call.company();
    let wanted = |it: &&Candidate| times.have(it.updated_at) && is_one_of(emails.as_ref(), &it.email);
    let rows = company.candidates.rows().iter().filter(wanted);
    let rows = newest_first(&page, rows.map(|it| (it.updated_at, it.id, it)));
    let writer = Rows::new(call, &company);
    Ok(page.answer(call, rows.into_iter(), |json, it| writer.candidate(json, it)))
}

/// Shows a candidate.
pub(crate) fn candidate(call: &Call<'_>, _: &Grant) -> Outcome {
    let company = call.company();
    let found = row_of(call, |id| company.candidates.get(id))?;
    one(call, |json| Rows::new(call, &company).candidate(json, found))
}

/// Lists jobs, advertised or not; newest update first [?].
pub(crate) fn jobs(call: &Call<'_>, _: &Grant) -> Outcome {
    let (page, times) = read(call, &JOBS)?;
    let company = call.company();
    let rows = company.job_positions.rows().iter().filter(|it| times.have(it.updated_at));
    let rows = newest_first(&page, rows.map(|it| (it.updated_at, it.id, it)));
    let writer = Rows::new(call, &company);
    Ok(page.answer(call, rows.into_iter(), |json, it: &JobPosition| writer.job(json, it)))
}

/// Shows a job.
pub(crate) fn job(call: &Call<'_>, _: &Grant) -> Outcome {
    let company = call.company();
    let found = row_of(call, |id| company.job_positions.get(id))?;
    one(call, |json| Rows::new(call, &company).job(json, found))
}

/// Lists the categories of jobs.
pub(crate) fn categories(call: &Call<'_>, _: &Grant) -> Outcome {
    let page = Page::read(call, &PLAIN)?;
    let company = call.company();
    let writer = Rows::new(call, &company);
    let rows = company.recruiting_categories.rows().iter();
    Ok(page.numbered(call, rows, |json, it: &RecruitingCategory| writer.category(json, it)))
}

/// Shows a category.
pub(crate) fn category(call: &Call<'_>, _: &Grant) -> Outcome {
    let company = call.company();
    let found = row_of(call, |id| company.recruiting_categories.get(id))?;
    one(call, |json| Rows::new(call, &company).category(json, found))
}

/// Which updates are wanted.
struct Times {
    before: Vec<Timestamp>,
    after: Vec<Timestamp>,
}

impl Times {
    /// Compares what is shown of a time: whole seconds.
    fn have(&self, at: Timestamp) -> bool {
        let at = Timestamp::from_second(at.as_second()).unwrap_or(at);
        self.before.iter().all(|it| at < *it) && self.after.iter().all(|it| at > *it)
    }
}

fn read(call: &Call<'_>, spec: &ListSpec) -> Result<(Page, Times), Answer> {
    let page = Page::read(call, spec)?;
    let before = page.times(call, "updated_at.lt")?;
    let after = page.times(call, "updated_at.gt")?;
    // One or the other (facts §9.7 [O]); what both get is not known [?].
    let both = !before.is_empty() && !after.is_empty();
    if both && call.switched(Switch::RecruitingBothTimes, "400") {
        return Err(refusal::bad_value(call));
    }
    Ok((page, Times { before, after }))
}

fn is_one_of(wanted: Option<&Vec<&str>>, email: &str) -> bool {
    wanted.is_none_or(|it| it.iter().any(|it| it.eq_ignore_ascii_case(email)))
}

/// The rows that the page has not shown yet, newest update first; each with the key that a cursor remembers.
///
/// Whatever changes while somebody turns pages moves to the front, and is not met again on later pages.
fn newest_first<'a, T>(
    page: &Page,
    rows: impl Iterator<Item = (Timestamp, u32, &'a T)>,
) -> Vec<(u64, &'a T)> {
    let key = |at: Timestamp, id: u32| {
        let seconds = u32::try_from(at.as_second()).unwrap_or(0);
        u64::MAX - (u64::from(seconds) << 32 | u64::from(id))
    };
    let keyed = rows.map(|(at, id, row)| (key(at, id), row));
    let mut rest: Vec<(u64, &T)> = keyed.filter(|(key, _)| *key > page.after()).collect();
    rest.sort_unstable_by_key(|it| it.0);
    rest
}

/// The row that the path names.
fn row_of<'a, T>(call: &Call<'_>, find: impl FnOnce(u32) -> Option<&'a T>) -> Result<&'a T, Answer> {
    let id = call.param(0).parse().ok();
    id.and_then(find).ok_or_else(|| refusal::v2_not_found(call))
}

/// One row, bare or in an envelope: clients accept both (facts §9.7 [?]).
fn one(call: &Call<'_>, write: impl FnOnce(&mut Json)) -> Outcome {
    let wrapped = call.switched(Switch::RecruitingOne, "wrapped");
    let mut json = Json::with_capacity(1_024);
    json.raw(if wrapped { "{\"_data\":" } else { "" });
    write(&mut json);
    json.raw(if wrapped { "}" } else { "" });
    Ok(Answer::ok(json))
}
