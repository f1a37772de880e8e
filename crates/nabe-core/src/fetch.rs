//! The calls of one read, and what came back: the first, and further ones in rounds.
//!
//! What records and files have in common. Must not know what becomes of the answers.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use bytes::Bytes;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use nabe_connector::{Answers, Ask, Call, CallError, Each, Filters, PageInfo, Plan, Resource};
use nabe_engine::{Download, EngineError, Reply};
use nabe_model::ids::AccountId;
use nabe_model::select::Asked;
use tokio::time::Instant;

use crate::caller::Caller;
use crate::core::Core;
use crate::failure::{Failure, Outcome, is_denial};
use crate::live::Ready;

/// Calls that are under way at once.
const CALLS_AT_ONCE: usize = 8;
/// The most that all answers to one question may hold, in bytes.
const HELD: usize = 64 * 1024 * 1024;

/// What a read asks with, the same for all its calls.
#[derive(Clone, Copy)]
pub(crate) struct Question<'c> {
    pub(crate) parent: Option<&'c str>,
    pub(crate) filters: &'c Filters,
    pub(crate) asked: &'c Asked,
    /// Parameters that the first calls hand on.
    pub(crate) proxy: &'c [(String, String)],
    /// Whether each row must come with its source.
    pub(crate) explain: bool,
    /// Whether the answers are shown as they came.
    pub(crate) raw: bool,
}

/// The calls of one read.
pub(crate) struct Fetch<'c> {
    pub(crate) core: &'c Core,
    pub(crate) caller: &'c Caller,
    pub(crate) ready: Ready,
    question: Question<'c>,
    /// From when on nothing more is begun that can as well be left to the next request.
    late: Instant,
    deadline: Instant,
    calls: AtomicU32,
    /// Operations that were denied where the answer is given without them: they are not asked again.
    denied: Mutex<HashSet<&'static str>>,
    /// What to tell if the first calls were denied, where their right may be there.
    words: OnceLock<&'static str>,
}

/// What came back.
#[derive(Default)]
pub(crate) struct Fetched {
    first: Vec<Bytes>,
    further: HashMap<String, Vec<u8>>,
    gone: HashSet<String>,
    refused: HashSet<String>,
    /// All answers in their order, when they are to be shown.
    pub(crate) shown: Vec<Reply>,
}

impl Fetched {
    /// Maps the answers, row by row, unless too little of people may be read for it.
    pub(crate) fn read(
        &self,
        resource: &dyn Resource,
        ask: &Ask<'_>,
        each: Each<'_>,
    ) -> Result<PageInfo, CallError> {
        let first = self.first();
        let answers = self.answers(&first);
        resource.check(ask, &answers)?;
        resource.read(ask, &answers, each)
    }

    fn first(&self) -> Vec<&[u8]> {
        self.first.iter().map(|it| &it[..]).collect()
    }

    fn answers<'b>(&'b self, first: &'b [&'b [u8]]) -> Answers<'b> {
        Answers { first, further: &self.further, gone: &self.gone, refused: &self.refused }
    }

    /// What `resource` wants beside what came so far; nothing twice.
    fn wanted(&self, resource: &dyn Resource, ask: &Ask<'_>) -> Result<Vec<(String, Call)>, CallError> {
        let first = self.first();
        let answers = self.answers(&first);
        let mut calls = resource.further(ask, &answers)?;
        let mut keys = HashSet::new();
        calls.retain(|(key, _)| !answers.is_made(key) && keys.insert(key.clone()));
        Ok(calls)
    }

    /// Keeps copies: whoever waits for more answers must not hold others up.
    fn give_back(&mut self) {
        for body in &mut self.first {
            *body = owned(body);
        }
    }
}

/// What came of a further call.
enum Further {
    Told(Reply),
    /// It isn't there any more.
    Gone,
    /// It was refused, for want of a right or as wrong.
    Refused,
}

/// The same answer, without its share of what may be held at once.
fn own(reply: Reply) -> Reply {
    Reply { body: owned(&reply.body), ..reply }
}

