//! Where each field of the unified employee comes from.
//!
//! One list for `explain`, the coverage table and the diagnosis. Must not know values.

use nabe_connector::Evidence::{Guess, Official};
use nabe_connector::Lacking::NotGranted;
use nabe_connector::Needs::{Expand, Include, Naming};
use nabe_connector::Source::{Attribute, Detail, UniversalId};
use nabe_connector::{FieldRule, Rules};

const READ: Rules = Rules("employees:read");

/// The unified employee, in the order of its fields.
#[rustfmt::skip] // a table: one row a field
pub(super) static EMPLOYEE: &[FieldRule] = &[
    READ.row("id", "attributes.id.value", "the provider's id as text", Official).source(Attribute("id")),
    READ.row("remote_id", "attributes.id.value", "the provider's id as text", Official).source(Attribute("id")),
    READ.nowhere("unified_custom_fields", "filled by a mapping of the account, of which there is none"),
    READ.nowhere("title", "Personio has no such system attribute"),
    READ.row("first_name", "attributes.first_name.value", "as it stands", Official).source(Attribute("first_name")),
    READ.row("last_name", "attributes.last_name.value", "as it stands", Official).source(Attribute("last_name")),
    READ.row("name", "attributes.first_name.value, attributes.last_name.value", "given name, a space, family name", Official).source(Attribute("last_name")),
    READ.row("display_name", "attributes.preferred_name.value", "the preferred name, else the full name", Guess).source(Attribute("preferred_name")),
    READ.row("avatar_url", "attributes.profile_picture.value", "the address of this server from which the picture comes, where Personio names one; that it names none for people without was not seen", Guess).source(Attribute("profile_picture")).needs(Include),
    READ.row("personal_email", "attributes.dynamic_*.value", "the attribute with this universal id; the id is a guess", Guess).source(UniversalId("personal_email|private_email")),
    READ.row("personal_phone_number", "attributes.dynamic_*.value", "the attribute with this universal id; the id is a guess", Guess).source(UniversalId("personal_mobile_number|mobile_number")),
    READ.row("work_email", "attributes.email.value", "as it stands", Official).source(Attribute("email")),
    READ.row("work_phone_number", "attributes.dynamic_*.value", "the attribute with this universal id; the id is a guess", Guess).source(UniversalId("work_phone|office_phone")),
    READ.row("job_id", "_data[0].job.id", "the job of the latest employment", Official).source(Detail).needs(Naming).attribute("position"),
    READ.row("job_title", "attributes.position.value", "as it stands", Official).source(Attribute("position")),
    READ.row("department_id", "attributes.department.value.attributes.id", "as text", Official).source(Attribute("department")),
    READ.row("department", "attributes.department.value.attributes.name", "as it stands", Official).source(Attribute("department")),
    READ.row("groups", "attributes.department.value, attributes.team.value, attributes.cost_centers.value", "department, team and cost centers as groups, those of them that may be read; null where none may", Official).source(Attribute("department")).needs(Expand),
    READ.row("cost_centers", "attributes.cost_centers.value[]", "as they stand, with percentages", Official).source(Attribute("cost_centers")),
    READ.row("manager_id", "attributes.supervisor.value.attributes.id.value", "as text", Official).source(Attribute("supervisor")),
    READ.row("remote_manager_id", "attributes.supervisor.value.attributes.id.value", "as text", Official).source(Attribute("supervisor")),
    READ.row("gender", "attributes.gender.value", "male, female, diverse; undefined and unknown are not_disclosed", Official).source(Attribute("gender")),
    READ.nowhere("preferred_language", "Personio takes a language but does not give it back"),
    READ.nowhere("ethnicity", "Personio has no such system attribute"),
    READ.row("date_of_birth", "attributes.dynamic_*.value", "the attribute with this universal id; the id is a guess", Guess).source(UniversalId("date_of_birth|birthday")),
    READ.row("birthday", "attributes.dynamic_*.value", "the same as date_of_birth", Guess).source(UniversalId("date_of_birth|birthday")),
    READ.nowhere("marital_status", "Personio has no such system attribute"),
    READ.row("avatar", "attributes.profile_picture.value", "the same address; pictures are not embedded", Guess).source(Attribute("profile_picture")).needs(Include),
    READ.row("hire_date", "attributes.hire_date.value", "its first ten characters, never moved by a zone", Official).source(Attribute("hire_date")),
    READ.row("start_date", "attributes.hire_date.value", "the hire date; Personio has no other", Official).source(Attribute("hire_date")),
    READ.nowhere("tenure", "Personio does not give it"),
    READ.nowhere("work_anniversary", "Personio does not give it"),
    READ.row("employment_type", "attributes.employment_type.value", "internal or external", Official).source(Attribute("employment_type")),
    READ.row("employment_contract_type", "_data[0].weekly_working_hours, _data[0].full_time_weekly_working_hours", "part_time below the full-time hours of the latest employment", Official).source(Detail).needs(Naming).attribute("weekly_working_hours"),
    READ.row("employment_status", "attributes.status.value, attributes.termination_date.value", "onboarding is pending; inactive is terminated from the day after the termination date on", Guess).source(Attribute("status")),
    READ.row("termination_date", "attributes.termination_date.value", "its first ten characters, never moved by a zone", Official).source(Attribute("termination_date")),
    READ.row("company_name", "attributes.subcompany.value.attributes.name", "as it stands", Official).source(Attribute("subcompany")),
    READ.row("company_id", "attributes.subcompany.value.attributes.id", "as text", Official).source(Attribute("subcompany")),
    READ.nowhere("citizenships", "Personio has no such system attribute"),
    READ.row("home_location", "attributes.dynamic_*.value", "the attributes with these universal ids; the ids are guesses", Guess).source(UniversalId("street|address_line_1|city|zip_code|postal_code")).needs(Expand),
    READ.row("work_location", "attributes.office.value.attributes", "id and name of the office", Official).source(Attribute("office")).needs(Expand),
    READ.row("company", "attributes.subcompany.value.attributes", "id and name, as company_id and company_name have them", Official).source(Attribute("subcompany")).needs(Expand),
    READ.row("employments", "_data[]", "all employments of the person, newest first", Official).source(Detail).needs(Expand),
    READ.row("custom_fields", "attributes.dynamic_*", "every readable custom attribute, its value untouched; null where none may be read", Official).needs(Include).lacking(NotGranted),
    READ.row("employee_number", "attributes.dynamic_*.value", "the attribute with this universal id; the id is a guess", Guess).source(UniversalId("employee_number|personnel_number")),
    READ.row("bank_details", "attributes.dynamic_*.value", "the attributes with these universal ids; iban is documented, the others are guesses", Official).source(UniversalId("iban|bic|account_holder")).needs(Include),
    READ.nowhere("national_identity_numbers", "Personio has no such system attribute"),
    READ.row("created_at", "attributes.created_at.value", "the same instant in UTC", Official).source(Attribute("created_at")),
    READ.row("updated_at", "attributes.last_modified_at.value", "the same instant in UTC", Official).source(Attribute("last_modified_at")),
    READ.row("preferred_name", "attributes.preferred_name.value", "as it stands", Official).source(Attribute("preferred_name")),
    READ.row("team_id", "attributes.team.value.attributes.id", "as text", Official).source(Attribute("team")),
    READ.row("team", "attributes.team.value.attributes.name", "as it stands", Official).source(Attribute("team")),
    READ.row("weekly_hours", "attributes.weekly_working_hours.value", "the number in the text", Official).source(Attribute("weekly_working_hours")),
    READ.row("fte", "_data[0].weekly_working_hours, _data[0].full_time_weekly_working_hours", "weekly hours divided by the full-time hours of the latest employment", Official).source(Detail).needs(Naming).attribute("weekly_working_hours"),
    READ.row("contract_end_date", "attributes.contract_end_date.value", "its first ten characters, never moved by a zone", Official).source(Attribute("contract_end_date")),
    READ.row("probation_end_date", "attributes.probation_period_end.value", "its first ten characters, never moved by a zone", Official).source(Attribute("probation_period_end")),
    READ.row("last_working_day", "attributes.last_working_day.value", "its first ten characters, never moved by a zone", Official).source(Attribute("last_working_day")),
    READ.row("termination_type", "attributes.termination_type.value", "as it stands", Official).source(Attribute("termination_type")),
    READ.row("termination_reason", "attributes.termination_reason.value", "as it stands", Official).source(Attribute("termination_reason")),
];
