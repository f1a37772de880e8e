//! Projects that time is recorded on, and their members: v2 only, as the routes of v1 end or have ended (official).
//!
//! Must not know how calls are made.

use jiff::civil;
use nabe_connector::{
    Answers, Ask, Call, CallError, Each, Evidence, FieldRule, Needs, PageInfo, Plan, Resource, Source,
};
use nabe_model::hris::{Project, ProjectMember};
use nabe_model::value::{Choice, DateTime};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::listed::{Listed, One, Out, on, segment};
use super::operation;
use super::reading::Found;
use super::scalar::Scalar;
use super::values::Values;

/// What is counted only when it is asked for (official).
const COUNTED: [&str; 4] =
    ["tracked_minutes", "sub_projects_tracked_minutes", "sub_projects_count", "tracked_periods_count"];

/// Projects.
pub(super) struct Projects;

static PROJECTS: Listed = Listed {
    rules: PROJECT,
    list: ("v2_list_projects", &[]),
    page_limit: Some(200),
    one: One::Call("v2_get_project", &[]),
    parent: None,
    map: project,
};

impl Resource for Projects {
    fn rules(&self) -> &'static [FieldRule] {
        PROJECT
    }

    fn page_limit(&self) -> u32 {
        PROJECTS.page_limit()
    }

    fn plan(&self, ask: &Ask<'_>) -> Result<Plan, CallError> {
        let counted: Vec<&str> = COUNTED.into_iter().filter(|it| ask.asked.includes(it)).collect();
        let begins = ask.position.is_none();
        let include = (begins && !counted.is_empty()).then(|| counted.join(","));
        Ok(match PROJECTS.plan(ask)? {
            Plan::Calls(calls) => Plan::Calls(
                calls.into_iter().map(|call| call.query_if("include", include.as_deref())).collect(),
            ),
            Plan::Scan => Plan::Scan,
        })
    }

    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        PROJECTS.read(ask, answers, each)
    }
}

/// Members of one project. A part of a project has none, and one that is assigned to all names none (official).
pub(super) struct Members;

static MEMBERS: Listed = Listed {
    rules: MEMBER,
    list: ("v2_list_project_members", &[]),
    page_limit: Some(200),
    one: One::Scan,
    parent: None,
    map: member,
};

impl Resource for Members {
    fn rules(&self) -> &'static [FieldRule] {
        MEMBER
    }

    fn page_limit(&self) -> u32 {
        MEMBERS.page_limit()
    }

    fn plan(&self, ask: &Ask<'_>) -> Result<Plan, CallError> {
        let project = segment(ask.parent.unwrap_or_default())?;
        let call = Call::with_path(operation("v2_list_project_members"), &[project]);
        let limit = ask.limit.clamp(1, self.page_limit()).to_string();
        Ok(Plan::call(on(call, ask.position, |call| call.query("limit", limit))))
    }

    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        MEMBERS.read(ask, answers, each)
    }
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct Wire<'b> {
    id: Scalar<'b>,
    name: Scalar<'b>,
    project_code: Scalar<'b>,
    description: Scalar<'b>,
    status: Scalar<'b>,
    parent_project: Found<WireId<'b>>,
    cost_center: Found<WireId<'b>>,
    start: Found<WireDay<'b>>,
    end: Found<WireDay<'b>>,
    assigned_to_all: Found<bool>,
    billable: Found<bool>,
    client_name: Scalar<'b>,
    project_type: Scalar<'b>,
    tracked_minutes: Scalar<'b>,
    sub_projects_tracked_minutes: Scalar<'b>,
    sub_projects_count: Scalar<'b>,
    tracked_periods_count: Scalar<'b>,
    created_at: Scalar<'b>,
    updated_at: Scalar<'b>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireId<'b> {
    id: Scalar<'b>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireDay<'b> {
    date: Scalar<'b>,
}

fn project<'b>(row: &'b RawValue, ask: &Ask<'_>, out: &mut Out<'_, 'b>) -> Result<(), serde_json::Error> {
    let wire: Wire<'b> = serde_json::from_str(row.get())?;
    let mut values = out.values();
    let id = values.id("id", wire.id);
    let status = values.text("status", wire.status);
    let parent = values.found("parent_project", wire.parent_project);
    let parent = parent.and_then(|it| values.id("parent_project.id", it.id));
    let cost_center = values.found("cost_center", wire.cost_center);
    let cost_center = cost_center.and_then(|it| values.id("cost_center.id", it.id));
    let record = Project {
        id: id.clone(),
        remote_id: id.clone(),
        name: values.text("name", wire.name),
        code: values.text("project_code", wire.project_code),
        description: values.text("description", wire.description),
        status: status.map(|it| Choice::new(unified_status(&it), it)),
        parent_id: parent.clone(),
        remote_parent_id: parent,
        cost_center_id: cost_center.clone(),
        remote_cost_center_id: cost_center,
        start_date: day(&mut values, ["start", "start.date"], wire.start),
        end_date: day(&mut values, ["end", "end.date"], wire.end).and_then(before),
        assigned_to_all: values.found("assigned_to_all", wire.assigned_to_all),
        billable: values.found("billable", wire.billable),
        client_name: values.text("client_name", wire.client_name),
        kind: values.text("project_type", wire.project_type),
        tracked_minutes: count(&mut values, "tracked_minutes", wire.tracked_minutes),
        sub_projects_tracked_minutes: count(
            &mut values,
            "sub_projects_tracked_minutes",
            wire.sub_projects_tracked_minutes,
        ),
        sub_projects_count: count(&mut values, "sub_projects_count", wire.sub_projects_count),
        tracked_periods_count: count(&mut values, "tracked_periods_count", wire.tracked_periods_count),
        created_at: values.moment("created_at", wire.created_at, DateTime::instant),
        updated_at: values.moment("updated_at", wire.updated_at, DateTime::instant),
    };
    if is_fresh(ask, record.updated_at) {
        out.give(id.as_deref(), &record);
    } else {
        out.pass_over();
    }
    Ok(())
}

