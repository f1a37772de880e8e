//! `/v2/auth/token` and `/v2/auth/revoke`: OAuth 2.0 client credentials, forms only.

use std::sync::Arc;

use http::StatusCode;

use crate::access::limits::{Limit, Verdict};
use crate::state::trace_id;
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::{Call, Params, first};
use crate::wire::json::{Json, Object};
use crate::wire::refusal;

const FORM: &str = "application/x-www-form-urlencoded";
/// The place of this route's meter; the table's own places are smaller.
const METER: usize = usize::MAX - 2;

/// An error of OAuth with the words of the published examples (facts §2.2 [O]).
struct OauthError {
    error: &'static str,
    description: &'static str,
    /// What follows the error in its documentation link.
    detail: &'static str,
    /// A field of `meta` as JSON.
    meta: Option<String>,
}

const fn error(error: &'static str, description: &'static str) -> OauthError {
    OauthError { error, description, detail: "", meta: None }
}

const INVALID_CLIENT: OauthError = error(
    "invalid_client",
    "Client authentication failed (e.g., unknown client, wrong secret, no client authentication included, \
     or unsupported authentication method).",
);
const INVALID_GRANT: OauthError = error(
    "invalid_grant",
    "Error in the authorization flow. Examples: client doesn't have access to all attributes in the \
     requested scope, refresh token has been revoked, authorization code has already been consumed...",
);
const UNAUTHORIZED_CLIENT: OauthError =
    error("unauthorized_client", "Client is not allowed to use the specified grant type flow.");
const INVALID_SCOPE: OauthError = error("invalid_scope", "One of the requested scopes is invalid.");
/// The example in the file has `type` where all others have `error_uri`; this has `error_uri` as the
/// schema does [?].
const WRONG_CONTENT_TYPE: OauthError = OauthError {
    error: "invalid_request",
    description: "The content type of the request must be \"application/x-www-form-urlencoded\".",
    detail: ".invalid_request_content_type",
    meta: None,
};

fn missing(parameter: &str) -> OauthError {
    OauthError {
        error: "invalid_request",
        description: "The request has missing or invalid required parameters.",
        detail: ".required_parameters_missing",
        meta: Some(format!("{{\"missing_parameters\":[\"{parameter}\"]}}")),
    }
}

fn unsupported_grant(grant: &str) -> OauthError {
    let meta = serde_json::to_string(grant).unwrap_or_default();
    OauthError {
        meta: Some(format!("{{\"grant_type\":{meta}}}")),
        ..error(
            "unsupported_grant_type",
            "The requested authorization grant type is not supported by the server.",
        )
    }
}

/// Answers with the token of a credential.
pub(crate) fn token(call: &Call<'_>) -> Outcome {
    let form = if call.has_media_type(FORM) { call.form() } else { Params::new() };
    let client_id = filled(&form, "client_id");
    let known = client_id.and_then(|it| call.state.tokens().known(it));
    let verdict = call.state.meter(Limit::V2Auth, known.as_deref(), METER);
    let gauged = |mut answer: Answer| {
        answer.gauge = verdict.gauge;
        answer.asked_by = known.as_ref().map(Arc::clone);
        answer
    };
    token_for(call, &form, verdict).map(gauged).map_err(gauged)
}

