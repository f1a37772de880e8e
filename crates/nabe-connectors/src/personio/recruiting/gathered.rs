//! Lists that Personio doesn't have, gathered from those that it has: departments and people of jobs, stages of
//! categories.
//!
//! All pages are read, each thing is given once, in the order of the ids. Where to go on is the id that was given
//! last, so that a list which changes meanwhile gives everything that was there all the time exactly once. Must not
//! know how calls are made.

use std::collections::BTreeMap;

use nabe_connector::{
    Answers, Ask, Call, CallError, Defect, DefectKind, Each, Evidence, FieldRule, Lacking, Needs, PageInfo,
    Plan, Resource, Row, Rules, Source,
};
use nabe_model::ats::{Place, Stage, User};
use nabe_model::record::Record;
use serde_json::value::RawValue;

use super::jobs::WireJob;
use super::stages::{NO_ID, WireCategory, declared};
use super::wire::{Named, named_at, team};
use super::{PAGE_LIMIT, READ, stages};
use crate::personio::listed::{on, page, page_at};
use crate::personio::mapping::full_name;
use crate::personio::operation;
use crate::personio::people::{people, people_calls};
use crate::personio::reading::from_json;
use crate::personio::sheaf::{Sheaf, Windowed};
use crate::personio::values::Values;

/// The most pages that are read for one answer.
const PAGES: usize = 100;

/// A list that is gathered from another.
pub(in crate::personio) struct Gathered {
    rules: &'static [FieldRule],
    /// The operation that lists what it is gathered from.
    from: &'static str,
    gather: for<'b> fn(&'b RawValue, &mut Sheaf<Thing<'b>>, &mut Values<'_>) -> Result<(), serde_json::Error>,
}

/// Departments of jobs.
pub(in crate::personio) static DEPARTMENTS: Gathered =
    Gathered { rules: DEPARTMENT, from: "v2_list_recruiting_jobs", gather: department };

/// People who hire for jobs.
pub(in crate::personio) static USERS: Gathered =
    Gathered { rules: USER, from: "v2_list_recruiting_jobs", gather: members };

/// Stages of categories.
pub(in crate::personio) static STAGES: Gathered =
    Gathered { rules: stages::RULES, from: "v2_list_recruiting_categories", gather: category_stages };

/// What is gathered, with the row in which it was met first.
struct Thing<'b> {
    kind: Kind<'b>,
    source: &'b RawValue,
}

enum Kind<'b> {
    Department(Place<'b>),
    User(Box<User<'b>>),
    Stage(Box<Stage<'b>>),
}

impl Gathered {
    /// The call for the page that is still missing, with its key.
    fn missing(&self, pages: &[&[u8]]) -> Result<Option<(String, Call)>, CallError> {
        let last = pages.last().copied().unwrap_or_default();
        let Some(next) = page_at(last, (pages.len() > 1).then_some(""))?.next else { return Ok(None) };
        // A list that leads back to itself would be followed for ever.
        if pages.len() >= PAGES {
            return Err(CallError::Malformed { at: "its end: the list has none".to_owned() });
        }
        Ok(Some((key(pages.len() + 1), self.call(Some(&next)))))
    }

    fn sheaf<'b>(&self, pages: &[&'b [u8]], lost: &mut Vec<Defect>) -> Result<Sheaf<Thing<'b>>, CallError> {
        let mut sheaf = Sheaf::default();
        let mut defects = Vec::new();
        for body in pages {
            for row in page(body)?.rows {
                if (self.gather)(row, &mut sheaf, &mut Values { defects: &mut defects }).is_err() {
                    lost.push(Defect { path: "[]".into(), kind: DefectKind::WrongType });
                }
            }
        }
        lost.append(&mut defects);
        Ok(sheaf)
    }

    fn call(&self, position: Option<&str>) -> Call {
        // The most that categories take is not known (?): their default is sent.
        let limit = if self.from == "v2_list_recruiting_jobs" { PAGE_LIMIT } else { 100 };
        on(Call::to(operation(self.from)), position, |call| call.query("limit", limit.to_string()))
    }
}

impl Resource for Gathered {
    fn rules(&self) -> &'static [FieldRule] {
        self.rules
    }

    fn page_limit(&self) -> u32 {
        u32::MAX
    }

    fn plan(&self, _: &Ask<'_>) -> Result<Plan, CallError> {
        Ok(Plan::call(self.call(None)))
    }

    fn further(&self, ask: &Ask<'_>, answers: &Answers<'_>) -> Result<Vec<(String, Call)>, CallError> {
        let pages = pages(answers);
        if let Some(page) = self.missing(&pages)? {
            return Ok(vec![page]);
        }
        if !wants_names(ask) {
            return Ok(Vec::new());
        }
        let Windowed { items, .. } = self.sheaf(&pages, &mut Vec::new())?.window(ask);
        let users = items.iter().filter(|(_, it)| matches!(it.kind, Kind::User(_)));
        Ok(people_calls(users.map(|(id, _)| id.as_str())))
    }

    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        let pages = pages(answers);
        if self.missing(&pages)?.is_some() {
            return Err(CallError::Malformed { at: "the next page of the list".to_owned() });
        }
        let mut lost = Vec::new();
        let Windowed { items, next } = self.sheaf(&pages, &mut lost)?.window(ask);
        let people = people(answers.further);
        let rows = items.len();
        for (id, mut thing) in items {
            let (mut detail, mut defects) = (None, Vec::new());
            if let Kind::User(user) = &mut thing.kind
                && let Some(person) = people.get(&id, "", &mut Values { defects: &mut defects })
            {
                user.name = full_name(person.first_name.as_deref(), person.last_name.as_deref());
                user.first_name.clone_from(&person.first_name);
                user.last_name.clone_from(&person.last_name);
                user.email.clone_from(&person.email);
                detail = Some(person.source.get().as_bytes());
            }
            let record = match &thing.kind {
                Kind::Department(place) => Record::Place(place),
                Kind::User(user) => Record::User(user),
                Kind::Stage(stage) => Record::Stage(stage),
            };
            let source = ask.explain.then_some(thing.source);
            each(Row { id: &id, record, source, detail, person: None, defects: &defects });
        }
        Ok(PageInfo { next, rows, lost })
    }
}

