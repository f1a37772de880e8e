//! Tokens of both generations.
//!
//! v1 answers `{"success":true,"data":{"token"}}`, v2 answers OAuth. Both tokens hold for a day and stay the
//! same for that day (official). Must not know where tokens are kept.

use std::borrow::Cow;

use nabe_connector::{Answer, Body, Call, CallError, Credentials, Token};
use secrecy::SecretString;
use serde::Deserialize;

use super::{errors, operation};

/// A day, in seconds: v1 does not always say it.
const DAY_S: u64 = 86_400;

#[derive(Deserialize)]
struct V1Answer {
    data: V1Token,
}

#[derive(Deserialize)]
struct V1Token {
    token: String,
    expires_in: Option<u64>,
    scope: Option<String>,
}

#[derive(Deserialize)]
struct V2Token {
    access_token: String,
    expires_in: Option<u64>,
    scope: Option<String>,
}

/// What v2 says when there is no token.
#[derive(Deserialize)]
struct OAuthError<'b> {
    #[serde(borrow)]
    error: Cow<'b, str>,
}

/// Whose fault it is that there is no token.
enum Blame {
    Credentials,
    Provider,
    Call,
}

const NO_ROUTE: &str = "There is nothing at the address that gives tokens. The operator looks whether the setting of \
                        the provider's hosts, or a proxy in between, leads elsewhere.";

/// The call that gets a token.
pub(super) fn call(scheme: &str, credentials: &Credentials) -> Result<Call, CallError> {
    let id = credentials.get_or_empty("client_id").to_owned();
    let secret = credentials.get_or_empty("client_secret").to_owned();
    let mut form = vec![("client_id", id), ("client_secret", secret)];
    match scheme {
        "v1" => Ok(Call { body: Body::Form(form), ..Call::to(operation("v1_authenticate")) }),
        "v2" => {
            form.push(("grant_type", "client_credentials".to_owned()));
            Ok(Call { body: Body::Form(form), ..Call::to(operation("v2_authenticate")) })
        }
        other => {
            let message = format!("there is no token scheme `{other}`");
            Err(CallError::Rejected { status: 0, message, hint: None })
        }
    }
}

/// Reads the token, or why there is none.
pub(super) fn read(scheme: &str, answer: &Answer<'_>) -> Result<Token, CallError> {
    if let Err(error) = errors::classify(answer) {
        return Err(refusal(error, answer));
    }
    let token = match scheme {
        "v1" => {
            let V1Token { token, expires_in, scope } = parse::<V1Answer>(answer.body)?.data;
            V2Token { access_token: token, expires_in, scope }
        }
        _ => parse::<V2Token>(answer.body)?,
    };
    if token.access_token.is_empty() {
        return Err(malformed());
    }
    Ok(Token {
        value: SecretString::from(token.access_token),
        expires_in_s: token.expires_in.unwrap_or(DAY_S),
        scopes: token.scope.unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
    })
}

/// What a failure of these two routes means: here most refusals are of the credentials.
///
/// v2 answers 400 whatever is wrong, and its `error` tells what (official). v1 answers 401 or 403, or 200 with
/// `success:false` (not seen: forum reports only the text).
fn refusal(error: CallError, answer: &Answer<'_>) -> CallError {
    match error {
        CallError::Denied { .. } => CallError::CredentialsRefused { message: "Wrong credentials".to_owned() },
        CallError::Rejected { status: status @ (200 | 400..=403 | 422), message, hint } => {
            match blame(answer.body) {
                Blame::Credentials => CallError::CredentialsRefused { message },
                Blame::Provider => CallError::Unavailable { status },
                Blame::Call => CallError::Rejected { status, message, hint },
            }
        }
        // No record is missing: there is no such route.
        CallError::NotFound => {
            CallError::Rejected { status: 404, message: String::new(), hint: Some(NO_ROUTE) }
        }
        other @ (CallError::CredentialsRefused { .. }
        | CallError::RateLimited { .. }
        | CallError::Unavailable { .. }
        | CallError::Rejected { .. }
        | CallError::Malformed { .. }
        | CallError::BadFilter { .. }
        | CallError::BadParameter { .. }
        | CallError::ListChanged
        | CallError::AttributeMissing { .. }
        | CallError::BadField { .. }) => other,
    }
}

/// What a refusal blames. A body that names nothing blames the credentials.
fn blame(body: &[u8]) -> Blame {
    let Ok(OAuthError { error }) = serde_json::from_slice(body) else { return Blame::Credentials };
    match error.as_ref() {
        "invalid_client" | "unauthorized_client" | "access_denied" | "invalid_grant" => Blame::Credentials,
        "server_error" | "temporarily_unavailable" => Blame::Provider,
        _ => Blame::Call,
    }
}

fn parse<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, CallError> {
    serde_json::from_slice(body).map_err(|_| malformed())
}

fn malformed() -> CallError {
    CallError::Malformed { at: "token".to_owned() }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};

    use super::*;

    fn refused(scheme: &str, status: u16, body: &str) -> CallError {
        let (status, headers) = (StatusCode::from_u16(status).unwrap(), HeaderMap::new());
        read(scheme, &Answer { status, headers: &headers, body: body.as_bytes() }).unwrap_err()
    }

    fn oauth(error: &str) -> CallError {
        refused("v2", 400, &format!(r#"{{"error":"{error}","error_description":"It is so.","meta":{{}}}}"#))
    }

    #[test]
    fn only_what_blames_the_credentials_refuses_them() {
        for error in ["invalid_client", "unauthorized_client", "access_denied", "invalid_grant"] {
            let message = "It is so.".to_owned();
            assert_eq!(oauth(error), CallError::CredentialsRefused { message }, "{error}");
        }
        for error in ["server_error", "temporarily_unavailable"] {
            assert_eq!(oauth(error), CallError::Unavailable { status: 400 }, "{error}");
        }
        for error in
            ["invalid_request", "unsupported_grant_type", "invalid_scope", "unsupported_response_type"]
        {
            assert!(matches!(oauth(error), CallError::Rejected { status: 400, .. }), "{error}");
        }
    }

    #[test]
    fn a_refusal_that_names_nothing_is_one_of_the_credentials() {
        let v1 = r#"{"success":false,"error":{"code":0,"message":"Wrong credentials"}}"#;
        for (scheme, status, body) in
            [("v1", 403, v1), ("v1", 200, v1), ("v1", 400, v1), ("v2", 400, "?"), ("v2", 400, "")]
        {
            let error = refused(scheme, status, body);
            assert!(
                matches!(error, CallError::CredentialsRefused { .. }),
                "{scheme} {status} {body}: {error:?}"
            );
        }
    }

    #[test]
    fn where_no_token_is_given_no_record_is_missing() {
        for scheme in ["v1", "v2"] {
            let error = refused(scheme, 404, "{}");
            assert!(matches!(error, CallError::Rejected { status: 404, hint: Some(_), .. }), "{error:?}");
        }
    }
}
