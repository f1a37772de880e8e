//! Webhooks (facts §11).

use super::mark::{O, OQ, OU, Q, T, TU, U};
use super::{Fact, fact};
use crate::switch::Switch;

pub(super) const FACTS: &[Fact] = &[
    fact(
        "11.1",
        O,
        "R:post_v2-webhooks",
        "A webhook needs an https address, a description and its events, and is DISABLED unless it says otherwise.",
    ),
    fact(
        "11.1",
        O,
        "R:post_v2-webhooks",
        "It proves itself by nothing, by a token, or by up to three headers of its own, some of which can't be chosen.",
    ),
    fact("11.1", O, "R:patch_v2-webhooks-id", "An address that can't be is a 400 with its own words."),
    fact("11.1", U, "", "A deleted webhook is a 204.").switched(&[Switch::WebhookDeleted]),
    fact("11.1", U, "", "Two webhooks with one address are a 409.").switched(&[Switch::WebhookUrlTaken]),
    fact("11.1", U, "", "A webhook that is to send a token and has none is taken.")
        .switched(&[Switch::WebhookNoToken]),
    fact("11.1", U, "", "What is still to be sent when a webhook is disabled is dropped.")
        .switched(&[Switch::WebhookDisabledPending]),
    fact("11.1", U, "", "What happens while a webhook is disabled is in no list of its events.")
        .switched(&[Switch::WebhookDisabledEvents]),
    fact(
        "11.1",
        O,
        "R:get_v2-webhooks-id-activity",
        "Activity tells deliveries and events of the last 30 days, with filters by time, name and result.",
    ),
    fact(
        "11.1",
        OU,
        "FI, R:webhooks",
        "Events can be sent again, a ping and a test event be sent; their bodies are published nowhere.",
    ),
    fact("11.2", O, "R:webhooks", "A delivery is a POST of company, name, time and payload."),
    fact("11.2", OU, "R:webhooks", "The payload has ids alone; its keys are published nowhere.")
        .switched(&[Switch::WebhookPayload]),
    fact("11.2", O, "R:webhooks", "Nothing is signed: the token is sent as it is, or the own headers are."),
    fact("11.2", O, "R:webhooks", "2xx within three seconds is success; a redirect is not followed."),
    fact(
        "11.2",
        O,
        "R:webhooks",
        "No answer in time, and 5xx but 501, are tried again; 4xx and 501 are not.",
    ),
    fact(
        "11.2",
        O,
        "R:webhooks, C:webhooks-extended-retry-policy",
        "An event is tried up to six more times within three days, 14 requests at most.",
    )
    .switched(&[Switch::WebhookRetrySpan]),
    fact("11.2", U, "", "Events arrive in the order in which they happened, although nothing promises it.")
        .switched(&[Switch::WebhookOrder]),
    fact("11.2", U, "", "Events arrive once, although nothing promises it.")
        .switched(&[Switch::WebhookDuplicates]),
    fact("11.2", U, "", "A receiver that can't be reached is tried again.")
        .switched(&[Switch::WebhookUnreachable]),
    fact("11.2", U, "", "Events have no `meta`, which is optional.").switched(&[Switch::WebhookMeta]),
    fact(
        "11.2",
        Q,
        "F:678a08ce3ecf120010b668f1",
        "A later try has the present token, whatever the first one had; nobody answered who asked.",
    )
    .switched(&[Switch::WebhookRetryToken]),
    fact("11.2", Q, "F", "`person.updated` does not say what changed."),
    fact(
        "11.3",
        T,
        "PK",
        "There are 20 events of persons, employments, absences, attendance and documents, and the ping.",
    ),
    fact(
        "11.3",
        O,
        "changelog",
        "An employment tells that it started or ended on that day, as the clock moves.",
    ),
    fact(
        "11.3",
        O,
        "D:event-driven-data-from-personio",
        "`person.updated` is told for every own attribute, but not for every one of the system.",
    ),
    fact(
        "11.3",
        O,
        "D:event-driven-data-from-personio",
        "A deleted person also tells that the employments are gone.",
    ),
    fact(
        "11.3",
        OQ,
        "changelog, F",
        "A changed time of an absence has an event of its own; one user saw it without any change.",
    )
    .switched(&[Switch::AbsenceTimerange]),
    fact(
        "11.3",
        O,
        "changelog",
        "Events of documents are told for those of employees, after the virus scan.",
    ),
    fact("11.3", O, "changelog", "Ids of absences and attendance in events are those of v2."),
    fact("11.3", Q, "F", "Nothing is told when a job changes, and nothing of recruiting."),
    fact("11.3", TU, "PK", "The number of the company is sent as a text.")
        .switched(&[Switch::WebhookCompanyId]),
];
