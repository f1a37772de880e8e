//! The four headers by which v2 tells its rate limits (checked live by a client's author); v1 has none.
//!
//! Must not know what is done about them.

use http::HeaderMap;
use nabe_connector::RateHint;

/// What the headers tell, when they are there.
pub(super) fn hint(headers: &HeaderMap) -> Option<RateHint> {
    let number = |name: &str| headers.get(name)?.to_str().ok()?.parse::<f64>().ok().filter(|it| *it >= 0.0);
    let per_second = number("x-ratelimit-replenish-rate").filter(|it| *it > 0.0)?;
    let burst = number("x-ratelimit-burst-capacity").filter(|it| *it >= 1.0)?;
    Some(RateHint { remaining: number("x-ratelimit-remaining")?, per_second, burst })
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn the_headers_are_read_when_they_make_sense() {
        let mut headers = HeaderMap::new();
        assert_eq!(hint(&headers), None);
        headers.insert("x-ratelimit-remaining", HeaderValue::from_static("7"));
        headers.insert("x-ratelimit-replenish-rate", HeaderValue::from_static("10"));
        headers.insert("x-ratelimit-burst-capacity", HeaderValue::from_static("20"));
        assert_eq!(hint(&headers), Some(RateHint { remaining: 7.0, per_second: 10.0, burst: 20.0 }));
        headers.insert("x-ratelimit-replenish-rate", HeaderValue::from_static("0"));
        assert_eq!(hint(&headers), None);
    }
}
