//! Org units, jobs, legal entities, cost centers and workplaces of v2.
//!
//! Most of their fields beyond id and name are not published (facts §15.7 [?]).

use std::cmp::Ordering;

use crate::access::tokens::Grant;
use crate::model::company::Company;
use crate::model::organisation::{Job, LegalEntity, OrgUnit, UnitKind};
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::{Call, first};
use crate::wire::json::{Json, Object};
use crate::wire::page::{ListSpec, Page};
use crate::wire::refusal;

/// Limits of org units are not published [?].
const ORG_UNITS: ListSpec = ListSpec::new(20, 100, &["type", "include_parent_chain"]);
const JOBS: ListSpec = ListSpec::new(50, 100, &["id", "name", "sort"]);
const LEGAL_ENTITIES: ListSpec = ListSpec::new(20, 100, &["id", "id[]", "country", "country[]"]);
/// Limits of cost centers and workplaces are not published [?].
const NAMED: ListSpec = ListSpec::new(50, 100, &["id", "name", "sort"]);

/// Lists org units; the list is known by reference only (facts §9.5 [?]).
pub(crate) fn org_units(call: &Call<'_>, _: &Grant) -> Outcome {
    let bare = call.switched(Switch::V2OrganisationFields, "bare");
    // Their links repeat the filters (facts §6 [O]).
    let page = Page::read(call, &ORG_UNITS)?.repeating();
    let kinds: Vec<UnitKind> = page.values("type").map(|it| kind(call, it)).collect::<Result<_, _>>()?;
    let chain = flag(call, page.values("include_parent_chain").next())?;
    let company = call.company();
    let rows = company.units.rows().iter().filter(|it| kinds.iter().all(|kind| *kind == it.kind));
    let write = |json: &mut Json, it: &OrgUnit| {
        let mut body = if bare { short_unit(json, it) } else { unit(json, it) };
        if chain {
            let ids = body.key("parent_chain");
            ids.raw("[");
            for (at, parent) in parents(&company, it).enumerate() {
                ids.raw(if at > 0 { "," } else { "" });
                ids.raw("{\"id\":\"").int(i64::from(parent.id)).raw("\"}");
            }
            ids.raw("]");
        }
        body.close();
    };
    Ok(page.numbered(call, rows, write))
}

/// Shows an org unit; `type` is required (facts §9.5 [O]).
pub(crate) fn org_unit(call: &Call<'_>, _: &Grant) -> Outcome {
    let query = call.query();
    let wanted = first(&query, "type").ok_or_else(|| refusal::bad_value(call))?;
    let wanted = kind(call, wanted)?;
    let chain = flag(call, first(&query, "include_parent_chain"))?;
    let company = call.company();
    let id = call.param(0).parse().ok();
    let found = id.and_then(|it| company.units.get(it)).filter(|it| it.kind == wanted);
    let found = found.ok_or_else(|| refusal::v2_not_found(call))?;
    let mut json = Json::with_capacity(512);
    let mut body = unit(&mut json, found);
    if chain {
        let list = body.key("parent_chain");
        list.raw("[");
        for (at, parent) in parents(&company, found).enumerate() {
            list.raw(if at > 0 { "," } else { "" });
            unit(list, parent).close();
        }
        list.raw("]");
    }
    body.close();
    Ok(Answer::ok(json))
}

fn kind(call: &Call<'_>, text: &str) -> Result<UnitKind, Answer> {
    match text {
        "department" => Ok(UnitKind::Department),
        "team" => Ok(UnitKind::Team),
        _ => Err(refusal::bad_value(call)),
    }
}

fn flag(call: &Call<'_>, text: Option<&str>) -> Result<bool, Answer> {
    match text {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(refusal::bad_value(call)),
    }
}

/// The units above, nearest first.
fn parents<'a>(company: &'a Company, unit: &OrgUnit) -> impl Iterator<Item = &'a OrgUnit> {
    let above = |id: Option<u32>| id.and_then(|it| company.units.get(it));
    // No chain is deeper than this; a loop in the data would otherwise never end.
    std::iter::successors(above(unit.parent), move |it| above(it.parent)).take(32)
}

/// Writes the fields of a unit and leaves the object open (facts §9.5 [O]).
fn unit<'a>(json: &'a mut Json, unit: &OrgUnit) -> Object<'a> {
    let mut body = short_unit(json, unit);
    body.text("description", unit.description.as_deref());
    body.text("abbreviation", unit.abbreviation.as_deref());
    body
}

/// Writes the fields that lists of units are said to have [T], and leaves the object open.
fn short_unit<'a>(json: &'a mut Json, unit: &OrgUnit) -> Object<'a> {
    let mut body = Object::open(json);
    body.key("id").raw("\"").int(i64::from(unit.id)).raw("\"");
    body.text("type", Some(unit.kind.as_str())).text("name", Some(&unit.name));
    match unit.parent {
        Some(id) => body.key("parent_id").raw("\"").int(i64::from(id)).raw("\""),
        None => body.key("parent_id").raw("null"),
    };
    body
}

