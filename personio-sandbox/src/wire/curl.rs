//! A call as a command that makes it again, for the log: without secrets, and without the body, which isn't kept.

use std::fmt::Write as _;

use http::Method;
use http::request::Parts;

use super::call::{base, header};

/// Headers that say how an answer is meant to be.
const KEPT: [&str; 4] = ["accept", "beta", "content-type", "x-company-id"];

/// The command; `path` is the path as the log keeps it.
pub(crate) fn line(parts: &Parts, path: &str) -> String {
    let mut line = String::with_capacity(192);
    line.push_str("curl");
    if parts.method != Method::GET {
        _ = write!(line, " -X {}", parts.method);
    }
    line.push(' ');
    quote(&mut line, &format!("{}{path}", base(parts)));
    if header(parts, "authorization").is_some() {
        line.push_str(" -H 'Authorization: Bearer REDACTED'");
    }
    for name in KEPT {
        let Some(value) = header(parts, name).filter(|it| *it != "*/*") else { continue };
        line.push_str(" -H ");
        quote(&mut line, &format!("{name}: {value}"));
    }
    if ["content-length", "transfer-encoding"].iter().any(|it| header(parts, it).is_some_and(|it| it != "0"))
    {
        line.push_str(" --data-binary @body");
    }
    line
}

/// A text as a shell takes it literally.
fn quote(line: &mut String, text: &str) {
    line.push('\'');
    line.push_str(&text.replace('\'', "'\\''"));
    line.push('\'');
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::line;

    #[test]
    fn a_call_is_a_command_without_its_token() {
        let request = Request::post("/v1/company/it's?a=1")
            .header("host", "127.0.0.1:8700")
            .header("authorization", "Bearer papi-1")
            .header("content-type", "application/json")
            .header("content-length", "2");
        let (parts, ()) = request.body(()).unwrap().into_parts();
        assert_eq!(
            line(&parts, "/v1/company/it's?a=1"),
            "curl -X POST 'http://127.0.0.1:8700/v1/company/it'\\''s?a=1' -H 'Authorization: Bearer REDACTED' \
             -H 'content-type: application/json' --data-binary @body"
        );
        let (parts, ()) = Request::get("/v2/persons").body(()).unwrap().into_parts();
        assert_eq!(line(&parts, "/v2/persons"), "curl 'http://localhost/v2/persons'");
    }
}
