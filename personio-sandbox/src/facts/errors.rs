//! How errors are written (facts §4).

use super::mark::{L, LU, O, OQ, OT, Q, T, TU, U};
use super::{Fact, fact};
use crate::faults::quirk::Quirk;
use crate::switch::Switch;

pub(super) const FACTS: &[Fact] = &[
    fact(
        "4.1",
        O,
        "V1",
        "v1 writes `success: false` with `error.code` and `error.message`; the code is often 0 rather than the status.",
    ),
    fact("4.1", TU, "BO", "A failed write of v1 says so by its status.").switched(&[Switch::V1FailedWrites]),
    fact("4.1", O, "V1", "Some texts of v1 are German, like that for an unknown employee.")
        .quirk(&[Quirk::GermanErrors]),
    fact("4.1", O, "V1", "An employee that can't be written is a 422 with a sentence about the field."),
    fact(
        "4.1",
        O,
        "V1",
        "Attendances that can't be written are a 400 with one row of `detailed_message` for each.",
    ),
    fact("4.1", O, "V1", "An attendance that there isn't is a 404 with its own sentence."),
    fact(
        "4.1",
        O,
        "V1, C:absence-period-creation-update",
        "A time-off that can't be is a 400; both halves of a single day are refused with a reason of their own.",
    ),
    fact(
        "4.1",
        O,
        "V1",
        "A time-off of an unknown type is a 404 with code 0, and one that lacks a field a 422 with `error_data`.",
    ),
    fact(
        "4.1",
        O,
        "C:v1-get-absence-periods-error-response-changed",
        "A filter by an hourly type that there isn't is a 404.",
    ),
    fact(
        "4.1",
        O,
        "V1",
        "A document of an unknown category is a 404 with code 0; a file of another kind is a 422 that lists the kinds.",
    ),
    fact(
        "4.1",
        O,
        "V1",
        "Projects of v1 have error shapes of their own: texts by field in a 400, and a bare `message` in a 404.",
    ),
    fact("4.1", O, "V1", "Custom reports of v1 answer errors as a list with trace id, time and titles."),
    fact("4.1", O, "V1", "Errors of hourly absences have the media type `problem+json`.")
        .switched(&[Switch::V1AbsenceErrors]),
    fact(
        "4.2",
        OQ,
        "P2, E2, CC, F",
        "v2 writes problems: trace id, time, and a list of titles with details; `type` may be null and `_meta` empty.",
    )
        .switched(&[Switch::V2ProblemType]),
    fact(
        "4.2",
        O,
        "P2",
        "A bad value, an unknown filter and an unknown operator are a 400 with one of two details.",
    ),
    fact("4.2", L, "SE", "A `limit` that is too large for persons is a 400 with its own detail."),
    fact(
        "4.2",
        Q,
        "F:6a58ad3af54a6046d3195fde",
        "A time of attendance in the wrong form is a 400 `Invalid request content`.",
    ),
    fact("4.2", O, "P2, CC", "What isn't there is a 404 in the words of its family."),
    fact("4.2", O, "CC", "Failures of the gateway have a title each: 500, 502, 503 and 504."),
    fact("4.2", L, "SE", "Reports answer a 400 in two shapes of their own.")
        .switched(&[Switch::V2ReportErrors]),
    fact("4.2", LU, "SE", "A 401 of persons is `error.message`.")
        .switched(&[Switch::PersonsUnauthorizedBody]),
    fact("4.2", U, "", "A 401 of other routes of v2 is a problem.").switched(&[Switch::V2UnauthorizedBody]),
    fact("4.2", U, "", "Reports answer a bad token with 401, although a missing right is a 400.")
        .switched(&[Switch::ReportsBadToken]),
    fact(
        "4.2",
        O,
        "R:get_v2-document-management-documents-document_id-download",
        "A file that the virus scan found unsafe is a 409.",
    ),
    fact("4.2", Q, "F", "Persons can answer 431, and employments 502.")
        .quirk(&[Quirk::Persons431, Quirk::Employments502]),
    fact(
        "4.2",
        T,
        "SE, PK",
        "Clients must read details, titles, messages and OAuth descriptions: each family has its own.",
    ),
    fact("4.2", OT, "V1, P2", "Nothing that a client sends is answered with a 5xx, unless a fault says so."),
];
