//! Recruiting of both generations, and the career site (facts §9.7, §10).

use super::mark::{L, LT, LU, O, OL, OT, OU, Q, QT, T, TU, U};
use super::{Fact, fact};
use crate::switch::Switch;

pub(super) const FACTS: &[Fact] = &[
    fact(
        "9.7",
        OL,
        "R:get_v2-recruiting-candidates, SE",
        "Recruiting of v2 hides from calls without `Beta: true`.",
    )
    .switched(&[Switch::RecruitingBeta]),
    fact(
        "9.7",
        OT,
        "FI",
        "Applications and candidates are listed with the newest change first, 100 at a time and 200 at most.",
    ),
    fact("9.7", OU, "FI", "A filter by change is from a time or until one; both together are a 400.")
        .switched(&[Switch::RecruitingBothTimes]),
    fact("9.7", L, "NG", "Filters with other names are ignored without a word."),
    fact("9.7", LU, "SE, SEM", "One application, candidate, job or category comes bare.")
        .switched(&[Switch::RecruitingOne]),
    fact("9.7", TU, "SEM", "Kinds and types of stages, and genders, are in capitals.")
        .switched(&[Switch::RecruitingWords]),
    fact("9.7", U, "", "An anonymised candidate has placeholders for name and address.")
        .switched(&[Switch::RecruitingAnonymized]),
    fact("9.7", LT, "SE, SEM", "Steps from stage to stage are listed with the latest first."),
    fact("9.7", O, "R:get_v2-recruiting", "v2 tells neither own attributes nor tags of an application."),
    fact("9.7", O, "changelog", "A hiring team without anybody is an empty list."),
    fact(
        "10",
        O,
        "V1R",
        "An application needs names, address and job, and is answered with 201 and nothing else.",
    ),
    fact(
        "10",
        OU,
        "V1R",
        "A phase of the company that there isn't becomes `unassigned`, and so does one of the system.",
    )
    .switched(&[Switch::SystemPhase]),
    fact("10", O, "V1R", "Tags that there aren't are made."),
    fact("10", O, "V1R", "Files are uploaded first, 20 MB each at most, and named by their uuid."),
    fact("10", O, "V1R", "Errors of applications are listed by field."),
    fact(
        "10",
        O,
        "V1R",
        "The form that came before takes company and token as fields, and refuses a second application for a job.",
    ),
    fact(
        "10",
        OT,
        "V1R, openroles",
        "The feed is found by host name; its root is `workzag-jobs`, and each job is a `position`.",
    ),
    fact("10", T, "openroles", "An account is on one domain.").switched(&[Switch::CareerSiteDomain]),
    fact(
        "10",
        QT,
        "openroles, F",
        "A company that there isn't has no feed, and `robots.txt` lets nobody in.",
    )
    .switched(&[Switch::UnknownCareerSite]),
    fact("10", T, "openroles", "The feed is `application/xml`.").switched(&[Switch::FeedMediaType]),
    fact("10", T, "openroles", "`createdAt` has a colon in its offset.").switched(&[Switch::FeedCreatedAt]),
    fact("10", Q, "F", "No event tells of applications."),
];
