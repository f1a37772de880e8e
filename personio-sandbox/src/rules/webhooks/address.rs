//! Which addresses webhooks may have: `https`, and `http` on this machine where that is allowed.

use std::net::{Ipv4Addr, Ipv6Addr};

use http::Uri;
use http::uri::Scheme;

/// The longest address [?].
const LONGEST: usize = 2_048;

/// What is wrong with an address. The published page names both (facts §11.1 [O]); which address is which is [?].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// It is no address, or none of an allowed scheme.
    Url,
    /// Its host can't be one.
    Hostname,
}

/// Checks an address.
pub(crate) fn check(url: &str, insecure: bool) -> Result<(), Unfit> {
    if url.len() > LONGEST || url.contains('#') {
        return Err(Unfit::Url);
    }
    let uri: Uri = url.parse().map_err(|_| Unfit::Url)?;
    let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else { return Err(Unfit::Url) };
    let port = authority.as_str().strip_prefix(authority.host()).ok_or(Unfit::Url)?;
    // What stands before the host would be a name and a password.
    if !port.is_empty() && authority.port_u16().is_none_or(|it| it == 0) {
        return Err(Unfit::Url);
    }
    let host = authority.host();
    if !is_host(host) {
        return Err(Unfit::Hostname);
    }
    if *scheme == Scheme::HTTPS || (*scheme == Scheme::HTTP && insecure && is_loopback(host)) {
        return Ok(());
    }
    Err(Unfit::Url)
}

/// Whether a host, as addresses spell it, is this machine.
pub(crate) fn is_loopback(host: &str) -> bool {
    let name = host.to_ascii_lowercase();
    let numbers = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost"
        || name.ends_with(".localhost")
        || numbers.parse::<Ipv4Addr>().is_ok_and(|it| it.is_loopback())
        || numbers.parse::<Ipv6Addr>().is_ok_and(|it| it.is_loopback())
}

fn is_host(host: &str) -> bool {
    if let Some(numbers) = host.strip_prefix('[') {
        return numbers.strip_suffix(']').is_some_and(|it| it.parse::<Ipv6Addr>().is_ok());
    }
    let is_label = |it: &str| {
        !it.is_empty()
            && it.len() <= 63
            && !it.starts_with('-')
            && !it.ends_with('-')
            && it.chars().all(|it| it.is_ascii_alphanumeric() || it == '-')
    };
    let looks_like_numbers = host.chars().all(|it| it.is_ascii_digit() || it == '.');
    host.len() <= 253
        && host.split('.').all(is_label)
        && (!looks_like_numbers || host.parse::<Ipv4Addr>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::{Unfit, check};

    #[test]
    fn https_goes_anywhere_and_http_nowhere_but_here() {
        for url in
            ["https://hooks.example.com/a?b=c", "https://127.0.0.1:8443", "https://[::1]:1/", "https://x"]
        {
            assert_eq!(check(url, false), Ok(()), "{url}");
        }
        let here =
            ["http://localhost:1/", "http://a.localhost/", "http://127.0.0.2:8080/x", "http://[::1]:80"];
        for url in here {
            assert_eq!((check(url, true), check(url, false)), (Ok(()), Err(Unfit::Url)), "{url}");
        }
        let elsewhere =
            ["http://example.com/", "http://10.0.0.1/", "http://localhost.example.com/", "http://[::2]/"];
        for url in elsewhere {
            assert_eq!(check(url, true), Err(Unfit::Url), "{url}");
        }
    }

    #[test]
    fn what_is_no_address_is_told_from_a_host_that_is_none() {
        let long = format!("https://example.com/{}", "x".repeat(2_048));
        let none = [
            "",
            "example.com",
            "/path",
            "ftp://example.com",
            "https://",
            "https://a b/",
            "https://user:secret@example.com/",
            "https://example.com:0/",
            "https://example.com:99999/",
            "https://example.com/#part",
            "javascript:alert(1)",
            &long,
        ];
        for url in none {
            assert_eq!(check(url, true), Err(Unfit::Url), "{url}");
        }
        for host in ["-a.example.com", "a..b", "under_score.example", "1.2.3", "1.2.3.4.5", "999.1.1.1"] {
            assert_eq!(check(&format!("https://{host}/"), true), Err(Unfit::Hostname), "{host}");
        }
    }
}
