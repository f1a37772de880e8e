//! Tokens of both generations.
//!
//! v1 answers `{"success":true,"data":{"token"}}`, v2 answers OAuth. Both tokens hold for a day and stay the
//! same for that day (official). Must not know where tokens are kept.

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
        return Err(refusal(error));
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

/// On these two routes every refusal is one of the credentials.
///
/// v2 always answers 400 (official), v1 401 or 403, or 200 with `success:false` (not seen: forum reports only the text).
fn refusal(error: CallError) -> CallError {
    match error {
        CallError::Denied { .. } => CallError::CredentialsRefused { message: "Wrong credentials".to_owned() },
        CallError::Rejected { status: 200 | 400..=403 | 422, message, .. } => {
            CallError::CredentialsRefused { message }
        }
        other @ (CallError::CredentialsRefused { .. }
        | CallError::NotFound
        | CallError::RateLimited { .. }
        | CallError::Unavailable { .. }
        | CallError::Rejected { .. }
        | CallError::Malformed { .. }
        | CallError::BadFilter { .. }
        | CallError::BadParameter { .. }
        | CallError::ListChanged
        | CallError::BadField { .. }) => other,
    }
}

fn parse<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, CallError> {
    serde_json::from_slice(body).map_err(|_| malformed())
}

fn malformed() -> CallError {
    CallError::Malformed { at: "token".to_owned() }
}
