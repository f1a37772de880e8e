//! `/v1/company/time-offs`: absences that are counted in days, written.

use super::absence_requests::Request;
use super::time_offs::{answer, find, not_found};
use crate::access::tokens::Grant;
use crate::model::company::Company;
use crate::model::organisation::AbsenceUnit;
use crate::rules::absence;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::Json;
use crate::wire::refusal;

/// Enters an absence.
pub(crate) fn create(call: &Call<'_>, _: &Grant) -> Outcome {
    let request = Request::in_days(call)?;
    call.change(|company: &mut Company| {
        if request.kind(company)?.unit == AbsenceUnit::Hour {
            // What the real API says to a type that is counted in hours is not known [?].
            let message = "Time-off type not found.";
            return Err(refusal::v1(http::StatusCode::NOT_FOUND, 0, message));
        }
        let id = request.enter(call, company)?;
        find(company, id).map(|it| answer(call, company, it)).ok_or_else(not_found)
    })
}

/// Takes an absence away.
pub(crate) fn delete(call: &Call<'_>, _: &Grant) -> Outcome {
    let id = call.param(0);
    if id.parse::<u64>().is_err() {
        return Err(invalid_id());
    }
    call.change(|company| {
        let found = id.parse().ok().and_then(|it| find(company, it)).map(|it| it.id);
        absence::delete(company, found.ok_or_else(not_found)?, call.now());
        Ok(deleted())
    })
}

/// An id that can't be one (official file [O]).
pub(super) fn invalid_id() -> Answer {
    refusal::v1_bad_request("The absence period id is invalid.")
}

/// What is told of a deletion (official file [O]).
pub(super) fn deleted() -> Answer {
    let mut json = Json::with_capacity(96);
    json.raw("{\"success\":true,\"data\":{\"message\":\"The absence period was deleted.\"}}");
    Answer::ok(json)
}
