//! What every page has: the company that is looked at, the way to the other pages, and what the last change told.
//!
//! It must not know what any page shows.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State as Shared};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::header::{COOKIE, HOST, ORIGIN, SET_COOKIE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use jiff::Timestamp;

use crate::model::company::Company;
use crate::state::State;
use crate::tenant::Tenant;

/// The pages that there are, by group.
const NAVIGATION: &[(&str, &[(&str, &str)])] = &[
    (
        "Company",
        &[
            ("Overview", "/settings"),
            ("People", "/people"),
            ("Attendance", "/attendance"),
            ("Absences", "/absences"),
            ("Documents", "/documents"),
            ("Projects", "/projects"),
            ("Applications", "/recruiting"),
            ("Jobs", "/recruiting/jobs"),
        ],
    ),
    ("Integrations", &[("API credentials", super::LIST), ("Webhooks", super::webhooks::LIST)]),
    (
        "Sandbox",
        &[
            ("Events", "/events"),
            ("Request log", "/requests"),
            ("Faults", "/faults"),
            ("Clock", "/clock"),
            ("Switches", "/switches"),
            ("Facts", "/settings/facts"),
        ],
    ),
];
/// How many events of a change are named.
const NAMED: usize = 8;

/// A browser on a page.
pub(super) struct Visit {
    pub(super) state: Arc<State>,
    pub(super) tenant: Arc<Tenant>,
    path: String,
    query: Vec<(String, String)>,
}

impl FromRequestParts<Arc<State>> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<State>) -> Result<Self, Response> {
        let named = named(parts.uri.query(), state);
        let tenant = named.or_else(|| remembered(&parts.headers, state)).unwrap_or_else(|| state.first());
        state.advance(&tenant).map_err(|error| broken(&error))?;
        let query = form_urlencoded::parse(parts.uri.query().unwrap_or("").as_bytes());
        let query = query.into_owned().collect();
        Ok(Self { state: Arc::clone(state), tenant, path: parts.uri.path().to_owned(), query })
    }
}

impl Visit {
    /// The value of a parameter of the query, without spaces around it.
    pub(super) fn asked(&self, name: &str) -> &str {
        self.query.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// The time of the sandbox.
    pub(super) fn now(&self) -> Timestamp {
        self.state.clock().now()
    }

    /// Where a form is sent: it says which company it is of, as another tab may have chosen another one since.
    pub(super) fn action(&self, path: &str) -> String {
        if self.state.companies().len() > 1 {
            let joint = if path.contains('?') { '&' } else { '?' };
            format!("{path}{joint}company={}", self.tenant.key())
        } else {
            path.to_owned()
        }
    }

    /// Changes the company, and goes to a page that names the events of the change.
    pub(super) fn change<E>(
        &self,
        to: &str,
        change: impl FnOnce(&mut Company, Timestamp) -> Result<(), E>,
    ) -> Result<Response, E> {
        self.change_and_go(|company, now| change(company, now).map(|()| to.to_owned()))
    }

    /// Changes the company, and goes where the change says, to a page that names the events of the change.
    pub(super) fn change_and_go<E>(
        &self,
        change: impl FnOnce(&mut Company, Timestamp) -> Result<String, E>,
    ) -> Result<Response, E> {
        let now = self.now();
        let changed = self.state.change(&self.tenant, |company| {
            let first = company.events.next_number();
            change(company, now).map(|to| (to, first, company.events.next_number()))
        });
        match changed {
            Ok(Ok((to, first, next))) => {
                let joint = if to.contains('?') { '&' } else { '?' };
                Ok(Redirect::to(&format!("{to}{joint}since={first}&until={next}")).into_response())
            }
            Ok(Err(refused)) => Err(refused),
            Err(error) => Ok(broken(&error)),
        }
    }

    /// The frame of a page that belongs to this entry of the navigation.
    pub(super) fn frame(&self, section: &'static str) -> Frame {
        let companies = self.state.companies();
        let choice = |it: &Arc<Tenant>| Choice {
            key: it.key().to_owned(),
            name: it.company().profile.name.to_string(),
            is_chosen: it.key() == self.tenant.key(),
        };
        let company = self.tenant.company();
        Frame {
            company: company.profile.name.to_string(),
            companies: if companies.len() > 1 { companies.iter().map(choice).collect() } else { Vec::new() },
            now: moment(&company, self.now()),
            stands: self.state.clock().stands(),
            navigation: NAVIGATION,
            section,
            told: self.told(&company),
        }
    }

    /// What is said after a change: the events that it told.
    fn told(&self, company: &Company) -> Option<Told> {
        let first: u32 = self.asked("since").parse().ok()?;
        let next = self.asked("until").parse().unwrap_or(u32::MAX);
        let events = company.events.after(first.saturating_sub(1)).iter().take_while(|it| it.id < next);
        let mut events: Vec<String> = events.map(|it| it.name.to_string()).collect();
        let summary = match events.len() {
            0 => "Saved. No event went out.".to_owned(),
            1 => "Saved. One event went out:".to_owned(),
            count => format!("Saved. {count} events went out:"),
        };
        let more = events.len().saturating_sub(NAMED);
        events.truncate(NAMED);
        Some(Told { summary, events, more })
    }

    /// The same address with another page of its list.
    pub(super) fn again(&self, page: usize) -> String {
        self.with("page", &page.to_string())
    }

    /// The same address with another value in its query, and without what was told there.
    pub(super) fn with(&self, name: &str, value: &str) -> String {
        let transient = [name, "since", "until", "sent", "company"];
        let kept = self.query.iter().filter(|(key, _)| !transient.contains(&key.as_str()));
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(kept).append_pair(name, value);
        format!("{}?{}", self.path, query.finish())
    }

    /// Where a button of this page is sent, so that one comes back here.
    pub(super) fn returning(&self, path: &str) -> String {
        let here = self.with("page", self.query.iter().find(|it| it.0 == "page").map_or("1", |it| &it.1));
        let joint = if path.contains('?') { '&' } else { '?' };
        self.action(&format!("{path}{joint}back={}", super::encoded(&here)))
    }

    /// Where one came from, if that is a page of this site.
    pub(super) fn back(&self, otherwise: &str) -> String {
        let back = self.asked("back");
        let is_own = back.starts_with('/')
            && !back.starts_with("//")
            && back.bytes().all(|it| it.is_ascii_graphic() && it != b'\\');
        if is_own { back } else { otherwise }.to_owned()
    }
}

/// A company that can be chosen.
pub(super) struct Choice {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) is_chosen: bool,
}

