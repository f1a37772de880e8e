//! Values that can be read and mean nothing: they refuse the start, like a setting that isn't known.

use super::{Config, ProviderSettings, RateLimits};
use crate::origin::plain_url;

/// A setting whose value means nothing.
pub(super) struct Senseless {
    /// Its name.
    pub(super) setting: String,
    /// What the value must be.
    pub(super) must: &'static str,
}

/// The longest time that a request may be given, in seconds.
const DAY: u64 = 24 * 3_600;
/// The longest life of a link, in days.
const LINK_DAYS: u32 = 3_650;

/// The first setting that means nothing.
pub(super) fn senseless(config: &Config) -> Option<Senseless> {
    let limits = &config.limits;
    let refused = [
        (
            limits.requests_per_minute == Some(0),
            "limits.requests_per_minute",
            "at least 1; leave it out for any number",
        ),
        (limits.body_bytes == 0, "limits.body_bytes", "at least 1"),
        (!(1..=DAY).contains(&limits.request_seconds), "limits.request_seconds", "from 1 to 86400"),
        (!(1..=LINK_DAYS).contains(&config.connect.link_days), "connect.link_days", "from 1 to 3650"),
    ];
    let found = refused.into_iter().find(|(is_refused, ..)| *is_refused);
    let found = found.map(|(_, setting, must)| Senseless { setting: setting.to_owned(), must });
    found.or_else(|| {
        let of_provider =
            |(key, it)| in_provider(it).map(|(name, must)| (format!("providers.{key}.{name}"), must));
        config.providers.iter().find_map(of_provider).map(|(setting, must)| Senseless { setting, must })
    })
}

fn in_provider(provider: &ProviderSettings) -> Option<(String, &'static str)> {
    if let Some((name, _)) = provider.hosts.iter().find(|(_, url)| !is_host(url)) {
        return Some((
            format!("hosts.{name}"),
            "scheme, host and perhaps a port, such as http://127.0.0.1:8700, without a path",
        ));
    }
    let Some(RateLimits::Classes(classes)) = &provider.rate_limits else { return None };
    classes.iter().find_map(|(class, limit)| {
        let refused = [
            (!(limit.per_second.is_finite() && limit.per_second > 0.0), "per_second", "more than 0"),
            (limit.burst == Some(0), "burst", "at least 1"),
            (limit.per_minute == Some(0), "per_minute", "at least 1"),
        ];
        let (_, name, must) = refused.into_iter().find(|(is_refused, ..)| *is_refused)?;
        Some((format!("rate_limits.{class}.{name}"), must))
    })
}

/// Whether this is a host, also where braces stand for what an account's field says.
fn is_host(url: &str) -> bool {
    let mut filled = String::with_capacity(url.len());
    let mut rest = url;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, after)) = after.split_once('}') else { return false };
        filled.push_str(before);
        filled.push('x');
        rest = after;
    }
    filled.push_str(rest);
    plain_url(&filled).is_some()
}

#[cfg(test)]
mod tests {
    use super::is_host;

    #[test]
    fn hosts_have_no_path_and_may_have_fields() {
        for good in [
            "https://api.personio.de",
            "http://127.0.0.1:8700",
            "https://{careers_host}",
            "http://{a}.localhost:1",
        ] {
            assert!(is_host(good), "{good}");
        }
        for bad in [
            "",
            "foo",
            "ftp://a.example",
            "http://",
            "http://a.example/prefix/",
            "http://a.example/",
            "http://{a",
        ] {
            assert!(!is_host(bad), "{bad}");
        }
    }
}
