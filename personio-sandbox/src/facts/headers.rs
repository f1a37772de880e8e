//! Headers of calls and answers (facts §3).

use super::mark::{L, LQ, LT, O, OL, OU, U};
use super::{Fact, fact};
use crate::switch::Switch;

pub(super) const FACTS: &[Fact] = &[
    fact(
        "3",
        O,
        "V1, A2",
        "Every call but token requests, the career site and its form needs `Authorization: Bearer …`.",
    ),
    fact(
        "3",
        OU,
        "R:include-our-headers-in-your-requests",
        "Headers of partner and app may be missing, or of any form.",
    )
    .switched(&[Switch::AppHeaders]),
    fact("3", OU, "CC", "Headers of partner and app are read with and without `X-`.")
        .switched(&[Switch::AppHeaderNames]),
    fact("3", O, "V1R", "Applications of v1 need `X-Company-ID`."),
    fact(
        "3",
        OL,
        "R:get_v2-recruiting-candidates, SE",
        "Recruiting of v2, cost centers and workplaces need `Beta: true`.",
    )
    .switched(&[Switch::RecruitingBeta]),
    fact("3", LT, "SE, BO", "The list of org units is there without `Beta: true`.")
        .switched(&[Switch::OrgUnitsBeta]),
    fact("3", L, "SE", "Every answer of v2 has four headers `x-ratelimit-…`; no answer of v1 has them."),
    fact("3", L, "SE", "A 429 has no `Retry-After`."),
    fact("3", LQ, "SE", "No answer lets a page of another origin read it."),
    fact("3", U, "", "Nothing of a header but its meaning is kept: tokens and secrets are in no log."),
];
