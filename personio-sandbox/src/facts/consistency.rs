//! Two writers at once (facts §12).

use super::mark::{O, OQ, Q, U};
use super::{Fact, fact};
use crate::switch::Switch;

pub(super) const FACTS: &[Fact] = &[
    fact(
        "12",
        O,
        "",
        "No answer has an ETag or a version, and no call is refused for one: the last writer wins.",
    ),
    fact(
        "12",
        O,
        "V1, R:post_v2-persons",
        "Addresses of people, and names and codes of projects, are there once.",
    ),
    fact(
        "12",
        OQ,
        "V1, R:post_v2-absence-periods",
        "What overlaps is refused: a 400 in v1, a 409 for absences of v2.",
    )
    .switched(&[Switch::V2AttendanceOverlap, Switch::V2EmailTaken]),
    fact("12", O, "R:authentication", "All workers with one credential share one token."),
    fact("12", Q, "F", "What was entered for a later day changes a person on that day, long after the edit."),
    fact("12", U, "", "A change is whole or not at all, and whoever reads next sees it."),
];
