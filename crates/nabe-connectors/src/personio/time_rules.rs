//! Where each field of a time entry comes from.

use nabe_connector::{Evidence, FieldRule, Rules, Source};

use super::clock::COUNTRY;

use Evidence::{Live, Official};

const READ: Rules = Rules("attendances:read");

/// What is an instant only in a zone, which costs the same.
const ZONED: Source = Source::RowWithPerson("holiday_calendar");

/// What tells a zone: costs a further call a person while the account has none.
const fn zone(field: &'static str, how: &'static str) -> FieldRule {
    let calendar = Source::PersonAttribute("holiday_calendar");
    Rules("employees:read").row(field, COUNTRY, how, Official).source(calendar)
}

/// The unified time entry, in the order of its fields.
#[rustfmt::skip] // a table: one row a field
pub(super) static TIME_ENTRY: &[FieldRule] = &[
    READ.row("id", "id", "as it stands", Live),
    READ.row("remote_id", "id", "as it stands", Live),
    READ.row("employee_id", "person.id", "as text", Live),
    READ.row("remote_employee_id", "person.id", "as text", Live),
    READ.row("start_time", "start.date_time", "the instant at which a clock in `time_zone` showed this: the first if there were two, null if it never did or the zone is unknown", Official).source(ZONED),
    READ.row("end_time", "end.date_time", "the instant at which a clock in `time_zone` showed this: the first if there were two, null if it never did or the zone is unknown", Official).source(ZONED),
    READ.row("start_time_local", "start.date_time", "as it stands: what the clock on the wall showed", Official),
    READ.row("end_time_local", "end.date_time", "as it stands: what the clock on the wall showed; null while it goes on", Official),
    zone("time_zone_source", "known by the account, assumed by the holiday calendar, or unknown; assumed as well if the clock showed a time twice"),
    zone("time_zone", "the zone of the account, which costs nothing; else that of the country of the person's holiday calendar, if it has only one, by one further call for each person on the page"),
    READ.row("hours_worked", "type, start.date_time, end.date_time", "of work the hours that passed; null of a break, and where clocks that were changed leave it open", Live).source(Source::AllOfRow),
    READ.row("break_duration", "type, start.date_time, end.date_time", "of a break the hours that passed; null of work, and where clocks that were changed leave it open", Live).source(Source::AllOfRow),
    READ.row("attribution_date", "attribution_date", "the day to which it counts, its first ten characters", Live),
    READ.row("status", "approval.status", "CONFIRMED is approved; the contract has no other", Live),
    READ.row("labor_type", "type", "WORK or BREAK", Live),
    READ.nowhere("location", "Personio does not tell where it was"),
    READ.row("comment", "comment", "as it stands", Live),
    READ.row("project_id", "project.id", "as text", Live),
    READ.row("is_auto_generated", "is_auto_generated", "as it stands", Live),
    READ.row("created_at", "created_at", "the same instant in UTC", Live),
    READ.row("updated_at", "updated_at", "the same instant in UTC", Live),
];
