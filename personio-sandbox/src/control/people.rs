//! `/_sandbox/people/{id}`: what administrators do to people by hand, because Personio has no API for it.

use http::StatusCode;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::rules::people::Refused;
use crate::rules::people::lives::{self, ENDINGS, Ending};
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::{Json, Object};
use crate::wire::refusal;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Termination {
    /// The last day of the employment.
    date: Date,
    /// The same day when left out.
    last_working_day: Option<Date>,
    /// How it ends, as v2 spells it.
    #[serde(rename = "type", default = "unspecified")]
    kind: String,
    reason: Option<String>,
}

fn unspecified() -> String {
    "UNSPECIFIED".to_owned()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Return {
    /// The first day of the new employment.
    date: Date,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Assignment {
    /// The id of a job of the catalogue.
    job: Option<Uuid>,
}

/// Enters the end of the current employment: on the day after its date, or at once if that is past, the person has left.
pub(crate) fn terminate(call: &Call<'_>) -> Outcome {
    let wanted: Termination = read(call)?;
    let kind = ENDINGS.iter().find(|it| **it == wanted.kind);
    let kind = kind.ok_or_else(|| bad(&format!("`type` must be one of {}", ENDINGS.join(", "))))?;
    let ending = Ending {
        date: wanted.date,
        last_working_day: wanted.last_working_day.unwrap_or(wanted.date),
        kind: (*kind).into(),
        reason: wanted.reason,
    };
    let employment =
        call.change(|company| lives::terminate(company, call.now(), id(call), ending).map_err(refused))?;
    Ok(answer(StatusCode::OK, &call.param(0), employment))
}

/// Begins a new employment, like the last one, of somebody who has left by then.
pub(crate) fn rehire(call: &Call<'_>) -> Outcome {
    let Return { date } = read(call)?;
    let employment =
        call.change(|company| lives::rehire(company, call.now(), id(call), date).map_err(refused))?;
    Ok(answer(StatusCode::CREATED, &call.param(0), employment))
}

/// Gives the current employment another job of the catalogue, or none with `{"job": null}`.
pub(crate) fn job(call: &Call<'_>) -> Outcome {
    let Assignment { job } = read(call)?;
    call.change(|company| {
        let known = |it: Uuid| company.jobs.by_uuid(it).map(|it| it.id);
        let job = job.map(|it| known(it).ok_or_else(|| bad("there is no job with this id"))).transpose()?;
        lives::assign(company, call.now(), id(call), job).map_err(refused)
    })?;
    Ok(Answer::empty(StatusCode::NO_CONTENT))
}

fn read<T: DeserializeOwned>(call: &Call<'_>) -> Result<T, Answer> {
    serde_json::from_slice(call.body).map_err(|error| bad(&error.to_string()))
}

/// The number in the path; nobody has the number that stands for another text.
fn id(call: &Call<'_>) -> u32 {
    call.param(0).parse().unwrap_or(0)
}

fn refused(refused: Refused) -> Answer {
    let message = match refused {
        Refused::Nobody => {
            return refusal::plain(StatusCode::NOT_FOUND, "there is no person with this number");
        }
        Refused::EndBeforeStart => "the employment starts after this `date`",
        Refused::WorkAfterEnd => "`last_working_day` must not be after `date`",
        Refused::HasLeft => "the person has left already",
        Refused::StillThere => "the person has not left before this `date`",
        Refused::NoEmployment
        | Refused::EmailTaken
        | Refused::Supervisor(_)
        | Refused::Office(_)
        | Refused::LegalEntity(_)
        | Refused::Unit(..)
        | Refused::CostCenter(_)
        | Refused::Probation => "this can't be written",
    };
    bad(message)
}

fn bad(message: &str) -> Answer {
    refusal::plain(StatusCode::BAD_REQUEST, message)
}

fn answer(status: StatusCode, person: &str, employment: Uuid) -> Answer {
    let mut json = Json::with_capacity(128);
    let mut body = Object::open(&mut json);
    body.key("person").raw("{\"id\":").string(person).raw("}");
    body.key("employment").raw("{\"id\":").uuid(employment).raw("}");
    body.close();
    Answer::json(status, json.into_bytes())
}