/// What stands around every page.
pub(super) struct Frame {
    pub(super) company: String,
    /// Empty if there is only one.
    pub(super) companies: Vec<Choice>,
    pub(super) now: String,
    pub(super) stands: bool,
    pub(super) navigation: &'static [(&'static str, &'static [(&'static str, &'static str)])],
    pub(super) section: &'static str,
    pub(super) told: Option<Told>,
}

/// What is said after a change.
pub(super) struct Told {
    pub(super) summary: String,
    /// The names of the events that went out.
    pub(super) events: Vec<String>,
    /// How many more there were.
    pub(super) more: usize,
}

/// A moment by the clock of the company.
pub(super) fn moment(company: &Company, at: Timestamp) -> String {
    company.zone.to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string()
}

/// The company that the query names.
fn named(query: Option<&str>, state: &State) -> Option<Arc<Tenant>> {
    let mut pairs = form_urlencoded::parse(query?.as_bytes());
    state.company(&pairs.find(|(name, _)| name == "company")?.1)
}

/// The company that was chosen last.
fn remembered(headers: &HeaderMap, state: &State) -> Option<Arc<Tenant>> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|it| it.to_str().ok());
    let mut pairs = cookies.flat_map(|it| it.split(';')).filter_map(|it| it.trim().split_once('='));
    state.company(pairs.find(|(name, _)| *name == "company")?.1)
}

/// Stands before every page: refuses what another site's page sends, and remembers which company was chosen.
pub(super) async fn guard(Shared(state): Shared<Arc<State>>, request: Request, next: Next) -> Response {
    if request.method() == Method::POST && is_foreign(request.headers()) {
        return (StatusCode::FORBIDDEN, "This form was sent by another site.").into_response();
    }
    let chosen = named(request.uri().query(), &state);
    let mut response = next.run(request).await;
    let cookie = chosen.map(|it| format!("company={}; Path=/; HttpOnly; SameSite=Lax", it.key()));
    if let Some(cookie) = cookie.and_then(|it| HeaderValue::try_from(it).ok()) {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    response
}

/// Whether a form was sent by another site's page, which a browser says.
fn is_foreign(headers: &HeaderMap) -> bool {
    let text = |it: &HeaderValue| it.to_str().unwrap_or("").to_owned();
    if let Some(site) = headers.get("sec-fetch-site") {
        return !["same-origin", "none"].contains(&&*text(site));
    }
    let host = headers.get(HOST).map(text).unwrap_or_default();
    let own = |origin: String| origin.split_once("://").is_some_and(|(_, it)| it == host);
    headers.get(ORIGIN).is_some_and(|it| !own(text(it)))
}

/// A page for a state that could not be kept.
pub(super) fn broken(error: &dyn std::fmt::Display) -> Response {
    tracing::error!(%error, "a change made on a page could not be kept");
    (StatusCode::INTERNAL_SERVER_ERROR, "The change could not be kept; the log says why.").into_response()
}
