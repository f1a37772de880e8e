//! The numbered quirks of facts §13: each is always so, a switch, or a fault by name.

use super::mark::{L, LQ, O, OL, OQ, Q};
use super::{Fact, fact};
use crate::faults::quirk::Quirk;
use crate::switch::Switch;

pub(super) const FACTS: &[Fact] = &[
    fact("13.1", O, "R:auth", "v1 sends the token back; a client that needs it fails without.")
        .quirk(&[Quirk::NoTokenEcho]),
    fact("13.2", OQ, "V1, F", "`offset` is a page for time-offs and a row for attendances."),
    fact("13.3", Q, "F", "Attendances of v1 send `offset` and `limit` back as texts."),
    fact("13.4", O, "V1", "`current_page` begins with 0 for employees and with 1 for time-offs.")
        .quirk(&[Quirk::WrongCurrentPage]),
    fact("13.5", L, "SE", "A limit of 100 is a 400 on persons, which allow 50."),
    fact("13.6", L, "SE", "A missing right is a 401 on persons and a 400 on reports.")
        .switched(&[Switch::EmploymentsMissingRight]),
    fact("13.7", Q, "F:68d0f03ab9bae54bcbd48788", "Attributes that may not be read vanish."),
    fact("13.8", L, "DLT, SE", "Own attributes of v2 have lower-case types, typed values and no label."),
    fact(
        "13.9",
        Q,
        "F:6a58ad3af54a6046d3195fde",
        "A `Z` is a 400 in filters of attendance, and shifts the times of a new absence.",
    )
    .switched(&[Switch::V2AbsenceOffsets]),
    fact("13.10", OL, "R:post_v2-projects, SE", "Ends are exclusive: of absences, and of projects.")
        .switched(&[Switch::V2AbsenceEnd]),
    fact("13.11", Q, "F", "Attendance tells no UTC."),
    fact("13.12", O, "C:absence-period-creation-update", "Both half days of a single day are a 400."),
    fact("13.13", Q, "F", "An hourly absence can't end at midnight."),
    fact(
        "13.14",
        Q,
        "F",
        "Absences are not found at random; employments give 502, persons 431, anything 504.",
    )
    .quirk(&[Quirk::AbsencePeriods404, Quirk::Employments502, Quirk::Persons431, Quirk::Gateway504]),
    fact("13.15", L, "SE", "Cost centers and recruiting hide without `Beta: true`.").switched(&[
        Switch::RecruitingBeta,
        Switch::V2CostCenters,
        Switch::OrgUnitsBeta,
    ]),
    fact("13.16", L, "FI, PK", "A new compensation can be a 403 in spite of the scopes.")
        .switched(&[Switch::V2CompensationCreate]),
    fact(
        "13.17",
        OQ,
        "C:absolute-urls-in-pagination-links-for-attendance-periods-api-v2, F",
        "`next` was relative once, and led to its own page once.",
    )
    .quirk(&[Quirk::AttendanceRelativeNext, Quirk::PersonsSelfNext]),
    fact("13.18", L, "SE", "Deep pages are slow.").quirk(&[Quirk::SlowDeepCursors]),
    fact("13.19", Q, "F", "A refused attendance tells `id: None` for the one that it overlaps."),
    fact("13.20", OL, "V1R, NG", "A wrong phase is `unassigned`, a wrong filter is ignored.")
        .switched(&[Switch::SystemPhase]),
    fact(
        "13.21",
        O,
        "E2, P2",
        "`sub_company` and `subcompany`, and two lists of genders, for reading and for writing.",
    ),
    fact("13.22", O, "E2", "The example has `last_working_date` where the schema has `last_working_day`.")
        .quirk(&[Quirk::LastWorkingDate]),
    fact("13.23", O, "V1", "Errors of v1 are German.").quirk(&[Quirk::GermanErrors]),
    fact("13.24", LQ, "SE, F", "Browsers of other origins are not let in."),
    fact("13.25", Q, "F", "The list of attributes is a 403 for some.")
        .switched(&[Switch::V1Attributes])
        .quirk(&[Quirk::Attributes403]),
];
