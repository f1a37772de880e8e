//! Where each field of the unified employee comes from.
//!
//! One list for `explain`, the coverage table and the diagnosis. Must not know values.

use nabe_connector::{Evidence, FieldRule, Needs, Source};

const PERMISSION: &str = "employees:read";

const fn rule(
    field: &'static str,
    source: Source,
    path: &'static str,
    rule: &'static str,
    needs: Needs,
    evidence: Evidence,
) -> FieldRule {
    FieldRule { field, source, path, rule, permission: PERMISSION, needs, evidence }
}

use Evidence::{Guess, Official};
use Needs::{Expand, Include, Naming, Nothing};
use Source::{Attribute, Detail, Nowhere, UniversalId};

/// The unified employee, in the order of its fields.
#[rustfmt::skip] // a table: one row a field
pub(super) static EMPLOYEE: &[FieldRule] = &[
    rule("id", Attribute("id"), "attributes.id.value", "the provider's id as text", Nothing, Official),
    rule("remote_id", Attribute("id"), "attributes.id.value", "the provider's id as text", Nothing, Official),
    rule("unified_custom_fields", Nowhere, "", "filled by a mapping of the account, of which there is none", Nothing, Official),
    rule("title", Nowhere, "", "Personio has no such system attribute", Nothing, Official),
    rule("first_name", Attribute("first_name"), "attributes.first_name.value", "as it stands", Nothing, Official),
    rule("last_name", Attribute("last_name"), "attributes.last_name.value", "as it stands", Nothing, Official),
    rule("name", Attribute("last_name"), "attributes.first_name.value, attributes.last_name.value", "given name, a space, family name", Nothing, Official),
    rule("display_name", Attribute("preferred_name"), "attributes.preferred_name.value", "the preferred name, else the full name", Nothing, Guess),
    rule("avatar_url", Attribute("profile_picture"), "attributes.profile_picture.value", "the address of this server from which the picture comes, where Personio names one; that it names none for people without was not seen", Include, Guess),
    rule("personal_email", UniversalId("personal_email|private_email"), "attributes.dynamic_*.value", "the attribute with this universal id; the id is a guess", Nothing, Guess),
    rule("personal_phone_number", UniversalId("personal_mobile_number|mobile_number"), "attributes.dynamic_*.value", "the attribute with this universal id; the id is a guess", Nothing, Guess),
    rule("work_email", Attribute("email"), "attributes.email.value", "as it stands", Nothing, Official),
    rule("work_phone_number", UniversalId("work_phone|office_phone"), "attributes.dynamic_*.value", "the attribute with this universal id; the id is a guess", Nothing, Guess),
    rule("job_id", Detail, "_data[0].job.id", "the job of the latest employment", Naming, Official),
    rule("job_title", Attribute("position"), "attributes.position.value", "as it stands", Nothing, Official),
    rule("department_id", Attribute("department"), "attributes.department.value.attributes.id", "as text", Nothing, Official),
    rule("department", Attribute("department"), "attributes.department.value.attributes.name", "as it stands", Nothing, Official),
    rule("groups", Attribute("department"), "attributes.department.value, attributes.team.value, attributes.cost_centers.value", "department, team and cost centers as groups", Expand, Official),
    rule("cost_centers", Attribute("cost_centers"), "attributes.cost_centers.value[]", "as they stand, with percentages", Nothing, Official),
    rule("manager_id", Attribute("supervisor"), "attributes.supervisor.value.attributes.id.value", "as text", Nothing, Official),
    rule("remote_manager_id", Attribute("supervisor"), "attributes.supervisor.value.attributes.id.value", "as text", Nothing, Official),
    rule("gender", Attribute("gender"), "attributes.gender.value", "male, female, diverse; undefined and unknown are not_disclosed", Nothing, Official),
    rule("preferred_language", Nowhere, "", "Personio takes a language but does not give it back", Nothing, Official),
    rule("ethnicity", Nowhere, "", "Personio has no such system attribute", Nothing, Official),
    rule("date_of_birth", UniversalId("date_of_birth|birthday"), "attributes.dynamic_*.value", "the attribute with this universal id; the id is a guess", Nothing, Guess),
    rule("birthday", UniversalId("date_of_birth|birthday"), "attributes.dynamic_*.value", "the same as date_of_birth", Nothing, Guess),
    rule("marital_status", Nowhere, "", "Personio has no such system attribute", Nothing, Official),
    rule("avatar", Attribute("profile_picture"), "attributes.profile_picture.value", "the same address; pictures are not embedded", Include, Guess),
    rule("hire_date", Attribute("hire_date"), "attributes.hire_date.value", "its first ten characters, never moved by a zone", Nothing, Official),
    rule("start_date", Attribute("hire_date"), "attributes.hire_date.value", "the hire date; Personio has no other", Nothing, Official),
    rule("tenure", Nowhere, "", "Personio does not give it", Nothing, Official),
    rule("work_anniversary", Nowhere, "", "Personio does not give it", Nothing, Official),
    rule("employment_type", Attribute("employment_type"), "attributes.employment_type.value", "internal or external", Nothing, Official),
    rule("employment_contract_type", Detail, "_data[0].weekly_working_hours, _data[0].full_time_weekly_working_hours", "part_time below the full-time hours of the latest employment", Naming, Official),
    rule("employment_status", Attribute("status"), "attributes.status.value, attributes.termination_date.value", "onboarding is pending; inactive is terminated from the day after the termination date on", Nothing, Guess),
    rule("termination_date", Attribute("termination_date"), "attributes.termination_date.value", "its first ten characters, never moved by a zone", Nothing, Official),
    rule("company_name", Attribute("subcompany"), "attributes.subcompany.value.attributes.name", "as it stands", Nothing, Official),
    rule("company_id", Attribute("subcompany"), "attributes.subcompany.value.attributes.id", "as text", Nothing, Official),
    rule("citizenships", Nowhere, "", "Personio has no such system attribute", Nothing, Official),
    rule("home_location", UniversalId("street|address_line_1|city|zip_code|postal_code"), "attributes.dynamic_*.value", "the attributes with these universal ids; the ids are guesses", Expand, Guess),
    rule("work_location", Attribute("office"), "attributes.office.value.attributes", "id and name of the office", Expand, Official),
    rule("company", Detail, "_data[0].legal_entity.id", "the legal entity of the latest employment", Expand, Official),
    rule("employments", Detail, "_data[]", "all employments of the person, newest first", Expand, Official),
    rule("custom_fields", Attribute("id"), "attributes.dynamic_*", "every readable custom attribute, its value untouched", Include, Official),
    rule("employee_number", UniversalId("employee_number|personnel_number"), "attributes.dynamic_*.value", "the attribute with this universal id; the id is a guess", Nothing, Guess),
    rule("bank_details", UniversalId("iban|bic|account_holder"), "attributes.dynamic_*.value", "the attributes with these universal ids; iban is documented, the others are guesses", Include, Official),
    rule("national_identity_numbers", Nowhere, "", "Personio has no such system attribute", Nothing, Official),
    rule("created_at", Attribute("created_at"), "attributes.created_at.value", "the same instant in UTC", Nothing, Official),
    rule("updated_at", Attribute("last_modified_at"), "attributes.last_modified_at.value", "the same instant in UTC", Nothing, Official),
    rule("preferred_name", Attribute("preferred_name"), "attributes.preferred_name.value", "as it stands", Nothing, Official),
    rule("team_id", Attribute("team"), "attributes.team.value.attributes.id", "as text", Nothing, Official),
    rule("team", Attribute("team"), "attributes.team.value.attributes.name", "as it stands", Nothing, Official),
    rule("weekly_hours", Attribute("weekly_working_hours"), "attributes.weekly_working_hours.value", "the number in the text", Nothing, Official),
    rule("fte", Detail, "_data[0].weekly_working_hours, _data[0].full_time_weekly_working_hours", "weekly hours divided by the full-time hours of the latest employment", Naming, Official),
    rule("contract_end_date", Attribute("contract_end_date"), "attributes.contract_end_date.value", "its first ten characters, never moved by a zone", Nothing, Official),
    rule("probation_end_date", Attribute("probation_period_end"), "attributes.probation_period_end.value", "its first ten characters, never moved by a zone", Nothing, Official),
    rule("last_working_day", Attribute("last_working_day"), "attributes.last_working_day.value", "its first ten characters, never moved by a zone", Nothing, Official),
    rule("termination_type", Attribute("termination_type"), "attributes.termination_type.value", "as it stands", Nothing, Official),
    rule("termination_reason", Attribute("termination_reason"), "attributes.termination_reason.value", "as it stands", Nothing, Official),
];
