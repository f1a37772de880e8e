//! Jobs of recruiting: what one can apply for, advertised or not.
//!
//! v2 doesn't tell whether a job is open; the careers page tells which are advertised. Must not know how calls are
//! made.

use std::collections::BTreeSet;

use nabe_connector::{Ask, Call, CallError, Evidence, FieldRule, Needs, Source};
use nabe_model::ats::{AtsJob, HiringMember};
use nabe_model::select::Asked;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::wire::{Moment, Named, WireTeam, named_at, team};
use super::{Details, READ, Recruiting, in_time, stages};
use crate::personio::listed::{Out, segment};
use crate::personio::operation;
use crate::personio::people::{Person, people, people_calls};
use crate::personio::reading::Found;
use crate::personio::scalar::Scalar;
use crate::personio::told::Told;
use crate::personio::values::Values;

/// Jobs of recruiting.
pub(in crate::personio) static JOBS: Recruiting = Recruiting {
    rules: RULES,
    list: "v2_list_recruiting_jobs",
    one: "v2_get_recruiting_job",
    newest_first: false,
    conditions,
    further,
    map,
};

/// Personio doesn't tell whether a job is open: no list of those that are can be made.
fn conditions(ask: &Ask<'_>, call: Call) -> Result<Call, CallError> {
    for name in ["status", "job_status"] {
        if ask.filters.text(name).is_some() {
            let expected = "left out: Personio does not tell whether a job is open";
            return Err(CallError::BadFilter { name: name.to_owned(), expected });
        }
    }
    Ok(call)
}

/// A job.
#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
pub(super) struct WireJob<'b> {
    pub(super) id: Scalar<'b>,
    name: Scalar<'b>,
    pub(super) department: Found<Named<'b>>,
    pub(super) category: Found<Named<'b>>,
    pub(super) hiring_team: WireTeam<'b>,
    company: Found<Named<'b>>,
    created_at: Moment<'b>,
    updated_at: Moment<'b>,
}

/// The key of the further call for a category.
pub(super) fn category_key(id: &str) -> String {
    format!("category {id}")
}

/// The call for the stages of a category.
pub(super) fn category_call(id: &str) -> Result<(String, Call), CallError> {
    Ok((category_key(id), Call::with_path(operation("v2_get_recruiting_category"), &[segment(id)?])))
}

/// Categories for the stages, and people for the names in teams: each once, and only when it is asked for.
fn further(ask: &Ask<'_>, rows: &[&RawValue]) -> Result<Vec<(String, Call)>, CallError> {
    let (with_stages, with_names) = (ask.asked.expands("interview_stages"), wants_names(ask.asked));
    let mut calls = Vec::new();
    if !with_stages && !with_names {
        return Ok(calls);
    }
    let (mut categories, mut members) = (BTreeSet::new(), BTreeSet::new());
    for row in rows {
        let Ok(wire) = serde_json::from_str::<WireJob<'_>>(row.get()) else { continue };
        categories.extend(wire.category.value().and_then(|it| it.id.id()).map(String::from));
        let team = team(wire.hiring_team, &mut Values { defects: &mut Vec::new() });
        members.extend(team.into_iter().flatten().filter_map(|it| Some(it.user_id?.to_string())));
    }
    if with_stages {
        for id in categories.iter().filter(|it| segment(it).is_ok()) {
            calls.push(category_call(id)?);
        }
    }
    if with_names {
        calls.extend(people_calls(members.iter().map(String::as_str)));
    }
    Ok(calls)
}

/// Whether somebody asks for more of a team than ids and roles: `fields=hiring_team.first_name`.
fn wants_names(asked: &Asked) -> bool {
    let inside = asked.fields.inside("hiring_team");
    inside.is_some_and(|it| ["first_name", "last_name", "email"].iter().any(|name| it.names(name)))
}

fn map<'b>(
    row: &'b RawValue,
    ask: &Ask<'_>,
    details: &'b Details,
    out: &mut Out<'_, 'b>,
) -> Result<(), serde_json::Error> {
    let wire: WireJob<'b> = serde_json::from_str(row.get())?;
    let values = &mut out.values();
    let id = values.id("id", wire.id);
    let department = Named::read(wire.department, &named_at!("department"), values);
    let department_ids = department.as_ref().and_then(|it| it.id.clone()).map(|it| vec![it]);
    let category = Named::read(wire.category, &named_at!("category"), values);
    let body = category.as_ref().and_then(|it| details.get(&category_key(it.id.as_deref()?)));
    let mut hiring_team = team(wire.hiring_team, values);
    if wants_names(ask.asked) {
        let people = people(details);
        hiring_team.iter_mut().flatten().for_each(|it| name_member(it, &people, values));
    }
    let company = Named::read(wire.company, &named_at!("company"), values);
    let listed = body.filter(|_| ask.asked.expands("interview_stages"));
    let record = AtsJob {
        id: id.clone(),
        remote_id: id.clone(),
        title: values.text("name", wire.name),
        department_ids: department_ids.clone(),
        remote_department_ids: department_ids,
        hiring_team,
        interview_stages: listed.and_then(|it| stages::of(it, values)),
        created_at: wire.created_at.read("created_at", values),
        updated_at: wire.updated_at.read("updated_at", values),
        department: department.and_then(|it| it.name),
        category,
        company_id: company.and_then(|it| it.id),
        ..AtsJob::default()
    };
    if in_time(ask.filters, record.created_at, record.updated_at) {
        out.give_with(id.as_deref(), &record, body.map(Vec::as_slice));
    } else {
        out.pass_over();
    }
    Ok(())
}

fn name_member<'b>(member: &mut HiringMember<'b>, people: &Told<Person<'b>>, values: &mut Values<'_>) {
    let Some(id) = member.user_id.as_deref() else { return };
    let Some(person) = people.get(id, "hiring_team[]", values) else { return };
    member.first_name.clone_from(&person.first_name);
    member.last_name.clone_from(&person.last_name);
    member.email.clone_from(&person.email);
}

use Evidence::{Live, Official};

const UNTOLD: &str =
    "Personio does not tell whether a job is open; /job_postings has those that are advertised";
const NO_PLACES: &str = "v2 does not tell where a job is; /job_postings does";

#[rustfmt::skip] // a table: one row a field
static RULES: &[FieldRule] = &[
    READ.row("id", "id", "as it stands", Live),
    READ.row("remote_id", "id", "as it stands", Live),
    READ.nowhere("code", "jobs have no code"),
    READ.row("title", "name", "as it stands", Live),
    READ.nowhere("description", "v2 has no description; /job_postings has that of the careers page"),
    READ.nowhere("status", UNTOLD),
    READ.nowhere("job_status", UNTOLD),
    READ.row("department_ids", "department.id", "the only one", Live),
    READ.row("remote_department_ids", "department.id", "the only one", Live),
    READ.nowhere("location_ids", NO_PLACES),
    READ.nowhere("remote_location_ids", NO_PLACES),
    READ.row("hiring_team", "hiring_team[]", "ids and roles; names and addresses from v2 people, when fields names them: hiring_team.first_name", Official),
    READ.row("interview_stages", "stages[]", "the stages of its category, in their order", Live).source(Source::Detail).needs(Needs::Expand),
    READ.row("created_at", "created_at", "as it stands", Live),
    READ.row("updated_at", "updated_at", "as it stands", Live),
    READ.row("department", "department.name", "as it stands", Live),
    READ.row("category", "category", "as it stands", Live),
    READ.row("company_id", "company.id", "as it stands", Live),
];
