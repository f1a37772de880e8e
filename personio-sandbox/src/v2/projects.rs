//! `/v2/projects`: projects, sub-projects and their members, read.

use http::StatusCode;
use jiff::civil::Date;

use crate::access::tokens::Grant;
use crate::model::company::Company;
use crate::model::project::Project;
use crate::rules::projects::{periods, sub_projects, top, tracked_minutes};
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::{Call, first};
use crate::wire::json::{Json, Object};
use crate::wire::page::{ListSpec, Page};
use crate::wire::refusal;

/// That of projects is [T].
const MOST: usize = 200;
const LIST: ListSpec = ListSpec::new(
    MOST,
    MOST,
    &["id", "name", "status", "project_code", "parent_project.id", "top_level_only", "include"],
);
const MEMBERS: ListSpec = ListSpec::new(MOST, MOST, &[]);

/// Lists projects by their number.
pub(crate) fn list(call: &Call<'_>, _: &Grant) -> Outcome {
    check_limit(call)?;
    let page = Page::read(call, &LIST)?;
    let include = included(call, &page.list("include").unwrap_or_default())?;
    let filter = Filter::read(&page);
    let filter =
        filter.ok_or_else(|| unprocessable(call, "Invalid filter", "A filter has no such value."))?;
    let company = call.company();
    let after = u32::try_from(page.after()).unwrap_or(u32::MAX);
    let rows = company.projects.after(after).iter().filter(|it| filter.includes(it));
    let rows = rows.map(|it| (u64::from(it.id), it));
    Ok(page.answer(call, rows, |json, it| project(json, &company, it, &include)))
}

/// Shows a project.
pub(crate) fn one(call: &Call<'_>, _: &Grant) -> Outcome {
    let query = call.query();
    if query.iter().any(|(name, _)| name != "include") {
        return Err(refusal::bad_filter(call));
    }
    let wanted: Vec<&str> =
        query.iter().flat_map(|it| it.1.split(',')).map(str::trim).filter(|it| !it.is_empty()).collect();
    let include = included(call, &wanted)?;
    let company = call.company();
    let found = find(call, &company)?;
    let mut json = Json::with_capacity(512);
    project(&mut json, &company, found, &include);
    Ok(Answer::ok(json))
}

/// Lists the members of a project; a sub-project has none (facts §9.3 [O]).
pub(crate) fn members(call: &Call<'_>, _: &Grant) -> Outcome {
    check_limit(call)?;
    let page = Page::read(call, &MEMBERS)?;
    let company = call.company();
    let found = find(call, &company)?;
    Ok(page.numbered(call, found.members.iter(), |json, it| member(json, *it)))
}

/// Here a limit that can't be is unprocessable, unlike elsewhere: so it is published for members (facts §9.3 [O]), and
/// the list of projects, which names the same errors, is thought to do so as well [?].
fn check_limit(call: &Call<'_>) -> Result<(), Answer> {
    let fits = |it: &str| it.parse().is_ok_and(|it: usize| (1..=MOST).contains(&it));
    if first(&call.query(), "limit").is_none_or(fits) {
        return Ok(());
    }
    Err(unprocessable(call, "Invalid limit", "The limit must be between 1 and 200."))
}

/// The project whose number is in the path.
pub(super) fn find<'a>(call: &Call<'_>, company: &'a Company) -> Result<&'a Project, Answer> {
    let id = call.param(0).parse().ok();
    id.and_then(|it| company.projects.get(it)).ok_or_else(|| refusal::v2_not_found(call))
}

/// A call that can be read and that a rule forbids. The titles are names of examples on the published pages, the
/// other words are not known [?].
pub(super) fn unprocessable(call: &Call<'_>, title: &str, detail: &str) -> Answer {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    refusal::v2(call.state, status, title, detail, "common.unprocessable_entity")
}

/// Writes a member.
pub(super) fn member(json: &mut Json, person: u32) {
    let mut body = Object::open(json);
    body.reference("person", Some(person)).close();
}

