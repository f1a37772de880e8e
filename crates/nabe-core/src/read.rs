//! Reading records of any resource, live.
//!
//! Rows go from the provider's answer into ours one by one; nothing is kept.

mod page;
mod place;
mod preview;

use std::borrow::Cow;

use nabe_connector::{
    AccountSettings, Ask, Defect, Filters, PageInfo, Plan, Provider, Resource, Row, Served,
};
use nabe_engine::EngineError;
use nabe_model::errors::Code;
use nabe_model::ids::AccountId;
use nabe_model::record::Record;
use nabe_model::select::{Asked, Fields, Selected};
use nabe_model::unified::{Shape, UnifiedOperation};
use serde_json::{Map, Value};

use self::page::Page;
use self::place::Place;
use crate::caller::Caller;
use crate::core::Core;
use crate::cursor::Binding;
use crate::explain::{Decided, Shown, explain};
use crate::failure::{Failure, Outcome};
use crate::fetch::{Fetch, Fetched, Question, onwards};
use crate::privacy;

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

impl ReadAsk {
    fn question(&self) -> Question<'_> {
        let Self { parent, filters, asked, proxy, explain, raw, .. } = self;
        Question { parent: parent.as_deref(), filters, asked, proxy, explain: *explain, raw: *raw }
    }
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
    fetch: Fetch<'c>,
    resource: &'static dyn Resource,
    ask: &'c ReadAsk,
    visible: Fields,
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
        let visible = privacy::visible(caller, &ask.asked.fields);
        if ask.raw {
            privacy::may_see_raw(caller)?;
        }
        let fetch = self.fetch(caller, account, ask.question()).await?;
        let provider = fetch.ready.live.session.provider();
        match provider.serves(ask.operation.id) {
            Served::Resource(resource) => Ok(Read { fetch, resource, ask, visible }),
            other @ (Served::File(_) | Served::Absent(_) | Served::NotYet) => {
                Err(not_served(provider, &other, ask.operation))
            }
        }
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
        let key = &self.fetch.core.cursor_key;
        let query = self.query_text();
        let binding = Binding { account: account.as_str(), resource: self.ask.operation.id, query: &query };
        let mut place = match self.ask.next.as_deref().filter(|it| !it.is_empty()) {
            Some(cursor) => Place::unpack(&binding.open(key, cursor)?),
            None => Place::default(),
        };
        let limit = self.ask.page_size.unwrap_or(PAGE_SIZE).clamp(1, PAGE_SIZE_LIMIT);
        let mut page = Page::new(self.ask.raw);
        let filled = self.filled(&mut place, limit, &mut page).await;
        let close = |()| page.close(place.pack().map(|it| binding.seal(key, &it)).as_deref());
        self.finish(filled, close).await.map_err(|it| self.of_list(it))
    }

    /// What isn't there is the list and no record of it, unless it is that of a record.
    fn of_list(&self, failure: Failure) -> Failure {
        if failure.code != Code::RecordNotFound || self.ask.parent.is_some() {
            return failure;
        }
        let name = &self.fetch.ready.live.session.manifest().name;
        let message = format!(
            "{name} answered that there is no such list for this account, or no such record as a filter names. \
             Other operations are not affected."
        );
        Failure { message, ..failure }
    }

    async fn one(&self) -> Outcome<ReadAnswer> {
        let mut page = Page::new(self.ask.raw);
        let found = self.look_up(self.ask.id.as_deref().unwrap_or_default(), &mut page).await;
        self.finish(found, |()| page.close_one()).await
    }

    /// Reads one record.
    async fn look_up(&self, id: &str, page: &mut Page) -> Result<(), EngineError> {
        let ask = self.fetch.ask(self.resource, Some(id), None, 1);
        match self.resource.plan(&ask)? {
            Plan::Calls(calls) => {
                let fetched = self.fetch.answers(self.resource, &ask, calls).await?;
                self.map(&ask, &fetched, None, &mut Place::default(), page).await?;
            }
            Plan::Scan => {
                self.fill(&mut Place::default(), self.resource.page_limit(), Some(id), page).await?;
            }
        }
        if page.rows() == 0 { Err(EngineError::NotFound) } else { Ok(()) }
    }

    /// Reads a page of the list. What can't be read of a condition is refused, also where the list has no use for it.
    async fn filled(&self, place: &mut Place, limit: u32, page: &mut Page) -> Result<(), EngineError> {
        self.ask.filters.instant("updated_after")?;
        self.fill(place, limit, None, page).await
    }

    /// Reads the provider's page at `place`, and passes over those on which nothing meets the conditions. Then `place`
    /// is where to go on. With `wanted`, only the record of this id is kept, and looked for to the end of the list.
    async fn fill(
        &self,
        place: &mut Place,
        limit: u32,
        wanted: Option<&str>,
        page: &mut Page,
    ) -> Result<(), EngineError> {
        let mut passed_over = false;
        loop {
            let position = place.position.take();
            let ask = self.fetch.ask(self.resource, None, position.as_deref(), limit);
            let fetched = match self.fetch.page(self.resource, &ask).await {
                // Whoever comes back goes on from here, and not from the beginning.
                Err(EngineError::RateLimited { .. } | EngineError::Timeout) if passed_over => {
                    place.position = position;
                    return Ok(());
                }
                fetched => fetched?,
            };
            let info = self.map(&ask, &fetched, wanted, place, page).await?;
            place.position = onwards(info, position.as_deref())?;
            if page.rows() > 0 || place.position.is_none() {
                return Ok(());
            }
            passed_over = wanted.is_none();
            if passed_over && self.fetch.is_late() {
                return Ok(());
            }
        }
    }

    async fn map(
        &self,
        ask: &Ask<'_>,
        fetched: &Fetched,
        wanted: Option<&str>,
        place: &mut Place,
        page: &mut Page,
    ) -> Result<PageInfo, EngineError> {
        if !fetched.shown.is_empty() {
            let redactor = self.fetch.ready.live.session.redactor().await;
            fetched.shown.iter().for_each(|it| page.note_raw(&redactor, it));
        }
        let mut is_first = true;
        let info = fetched.read(self.resource, ask, &mut |row| {
            let mark = self.mark(&row);
            let is_told = std::mem::take(&mut is_first) && place.ended_with(&mark);
            if is_told {
                return;
            }
            place.go_past(&mark);
            if wanted.is_none_or(|it| it == row.id) {
                self.write(page, &row, ask.account);
            }
        })?;
        self.note_lost(&info.lost);
        Ok(info)
    }

    /// By what a record is known again: its id, and what it says where another may have that id. Of the latter only so
    /// much is told that nobody can guess it.
    fn mark<'r>(&self, row: &Row<'r, '_>) -> Cow<'r, str> {
        if row.id.is_empty() || !self.resource.makes_up_id(&row.record) {
            return Cow::Borrowed(row.id);
        }
        let said = serde_json::to_vec(&row.record).unwrap_or_default();
        // FNV-1a, which never changes: a cursor outlives the program.
        let hash = said.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, it| {
            (hash ^ u64::from(*it)).wrapping_mul(0x100_0000_01b3)
        });
        Cow::Owned(format!("{} {:04x}", row.id, hash >> 48))
    }

    /// The answer, if everything went well; else what went wrong.
    async fn finish<T>(
        &self,
        done: Result<T, EngineError>,
        written: impl FnOnce(T) -> Vec<u8>,
    ) -> Outcome<ReadAnswer> {
        match done {
            Ok(done) => {
                self.fetch.succeeded().await;
                Ok(ReadAnswer { json: written(done), calls: self.fetch.calls() })
            }
            Err(error) => Err(self.fetch.failed(error).await),
        }
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
        let mappable = self.fetch.ready.live.session.provider().mappable();
        let mappable = mappable.filter(|_| matches!(row.record, Record::Employee(_)));
        let decided = mappable.map(|it| Decided { targets: it.targets(), mappings: &account.mappings });
        let shown = Shown { asked: &self.ask.asked, visible: &self.fetch.caller.fields, decided };
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
        let Fetch { core, caller, ready, .. } = &self.fetch;
        let of = (&caller.project, &ready.account.id);
        core.pending.note(of, self.ask.operation.id, record, defects, core.clock.now());
        for defect in defects {
            let labels = [
                ("provider", ready.account.provider.clone()),
                ("resource", self.ask.operation.id.to_owned()),
                ("path", defect.path.to_string()),
            ];
            metrics::counter!("nabe_provider_defects_total", &labels).increment(1);
        }
    }

    fn note_lost(&self, lost: &[Defect]) {
        self.note_defects(None, lost);
        if let Some(first) = lost.first() {
            let (rows, account) = (lost.len(), &self.fetch.ready.account.id);
            tracing::warn!(%account, rows, path = %first.path, kind = ?first.kind, "rows could not be read");
        }
    }
}
