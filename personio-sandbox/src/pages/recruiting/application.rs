//! One application: who applies, what was sent, and its way through the stages.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, StatusCode};

use super::{SECTION, job_name, name, stages};
use crate::model::company::Company;
use crate::model::person::Gender;
use crate::model::recruiting::{Application, ApplicationFile, Candidate};
use crate::pages::form::{Field, Form, Press};
use crate::pages::frame::{Frame, Visit, moment};
use crate::pages::{gone, page, show};
use crate::wire::media_type;

const GONE: &str = "This application is not there.";

/// Labels with what they stand for.
type Pairs = Vec<(String, String)>;

/// A file that was sent.
struct FileView {
    name: String,
    category: String,
    size: String,
    /// Invented files have nothing in them.
    download: Option<String>,
}

#[derive(Template)]
#[template(path = "recruiting/application.html")]
struct ApplicationPage {
    frame: Frame,
    id: u32,
    candidate: u32,
    name: String,
    stage: String,
    is_open: bool,
    is_anonymous: bool,
    job: (u32, String),
    person: Pairs,
    pairs: Pairs,
    message: Option<String>,
    files: Vec<FileView>,
    /// Names of stages and since when.
    transitions: Vec<(String, String)>,
    others: Vec<(u32, String)>,
    presses: Vec<Press>,
    form: Form,
}

/// One application.
pub(super) async fn show(visit: Visit, Path(id): Path<u32>) -> Response {
    let frame = visit.frame(SECTION);
    let company = visit.tenant.company();
    let Some(application) = company.applications.get(id) else { return gone(frame, GONE) };
    let candidate = company.candidates.get(application.candidate);
    let name = name(candidate);
    let files = company.application_files.rows().iter().filter(|it| it.application == Some(id));
    let others = candidate.into_iter().flat_map(|it| company.applications_of(it)).filter(|it| it.id != id);
    let transitions = application.transitions.iter().rev();
    let shown = ApplicationPage {
        frame,
        id,
        candidate: application.candidate,
        stage: stages::name(&company, application.stage()),
        is_open: !application.stage().is_refusal(),
        is_anonymous: candidate.is_none_or(|it| it.anonymized),
        job: (application.position, job_name(&company, application.position)),
        person: candidate.map(|it| of_candidate(&company, it)).unwrap_or_default(),
        pairs: of_application(&company, application),
        message: application.message.as_deref().map(str::to_owned),
        files: files.map(file_view).collect(),
        transitions: transitions
            .map(|it| (stages::name(&company, it.stage), moment(&company, it.entered_at)))
            .collect(),
        others: others.map(|it| (it.id, job_name(&company, it.position))).collect(),
        presses: presses(&visit, &company, application, &name),
        form: move_form(&visit, &company, application),
        name,
    };
    page(StatusCode::OK, &shown)
}

fn presses(visit: &Visit, company: &Company, application: &Application, name: &str) -> Vec<Press> {
    let press = |to: &str, label: &'static str| Press {
        action: visit.returning(&format!("/recruiting/applications/{}/move?to={to}", application.id)),
        label,
        says: format!("{label} {name}"),
    };
    let next = stages::next(company, application).map(|it| press(&stages::key(it), "Move on"));
    let mut presses: Vec<Press> = next.into_iter().collect();
    if !application.stage().is_refusal() {
        presses.extend([press("rejected", "Reject"), press("withdrawn", "Withdraw")]);
    }
    presses
}

fn move_form(visit: &Visit, company: &Company, application: &Application) -> Form {
    let choices = stages::of_application(company, application);
    let choices = choices.into_iter().map(|it| (stages::key(it), stages::name(company, it))).collect();
    let stage = Field::choice("to", "Stage", choices).value(stages::key(application.stage()));
    let path = format!("/recruiting/applications/{}/move", application.id);
    Form::new(visit, &path, ("move", "Move it to a stage", "Move"), vec![stage])
}

fn pair(label: impl Into<String>, value: Option<impl Into<String>>) -> (String, String) {
    (label.into(), value.map_or_else(|| "–".to_owned(), Into::into))
}

