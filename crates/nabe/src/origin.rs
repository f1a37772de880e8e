//! Origins of web pages: scheme, host and perhaps a port, as browsers write them.

use miette::miette;
use url::{Host, Url};

/// The origin that a text names, as browsers send it and policies understand it. `*` in place of the port is any port.
pub(crate) fn normalised(text: &str) -> miette::Result<String> {
    origin(text).ok_or_else(|| {
        miette!(
            help = "write scheme, host and perhaps a port, such as https://app.example.com or http://localhost:*",
            "`{}` is no origin",
            text.escape_debug()
        )
    })
}

fn origin(text: &str) -> Option<String> {
    let (base, any_port) = match text.strip_suffix(":*") {
        Some(base) => (base, true),
        None => (text, false),
    };
    let url = plain_url(base)?;
    let has_port = url.port().is_some();
    let origin = url.origin().ascii_serialization();
    match (any_port, has_port) {
        (true, true) => None,
        (true, false) => Some(format!("{origin}:*")),
        (false, _) => Some(origin),
    }
}

/// An address of `http` or `https` that is a host and perhaps a port, and nothing else.
pub(crate) fn plain_url(text: &str) -> Option<Url> {
    // What the parser of addresses forgives: blanks are dropped, and `\` is taken for `/`.
    let odd = |it: char| it.is_whitespace() || it.is_control() || "/\\?#@*".contains(it);
    let (_, rest) = text.split_once("://")?;
    if rest.contains(odd) || text.starts_with(char::is_whitespace) {
        return None;
    }
    let url = Url::parse(text).ok()?;
    let host = match url.host()? {
        // The parser lets quotes, commas and semicolons pass.
        Host::Domain(name) => name.bytes().all(|it| it.is_ascii_alphanumeric() || b".-_".contains(&it)),
        Host::Ipv4(_) | Host::Ipv6(_) => true,
    };
    (host && matches!(url.scheme(), "http" | "https")).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn origins_are_written_as_browsers_do() {
        for (text, expect) in [
            ("https://app.example.com", "https://app.example.com"),
            ("HTTPS://App.Example.COM", "https://app.example.com"),
            ("https://app.example.com:443", "https://app.example.com"),
            ("http://app.example.com:443", "http://app.example.com:443"),
            ("http://localhost:*", "http://localhost:*"),
            ("http://127.0.0.1:5173", "http://127.0.0.1:5173"),
            ("http://[::1]:5173", "http://[::1]:5173"),
            ("https://bücher.example", "https://xn--bcher-kva.example"),
        ] {
            assert_eq!(origin(text).as_deref(), Some(expect), "{text}");
        }
    }

    #[test]
    fn what_is_no_origin_is_refused() {
        for text in [
            "",
            "*",
            "null",
            "https://",
            "app.example.com",
            "https://a.com\nevil",
            "https://a.com\tevil",
            " https://a.com",
            "https://a.com ",
            "https://a.com/",
            "https://a.com/path",
            "https://a.com\\path",
            "https://a.com?x",
            "https://a.com#x",
            "https://me@a.com",
            "https://me:you@a.com",
            "https://*.a.com",
            "https://*",
            "https://a.com:1:*",
            "https://a.com:99999",
            "https://a.com;x",
            "https://a.com,b.com",
            "https://a'b.com",
            "ftp://a.com",
            "javascript://a.com",
            "file:///etc",
        ] {
            assert_eq!(origin(text), None, "{text}");
        }
    }
}
