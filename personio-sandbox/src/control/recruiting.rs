//! `/_sandbox/recruiting`: what people do in recruiting that no API does, and what arrived there.

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::access::credential::fresh_recruiting_token;
use crate::model::company::Company;
use crate::model::recruiting::{Application, Stage, SystemStage};
use crate::rules::job_positions;
use crate::rules::recruiting::{self, NoMove, WantedPhase};
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::refusal;

/// Gives the company another recruiting access token; the old one ends at once.
pub(crate) fn token(call: &Call<'_>) -> Outcome {
    call.change(|company| {
        if let Some(settings) = company.recruiting_settings.get_mut(1) {
            settings.token = fresh_recruiting_token();
        }
        Ok(written(&access(company).map(|(key, value)| (key.to_owned(), value)).into_iter().collect()))
    })
}

/// Id and recruiting access token of a company, under the names that `/_sandbox` gives them.
pub(crate) fn access(company: &Company) -> [(&'static str, Value); 3] {
    let settings = company.recruiting_settings.get(1);
    [
        ("recruiting_access_token", json!(settings.map(|it| &it.token))),
        ("recruiting_company_id", json!(company.profile.id)),
        ("careers_host", json!(format!("{}.jobs.localhost", company.profile.key))),
    ]
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    recruiting: Option<bool>,
    public_api: Option<bool>,
    xml_feed: Option<bool>,
}

/// Switches recruiting, its API or the feed of the career site on and off.
pub(crate) fn settings(call: &Call<'_>) -> Outcome {
    let wanted: Settings = read(call)?;
    call.change(|company| {
        let missing = || refusal::plain(StatusCode::NOT_FOUND, "the company has no recruiting");
        let settings = company.recruiting_settings.get_mut(1).ok_or_else(missing)?;
        settings.recruiting = wanted.recruiting.unwrap_or(settings.recruiting);
        settings.public_api = wanted.public_api.unwrap_or(settings.public_api);
        settings.xml_feed = wanted.xml_feed.unwrap_or(settings.xml_feed);
        Ok(written(&json!({
            "recruiting": settings.recruiting,
            "public_api": settings.public_api,
            "xml_feed": settings.xml_feed,
        })))
    })
}

/// Everything that is known of an application, also what no route of Personio's API shows.
pub(crate) fn application(call: &Call<'_>) -> Outcome {
    let company = call.company();
    let id = call.param(0).parse().ok();
    let found = id.and_then(|it| company.applications.get(it)).ok_or_else(no_application)?;
    Ok(written(&everything(&company, found)))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    stage: Value,
}

/// Moves an application to another stage, which only people do in Personio.
pub(crate) fn stage(call: &Call<'_>) -> Outcome {
    let Move { stage } = read(call)?;
    let id = call.param(0).parse().map_err(|_| no_application())?;
    call.change(|company| {
        let wanted = meant(company, &stage);
        recruiting::move_to(company, id, &wanted, call.now()).map_err(|error| match error {
            NoMove::NoApplication => no_application(),
            NoMove::NoStage => bad(&format!("the category of its job has no stage {stage}")),
        })?;
        let found = company.applications.get(id).ok_or_else(no_application)?;
        Ok(written(&everything(company, found)))
    })
}

/// The stage that is meant: the word of a system stage, or number or name of a phase.
fn meant(company: &Company, stage: &Value) -> WantedPhase {
    if let Some(number) = crate::wire::input::whole(stage) {
        return WantedPhase::Custom(number);
    }
    let word = stage.as_str().unwrap_or("");
    if SystemStage::named(word).is_some() {
        return WantedPhase::System(word.to_owned());
    }
    let phase = company.recruiting_phases.rows().iter().find(|it| it.name.eq_ignore_ascii_case(word));
    phase.map_or(WantedPhase::Nothing, |it| WantedPhase::Custom(i64::from(it.id)))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Job {
    published: bool,
}

/// Publishes a job, or takes it from the career site.
pub(crate) fn job(call: &Call<'_>) -> Outcome {
    let Job { published } = read(call)?;
    let missing = || refusal::plain(StatusCode::NOT_FOUND, "there is no job with this id");
    let id = call.param(0).parse().map_err(|_| missing())?;
    call.change(|company| {
        let position = job_positions::publish(company, id, published, call.now()).ok_or_else(missing)?;
        Ok(written(&json!({"id": id, "name": position.name, "published": published})))
    })
}

/// Takes everything personal from a candidate, as retention periods do as well.
pub(crate) fn anonymize(call: &Call<'_>) -> Outcome {
    let missing = || refusal::plain(StatusCode::NOT_FOUND, "there is no candidate with this id");
    let id = call.param(0).parse().map_err(|_| missing())?;
    call.change(|company| {
        let found = recruiting::anonymize(company, id, call.now());
        if found { Ok(Answer::empty(StatusCode::NO_CONTENT)) } else { Err(missing()) }
    })
}

fn everything(company: &Company, it: &Application) -> Value {
    let tag = |it: &u32| company.recruiting_tags.get(*it).map(|it| it.name.clone());
    let files = company.application_files.rows().iter().filter(|file| file.application == Some(it.id));
    let file = |it: &crate::model::recruiting::ApplicationFile| json!({"uuid": it.uuid, "name": it.name, "size": it.size, "mimetype": it.media_type, "category": it.category});
    let transition = |it: &crate::model::recruiting::Transition| json!({"stage": stage_name(company, it.stage), "entered_at": it.entered_at});
    let candidate = company.candidates.get(it.candidate);
    let answers = candidate.map(|it| it.answers.as_slice()).unwrap_or_default();
    let answers = answers.iter().map(|(id, value)| (format!("custom_attribute_{id}"), json!(value)));
    json!({
        "id": it.id,
        "candidate": it.candidate,
        "job_position_id": it.position,
        "application_date": it.date,
        "recruiting_channel_id": it.channel,
        "external_posting_id": it.external_posting_id,
        "message": it.message,
        "salary_expectations": candidate.and_then(|it| it.salary_expectations.as_ref()),
        "custom_attributes": answers.collect::<serde_json::Map<String, Value>>(),
        "tags": it.tags.iter().filter_map(tag).collect::<Vec<_>>(),
        "files": files.map(file).collect::<Vec<_>>(),
        "stage": stage_name(company, it.stage()),
        "transitions": it.transitions.iter().map(transition).collect::<Vec<_>>(),
    })
}

fn stage_name(company: &Company, stage: Stage) -> Value {
    match stage {
        Stage::System(stage) => json!(stage.as_str()),
        Stage::Custom(id) => json!({"id": id, "name": company.recruiting_phases.get(id).map(|it| &it.name)}),
    }
}

fn read<T: serde::de::DeserializeOwned>(call: &Call<'_>) -> Result<T, Answer> {
    serde_json::from_slice(call.body).map_err(|error| bad(&error.to_string()))
}

fn written(body: &Value) -> Answer {
    Answer::json(StatusCode::OK, body.to_string().into_bytes())
}

fn bad(message: &str) -> Answer {
    refusal::plain(StatusCode::BAD_REQUEST, message)
}

fn no_application() -> Answer {
    refusal::plain(StatusCode::NOT_FOUND, "there is no application with this id")
}
