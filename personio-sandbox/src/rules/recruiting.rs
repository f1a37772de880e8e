//! What becomes of applications: who may apply for what, where applications begin and move, when they are forgotten.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use uuid::Uuid;

use super::candidate::{self, Field, Wrong};
use super::documents;
use crate::model::company::Company;
use crate::model::recruiting::{
    Application, Candidate, RecruitingCategory, RecruitingTag, Stage, SystemStage, Transition,
};
use crate::model::text::Text;

/// How long refused candidates are remembered, in days. Companies set it themselves; the number is made up [?].
const REMEMBERED_DAYS: i64 = 180;

/// What a file can be (facts §10 [O]).
pub(crate) const FILE_CATEGORIES: [&str; 6] =
    ["cv", "cover-letter", "employment-reference", "certificate", "work-sample", "other"];

/// An application as it is sent.
#[derive(Debug, Default)]
pub(crate) struct NewApplication {
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) email: String,
    pub(crate) position: i64,
    pub(crate) channel: Option<i64>,
    pub(crate) external_posting_id: Option<String>,
    pub(crate) message: Option<String>,
    /// Today when left out.
    pub(crate) date: Option<Date>,
    /// Where it begins; as the category says when left out.
    pub(crate) phase: Option<WantedPhase>,
    pub(crate) tags: Vec<String>,
    pub(crate) files: Vec<WantedFile>,
    /// Id of an attribute and its value.
    pub(crate) answers: Vec<(String, String)>,
}

/// A stage as a caller names it.
#[derive(Clone, Debug)]
pub(crate) enum WantedPhase {
    /// A word that may be one of the system's.
    System(String),
    /// A number that may be one of the company's.
    Custom(i64),
    /// Something that can't be a stage.
    Nothing,
}

/// A file that was uploaded before.
#[derive(Debug)]
pub(crate) struct WantedFile {
    pub(crate) uuid: Option<Uuid>,
    pub(crate) name: String,
    pub(crate) category: String,
}

/// What is wrong with an application; places count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    Email,
    NoPosition,
    NotPublished,
    AppliedAlready,
    NoChannel,
    FutureDate,
    /// The word is none of the system's.
    Phase,
    NoFile(usize),
    FileCategory(usize),
    NoAttribute(usize),
    AttributeDate(usize),
    AttributeOption(usize),
}

/// Everything that is wrong with an application.
pub(crate) fn problems(company: &Company, wanted: &NewApplication, now: Timestamp) -> Vec<Problem> {
    let mut problems = Vec::new();
    if !is_email(&wanted.email) {
        problems.push(Problem::Email);
    }
    let position = u32::try_from(wanted.position).ok().and_then(|it| company.job_positions.get(it));
    match position {
        None => problems.push(Problem::NoPosition),
        Some(position) if !position.published => problems.push(Problem::NotPublished),
        Some(position) if has_applied(company, &wanted.email, position.id) => {
            problems.push(Problem::AppliedAlready);
        }
        Some(_) => {}
    }
    if wanted.channel.is_some() && channel(company, wanted).is_none() {
        problems.push(Problem::NoChannel);
    }
    if wanted.date.is_some_and(|it| it > company.day_of(now)) {
        problems.push(Problem::FutureDate);
    }
    if let Some(WantedPhase::System(word)) = &wanted.phase
        && SystemStage::named(word).is_none()
    {
        problems.push(Problem::Phase);
    }
    for (at, file) in wanted.files.iter().enumerate() {
        let known = file.uuid.and_then(|it| company.application_files.by_uuid(it));
        // A file goes with one application; whether the same one can be sent twice is not known [?].
        if known.is_none_or(|it| it.application.is_some()) {
            problems.push(Problem::NoFile(at));
        }
        if !FILE_CATEGORIES.contains(&file.category.as_str()) {
            problems.push(Problem::FileCategory(at));
        }
    }
    let answers = wanted.answers.iter().enumerate();
    problems.extend(answers.filter_map(|(at, (id, value))| match candidate::check(company, id, value)? {
        Wrong::Unknown => Some(Problem::NoAttribute(at)),
        Wrong::Date => Some(Problem::AttributeDate(at)),
        Wrong::Option => Some(Problem::AttributeOption(at)),
    }));
    problems
}