/// All conditions of a list; a project must meet every one. Names and codes must be equal [?].
struct Filter<'a> {
    ids: Option<Vec<u32>>,
    names: Option<Vec<&'a str>>,
    codes: Option<Vec<&'a str>>,
    parents: Option<Vec<u32>>,
    active: Vec<bool>,
    top_level_only: bool,
}

impl<'a> Filter<'a> {
    fn read(page: &'a Page) -> Option<Self> {
        let numbers = |name| page.list(name).map(|all| all.iter().filter_map(|it| it.parse().ok()).collect());
        let active = |it| match it {
            "ACTIVE" => Some(true),
            "ARCHIVED" => Some(false),
            _ => None,
        };
        let top_level_only = match page.values("top_level_only").next() {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => return None,
        };
        Some(Self {
            ids: numbers("id"),
            names: page.list("name"),
            codes: page.list("project_code"),
            parents: numbers("parent_project.id"),
            active: page.values("status").map(active).collect::<Option<_>>()?,
            top_level_only,
        })
    }

    fn includes(&self, it: &Project) -> bool {
        self.ids.as_ref().is_none_or(|all| all.contains(&it.id))
            && self.names.as_ref().is_none_or(|all| all.contains(&&*it.name))
            && self.codes.as_ref().is_none_or(|all| it.code.as_ref().is_some_and(|it| all.contains(&&**it)))
            && self.parents.as_ref().is_none_or(|all| it.parent.is_some_and(|it| all.contains(&it)))
            && self.active.iter().all(|wanted| *wanted == it.active)
            && !(self.top_level_only && it.parent.is_some())
    }
}

/// The fields that are worked out only when they are asked for.
const INCLUDES: [&str; 4] =
    ["tracked_minutes", "sub_projects_tracked_minutes", "sub_projects_count", "tracked_periods_count"];

/// Those of them that are asked for.
fn included(call: &Call<'_>, names: &[&str]) -> Result<Vec<&'static str>, Answer> {
    if names.iter().all(|it| INCLUDES.contains(it)) {
        return Ok(INCLUDES.into_iter().filter(|it| names.contains(it)).collect());
    }
    Err(unprocessable(call, "Invalid include parameter", "The value for include is invalid."))
}

fn project(json: &mut Json, company: &Company, it: &Project, include: &[&str]) {
    let top = top(company, it);
    let mut body = Object::open(json);
    body.key("id").raw("\"").int(i64::from(it.id)).raw("\"");
    body.text("name", Some(&it.name));
    body.text("status", Some(if it.active { "ACTIVE" } else { "ARCHIVED" }));
    body.text("project_code", it.code.as_deref()).text("description", it.description.as_deref());
    reference(&mut body, "cost_center", it.cost_center);
    body.key("assigned_to_all").value(&top.assigned_to_all);
    reference(&mut body, "parent_project", it.parent);
    day(&mut body, "start", it.start);
    day(&mut body, "end", it.end);
    body.key("billable").value(&top.billable);
    body.text("client_name", it.client.as_deref()).text("project_type", it.kind.as_deref());
    for name in include {
        let number = match *name {
            "tracked_minutes" => tracked_minutes(company, it.id),
            "sub_projects_tracked_minutes" => {
                sub_projects(company, it.id).map(|it| tracked_minutes(company, it.id)).sum()
            }
            "sub_projects_count" => count(sub_projects(company, it.id)),
            _ => count(periods(company, it.id)),
        };
        body.key(name).int(number);
    }
    body.key("created_at").utc(it.created_at);
    body.key("updated_at").utc(it.updated_at);
    body.close();
}

fn count<T>(rows: impl Iterator<Item = T>) -> i64 {
    i64::try_from(rows.count()).unwrap_or(i64::MAX)
}

/// A reference, or null.
fn reference(body: &mut Object<'_>, key: &str, id: Option<u32>) {
    match id {
        Some(_) => _ = body.reference(key, id),
        None => _ = body.key(key).raw("null"),
    }
}

/// `{"date": …}`, or null.
fn day(body: &mut Object<'_>, key: &str, date: Option<Date>) {
    match date {
        Some(date) => body.key(key).raw("{\"date\":").date(date).raw("}"),
        None => body.key(key).raw("null"),
    };
}
