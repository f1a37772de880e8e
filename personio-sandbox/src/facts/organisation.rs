//! Legal entities, org units, cost centers, workplaces and jobs (facts §9.5).

use super::mark::{LT, O, OT, OU, Q, TU, U};
use super::{Fact, fact};
use crate::switch::Switch;

pub(super) const FACTS: &[Fact] = &[
    fact(
        "9.5",
        O,
        "R:listlegalentities",
        "Legal entities are listed newest first, 20 at a time and 100 at most, with filters by id and country.",
    ),
    fact("9.5", O, "R:getorgunit", "One org unit needs its type, and shows the units above it on demand."),
    fact("9.5", OT, "PK, BO", "Org units can be listed; the list names the units above by id."),
    fact("9.5", TU, "PK", "Lists of org units and legal entities have all fields that are known.")
        .switched(&[Switch::V2OrganisationFields]),
    fact("9.5", LT, "SE, PK", "Cost centers are listed with id and name; one account did not have them.")
        .switched(&[Switch::V2CostCenters]),
    fact("9.5", O, "R:listworkplaces", "Workplaces are what v1 and employments call offices."),
    fact(
        "9.5",
        O,
        "openapi/jobs-v2.yaml",
        "Jobs are listed with the greatest id first, 50 at a time and 100 at most.",
    ),
    fact(
        "9.5",
        OU,
        "R:listcostcenters",
        "Cost centers, workplaces and jobs are sorted by id or name, and found by either.",
    ),
    fact("9.5", Q, "F", "No org unit, cost center or workplace names its legal entity."),
    fact(
        "9.5",
        U,
        "",
        "What isn't known of a workplace, a cost center or a job is left out: they have id and name.",
    ),
];