/// The pages that are there, in their order.
fn pages<'b>(answers: &Answers<'b>) -> Vec<&'b [u8]> {
    let mut pages = answers.first.to_vec();
    while let Some(body) = answers.further(&key(pages.len() + 1)) {
        pages.push(body);
    }
    pages
}

/// The key of the call for a page.
fn key(number: usize) -> String {
    format!("page {number}")
}

/// Whether somebody asks for more of people than their ids.
fn wants_names(ask: &Ask<'_>) -> bool {
    ["first_name", "last_name", "name", "email"].iter().any(|it| ask.asked.names(it))
}

fn department<'b>(
    row: &'b RawValue,
    sheaf: &mut Sheaf<Thing<'b>>,
    values: &mut Values<'_>,
) -> Result<(), serde_json::Error> {
    let wire: WireJob<'b> = from_json(row.get())?;
    let place = Named::read(wire.department, &named_at!("department"), values);
    let Some(place) = place else { return Ok(()) };
    match place.id.as_deref().map(str::to_owned) {
        Some(id) => {
            sheaf.add(&id, || Thing { kind: Kind::Department(place), source: row });
        }
        None => values.defects.push(Defect { path: "department.id".into(), kind: DefectKind::NoId }),
    }
    Ok(())
}

fn members<'b>(
    row: &'b RawValue,
    sheaf: &mut Sheaf<Thing<'b>>,
    values: &mut Values<'_>,
) -> Result<(), serde_json::Error> {
    let wire: WireJob<'b> = from_json(row.get())?;
    for member in team(wire.hiring_team, values).into_iter().flatten() {
        let Some(id) = member.user_id else {
            values.defects.push(Defect { path: "hiring_team[].person.id".into(), kind: DefectKind::NoId });
            continue;
        };
        let key = id.to_string();
        let user = || User { id: Some(id.clone()), remote_id: Some(id), ..User::default() };
        sheaf.add(&key, || Thing { kind: Kind::User(Box::new(user())), source: row });
    }
    Ok(())
}

/// A stage may be in several categories; its place is told only where they agree.
fn category_stages<'b>(
    row: &'b RawValue,
    sheaf: &mut Sheaf<Thing<'b>>,
    values: &mut Values<'_>,
) -> Result<(), serde_json::Error> {
    let wire: WireCategory<'b> = from_json(row.get())?;
    let rows = wire.stages.clone().value().unwrap_or_default();
    let sources: BTreeMap<u32, &'b RawValue> = (1..).zip(rows).collect();
    for stage in declared(wire.stages, values).into_iter().flatten() {
        let Some(id) = stage.id.as_deref().map(str::to_owned) else {
            values.defects.push(NO_ID);
            continue;
        };
        let order = stage.order;
        let source = order.and_then(|it| sources.get(&it)).copied().unwrap_or(row);
        let met = sheaf.add(&id, || Thing { kind: Kind::Stage(Box::new(stage)), source });
        if let Kind::Stage(known) = &mut met.kind
            && known.order != order
        {
            known.order = None;
        }
    }
    Ok(())
}

use Evidence::{Live, Official};

const ASKED: &str = "from v2 people, when fields names it; that needs employees:read";

/// A rule for what v2 people tell of a user.
const fn of_person(field: &'static str, path: &'static str) -> FieldRule {
    Rules("employees:read")
        .row(field, path, ASKED, Official)
        .source(Source::PageDetail)
        .needs(Needs::Naming)
        .lacking(Lacking::NotGranted)
        .attribute(path)
}

#[rustfmt::skip] // a table: one row a field
static DEPARTMENT: &[FieldRule] = &[
    READ.row("id", "department.id", "of the jobs of recruiting, each once", Live),
    READ.row("remote_id", "department.id", "of the jobs of recruiting, each once", Live),
    READ.row("name", "department.name", "as the first job has it", Live),
];

#[rustfmt::skip] // a table: one row a field
static USER: &[FieldRule] = &[
    READ.row("id", "hiring_team[]", "whoever hires for a job, each once: the id of the person", Live),
    READ.row("remote_id", "hiring_team[]", "whoever hires for a job, each once: the id of the person", Live),
    of_person("email", "email"),
    of_person("first_name", "first_name"),
    of_person("last_name", "last_name"),
    FieldRule { path: "first_name, last_name", ..of_person("name", "last_name") },
    READ.nowhere("phone", "v2 people have no phone number"),
];
