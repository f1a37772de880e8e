//! Types of absence beside the records that name them: of v2 beside absences, of v1 beside balances.
//!
//! Balances know the numbers of v1 only; `id_v2` leads from there to the ids of v2 (official). Must not know what names
//! them.

use std::collections::HashMap;

use nabe_connector::{Answers, Call};
use nabe_model::hris::TimeOffPolicy;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::absences::WireType;
use super::listed::{one, page, segment};
use super::operation;
use super::reading::{Found, from_json};
use super::scalar::Scalar;
use super::told::Told;
use super::values::Values;

/// The key of the list among the further answers.
const LIST: &str = "types";
/// What the keys of single types begin with.
const ONE: &str = "type ";
/// The most types of a page: v2 (published page), v1 (official).
const V2_LIMIT: &str = "100";
const V1_LIMIT: &str = "200";

/// The calls for types of v2: their list, and then those that it doesn't have, since it has a page of them only.
pub(super) fn calls<'i>(ids: impl Iterator<Item = &'i str>, answers: &Answers<'_>) -> Vec<(String, Call)> {
    let mut ids: Vec<&str> = ids.collect();
    if !ids.is_empty() && !answers.is_made(LIST) {
        return vec![(
            LIST.to_owned(),
            Call::to(operation("v2_list_absence_types")).query("limit", V2_LIMIT),
        )];
    }
    let known = told_by_v2(answers.further);
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().filter(|it| !known.has(it)).filter_map(one_v2).collect()
}

/// The call for one type of v2; none if it can't be an id.
fn one_v2(id: &str) -> Option<(String, Call)> {
    let call = Call::with_path(operation("v2_get_absence_type"), &[segment(id).ok()?]);
    Some((format!("{ONE}{id}"), call))
}

/// The call for the types of v1.
pub(super) fn list_v1() -> (String, Call) {
    (LIST.to_owned(), Call::to(operation("v1_list_time_off_types")).query("limit", V1_LIMIT))
}

/// A type of absence.
pub(super) struct Kind<'b> {
    pub(super) policy: TimeOffPolicy<'b>,
    /// What Personio said of it.
    pub(super) source: &'b RawValue,
}

/// The types of v2 that were fetched, by their ids.
pub(super) fn told_by_v2(further: &HashMap<String, Vec<u8>>) -> Told<Kind<'_>> {
    let mut kinds = Told::default();
    for (key, body) in further {
        let rows = match key.strip_prefix(ONE) {
            Some(_) => one(body),
            None if key == LIST => page(body),
            None => continue,
        };
        kinds.add(rows.map(|it| it.rows), of_v2);
    }
    kinds
}

/// The types of v1 that were fetched, by their numbers.
pub(super) fn told_by_v1(further: &HashMap<String, Vec<u8>>) -> Told<Kind<'_>> {
    let mut kinds = Told::default();
    if let Some(body) = further.get(LIST) {
        kinds.add(page(body).map(|it| it.rows), of_v1);
    }
    kinds
}

fn of_v2<'b>(row: &'b RawValue, values: &mut Values<'_>) -> Option<(String, Kind<'b>)> {
    let policy = from_json::<WireType<'b>>(row.get()).ok()?.policy(values);
    let id = policy.id.as_deref()?.to_owned();
    Some((id, Kind { policy, source: row }))
}

/// A type of v1 with its number. Whether `id_v2` stands among the attributes or beside them is not told (?).
fn of_v1<'b>(row: &'b RawValue, values: &mut Values<'_>) -> Option<(String, Kind<'b>)> {
    #[derive(Default, Deserialize)]
    #[serde(default, bound(deserialize = "'de: 'b"))]
    struct Wire<'b> {
        id: Scalar<'b>,
        id_v2: Scalar<'b>,
        attributes: Found<&'b RawValue>,
    }
    #[derive(Default, Deserialize)]
    #[serde(default, bound(deserialize = "'de: 'b"))]
    struct Ids<'b> {
        id: Scalar<'b>,
        id_v2: Scalar<'b>,
    }

    let beside: Wire<'_> = from_json(row.get()).ok()?;
    let attributes = beside.attributes.value()?.get();
    let ids: Ids<'_> = from_json(attributes).ok()?;
    let number = values.id("id", ids.id).or_else(|| values.id("id", beside.id))?;
    let id = values.id("id_v2", ids.id_v2).or_else(|| values.id("id_v2", beside.id_v2));
    let policy = from_json::<WireType<'_>>(attributes).ok()?.policy(values);
    let policy = TimeOffPolicy { id: id.clone(), remote_id: id, ..policy };
    Some((number.0.into_owned(), Kind { policy, source: row }))
}
