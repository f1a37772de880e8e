//! `POST`, `PATCH` and `DELETE /v2/persons`: persons as v2 writes them.
//!
//! Bodies are strict JSON: a value of another type is refused, a field that there isn't is ignored [?]. Only 400 and
//! 404 are published for what goes wrong (facts §9.1 [O]); the details are [?].

use http::StatusCode;
use serde::{Deserialize, Deserializer};

use super::employment_writes::Employment;
use super::persons;
use crate::access::tokens::Grant;
use crate::model::company::Company;
use crate::model::person::{CustomValue, Gender};
use crate::rules::people::change::{Change, EmploymentChange, PersonChange, custom_place};
use crate::rules::people::custom::{self, Entry};
use crate::rules::people::{self, Refused, is_email};
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::{Json, Object, OnlyAnObject};
use crate::wire::refusal;

/// The languages a person can have; no answer shows which one it is (facts §7 [O]).
const LANGUAGES: &[&str] = &["en", "de", "es", "fr", "nl", "it", "sv", "fi"];

/// A person as it is written. The field names of gender are others than in answers (facts §9.1 [O]).
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Person {
    #[serde(deserialize_with = "some")]
    email: Option<String>,
    #[serde(deserialize_with = "some")]
    first_name: Option<String>,
    #[serde(deserialize_with = "some")]
    last_name: Option<String>,
    #[serde(deserialize_with = "some")]
    preferred_name: Option<String>,
    gender: Change<Written>,
    #[serde(deserialize_with = "some")]
    language_code: Option<String>,
    #[serde(deserialize_with = "some")]
    custom_attributes: Option<Vec<Custom>>,
    #[serde(deserialize_with = "some")]
    employments: Option<Vec<Employment>>,
    #[serde(flatten)]
    _is: OnlyAnObject,
}

/// A gender as it is written.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Written {
    Male,
    Female,
    Diverse,
    Unknown,
    Undefined,
}

#[derive(Debug, Deserialize)]
struct Custom {
    id: String,
    value: CustomEntry,
    #[serde(flatten)]
    _is: OnlyAnObject,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum CustomEntry {
    Text(String),
    List(Vec<String>),
}

/// A field that is there: unlike serde's own rule, null is only a value where the type has one.
pub(super) fn some<'de, D: Deserializer<'de>, T: Deserialize<'de>>(input: D) -> Result<Option<T>, D::Error> {
    T::deserialize(input).map(Some)
}

/// A body, or the refusal of one that can't be read.
pub(super) fn body<T: for<'de> Deserialize<'de>>(call: &Call<'_>) -> Result<T, Answer> {
    serde_json::from_slice(call.body).map_err(|_| refusal::bad_request(call, "Invalid request content."))
}

/// Makes a person with their employments.
pub(crate) fn create(call: &Call<'_>, grant: &Grant) -> Outcome {
    let mut sent: Person = body(call)?;
    sent.check_required(call)?;
    let employments = sent.employments.take().unwrap_or_default();
    let employments = employments.into_iter().map(|it| it.change(call));
    let employments: Vec<EmploymentChange> = employments.collect::<Result<_, _>>()?;
    let id = call.change(|company| {
        let person = sent.change(call, company)?;
        people::create(company, call.now(), person, employments).map_err(|it| refused(call, it))
    })?;
    let mut json = Json::with_capacity(2_048);
    if call.switched(Switch::V2PersonCreated, "person") {
        persons::write(call, grant, &mut json, id);
    } else {
        created(call, &mut json, id);
    }
    Ok(Answer::json(StatusCode::CREATED, json.into_bytes()))
}

fn created(call: &Call<'_>, json: &mut Json, id: u32) {
    let wrapped = call.switched(Switch::V2PersonCreated, "data");
    json.raw(if wrapped { "{\"_data\":" } else { "" });
    let mut body = Object::open(json);
    body.key("id").raw("\"").int(id.into()).raw("\"");
    body.close();
    json.raw(if wrapped { "}" } else { "" });
}

/// Changes a person; their employments have a route of their own.
pub(crate) fn update(call: &Call<'_>, _: &Grant) -> Outcome {
    let mut sent: Person = body(call)?;
    match call.state.switches().get(Switch::V2PersonEmail) {
        "ignored" => sent.email = None,
        "400" if sent.email.is_some() => {
            return Err(refusal::bad_request(call, "The email can't be changed."));
        }
        _ => {}
    }
    call.change(|company| {
        let id = persons::find(call, company)?.id;
        let person = sent.change(call, company)?;
        people::change(company, call.now(), id, person, None).map_err(|it| refused(call, it))
    })?;
    Ok(Answer::empty(StatusCode::NO_CONTENT))
}

