//! Persons and employments of v2 (facts §9.1).

use super::mark::{L, LQ, O, OQ, OT, OU, Q, T, TU};
use super::{Fact, fact};
use crate::faults::quirk::Quirk;
use crate::switch::Switch;

pub(super) const FACTS: &[Fact] = &[
    fact(
        "9.1",
        O,
        "P2",
        "Persons are listed 10 at a time and 50 at most, with filters by id, address, names, times and status.",
    ),
    fact("9.1", O, "P2", "One person, and one employment, come bare."),
    fact("9.1", O, "P2", "The id of a person is the number of the employee, as a text."),
    fact(
        "9.1",
        O,
        "P2",
        "A person is ACTIVE while the latest employment is active, on leave or yet to begin.",
    ),
    fact("9.1", Q, "F", "A person has no department, office or hire date: they belong to employments."),
    fact(
        "9.1",
        LQ,
        "DLT, SE, F",
        "Own attributes have a lower-case type, a value of that type, and no label.",
    ),
    fact("9.1", O, "E2", "Employments are listed for one person, newest first; there is no list of all."),
    fact("9.1", OQ, "E2, F", "Employments can be changed; none can be made, ended or deleted."),
    fact("9.1", OU, "R:post_v2-persons", "A new person is a 201 with its id.")
        .switched(&[Switch::V2PersonCreated]),
    fact("9.1", TU, "PK", "A new person needs both names and nothing else.")
        .switched(&[Switch::V2PersonRequired]),
    fact("9.1", OU, "R:post_v2-persons", "An address that somebody else has is a 400.")
        .switched(&[Switch::V2EmailTaken]),
    fact("9.1", O, "R:patch_v2-persons-person-id", "A changed person, and a changed employment, are a 204."),
    fact("9.1", TU, "BO", "A change of a person can bring another address.")
        .switched(&[Switch::V2PersonEmail]),
    fact("9.1", OU, "R:delete_v2-persons-person_id", "A deleted person is a 204.")
        .switched(&[Switch::V2PersonDeleted]),
    fact("9.1", TU, "PK", "A change of an employment needs no field.")
        .switched(&[Switch::V2EmploymentRequired]),
    fact("9.1", OU, "E2", "Weights of cost centers must add up to 100.").switched(&[Switch::V2Weights]),
    fact(
        "9.1",
        O,
        "P2, R:post_v2-persons",
        "Genders are spelled differently for reading and writing: writing knows UNKNOWN and UNDEFINED.",
    ),
    fact("9.1", O, "E2", "`sub_company` is read, `subcompany` is written; both give way to `legal_entity`."),
    fact("9.1", O, "E2", "A probation has a day or a length, and not both."),
    fact(
        "9.1",
        O,
        "E2",
        "The schema calls the last day at work `last_working_day`, and its example `last_working_date`.",
    )
    .quirk(&[Quirk::LastWorkingDate]),
    fact("9.1", OT, "E2, SE", "What an employment doesn't have is left out; only its end is null."),
    fact("9.1", Q, "F", "Nothing of v2 tells work schedules or hours to be worked."),
    fact(
        "9.1",
        L,
        "SE",
        "Links in a person lead to its employments, and in an employment to person and supervisor.",
    ),
    fact("9.1", T, "WM:17684", "`language_code` is written and never read."),
];
