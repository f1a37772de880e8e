//! The career site of each company, found by its host name: the feed of positions, and `robots.txt`.
//!
//! Any host whose name begins with `{company}.jobs.` is one, whatever follows. It needs no credential.

mod feed;
mod xml;

use std::sync::Arc;

use http::request::Parts;

use crate::switch::Switch;
use crate::tenant::Tenant;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::{self, Call, first};
use crate::wire::refusal;

/// Whether a call goes to the host of a career site, of a company that there is or not.
pub(crate) fn is_career_site(parts: &Parts) -> bool {
    key(parts).is_some()
}

/// The host of a call without its port, in lower case.
fn host(parts: &Parts) -> Option<String> {
    let authority = parts.uri.authority().map(http::uri::Authority::as_str);
    let host = call::header(parts, "host").or(authority)?;
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    Some(name.to_ascii_lowercase())
}

/// The key of the company whose career site is called.
fn key(parts: &Parts) -> Option<String> {
    let host = host(parts)?;
    let mut labels = host.split('.');
    let key = labels.next()?;
    let is_jobs = labels.next() == Some("jobs") && labels.next().is_some();
    (is_jobs && !key.is_empty()).then(|| key.to_owned())
}

fn company(call: &Call<'_>) -> Option<Arc<Tenant>> {
    call.state.company(&key(call.parts)?)
}

/// Tells search engines and readers whether they may read: not where there is no company (facts §10 [T]).
pub(crate) fn robots(call: &Call<'_>) -> Outcome {
    if let Some(elsewhere) = elsewhere(call) {
        return Ok(elsewhere);
    }
    let rule = if company(call).is_some() { "Allow" } else { "Disallow" };
    let text = format!("User-agent: *\n{rule}: /\n");
    Ok(Answer::bytes("text/plain; charset=utf-8", text.into_bytes()))
}

/// The positions that are published. Without a language, or with one that isn't known, it is German.
pub(crate) fn feed(call: &Call<'_>) -> Outcome {
    if let Some(elsewhere) = elsewhere(call) {
        return Ok(elsewhere);
    }
    let Some(tenant) = company(call) else {
        return Err(if call.switched(Switch::UnknownCareerSite, "307") {
            Answer::redirect("https://www.personio.com/")
        } else {
            refusal::careers_not_found()
        });
    };
    let company = tenant.company();
    // Companies switch their feed on; what the others answer is not known [?].
    if !company.recruiting_settings.get(1).is_some_and(|it| it.xml_feed) {
        return Err(refusal::careers_not_found());
    }
    let query = call.query();
    let language = first(&query, "language").filter(|it| feed::LANGUAGES.contains(it)).unwrap_or("de");
    let colon = call.switched(Switch::FeedCreatedAt, "colon");
    let body = feed::write(&company, language, colon).into_bytes();
    let kind = if call.switched(Switch::FeedMediaType, "text/xml") {
        "text/xml; charset=utf-8"
    } else {
        "application/xml"
    };
    Ok(Answer::bytes(kind, body))
}

/// Where the site is instead, if the switch says that it moved from one domain to the other (facts §10 [Q]).
fn elsewhere(call: &Call<'_>) -> Option<Answer> {
    let host = host(call.parts)?;
    let label = host.strip_suffix(".personio.de")?;
    let moved = call.switched(Switch::CareerSiteDomain, "307");
    let path = call.parts.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    moved.then(|| Answer::redirect(&format!("https://{label}.personio.com{path}")))
}
