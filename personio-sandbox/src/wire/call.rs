//! One call as a route sees it.

use std::borrow::Cow;
use std::sync::{Arc, RwLockReadGuard};

use http::request::Parts;
use jiff::Timestamp;

use super::answer::Answer;
use super::refusal;
use crate::model::company::Company;
use crate::routes::Route;
use crate::state::State;
use crate::switch::Switch;
use crate::tenant::Tenant;

/// A call on its way through a route.
pub(crate) struct Call<'a> {
    pub(crate) state: &'a State,
    /// The company the call is about: that of the token, else the one that the call names, else the first.
    pub(crate) tenant: &'a Arc<Tenant>,
    pub(crate) route: &'static Route,
    pub(crate) parts: &'a Parts,
    /// Empty for calls that have none or whose route does not read it.
    pub(crate) body: &'a [u8],
}

/// The parameters of a query or a form.
pub(crate) type Params<'a> = Vec<(Cow<'a, str>, Cow<'a, str>)>;

impl<'a> Call<'a> {
    /// The company the call is about; held until the answer is written.
    pub(crate) fn company(&self) -> RwLockReadGuard<'a, Company> {
        self.tenant.company()
    }

    /// Changes the company; what changed is kept before the answer goes out.
    pub(crate) fn change<R>(
        &self,
        change: impl FnOnce(&mut Company) -> Result<R, Answer>,
    ) -> Result<R, Answer> {
        let changed = self.state.change(self.tenant, change);
        changed.unwrap_or_else(|error| Err(refusal::not_kept(self.state, self.route.family, &error)))
    }

    /// The current time of the sandbox.
    pub(crate) fn now(&self) -> Timestamp {
        self.state.clock().now()
    }

    /// Whether a switch stands in this position.
    pub(crate) fn switched(&self, switch: Switch, position: &str) -> bool {
        self.state.switches().is(switch, position)
    }

    /// The part of the path that stands for the `nth` placeholder of the route, decoded.
    pub(crate) fn param(&self, nth: usize) -> Cow<'a, str> {
        let template = self.route.template.split('/');
        let pairs = template.zip(self.parts.uri.path().split('/'));
        let mut values = pairs.filter(|(name, _)| name.starts_with('{')).map(|(_, value)| value);
        percent_encoding::percent_decode_str(values.nth(nth).unwrap_or("")).decode_utf8_lossy()
    }

    /// The parameters of the query, in their order.
    pub(crate) fn query(&self) -> Params<'a> {
        form_urlencoded::parse(self.parts.uri.query().unwrap_or("").as_bytes()).collect()
    }

    /// The fields of a form body.
    pub(crate) fn form(&self) -> Params<'a> {
        form_urlencoded::parse(self.body).collect()
    }

    /// A header as text.
    pub(crate) fn header(&self, name: &str) -> Option<&'a str> {
        header(self.parts, name)
    }

    /// The token of the `Authorization` header.
    pub(crate) fn bearer(&self) -> Option<&'a str> {
        bearer(self.parts)
    }

    /// Whether the body is of this media type.
    pub(crate) fn has_media_type(&self, wanted: &str) -> bool {
        let sent = self.header("content-type").unwrap_or("").split(';').next().unwrap_or("");
        sent.trim().eq_ignore_ascii_case(wanted)
    }

    /// Scheme and host as the client called them, for absolute links.
    pub(crate) fn base(&self) -> String {
        base(self.parts)
    }
}

/// Scheme and host as the client called them.
pub(crate) fn base(parts: &Parts) -> String {
    let proto = header(parts, "x-forwarded-proto").unwrap_or("http");
    let scheme = if proto.eq_ignore_ascii_case("https") { "https" } else { "http" };
    let authority = parts.uri.authority().map(http::uri::Authority::as_str);
    let host = header(parts, "host").or(authority).filter(|it| is_host(it)).unwrap_or("localhost");
    format!("{scheme}://{host}")
}

/// A header of a request as text.
pub(crate) fn header<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    parts.headers.get(name)?.to_str().ok()
}

/// The token of the `Authorization` header of a request.
pub(crate) fn bearer(parts: &Parts) -> Option<&str> {
    let (scheme, token) = header(parts, "authorization")?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|it| !it.is_empty())
}

/// The first value of a parameter.
pub(crate) fn first<'a>(params: &'a Params<'_>, name: &str) -> Option<&'a str> {
    params.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_ref())
}

/// Whether a parameter is one of this list: `name`, `name[]` or, as PHP writes lists, `name[0]`. That v1 takes the last
/// form in a query is [?].
pub(crate) fn is_of_list(parameter: &str, name: &str) -> bool {
    let Some(rest) = parameter.strip_prefix(name) else { return false };
    let index = rest.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    rest.is_empty() || index.is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()))
}

/// Whether a host can go into a link as it is.
fn is_host(host: &str) -> bool {
    let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_' | ':' | '[' | ']');
    !host.is_empty() && host.len() <= 255 && host.chars().all(plain)
}
