//! Candidates: people who apply, with all that they applied for.
//!
//! Must not know how calls are made.

use nabe_connector::{Ask, Evidence, FieldRule};
use nabe_model::ats::{Candidate, CandidateEmail, PhoneNumber, SocialLink};
use nabe_model::value::{Choice, DateTime, Text};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::wire::{Moment, Named};
use super::{Details, READ, Recruiting, in_time};
use crate::personio::listed::Out;
use crate::personio::mapping::{full_name, gender};
use crate::personio::reading::Found;
use crate::personio::scalar::Scalar;
use crate::personio::values::Values;

/// Candidates.
pub(in crate::personio) static CANDIDATES: Recruiting = Recruiting {
    rules: RULES,
    list: "v2_list_candidates",
    one: "v2_get_candidate",
    newest_first: true,
    conditions: |ask, call| Ok(call.query_if("email", ask.filters.text("email"))),
    further: |_, _| Ok(Vec::new()),
    map,
};

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct Wire<'b> {
    id: Scalar<'b>,
    first_name: Scalar<'b>,
    last_name: Scalar<'b>,
    email: Scalar<'b>,
    gender: Scalar<'b>,
    phone: Scalar<'b>,
    location: Scalar<'b>,
    birthday: Scalar<'b>,
    linkedin_profile: Scalar<'b>,
    available_from: Scalar<'b>,
    applications: Found<Vec<Found<Named<'b>>>>,
    created_at: Moment<'b>,
    updated_at: Moment<'b>,
}

fn map<'b>(
    row: &'b RawValue,
    ask: &Ask<'_>,
    _: &'b Details,
    out: &mut Out<'_, 'b>,
) -> Result<(), serde_json::Error> {
    let wire: Wire<'b> = serde_json::from_str(row.get())?;
    let values = &mut out.values();
    let id = values.id("id", wire.id);
    let first_name = values.text("first_name", wire.first_name);
    let last_name = values.text("last_name", wire.last_name);
    let email = values.text("email", wire.email);
    let phone = values.text("phone", wire.phone);
    let word = values.text("gender", wire.gender);
    let page = values.text("linkedin_profile", wire.linkedin_profile);
    let applications = applications(wire.applications, values);
    let record = Candidate {
        id: id.clone(),
        remote_id: id.clone(),
        name: full_name(first_name.as_deref(), last_name.as_deref()),
        first_name,
        last_name,
        emails: email.clone().map(|it| vec![CandidateEmail { kind: None, value: Some(it) }]),
        email,
        social_links: page.map(|it| vec![SocialLink { kind: Some("linkedin"), url: Some(it) }]),
        phone_numbers: phone.clone().map(|it| vec![PhoneNumber { kind: None, phone: Some(it) }]),
        phone,
        application_ids: applications.clone(),
        remote_application_ids: applications,
        created_at: wire.created_at.read("created_at", values),
        updated_at: wire.updated_at.read("updated_at", values),
        gender: word.map(|it| Choice::new(gender(&it.to_ascii_lowercase()), it)),
        birthday: values.moment("birthday", wire.birthday, DateTime::civil),
        location: values.text("location", wire.location),
        available_from: values.text("available_from", wire.available_from),
        ..Candidate::default()
    };
    // Personio may have passed over the filter without a word, as it does with filters that it doesn't know (live).
    let has_email =
        |wanted: &str| record.email.as_deref().is_some_and(|it| it.to_lowercase() == wanted.to_lowercase());
    let is_wanted = ask.filters.text("email").is_none_or(has_email)
        && in_time(ask.filters, record.created_at, record.updated_at);
    if is_wanted {
        out.give(id.as_deref(), &record);
    } else {
        out.pass_over();
    }
    Ok(())
}

fn applications<'b>(found: Found<Vec<Found<Named<'b>>>>, values: &mut Values<'_>) -> Option<Vec<Text<'b>>> {
    let applications = values.found("applications", found)?;
    let id = |found: Found<Named<'b>>| {
        let wire = values.found("applications[]", found)?;
        values.id("applications[].id", wire.id)
    };
    Some(applications.into_iter().filter_map(id).collect())
}

use Evidence::{Guess, Live};

const FREE: &str = "as it was entered: free text";

#[rustfmt::skip] // a table: one row a field
static RULES: &[FieldRule] = &[
    READ.row("id", "id", "as it stands", Live),
    READ.row("remote_id", "id", "as it stands", Live),
    READ.row("name", "first_name, last_name", "both with a space; of an anonymised candidate Personio has placeholders, and no mark by which to tell", Live),
    READ.row("first_name", "first_name", "as it stands", Live),
    READ.row("last_name", "last_name", "as it stands", Live),
    READ.row("email", "email", "as it stands", Live),
    READ.row("emails", "email", "the only one", Live),
    READ.row("social_links", "linkedin_profile", "as it stands", Live),
    READ.row("phone", "phone", "as it stands", Live),
    READ.row("phone_numbers", "phone", "the only one; of which kind it is Personio does not tell", Live),
    READ.row("application_ids", "applications[]", "their ids", Live),
    READ.row("remote_application_ids", "applications[]", "their ids", Live),
    READ.nowhere("country", "where somebody lives is free text, in location"),
    READ.row("created_at", "created_at", "as it stands", Live),
    READ.row("updated_at", "updated_at", "as it stands", Live),
    READ.row("gender", "gender", "unified; undefined is not_disclosed", Guess),
    READ.row("birthday", "birthday", "the day, never moved by a zone", Live),
    READ.row("location", "location", FREE, Live),
    READ.row("available_from", "available_from", FREE, Live),
];
