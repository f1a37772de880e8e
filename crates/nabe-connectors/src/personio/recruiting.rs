//! Recruiting: what v2 tells of it, and the feed of the careers page.
//!
//! v2 only reads, is in beta and needs the header `Beta: true` (official). What its objects hold was checked live by
//! clients' authors. Must not know how calls are made.

mod applications;
mod candidates;
mod changes;
mod feed;
mod fixed;
mod gathered;
mod jobs;
mod newest;
mod postings;
mod stages;
mod wire;

use std::collections::HashMap;

use nabe_connector::{
    Answers, Ask, Call, CallError, Each, FieldRule, Filters, PageInfo, Plan, Resource, Rules,
};
use nabe_model::value::DateTime;
use serde_json::value::RawValue;

use self::applications::APPLICATIONS;
use self::candidates::CANDIDATES;
use self::changes::CHANGES;
use self::fixed::{DOCUMENT_KINDS, NO_DEFINITIONS, NO_REASONS};
use self::gathered::{DEPARTMENTS, STAGES, USERS};
use self::jobs::JOBS;
use self::newest::{FRONT, Place};
pub(super) use self::postings::NO_FEED;
use self::postings::{Offices, Postings};
use self::stages::JobStages;
use super::listed::{Out, each_row, on, rows, segment, whole_seconds};
use super::operation;

/// The most rows of a page (official).
const PAGE_LIMIT: u32 = 200;
/// Rules of what v2 tells, which needs this permission for every call.
const READ: Rules = Rules("recruiting:read");

/// Bodies of further calls by their keys.
type Details = HashMap<String, Vec<u8>>;

/// What recruiting serves of the unified API.
pub(super) fn resource(operation: &str) -> Option<&'static dyn Resource> {
    Some(match operation {
        "ats_list_applications" | "ats_get_application" => &APPLICATIONS,
        "ats_list_application_changes" => &CHANGES,
        "ats_list_candidates" | "ats_get_candidate" => &CANDIDATES,
        "ats_list_jobs" | "ats_get_job" => &JOBS,
        "ats_list_job_application_stages" | "ats_get_job_application_stage" => &JobStages,
        "ats_list_interview_stages"
        | "ats_get_interview_stage"
        | "ats_list_application_stages"
        | "ats_get_application_stage" => &STAGES,
        "ats_list_departments" | "ats_get_department" => &DEPARTMENTS,
        "ats_list_users" | "ats_get_user" => &USERS,
        "ats_list_job_postings" | "ats_get_job_posting" => &Postings,
        "ats_list_locations" | "ats_get_location" => &Offices,
        "ats_list_rejected_reasons" | "ats_get_rejected_reason" => &NO_REASONS,
        "ats_list_application_document_categories" | "ats_get_application_document_category" => {
            &DOCUMENT_KINDS
        }
        "ats_list_application_custom_field_definitions"
        | "ats_get_application_custom_field_definition"
        | "ats_list_candidate_custom_field_definitions"
        | "ats_get_candidate_custom_field_definition"
        | "ats_list_job_custom_field_definitions"
        | "ats_get_job_custom_field_definition" => &NO_DEFINITIONS,
        _ => return None,
    })
}

/// Further calls with their keys.
type Keyed = Result<Vec<(String, Call)>, CallError>;

/// A list of v2 with its conditions.
pub(super) struct Recruiting {
    rules: &'static [FieldRule],
    /// The operation that lists.
    list: &'static str,
    /// The operation that gets one.
    one: &'static str,
    /// Whether the newest update comes first (official of applications).
    newest_first: bool,
    /// Puts conditions into the call, and refuses those that nobody can check.
    conditions: fn(&Ask<'_>, Call) -> Result<Call, CallError>,
    /// Further calls for these rows.
    further: fn(&Ask<'_>, &[&RawValue]) -> Keyed,
    map: for<'b> fn(&'b RawValue, &Ask<'_>, &'b Details, &mut Out<'_, 'b>) -> Result<(), serde_json::Error>,
}

impl Resource for Recruiting {
    fn rules(&self) -> &'static [FieldRule] {
        self.rules
    }

    fn page_limit(&self) -> u32 {
        PAGE_LIMIT
    }

    fn plan(&self, ask: &Ask<'_>) -> Result<Plan, CallError> {
        if let Some(id) = ask.id {
            return Ok(Plan::call(Call::with_path(operation(self.one), &[segment(id)?])));
        }
        let place = Place::read(ask.position)?;
        let begin = self.begin(ask, ask.limit)?;
        Ok(Plan::call(on(Call::to(operation(self.list)), place.position, |_| begin)))
    }

    fn further(&self, ask: &Ask<'_>, answers: &Answers<'_>) -> Result<Vec<(String, Call)>, CallError> {
        let page = rows(ask, answers.first)?;
        let mut calls = (self.further)(ask, &page.rows)?;
        if self.newest_first && page.next.is_none() && Place::read(ask.position)?.looks_again() {
            calls.push((FRONT.to_owned(), self.begin(ask, 1)?));
        }
        Ok(calls)
    }

    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        let mut page = rows(ask, answers.first)?;
        let details = answers.further;
        if self.newest_first && ask.id.is_none() {
            let next = page.next.take();
            page.next = Place::read(ask.position)?.next(&page.rows, next, answers.further(FRONT))?;
        }
        Ok(each_row(page, ask.explain, each, |row, out| (self.map)(row, ask, details, out)))
    }
}

impl Recruiting {
    /// The call that begins the list.
    fn begin(&self, ask: &Ask<'_>, limit: u32) -> Result<Call, CallError> {
        ask.filters.instant("created_after")?;
        let updated_after = ask.filters.instant("updated_after")?;
        let begin = Call::to(operation(self.list))
            .query("limit", limit.clamp(1, PAGE_LIMIT).to_string())
            // Filters that Personio doesn't know are ignored without a word (checked live), so `in_time` looks again.
            .query_if("updated_at.gt", updated_after.map(whole_seconds));
        (self.conditions)(ask, begin)
    }
}

/// Whether a record was made and changed after the moments of the question.
fn in_time(filters: &Filters, created: Option<DateTime>, updated: Option<DateTime>) -> bool {
    filters.passes_after("created_after", created) && filters.passes_after("updated_after", updated)
}
