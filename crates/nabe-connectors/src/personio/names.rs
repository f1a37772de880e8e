//! Names of the groups that employments name by their ids only.
//!
//! A few units of one kind are asked for one by one, more of them by their list, cost centers together. Must not know
//! an employment.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use nabe_connector::{Answers, Call, CallError};
use nabe_model::hris::Employment;
use nabe_model::value::Text;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::group_id::own_id;
use super::scalar::Scalar;
use super::{employment, listed, operation};

/// Units of a kind that are asked for one by one.
const FEW: usize = 2;
/// Cost centers in one call.
const TOGETHER: usize = 50;
/// Rows of a list in one call. Limits of org units and cost centers are not published (?).
const LIMIT: &str = "100";

/// The calls that are still missing for the names of all groups of these employments.
pub(super) fn calls(rows: &[&RawValue], answers: &Answers<'_>) -> Result<Vec<(String, Call)>, CallError> {
    let mut wanted: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    for (kind, id) in rows.iter().flat_map(|it| employment::groups_of(it)) {
        if listed::segment(&id).is_ok() {
            wanted.entry(kind).or_default().insert(id);
        }
    }
    let mut calls = Vec::new();
    for (kind, ids) in wanted {
        match kind {
            "cost_center" => calls.extend(centers(&ids)),
            _ if ids.len() <= FEW => calls.extend(ids.iter().map(|id| unit(kind, id))),
            _ => calls.extend(next_units(kind, &ids, answers)?),
        }
    }
    Ok(calls)
}

fn unit(kind: &'static str, id: &str) -> (String, Call) {
    let call = Call::with_path(operation("v2_get_org_unit"), &[id]).query("type", kind);
    (format!("{kind} {id}"), call)
}

/// The next page of the units of a kind, until all that are wanted are there.
fn next_units(
    kind: &'static str,
    ids: &BTreeSet<String>,
    answers: &Answers<'_>,
) -> Result<Option<(String, Call)>, CallError> {
    let (mut known, mut pages, mut cursor) = (BTreeSet::new(), BTreeSet::new(), None::<String>);
    loop {
        let key = format!("{kind}s {}", cursor.as_deref().unwrap_or_default());
        let Some(body) = answers.further.get(&key) else {
            let call = Call::to(operation("v2_list_org_units")).query("type", kind).query("limit", LIMIT);
            return Ok(Some((key, call.query_if("cursor", cursor))));
        };
        let page = listed::page(body)?;
        known.extend(page.rows.iter().filter_map(|it| named(it)?.id.id()).map(String::from));
        let more = page.next.filter(|it| !ids.is_subset(&known) && pages.insert(it.clone()));
        let Some(next) = more else { return Ok(None) };
        cursor = Some(next);
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

fn named(row: &RawValue) -> Option<Wire<'_>> {
    serde_json::from_str(row.get()).ok()
}

/// Names by kind and id.
#[derive(Default)]
pub(super) struct Names<'b>(HashMap<(&'static str, String), Text<'b>>);

impl<'b> Names<'b> {
    /// All names in further answers.
    pub(super) fn read(answers: &Answers<'b>) -> Self {
        let mut names = HashMap::new();
        for (key, body) in answers.further {
            let Some((word, _)) = key.split_once(' ') else { continue };
            let kinds = ["department", "team", "cost_center"];
            let Some(kind) = kinds.into_iter().find(|it| word.strip_suffix('s').unwrap_or(word) == *it)
            else {
                continue;
            };
            let is_list = word != kind || kind == "cost_center";
            let page = if is_list { listed::page(body) } else { listed::one(body) };
            for row in page.map(|it| it.rows).unwrap_or_default() {
                let Some(Wire { id, name }) = named(row) else { continue };
                if let (Some(id), Some(name)) = (id.id(), name.text()) {
                    names.insert((kind, id.into_owned()), Text(name));
                }
            }
        }
        Self(names)
    }

    /// Adds the names to an employment.
    pub(super) fn add(&self, record: &mut Employment<'b>) {
        if self.0.is_empty() {
            return;
        }
        let of = |kind, id: &Option<Text<'b>>| {
            self.0.get(&(kind, own_id(kind, id.as_deref()?).to_owned())).cloned()
        };
        for (kind, group) in [("department", &mut record.department), ("team", &mut record.team)] {
            if let Some(group) = group {
                group.name = of(kind, &group.remote_id);
            }
        }
        for center in record.cost_centers.iter_mut().flatten() {
            center.name = of("cost_center", &center.remote_id);
        }
    }
}