fn owned(body: &[u8]) -> Bytes {
    Bytes::copy_from_slice(body)
}

/// How much the answers to one question hold.
#[derive(Default)]
struct Held(AtomicUsize);

impl Held {
    fn add(&self, reply: &Reply) -> Result<(), EngineError> {
        let held = self.0.fetch_add(reply.body.len(), Ordering::Relaxed) + reply.body.len();
        if held <= HELD {
            return Ok(());
        }
        let at = format!("its size: the answers to one question are larger than {HELD} bytes");
        Err(EngineError::Malformed { at })
    }
}

impl Core {
    /// Begins a read of an account.
    pub(crate) async fn fetch<'c>(
        &'c self,
        caller: &'c Caller,
        account: &AccountId,
        question: Question<'c>,
    ) -> Outcome<Fetch<'c>> {
        let (now, life) = (Instant::now(), self.settings().request_life);
        let (late, deadline) = (now + life / 2, now + life);
        let ready = self.ready(caller, account).await?;
        let (calls, denied, words) = (AtomicU32::new(0), Mutex::default(), OnceLock::new());
        Ok(Fetch { core: self, caller, ready, question, late, deadline, calls, denied, words })
    }
}

impl Fetch<'_> {
    /// The question for a page of `resource`, or for one record.
    pub(crate) fn ask<'a>(
        &'a self,
        resource: &dyn Resource,
        id: Option<&'a str>,
        position: Option<&'a str>,
        limit: u32,
    ) -> Ask<'a> {
        let Question { parent, filters, asked, explain, .. } = self.question;
        Ask {
            parent,
            id,
            position,
            limit: limit.min(resource.page_limit()),
            filters,
            asked,
            account: &self.ready.live.settings,
            public_url: &self.core.settings().public_url,
            today: self.core.clock.today(),
            explain,
        }
    }

    /// All answers to the question for a page.
    pub(crate) async fn page(&self, resource: &dyn Resource, ask: &Ask<'_>) -> Result<Fetched, EngineError> {
        match resource.plan(ask)? {
            Plan::Calls(calls) => self.answers(resource, ask, calls).await,
            // A page that must be looked for in pages is none.
            Plan::Scan => Err(EngineError::NotFound),
        }
    }

    /// All answers to a question whose first calls these are.
    pub(crate) async fn answers(
        &self,
        resource: &dyn Resource,
        ask: &Ask<'_>,
        calls: Vec<Call>,
    ) -> Result<Fetched, EngineError> {
        let (mut fetched, held) = (Fetched::default(), Held::default());
        let first = self.first(calls, &mut fetched, &held).await;
        if first.as_ref().is_err_and(is_denial)
            && let Some(words) = resource.denied()
        {
            self.words.get_or_init(|| words);
        }
        first?;
        loop {
            let wanted = fetched.wanted(resource, ask)?;
            if wanted.is_empty() {
                return Ok(fetched);
            }
            fetched.give_back();
            self.further(wanted, &mut fetched, &held).await?;
        }
    }

    /// The first calls, several at once; the gate sees to their pace.
    async fn first(&self, calls: Vec<Call>, fetched: &mut Fetched, held: &Held) -> Result<(), EngineError> {
        let is_only = calls.len() == 1;
        let made = calls.into_iter().map(|call| self.with_proxy(call)).map(|call| async move {
            let reply = self.call(&call).await?;
            held.add(&reply)?;
            Ok::<Reply, EngineError>(if is_only { reply } else { own(reply) })
        });
        let replies: Vec<Reply> = stream::iter(made).buffered(CALLS_AT_ONCE).try_collect().await?;
        for reply in replies {
            fetched.first.push(reply.body.clone());
            if self.question.raw {
                fetched.shown.push(reply);
            }
        }
        Ok(())
    }

    /// Further calls, several at once.
    async fn further(
        &self,
        calls: Vec<(String, Call)>,
        fetched: &mut Fetched,
        held: &Held,
    ) -> Result<(), EngineError> {
        let made = calls.into_iter().map(|(key, call)| async move {
            let answer = self.one_further(&call).await?;
            if let Further::Told(reply) = &answer {
                held.add(reply)?;
            }
            Ok::<_, EngineError>((key, answer))
        });
        let answers: Vec<_> = stream::iter(made).buffered(CALLS_AT_ONCE).try_collect().await?;
        for (key, answer) in answers {
            let reply = match answer {
                Further::Told(reply) => reply,
                Further::Gone => {
                    fetched.gone.insert(key);
                    continue;
                }
                Further::Refused => {
                    fetched.refused.insert(key);
                    continue;
                }
            };
            if self.question.raw {
                fetched.further.insert(key, reply.body.to_vec());
                fetched.shown.push(reply);
            } else {
                fetched.further.insert(key, reply.body.into());
            }
        }
        Ok(())
    }

    /// What came of a further call, where the record is answered whatever it is.
    async fn one_further(&self, call: &Call) -> Result<Further, EngineError> {
        if call.is_optional && self.denied().contains(&*call.operation.id) {
            return Ok(Further::Refused);
        }
        match self.call(call).await {
            Ok(reply) => Ok(Further::Told(own(reply))),
            // Deleted between the two calls.
            Err(EngineError::NotFound) => Ok(Further::Gone),
            // The explanation says which right it takes.
            Err(EngineError::PermissionMissing { .. }) if call.is_optional => {
                self.denied().insert(&call.operation.id);
                Ok(Further::Refused)
            }
            Err(EngineError::Rejected { .. }) if call.is_optional => Ok(Further::Refused),
            Err(error) => Err(error),
        }
    }

    fn denied(&self) -> std::sync::MutexGuard<'_, HashSet<&'static str>> {
        self.denied.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with_proxy(&self, call: Call) -> Call {
        self.question.proxy.iter().fold(call, |call, (name, value)| call.query(name.clone(), value.clone()))
    }

    async fn call(&self, call: &Call) -> Result<Reply, EngineError> {
        self.count_call();
        match self.core.engine.call(&self.ready.live.session, call, self.deadline).await {
            Err(EngineError::Rejected { status: 400, .. }) if self.may_be_lost(call) => {
                Err(EngineError::ListChanged)
            }
            reply => reply,
        }
    }

    /// Whether a call is refused as wrong because its place isn't good any more: nothing else of it can be wrong then.
    fn may_be_lost(&self, call: &Call) -> bool {
        call.goes_on && !call.is_optional && self.question.proxy.is_empty()
    }

    /// Makes the call for a file.
    pub(crate) async fn download(&self, call: &Call) -> Result<Download, EngineError> {
        self.count_call();
        self.core.engine.download(&self.ready.live.session, call, self.deadline).await
    }

    fn count_call(&self) {
        self.calls.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether a good part of the time is used up.
    pub(crate) fn is_late(&self) -> bool {
        Instant::now() >= self.late
    }

    /// How many calls of the provider it took so far.
    pub(crate) fn calls(&self) -> u32 {
        self.calls.load(Ordering::Relaxed)
    }

    /// What a provider's failure means, and what it says about the account.
    pub(crate) async fn failed(&self, error: EngineError) -> Failure {
        let words = self.words.get().copied().filter(|_| is_denial(&error));
        self.core.failed(self.caller, &self.ready, error).await.told(words)
    }

    /// That the provider answered.
    pub(crate) async fn succeeded(&self) {
        self.core.succeeded(self.caller, &self.ready).await;
    }
}

/// Where to go on behind the page at `position`. A provider that sends its readers round in circles would be followed
/// for ever.
pub(crate) fn onwards(info: PageInfo, position: Option<&str>) -> Result<Option<String>, EngineError> {
    match info.next {
        Some(next) if Some(&*next) == position => {
            Err(EngineError::Malformed { at: "the link to the next page".to_owned() })
        }
        next => Ok(next),
    }
}
