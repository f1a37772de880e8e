//! `/_sandbox/companies`: the companies there are, and more of them.

use http::StatusCode;
use serde::Deserialize;

use crate::options::NewCompany;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::{Json, Object};
use crate::wire::refusal;

/// The most people that one company can have.
const MOST: usize = 200_000;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    key: String,
    people: usize,
    #[serde(default = "one")]
    seed: u64,
}

fn one() -> u64 {
    1
}

/// The companies, the first one first.
pub(crate) fn list(call: &Call<'_>) -> Outcome {
    Ok(Answer::ok(all(call)))
}

fn all(call: &Call<'_>) -> Json {
    let mut json = Json::with_capacity(512);
    json.raw("{\"companies\":[");
    for (at, tenant) in call.state.companies().iter().enumerate() {
        json.raw(if at > 0 { "," } else { "" });
        let company = tenant.company();
        let mut body = Object::open(&mut json);
        body.text("key", Some(&company.profile.key)).text("name", Some(&company.profile.name));
        body.key("id").value(&company.profile.id);
        body.key("people").value(&company.people.len());
        body.close();
    }
    json.raw("]}");
    json
}

/// Invents one more company; calls name it by `?company=<key>`.
pub(crate) fn add(call: &Call<'_>) -> Outcome {
    let bad = |message: String| refusal::plain(StatusCode::BAD_REQUEST, &message);
    let Input { key, people, seed } =
        serde_json::from_slice(call.body).map_err(|error| bad(error.to_string()))?;
    if !(1..=MOST).contains(&people) {
        return Err(bad(format!("`people` must be from 1 to {MOST}")));
    }
    call.state.add_company(&NewCompany { key, people, seed }).map_err(|error| bad(error.to_string()))?;
    Ok(Answer::json(StatusCode::CREATED, all(call).into_bytes()))
}
