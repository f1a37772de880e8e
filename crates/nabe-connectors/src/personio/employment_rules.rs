//! Where each field of the unified employment comes from. Must not know values.

use nabe_connector::{Evidence, FieldRule, Needs, Source};

const fn rule(
    field: &'static str,
    source: Source,
    path: &'static str,
    rule: &'static str,
    needs: Needs,
    evidence: Evidence,
) -> FieldRule {
    FieldRule { field, source, path, rule, permission: "employees:read", needs, evidence }
}

use Evidence::{Guess, Official};
use Needs::{Naming, Nothing};
use Source::{DetailAttribute, Nowhere, Row};

/// The unified employment, in the order of its fields.
#[rustfmt::skip] // a table: one row a field
pub(super) static EMPLOYMENT: &[FieldRule] = &[
    rule("id", Row, "id", "the person's id, an underscore, and Personio's id of the employment", Nothing, Official),
    rule("remote_id", Row, "id", "as it stands", Nothing, Official),
    rule("employee_id", Row, "person.id", "the person whose employments were asked for", Nothing, Official),
    rule("remote_employee_id", Row, "person.id", "the person whose employments were asked for", Nothing, Official),
    rule("job_title", Row, "position.title", "as it stands", Nothing, Official),
    rule("pay_rate", DetailAttribute("fix_salary"), "attributes.fix_salary.value, attributes.hourly_salary.value", "of the employment that runs, as v1 tells it of the person: the fixed salary, else the hourly one; 0 stands for none", Naming, Guess),
    rule("pay_period", DetailAttribute("fix_salary"), "attributes.fix_salary_interval.value, attributes.hourly_salary.value", "the interval of the fixed salary; an hour for an hourly one", Naming, Guess),
    rule("pay_frequency", Nowhere, "", "Personio tells what a salary is for, and not how often it is paid out", Nothing, Official),
    rule("pay_currency", DetailAttribute("fix_salary"), "attributes.fix_salary.currency, attributes.hourly_salary.currency", "the currency beside the salary", Naming, Guess),
    rule("effective_date", Row, "employment_start_date", "the first day of the employment; Personio keeps no dates of changes within it", Nothing, Official),
    rule("start_date", Row, "employment_start_date", "its first ten characters, never moved by a zone", Nothing, Official),
    rule("end_date", Row, "employment_end_date", "its first ten characters, never moved by a zone", Nothing, Official),
    rule("contract_end_date", Row, "contract_end_date", "its first ten characters, never moved by a zone", Nothing, Official),
    rule("probation_end_date", Row, "probation_end_date", "its first ten characters, never moved by a zone", Nothing, Official),
    rule("termination_date", Row, "termination.termination_date", "its first ten characters, never moved by a zone", Nothing, Official),
    rule("last_working_day", Row, "termination.last_working_day, termination.last_working_date", "by either of the names that Personio documents", Nothing, Official),
    rule("terminated_at", Row, "termination.terminated_at", "its first ten characters, never moved by a zone", Nothing, Official),
    rule("termination_type", Row, "termination.type", "as it stands", Nothing, Official),
    rule("termination_reason", Row, "termination.reason", "as it stands", Nothing, Official),
    rule("employment_status", Row, "status, employment_end_date", "ONBOARDING is pending; INACTIVE is terminated from the day after the end date on", Nothing, Official),
    rule("grade", Nowhere, "", "Personio has no grades in its API", Nothing, Official),
    rule("employment_type", Row, "type", "internal or external", Nothing, Official),
    rule("employment_contract_type", Row, "weekly_working_hours, full_time_weekly_working_hours", "part_time below the full-time hours", Nothing, Official),
    rule("type", Row, "type", "internal or external", Nothing, Official),
    rule("contract_type", Row, "weekly_working_hours, full_time_weekly_working_hours", "part_time below the full-time hours", Nothing, Official),
    rule("work_time", Row, "weekly_working_hours", "the hours of a week as a duration", Nothing, Official),
    rule("weekly_hours", Row, "weekly_working_hours", "as they stand", Nothing, Official),
    rule("full_time_weekly_hours", Row, "full_time_weekly_working_hours", "as they stand", Nothing, Official),
    rule("fte", Row, "weekly_working_hours, full_time_weekly_working_hours", "weekly hours divided by full-time hours", Nothing, Official),
    rule("payroll_code", Nowhere, "", "Personio has no payroll code in its API", Nothing, Official),
    rule("active", Row, "status", "true for ACTIVE and LEAVE; nothing for UNSPECIFIED", Nothing, Official),
    rule("department", Row, "org_units[]", "the unit whose type is department; its name with expand=groups", Nothing, Official),
    rule("team", Row, "org_units[]", "the unit whose type is team; its name with expand=groups", Nothing, Official),
    rule("division", Nowhere, "", "Personio has departments and teams only", Nothing, Official),
    rule("company_id", Row, "legal_entity.id", "as it stands", Nothing, Official),
    rule("remote_company_id", Row, "legal_entity.id", "as it stands", Nothing, Official),
    rule("location_id", Row, "office.id", "as it stands", Nothing, Official),
    rule("remote_location_id", Row, "office.id", "as it stands", Nothing, Official),
    rule("cost_centers", Row, "cost_centers[]", "with their weights as percentages; their names with expand=groups", Nothing, Official),
    rule("job", Row, "job.id, position.title", "the job of the catalogue, and the title of the position", Nothing, Official),
    rule("manager", Row, "supervisor.id", "the supervisor, alone", Nothing, Official),
    rule("created_at", Row, "created_at", "the same instant in UTC", Nothing, Official),
    rule("updated_at", Row, "updated_at", "the same instant in UTC", Nothing, Official),
];
