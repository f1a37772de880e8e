//! `/v1/company/employees/{id}/profile-picture`: the picture of an employee, also scaled.

use http::StatusCode;

use super::employees::person;
use crate::access::tokens::Grant;
use crate::model::attribute::System;
use crate::seed::png;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::refusal;

/// The picture in its own size; the published paths all have a width, clients leave it out.
pub(crate) fn original(call: &Call<'_>, grant: &Grant) -> Outcome {
    picture(call, grant, png::ORIGINAL)
}

/// The picture in another width. What a width that is no number gets is not known [?].
pub(crate) fn scaled(call: &Call<'_>, grant: &Grant) -> Outcome {
    let width = call.param(1).parse().ok().filter(|it| *it > 0);
    picture(call, grant, width.ok_or_else(no_picture)?)
}

/// An unknown employee, one without a picture and a hidden attribute all look the same (O V1).
fn picture(call: &Call<'_>, grant: &Grant, width: u32) -> Outcome {
    let company = call.company();
    let person = person(call, &company).map_err(|_| no_picture())?;
    if !person.has_picture || !grant.credential.readable.has(System::ProfilePicture) {
        return Err(no_picture());
    }
    Ok(Answer::bytes("image/png", png::picture(company.profile.seed ^ u64::from(person.id) << 20, width)))
}

fn no_picture() -> Answer {
    refusal::v1(StatusCode::NOT_FOUND, 404, "Etwas ist schiefgelaufen ...")
}