/// The checks in the order that fits all published examples.
fn token_for(call: &Call<'_>, form: &Params<'_>, verdict: Verdict) -> Outcome {
    if !verdict.allowed {
        return Err(refusal::too_many(call.state, call.route));
    }
    if !call.has_media_type(FORM) {
        return Err(WRONG_CONTENT_TYPE.answer(call));
    }
    let client_id = filled(form, "client_id");
    match (filled(form, "grant_type"), client_id) {
        (Some("client_credentials"), _) => {}
        (None, _) => return Err(missing("grant_type").answer(call)),
        // The examples give `invalid_grant` to an unknown grant without a client and
        // `unsupported_grant_type` to one with a client.
        (Some(_), None) => return Err(INVALID_GRANT.answer(call)),
        (Some(other), Some(_)) => return Err(unsupported_grant(other).answer(call)),
    }
    let known = client_id.and_then(|it| call.state.tokens().known(it));
    let secret = filled(form, "client_secret");
    let is_known = known.is_some();
    let Some(credential) = known.filter(|it| secret.is_some_and(|secret| it.opens_with(secret))) else {
        // The example request for `unauthorized_client` has a wrong secret, but its text is about
        // grants; that of `invalid_client` names the secret (facts §2.2).
        let other = is_known && call.switched(Switch::V2WrongSecret, "unauthorized_client");
        return Err(if other { UNAUTHORIZED_CLIENT } else { INVALID_CLIENT }.answer(call));
    };
    let scopes = match filled(form, "scope").map(str::trim).filter(|it| !it.is_empty()) {
        None => credential.scopes,
        Some(list) => {
            let chosen = credential.scopes.choose(list, call.state.switches());
            chosen.ok_or_else(|| INVALID_SCOPE.answer(call))?
        }
    };
    let now = call.state.clock().now();
    let grant = call.state.tokens().grant(&credential, scopes, now);
    call.state.keep_tokens();
    let mut json = Json::with_capacity(768);
    let mut body = Object::open(&mut json);
    body.text("access_token", Some(&grant.token));
    body.key("expires_in").int(grant.expires_in(now));
    body.text("token_type", Some("Bearer")).text("scope", Some(&scopes.listed(call.state.switches())));
    body.close();
    Ok(Answer::ok(json))
}

/// Ends a token. Everything but "200 and an empty body" is unpublished (facts §2.3 [?]): unknown
/// tokens are fine as well, and who must send a bearer token is a switch.
pub(crate) fn revoke(call: &Call<'_>) -> Outcome {
    let verdict = call.state.meter(crate::routes::V2_DEFAULT, None, METER + 1);
    let gauged = |mut answer: Answer| {
        answer.gauge = verdict.gauge;
        answer
    };
    if !verdict.allowed {
        return Err(gauged(refusal::too_many(call.state, call.route)));
    }
    if !call.has_media_type(FORM) {
        return Err(gauged(WRONG_CONTENT_TYPE.answer(call)));
    }
    if !may_revoke(call) {
        return Err(gauged(refusal::may_not_revoke(call.state)));
    }
    let form = call.form();
    let Some(token) = filled(&form, "token") else {
        return Err(gauged(missing("token").answer(call)));
    };
    call.state.tokens().revoke(token, call.state.switches().get(Switch::RevokeEffect));
    call.state.keep_tokens();
    Ok(gauged(Answer::empty(StatusCode::OK)))
}

/// Whether whoever calls may end a token; one client sends a valid token as bearer (facts §2.3 [?]).
fn may_revoke(call: &Call<'_>) -> bool {
    match call.state.switches().get(Switch::RevokeAuthorization) {
        "refused" => false,
        "bearer" => call.bearer().is_some_and(|it| call.state.tokens().check(it, call.now()).is_some()),
        _ => true,
    }
}

/// A field of the form that isn't empty.
fn filled<'a>(form: &'a Params<'_>, name: &str) -> Option<&'a str> {
    first(form, name).filter(|it| !it.is_empty())
}

impl OauthError {
    fn answer(&self, call: &Call<'_>) -> Answer {
        let mut json = Json::with_capacity(512);
        let mut body = Object::open(&mut json);
        body.key("timestamp").utc(call.state.clock().now());
        body.text("trace_id", Some(&trace_id()));
        body.text("error", Some(self.error)).text("error_description", Some(self.description));
        let uri = body.key("error_uri");
        uri.raw("\"https://developer.personio.de/reference/errors#credentials.oauth2.");
        uri.raw(self.error).raw(self.detail).raw("\"");
        if let Some(meta) = &self.meta {
            body.key("meta").raw(meta);
        }
        body.close();
        Answer::problem(StatusCode::BAD_REQUEST, json.into_bytes())
    }
}
