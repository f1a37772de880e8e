//! Attendance and projects of both generations (facts §8, §8.2, §9.3).

use super::mark::{L, O, OL, OQ, OT, OU, Q, T, TU, U};
use super::{Fact, fact};
use crate::switch::Switch;

pub(super) const FACTS: &[Fact] = &[
    fact("8", O, "V1", "v1 lists what is confirmed; `includePending=true` adds the rest."),
    fact(
        "8",
        O,
        "V1",
        "Good rows of a new attendance are kept although others are refused, and each row is answered.",
    ),
    fact(
        "8",
        O,
        "V1",
        "New, changed and deleted attendances of v1 need no approval unless they say otherwise.",
    ),
    fact("8", U, "", "A deletion that does not skip the approval deletes at once.")
        .switched(&[Switch::V1AttendanceDelete]),
    fact("8", O, "V1", "A new project of v1 is a 200, a deleted one a 204."),
    fact(
        "8.2",
        O,
        "V1, changelog",
        "An attendance of v1 has its break in minutes, status, project, and the id of v2.",
    ),
    fact(
        "9.3",
        O,
        "R:get_v2-attendance-periods",
        "v2 lists periods by person and start; they can be sorted by five fields, and nothing sorts last going up.",
    ),
    fact(
        "9.3",
        O,
        "R:get_v2-attendance-periods",
        "Filters by id, person and project take several values, by commas or by repeating.",
    ),
    fact(
        "9.3",
        O,
        "R:post_v2-attendance-periods",
        "A new period is a 201 and waits for approval unless it says otherwise.",
    ),
    fact("9.3", T, "SEM", "The answer to a new period lists the periods that it affected.")
        .switched(&[Switch::V2AffectedPeriods]),
    fact("9.3", L, "SE", "Breaks are periods of their own in v2."),
    fact(
        "9.3",
        OT,
        "R:post_v2-attendance-periods, BO",
        "A start after the end, more than 24 hours, and a break with a project are a 422.",
    ),
    fact("9.3", U, "", "A period that overlaps another one of its type is a 422.")
        .switched(&[Switch::V2AttendanceOverlap]),
    fact("9.3", O, "R:delete_v2-attendance-periods-id", "A deleted period is a 204."),
    fact(
        "9.3",
        OU,
        "FI",
        "A changed period is a 204, as its examples say, although its text wants the id back.",
    )
    .switched(&[Switch::V2AttendancePatch]),
    fact(
        "9.3",
        O,
        "C:deprecation-of-attendances-and-projects-v1-endpoints",
        "A period can end on the day after; it counts for one day.",
    ),
    fact("9.3", T, "BO", "A comment has 1,000 characters at most."),
    fact(
        "9.3",
        O,
        "R:get_v2-projects",
        "v2 lists projects with filters by id, name, status, code and parent, or without sub-projects.",
    ),
    fact(
        "9.3",
        OL,
        "R:get_v2-projects, SE",
        "`include` counts time, periods and sub-projects; other values are a 422, and `includes` is a 400.",
    ),
    fact(
        "9.3",
        O,
        "R:post_v2-projects",
        "Names and codes of projects are there once; a second one is a 422.",
    ),
    fact(
        "9.3",
        O,
        "R:post_v2-projects",
        "A sub-project has no cost center, client, type, members or assignment of its own, and no sub-projects.",
    ),
    fact("9.3", OL, "FI", "A deleted project takes its sub-projects along and is a 404 from then on."),
    fact(
        "9.3",
        O,
        "R:patch_v2-projects-id",
        "A changed project, a deleted one, and removed members are a 204.",
    ),
    fact(
        "9.3",
        O,
        "R:post_v2-projects-id-members",
        "New members end the assignment to everyone; those who are members already are no error.",
    ),
    fact("9.3", TU, "PK", "New members are answered with all of them.").switched(&[Switch::V2MembersAdded]),
    fact("9.3", TU, "PK", "Members to remove are named in the query alone.")
        .switched(&[Switch::V2MembersRemoval]),
    fact("9.3", U, "", "Time can be recorded on any project.").switched(&[Switch::ProjectAssignment]),
    fact("9.3", Q, "F", "Nothing starts or stops a clock by the API."),
    fact("9.3", OQ, "R:get_v2-attendance-periods, F", "No period tells its length or its zone."),
];
