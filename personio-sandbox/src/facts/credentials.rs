//! Credentials, their attributes and their scopes (facts §1).

use super::mark::{L, LQ, O, OL, OT, Q, QT, T, TU, U};
use super::{Fact, fact};
use crate::faults::quirk::Quirk;
use crate::switch::Switch;

pub(super) const FACTS: &[Fact] = &[
    fact("1", OT, "D:getting-started-with-the-personio-api, S1, NA", "An administrator makes a credential in a dialog of steps: name, permissions, readable attributes, and then id and secret."),
    fact("1", TU, "S1, MG", "The permission table has a row for each group, with read, write or both; some of its rows are guessed."),
    fact("1", O, "A2", "Id and secret begin with `papi-`: a uuid follows in the id, 86 characters that are safe in a URL in the secret."),
    fact("1", T, "S1", "The secret is shown once."),
    fact("1", OT, "V1, MG", "Each credential has a list of attributes that it may read, of the system and of the company's own."),
    fact("1", QT, "F:68d0f03ab9bae54bcbd48788, F:6914b9020a95c90a2bdeabbf, BO", "An attribute that may not be read is left out without a word, in v1, in persons and in employments."),
    fact("1", O, "support article 5750598649885", "Custom reports show every attribute that was put into them, whatever the credential may read."),
    fact("1", O, "V1R", "Applications of v1 have a token of their own, sent with the number of the company in `X-Company-ID`."),
    fact("1", U, "", "A credential can be switched off, and its secret be changed; both end its tokens at once."),
    fact("1.1", Q, "F:68d0f03ab9bae54bcbd48788", "Granted scopes come as one text in which old names and new ones with `personio:` stand side by side."),
    fact("1.1", O, "P2, HF, R:post_v2-persons", "Persons need `personio:persons:read` or `:write`; employments need the same, as the file names no scope for them."),
    fact("1.1", OL, "R:get_v2-absence-periods, SE", "Absences and attendances of v2 need `personio:absences:…` and `personio:attendances:…`."),
    fact("1.1", O, "R:post_v2-compensations", "A new compensation needs the scope to read as well as the one to write."),
    fact("1.1", O, "R:get_v2-recruiting, R:post_v2-webhooks, openapi/jobs-v2.yaml", "Recruiting, webhooks and jobs have scopes of their own."),
    fact("1.1", TU, "SEM, SE, id 70559359285", "Scopes exist for projects, reports, cost centers, workplaces, legal entities, org units and salary bands, named as the others are.")
        .switched(&[Switch::GuessedScopes]),
    fact("1.1", O, "A2", "A token request without `scope` gets all scopes of its credential; one with `scope` gets those alone."),
    fact("1.1", L, "SEM", "A scope that isn't granted and one that there isn't are refused in the same way, with `invalid_scope`."),
    fact("1.1", L, "SE", "A missing right is a 401 on persons, a 400 on reports and a 403 elsewhere."),
    fact("1.1", U, "", "Employments answer a missing right as persons do.")
        .switched(&[Switch::EmploymentsMissingRight]),
    fact("1.1", L, "SE", "Cost centers, workplaces and recruiting are a 404 without `Beta: true`."),
    fact("1.1", LQ, "SE", "The list of attributes of v1 can be a 403 for some credentials, or for calls without partner and app.")
        .switched(&[Switch::V1Attributes])
        .quirk(&[Quirk::Attributes403]),
];
