//! The unified ATS model, field for field the published contract.
//!
//! Must not know any provider.

use serde::Serialize;
use utoipa::ToSchema;

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
    /// How it came in.
    pub source: Option<Source<'a>>,
    /// When it came in.
    pub created_at: Option<DateTime>,
    /// When the record last changed.
    pub updated_at: Option<DateTime>,
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
    /// Where they live.
    pub country: Option<Text<'a>>,
    /// When the record was made.
    pub created_at: Option<DateTime>,
    /// When the record last changed.
    pub updated_at: Option<DateTime>,
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
