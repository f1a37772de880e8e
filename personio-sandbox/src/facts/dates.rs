//! Dates, times, zones and languages (facts §7).

use super::mark::{L, LQ, LU, O, OL, OQ, OT, OU, Q, T, U};
use super::{Fact, fact};
use crate::switch::Switch;

pub(super) const FACTS: &[Fact] = &[
    fact(
        "7",
        O,
        "V1",
        "Dates of v1 employees have the offset of the company's zone, which changes with summer time.",
    )
    .switched(&[Switch::V1Dates]),
    fact("7", O, "V1", "Own dates of a v1 employee are plain days, unlike the fixed ones."),
    fact("7", O, "V1", "v1 time-offs write the offset without a colon."),
    fact("7", O, "V1", "v1 attendances have a date and local times `HH:MM`."),
    fact("7", O, "V1", "v1 hourly absences are read in UTC beside their zone, and written in local times."),
    fact("7", OU, "V1", "`updated_since` of v1 has no offset; it is read in the company's zone."),
    fact("7", O, "P2, E2", "Times of persons and employments are UTC with `Z`, in answers and in filters."),
    fact(
        "7",
        OQ,
        "R:get_v2-attendance-periods, F",
        "v2 attendance has local times without an offset, so an hour of the change of clocks is there twice or not at all.",
    ),
    fact("7", Q, "F:6a58ad3af54a6046d3195fde", "Filters of v2 attendance must not have a `Z`: it is a 400."),
    fact("7", U, "", "Filters by change of attendance are read as UTC.").switched(&[Switch::AttendanceZone]),
    fact(
        "7",
        OQ,
        "R:post_v2-absence-periods, F:67ac56bc7c874d00123cb9f5",
        "v2 absences have local times and name their zone; a new one can't name it.",
    ),
    fact("7", LU, "SE", "Filters of v2 absences take times with `Z`, and local ones."),
    fact("7", Q, "F", "A new v2 absence with `Z` is shifted to another local time.")
        .switched(&[Switch::V2AbsenceOffsets]),
    fact("7", L, "SE", "The end of a v2 absence is exclusive: local midnight after its last day.")
        .switched(&[Switch::V2AbsenceEnd]),
    fact("7", LU, "SE", "v2 recruiting has times as objects with a zone, but plain texts on candidates."),
    fact(
        "7",
        OL,
        "R:post_v2-projects, SE",
        "Projects of v2 begin with their first day and end before their last one.",
    ),
    fact("7", OT, "V1, NG", "Labels of v1 follow the language of the account; keys and universal ids don't."),
    fact("7", T, "WM:17684", "`language_code` of a person is one of eight."),
    fact("7", O, "R:getreport", "Reports are in English unless `locale` says otherwise."),
    fact(
        "7",
        OT,
        "V1R, openroles",
        "The feed of the career site needs a language, and is German without one.",
    ),
    fact(
        "7",
        LQ,
        "SE, F",
        "Days begin by the company's zone: hires, ends of employments and balances change at its midnight.",
    ),
];
