//! The faults that strike one call, at each step of its way.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use axum::response::Response;
use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::effect::{Cut, Effect, Moment};
use super::fault::Fault;
use super::field::Field;
use super::quirk::Quirk;
use super::shift::{self, Shift};
use super::wire::{self, Break, Delivery};
use super::{Faults, body, page, refusals};
use crate::routes::Route;
use crate::state::State;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::refusal;

/// The call that is struck.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) state: &'a State,
    pub(crate) route: &'static Route,
    pub(crate) parts: &'a Parts,
}

/// Answers the call, or the same call with another query.
pub(crate) type Run<'a> = &'a dyn Fn(&Parts) -> Outcome;

/// Changes an answer; whether there was something to change.
type Change<'a> = dyn Fn(Scene<'_>, &mut Answer) -> bool + 'a;

/// What a fault does, by the step at which it does it.
enum Plan<'a> {
    /// Answers in the place of the route, which runs first if the call is carried out.
    Refuse { carried_out: bool, by_proxy: bool, answer: Box<dyn Fn(Scene<'_>) -> Answer + 'a> },
    /// Asks the route for another page.
    Shift(Shift),
    /// Changes the answer.
    Change(Box<Change<'a>>),
    /// Doesn't send the token back.
    NoEcho,
    /// Answers later.
    Delay(Box<dyn Fn(Scene<'_>) -> Duration + 'a>),
    /// Answers only in part.
    Break(Break),
}

/// The faults that strike a call, and what they have done to it.
#[derive(Default)]
pub(crate) struct Struck {
    faults: Vec<(String, Arc<Fault>)>,
    /// The places of those that had an effect.
    worked: Vec<usize>,
    by_proxy: bool,
    no_echo: bool,
    delivery: Delivery,
}

impl Struck {
    /// Faults that have done nothing yet.
    pub(crate) fn new(faults: Vec<(String, Arc<Fault>)>) -> Self {
        Self { faults, ..Self::default() }
    }

    /// The answer in the place of a call that is not carried out.
    pub(crate) fn instead(&mut self, scene: Scene<'_>) -> Option<Answer> {
        let faults = self.faults.clone();
        let mut refusals = faults.iter().enumerate().filter_map(|(at, it)| match plan(&it.1.effect) {
            Plan::Refuse { carried_out: false, by_proxy, answer } => Some((at, by_proxy, answer)),
            Plan::Refuse { .. }
            | Plan::Shift(_)
            | Plan::Change(_)
            | Plan::NoEcho
            | Plan::Delay(_)
            | Plan::Break(_) => None,
        });
        let (at, by_proxy, answer) = refusals.next()?;
        self.refused(at, by_proxy);
        Some(answer(scene))
    }

    /// Answers the call as its route does, unless a page has shifted.
    pub(crate) fn run(&mut self, scene: Scene<'_>, run: Run<'_>) -> Outcome {
        let shift = self.faults.iter().enumerate().find_map(|(at, it)| match plan(&it.1.effect) {
            Plan::Shift(shift) => Some((at, shift)),
            Plan::Refuse { .. } | Plan::Change(_) | Plan::NoEcho | Plan::Delay(_) | Plan::Break(_) => None,
        });
        let Some((at, shift)) = shift else { return run(scene.parts) };
        let (outcome, shifted) = shift::run(&scene, shift, run);
        if shifted {
            self.worked.push(at);
        }
        outcome
    }

    /// Changes the answer.
    pub(crate) fn change(&mut self, scene: Scene<'_>, answer: &mut Answer) {
        for (at, (_, fault)) in self.faults.clone().iter().enumerate() {
            match plan(&fault.effect) {
                Plan::Refuse { carried_out: true, by_proxy, answer: other } => {
                    *answer = other(scene);
                    self.refused(at, by_proxy);
                }
                Plan::Change(change) if change(scene, answer) => self.worked.push(at),
                Plan::NoEcho if answer.status.is_success() => {
                    self.no_echo = true;
                    self.worked.push(at);
                }
                Plan::Delay(delay) => {
                    self.delivery.latency += delay(scene);
                    self.worked.push(at);
                }
                Plan::Break(it) => {
                    self.delivery.break_off = Some(it);
                    self.worked.push(at);
                }
                Plan::Refuse { .. } | Plan::Shift(_) | Plan::Change(_) | Plan::NoEcho => {}
            }
        }
    }

    fn refused(&mut self, at: usize, by_proxy: bool) {
        self.by_proxy = by_proxy;
        self.worked.push(at);
        if let Effect::Cut(_) = self.faults[at].1.effect {
            self.delivery.break_off = Some(Break::Head);
        }
    }

    /// Takes headers away that the answer doesn't have.
    pub(crate) fn strip(&self, headers: &mut HeaderMap) {
        if self.by_proxy {
            headers.clear();
        }
        if self.no_echo {
            headers.remove(AUTHORIZATION);
        }
    }

    /// The status that the client gets; 0 if it gets none.
    pub(crate) fn status(&self, answer: &Answer) -> u16 {
        if self.delivery.break_off == Some(Break::Head) { 0 } else { answer.status.as_u16() }
    }

    /// The ids of the faults that had an effect; those that had none don't count.
    pub(crate) fn settle(&self, faults: &Faults) -> Vec<String> {
        let mut worked = Vec::new();
        for (at, (id, _)) in self.faults.iter().enumerate() {
            if self.worked.contains(&at) {
                worked.push(id.clone());
            } else {
                faults.had_no_effect(id);
            }
        }
        worked
    }

    /// Sends the answer.
    pub(crate) async fn deliver(self, answer: Answer, headers: HeaderMap) -> Response {
        wire::deliver(answer, headers, self.delivery).await
    }
}

fn refuse<'a>(carried_out: bool, answer: impl Fn(Scene<'_>) -> Answer + 'a) -> Plan<'a> {
    Plan::Refuse { carried_out, by_proxy: false, answer: Box::new(answer) }
}

fn gateway(carried_out: bool, status: StatusCode) -> Plan<'static> {
    refuse(carried_out, move |scene| refusals::gateway(scene.state, scene.route, status))
}

