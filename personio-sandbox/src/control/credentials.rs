//! `/_sandbox/credentials`: makes, lists, changes and removes API credentials, as an administrator would on
//! Personio's settings pages.

use std::collections::BTreeMap;

use http::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use crate::access::credential::{Attributes, ClientSecret, Credential, NewCredential, Permissions};
use crate::access::scope::ROWS;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::{Json, Object};
use crate::wire::refusal;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    name: String,
    permissions: Rows,
    #[serde(default = "all")]
    attributes: Keys,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    permissions: Option<Rows>,
    attributes: Option<Keys>,
    status: Option<Status>,
}

/// Whether a credential can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Active,
    Disabled,
}

fn all() -> Keys {
    Keys::Word("all".to_owned())
}

#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "`permissions` must be \"all\" or an object like {\"employees\": \"read\"}")]
enum Rows {
    Word(String),
    Rows(BTreeMap<String, String>),
}

#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "`attributes` must be \"all\" or a list like [\"email\", \"dynamic_24407\"]")]
enum Keys {
    Word(String),
    Keys(Vec<String>),
}

/// Makes a credential; its secret is shown this once.
pub(crate) fn create(call: &Call<'_>) -> Outcome {
    let input: Input = serde_json::from_slice(call.body).map_err(|error| bad(&error.to_string()))?;
    let (permissions, attributes) = (input.permissions.read()?, input.attributes.read()?);
    let wanted = NewCredential { name: input.name, permissions, attributes };
    let made = call.state.add_credential(call.tenant, wanted).map_err(|error| bad(&error.to_string()))?;
    let access = super::recruiting::access(&call.company());
    Ok(Answer::json(StatusCode::CREATED, secret(&made, &access[..2]).into_bytes()))
}

impl Rows {
    fn read(self) -> Result<Permissions, Answer> {
        match self {
            Self::Word(word) if word == "all" => Ok(Permissions::All),
            Self::Word(word) => {
                Err(bad(&format!("`permissions` can't be `{word}`; it can be `all` or an object")))
            }
            Self::Rows(rows) => Ok(Permissions::Rows(rows)),
        }
    }
}

impl Keys {
    fn read(self) -> Result<Attributes, Answer> {
        match self {
            Self::Word(word) if word == "all" => Ok(Attributes::All),
            Self::Word(word) => {
                Err(bad(&format!("`attributes` can't be `{word}`; it can be `all` or a list of keys")))
            }
            Self::Keys(keys) => Ok(Attributes::Keys(keys)),
        }
    }
}

/// Changes what a credential may do, as an administrator would: all of it, what is left out of the permissions is not
/// granted. Without permissions only its status changes.
pub(crate) fn change(call: &Call<'_>) -> Outcome {
    let change: Change = serde_json::from_slice(call.body).map_err(|error| bad(&error.to_string()))?;
    let id = call.param(0);
    if call.state.tokens().known(&id).is_none() {
        return Err(unknown());
    }
    match (change.permissions, change.attributes) {
        (Some(permissions), attributes) => {
            let (permissions, attributes) = (permissions.read()?, attributes.unwrap_or_else(all).read()?);
            let company = call.company();
            let changed = call.state.tokens().change(&id, &permissions, attributes, &company.catalogue);
            changed.ok_or_else(unknown)?.map_err(|error| bad(&error.to_string()))?;
        }
        (None, Some(_)) => return Err(bad("`attributes` can be changed together with `permissions` only")),
        (None, None) if change.status.is_none() => {
            return Err(bad("a change needs `permissions`, `status`, or both"));
        }
        (None, None) => {}
    }
    if let Some(status) = change.status {
        call.state.tokens().enable(&id, status == Status::Active);
    }
    call.state.keep_tokens();
    Ok(Answer::empty(StatusCode::NO_CONTENT))
}

/// Gives a credential a new secret, which is shown this once.
pub(crate) fn rotate(call: &Call<'_>) -> Outcome {
    let made = call.state.tokens().rotate(&call.param(0)).ok_or_else(unknown)?;
    call.state.keep_tokens();
    Ok(Answer::ok(secret(&made, &[])))
}

/// Id and secret of a credential, and what else a caller can be told.
fn secret(made: &ClientSecret, more: &[(&str, Value)]) -> Json {
    let mut json = Json::with_capacity(256);
    let mut body = Object::open(&mut json);
    body.text("client_id", Some(&made.client_id)).text("client_secret", Some(&made.client_secret));
    for (key, value) in more {
        body.key(key).value(value);
    }
    body.close();
    json
}

fn unknown() -> Answer {
    refusal::plain(StatusCode::NOT_FOUND, "there is no credential with this client id")
}

fn bad(message: &str) -> Answer {
    refusal::plain(StatusCode::BAD_REQUEST, message)
}

/// Lists credentials without their secrets, oldest first.
pub(crate) fn list(call: &Call<'_>) -> Outcome {
    let mut json = Json::with_capacity(1_024);
    json.raw("{\"credentials\":[");
    for (at, credential) in call.state.tokens().credentials().iter().enumerate() {
        json.raw(if at > 0 { "," } else { "" });
        write(&mut json, credential);
    }
    json.raw("]}");
    Ok(Answer::ok(json))
}

fn write(json: &mut Json, credential: &Credential) {
    let mut body = Object::open(json);
    body.text("client_id", Some(&credential.client_id)).text("name", Some(&credential.name));
    body.text("company", Some(credential.tenant.key()));
    body.text("status", Some(if credential.enabled { "active" } else { "disabled" }));
    body.key("created_at").utc(credential.created_at);
    match credential.usage.last() {
        Some((at, route)) => {
            body.key("last_used_at").utc(at);
            body.text("last_used_route", Some(&route));
        }
        None => _ = body.text("last_used_at", None).text("last_used_route", None),
    }
    let mut permissions = Object::open(body.key("permissions"));
    for (row, key, _) in ROWS {
        permissions.text(key, Some(credential.scopes.access(*row).as_str()));
    }
    permissions.close();
    match &credential.attributes {
        Attributes::All => body.text("attributes", Some("all")),
        Attributes::Keys(keys) => {
            body.key("attributes").value(keys);
            &mut body
        }
    };
    body.close();
}

/// Removes a credential; its tokens stop working at once.
pub(crate) fn delete(call: &Call<'_>) -> Outcome {
    if call.state.tokens().remove(&call.param(0)) {
        call.state.keep_tokens();
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    } else {
        Err(unknown())
    }
}
