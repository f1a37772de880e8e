//! Where a call goes: read and checked once, used for every call.
//!
//! Must not know what is called there.

use std::net::IpAddr;

use reqwest::Url;

use crate::client::EgressError;

/// A web address.
#[derive(Clone, Debug)]
pub struct Address {
    url: Url,
    literal: Option<IpAddr>,
}

impl Address {
    /// Reads an address; only `http` and `https` are called.
    pub fn parse(text: &str) -> Result<Self, EgressError> {
        let url: Url = text.parse().map_err(|_| EgressError::Setup("the address is no URL".to_owned()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(EgressError::Setup("only http and https are called".to_owned()));
        }
        let host = url.host_str().unwrap_or_default();
        let literal = host.trim_start_matches('[').trim_end_matches(']').parse().ok();
        Ok(Self { url, literal })
    }

    /// The same server, with this encoded path behind the address's own, and this encoded query.
    #[must_use]
    pub fn at(&self, path: &str, query: Option<&str>) -> Self {
        let mut url = self.url.clone();
        let base = self.url.path().trim_end_matches('/');
        if base.is_empty() {
            url.set_path(path);
        } else {
            url.set_path(&format!("{base}{path}"));
        }
        url.set_query(query);
        Self { url, literal: self.literal }
    }

    /// The host, for errors.
    pub(crate) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// The host as a number, if it is written so: such an address never meets the resolver.
    pub(crate) fn literal(&self) -> Option<IpAddr> {
        self.literal
    }

    pub(crate) fn into_url(self) -> Url {
        self.url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(base: &str, path: &str, query: Option<&str>) -> String {
        Address::parse(base).unwrap().at(path, query).into_url().to_string()
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
    }

    #[test]
    fn other_schemes_and_other_texts_are_no_addresses() {
        for text in ["ftp://a.example", "file:///etc/passwd", "a.example", ""] {
            assert!(Address::parse(text).is_err(), "{text}");
        }
    }
}
