//! The way of every call: beta gate, token, limit, right, route, headers, journal.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode};
use jiff::Timestamp;
use serde_json::Value;

use super::answer::{Answer, Outcome};
use super::call::{self, Call};
use super::refusal;
use crate::access::application::Application;
use crate::access::credential::Credential;
use crate::access::limits::{Gauge, Limit};
use crate::access::tokens::Grant;
use crate::careers;
use crate::faults::Hit;
use crate::faults::strike::{Scene, Struck};
use crate::journal::curl::Sent;
use crate::journal::{Entry, redacted};
use crate::routes::{Beta, Family, Gate, Route};
use crate::state::State;
use crate::switch::Switch;
use crate::tenant::Tenant;

const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const REPLENISH_RATE: HeaderName = HeaderName::from_static("x-ratelimit-replenish-rate");
const BURST_CAPACITY: HeaderName = HeaderName::from_static("x-ratelimit-burst-capacity");
const REQUESTED_TOKENS: HeaderName = HeaderName::from_static("x-ratelimit-requested-tokens");

/// What becomes known of a call while it is on its way.
struct Progress {
    grant: Option<Arc<Grant>>,
    /// The company whose recruiting access token was sent.
    recruiting: Option<Arc<Tenant>>,
    headers: HeaderMap,
}

/// Answers a call to a route of the table; `number` is the route's place in it.
pub(crate) async fn answer(
    state: Arc<State>,
    route: &'static Route,
    number: usize,
    request: Request,
) -> Response {
    let began = Instant::now();
    let time = state.clock().now();
    let (parts, body) = request.into_parts();
    let mut progress = Progress { grant: None, recruiting: None, headers: HeaderMap::new() };
    let ready = match pass(&state, route, number, &parts, time, &mut progress) {
        Ok(()) => read(&state, route, &parts, body).await,
        Err(refused) => Err(refused),
    };
    let sent = ready.as_ref().cloned().unwrap_or_default();
    let scene = Scene { state: &state, route, parts: &parts };
    let mut struck = strike(scene, &progress, &sent, time);
    let outcome = match struck.instead(scene) {
        Some(answer) => Err(answer),
        None => ready
            .and_then(|body| struck.run(scene, &|parts: &Parts| run(&state, route, parts, &body, &progress))),
    };
    let Progress { grant, mut headers, .. } = progress;
    let mut answer = outcome.unwrap_or_else(|refused| refused);
    if is_failed_write(route, &answer) && state.switches().is(Switch::V1FailedWrites, "200") {
        answer.status = StatusCode::OK;
    }
    struck.change(scene, &mut answer);
    write_gauge(&mut headers, answer.gauge);
    if let Some(grant) = grant.as_ref().filter(|_| route.family == Family::V1 && answer.status.is_success()) {
        echo_token(&mut headers, grant);
    }
    struck.strip(&mut headers);
    if route.family != Family::Control {
        let is_known = grant.is_some() || answer.status.is_success();
        let credential = grant.map(|it| Arc::clone(&it.credential)).or_else(|| answer.asked_by.clone());
        if let Some(credential) = credential.as_ref().filter(|_| is_known) {
            credential.usage.note(time, number);
        }
        let (status, faults) = (struck.status(&answer), struck.settle(state.faults()));
        let met = Met { template: Some(route.template), status, credential, faults };
        record(&state, &parts, &sent, met, time, began);
    }
    struck.deliver(answer, headers).await
}

/// The body of a call that has one.
async fn read(state: &State, route: &Route, parts: &Parts, body: Body) -> Result<Bytes, Answer> {
    if parts.method == Method::GET || parts.method == Method::HEAD {
        return Ok(Bytes::new());
    }
    let read = axum::body::to_bytes(body, route.largest_body).await;
    read.map_err(|error| refusal::unreadable_body(state, route.family, is_too_large(&error)))
}

/// The faults that strike the call.
fn strike(scene: Scene<'_>, progress: &Progress, body: &[u8], now: Timestamp) -> Struck {
    let Scene { state, route, parts } = scene;
    if route.family == Family::Control || !state.faults().are_there() {
        return Struck::default();
    }
    let known = progress.grant.as_ref().map(|it| Cow::Borrowed(it.credential.client_id.as_str()));
    let is_auth = matches!(route.limit, Limit::V1Auth | Limit::V2Auth);
    let claimed = || claimed_client(parts, body).filter(|_| is_auth).map(Cow::Owned);
    let client_id = known.or_else(claimed);
    state.faults().strike(&Hit { method: &parts.method, route, client_id: client_id.as_deref(), now })
}

