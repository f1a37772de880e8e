//! Projects that time is recorded on, and their members: v2 only, as the routes of v1 end or have ended (official).
//!
//! Must not know how calls are made.

use jiff::civil;
use nabe_connector::{
    Answers, Ask, Call, CallError, Each, Evidence, FieldRule, Needs, PageInfo, Plan, Resource, Rules,
};
use nabe_model::hris::{Project, ProjectMember};
use nabe_model::value::{Choice, DateTime};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::listed::{Listed, One, Out, on, segment};
use super::operation;
use super::reading::Found;
use super::scalar::Scalar;
use super::values::{Link, Values};

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
    parent_project: Found<Link<'b>>,
    cost_center: Found<Link<'b>>,
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
struct WireDay<'b> {
    date: Scalar<'b>,
}

fn project<'b>(row: &'b RawValue, ask: &Ask<'_>, out: &mut Out<'_, 'b>) -> Result<(), serde_json::Error> {
    let wire: Wire<'b> = serde_json::from_str(row.get())?;
    let mut values = out.values();
    let id = values.id("id", wire.id);
    let status = values.text("status", wire.status);
    let parent = values.link(["parent_project", "parent_project.id"], wire.parent_project);
    let cost_center = values.link(["cost_center", "cost_center.id"], wire.cost_center);
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
    // Personio has no such condition on projects (official).
    if ask.filters.passes_after("updated_after", record.updated_at) {
        out.give(id.as_deref(), &record);
    } else {
        out.pass_over();
    }
    Ok(())
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
    person: Found<Link<'b>>,
}

fn member<'b>(row: &'b RawValue, _: &Ask<'_>, out: &mut Out<'_, 'b>) -> Result<(), serde_json::Error> {
    let wire: WireMember<'b> = serde_json::from_str(row.get())?;
    let id = out.values().link(["person", "person.id"], wire.person);
    let record = ProjectMember {
        id: id.clone(),
        remote_id: id.clone(),
        employee_id: id.clone(),
        remote_employee_id: id.clone(),
    };
    out.give(id.as_deref(), &record);
    Ok(())
}

const READ: Rules = Rules("projects:read");

const fn counted(field: &'static str, path: &'static str, words: &'static str) -> FieldRule {
    READ.row(field, path, words, Official).needs(Needs::Include)
}

use Evidence::{Guess, Official};

#[rustfmt::skip] // a table: one row a field
static PROJECT: &[FieldRule] = &[
    READ.row("id", "id", "as text", Official),
    READ.row("remote_id", "id", "as text", Official),
    READ.row("name", "name", "as it stands", Official),
    READ.row("code", "project_code", "as it stands", Official),
    READ.row("description", "description", "as it stands", Official),
    READ.row("status", "status", "ACTIVE is active, ARCHIVED is archived", Official),
    READ.row("parent_id", "parent_project.id", "as text", Official),
    READ.row("remote_parent_id", "parent_project.id", "as text", Official),
    READ.row("cost_center_id", "cost_center.id", "as text", Official),
    READ.row("remote_cost_center_id", "cost_center.id", "as text", Official),
    READ.row("start_date", "start.date", "its first ten characters", Official),
    READ.row("end_date", "end.date", "the day before: Personio's end is the first day on which it is over", Official),
    READ.row("assigned_to_all", "assigned_to_all", "as it stands", Official),
    READ.row("billable", "billable", "as it stands", Official),
    READ.row("client_name", "client_name", "as it stands", Official),
    READ.row("type", "project_type", "as it stands", Official),
    counted("tracked_minutes", "tracked_minutes", "as Personio counts them"),
    counted("sub_projects_tracked_minutes", "sub_projects_tracked_minutes", "as Personio counts them"),
    counted("sub_projects_count", "sub_projects_count", "as Personio counts them"),
    counted("tracked_periods_count", "tracked_periods_count", "as Personio counts them"),
    READ.row("created_at", "created_at", "the same instant in UTC", Guess),
    READ.row("updated_at", "updated_at", "the same instant in UTC", Guess),
];

#[rustfmt::skip] // a table: one row a field
static MEMBER: &[FieldRule] = &[
    READ.row("id", "person.id", "the person's, as text", Official),
    READ.row("remote_id", "person.id", "the person's, as text", Official),
    READ.row("employee_id", "person.id", "as text", Official),
    READ.row("remote_employee_id", "person.id", "as text", Official),
];
