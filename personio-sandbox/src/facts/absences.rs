//! Absences of both generations (facts §8, §8.2, §9.2).

use super::mark::{L, LT, O, OQ, OT, OU, Q, QT, T, TU, U};
use super::{Fact, fact};
use crate::faults::quirk::Quirk;
use crate::switch::Switch;

pub(super) const FACTS: &[Fact] = &[
    fact(
        "8",
        O,
        "V1",
        "Types of v1 are those of days and of hours; `time-offs` knows the first, `absence-periods` the second.",
    ),
    fact(
        "8",
        O,
        "V1",
        "A new time-off of v1 is a form, answered with 200, and needs no approval unless it says otherwise.",
    ),
    fact("8", T, "PY", "A new time-off of v1 may be JSON as well."),
    fact(
        "8",
        O,
        "V1",
        "A new hourly absence is a form, answered with 201; times belong to one day, half days to several.",
    )
        .switched(&[Switch::V1AbsenceCreated]),
    fact("8", O, "V1", "A type that wants a certificate can't be used for a new hourly absence of v1."),
    fact(
        "8",
        O,
        "V1",
        "A time-off can be read and deleted by its number, an hourly absence only deleted by its uuid.",
    ),
    fact("8", O, "V1", "A range of days finds the time-offs within it, as users report, although the page says that they overlap.")
        .switched(&[Switch::V1TimeOffsRange]),
    fact("8.2", O, "V1", "A time-off has days, half days, type, short employee and certificate."),
    fact(
        "8.2",
        O,
        "C:absence-api-absence-type-configuration",
        "A type of v1 tells unit, category, approval, half days, certificate and substitute.",
    ),
    fact(
        "8.2",
        O,
        "V1",
        "An hourly absence has minutes in all and for each day, its zone, and where it was entered.",
    )
        .switched(&[Switch::V1AbsenceUnit]),
    fact(
        "9.2",
        O,
        "R:get_v2-absence-periods",
        "Absences of v2 are listed 100 at a time and at most, with filters by id, person, type and times, which match by overlap.",
    )
        .switched(&[Switch::V2AbsenceRange]),
    fact(
        "9.2",
        O,
        "R:post_v2-absence-periods",
        "A new absence of v2 is a 201 and waits for approval unless it says otherwise.",
    )
        .switched(&[Switch::V2AbsenceCreated]),
    fact(
        "9.2",
        OT,
        "R:post_v2-absence-periods, PK",
        "Half days are FIRST_HALF and SECOND_HALF; a whole day begins with the one and ends with the other.",
    ),
    fact(
        "9.2",
        O,
        "R:post_v2-absence-periods",
        "An overlap, and a substitute who is away or does not fit, are a 409.",
    ),
    fact("9.2", O, "R:post_v2-absence-periods", "A substitute that is missing or not allowed is a 422."),
    fact("9.2", QT, "BO, F", "Nothing approves or refuses an absence by the API."),
    fact("9.2", Q, "F", "A deleted absence is in no list."),
    fact(
        "9.2",
        OQ,
        "FI, L SE",
        "How much an absence takes stands in its breakdowns only, for each day in days or hours.",
    ),
    fact("9.2", LT, "SE", "The approval of an absence is APPROVED, PENDING or REJECTED."),
    fact(
        "9.2",
        OU,
        "FI",
        "One absence is read, changed and deleted by its uuid; a change is answered with nothing.",
    )
        .switched(&[Switch::V2AbsencePatch]),
    fact("9.2", TU, "SE", "A type of v2 has name, category and unit, DAY or HOUR.")
        .switched(&[Switch::V2AbsenceTypeUnit]),
    fact("9.2", T, "PK", "A comment has 2,000 characters at most."),
    fact(
        "9.2",
        OT,
        "changelog, BO",
        "`id_v2` of v1 leads from a number to the uuid of v2; balances are read in v1 alone.",
    ),
    fact("9.2", Q, "F", "Absences that are there can be a 404 now and then.")
        .quirk(&[Quirk::AbsencePeriods404]),
    fact("9.2", L, "SE", "The end of an absence is the midnight after its last day.")
        .switched(&[Switch::V2AbsenceEnd]),
    fact("9.2", U, "", "What an absence without an end takes is counted until today."),
    fact("9.2", Q, "F", "A change of an absence can change its comment.").switched(&[Switch::V2AbsenceComment]),
    fact("9.2", Q, "F", "No absence of v2 tells its substitute.").switched(&[Switch::V2AbsenceSubstitute]),
    fact("8", U, "", "The days of a year are given at its start.").switched(&[Switch::AbsenceAccrual]),
    fact("8", U, "", "Days that a year leaves over can be taken until the end of March.").switched(&[Switch::AbsenceCarryOver]),
    fact("8", U, "", "What waits for approval is not available any more.").switched(&[Switch::AbsencePending]),
];
