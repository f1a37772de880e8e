//! Reading records of any resource, live.
//!
//! Rows go from the provider's answer into ours one by one; nothing is kept.

mod page;
mod place;
mod preview;

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::stream::{self, StreamExt, TryStreamExt};
use nabe_connector::{
    AccountSettings, Answers, Ask, Call, Defect, Filters, PageInfo, Plan, Provider, Resource, Row, Served,
};
use nabe_engine::{EngineError, Reply};
use nabe_model::errors::Code;
use nabe_model::ids::AccountId;
use nabe_model::record::Record;
use nabe_model::select::{Asked, Fields, Selected};
use nabe_model::unified::{Shape, UnifiedOperation};
use serde_json::{Map, Value};
use tokio::time::Instant;

use self::page::Page;
use crate::caller::Caller;
use crate::core::Core;
use crate::cursor::Binding;
use crate::explain::{Decided, Shown, explain};
use crate::failure::{Failure, Outcome};
use crate::live::Ready;
use crate::privacy;

/// Further calls that are under way at once.
const CALLS_AT_ONCE: usize = 8;
/// The most pages of a provider's list that are read for one answer.
const PAGES_FOLLOWED: usize = 100;
/// Rows on a page when nobody says how many.
const PAGE_SIZE: u32 = 25;
/// The most rows on a page; more are served as this many.
const PAGE_SIZE_LIMIT: u32 = 100;

/// A read of the unified API.
#[derive(Clone, Debug)]
pub struct ReadAsk {
    /// What is read.
    pub operation: &'static UnifiedOperation,
    /// Whose records, for a path in which something follows `{id}`.
    pub parent: Option<String>,
    /// Which record; `None` for a list.
    pub id: Option<String>,
    /// What is wanted of each record.
    pub asked: Asked,
    /// Conditions on a list.
    pub filters: Filters,
    /// Rows on a page.
    pub page_size: Option<u32>,
    /// Where to go on.
    pub next: Option<String>,
    /// Parameters that are handed on to the provider.
    pub proxy: Vec<(String, String)>,
    /// Whether the provider's answer comes along.
    pub raw: bool,
    /// Whether each value is explained.
    pub explain: bool,
}

/// An answer, written.
#[derive(Debug)]
pub struct ReadAnswer {
    /// The JSON.
    pub json: Vec<u8>,
    /// How many calls of the provider it took.
    pub calls: u32,
}

/// One read under way.
struct Read<'c> {
    core: &'c Core,
    caller: &'c Caller,
    ready: Ready,
    resource: &'static dyn Resource,
    ask: &'c ReadAsk,
    visible: Fields,
    deadline: Instant,
    calls: AtomicU32,
}

impl Core {
    /// Reads a page of records, or one record.
    pub async fn read(&self, caller: &Caller, account: &AccountId, ask: &ReadAsk) -> Outcome<ReadAnswer> {
        let read = self.begin(caller, account, ask).await?;
        match ask.operation.shape {
            Shape::Page(_) => read.list(account).await,
            Shape::One(_) | Shape::File | Shape::Written => read.one().await,
        }
    }

    async fn begin<'c>(
        &'c self,
        caller: &'c Caller,
        account: &AccountId,
        ask: &'c ReadAsk,
    ) -> Outcome<Read<'c>> {
        let deadline = Instant::now() + self.settings().request_life;
        let visible = privacy::visible(caller, &ask.asked.fields);
        if ask.raw {
            privacy::may_see_raw(caller)?;
        }
        let ready = self.ready(caller, account).await?;
        let provider = ready.live.session.provider();
        let resource = match provider.serves(ask.operation.id) {
            Served::Resource(resource) => resource,
            other @ (Served::File(_) | Served::Absent(_) | Served::NotYet) => {
                return Err(not_served(provider, &other, ask.operation));
            }
        };
        let calls = AtomicU32::new(0);
        Ok(Read { core: self, caller, ready, resource, ask, visible, deadline, calls })
    }
}

/// Why an operation is refused that a provider doesn't serve in this way.
pub(crate) fn not_served(provider: &dyn Provider, served: &Served, operation: &UnifiedOperation) -> Failure {
    let name = &provider.manifest().name;
    let message = if let Served::Absent(why) = served {
        format!("{name} can't serve this: {why}")
    } else {
        let doing = if operation.reads() { "read this from" } else { "write this to" };
        format!("Nabe does not {doing} {name} yet.")
    };
    Failure::new(Code::NotSupported, message)
}

