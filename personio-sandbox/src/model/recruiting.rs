//! Recruiting: positions that are advertised, their categories and stages, candidates and their applications.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::person::Gender;
use super::table::numbered;
use super::text::Text;

/// What a company's administrators set for recruiting; there is one row.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct RecruitingSettings {
    pub(crate) id: u32,
    /// The recruiting access token, a credential of its own (facts §1 [O]).
    pub(crate) token: String,
    /// Whether the company has recruiting at all.
    pub(crate) recruiting: bool,
    /// Whether others may send applications.
    pub(crate) public_api: bool,
    /// Whether the career site has its feed.
    pub(crate) xml_feed: bool,
}

/// A stage that every company has (facts §10 [O]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum SystemStage {
    Unassigned,
    Rejected,
    Withdrawn,
    Offer,
    Accepted,
}

impl SystemStage {
    /// All of them.
    pub(crate) const ALL: [Self; 5] =
        [Self::Unassigned, Self::Rejected, Self::Withdrawn, Self::Offer, Self::Accepted];

    /// The spelling of v1.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Unassigned => "unassigned",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Offer => "offer",
            Self::Accepted => "accepted",
        }
    }

    /// The stage that v1 spells like this.
    pub(crate) fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }
}

/// Where an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Stage {
    System(SystemStage),
    /// The number of a phase that the company made.
    Custom(u32),
}

impl Stage {
    /// Whether nothing comes of the application any more.
    pub(crate) fn is_refusal(self) -> bool {
        matches!(self, Self::System(SystemStage::Rejected | SystemStage::Withdrawn))
    }
}

/// A phase that the company made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct RecruitingPhase {
    pub(crate) id: u32,
    pub(crate) name: Text,
}

/// A category of positions, which says through which phases their applications go.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct RecruitingCategory {
    pub(crate) id: u32,
    pub(crate) name: Text,
    /// Numbers of phases, in their order.
    pub(crate) phases: Vec<u32>,
    /// Where applications begin.
    pub(crate) initial: Stage,
}

/// Where applications come from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct RecruitingChannel {
    pub(crate) id: u32,
    pub(crate) name: Text,
}

/// A tag of applications.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct RecruitingTag {
    pub(crate) id: u32,
    pub(crate) name: Text,
}

/// What the value of an attribute of candidates can be.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum AnswerKind {
    Text,
    Date,
    Choice(Vec<Text>),
}

/// An attribute of candidates that the company made; v1 calls it `custom_attribute_<id>`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct CandidateAttribute {
    pub(crate) id: u32,
    pub(crate) name: Text,
    pub(crate) kind: AnswerKind,
}

/// A position that is or was advertised; v2 calls it a job of recruiting.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct JobPosition {
    pub(crate) id: u32,
    pub(crate) name: Text,
    pub(crate) department: Option<u32>,
    pub(crate) category: Option<u32>,
    /// Number of a legal entity.
    pub(crate) subcompany: Option<u32>,
    pub(crate) office: Option<u32>,
    pub(crate) more_offices: Vec<u32>,
    /// People and their roles.
    pub(crate) hiring_team: Vec<(u32, Text)>,
    pub(crate) employment_type: Text,
    pub(crate) seniority: Option<Text>,
    pub(crate) schedule: Text,
    pub(crate) years_of_experience: Option<Text>,
    pub(crate) keywords: Option<Text>,
    pub(crate) occupation: Option<Text>,
    pub(crate) occupation_category: Option<Text>,
    /// Which of the invented descriptions it has.
    pub(crate) opening: usize,
    /// The languages in which it is described.
    pub(crate) languages: Vec<Text>,
    pub(crate) published: bool,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// Somebody who applied.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Candidate {
    pub(crate) id: u32,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) email: String,
    pub(crate) gender: Option<Gender>,
    pub(crate) phone: Option<String>,
    pub(crate) location: Option<Text>,
    pub(crate) birthday: Option<Date>,
    pub(crate) linkedin_profile: Option<String>,
    /// Whatever was sent: it need not be a date.
    pub(crate) available_from: Option<Text>,
    pub(crate) salary_expectations: Option<Text>,
    /// Number of an attribute and what was answered.
    pub(crate) answers: Vec<(u32, Text)>,
    /// Numbers of their applications, oldest first.
    pub(crate) applications: Vec<u32>,
    /// Whether everything personal was taken away.
    pub(crate) anonymized: bool,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

impl Candidate {
    /// Somebody of whom only name and address are known.
    pub(crate) fn new(id: u32, name: (String, String), email: String, at: Timestamp) -> Self {
        Self {
            id,
            first_name: name.0,
            last_name: name.1,
            email,
            gender: None,
            phone: None,
            location: None,
            birthday: None,
            linkedin_profile: None,
            available_from: None,
            salary_expectations: None,
            answers: Vec::new(),
            applications: Vec::new(),
            anonymized: false,
            created_at: at,
            updated_at: at,
        }
    }
}

/// When an application came to a stage.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Transition {
    pub(crate) stage: Stage,
    pub(crate) entered_at: Timestamp,
}

/// One application of a candidate for a position.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Application {
    pub(crate) id: u32,
    pub(crate) candidate: u32,
    pub(crate) position: u32,
    pub(crate) date: Date,
    pub(crate) channel: Option<u32>,
    pub(crate) external_posting_id: Option<String>,
    pub(crate) message: Option<Text>,
    pub(crate) tags: Vec<u32>,
    /// Oldest first, never empty.
    pub(crate) transitions: Vec<Transition>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

impl Application {
    /// The newest transition.
    pub(crate) fn last(&self) -> Transition {
        self.transitions[self.transitions.len() - 1]
    }

    /// Where it stands.
    pub(crate) fn stage(&self) -> Stage {
        self.last().stage
    }
}

/// A file that was sent for an application.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ApplicationFile {
    pub(crate) id: u32,
    pub(crate) uuid: Uuid,
    pub(crate) name: Text,
    pub(crate) extension: Text,
    pub(crate) media_type: Text,
    pub(crate) size: usize,
    /// What it is; known once it belongs to an application.
    pub(crate) category: Option<Text>,
    pub(crate) application: Option<u32>,
    /// What was uploaded, in Base64; invented files have nothing.
    pub(crate) content: Option<String>,
}

numbered!(
    RecruitingSettings,
    RecruitingPhase,
    RecruitingCategory,
    RecruitingChannel,
    RecruitingTag,
    CandidateAttribute,
    JobPosition,
    Candidate,
    Application,
    ApplicationFile: uuid,
);
