//! All groups of the company: departments, teams and cost centers, one list behind the other.
//!
//! Each kind is numbered on its own, so an id says its kind (see `group_id.rs`). Must not know how calls are made.

use nabe_connector::{Evidence, FieldRule, Rules};

use super::joined::Joined;
use super::listed::Listed;
use super::organisation::{COST_CENTERS, DEPARTMENTS, TEAMS, group};

/// All groups.
pub(super) static GROUPS: Joined = Joined {
    rules: GROUP,
    parts: &[("department", &DEPARTMENT), ("team", &TEAM), ("cost_center", &COST_CENTER)],
};

static DEPARTMENT: Listed = Listed { map: |row, _, out| group("department", true, row, out), ..DEPARTMENTS };
static TEAM: Listed = Listed { map: |row, _, out| group("team", true, row, out), ..TEAMS };
static COST_CENTER: Listed =
    Listed { map: |row, _, out| group("cost_center", true, row, out), ..COST_CENTERS };

use Evidence::{Guess, Official};

const READ: Rules = Rules("org_units:read, cost_centers:read");
/// For what units have and cost centers don't.
const UNITS: Rules = Rules("org_units:read");

#[rustfmt::skip] // a table: one row a field
static GROUP: &[FieldRule] = &[
    READ.row("id", "id", "the kind of group, an underscore, and Personio's id", Official),
    READ.row("remote_id", "id", "as text", Official),
    READ.row("name", "name", "as it stands", Official),
    UNITS.row("parent_ids", "parent_id", "the unit above, alone, taken for one of the same kind", Guess),
    UNITS.row("remote_parent_ids", "parent_id", "the unit above, alone", Official),
    READ.nowhere("owner_ids", "Personio does not tell who leads a group"),
    READ.nowhere("remote_owner_ids", "Personio does not tell who leads a group"),
    READ.nowhere("company_id", "no group names its legal entity"),
    READ.nowhere("remote_company_id", "no group names its legal entity"),
    READ.row("type", "type", "department, team or cost_center; where it does not say, by the list that it stands in", Official),
    UNITS.row("description", "description", "as it stands, where Personio tells it", Official),
    UNITS.row("abbreviation", "abbreviation", "as it stands, where Personio tells it", Official),
];