/// Lists jobs, by default with the greatest id first (facts §9.5 [O]).
pub(crate) fn jobs(call: &Call<'_>, _: &Grant) -> Outcome {
    let page = Page::read(call, &JOBS)?;
    let (ids, names) = (page.list("id"), page.list("name"));
    let company = call.company();
    let wanted = |it: &&Job| {
        let id = it.uuid.to_string();
        has(ids.as_ref(), &id) && has(names.as_ref(), &it.name)
    };
    let mut rows: Vec<&Job> = company.jobs.rows().iter().filter(wanted).collect();
    let order = Order::read(call, page.values("sort").next(), "-id")?;
    rows.sort_by(|a, b| order.compare((&a.uuid, &*a.name), (&b.uuid, &*b.name)));
    let write = |json: &mut Json, it: &Job| {
        let mut body = Object::open(json);
        body.key("id").uuid(it.uuid);
        body.text("name", Some(&it.name)).close();
    };
    Ok(page.numbered(call, rows.into_iter(), write))
}

/// Lists legal entities, newest first (facts §9.5 [O]).
pub(crate) fn legal_entities(call: &Call<'_>, _: &Grant) -> Outcome {
    let page = Page::read(call, &LEGAL_ENTITIES)?;
    // The page spells the filters with brackets; whether they also work without is not known [?].
    let ids = page.list("id[]").or_else(|| page.list("id"));
    let countries = page.list("country[]").or_else(|| page.list("country"));
    let is_country = |it: &&str| it.len() == 2 && it.bytes().all(|it| it.is_ascii_uppercase());
    if ids.iter().flatten().any(|it| it.parse::<i64>().is_err())
        || !countries.iter().flatten().all(is_country)
    {
        return Err(refusal::bad_value(call));
    }
    let bare = call.switched(Switch::V2OrganisationFields, "bare");
    let company = call.company();
    let rows = company
        .legal_entities
        .rows()
        .iter()
        .rev()
        .filter(|it| has(ids.as_ref(), &it.id.to_string()) && has(countries.as_ref(), &it.country));
    Ok(page.numbered(call, rows, |json, it| write_legal_entity(json, it, bare)))
}

/// Shows a legal entity.
pub(crate) fn legal_entity(call: &Call<'_>, _: &Grant) -> Outcome {
    let company = call.company();
    let id = call.param(0).parse().ok();
    let found =
        id.and_then(|it| company.legal_entities.get(it)).ok_or_else(|| refusal::v2_not_found(call))?;
    let mut json = Json::with_capacity(128);
    write_legal_entity(&mut json, found, call.switched(Switch::V2OrganisationFields, "bare"));
    Ok(Answer::ok(json))
}

fn write_legal_entity(json: &mut Json, it: &LegalEntity, bare: bool) {
    let mut body = Object::open(json);
    body.key("id").raw("\"").int(i64::from(it.id)).raw("\"");
    body.text("name", Some(&it.name));
    if !bare {
        body.text("country", Some(&it.country));
    }
    body.close();
}

/// Lists cost centers, which not every account seems to have (facts §9.5 [L]).
pub(crate) fn cost_centers(call: &Call<'_>, _: &Grant) -> Outcome {
    if call.switched(Switch::V2CostCenters, "404") {
        return Err(refusal::no_route(call.state, call.route.family));
    }
    let company = call.company();
    let rows = company.cost_centers.rows().iter().map(|it| (it.id, it.name.as_str())).collect();
    named(call, rows)
}

/// Lists workplaces, which v2 employments still call offices.
pub(crate) fn workplaces(call: &Call<'_>, _: &Grant) -> Outcome {
    let company = call.company();
    let rows = company.offices.rows().iter().map(|it| (it.id, &*it.name)).collect();
    named(call, rows)
}

fn named(call: &Call<'_>, mut rows: Vec<(u32, &str)>) -> Outcome {
    let page = Page::read(call, &NAMED)?;
    let (ids, names) = (page.list("id"), page.list("name"));
    rows.retain(|(id, name)| has(ids.as_ref(), &id.to_string()) && has(names.as_ref(), name));
    let order = Order::read(call, page.values("sort").next(), "id")?;
    rows.sort_by(|a, b| order.compare((&a.0, a.1), (&b.0, b.1)));
    let write = |json: &mut Json, (id, name): (u32, &str)| {
        let mut body = Object::open(json);
        body.key("id").raw("\"").int(i64::from(id)).raw("\"");
        body.text("name", Some(name)).close();
    };
    Ok(page.numbered(call, rows.into_iter(), write))
}

/// Whether a filter, if there is one, names this value.
fn has(wanted: Option<&Vec<&str>>, value: &str) -> bool {
    wanted.is_none_or(|it| it.contains(&value))
}

/// An order by id or name, `-` for descending.
struct Order {
    by_name: bool,
    descending: bool,
}

impl Order {
    fn read(call: &Call<'_>, text: Option<&str>, default: &str) -> Result<Self, Answer> {
        let text = text.unwrap_or(default);
        let (field, descending) = text.strip_prefix('-').map_or((text, false), |it| (it, true));
        match field {
            "id" => Ok(Self { by_name: false, descending }),
            "name" => Ok(Self { by_name: true, descending }),
            _ => Err(refusal::bad_value(call)),
        }
    }

    fn compare<I: Ord>(&self, a: (&I, &str), b: (&I, &str)) -> Ordering {
        let ascending = if self.by_name { a.1.cmp(b.1).then(a.0.cmp(b.0)) } else { a.0.cmp(b.0) };
        if self.descending { ascending.reverse() } else { ascending }
    }
}
