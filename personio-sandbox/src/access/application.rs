//! Which application calls, as the partner and app headers say.
//!
//! Callers choose both values themselves; they open nothing.

use http::request::Parts;

use crate::switch::{Switch, Switches};
use crate::wire::call::header;

/// What the two headers say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Application<'a> {
    pub(crate) partner: Option<&'a str>,
    pub(crate) app: Option<&'a str>,
}

impl<'a> Application<'a> {
    /// Reads both headers. The common file of v2 spells them without `X-` (facts §3 [O]); whether those are read is [?].
    pub(crate) fn read(parts: &'a Parts, switches: &Switches) -> Self {
        let plain = |name| Some(name).filter(|_| switches.is(Switch::AppHeaderNames, "both"));
        let either = |name, other: Option<&str>| header(parts, name).or_else(|| header(parts, other?));
        Self {
            partner: either("x-personio-partner-id", plain("personio-partner-id")),
            app: either("x-personio-app-id", plain("personio-app-id")),
        }
    }

    /// Whether the call may go on. No call is known to be refused; an older text says that the headers must be there
    /// (facts §3 [?]).
    pub(crate) fn check(self, switches: &Switches) -> Result<(), &'static str> {
        let wanted = switches.get(Switch::AppHeaders);
        let sent = self.partner.into_iter().chain(self.app);
        match wanted {
            "ignored" => Ok(()),
            "required" if self.app.is_none() => Err("The header X-Personio-App-ID is missing."),
            _ if sent.into_iter().all(is_well_formed) => Ok(()),
            _ => Err("The headers X-Personio-Partner-ID and X-Personio-App-ID must be in UPPER_SNAKE_CASE."),
        }
    }
}

/// Whether a value is spelled like `MY_APPLICATION`.
fn is_well_formed(value: &str) -> bool {
    let fits = |it: char| it.is_ascii_uppercase() || it.is_ascii_digit() || it == '_';
    value.starts_with(|it: char| it.is_ascii_uppercase()) && value.chars().all(fits)
}
