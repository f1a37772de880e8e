//! `POST /v1/auth`: a token for an id and a secret, given as JSON, as a form or in the query.

use std::sync::Arc;

use http::StatusCode;
use serde::Deserialize;

use crate::access::limits::Limit;
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::{Call, first};
use crate::wire::json::{Json, OnlyAnObject};
use crate::wire::refusal;

/// The place of this route's meter; the table's own places are smaller.
const METER: usize = usize::MAX - 1;

#[derive(Debug, Default, Deserialize)]
struct Input {
    client_id: Option<String>,
    client_secret: Option<String>,
    #[serde(flatten)]
    _is: OnlyAnObject,
}

/// Answers with the token of a credential.
pub(crate) fn token(call: &Call<'_>) -> Outcome {
    let input = read(call)?;
    let known = input.client_id.as_deref().and_then(|it| call.state.tokens().known(it));
    if !call.state.meter(Limit::V1Auth, known.as_deref(), METER).allowed {
        return Err(refusal::too_many(call.state, call.route));
    }
    let (Some(_), Some(secret)) = (&input.client_id, &input.client_secret) else {
        return Err(missing(call));
    };
    let Some(credential) = known.filter(|it| it.opens_with(secret)) else {
        return Err(wrong(call));
    };
    let now = call.state.clock().now();
    let grant = call.state.tokens().grant(&credential, credential.scopes, now);
    call.state.keep_tokens();
    let mut json = Json::with_capacity(768);
    json.raw("{\"success\":true,\"data\":{\"token\":").string(&grant.token);
    json.raw(",\"expires_in\":").int(grant.expires_in(now));
    json.raw(",\"scope\":").string(&grant.scopes.listed(call.state.switches())).raw("}}");
    let mut answer = Answer::ok(json);
    answer.asked_by = Some(Arc::clone(&credential));
    Ok(answer)
}

/// Id or secret is wrong. The message is [Q]; status and code are not known (facts §2.1, §15.3 [?]).
fn wrong(call: &Call<'_>) -> Answer {
    let unauthorized = call.switched(Switch::V1WrongCredentials, "401");
    let status = if unauthorized { StatusCode::UNAUTHORIZED } else { StatusCode::FORBIDDEN };
    let repeats = call.switched(Switch::V1WrongCredentialsCode, "status");
    refusal::v1(status, if repeats { status.as_u16().into() } else { 0 }, "Wrong credentials")
}

/// Id or secret is missing. What the real API says here is not known [?].
fn missing(call: &Call<'_>) -> Answer {
    if call.switched(Switch::V1MissingCredentials, "as-wrong") {
        return wrong(call);
    }
    refusal::v1_bad_request("client_id and client_secret are required")
}

/// Takes each field from the body or else from the query.
fn read(call: &Call<'_>) -> Result<Input, Answer> {
    let query = call.query();
    let mut input = Input::default();
    if call.has_media_type("application/x-www-form-urlencoded") {
        let form = call.form();
        input.client_id = first(&form, "client_id").map(str::to_owned);
        input.client_secret = first(&form, "client_secret").map(str::to_owned);
    } else if !call.body.is_empty() {
        let body = serde_json::from_slice(call.body);
        input = body.map_err(|_| refusal::v1_bad_request("The body is not valid JSON"))?;
    }
    let or_query = |field: Option<String>, name| field.or_else(|| first(&query, name).map(str::to_owned));
    input.client_id = or_query(input.client_id, "client_id");
    input.client_secret = or_query(input.client_secret, "client_secret");
    Ok(input)
}
