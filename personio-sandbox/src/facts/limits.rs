//! How often routes may be called (facts §5).

use super::mark::{L, LU, O, OL, OU, U};
use super::{Fact, fact};
use crate::switch::Switch;

pub(super) const FACTS: &[Fact] = &[
    fact("5", O, "R:auth", "Token requests of v1: 60 a minute, and then none for 60 seconds."),
    fact(
        "5",
        O,
        "R:authentication",
        "Token requests of v2: 150 a minute, and then one a second for 60 seconds.",
    ),
    fact(
        "5",
        OU,
        "C:rate-limits-on-get-employees-endpoint-may-6-2024",
        "The list of v1 employees: 300 a minute, and 15 a second.",
    )
    .switched(&[Switch::EmployeesLimit]),
    fact("5", O, "V1", "Uploads of documents: 60 a minute."),
    fact("5", O, "changelog", "One call records attendance for 100 employees at most."),
    fact("5", U, "", "The other routes of v1 have no limit.").switched(&[Switch::V1OtherLimit]),
    fact("5", OU, "V1R", "Applications of v1 have a limit, whose number nobody tells."),
    fact("5", L, "SE", "Persons of v2 refill by 30 a second up to 100."),
    fact("5", LU, "SE", "Other routes of v2 refill by 10 a second up to 30.")
        .switched(&[Switch::V2OtherBurst]),
    fact("5", L, "SE", "v2 counts calls by route, ids left out, and tells in headers what is left."),
    fact("5", U, "", "Each credential has buckets of its own.").switched(&[Switch::RateLimitKey]),
    fact("5", OU, "V1, HF", "A 429 of v1 has JSON.").switched(&[Switch::V1TooManyBody]),
    fact("5", LU, "SE, HF", "A 429 of v2 has no body; that of jobs is a problem.")
        .switched(&[Switch::V2TooManyBody]),
    fact("5", U, "", "Calls above a limit are refused.").switched(&[Switch::RateLimits]),
    fact(
        "5",
        OL,
        "R:get_v2-attendance-periods, SE",
        "Whoever waits as long as a bucket needs to refill is served again.",
    ),
];
