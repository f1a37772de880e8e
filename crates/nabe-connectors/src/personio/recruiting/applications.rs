//! Applications: who applies for which job, and where that stands.
//!
//! The candidate comes embedded, so that a list costs one call a page. Must not know how calls are made.

use nabe_connector::{Ask, Call, CallError, Evidence, FieldRule, Filters, Needs};
use nabe_model::ats::{Application, ApplicationCandidate, CandidateEmail, Source};
use nabe_model::value::{Choice, DateTime, Text};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::wire::{Moment, Named, WireStage, WireTeam, is_rejection, named_at, stage_at, status, team};
use super::{Details, READ, Recruiting, changes, in_time};
use crate::personio::listed::{Out, segment};
use crate::personio::mapping::{full_name, gender};
use crate::personio::operation;
use crate::personio::reading::Found;
use crate::personio::scalar::Scalar;
use crate::personio::values::Values;

/// Applications.
pub(in crate::personio) static APPLICATIONS: Recruiting = Recruiting {
    rules: RULES,
    list: "v2_list_applications",
    one: "v2_get_application",
    newest_first: true,
    conditions: |_, call| Ok(call),
    further,
    map,
};

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct Wire<'b> {
    id: Scalar<'b>,
    application_date: Scalar<'b>,
    candidate: Found<WireCandidate<'b>>,
    job: Found<Named<'b>>,
    current_stage: Found<WireStage<'b>>,
    channel: Found<Named<'b>>,
    hiring_team: WireTeam<'b>,
    is_anonymized: Found<bool>,
    created_at: Moment<'b>,
    updated_at: Moment<'b>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireCandidate<'b> {
    id: Scalar<'b>,
    email: Scalar<'b>,
    first_name: Scalar<'b>,
    last_name: Scalar<'b>,
    gender: Scalar<'b>,
}

/// When an application was refused takes its transitions: one call for each that was.
fn further(ask: &Ask<'_>, rows: &[&RawValue]) -> Result<Vec<(String, Call)>, CallError> {
    let mut calls = Vec::new();
    if !ask.asked.names("rejected_at") {
        return Ok(calls);
    }
    for row in rows {
        let Ok(wire) = serde_json::from_str::<Wire<'_>>(row.get()) else { continue };
        let mut ignored = Vec::new();
        let values = &mut Values { defects: &mut ignored };
        let stage = WireStage::read(wire.current_stage, &stage_at!("current_stage"), "observed", values);
        if let (Some(id), true) = (wire.id.id(), stage.is_some_and(|it| is_rejection(&it))) {
            let call = Call::with_path(operation("v2_list_stage_transitions"), &[segment(&id)?]);
            calls.push((id.into_owned(), call));
        }
    }
    Ok(calls)
}

fn map<'b>(
    row: &'b RawValue,
    ask: &Ask<'_>,
    details: &'b Details,
    out: &mut Out<'_, 'b>,
) -> Result<(), serde_json::Error> {
    let wire: Wire<'b> = serde_json::from_str(row.get())?;
    let values = &mut out.values();
    let id = values.id("id", wire.id);
    let is_anonymized = values.found("is_anonymized", wire.is_anonymized);
    let (candidate_id, candidate) = candidate(wire.candidate, is_anonymized == Some(true), values);
    let job = Named::read(wire.job, &named_at!("job"), values);
    let stage = WireStage::read(wire.current_stage, &stage_at!("current_stage"), "observed", values);
    let stage_id = stage.as_ref().and_then(|it| it.id.clone());
    let remote_stage_id = stage.as_ref().and_then(|it| it.remote_id.clone());
    let channel = Named::read(wire.channel, &named_at!("channel"), values);
    let transitions = id.as_deref().and_then(|it| details.get(it)).map(Vec::as_slice);
    let record = Application {
        id: id.clone(),
        remote_id: id.clone(),
        candidate_id: candidate_id.clone(),
        remote_candidate_id: candidate_id,
        job_id: job.as_ref().and_then(|it| it.id.clone()),
        remote_job_id: job.and_then(|it| it.id),
        application_status: stage.as_ref().and_then(status),
        interview_stage: stage.clone(),
        application_stage: stage,
        interview_stage_id: stage_id.clone(),
        application_stage_id: stage_id,
        remote_interview_stage_id: remote_stage_id.clone(),
        remote_application_stage_id: remote_stage_id,
        rejected_at: transitions.and_then(|it| changes::last_rejection(it, values)),
        candidate,
        source: channel.map(|it| Source { id: it.id, remote_id: it.remote_id, name: it.name }),
        created_at: wire.created_at.read("created_at", values),
        updated_at: wire.updated_at.read("updated_at", values),
        application_date: values.moment("application_date", wire.application_date, DateTime::civil),
        hiring_team: team(wire.hiring_team, values),
        is_anonymized,
        ..Application::default()
    };
    if passes(ask.filters, &record) {
        out.give_with(id.as_deref(), &record, transitions);
    } else {
        out.pass_over();
    }
    Ok(())
}