/// Whether a project changed since the moment of the condition; Personio has none for projects (official).
fn is_fresh(ask: &Ask<'_>, updated: Option<DateTime>) -> bool {
    let Ok(Some(since)) = ask.filters.instant("updated_after") else { return true };
    match updated {
        Some(DateTime::Instant(at)) => at >= since,
        Some(DateTime::Date(_)) | None => true,
    }
}

fn unified_status(source: &str) -> Option<&'static str> {
    match source {
        "ACTIVE" => Some("active"),
        "ARCHIVED" => Some("archived"),
        _ => None,
    }
}

fn day(
    values: &mut Values<'_>,
    [object, path]: [&'static str; 2],
    wire: Found<WireDay<'_>>,
) -> Option<DateTime> {
    let date = values.found(object, wire)?.date;
    values.moment(path, date, DateTime::civil)
}

/// A whole number.
fn count(values: &mut Values<'_>, path: &'static str, wire: Scalar<'_>) -> Option<i64> {
    let whole = |it: Scalar<'_>| if let Scalar::Int(number) = it { Some(number) } else { None };
    values.found(path, Found::from(wire).and_then(whole))
}

/// The day before: Personio's end is the first day on which it is over (official).
fn before(end: DateTime) -> Option<DateTime> {
    let DateTime::Date(day) = end else { return None };
    let first = civil::date(0, 1, 1);
    day.yesterday().ok().filter(|it| *it >= first).map(DateTime::Date)
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireMember<'b> {
    person: Found<WireId<'b>>,
}

fn member<'b>(row: &'b RawValue, _: &Ask<'_>, out: &mut Out<'_, 'b>) -> Result<(), serde_json::Error> {
    let wire: WireMember<'b> = serde_json::from_str(row.get())?;
    let mut values = out.values();
    let person = values.found("person", wire.person);
    let id = person.and_then(|it| values.id("person.id", it.id));
    let record = ProjectMember {
        id: id.clone(),
        remote_id: id.clone(),
        employee_id: id.clone(),
        remote_employee_id: id.clone(),
    };
    out.give(id.as_deref(), &record);
    Ok(())
}

const fn rule(field: &'static str, path: &'static str, rule: &'static str, evidence: Evidence) -> FieldRule {
    let (source, needs) = (Source::Row, Needs::Nothing);
    FieldRule { field, source, path, rule, permission: "projects:read", needs, evidence }
}

const fn counted(field: &'static str, path: &'static str, words: &'static str) -> FieldRule {
    FieldRule { needs: Needs::Include, ..rule(field, path, words, Official) }
}

use Evidence::{Guess, Official};

#[rustfmt::skip] // a table: one row a field
static PROJECT: &[FieldRule] = &[
    rule("id", "id", "as text", Official),
    rule("remote_id", "id", "as text", Official),
    rule("name", "name", "as it stands", Official),
    rule("code", "project_code", "as it stands", Official),
    rule("description", "description", "as it stands", Official),
    rule("status", "status", "ACTIVE is active, ARCHIVED is archived", Official),
    rule("parent_id", "parent_project.id", "as text", Official),
    rule("remote_parent_id", "parent_project.id", "as text", Official),
    rule("cost_center_id", "cost_center.id", "as text", Official),
    rule("remote_cost_center_id", "cost_center.id", "as text", Official),
    rule("start_date", "start.date", "its first ten characters", Official),
    rule("end_date", "end.date", "the day before: Personio's end is the first day on which it is over", Official),
    rule("assigned_to_all", "assigned_to_all", "as it stands", Official),
    rule("billable", "billable", "as it stands", Official),
    rule("client_name", "client_name", "as it stands", Official),
    rule("type", "project_type", "as it stands", Official),
    counted("tracked_minutes", "tracked_minutes", "as Personio counts them"),
    counted("sub_projects_tracked_minutes", "sub_projects_tracked_minutes", "as Personio counts them"),
    counted("sub_projects_count", "sub_projects_count", "as Personio counts them"),
    counted("tracked_periods_count", "tracked_periods_count", "as Personio counts them"),
    rule("created_at", "created_at", "the same instant in UTC", Guess),
    rule("updated_at", "updated_at", "the same instant in UTC", Guess),
];

#[rustfmt::skip] // a table: one row a field
static MEMBER: &[FieldRule] = &[
    rule("id", "person.id", "the person's, as text", Official),
    rule("remote_id", "person.id", "the person's, as text", Official),
    rule("employee_id", "person.id", "as text", Official),
    rule("remote_employee_id", "person.id", "as text", Official),
];
