//! Where each field of a time entry comes from.

use nabe_connector::{Evidence, FieldRule, Needs, Source};

use super::clock::COUNTRY;

const fn rule(field: &'static str, path: &'static str, rule: &'static str, evidence: Evidence) -> FieldRule {
    let (source, needs) = (Source::Row, Needs::Nothing);
    FieldRule { field, source, path, rule, permission: "attendances:read", needs, evidence }
}

use Evidence::{Live, Official};

/// What tells a zone: costs a further call a person while the account has none.
const ZONE: FieldRule = FieldRule {
    source: Source::PersonAttribute("holiday_calendar"),
    permission: "employees:read",
    ..rule(
        "time_zone",
        COUNTRY,
        "the zone of the account, which costs nothing; else that of the country of the person's holiday calendar, if it has only one, by one further call for each person on the page",
        Official,
    )
};

/// The unified time entry, in the order of its fields.
#[rustfmt::skip] // a table: one row a field
pub(super) static TIME_ENTRY: &[FieldRule] = &[
    rule("id", "id", "as it stands", Live),
    rule("remote_id", "id", "as it stands", Live),
    rule("employee_id", "person.id", "as text", Live),
    rule("remote_employee_id", "person.id", "as text", Live),
    rule("start_time", "start.date_time", "the instant at which a clock in `time_zone` showed this: the first if there were two, null if it never did or the zone is unknown", Official),
    rule("end_time", "end.date_time", "the instant at which a clock in `time_zone` showed this: the first if there were two, null if it never did or the zone is unknown", Official),
    rule("start_time_local", "start.date_time", "as it stands: what the clock on the wall showed", Official),
    rule("end_time_local", "end.date_time", "as it stands: what the clock on the wall showed; null while it goes on", Official),
    FieldRule { field: "time_zone_source", rule: "known by the account, assumed by the holiday calendar, or unknown; assumed as well if the clock showed a time twice", ..ZONE },
    ZONE,
    rule("hours_worked", "type, start.date_time, end.date_time", "of work the hours that passed; null of a break, and where clocks that were changed leave it open", Live),
    rule("break_duration", "type, start.date_time, end.date_time", "of a break the hours that passed; null of work, and where clocks that were changed leave it open", Live),
    rule("attribution_date", "attribution_date", "the day to which it counts, its first ten characters", Live),
    rule("status", "approval.status", "CONFIRMED is approved; the contract has no other", Live),
    rule("labor_type", "type", "WORK or BREAK", Live),
    FieldRule { source: Source::Nowhere, ..rule("location", "", "Personio does not tell where it was", Official) },
    rule("comment", "comment", "as it stands", Live),
    rule("project_id", "project.id", "as text", Live),
    rule("is_auto_generated", "is_auto_generated", "as it stands", Live),
    rule("created_at", "created_at", "the same instant in UTC", Live),
    rule("updated_at", "updated_at", "the same instant in UTC", Live),
];
