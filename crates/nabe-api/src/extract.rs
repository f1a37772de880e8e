//! Extractors: the caller, the account and path parameters, each with errors of the closed table.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ipnet::IpNet;
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
    let address = client_address(&parts.headers, &parts.extensions, api).filter(|_| strange);
    Problem(address.and_then(|it| api.failures.count(it)).unwrap_or(failure))
}

/// Who is at the other end: the first address before our own proxies.
pub(crate) fn client_address(headers: &HeaderMap, extensions: &Extensions, api: &Api) -> Option<IpAddr> {
    let ConnectInfo(peer) = extensions.get::<ConnectInfo<SocketAddr>>()?;
    Some(before_proxies(peer.ip(), headers, &api.settings.trusted_proxies))
}

/// Goes back from the peer as long as it meets our own proxies. A listener for both families sees IPv4 addresses
/// inside of IPv6 ones, so all are compared in their plain form.
fn before_proxies(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    let trusted = |it: &IpAddr| proxies.iter().any(|net| net.contains(it));
    let mut address = peer.to_canonical();
    let forwarded = headers.get_all("x-forwarded-for").iter().rev();
    let hops = forwarded.filter_map(|it| it.to_str().ok()).flat_map(|it| it.rsplit(','));
    for hop in hops {
        if !trusted(&address) {
            break;
        }
        let Some(hop) = hop_address(hop.trim()) else { break };
        address = hop;
    }
    address
}

/// An address as proxies write it: `192.0.2.1`, `192.0.2.1:1234`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:1234`.
fn hop_address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(text);
    let with_port = || text.parse().ok().map(|it: SocketAddr| it.ip());
    bare.parse().ok().or_else(with_port).map(|it: IpAddr| it.to_canonical())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(peer: &str, forwarded: &[&str], expect: &str) {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        let proxies = ["127.0.0.0/8", "10.0.0.0/8", "2001:db8:1::/48"].map(|it| it.parse().unwrap());
        let found = before_proxies(peer.parse().unwrap(), &headers, &proxies);
        assert_eq!(found, expect.parse::<IpAddr>().unwrap(), "{peer} {forwarded:?}");
    }

    #[test]
    fn the_caller_is_found_behind_our_own_proxies() {
        check("127.0.0.1", &["192.0.2.7"], "192.0.2.7");
        check("127.0.0.1", &["198.51.100.1, 192.0.2.7, 10.1.1.1"], "192.0.2.7");
        check("127.0.0.1", &["198.51.100.1", "192.0.2.7"], "192.0.2.7");
        check("192.0.2.9", &["198.51.100.1"], "192.0.2.9");
        check("127.0.0.1", &[], "127.0.0.1");
        check("127.0.0.1", &["unknown"], "127.0.0.1");
    }

    #[test]
    fn addresses_are_understood_in_every_form() {
        check("::ffff:127.0.0.1", &["192.0.2.7"], "192.0.2.7");
        check("127.0.0.1", &["192.0.2.7, ::ffff:10.0.0.1"], "192.0.2.7");
        check("127.0.0.1", &["::ffff:192.0.2.7"], "192.0.2.7");
        check("127.0.0.1", &["192.0.2.7:1234"], "192.0.2.7");
        check("127.0.0.1", &["192.0.2.7, 10.0.0.1:80"], "192.0.2.7");
        check("2001:db8:1::1", &["[2001:db8::7]:1234"], "2001:db8::7");
        check("2001:db8:1::1", &["[2001:db8::7]"], "2001:db8::7");
        check("2001:db8:1::1", &["2001:db8::7, [2001:db8:1::2]:80"], "2001:db8::7");
    }
}
