//! How both generations stand beside each other (facts §0.1, §14, §16).

use super::mark::{O, OQ, OT, T, U};
use super::{Fact, fact};
use crate::switch::Switch;

pub(super) const FACTS: &[Fact] = &[
    fact("0.1", O, "R:auth, A2", "Both generations give tokens, and both are served for the same company."),
    fact(
        "0.1",
        O,
        "C:person-employment-v2-apis-ga-announcement",
        "Employees of v1 have no end; persons and employments of v2 are not beta.",
    ),
    fact("0.1", T, "BO", "Balances of absences exist in v1 only."),
    fact(
        "0.1",
        U,
        "",
        "Attendance and project routes of v1 go on although their last day, 2026-08-30, is over.",
    )
    .switched(&[Switch::V1Attendance]),
    fact(
        "0.1",
        OT,
        "R:get_v2-document-management-documents, BO, NG",
        "Documents are uploaded by v1 only, and read, changed and deleted by v2 only.",
    ),
    fact("0.1", OQ, "V1R", "Applications are made by v1 only, and read by v2 only."),
    fact(
        "0.1",
        O,
        "C:compensations-api-launch, C:webhooks",
        "Compensations, webhooks, legal entities, org units, cost centers, workplaces, jobs and salary bands exist in v2 only.",
    ),
    fact(
        "14",
        O,
        "changelog",
        "The API has one host, `api.personio.de`, also since the web pages moved to `.com`.",
    ),
    fact(
        "14",
        O,
        "changelog",
        "`vacation_day_balance` is no attribute of an employee any more, since 2024-04-08.",
    ),
    fact(
        "16",
        O,
        "P2, changelog",
        "A person of v2 has the number of the employee of v1; v1 names `id_v2` on absences, attendances and types.",
    ),
    fact("16", O, "", "What one generation writes the other reads at once."),
];