/// The candidate's id and what is known of them. After an application was anonymised Personio has placeholders in the
/// place of names and address (?): they are no names.
fn candidate<'b>(
    found: Found<WireCandidate<'b>>,
    is_anonymized: bool,
    values: &mut Values<'_>,
) -> (Option<Text<'b>>, Option<ApplicationCandidate<'b>>) {
    let Some(wire) = values.found("candidate", found) else { return (None, None) };
    let id = values.id("candidate.id", wire.id);
    let mut text = |path, scalar| if is_anonymized { None } else { values.text(path, scalar) };
    let first_name = text("candidate.first_name", wire.first_name);
    let last_name = text("candidate.last_name", wire.last_name);
    let email = text("candidate.email", wire.email);
    let word = values.text("candidate.gender", wire.gender);
    let candidate = ApplicationCandidate {
        name: full_name(first_name.as_deref(), last_name.as_deref()),
        first_name,
        last_name,
        emails: email.clone().map(|it| vec![CandidateEmail { kind: None, value: Some(it) }]),
        email,
        gender: word.map(|it| Choice::new(gender(&it.to_ascii_lowercase()), it)),
    };
    (id, Some(candidate))
}

/// Whether an application meets the conditions, all of which are looked at here.
fn passes(filters: &Filters, record: &Application<'_>) -> bool {
    let is = |name: &str, id: &Option<Text<'_>>| {
        filters.text(name).is_none_or(|wanted| id.as_deref() == Some(wanted))
    };
    is("job_id", &record.job_id)
        && is("stage", &record.application_stage_id)
        && is("application_stage_id", &record.application_stage_id)
        && in_time(filters, record.created_at, record.updated_at)
}

use Evidence::{Guess, Live, Official, ThirdParty};
use nabe_connector::Lacking::Never;
use nabe_connector::Source::Detail;

const NO_REASONS: &str = "Personio's API has no reasons of rejection";
const STAGE: &str = "the stage where it stands, observed there; one of the system has no id at Personio and is known by its word";

#[rustfmt::skip] // a table: one row a field
static RULES: &[FieldRule] = &[
    READ.row("id", "id", "as it stands", Live),
    READ.row("remote_id", "id", "as it stands", Live),
    READ.row("candidate_id", "candidate.id", "as it stands", Live),
    READ.row("remote_candidate_id", "candidate.id", "as it stands", Live),
    READ.row("job_id", "job.id", "as it stands", Live),
    READ.row("remote_job_id", "job.id", "as it stands", Live),
    READ.row("interview_stage", "current_stage", STAGE, Live),
    READ.row("application_stage", "current_stage", STAGE, Live),
    READ.row("interview_stage_id", "current_stage.id, current_stage.kind", STAGE, Live),
    READ.row("remote_interview_stage_id", "current_stage.id", "as it stands; stages of the system have none", Live).lacking(Never),
    READ.row("application_stage_id", "current_stage.id, current_stage.kind", STAGE, Live),
    READ.row("remote_application_stage_id", "current_stage.id", "as it stands; stages of the system have none", Live).lacking(Never),
    READ.nowhere("rejected_reasons", NO_REASONS),
    READ.row("rejected_at", changes::STEPS, "when it last came to the stage rejected, if it stands there", ThirdParty).source(Detail).needs(Needs::Naming),
    READ.row("application_status", "current_stage.kind, current_stage.type", "rejected, offer and accepted by the stage of the system, withdrawn is declined_by_candidate; the company's own stages say nothing of it", Guess),
    READ.row("candidate", "candidate, is_anonymized", "as it stands; without names and address where is_anonymized is true", Live),
    READ.nowhere("documents", "they are a list of their own: /applications/{id}/documents"),
    READ.row("source", "channel", "the channel through which it came", Live),
    READ.row("created_at", "created_at", "as it stands", Live),
    READ.row("updated_at", "updated_at", "as it stands", Live),
    READ.row("application_date", "application_date", "the day, never moved by a zone", Live),
    READ.row("hiring_team", "hiring_team[]", "ids and roles; /users tells names", Official),
    READ.row("is_anonymized", "is_anonymized", "as it stands", Live),
];
