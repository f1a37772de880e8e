//! The numbered questions that nobody could answer (facts §15), and the switches for them.

use super::mark::{O, U};
use super::{Fact, fact};
use crate::switch::Switch;

pub(super) const FACTS: &[Fact] = &[
    fact("15.1", U, "", "Attendance and projects of v1 live on after their end.")
        .switched(&[Switch::V1Attendance]),
    fact("15.2", U, "", "v1 employees cut a `limit` over 100 down.")
        .switched(&[Switch::EmployeesOverLimit]),
    fact("15.3", U, "", "Wrong credentials of v1 are a 403 with that code; a 429 has JSON in v1 and nothing in v2; buckets belong to credentials.")
        .switched(&[
            Switch::V1WrongCredentials,
            Switch::V1WrongCredentialsCode,
            Switch::V1TooManyBody,
            Switch::V2TooManyBody,
            Switch::RateLimitKey,
        ]),
    fact("15.4", O, "R:delete_v2-persons-person_id, R:delete_v2-attendance-periods-id, R:patch_v2-projects-id", "Deleted persons, periods and projects, removed members and changed projects are a 204, as newer pages tell."),
    fact("15.4", U, "", "A new person is answered with its id, a changed period with nothing, new members with all of them.")
        .switched(&[
            Switch::V2PersonCreated,
            Switch::V2PersonDeleted,
            Switch::V2AttendancePatch,
            Switch::V2DocumentPatch,
            Switch::WebhookDeleted,
            Switch::V2AbsenceCreated,
            Switch::V2AbsencePatch,
            Switch::V2CompensationCreated,
            Switch::V2MembersAdded,
            Switch::V2MembersRemoval,
        ]),
    fact("15.5", U, "", "A bad token of v2 is a 401 with a body by family, and one that was ended is followed by another one.")
        .switched(&[
            Switch::V2UnauthorizedBody,
            Switch::PersonsUnauthorizedBody,
            Switch::ReportsBadToken,
            Switch::RevokeEffect,
            Switch::RevokeAuthorization,
        ]),
    fact("15.6", U, "", "Payloads name ids by kind; events come once and in order; a retry has the present token; the company is a number in a text.")
        .switched(&[
            Switch::WebhookPayload,
            Switch::WebhookDuplicates,
            Switch::WebhookOrder,
            Switch::WebhookRetryToken,
            Switch::WebhookCompanyId,
        ]),
    fact("15.7", U, "", "Org units and legal entities have all fields that anybody saw; workplaces, cost centers and jobs have id and name.")
        .switched(&[Switch::V2OrganisationFields, Switch::V2SalaryBandFields, Switch::V2AbsenceTypeUnit]),
    fact("15.8", U, "", "Scopes that are guessed by the pattern of others exist.")
        .switched(&[Switch::GuessedScopes]),
    fact("15.9", U, "", "Headers of partner and app are never missed, and are read in both spellings.")
        .switched(&[Switch::AppHeaders, Switch::AppHeaderNames]),
    fact("15.10", U, "", "A person's address can be changed in v2, and a change of an employment needs no field.")
        .switched(&[Switch::V2PersonEmail, Switch::V2EmploymentRequired]),
    fact("15.11", U, "", "Cursors live for ever; one that was altered is a 400.")
        .switched(&[Switch::CursorLifetime, Switch::AlteredCursor]),
    fact("15.12", U, "", "An uploaded document of more than 30 MB is a 422.").switched(&[Switch::V1DocumentTooLarge]),
    fact("15.13", U, "", "What was published after September 2026 is not known here."),
];
