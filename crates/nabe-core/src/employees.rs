//! Reading employees, live.
//!
//! Rows go from the provider's answer into ours one by one; nothing is kept.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::stream::{self, StreamExt, TryStreamExt};
use jiff::Timestamp;
use nabe_connector::{Call, Defect, Employees, FieldRule, Filters, ListAsk, Mapped, Mapping, Needs, Want};
use nabe_engine::{EngineError, Reply};
use nabe_model::errors::Code;
use nabe_model::ids::AccountId;
use nabe_model::select::{Fields, Selected};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::caller::Caller;
use crate::core::Core;
use crate::cursor::Binding;
use crate::explain::{Shown, explain};
use crate::failure::{Failure, Outcome};
use crate::live::Ready;
use crate::privacy;

/// Further calls that are under way at once.
const DETAILS_AT_ONCE: usize = 8;
/// Rows on a page when nobody says how many.
pub(crate) const PAGE_SIZE: u32 = 25;
/// The most rows on a page; more are served as this many.
const PAGE_SIZE_LIMIT: u32 = 100;

/// How a record is to be answered.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The fields that are answered.
    pub fields: Fields,
    /// What `include` names.
    pub include: Vec<String>,
    /// What `expand` names.
    pub expand: Vec<String>,
    /// Whether the provider's answer comes along.
    pub raw: bool,
    /// Whether each value is explained.
    pub explain: bool,
}

/// A list of employees to read.
#[derive(Clone, Debug, Default)]
pub struct ListEmployees {
    /// How records are answered.
    pub options: ReadOptions,
    /// Rows on a page.
    pub page_size: Option<u32>,
    /// Where to go on.
    pub next: Option<String>,
    /// Changed after this instant.
    pub updated_after: Option<Timestamp>,
    /// With this e-mail address at work.
    pub email: Option<String>,
    /// With this number.
    pub employee_number: Option<String>,
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
    resource: &'static dyn Employees,
    options: &'c ReadOptions,
    visible: Fields,
    want: Want,
    deadline: Instant,
    calls: AtomicU32,
}

impl Core {
    /// A page of employees.
    pub async fn list_employees(
        &self,
        caller: &Caller,
        account: &AccountId,
        list: &ListEmployees,
    ) -> Outcome<ReadAnswer> {
        let read = self.read(caller, account, &list.options).await?;
        let filters = Filters {
            updated_after: list.updated_after,
            email: list.email.clone(),
            employee_number: list.employee_number.clone(),
        };
        let query = query_text(&filters);
        let binding = Binding { account: account.as_str(), resource: "employees", query: &query };
        let mut position = match list.next.as_deref().filter(|it| !it.is_empty()) {
            Some(cursor) => Some(binding.open(&self.cursor_key, cursor)?),
            None => None,
        };
        let page_size = list.page_size.unwrap_or(PAGE_SIZE).clamp(1, PAGE_SIZE_LIMIT);
        // A filter that the provider doesn't have is applied here, on its largest pages, until something is found:
        // such a page may hold more rows than were asked for.
        let scans = filters.employee_number.is_some();
        let limit = if scans { read.resource.page_limit() } else { page_size };
        let mut page = Page::new(read.options.raw);
        loop {
            let ask = ListAsk { position: position.as_deref(), limit, filters: &filters };
            position = read.page(&ask, &mut page).await?;
            if !scans || page.rows > 0 || position.is_none() {
                break;
            }
        }
        let next = position.map(|it| binding.seal(&self.cursor_key, &it));
        read.finish(page.close(next.as_deref())).await
    }

    /// One employee.
    pub async fn employee(
        &self,
        caller: &Caller,
        account: &AccountId,
        id: &str,
        options: &ReadOptions,
    ) -> Outcome<ReadAnswer> {
        let read = self.read(caller, account, options).await?;
        let mut page = Page::new(options.raw);
        let call = match read.resource.get(id) {
            Ok(call) => call,
            Err(error) => return Err(read.failed(error.into()).await),
        };
        let reply = read.call(&call).await?;
        let details = read.details(vec![id.to_owned()]).await?;
        let today = self.clock.today();
        let mapping = Mapping { want: read.want, today, details: details.as_ref() };
        let result =
            read.resource.read_one(&mapping, &reply.body, &mut |mapped| read.write(&mut page, &mapped));
        if let Err(error) = result {
            return Err(read.failed(error.into()).await);
        }
        read.note_raw(&mut page, &reply).await;
        read.finish(page.close_one()).await
    }