impl Read<'_> {
    async fn list(&self, account: &AccountId) -> Outcome<ReadAnswer> {
        let key = &self.core.cursor_key;
        let query = self.query_text();
        let binding = Binding { account: account.as_str(), resource: self.ask.operation.id, query: &query };
        let (mut position, mut last) = match self.ask.next.as_deref().filter(|it| !it.is_empty()) {
            Some(cursor) => place::unpack(&binding.open(key, cursor)?),
            None => (None, String::new()),
        };
        let limit = self.ask.page_size.unwrap_or(PAGE_SIZE).clamp(1, PAGE_SIZE_LIMIT);
        let mut page = Page::new(self.ask.raw);
        // Pages on which nothing meets the conditions are passed over.
        loop {
            position = self.page(position.as_deref(), limit, None, &mut last, &mut page).await?;
            if page.rows() > 0 || position.is_none() {
                break;
            }
        }
        let next = position.map(|it| binding.seal(key, &place::pack(&it, &last)));
        self.finish(page.close(next.as_deref())).await
    }

    async fn one(&self) -> Outcome<ReadAnswer> {
        let id = self.ask.id.as_deref().unwrap_or_default();
        let mut page = Page::new(self.ask.raw);
        match self.plan(&self.question(None, 1, Some(id))).await? {
            Plan::Calls(calls) => {
                self.answer(&self.question(None, 1, Some(id)), calls, &mut page).await?;
            }
            Plan::Scan => {
                let (mut position, mut last) = (None, String::new());
                loop {
                    let limit = self.resource.page_limit();
                    position = self.page(position.as_deref(), limit, Some(id), &mut last, &mut page).await?;
                    if page.rows() > 0 || position.is_none() {
                        break;
                    }
                }
            }
        }
        if page.rows() == 0 {
            return Err(self.failed(EngineError::NotFound).await);
        }
        self.finish(page.close_one()).await
    }

    fn question<'a>(&'a self, position: Option<&'a str>, limit: u32, id: Option<&'a str>) -> Ask<'a> {
        Ask {
            parent: self.ask.parent.as_deref(),
            id,
            position,
            limit: limit.min(self.resource.page_limit()),
            filters: &self.ask.filters,
            asked: &self.ask.asked,
            account: &self.ready.live.settings,
            public_url: &self.core.settings().public_url,
            today: self.core.clock.today(),
            explain: self.ask.explain,
        }
    }

    async fn plan(&self, ask: &Ask<'_>) -> Outcome<Plan> {
        match self.resource.plan(ask) {
            Ok(plan) => Ok(plan),
            Err(error) => Err(self.failed(error.into()).await),
        }
    }

    /// Reads one page of the provider into ours, and says where the next begins. With `wanted`, only the record of
    /// this id is kept; `last` is the id that was met last.
    async fn page(
        &self,
        position: Option<&str>,
        limit: u32,
        wanted: Option<&str>,
        last: &mut String,
        page: &mut Page,
    ) -> Outcome<Option<String>> {
        let ask = self.question(position, limit, None);
        let Plan::Calls(calls) = self.plan(&ask).await? else {
            return Err(self.failed(EngineError::NotFound).await);
        };
        let info = self.mapped(&ask, calls, wanted, last, page).await?;
        // A provider that sends its readers round in circles would be followed for ever.
        if info.next.is_some() && info.next.as_deref() == position {
            return Err(self.failed(EngineError::Malformed { at: "the link to the next page".into() }).await);
        }
        Ok(info.next)
    }

    async fn answer(&self, ask: &Ask<'_>, calls: Vec<Call>, page: &mut Page) -> Outcome<()> {
        self.mapped(ask, calls, None, &mut String::new(), page).await.map(drop)
    }

    async fn mapped(
        &self,
        ask: &Ask<'_>,
        calls: Vec<Call>,
        wanted: Option<&str>,
        last: &mut String,
        page: &mut Page,
    ) -> Outcome<PageInfo> {
        let mut replies = self.first(calls, page).await?;
        self.follow(ask, &mut replies, page).await?;
        let first: Vec<&[u8]> = replies.iter().map(|it| &it.body[..]).collect();
        let (further, gone) = self.all_further(ask, &first, page).await?;
        let answers = Answers { first: &first, further: &further, gone: &gone };
        let info = self.resource.read(ask, &answers, &mut |row| {
            // A list that grew by a row before this page gives the last record of the page before once more.
            // Records without an id are different ones.
            if last == row.id && !row.id.is_empty() {
                return;
            }
            row.id.clone_into(last);
            if wanted.is_none_or(|it| it == row.id) {
                self.write(page, &row, ask.account);
            }
        });
        let info = match info {
            Ok(info) => info,
            Err(error) => return Err(self.failed(error.into()).await),
        };
        self.note_lost(&info.lost);
        Ok(info)
    }

    /// The first calls, several at once; the gate sees to their pace.
    async fn first(&self, calls: Vec<Call>, page: &mut Page) -> Outcome<Vec<Reply>> {
        let calls: Vec<Call> = calls.into_iter().map(|call| self.with_proxy(call)).collect();
        let replies: Result<Vec<Reply>, EngineError> = match <[Call; 1]>::try_from(calls) {
            // Nearly every question takes one call.
            Ok([call]) => self.try_call(call).await.map(|it| vec![it]),
            Err(calls) => {
                let made = calls.into_iter().map(|call| self.try_call(call));
                stream::iter(made).buffered(CALLS_AT_ONCE).try_collect().await
            }
        };
        let replies = match replies {
            Ok(replies) => replies,
            Err(error) => return Err(self.failed(error).await),
        };
        if self.ask.raw {
            let redactor = self.ready.live.session.redactor().await;
            for reply in &replies {
                page.note_raw(&redactor, reply);
            }
        }
        Ok(replies)
    }

    /// Reads a list of the provider's to its end, where the resource needs all of it.
    async fn follow(&self, ask: &Ask<'_>, replies: &mut Vec<Reply>, page: &mut Page) -> Outcome<()> {
        while let Some(last) = replies.last() {
            let next = match self.resource.follow(ask, &last.body) {
                Ok(Some(next)) => next,
                Ok(None) => break,
                Err(error) => return Err(self.failed(error.into()).await),
            };
            // A list that leads back to itself would be followed for ever.
            if replies.len() >= PAGES_FOLLOWED {
                return Err(self
                    .failed(EngineError::Malformed { at: "its end: the list has none".into() })
                    .await);
            }
            replies.extend(self.first(vec![next], page).await?);
        }
        Ok(())
    }

    fn with_proxy(&self, call: Call) -> Call {
        self.ask.proxy.iter().fold(call, |call, (name, value)| call.query(name.clone(), value.clone()))
    }

    /// The further calls, round by round until no answer needs another one: their bodies by key, and the keys of
    /// what isn't there any more.
    async fn all_further(
        &self,
        ask: &Ask<'_>,
        first: &[&[u8]],
        page: &mut Page,
    ) -> Outcome<(HashMap<String, Vec<u8>>, HashSet<String>)> {
        let (mut found, mut gone) = (HashMap::new(), HashSet::new());
        let mut wanted = self.resource.further(ask, first);
        loop {
            let mut calls = match wanted {
                Ok(calls) => calls,
                Err(error) => return Err(self.failed(error.into()).await),
            };
            calls.retain(|(key, _)| !found.contains_key(key) && !gone.contains(key));
            if calls.is_empty() {
                return Ok((found, gone));
            }
            for (key, body) in self.further(calls, page).await? {
                match body {
                    Some(body) => drop(found.insert(key, body)),
                    None => drop(gone.insert(key)),
                }
            }
            wanted = self.resource.more(ask, &Answers { first, further: &found, gone: &gone });
        }
    }

    /// Further calls, several at once.
    async fn further(
        &self,
        calls: Vec<(String, Call)>,
        page: &mut Page,
    ) -> Outcome<Vec<(String, Option<Vec<u8>>)>> {
        let made = calls.into_iter().map(|(key, call)| self.one_further(key, call));
        let fetched: Result<Vec<_>, EngineError> =
            stream::iter(made).buffered(CALLS_AT_ONCE).try_collect().await;
        let fetched = match fetched {
            Ok(fetched) => fetched,
            Err(error) => return Err(self.failed(error).await),
        };
        if self.ask.raw {
            let redactor = self.ready.live.session.redactor().await;
            fetched.iter().filter_map(|(_, it)| it.as_ref()).for_each(|it| page.note_raw(&redactor, it));
        }
        Ok(fetched.into_iter().map(|(key, reply)| (key, reply.map(|it| it.body.into()))).collect())
    }

    async fn one_further(&self, key: String, call: Call) -> Result<(String, Option<Reply>), EngineError> {
        let is_optional = call.is_optional;
        let is_spared = call.is_spared;
        match self.try_call(call).await {
            Ok(reply) => Ok((key, Some(reply))),
            // Deleted between the two calls: the record is answered without.
            Err(EngineError::NotFound) => Ok((key, None)),
            // The explanation says which right it takes.
            Err(EngineError::PermissionMissing { .. }) if is_optional => Ok((key, None)),
            Err(EngineError::Rejected { .. }) if is_spared => Ok((key, None)),
            Err(error) => Err(error),
        }
    }

    async fn try_call(&self, call: Call) -> Result<Reply, EngineError> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.core.engine.call(&self.ready.live.session, &call, self.deadline).await
    }

    async fn failed(&self, error: EngineError) -> Failure {
        self.core.failed(self.caller, &self.ready, error).await
    }

    async fn finish(&self, json: Vec<u8>) -> Outcome<ReadAnswer> {
        self.core.succeeded(self.caller, &self.ready).await;
        Ok(ReadAnswer { json, calls: self.calls.load(Ordering::Relaxed) })
    }

    /// Writes one record, and its explanation when it is asked for.
    fn write(&self, page: &mut Page, row: &Row<'_, '_>, account: &AccountSettings) {
        self.note_defects(Some(row.id), row.defects);
        if !self.ask.explain {
            page.add(&Selected(&row.record, &self.visible));
        } else if let Some(record) = self.explained(row, account) {
            page.add(&record);
        }
    }

    /// A record with its explanation.
    fn explained(&self, row: &Row<'_, '_>, account: &AccountSettings) -> Option<Map<String, Value>> {
        let record = serde_json::to_value(Selected(&row.record, &self.visible)).ok()?;
        let Value::Object(mut record) = record else { return None };
        let mappable = self.ready.live.session.provider().mappable();
        let mappable = mappable.filter(|_| matches!(row.record, Record::Employee(_)));
        let decided = mappable.map(|it| Decided { targets: it.targets(), mappings: &account.mappings });
        let shown = Shown { asked: &self.ask.asked, visible: &self.visible, decided };
        let explanation = explain(self.resource.rules(), row, &record, &shown);
        record.insert("explain".to_owned(), Value::Object(explanation));
        Some(record)
    }

    /// What a cursor is bound to beside the account and the operation.
    fn query_text(&self) -> String {
        let Filters(filters) = &self.ask.filters;
        match (&self.ask.parent, filters.is_empty(), self.ask.proxy.is_empty()) {
            (None, true, true) => String::new(),
            (parent, ..) => format!("{parent:?}\n{filters:?}\n{:?}", self.ask.proxy),
        }
    }

    /// Bad values and rows are counted, by place and kind: never with a value.
    fn note_defects(&self, record: Option<&str>, defects: &[Defect]) {
        // Nearly every row can be read.
        if defects.is_empty() {
            return;
        }
        let of = (&self.caller.project, &self.ready.account.id);
        self.core.pending.note(of, self.ask.operation.id, record, defects, self.core.clock.now());
        for defect in defects {
            let labels = [
                ("provider", self.ready.account.provider.clone()),
                ("resource", self.ask.operation.id.to_owned()),
                ("path", defect.path.to_string()),
            ];
            metrics::counter!("nabe_provider_defects_total", &labels).increment(1);
        }
    }

    fn note_lost(&self, lost: &[Defect]) {
        self.note_defects(None, lost);
        if let Some(first) = lost.first() {
            let (rows, account) = (lost.len(), &self.ready.account.id);
            tracing::warn!(%account, rows, path = %first.path, kind = ?first.kind, "rows could not be read");
        }
    }
}
