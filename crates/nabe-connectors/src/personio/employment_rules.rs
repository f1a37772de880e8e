//! Where each field of the unified employment comes from. Must not know values.

use nabe_connector::Evidence::{Guess, Official};
use nabe_connector::Lacking::NotGranted;
use nabe_connector::Needs::Naming;
use nabe_connector::Source::DetailAttribute;
use nabe_connector::{FieldRule, Rules};

const READ: Rules = Rules("employees:read");

/// The unified employment, in the order of its fields.
#[rustfmt::skip] // a table: one row a field
pub(super) static EMPLOYMENT: &[FieldRule] = &[
    READ.row("id", "id", "the person's id, an underscore, and Personio's id of the employment", Official),
    READ.row("remote_id", "id", "as it stands", Official),
    READ.row("employee_id", "person.id", "the person whose employments were asked for", Official),
    READ.row("remote_employee_id", "person.id", "the person whose employments were asked for", Official),
    READ.row("job_title", "position.title", "as it stands", Official).attribute("position"),
    READ.row("pay_rate", "attributes.fix_salary.value, attributes.hourly_salary.value", "of the employment that runs, as v1 tells it of the person: the fixed salary, else the hourly one; 0 stands for none", Guess).source(DetailAttribute("fix_salary")).needs(Naming),
    READ.row("pay_period", "attributes.fix_salary_interval.value, attributes.hourly_salary.value", "the interval of the fixed salary; an hour for an hourly one", Guess).source(DetailAttribute("fix_salary")).needs(Naming),
    READ.nowhere("pay_frequency", "Personio tells what a salary is for, and not how often it is paid out"),
    READ.row("pay_currency", "attributes.fix_salary.currency, attributes.hourly_salary.currency", "the currency beside the salary", Guess).source(DetailAttribute("fix_salary")).needs(Naming),
    READ.row("effective_date", "employment_start_date", "the first day of the employment; Personio keeps no dates of changes within it", Official).attribute("hire_date").lacking(NotGranted),
    READ.row("start_date", "employment_start_date", "its first ten characters, never moved by a zone", Official).attribute("hire_date").lacking(NotGranted),
    READ.row("end_date", "employment_end_date", "its first ten characters, never moved by a zone", Official).attribute("termination_date").lacking(NotGranted),
    READ.row("contract_end_date", "contract_end_date", "its first ten characters, never moved by a zone", Official).attribute("contract_end_date"),
    READ.row("probation_end_date", "probation_end_date", "its first ten characters, never moved by a zone", Official).attribute("probation_period_end"),
    READ.row("termination_date", "termination.termination_date", "its first ten characters, never moved by a zone", Official).attribute("termination_date").lacking(NotGranted),
    READ.row("last_working_day", "termination.last_working_day, termination.last_working_date", "by either of the names that Personio documents", Official).attribute("last_working_day").lacking(NotGranted),
    READ.row("terminated_at", "termination.terminated_at", "its first ten characters, never moved by a zone", Official).attribute("termination_date").lacking(NotGranted),
    READ.row("termination_type", "termination.type", "as it stands", Official).attribute("termination_type").lacking(NotGranted),
    READ.row("termination_reason", "termination.reason", "as it stands", Official).attribute("termination_reason"),
    READ.row("employment_status", "status, employment_end_date", "ONBOARDING is pending; INACTIVE is terminated from the day after the end date on", Official),
    READ.nowhere("grade", "Personio has no grades in its API"),
    READ.row("employment_type", "type", "internal or external", Official).attribute("employment_type").lacking(NotGranted),
    READ.row("employment_contract_type", "weekly_working_hours, full_time_weekly_working_hours", "part_time below the full-time hours", Official).attribute("weekly_working_hours").lacking(NotGranted),
    READ.row("type", "type", "internal or external", Official).attribute("employment_type").lacking(NotGranted),
    READ.row("contract_type", "weekly_working_hours, full_time_weekly_working_hours", "part_time below the full-time hours", Official).attribute("weekly_working_hours").lacking(NotGranted),
    READ.row("work_time", "weekly_working_hours", "the hours of a week as a duration", Official).attribute("weekly_working_hours").lacking(NotGranted),
    READ.row("weekly_hours", "weekly_working_hours", "as they stand", Official).attribute("weekly_working_hours").lacking(NotGranted),
    READ.row("full_time_weekly_hours", "full_time_weekly_working_hours", "as they stand", Official).attribute("weekly_working_hours").lacking(NotGranted),
    READ.row("fte", "weekly_working_hours, full_time_weekly_working_hours", "weekly hours divided by full-time hours", Official).attribute("weekly_working_hours").lacking(NotGranted),
    READ.nowhere("payroll_code", "Personio has no payroll code in its API"),
    READ.row("active", "status", "true for ACTIVE and LEAVE; nothing for UNSPECIFIED", Official),
    READ.row("department", "org_units[]", "the unit whose type is department; its name with expand=groups", Official).attribute("department").lacking(NotGranted),
    READ.row("team", "org_units[]", "the unit whose type is team; its name with expand=groups", Official).attribute("team").lacking(NotGranted),
    READ.nowhere("division", "Personio has departments and teams only"),
    READ.row("company_id", "legal_entity.id", "as it stands", Official).attribute("subcompany"),
    READ.row("remote_company_id", "legal_entity.id", "as it stands", Official).attribute("subcompany"),
    READ.row("location_id", "office.id", "as it stands", Official).attribute("office"),
    READ.row("remote_location_id", "office.id", "as it stands", Official).attribute("office"),
    READ.row("cost_centers", "cost_centers[]", "with their weights as percentages; their names with expand=groups", Official).attribute("cost_centers").lacking(NotGranted),
    READ.row("job", "job.id", "the job of the catalogue; its title stands in the list of jobs, and that of the position in job_title", Official).attribute("position"),
    READ.row("manager", "supervisor.id", "the supervisor, alone", Official).attribute("supervisor"),
    READ.row("created_at", "created_at", "the same instant in UTC", Official).attribute("created_at").lacking(NotGranted),
    READ.row("updated_at", "updated_at", "the same instant in UTC", Official).attribute("last_modified_at").lacking(NotGranted),
];