/// The client id of a token request: in the query, a form, or JSON.
fn claimed_client(parts: &Parts, body: &[u8]) -> Option<String> {
    let named = |text: &[u8]| {
        let found = form_urlencoded::parse(text).find(|(name, _)| name == "client_id");
        found.map(|(_, value)| value.into_owned())
    };
    let json = || {
        let json: Value = serde_json::from_slice(body).ok()?;
        json.get("client_id")?.as_str().map(str::to_owned)
    };
    json().or_else(|| named(body)).or_else(|| named(parts.uri.query().unwrap_or("").as_bytes()))
}

/// Whether a write of v1 failed for a reason of the business, which is said to come with status 200
/// at times (facts §4.1 [T]).
fn is_failed_write(route: &Route, answer: &Answer) -> bool {
    let is_write = route.family == Family::V1 && route.method != Method::GET && route.limit != Limit::V1Auth;
    is_write && matches!(answer.status.as_u16(), 400 | 404 | 409 | 422)
}

/// Whether a body was larger than any route takes; else it broke off.
fn is_too_large(error: &axum::Error) -> bool {
    std::error::Error::source(error)
        .is_some_and(<dyn std::error::Error>::is::<http_body_util::LengthLimitError>)
}

/// Answers a call that no route has.
pub(crate) fn answer_unknown(state: &State, request: Request, known_path: bool) -> Response {
    let began = Instant::now();
    let time = state.clock().now();
    let (parts, _) = request.into_parts();
    let path = parts.uri.path();
    let family = match path {
        _ if path.starts_with("/v1/") => Family::V1,
        _ if path.starts_with("/v2/") => Family::V2,
        _ if path.starts_with("/recruiting/") => Family::Applicant,
        _ => Family::Control,
    };
    let answer =
        if known_path { refusal::no_method(state, family) } else { refusal::no_route(state, family) };
    let mut headers = HeaderMap::new();
    if family == Family::V2 {
        // The headers are on every v2 response (facts §3 [L]); one bucket for all unknown paths [?].
        let verdict = state.meter(crate::routes::V2_DEFAULT, None, usize::MAX);
        write_gauge(&mut headers, verdict.gauge);
    }
    if !path.starts_with("/_sandbox/") {
        let status = answer.status.as_u16();
        let met = Met { template: None, status, credential: None, faults: Vec::new() };
        record(state, &parts, &[], met, time, began);
    }
    answer.into_response(headers)
}

/// Lets a call through to its route, or not.
fn pass(
    state: &State,
    route: &'static Route,
    number: usize,
    parts: &Parts,
    time: Timestamp,
    progress: &mut Progress,
) -> Result<(), Answer> {
    if !matches!(route.family, Family::Control | Family::Careers) {
        let read = Application::read(parts, state.switches()).check(state.switches());
        read.map_err(|message| refusal::bad_header(state, route.family, message))?;
    }
    let token = if matches!(route.gate, Gate::Open(..)) { None } else { call::bearer(parts) };
    let passed = match route.gate {
        Gate::Open(..) => true,
        Gate::Scope(..) => {
            progress.grant = token.and_then(|it| state.tokens().check(it, time));
            progress.grant.is_some()
        }
        Gate::Recruiting(..) => {
            let company = call::header(parts, "x-company-id");
            progress.recruiting = company.zip(token).and_then(|(id, it)| state.recruiting_company(id, it));
            progress.recruiting.is_some()
        }
    };
    let allowed = meter(state, route, number, progress);
    // A hidden route answers as if it weren't there, whoever asks (facts §1.1 [L]).
    if is_hidden(state, route, parts) || careers::is_career_site(parts) != (route.family == Family::Careers) {
        return Err(refusal::no_route(state, route.family));
    }
    if !passed {
        return Err(match token {
            Some(_) => refusal::bad_token(state, route.family),
            None => refusal::no_token(state, route.family),
        });
    }
    if !allowed {
        return Err(refusal::too_many(state, route));
    }
    match (&route.gate, &progress.grant) {
        (Gate::Scope(scope, _), Some(grant)) if !grant.scopes.has(*scope) => {
            Err(refusal::no_right(state, route))
        }
        _ => Ok(()),
    }
}

