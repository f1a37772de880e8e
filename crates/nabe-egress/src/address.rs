//! Where a call goes: read and checked once, used for every call.
//!
//! Must not know what is called there.

use std::net::IpAddr;

use http::Uri;
use http::uri::PathAndQuery;

use crate::client::EgressError;

/// A web address.
#[derive(Clone, Debug)]
pub struct Address {
    uri: Uri,
    literal: Option<IpAddr>,
}

impl Address {
    /// Reads an address; only `http` and `https` are called. A name with other letters than those of a host is
    /// written in its encoded form (`xn--…`).
    pub fn parse(text: &str) -> Result<Self, EgressError> {
        let uri: Uri = text.parse().map_err(|_| none("the address is no URL"))?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return Err(none("only http and https are called"));
        }
        if uri.authority().is_some_and(|it| it.as_str().contains('@')) {
            return Err(none("an address carries no user name"));
        }
        let literal = host(&uri).trim_start_matches('[').trim_end_matches(']').parse().ok();
        Ok(Self { uri, literal })
    }

    /// The same server, with this encoded path behind the address's own, and this encoded query.
    pub fn at(&self, path: &str, query: Option<&str>) -> Result<Self, EgressError> {
        let base = self.uri.path().trim_end_matches('/');
        let mut text = String::with_capacity(base.len() + path.len() + query.map_or(0, |it| it.len() + 1));
        text.push_str(base);
        // What ends a path must not stand in one.
        for part in path.split_inclusive(['?', '#']) {
            match part.as_bytes().last() {
                Some(b'?') => text.extend([&part[..part.len() - 1], "%3F"]),
                Some(b'#') => text.extend([&part[..part.len() - 1], "%23"]),
                _ => text.push_str(part),
            }
        }
        text.extend(query.map(|_| "?").into_iter().chain(query));
        let path_and_query = PathAndQuery::try_from(text).map_err(|_| none("the path is not encoded"))?;
        let mut parts = self.uri.clone().into_parts();
        parts.path_and_query = Some(path_and_query);
        let uri = Uri::from_parts(parts).map_err(|_| none("the path is not encoded"))?;
        Ok(Self { uri, literal: self.literal })
    }

    /// The host, for errors.
    pub(crate) fn host(&self) -> &str {
        host(&self.uri)
    }

    /// The host as a number, if it is written so: such an address never meets the resolver.
    pub(crate) fn literal(&self) -> Option<IpAddr> {
        self.literal
    }

    pub(crate) fn into_uri(self) -> Uri {
        self.uri
    }
}

fn host(uri: &Uri) -> &str {
    uri.host().unwrap_or_default()
}

fn none(why: &str) -> EgressError {
    EgressError::Setup(why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(base: &str, path: &str, query: Option<&str>) -> String {
        Address::parse(base).unwrap().at(path, query).unwrap().into_uri().to_string()
    }

    #[test]
    fn a_path_goes_behind_the_address() {
        assert_eq!(at("https://a.example", "/v1/x", None), "https://a.example/v1/x");
        assert_eq!(at("https://a.example/", "/v1/x", Some("a=1&b=%2F")), "https://a.example/v1/x?a=1&b=%2F");
        assert_eq!(at("https://a.example/mirror/", "/v1", None), "https://a.example/mirror/v1");
    }

    #[test]
    fn what_is_encoded_stays_so_and_nothing_leaves_the_path() {
        assert_eq!(at("https://a.example", "/v1/a%2Fb%3Fc", None), "https://a.example/v1/a%2Fb%3Fc");
        assert_eq!(at("https://a.example", "/v1/a?b#c", None), "https://a.example/v1/a%3Fb%23c");
        let a = Address::parse("https://a.example").unwrap();
        assert!(a.at("/v1/a b", None).is_err() && a.at("/v1/a\nb", None).is_err());
    }

    #[test]
    fn other_schemes_and_other_texts_are_no_addresses() {
        for text in ["ftp://a.example", "file:///etc/passwd", "a.example", "", "https://u:p@a.example", "/x"]
        {
            assert!(Address::parse(text).is_err(), "{text}");
        }
    }
}
