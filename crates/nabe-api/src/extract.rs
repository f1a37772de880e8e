//! Extractors: the caller, the account and path parameters, each with errors of the closed table.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nabe_core::{Caller, Door, OpenSession};
use nabe_model::errors::Code;
use nabe_model::ids::AccountId;

pub(crate) use crate::body::Body;
use crate::layers::Subject;
use crate::problem::Problem;
use crate::state::Api;

/// The header that names the account.
pub(crate) const ACCOUNT_HEADER: &str = "x-account-id";
/// The header that carries the session token.
pub(crate) const SESSION_HEADER: &str = "x-hub-session-token";

/// Who calls, by API key.
pub(crate) struct By(pub(crate) Caller);

impl FromRequestParts<Api> for By {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let Some(key) = presented_key(&parts.headers) else {
            let message = "Send an API key as Basic user name (`curl -u KEY:`) or as Bearer token.";
            return Err(Problem::new(Code::Unauthenticated, message));
        };
        let caller = match api.core.caller(&key).await {
            Ok(caller) => caller,
            Err(failure) => return Err(guessed(parts, api, failure)),
        };
        Subject::is_project(parts, &caller.project);
        api.limits.count(&caller.key)?;
        Ok(Self(caller))
    }
}

/// A stranger who guesses too often is told to wait.
fn guessed(parts: &Parts, api: &Api, failure: nabe_core::Failure) -> Problem {
    let strange = matches!(failure.code, Code::Unauthenticated | Code::SessionInvalid);
    let address = client_address(parts, api).filter(|_| strange);
    Problem(address.and_then(|it| api.failures.count(it)).unwrap_or(failure))
}

/// Who is at the other end: the first address before our own proxies.
fn client_address(parts: &Parts, api: &Api) -> Option<IpAddr> {
    let ConnectInfo(peer) = parts.extensions.get::<ConnectInfo<SocketAddr>>()?;
    let trusted = |it: &IpAddr| api.settings.trusted_proxies.iter().any(|net| net.contains(it));
    let mut address = peer.ip();
    let forwarded = parts.headers.get_all("x-forwarded-for").iter().rev();
    let hops = forwarded.filter_map(|it| it.to_str().ok()).flat_map(|it| it.rsplit(','));
    for hop in hops {
        if !trusted(&address) {
            break;
        }
        let Ok(hop) = hop.trim().parse() else { break };
        address = hop;
    }
    Some(address)
}

/// The key of `Basic KEY:`, `Basic KEY` or `Bearer KEY`.
fn presented_key(headers: &HeaderMap) -> Option<String> {
    let header = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, rest) = header.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.trim().to_owned());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let plain = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
    Some(plain.split_once(':').map_or(plain.as_str(), |(key, _)| key).to_owned())
}

/// The account that a unified call is about.
pub(crate) struct OfAccount(pub(crate) AccountId);

impl FromRequestParts<Api> for OfAccount {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Api) -> Result<Self, Problem> {
        let Some(header) = parts.headers.get(ACCOUNT_HEADER) else {
            let message = "Send the header `x-account-id` with the id of a linked account.";
            return Err(Problem::new(Code::AccountMissing, message));
        };
        let id: AccountId = header.to_str().ok().and_then(|it| it.parse().ok()).ok_or_else(|| {
            Problem::new(Code::AccountNotFound, "There is no account with this id in this project.")
        })?;
        Subject::is_account(parts, &id);
        Ok(Self(id))
    }
}

/// The session whose token a browser presents.
pub(crate) struct InSession(pub(crate) OpenSession);

impl FromRequestParts<Api> for InSession {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let token = parts.headers.get(SESSION_HEADER).and_then(|it| it.to_str().ok());
        let Some(token) = token.filter(|it| !it.is_empty()) else {
            let message = "Send the header `x-hub-session-token` with the token of a connect session.";
            return Err(Problem::new(Code::SessionInvalid, message));
        };
        let session = match api.core.open_session(token, Door::Component).await {
            Ok(session) => session,
            Err(failure) => return Err(guessed(parts, api, failure)),
        };
        Subject::is_project(parts, session.project());
        Ok(Self(session))
    }
}

/// A path parameter, as text.
pub(crate) struct Id(pub(crate) String);

impl FromRequestParts<Api> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        match axum::extract::Path::<String>::from_request_parts(parts, api).await {
            Ok(axum::extract::Path(text)) => Ok(Self(text)),
            Err(_) => Err(Problem::new(Code::BadRequest, "The address has a part that is no valid text.")),
        }
    }
}

/// An account's id in the path.
pub(crate) struct AccountPath(pub(crate) AccountId);

impl FromRequestParts<Api> for AccountPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let Id(text) = Id::from_request_parts(parts, api).await?;
        let id = text.parse().map_err(|_| {
            Problem::new(Code::AccountNotFound, "There is no account with this id in this project.")
        })?;
        Ok(Self(id))
    }
}
