//! All groups of the company: departments, teams and cost centers, one list behind the other.
//!
//! Each kind is numbered on its own, so an id says its kind (see `group_id.rs`). Must not know how calls are made.

use nabe_connector::{Evidence, FieldRule, Needs, Source};
use nabe_model::hris::OrgGroup;
use nabe_model::value::{Choice, Text};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::group_id::group_id;
use super::joined::Joined;
use super::listed::{Listed, Out};
use super::organisation::{COST_CENTERS, DEPARTMENTS, TEAMS};
use super::scalar::Scalar;

/// All groups.
pub(super) static GROUPS: Joined = Joined {
    rules: GROUP,
    parts: &[("department", &DEPARTMENT), ("team", &TEAM), ("cost_center", &COST_CENTER)],
};

static DEPARTMENT: Listed = Listed { map: |row, _, out| group("department", row, out), ..DEPARTMENTS };
static TEAM: Listed = Listed { map: |row, _, out| group("team", row, out), ..TEAMS };
static COST_CENTER: Listed = Listed { map: |row, _, out| group("cost_center", row, out), ..COST_CENTERS };

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct Wire<'b> {
    id: Scalar<'b>,
    name: Scalar<'b>,
    #[serde(rename = "type")]
    kind: Scalar<'b>,
    parent_id: Scalar<'b>,
    description: Scalar<'b>,
    abbreviation: Scalar<'b>,
}

/// That the unit above is of the same kind is our guess (?): Personio's chains of units are asked for by one kind.
fn group<'b>(kind: &'static str, row: &'b RawValue, out: &mut Out<'_, 'b>) -> Result<(), serde_json::Error> {
    let wire: Wire<'b> = serde_json::from_str(row.get())?;
    let own = out.values().id("id", wire.id);
    let parent = out.values().id("parent_id", wire.parent_id);
    let said: Option<Text<'b>> = out.values().text("type", wire.kind);
    let record = OrgGroup {
        id: own.as_deref().map(|it| group_id(kind, it)),
        remote_id: own.clone(),
        name: out.values().text("name", wire.name),
        parent_ids: parent.as_deref().map(|it| vec![group_id(kind, it)]),
        remote_parent_ids: parent.map(|it| vec![it]),
        kind: Some(said.map_or(Choice::own(kind), |it| Choice::new(Some(kind), it))),
        description: out.values().text("description", wire.description),
        abbreviation: out.values().text("abbreviation", wire.abbreviation),
        ..OrgGroup::default()
    };
    out.give(own.as_deref(), &record);
    Ok(())
}

const fn rule(field: &'static str, path: &'static str, rule: &'static str, evidence: Evidence) -> FieldRule {
    let (source, needs) = (Source::Row, Needs::Nothing);
    FieldRule { field, source, path, rule, permission: "org_units:read, cost_centers:read", needs, evidence }
}

/// What units have and cost centers don't.
const fn of_units(
    field: &'static str,
    path: &'static str,
    words: &'static str,
    evidence: Evidence,
) -> FieldRule {
    FieldRule { permission: "org_units:read", ..rule(field, path, words, evidence) }
}

const fn nowhere(field: &'static str, why: &'static str) -> FieldRule {
    FieldRule { source: Source::Nowhere, ..rule(field, "", why, Official) }
}

use Evidence::{Guess, Official};

#[rustfmt::skip] // a table: one row a field
static GROUP: &[FieldRule] = &[
    rule("id", "id", "the kind of group, an underscore, and Personio's id", Official),
    rule("remote_id", "id", "as text", Official),
    rule("name", "name", "as it stands", Official),
    of_units("parent_ids", "parent_id", "the unit above, alone, taken for one of the same kind", Guess),
    of_units("remote_parent_ids", "parent_id", "the unit above, alone", Official),
    nowhere("owner_ids", "Personio does not tell who leads a group"),
    nowhere("remote_owner_ids", "Personio does not tell who leads a group"),
    nowhere("company_id", "no group names its legal entity"),
    nowhere("remote_company_id", "no group names its legal entity"),
    rule("type", "type", "by the list that it stands in: department, team or cost_center", Official),
    of_units("description", "description", "as it stands, where Personio tells it", Official),
    of_units("abbreviation", "abbreviation", "as it stands, where Personio tells it", Official),
];