/// Whether a route is a beta that the caller did not ask for.
///
/// A third party says that the list of org units is one as well (facts §3 [T]).
fn is_hidden(state: &State, route: &Route, parts: &Parts) -> bool {
    let beta = match route.beta {
        Beta::No => match route.template {
            "/v2/org-units" => state.switches().is(Switch::OrgUnitsBeta, "hidden"),
            "/v2/salary-bands" => state.switches().is(Switch::SalaryBandsBeta, "hidden"),
            _ => false,
        },
        Beta::Yes => true,
        Beta::Recruiting => state.switches().is(Switch::RecruitingBeta, "required"),
    };
    beta && !call::header(parts, "beta").is_some_and(|it| it.trim().eq_ignore_ascii_case("true"))
}

/// Counts the call and writes the headers that tell about it.
///
/// Token requests are metered by their routes, which learn only from the body who asks.
fn meter(state: &State, route: &Route, number: usize, progress: &mut Progress) -> bool {
    if matches!(route.limit, Limit::V1Auth | Limit::V2Auth) {
        return true;
    }
    let who = progress.grant.as_deref().map(|it| &*it.credential);
    let verdict = state.meter(route.limit, who, number);
    write_gauge(&mut progress.headers, verdict.gauge);
    verdict.allowed
}

fn run(state: &State, route: &'static Route, parts: &Parts, body: &[u8], progress: &Progress) -> Outcome {
    let tenant = match (&progress.grant, &progress.recruiting) {
        (Some(grant), _) => Arc::clone(&grant.credential.tenant),
        (None, Some(tenant)) => Arc::clone(tenant),
        (None, None) => named_company(state, parts)?,
    };
    if let Err(error) = state.advance(&tenant) {
        return Err(refusal::not_kept(state, route.family, &error));
    }
    let call = Call { state, tenant: &tenant, route, parts, body };
    match (&route.gate, &progress.grant) {
        (Gate::Open(handler) | Gate::Recruiting(handler), _) => handler(&call),
        (Gate::Scope(_, handler), Some(grant)) => handler(&call, grant),
        (Gate::Scope(..), None) => Err(refusal::no_token(state, route.family)),
    }
}

/// The company that the parameter `company` of a control call names, else the first.
fn named_company(state: &State, parts: &Parts) -> Result<Arc<Tenant>, Answer> {
    let query = parts.uri.query().unwrap_or("");
    let named = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "company");
    let Some((_, key)) = named.filter(|_| parts.uri.path().starts_with("/_sandbox/")) else {
        return Ok(state.first());
    };
    let unknown = || refusal::plain(StatusCode::NOT_FOUND, &format!("there is no company `{key}`"));
    state.company(&key).ok_or_else(unknown)
}

/// v1 sends the token back: once a new one each time, by now the same (facts §2.1 [O]).
fn echo_token(headers: &mut HeaderMap, grant: &Grant) {
    if let Ok(value) = HeaderValue::try_from(format!("Bearer {}", grant.token)) {
        headers.insert(AUTHORIZATION, value);
    }
}

/// Writes the four headers of v2.
fn write_gauge(headers: &mut HeaderMap, gauge: Option<Gauge>) {
    let Some(gauge) = gauge else { return };
    headers.insert(REMAINING, HeaderValue::from(gauge.remaining));
    headers.insert(REPLENISH_RATE, HeaderValue::from(gauge.replenish_rate));
    headers.insert(BURST_CAPACITY, HeaderValue::from(gauge.burst_capacity));
    headers.insert(REQUESTED_TOKENS, HeaderValue::from(1));
}

/// What is told of a call that was answered.
struct Met {
    template: Option<&'static str>,
    status: u16,
    credential: Option<Arc<Credential>>,
    faults: Vec<String>,
}

fn record(state: &State, parts: &Parts, body: &[u8], met: Met, time: Timestamp, began: Instant) {
    let Met { template, status, credential, faults } = met;
    state.journal().add(Entry {
        time,
        method: parts.method.to_string(),
        template,
        path: redacted(parts.uri.path(), parts.uri.query()),
        status,
        client_id: credential.map(|it| it.client_id.clone()),
        app: Application::read(parts, state.switches()).app.map(str::to_owned),
        duration_us: u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX),
        faults,
        sent: Sent::of(parts, body),
    });
}