    async fn read<'c>(
        &'c self,
        caller: &'c Caller,
        account: &AccountId,
        options: &'c ReadOptions,
    ) -> Outcome<Read<'c>> {
        let deadline = Instant::now() + self.settings().request_life;
        let visible = privacy::visible(caller, &options.fields);
        if options.raw {
            privacy::may_see_raw(caller)?;
        }
        let ready = self.ready(caller, account).await?;
        let provider = ready.live.session.provider();
        let resource = provider.employees().ok_or_else(|| {
            Failure::new(Code::NotSupported, format!("{} has no employees here.", provider.manifest().name))
        })?;
        let want = want(options);
        Ok(Read {
            core: self,
            caller,
            ready,
            resource,
            options,
            visible,
            want,
            deadline,
            calls: AtomicU32::new(0),
        })
    }
}

impl Read<'_> {
    /// Reads one page of the provider into ours, and says where the next begins.
    async fn page(&self, ask: &ListAsk<'_>, page: &mut Page) -> Outcome<Option<String>> {
        let call = match self.resource.list(ask) {
            Ok(call) => call,
            Err(error) => return Err(self.failed(error.into()).await),
        };
        let reply = self.call(&call).await?;
        let details = match self.detail_ids(&reply) {
            Ok(ids) => self.details(ids).await?,
            Err(error) => return Err(self.failed(error).await),
        };
        let mapping = Mapping { want: self.want, today: self.core.clock.today(), details: details.as_ref() };
        let info = self.resource.read_page(ask, &mapping, &reply.body, &mut |mapped| {
            if self.resource.passes(ask.filters, mapped.record) {
                self.write(page, &mapped);
            }
        });
        let info = match info {
            Ok(info) => info,
            Err(error) => return Err(self.failed(error.into()).await),
        };
        self.note_lost(&info.lost);
        self.note_raw(page, &reply).await;
        Ok(info.next)
    }

    async fn call(&self, call: &Call) -> Outcome<Reply> {
        match self.try_call(call).await {
            Ok(reply) => Ok(reply),
            Err(error) => Err(self.failed(error).await),
        }
    }

    async fn try_call(&self, call: &Call) -> Result<Reply, EngineError> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.core.engine.call(&self.ready.live.session, call, self.deadline).await
    }

    /// The ids for which further calls are needed; none when nothing that was asked for needs them.
    fn detail_ids(&self, reply: &Reply) -> Result<Vec<String>, EngineError> {
        if self.resource.detail(self.want, "0").is_none() {
            return Ok(Vec::new());
        }
        Ok(self.resource.ids(&reply.body)?)
    }

    /// The further calls, several at once; the gate sees to their pace.
    async fn details(&self, ids: Vec<String>) -> Outcome<Option<HashMap<String, Vec<u8>>>> {
        let calls: Vec<_> =
            ids.into_iter().filter_map(|id| Some((self.resource.detail(self.want, &id)?, id))).collect();
        if calls.is_empty() {
            return Ok(None);
        }
        let fetched = stream::iter(calls.into_iter().map(|(call, id)| self.one_detail(call, id)));
        let fetched: Result<Vec<_>, EngineError> =
            fetched.buffer_unordered(DETAILS_AT_ONCE).try_collect().await;
        match fetched {
            Ok(fetched) => Ok(Some(fetched.into_iter().flatten().collect())),
            Err(error) => Err(self.failed(error).await),
        }
    }

    async fn one_detail(&self, call: Call, id: String) -> Result<Option<(String, Vec<u8>)>, EngineError> {
        match self.try_call(&call).await {
            Ok(reply) => Ok(Some((id, reply.body.to_vec()))),
            // Deleted between the two calls: the person is answered without.
            Err(EngineError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn failed(&self, error: EngineError) -> Failure {
        self.core.failed(self.caller, &self.ready, error).await
    }

    async fn finish(&self, json: Vec<u8>) -> Outcome<ReadAnswer> {
        self.core.succeeded(self.caller, &self.ready).await;
        Ok(ReadAnswer { json, calls: self.calls.load(Ordering::Relaxed) })
    }

    /// Writes one record, and its explanation when it is asked for.
    fn write(&self, page: &mut Page, mapped: &Mapped<'_, '_>) {
        self.note_defects(mapped.defects);
        let record = Selected(mapped.record, &self.visible);
        if !self.options.explain {
            page.add(&record);
            return;
        }
        let Ok(Value::Object(mut record)) = serde_json::to_value(&record) else { return };
        let fields = Shown { asked: &self.options.fields, visible: &self.visible };
        let explanation =
            explain(self.resource.rules(), mapped, &record, &fields, |rule| is_fetched(rule, self.options));
        record.insert("explain".to_owned(), Value::Object(explanation));
        page.add(&Value::Object(record));
    }

    async fn note_raw(&self, page: &mut Page, reply: &Reply) {
        if self.options.raw {
            let redactor = self.ready.live.session.redactor().await;
            let response = String::from_utf8_lossy(&redactor.bytes(&reply.body)).into_owned();
            let response = RawValue::from_string(response).ok();
            let url = redactor.text(&reply.path_and_query);
            page.raw.push(
                json!({ "method": reply.method.as_str(), "url": url, "body": null, "response": response }),
            );
        }
    }

    /// Bad values and rows are counted, by place and kind: never with a value.
    fn note_defects(&self, defects: &[Defect]) {
        for defect in defects {
            let labels = [
                ("provider", self.ready.account.provider.clone()),
                ("resource", "employees".to_owned()),
                ("path", defect.path.to_string()),
            ];
            metrics::counter!("nabe_provider_defects_total", &labels).increment(1);
        }
    }

    fn note_lost(&self, lost: &[Defect]) {
        self.note_defects(lost);
        if let Some(first) = lost.first() {
            let (rows, account) = (lost.len(), &self.ready.account.id);
            tracing::warn!(%account, rows, path = %first.path, kind = ?first.kind, "rows could not be read");
        }
    }
}

/// The answer while it is written.
struct Page {
    json: Vec<u8>,
    rows: usize,
    wants_raw: bool,
    raw: Vec<Value>,
}

impl Page {
    const HEAD: &'static [u8] = br#"{"data":["#;

    fn new(wants_raw: bool) -> Self {
        let mut json = Vec::with_capacity(4096);
        json.extend_from_slice(Self::HEAD);
        Self { json, rows: 0, wants_raw, raw: Vec::new() }
    }

    fn add(&mut self, record: &impl serde::Serialize) {
        if self.rows > 0 {
            self.json.push(b',');
        }
        let before = self.json.len();
        match serde_json::to_writer(&mut self.json, record) {
            Ok(()) => self.rows += 1,
            Err(error) => {
                tracing::error!(%error, "a record can't be written");
                self.json.truncate(before);
            }
        }
    }

    fn close(mut self, next: Option<&str>) -> Vec<u8> {
        self.json.extend_from_slice(br#"],"next":"#);
        match next {
            // A cursor is made of letters, digits, - and _.
            Some(next) => {
                self.json.push(b'"');
                self.json.extend_from_slice(next.as_bytes());
                self.json.push(b'"');
            }
            None => self.json.extend_from_slice(b"null"),
        }
        self.end()
    }

    /// The answer for one record: the same without the list around it.
    fn close_one(mut self) -> Vec<u8> {
        self.json.remove(Self::HEAD.len() - 1);
        self.end()
    }

    fn end(mut self) -> Vec<u8> {
        if self.wants_raw {
            self.json.extend_from_slice(br#","raw":"#);
            if serde_json::to_writer(&mut self.json, &self.raw).is_err() {
                self.json.extend_from_slice(b"[]");
            }
        }
        self.json.push(b'}');
        self.json
    }
}

fn query_text(filters: &Filters) -> String {
    let Filters { updated_after, email, employee_number } = filters;
    if updated_after.is_none() && email.is_none() && employee_number.is_none() {
        return String::new();
    }
    format!("{updated_after:?}\n{email:?}\n{employee_number:?}")
}

fn is_named(field: &str, options: &ReadOptions) -> bool {
    options.fields.names(field)
}

/// What the caller asked for, in the provider's terms.
fn want(options: &ReadOptions) -> Want {
    let included = |it: &str| options.include.iter().any(|name| name == it) || is_named(it, options);
    let expanded = |it: &str| options.expand.iter().any(|name| name == it) || is_named(it, options);
    Want {
        custom_fields: included("custom_fields"),
        bank_details: included("bank_details"),
        groups: expanded("groups"),
        work_location: expanded("work_location"),
        home_location: expanded("home_location"),
        employments: expanded("employments"),
        company: expanded("company"),
        job_id: is_named("job_id", options),
        contract_type: is_named("employment_contract_type", options),
    }
}

/// Whether a field that must be asked for was asked for.
fn is_fetched(rule: &FieldRule, options: &ReadOptions) -> bool {
    let listed = |names: &[String]| names.iter().any(|it| it == rule.field);
    is_named(rule.field, options)
        || match rule.needs {
            Needs::Nothing => true,
            Needs::Include => listed(&options.include),
            Needs::Expand => listed(&options.expand),
            Needs::Naming => false,
        }
}
