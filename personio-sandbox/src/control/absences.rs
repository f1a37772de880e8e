//! `/_sandbox/absences/{id}`: what people decide about requests, because Personio has no API for it (facts §9.2 [Q]).

use http::StatusCode;
use serde::Deserialize;

use crate::model::absence::AbsenceStatus;
use crate::rules::absence;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::refusal;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    status: Status,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Approved,
    Pending,
    Rejected,
}

/// Approves or rejects an absence, or lets it wait again.
pub(crate) fn decide(call: &Call<'_>) -> Outcome {
    let wanted: Result<Decision, _> = serde_json::from_slice(call.body);
    let wanted = wanted.map_err(|error| refusal::plain(StatusCode::BAD_REQUEST, &error.to_string()))?;
    let status = match wanted.status {
        Status::Approved => AbsenceStatus::Approved,
        Status::Pending => AbsenceStatus::Pending,
        Status::Rejected => AbsenceStatus::Rejected,
    };
    call.change(|company| {
        let unknown = || refusal::plain(StatusCode::NOT_FOUND, "there is no absence with this id");
        let id = company.absences.by_uuid_text(&call.param(0)).map(|it| it.id).ok_or_else(unknown)?;
        let in_the_way = |_| refusal::plain(StatusCode::BAD_REQUEST, "another absence is in the way");
        absence::decide(company, id, status, call.now()).map_err(in_the_way)?;
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    })
}
