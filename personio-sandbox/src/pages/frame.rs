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
    ("Company", &[("People", "/people")]),
    ("Settings", &[("Overview", "/settings"), ("API credentials", super::LIST)]),
    (
        "Sandbox",
        &[
            ("Events", "/events"),
            ("Request log", "/requests"),
            ("Clock", "/clock"),
            ("Switches", "/switches"),
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
            format!("{path}?company={}", self.tenant.key())
        } else {
            path.to_owned()
        }
    }

    /// Changes the company, and goes to a page that names the events of the change.
    #[expect(dead_code, reason = "routes that are not built yet need it")]
    pub(super) fn change<E>(
        &self,
        to: &str,
        change: impl FnOnce(&mut Company, Timestamp) -> Result<(), E>,
    ) -> Result<Response, E> {
        let now = self.now();
        let changed = self.state.change(&self.tenant, |company| {
            let first = company.events.next_number();
            change(company, now).map(|()| first)
        });
        match changed {
            Ok(Ok(first)) => Ok(Redirect::to(&format!("{to}?since={first}")).into_response()),
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
    fn told(&self, company: &Company) -> Option<String> {
        let first: u32 = self.asked("since").parse().ok()?;
        let names: Vec<&str> =
            company.events.after(first.saturating_sub(1)).iter().map(|it| &*it.name).collect();
        let more = names.len().saturating_sub(NAMED);
        let shown = names[..names.len() - more].join(", ");
        Some(match (names.len(), more) {
            (0, _) => "Saved. No event went out.".to_owned(),
            (1, _) => format!("Saved. One event went out: {shown}."),
            (all, 0) => format!("Saved. {all} events went out: {shown}."),
            (all, more) => format!("Saved. {all} events went out: {shown} and {more} more."),
        })
    }

    /// The same address with another page of its list.
    pub(super) fn again(&self, page: usize) -> String {
        let kept =
            self.query.iter().filter(|(name, _)| !["page", "since", "company"].contains(&name.as_str()));
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(kept).append_pair("page", &page.to_string());
        format!("{}?{}", self.path, query.finish())
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
    pub(super) told: Option<String>,
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
