//! The employee and the small records inside it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::hris::{Company, Employment};
use crate::value::{Choice, DateTime, Text};

/// A person who works, worked or will work for the customer.
///
/// Every field may be null; `explain=true` says why.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Employee<'a> {
    /// Nabe's id of the person; either id addresses the record.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Fields of the product's own, by the account's mapping.
    #[schema(value_type = Option<Object>)]
    pub unified_custom_fields: Option<BTreeMap<Text<'a>, Option<&'a RawValue>>>,
    /// Academic or other title.
    pub title: Option<Text<'a>>,
    /// Given name.
    pub first_name: Option<Text<'a>>,
    /// Family name.
    pub last_name: Option<Text<'a>>,
    /// Given and family name.
    pub name: Option<Text<'a>>,
    /// The name the person goes by.
    pub display_name: Option<Text<'a>>,
    /// Address of the picture.
    pub avatar_url: Option<Text<'a>>,
    /// Private e-mail address.
    pub personal_email: Option<Text<'a>>,
    /// Private phone number.
    pub personal_phone_number: Option<Text<'a>>,
    /// E-mail address at work.
    pub work_email: Option<Text<'a>>,
    /// Phone number at work.
    pub work_phone_number: Option<Text<'a>>,
    /// Id of the job.
    pub job_id: Option<Text<'a>>,
    /// Title of the job.
    pub job_title: Option<Text<'a>>,
    /// Id of the department.
    pub department_id: Option<Text<'a>>,
    /// Name of the department.
    pub department: Option<Text<'a>>,
    /// Department, team and cost centers as groups.
    pub groups: Option<Vec<Group<'a>>>,
    /// Cost centers with their shares.
    pub cost_centers: Option<Vec<CostCenterShare<'a>>>,
    /// Nabe's id of the manager.
    pub manager_id: Option<Text<'a>>,
    /// The provider's id of the manager.
    pub remote_manager_id: Option<Text<'a>>,
    /// Gender.
    pub gender: Option<Choice<'a>>,
    /// Language, ISO 639-2.
    pub preferred_language: Option<Choice<'a>>,
    /// Ethnicity.
    pub ethnicity: Option<Choice<'a>>,
    /// Date of birth.
    pub date_of_birth: Option<DateTime>,
    /// Date of birth; the contract has it twice.
    pub birthday: Option<DateTime>,
    /// Marital status.
    pub marital_status: Option<Choice<'a>>,
    /// The picture.
    pub avatar: Option<Image<'a>>,
    /// The day on which the person was hired.
    pub hire_date: Option<DateTime>,
    /// The first day of work.
    pub start_date: Option<DateTime>,
    /// Years with the company.
    pub tenure: Option<f64>,
    /// The next anniversary of the hire.
    pub work_anniversary: Option<DateTime>,
    /// Internal or external.
    pub employment_type: Option<Choice<'a>>,
    /// Full time or part time.
    pub employment_contract_type: Option<Choice<'a>>,
    /// Where the employment stands.
    pub employment_status: Option<Choice<'a>>,
    /// The day on which the employment ends or ended.
    pub termination_date: Option<DateTime>,
    /// Name of the company.
    pub company_name: Option<Text<'a>>,
    /// Id of the company.
    pub company_id: Option<Text<'a>>,
    /// Citizenships, ISO 3166.
    pub citizenships: Option<Vec<Choice<'a>>>,
    /// Where the person lives.
    pub home_location: Option<Location<'a>>,
    /// Where the person works.
    pub work_location: Option<Location<'a>>,
    /// The company.
    pub company: Option<Company<'a>>,
    /// The person's employments, newest first.
    pub employments: Option<Vec<Employment<'a>>>,
    /// Attributes that the customer defined.
    pub custom_fields: Option<Vec<CustomField<'a>>>,
    /// The number that the company gave the person.
    pub employee_number: Option<Text<'a>>,
    /// Bank accounts.
    pub bank_details: Option<Vec<BankDetails<'a>>>,
    /// National identity numbers.
    pub national_identity_numbers: Option<Vec<NationalId<'a>>>,
    /// When the record was made.
    pub created_at: Option<DateTime>,
    /// When the record last changed.
    pub updated_at: Option<DateTime>,
    /// The name that the person wants to be called by.
    pub preferred_name: Option<Text<'a>>,
    /// Id of the team.
    pub team_id: Option<Text<'a>>,
    /// Name of the team.
    pub team: Option<Text<'a>>,
    /// Hours a week.
    pub weekly_hours: Option<f64>,
    /// Share of a full-time post, 0 to 1.
    pub fte: Option<f64>,
    /// The day on which a limited contract ends.
    pub contract_end_date: Option<DateTime>,
    /// The day on which the probation ends.
    pub probation_end_date: Option<DateTime>,
    /// The last day on which the person works or worked.
    pub last_working_day: Option<DateTime>,
    /// How the employment was terminated, in the provider's word.
    pub termination_type: Option<Text<'a>>,
    /// Why the employment was terminated, as somebody wrote it.
    pub termination_reason: Option<Text<'a>>,
}

/// A department, a team or a cost center.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Group<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its name.
    pub name: Option<Text<'a>>,
    /// What kind of group.
    #[serde(rename = "type")]
    pub kind: Option<Choice<'a>>,
}

/// A cost center and the share of it that the person has.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct CostCenterShare<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its name.
    pub name: Option<Text<'a>>,
    /// Per cent.
    pub distribution_percentage: Option<f64>,
}

/// A picture.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Image<'a> {
    /// Its address.
    pub url: Option<Text<'a>>,
    /// Its bytes.
    pub base64: Option<Text<'a>>,
}

/// A place.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Location<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its name.
    pub name: Option<Text<'a>>,
    /// Street and number.
    pub street_1: Option<Text<'a>>,
    /// Second line of the address.
    pub street_2: Option<Text<'a>>,
    /// City.
    pub city: Option<Text<'a>>,
    /// State or region.
    pub state: Option<Text<'a>>,
    /// Postal code.
    pub zip_code: Option<Text<'a>>,
    /// Country, ISO 3166.
    pub country: Option<Choice<'a>>,
    /// At home or at work.
    pub location_type: Option<Choice<'a>>,
}

/// An attribute that the customer defined, with its value untouched.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomField<'a> {
    /// Nabe's id of the attribute.
    pub id: Text<'a>,
    /// The provider's id of the attribute.
    pub remote_id: Text<'a>,
    /// Its label, in the language of the account.
    pub name: Option<Text<'a>>,
    /// Its value.
    #[schema(value_type = Option<Object>)]
    pub value: Option<&'a RawValue>,
}

/// A bank account.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct BankDetails<'a> {
    /// International account number.
    pub iban: Option<Text<'a>>,
    /// Code of the bank.
    pub swift_bic: Option<Text<'a>>,
    /// Whose account it is.
    pub account_name: Option<Text<'a>>,
}

/// A number that a state gave the person.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct NationalId<'a> {
    /// The number.
    pub value: Option<Text<'a>>,
    /// What kind of number.
    #[serde(rename = "type")]
    pub kind: Option<Choice<'a>>,
    /// Which state, ISO 3166.
    pub country: Option<Choice<'a>>,
}
