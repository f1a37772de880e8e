//! The unified ATS model, field for field the published contract, and behind its fields what providers have besides.
//!
//! Must not know any provider.

use serde::Serialize;
use utoipa::ToSchema;

use crate::hris::Document;
use crate::value::{Choice, DateTime, Text};

/// Somebody's wish to have a job.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Application<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Nabe's id of the candidate.
    pub candidate_id: Option<Text<'a>>,
    /// The provider's id of the candidate.
    pub remote_candidate_id: Option<Text<'a>>,
    /// Nabe's id of the job.
    pub job_id: Option<Text<'a>>,
    /// The provider's id of the job.
    pub remote_job_id: Option<Text<'a>>,
    /// The stage where it stands; the contract's older name.
    pub interview_stage: Option<Stage<'a>>,
    /// The stage where it stands.
    pub application_stage: Option<Stage<'a>>,
    /// Nabe's id of the stage; the contract's older name.
    pub interview_stage_id: Option<Text<'a>>,
    /// The provider's id of the stage; the contract's older name.
    pub remote_interview_stage_id: Option<Text<'a>>,
    /// Nabe's id of the stage.
    pub application_stage_id: Option<Text<'a>>,
    /// The provider's id of the stage.
    pub remote_application_stage_id: Option<Text<'a>>,
    /// Why it was refused.
    pub rejected_reasons: Option<Vec<RejectedReason<'a>>>,
    /// When it was refused.
    pub rejected_at: Option<DateTime>,
    /// Where it stands.
    pub application_status: Option<Choice<'a>>,
    /// Who applies.
    pub candidate: Option<ApplicationCandidate<'a>>,
    /// Files that belong to it, by `expand=documents`.
    pub documents: Option<Vec<Document<'a>>>,
    /// How it came in.
    pub source: Option<Source<'a>>,
    /// When the record was made.
    pub created_at: Option<DateTime>,
    /// When the record last changed.
    pub updated_at: Option<DateTime>,
    /// Ours: the day on which somebody applied.
    pub application_date: Option<DateTime>,
    /// Ours: who hires.
    pub hiring_team: Option<Vec<HiringMember<'a>>>,
    /// Ours: whether the provider has taken away who applied.
    pub is_anonymized: Option<bool>,
}

/// Who applies, beside the application.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ApplicationCandidate<'a> {
    /// Given and family name.
    pub name: Option<Text<'a>>,
    /// Given name.
    pub first_name: Option<Text<'a>>,
    /// Family name.
    pub last_name: Option<Text<'a>>,
    /// E-mail address.
    pub email: Option<Text<'a>>,
    /// E-mail addresses.
    pub emails: Option<Vec<CandidateEmail<'a>>>,
    /// Ours: gender.
    pub gender: Option<Choice<'a>>,
}

/// A stage of a pipeline.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Stage<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its name.
    pub name: Option<Text<'a>>,
    /// Its place among the others, from 1 on.
    pub order: Option<u32>,
    /// When the record was made.
    pub created_at: Option<DateTime>,
    /// When the record last changed.
    pub updated_at: Option<DateTime>,
    /// Ours: what kind of stage the provider says it is.
    pub kind: Option<Text<'a>>,
    /// Ours: whether the company declares it (`declared`) or an application was seen there (`observed`).
    pub stage_source: Option<&'static str>,
}

/// A change of an application.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApplicationChange<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// When it was noted.
    pub created_at: DateTime,
    /// Since when it holds.
    pub effective_at: Option<DateTime>,
    /// What changed.
    pub change_type: Option<Choice<'a>>,
    /// What it became.
    pub new_values: ApplicationChangeValues<'a>,
}

/// What an application became.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ApplicationChangeValues<'a> {
    /// Nabe's id of the stage.
    pub interview_stage_id: Option<Text<'a>>,
    /// Where it stands.
    pub application_status: Option<Choice<'a>>,
}

/// Somebody who applies.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Candidate<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Given and family name.
    pub name: Option<Text<'a>>,
    /// Given name.
    pub first_name: Option<Text<'a>>,
    /// Family name.
    pub last_name: Option<Text<'a>>,
    /// E-mail address.
    pub email: Option<Text<'a>>,
    /// E-mail addresses.
    pub emails: Option<Vec<CandidateEmail<'a>>>,
    /// Pages about them.
    pub social_links: Option<Vec<SocialLink<'a>>>,
    /// Phone number; the contract's older name.
    pub phone: Option<Text<'a>>,
    /// Phone numbers.
    pub phone_numbers: Option<Vec<PhoneNumber<'a>>>,
    /// Nabe's ids of their applications.
    pub application_ids: Option<Vec<Text<'a>>>,
    /// The provider's ids of their applications.
    pub remote_application_ids: Option<Vec<Text<'a>>>,
    /// In which country they live.
    pub country: Option<Text<'a>>,
    /// When the record was made.
    pub created_at: Option<DateTime>,
    /// When the record last changed.
    pub updated_at: Option<DateTime>,
    /// Ours: gender.
    pub gender: Option<Choice<'a>>,
    /// Ours: date of birth.
    pub birthday: Option<DateTime>,
    /// Ours: where they live, as it was entered.
    pub location: Option<Text<'a>>,
    /// Ours: when they could begin, as it was entered.
    pub available_from: Option<Text<'a>>,
}

/// An e-mail address of a candidate.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct CandidateEmail<'a> {
    /// What kind.
    #[serde(rename = "type")]
    pub kind: Option<&'static str>,
    /// The address.
    pub value: Option<Text<'a>>,
}

