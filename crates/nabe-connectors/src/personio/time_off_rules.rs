//! Where each field of an absence comes from.

use nabe_connector::Evidence::{self, Live, Official, ThirdParty};
use nabe_connector::FieldRule;
use nabe_connector::Needs::{self, Expand, Naming, Nothing};
use nabe_connector::Source::{self, Detail, Nowhere, PageDetail, Row};

const fn rule(
    field: &'static str,
    source: Source,
    path: &'static str,
    rule: &'static str,
    needs: Needs,
    evidence: Evidence,
) -> FieldRule {
    FieldRule { field, source, path, rule, permission: "time_off:read", needs, evidence }
}

#[rustfmt::skip] // a table: one row a field
pub(super) static TIME_OFF: &[FieldRule] = &[
    rule("id", Row, "id", "as it stands", Nothing, Live),
    rule("remote_id", Row, "id", "as it stands", Nothing, Live),
    rule("employee_id", Row, "person.id", "as it stands", Nothing, Live),
    rule("remote_employee_id", Row, "person.id", "as it stands", Nothing, Live),
    rule("approver_id", Nowhere, "", "Personio does not tell who decides", Nothing, Live),
    rule("remote_approver_id", Nowhere, "", "Personio does not tell who decides", Nothing, Live),
    rule("status", Row, "approval.status", "in small letters", Nothing, Live),
    rule("type", PageDetail, "absence_type.category", "by the category of its type; several categories are other; left out of `fields`, the call is saved", Nothing, Live),
    rule("start_date", Row, "starts_from.date_time", "by the clock where the person is, moved by no zone", Nothing, Official),
    rule("end_date", Row, "ends_at.date_time", "of days the last one: Personio has the midnight after it; of hours the time; null while the end is open", Nothing, Live),
    rule("start_half_day", Row, "starts_from.type", "true where it begins with the second half of the day; hours have no halves", Nothing, ThirdParty),
    rule("end_half_day", Row, "ends_at.type", "true where it ends with the first half of the day; hours have no halves", Nothing, ThirdParty),
    rule("duration", Detail, "breakdowns[].effective_duration", "all days together in their own unit; null while the end is open", Naming, Live),
    rule("time_off_policy_id", Row, "absence_type.id", "as it stands", Nothing, Live),
    rule("remote_time_off_policy_id", Row, "absence_type.id", "as it stands", Nothing, Live),
    rule("reason", Nowhere, "", "absences have no reasons to choose from", Nothing, Live),
    rule("comment", Row, "comment", "as it stands", Nothing, Live),
    rule("policy", PageDetail, "absence_type", "its type", Expand, Live),
    rule("substitute_id", Row, "substitute.id", "where Personio shows it: a user found that it doesn't", Nothing, ThirdParty),
    rule("time_zone", Row, "timezone_id", "as it stands", Nothing, Live),
    rule("breakdown", Detail, "breakdowns[]", "each day with what is taken of it; long ones take several calls; free days take nothing", Naming, Live),
    rule("created_at", Row, "created_at", "the same instant in UTC", Nothing, Live),
    rule("updated_at", Row, "updated_at", "the same instant in UTC", Nothing, Live),
];