/// Whether a text can be an e-mail address; the real check is not known [?].
fn is_email(text: &str) -> bool {
    let fits = |it: &str| !it.is_empty() && !it.contains(|it: char| it.is_whitespace() || it.is_control());
    text.rsplit_once('@').is_some_and(|(name, host)| {
        fits(name) && fits(host) && !host.starts_with('.') && !host.ends_with('.')
    })
}

fn channel(company: &Company, wanted: &NewApplication) -> Option<u32> {
    let id = u32::try_from(wanted.channel?).ok()?;
    company.recruiting_channels.get(id).map(|it| it.id)
}

fn known<'a>(company: &'a Company, email: &str) -> Option<&'a Candidate> {
    let same = |it: &&Candidate| !it.anonymized && it.email.eq_ignore_ascii_case(email);
    company.candidates.rows().iter().find(same)
}

fn has_applied(company: &Company, email: &str, position: u32) -> bool {
    known(company, email).is_some_and(|it| company.applications_of(it).any(|it| it.position == position))
}

/// Takes an application in that has no [`problems`], or whose phase is the only one; answers with its number.
pub(crate) fn apply(company: &mut Company, wanted: NewApplication, now: Timestamp) -> u32 {
    let id = company.applications.next_number();
    let stage = first_stage(company, &wanted);
    let channel = channel(company, &wanted);
    let tags = wanted.tags.iter().map(|it| tag(company, it)).collect();
    let date = wanted.date.unwrap_or_else(|| company.day_of(now));
    let NewApplication { position, external_posting_id, message, .. } = &wanted;
    let application = Application {
        id,
        candidate: applicant(company, &wanted, now, id),
        position: u32::try_from(*position).unwrap_or(0),
        date,
        channel,
        external_posting_id: external_posting_id.clone(),
        message: message.clone().map(Text::from),
        tags,
        transitions: vec![Transition { stage, entered_at: now }],
        created_at: now,
        updated_at: now,
    };
    company.applications.insert(application);
    for file in wanted.files {
        let row = file.uuid.and_then(|it| company.application_files.by_uuid(it)).map(|it| it.id);
        if let Some(row) = row.and_then(|it| company.application_files.get_mut(it)) {
            row.application = Some(id);
            row.name = file.name.into();
            row.category = Some(file.category.into());
            let file = row.id;
            documents::attach(company, id, file, now);
        }
    }
    id
}

/// The candidate with the address of the application, or a new one. What a known one gets anew is not known [?].
fn applicant(company: &mut Company, wanted: &NewApplication, now: Timestamp, application: u32) -> u32 {
    let id = known(company, &wanted.email).map(|it| it.id);
    let id = id.unwrap_or_else(|| {
        let id = company.candidates.next_number();
        let name = (wanted.first_name.clone(), wanted.last_name.clone());
        company.candidates.insert(Candidate::new(id, name, wanted.email.clone(), now));
        id
    });
    let answers: Vec<(Field, &String)> =
        wanted.answers.iter().filter_map(|(id, value)| Some((Field::named(company, id)?, value))).collect();
    if let Some(candidate) = company.candidates.get_mut(id) {
        candidate.applications.push(application);
        candidate.updated_at = now;
        for (field, value) in answers {
            field.write(candidate, value);
        }
    }
    id
}

/// The number of a tag, which is made if it isn't there (facts §10 [O]).
fn tag(company: &mut Company, name: &str) -> u32 {
    if let Some(tag) = company.recruiting_tags.rows().iter().find(|it| it.name == name) {
        return tag.id;
    }
    let id = company.recruiting_tags.next_number();
    company.recruiting_tags.insert(RecruitingTag { id, name: name.to_owned().into() });
    id
}

