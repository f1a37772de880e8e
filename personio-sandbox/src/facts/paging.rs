//! Lists in pages (facts §6).

use super::mark::{L, O, OL, OQ, OU, Q, U};
use super::{Fact, fact};
use crate::faults::quirk::Quirk;
use crate::switch::Switch;

pub(super) const FACTS: &[Fact] = &[
    fact(
        "6",
        O,
        "V1",
        "Lists of v1 have `metadata` with totals and the current page, and `offset` and `limit` beside the rows.",
    ),
    fact(
        "6",
        O,
        "D:pagination-adoption-guide",
        "v1 employees: `offset` counts rows, 50 unless told otherwise, 100 at most.",
    ),
    fact("6", U, "", "A `limit` above 100 is cut down for v1 employees.")
        .switched(&[Switch::EmployeesOverLimit]),
    fact("6", OQ, "V1, F", "`current_page` of v1 employees counts from 0.").quirk(&[Quirk::WrongCurrentPage]),
    fact(
        "6",
        O,
        "changelog, V1",
        "With `updated_since` the filter by e-mail is ignored, and pages stay pages.",
    ),
    fact(
        "6",
        OQ,
        "V1, F",
        "v1 attendances: `offset` counts rows, and both numbers come back as texts if they were sent.",
    ),
    fact(
        "6",
        OQ,
        "V1, F",
        "v1 time-offs and hourly absences: `offset` is the number of a page, and the first is 1.",
    ),
    fact("6", O, "V1", "v1 types of time-off: `offset` counts rows, 200 at most."),
    fact("6", OU, "V1", "v1 custom reports: `page` and `limit` count employees."),
    fact(
        "6",
        O,
        "P2, E2",
        "Lists of v2 have `_data`, and links to themselves and to the next page; the last page has no `next`.",
    ),
    fact("6", O, "P2, E2, HF", "A cursor carries filters and limit, so that `next` needs nothing else."),
    fact("6", O, "", "Links are absolute, with the host that was called."),
    fact(
        "6",
        O,
        "C:absolute-urls-in-pagination-links-for-attendance-periods-api-v2",
        "Links between pages of attendance were relative until 2025-09-15.",
    )
    .quirk(&[Quirk::AttendanceRelativeNext]),
    fact("6", O, "HF", "`next` of org units repeats the filters."),
    fact("6", OU, "R:getreport", "Parameters beside a cursor that contradict it are a 400.")
        .switched(&[Switch::CursorParameters]),
    fact("6", L, "SE", "The further a cursor, the longer its page takes.").quirk(&[Quirk::SlowDeepCursors]),
    fact(
        "6",
        Q,
        "F:66ed43cf97e5610010204acb",
        "A link to the next page of persons can lead to its own page.",
    )
    .quirk(&[Quirk::PersonsSelfNext]),
    fact("6", U, "", "A cursor that was altered, or has expired, is a 400.")
        .switched(&[Switch::AlteredCursor]),
    fact("6", U, "", "Cursors live for ever.").switched(&[Switch::CursorLifetime]),
    fact("6", OL, "P2, SE", "No list of v2 tells how many rows there are."),
];