fn change<'a>(change: impl Fn(&mut Answer) -> bool + 'a) -> Plan<'a> {
    Plan::Change(Box::new(move |_, answer| change(answer)))
}

fn plan(effect: &Effect) -> Plan<'_> {
    match effect {
        Effect::Answer(custom) => refuse(custom.carried_out, move |_| refusals::custom(custom)),
        Effect::BadGateway(it) => gateway(it.carried_out, StatusCode::BAD_GATEWAY),
        Effect::ServiceUnavailable(it) => gateway(it.carried_out, StatusCode::SERVICE_UNAVAILABLE),
        Effect::GatewayTimeout(it) => gateway(it.carried_out, StatusCode::GATEWAY_TIMEOUT),
        Effect::ProxyPage { status, carried_out } => {
            let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::BAD_GATEWAY);
            let answer = Box::new(move |_: Scene<'_>| refusals::proxy_page(status));
            Plan::Refuse { carried_out: *carried_out, by_proxy: true, answer }
        }
        Effect::NotFound {} => refuse(false, |it| refusal::no_route(it.state, it.route.family)),
        Effect::Forbidden {} => refuse(false, |it| refusal::no_right(it.state, it.route)),
        Effect::TooMany {} => refuse(false, |it| refusal::too_many(it.state, it.route)),
        Effect::GermanError { status: Some(status) } => {
            let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::BAD_REQUEST);
            refuse(false, move |it| refusals::german(it.state, it.route, status))
        }
        Effect::GermanError { status: None } => change(refusals::translate),
        Effect::Latency { ms } => Plan::Delay(Box::new(|_| Duration::from_millis(*ms))),
        Effect::Stall { ms, after_bytes } => {
            Plan::Break(Break::Pause(*after_bytes, ms.map(Duration::from_millis)))
        }
        Effect::Cut(Cut { at: Moment::MidBody, after_bytes, .. }) => Plan::Break(Break::Body(*after_bytes)),
        Effect::Cut(Cut { at: Moment::BeforeAnswer, carried_out, .. }) => {
            refuse(*carried_out, |_| Answer::empty(StatusCode::BAD_GATEWAY))
        }
        Effect::Truncated { after_bytes } => change(|it| truncate(it, *after_bytes)),
        Effect::ContentType { content_type } => change(|it| {
            it.content_type = Cow::Owned(content_type.clone());
            true
        }),
        Effect::Retype { field, to } => change(|it| body::replace(it, field, |old| body::retyped(old, *to))),
        Effect::Set { field, value } => change(|it| body::replace(it, field, |_| value.clone())),
        Effect::UnknownValue { field } => change(|it| body::replace(it, field, body::unknown)),
        Effect::Null { field } => change(|it| body::replace(it, field, |_| Value::Null)),
        Effect::Missing { field } => change(|it| body::rename(it, field, None)),
        Effect::Rename { field, to } => change(|it| body::rename(it, field, Some(to))),
        Effect::ExtraFields { fields, at } => change(|it| body::extend(it, fields, at.as_ref())),
        Effect::DuplicateKey { field, value } => change(|it| body::duplicate(it, field, value)),
        Effect::SelfNext {} => Plan::Change(Box::new(|scene, it| page::point_to_itself(&scene, it))),
        Effect::RelativeNext {} => change(page::make_relative),
        Effect::RowDeleted {} => Plan::Shift(Shift::Deleted),
        Effect::RowInserted {} => Plan::Shift(Shift::Inserted),
        Effect::Quirk { quirk } => oddity(*quirk),
    }
}