fn of_candidate(company: &Company, it: &Candidate) -> Pairs {
    let filled = |text: &String| Some(text.clone()).filter(|it| !it.is_empty());
    let mut pairs = vec![
        pair("Candidate ID", Some(it.id.to_string())),
        pair("First name", filled(&it.first_name)),
        pair("Last name", filled(&it.last_name)),
        pair("Email", filled(&it.email)),
        pair("Phone", it.phone.clone()),
        pair("Gender", it.gender.map(|it| show::gender(Some(it)))),
        pair("Location", it.location.as_deref()),
        pair("Birthday", it.birthday.map(|it| it.to_string())),
        pair("LinkedIn", it.linkedin_profile.clone()),
        pair("Available from", it.available_from.as_deref()),
        pair("Salary expectations", it.salary_expectations.as_deref()),
    ];
    pairs.extend(it.answers.iter().map(|(id, answer)| {
        let attribute = company.candidate_attributes.get(*id);
        pair(attribute.map_or("?", |it| &it.name), Some(answer.as_ref()))
    }));
    pairs
}

fn of_application(company: &Company, it: &Application) -> Pairs {
    let channel = it.channel.and_then(|it| company.recruiting_channels.get(it));
    let tags = it.tags.iter().filter_map(|it| company.recruiting_tags.get(*it)).map(|it| it.name.as_ref());
    let tags = Some(tags.collect::<Vec<_>>().join(", ")).filter(|it| !it.is_empty());
    vec![
        pair("Application ID", Some(it.id.to_string())),
        pair("Applied on", Some(it.date.to_string())),
        pair("Channel", channel.map(|it| it.name.as_ref())),
        pair("Tags", tags),
        pair("External posting", it.external_posting_id.clone()),
        pair("Created", Some(moment(company, it.created_at))),
        pair("Last modified", Some(moment(company, it.updated_at))),
    ]
}

fn file_view(file: &ApplicationFile) -> FileView {
    FileView {
        name: file.name.to_string(),
        category: match file.category.as_deref() {
            None => "–".to_owned(),
            Some("cv") => "CV".to_owned(),
            Some(other) => show::spoken(other),
        },
        size: format!("{} kB", file.size.div_ceil(1_000)),
        download: file.content.is_some().then(|| format!("/recruiting/files/{}", file.uuid)),
    }
}

/// What was uploaded, to be saved and not shown.
pub(super) async fn file(visit: Visit, Path(uuid): Path<String>) -> Response {
    let found = {
        let company = visit.tenant.company();
        let file = company.application_files.by_uuid_text(&uuid);
        file.and_then(|it| {
            let bytes = STANDARD.decode(it.content.as_ref()?).ok()?;
            Some((bytes, it.media_type.to_string(), it.name.to_string()))
        })
    };
    let Some((bytes, kind, name)) = found else {
        return gone(visit.frame(SECTION), "This file is not there.");
    };
    let kind = HeaderValue::try_from(kind);
    let kind = kind.unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let headers = [
        (CONTENT_TYPE, kind),
        media_type::attachment(&name),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    (headers, bytes).into_response()
}

/// What is known already of whoever is hired after an application.
pub(in crate::pages) fn prefill(company: &Company, application: u32) -> Option<Vec<(&'static str, String)>> {
    let application = company.applications.get(application)?;
    let candidate = company.candidates.get(application.candidate)?;
    let position = company.job_positions.get(application.position);
    let id = |it: Option<u32>| it.map_or_else(String::new, |it| it.to_string());
    let gender = match candidate.gender {
        None => "",
        Some(Gender::Male) => "male",
        Some(Gender::Female) => "female",
        Some(Gender::Diverse) => "diverse",
    };
    Some(vec![
        ("first_name", candidate.first_name.clone()),
        ("last_name", candidate.last_name.clone()),
        ("email", candidate.email.clone()),
        ("gender", gender.to_owned()),
        ("position", position.map_or_else(String::new, |it| it.name.to_string())),
        ("department", id(position.and_then(|it| it.department))),
        ("office", id(position.and_then(|it| it.office))),
        ("legal_entity", id(position.and_then(|it| it.subcompany))),
    ])
}