/// A phone number of a candidate.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct PhoneNumber<'a> {
    /// What kind.
    #[serde(rename = "type")]
    pub kind: Option<&'static str>,
    /// The number.
    pub phone: Option<Text<'a>>,
}

/// A page about a candidate.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct SocialLink<'a> {
    /// What kind.
    #[serde(rename = "type")]
    pub kind: Option<&'static str>,
    /// Its address.
    pub url: Option<Text<'a>>,
}

/// A job to apply for.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct AtsJob<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its code.
    pub code: Option<Text<'a>>,
    /// Its title.
    pub title: Option<Text<'a>>,
    /// What it is about.
    pub description: Option<Text<'a>>,
    /// Whether it is open; the contract's older name.
    pub status: Option<Text<'a>>,
    /// Whether it is open.
    pub job_status: Option<Choice<'a>>,
    /// Nabe's ids of its departments.
    pub department_ids: Option<Vec<Text<'a>>>,
    /// The provider's ids of its departments.
    pub remote_department_ids: Option<Vec<Text<'a>>>,
    /// Nabe's ids of its places.
    pub location_ids: Option<Vec<Text<'a>>>,
    /// The provider's ids of its places.
    pub remote_location_ids: Option<Vec<Text<'a>>>,
    /// Who hires.
    pub hiring_team: Option<Vec<HiringMember<'a>>>,
    /// Its stages, by `expand=interview_stages`.
    pub interview_stages: Option<Vec<Stage<'a>>>,
    /// When the record was made.
    pub created_at: Option<DateTime>,
    /// When the record last changed.
    pub updated_at: Option<DateTime>,
    /// Ours: its department by name.
    pub department: Option<Text<'a>>,
    /// Ours: the category that says through which stages its applications go.
    pub category: Option<Place<'a>>,
    /// Ours: the provider's id of the company that hires.
    pub company_id: Option<Text<'a>>,
}

/// Somebody who hires.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct HiringMember<'a> {
    /// Nabe's id.
    pub user_id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_user_id: Option<Text<'a>>,
    /// Given name.
    pub first_name: Option<Text<'a>>,
    /// Family name.
    pub last_name: Option<Text<'a>>,
    /// E-mail address.
    pub email: Option<Text<'a>>,
    /// What they do.
    pub role: Option<Text<'a>>,
}

/// An advertisement for a job.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct JobPosting<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its title.
    pub title: Option<Text<'a>>,
    /// Its places.
    pub locations: Option<Vec<Place<'a>>>,
    /// Whether only colleagues see it.
    pub internal: Option<&'static str>,
    /// Whether it can be seen.
    pub status: Option<Choice<'a>>,
    /// Nabe's id of the job.
    pub job_id: Option<Text<'a>>,
    /// The provider's id of the job.
    pub remote_job_id: Option<Text<'a>>,
    /// What it says.
    pub content: Option<PostingContent<'a>>,
    /// Internal or external.
    pub employment_type: Option<Choice<'a>>,
    /// Full time or part time.
    pub employment_contract_type: Option<Choice<'a>>,
    /// Where it can be read.
    pub external_url: Option<Text<'a>>,
    /// Where one applies.
    pub external_apply_url: Option<Text<'a>>,
    /// When it was made.
    pub created_at: Option<DateTime>,
    /// When it last changed.
    pub updated_at: Option<DateTime>,
    /// Ours: the language that was asked for, as ISO 639-1.
    pub language: Option<Text<'a>>,
    /// Ours: the department by name.
    pub department: Option<Text<'a>>,
    /// Ours: the company within the company that hires, by name.
    pub company: Option<Text<'a>>,
    /// Ours: the category by name.
    pub category: Option<Text<'a>>,
    /// Ours: how experienced somebody must be, as the provider says it.
    pub seniority: Option<Text<'a>>,
    /// Ours: how many years of experience are asked for, as the provider says it.
    pub years_of_experience: Option<Text<'a>>,
    /// Ours: words to find it by.
    pub keywords: Option<Text<'a>>,
    /// Ours: the occupation, as the provider says it.
    pub occupation: Option<Text<'a>>,
    /// Ours: the field of occupations, as the provider says it.
    pub occupation_category: Option<Text<'a>>,
}

/// What an advertisement says.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct PostingContent<'a> {
    /// As text.
    pub plain: Option<Text<'a>>,
    /// As HTML.
    pub html: Option<Text<'a>>,
    /// Part by part.
    pub sections: Option<Vec<PostingSection<'a>>>,
}

/// A part of an advertisement.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct PostingSection<'a> {
    /// Its heading.
    pub label: Option<Text<'a>>,
    /// What it says, as HTML.
    pub content: Option<Text<'a>>,
}

/// A place or a department by id and name.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Place<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its name.
    pub name: Option<Text<'a>>,
}

/// Why an application was refused.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct RejectedReason<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its name.
    pub label: Option<Text<'a>>,
    /// Who refused.
    pub rejected_reason_type: Option<Choice<'a>>,
}

/// How an application came in.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Source<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its name.
    pub name: Option<Text<'a>>,
}

/// Somebody who uses the recruiting system.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct User<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// E-mail address.
    pub email: Option<Text<'a>>,
    /// Given name.
    pub first_name: Option<Text<'a>>,
    /// Family name.
    pub last_name: Option<Text<'a>>,
    /// Given and family name.
    pub name: Option<Text<'a>>,
    /// Phone number.
    pub phone: Option<Text<'a>>,
}