fn oddity(quirk: Quirk) -> Plan<'static> {
    match quirk {
        Quirk::NoTokenEcho => Plan::NoEcho,
        Quirk::WrongCurrentPage => {
            Plan::Change(Box::new(|scene, it| page::miscount(it, shift::counts_pages(scene.route.template))))
        }
        Quirk::AbsencePeriods404 => refuse(false, |it| refusal::no_route(it.state, it.route.family)),
        Quirk::Employments502 => gateway(false, StatusCode::BAD_GATEWAY),
        Quirk::Persons431 => {
            // Nobody tells what its body says [?].
            refuse(false, |_| Answer::empty(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE))
        }
        Quirk::Gateway504 => gateway(false, StatusCode::GATEWAY_TIMEOUT),
        Quirk::Attributes403 => refuse(false, |it| refusal::no_right(it.state, it.route)),
        Quirk::AttendanceRelativeNext => change(page::make_relative),
        Quirk::PersonsSelfNext => Plan::Change(Box::new(|scene, it| page::point_to_itself(&scene, it))),
        Quirk::SlowDeepCursors => Plan::Delay(Box::new(|scene| slowness(page::depth(&scene)))),
        Quirk::LastWorkingDate => change(|it| {
            let read = Field::try_from("last_working_day".to_owned());
            read.is_ok_and(|field| body::rename(it, &field, Some("last_working_date")))
        }),
        Quirk::GermanErrors => change(refusals::translate),
    }
}

/// About 130 ms for the first page and 590 ms for the fiftieth (facts §6 [L]).
fn slowness(depth: usize) -> Duration {
    let steps = u64::try_from(depth).unwrap_or(u64::MAX).min(1_000);
    Duration::from_millis(130 + steps * 460 / 49)
}

fn truncate(answer: &mut Answer, after: Option<usize>) -> bool {
    let body = Bytes::from(std::mem::take(&mut answer.body));
    answer.body = wire::begin(&body, after).to_vec();
    !body.is_empty()
}