/// Where an application begins: an invalid phase becomes `unassigned` without a word (facts §10 [O]).
fn first_stage(company: &Company, wanted: &NewApplication) -> Stage {
    let unassigned = Stage::System(SystemStage::Unassigned);
    let position = u32::try_from(wanted.position).ok().and_then(|it| company.job_positions.get(it));
    let category = position.and_then(|it| it.category).and_then(|it| company.recruiting_categories.get(it));
    match &wanted.phase {
        None => category.map_or(unassigned, |it| it.initial),
        Some(phase) => stage(category, phase).unwrap_or(unassigned),
    }
}

/// The stage that is meant, if applications of this category can come to it.
fn stage(category: Option<&RecruitingCategory>, wanted: &WantedPhase) -> Option<Stage> {
    match wanted {
        WantedPhase::System(word) => SystemStage::named(word).map(Stage::System),
        WantedPhase::Custom(id) => {
            let id = u32::try_from(*id).ok()?;
            category.is_some_and(|it| it.phases.contains(&id)).then_some(Stage::Custom(id))
        }
        WantedPhase::Nothing => None,
    }
}

/// Why an application can't move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoMove {
    NoApplication,
    /// Its category has no such stage.
    NoStage,
}

/// Moves an application to another stage, as people do in Personio.
pub(crate) fn move_to(
    company: &mut Company,
    application: u32,
    wanted: &WantedPhase,
    now: Timestamp,
) -> Result<(), NoMove> {
    let found = company.applications.get(application).ok_or(NoMove::NoApplication)?;
    let category = company.job_positions.get(found.position).and_then(|it| it.category);
    let category = category.and_then(|it| company.recruiting_categories.get(it));
    let stage = stage(category, wanted).ok_or(NoMove::NoStage)?;
    if found.stage() == stage {
        return Ok(());
    }
    if let Some(application) = company.applications.get_mut(application) {
        application.transitions.push(Transition { stage, entered_at: now });
        application.updated_at = now;
    }
    Ok(())
}

/// Takes everything personal from a candidate and their applications; false if there is no such candidate.
pub(crate) fn anonymize(company: &mut Company, candidate: u32, at: Timestamp) -> bool {
    let Some(row) = company.candidates.get_mut(candidate) else { return false };
    let applications = row.applications.clone();
    *row = Candidate {
        applications: applications.clone(),
        anonymized: true,
        updated_at: at,
        ..Candidate::new(candidate, Default::default(), String::new(), row.created_at)
    };
    for id in &applications {
        if let Some(application) = company.applications.get_mut(*id) {
            application.message = None;
            application.external_posting_id = None;
            application.updated_at = at;
        }
    }
    let theirs = |it: Option<u32>| it.is_some_and(|it| applications.contains(&it));
    let files: Vec<u32> =
        company.application_files.rows().iter().filter(|it| theirs(it.application)).map(|it| it.id).collect();
    for id in files {
        company.application_files.remove(id);
    }
    for application in applications {
        documents::forget_application(company, application);
    }
    true
}

/// Anonymises whoever was refused everywhere long ago, at the moment it became due.
pub(crate) fn forget_refused(company: &mut Company, now: Timestamp) {
    let due = |company: &Company, candidate: &Candidate| {
        let mut newest = Timestamp::UNIX_EPOCH;
        for application in company.applications_of(candidate) {
            if !application.stage().is_refusal() {
                return None;
            }
            newest = newest.max(application.last().entered_at);
        }
        let day = company.day_of(newest).checked_add(REMEMBERED_DAYS.days()).ok()?;
        let at = company.start_of(day);
        (newest > Timestamp::UNIX_EPOCH && at <= now).then_some((candidate.id, at))
    };
    let candidates = company.candidates.rows().iter().filter(|it| !it.anonymized);
    let forgotten: Vec<(u32, Timestamp)> = candidates.filter_map(|it| due(company, it)).collect();
    for (candidate, at) in forgotten {
        anonymize(company, candidate, at);
    }
}
