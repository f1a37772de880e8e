//! Where each field of an absence comes from.

use nabe_connector::Evidence::{Live, Official, ThirdParty};
use nabe_connector::Needs::{Expand, Naming};
use nabe_connector::Source::{Detail, Nowhere, PageDetail};
use nabe_connector::{FieldRule, Rules};

const READ: Rules = Rules("time_off:read");

#[rustfmt::skip] // a table: one row a field
pub(super) static TIME_OFF: &[FieldRule] = &[
    READ.row("id", "id", "as it stands", Live),
    READ.row("remote_id", "id", "as it stands", Live),
    READ.row("employee_id", "person.id", "as it stands", Live),
    READ.row("remote_employee_id", "person.id", "as it stands", Live),
    READ.row("approver_id", "", "Personio does not tell who decides", Live).source(Nowhere),
    READ.row("remote_approver_id", "", "Personio does not tell who decides", Live).source(Nowhere),
    READ.row("status", "approval.status", "in small letters", Live),
    READ.row("type", "absence_type.category", "by the category of its type; several categories are other; left out of `fields`, the call is saved", Live).source(PageDetail),
    READ.row("start_date", "starts_from.date_time", "by the clock where the person is, moved by no zone", Official),
    READ.row("end_date", "ends_at.date_time", "of days the last one: Personio has the midnight after it; of hours the time; null while the end is open", Live),
    READ.row("start_half_day", "starts_from.type", "true where it begins with the second half of the day; hours have no halves", ThirdParty),
    READ.row("end_half_day", "ends_at.type", "true where it ends with the first half of the day; hours have no halves", ThirdParty),
    READ.row("duration", "breakdowns[].effective_duration", "all days together in their own unit; null while the end is open", Live).source(Detail).needs(Naming),
    READ.row("time_off_policy_id", "absence_type.id", "as it stands", Live),
    READ.row("remote_time_off_policy_id", "absence_type.id", "as it stands", Live),
    READ.row("reason", "", "absences have no reasons to choose from", Live).source(Nowhere),
    READ.row("comment", "comment", "as it stands", Live),
    READ.row("policy", "absence_type", "its type", Live).source(PageDetail).needs(Expand),
    READ.row("substitute_id", "substitute.id", "where Personio shows it: a user found that it doesn't", ThirdParty),
    READ.row("time_zone", "timezone_id", "as it stands", Live),
    READ.row("breakdown", "breakdowns[]", "each day with what is taken of it; long ones take several calls; free days take nothing", Live).source(Detail).needs(Naming),
    READ.row("created_at", "created_at", "the same instant in UTC", Live),
    READ.row("updated_at", "updated_at", "the same instant in UTC", Live),
];
