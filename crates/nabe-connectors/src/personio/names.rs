//! Names of the groups that employments name by their ids only.
//!
//! A few units of one kind are asked for one by one, more of them by their list, cost centers together. Must not know
//! an employment.

use std::collections::{BTreeMap, BTreeSet};

use nabe_connector::{Answers, Call};
use nabe_model::hris::Employment;
use nabe_model::select::Asked;
use nabe_model::value::Text;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::group_id::group_id;
use super::reading::from_json;
use super::scalar::Scalar;
use super::told::Told;
use super::values::Values;
use super::{employment, listed, operation};

/// Units of a kind that are asked for one by one.
const FEW: usize = 2;
/// Cost centers in one call.
const TOGETHER: usize = 50;
/// Rows of a list in one call. Limits of org units and cost centers are not published (?).
const LIMIT: &str = "100";

/// The fields that show a kind of group.
const FIELDS: [(&str, &str); 3] =
    [("department", "department"), ("team", "team"), ("cost_center", "cost_centers")];

/// The calls that are still missing for the names of those groups of these employments that are asked for.
pub(super) fn calls(rows: &[&RawValue], asked: &Asked, answers: &Answers<'_>) -> Vec<(String, Call)> {
    let is_shown =
        |kind: &str| FIELDS.iter().any(|(it, field)| *it == kind && asked.fields.inside(field).is_some());
    let mut wanted: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    for (kind, id) in rows.iter().flat_map(|it| employment::groups_of(it)) {
        if is_shown(kind) && listed::segment(&id).is_ok() {
            wanted.entry(kind).or_default().insert(id);
        }
    }
    let mut calls = Vec::new();
    for (kind, ids) in wanted {
        match kind {
            "cost_center" => calls.extend(centers(&ids)),
            _ if ids.len() <= FEW => calls.extend(ids.iter().map(|id| unit(kind, id))),
            _ => calls.extend(next_units(kind, &ids, answers)),
        }
    }
    calls
}

fn unit(kind: &'static str, id: &str) -> (String, Call) {
    let call = Call::with_path(operation("v2_get_org_unit"), &[id]).query("type", kind);
    (format!("{kind} {id}"), call)
}

/// The next page of the units of a kind, until all that are wanted are there.
fn next_units(kind: &'static str, ids: &BTreeSet<String>, answers: &Answers<'_>) -> Option<(String, Call)> {
    let (mut known, mut pages, mut cursor) = (BTreeSet::new(), BTreeSet::new(), None::<String>);
    loop {
        let key = format!("{kind}s {}", cursor.as_deref().unwrap_or_default());
        let Some(body) = answers.further.get(&key) else {
            let call = Call::to(operation("v2_list_org_units"));
            let begin = |call: Call| call.query("type", kind).query("limit", LIMIT);
            return Some((key, listed::on(call, cursor.as_deref(), begin)));
        };
        // What can't be read leads nowhere; the names say so.
        let page = listed::page(body).ok()?;
        known.extend(page.rows.iter().filter_map(|it| id_of(it)));
        let more = page.next.filter(|it| !ids.is_subset(&known) && pages.insert(it.clone()));
        cursor = Some(more?);
    }
}

fn centers(ids: &BTreeSet<String>) -> Vec<(String, Call)> {
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let call = |ids: &[&str]| {
        let ids = ids.join(",");
        let call = Call::to(operation("v2_list_cost_centers")).query("limit", LIMIT);
        (format!("cost_center {ids}"), call.query("id", ids))
    };
    ids.chunks(TOGETHER).map(call).collect()
}

/// What stands under any group.
#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct Wire<'b> {
    id: Scalar<'b>,
    name: Scalar<'b>,
}

fn id_of(row: &RawValue) -> Option<String> {
    Some(from_json::<Wire<'_>>(row.get()).ok()?.id.id()?.into_owned())
}

/// Names by the ids of all groups; nothing for a group that has none.
#[derive(Default)]
pub(super) struct Names<'b>(Told<Option<Text<'b>>>);

impl<'b> Names<'b> {
    /// All names in further answers.
    pub(super) fn read(answers: &Answers<'b>) -> Self {
        let mut names = Told::default();
        for (key, body) in answers.further {
            let Some((word, _)) = key.split_once(' ') else { continue };
            let kinds = ["department", "team", "cost_center"];
            let Some(kind) = kinds.into_iter().find(|it| word.strip_suffix('s').unwrap_or(word) == *it)
            else {
                continue;
            };
            let is_list = word != kind || kind == "cost_center";
            let page = if is_list { listed::page(body) } else { listed::one(body) };
            names.add(page.map(|it| it.rows), |row, values| {
                let wire: Wire<'b> = from_json(row.get()).ok()?;
                Some((group_id(kind, &wire.id.id()?).to_string(), values.text("name", wire.name)))
            });
        }
        Self(names)
    }

    /// Adds the names to an employment.
    pub(super) fn add(&self, record: &mut Employment<'b>, values: &mut Values<'_>) {
        let Self(names) = self;
        for group in [&mut record.department, &mut record.team].into_iter().flatten() {
            let id = group.id.as_deref().unwrap_or_default();
            group.name = names.get(id, "org_units[]", values).cloned().flatten();
        }
        for center in record.cost_centers.iter_mut().flatten() {
            let Some(id) = center.id.as_deref() else { continue };
            let id = group_id("cost_center", id);
            center.name = names.get(&id, "cost_centers[]", values).cloned().flatten();
        }
    }
}