/// Deletes a person.
pub(crate) fn delete(call: &Call<'_>, _: &Grant) -> Outcome {
    call.change(|company| {
        let id = persons::find(call, company)?.id;
        people::delete(company, call.now(), id).map_err(|it| refused(call, it))
    })?;
    if call.switched(Switch::V2PersonDeleted, "200") {
        return Ok(Answer::empty(StatusCode::OK));
    }
    Ok(Answer::empty(StatusCode::NO_CONTENT))
}

impl Person {
    /// A live client sends more than the names because it had to [T].
    fn check_required(&self, call: &Call<'_>) -> Result<(), Answer> {
        let all = call.switched(Switch::V2PersonRequired, "names-email-language-employment");
        let required = [
            ("first_name", self.first_name.is_some(), true),
            ("last_name", self.last_name.is_some(), true),
            ("email", self.email.is_some(), all),
            ("language_code", self.language_code.is_some(), all),
            ("employments", self.employments.as_ref().is_some_and(|it| !it.is_empty()), all),
        ];
        missing(call, &required)
    }

    fn change(self, call: &Call<'_>, company: &Company) -> Result<PersonChange, Answer> {
        let invalid = |name: &str| refusal::bad_request(call, &format!("The value of {name} is not valid."));
        for (name, value) in [("first_name", &self.first_name), ("last_name", &self.last_name)] {
            if value.as_ref().is_some_and(|it| it.trim().is_empty()) {
                return Err(invalid(name));
            }
        }
        if self.email.as_ref().is_some_and(|it| !is_email(it)) {
            return Err(invalid("email"));
        }
        if self.language_code.as_ref().is_some_and(|it| !LANGUAGES.contains(&it.as_str())) {
            return Err(invalid("language_code"));
        }
        let custom = self.custom_attributes.unwrap_or_default().into_iter();
        let custom = custom.map(|it| it.read(company).map_err(|id| invalid(&id)));
        Ok(PersonChange {
            first_name: self.first_name,
            last_name: self.last_name,
            preferred_name: self
                .preferred_name
                .map_or(Change::Keep, |it| Change::to(Some(it).filter(|it| !it.is_empty()))),
            email: self.email,
            gender: self.gender.and_then(Written::gender),
            custom: custom.collect::<Result<_, _>>()?,
        })
    }
}

impl Written {
    fn gender(self) -> Option<Gender> {
        match self {
            Self::Male => Some(Gender::Male),
            Self::Female => Some(Gender::Female),
            Self::Diverse => Some(Gender::Diverse),
            Self::Unknown | Self::Undefined => None,
        }
    }
}

impl Custom {
    /// The value with its place, or the id of an attribute that isn't there or can't have it.
    fn read(self, company: &Company) -> Result<(usize, Option<CustomValue>), String> {
        let Some(index) = company.catalogue.index(&self.id) else { return Err(self.id) };
        let Some(place) = custom_place(company, index) else { return Err(self.id) };
        let entry = match self.value {
            CustomEntry::Text(text) => Entry::Text(text),
            CustomEntry::List(list) => Entry::List(list),
        };
        let value = custom::value(company.catalogue.get(index), &entry);
        value.map(|it| (place, it)).map_err(|_| self.id)
    }
}

/// Refuses a body without one of its required fields: name, whether it is there, whether it must be.
pub(super) fn missing(call: &Call<'_>, fields: &[(&str, bool, bool)]) -> Result<(), Answer> {
    match fields.iter().find(|(_, is_there, must_be)| *must_be && !is_there) {
        Some((name, ..)) => Err(refusal::bad_request(call, &format!("The field {name} is required."))),
        None => Ok(()),
    }
}

/// What v2 says to what a rule refuses.
pub(super) fn refused(call: &Call<'_>, refused: Refused) -> Answer {
    let unknown = |what: &str, id: i64| format!("There is no {what} with the id {id}.");
    let detail = match refused {
        Refused::Nobody | Refused::NoEmployment => return refusal::v2_not_found(call),
        Refused::EmailTaken if call.switched(Switch::V2EmailTaken, "409") => {
            let detail = "The email is taken.";
            return refusal::v2(call.state, StatusCode::CONFLICT, "Conflict", detail, "common.conflict");
        }
        Refused::EmailTaken => "The email is taken.".to_owned(),
        Refused::Supervisor(id) => unknown("supervisor", id),
        Refused::Office(id) => unknown("office", id),
        Refused::LegalEntity(id) => unknown("legal entity", id),
        Refused::Unit(kind, id) => unknown(kind.as_str(), id),
        Refused::CostCenter(id) => unknown("cost center", id),
        Refused::Probation => "The probation period needs an employment start date.".to_owned(),
        Refused::EndBeforeStart | Refused::WorkAfterEnd | Refused::HasLeft | Refused::StillThere => {
            "The dates of the employment are not valid.".to_owned()
        }
    };
    refusal::bad_request(call, &detail)
}
