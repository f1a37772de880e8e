//! Files, handed on as they come: nothing of them is kept, not even for a moment.
//!
//! What can fail is told before the first byte; what fails later breaks the answer off, so that nobody takes a part for
//! the whole.

mod media_type;
mod name;

use std::collections::{HashMap, HashSet};

use bytes::Bytes;
use futures_util::stream::{self, BoxStream, StreamExt};
use nabe_connector::{Answers, Ask, FileAsk, FileResource, Filters, PageInfo, Plan, Resource, Row, Served};
use nabe_engine::{Download, EngineError};
use nabe_model::errors::Code;
use nabe_model::ids::AccountId;
use nabe_model::record::Record;
use nabe_model::select::Asked;
use tokio::time::Instant;

use self::media_type::media_type;
use self::name::{Named, file_name};
use crate::caller::Caller;
use crate::core::Core;
use crate::failure::{Failure, Outcome};
use crate::live::Ready;
use crate::privacy;
use crate::read::{ReadAsk, not_served};

/// The bytes of a file, piece by piece.
pub type FileBody = BoxStream<'static, Result<Bytes, BrokenOff>>;

/// That a file broke off on its way, or stalled. The log says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file broke off on its way")]
pub struct BrokenOff;

/// A file, whose bytes are still to come.
pub struct FileAnswer {
    /// What it is called, with the ending of what it is. A name of a person's document: for the caller only.
    pub name: String,
    /// What it is, in a word that published clients know.
    pub media_type: &'static str,
    /// How the provider packed it, if it did.
    pub encoding: Option<String>,
    /// How many bytes there are in all, if the provider has said it.
    pub length: Option<u64>,
    /// The bytes.
    pub body: FileBody,
    /// How many calls of the provider it took.
    pub calls: u32,
}

/// One file on its way.
struct Fetch<'c> {
    core: &'c Core,
    caller: &'c Caller,
    ready: Ready,
    ask: &'c ReadAsk,
    deadline: Instant,
    calls: u32,
}

impl Core {
    /// Hands on a file.
    pub async fn download(&self, caller: &Caller, account: &AccountId, ask: &ReadAsk) -> Outcome<FileAnswer> {
        let deadline = Instant::now() + self.settings().request_life;
        let ready = self.ready(caller, account).await?;
        let provider = ready.live.session.provider();
        let file = match provider.serves(ask.operation.id) {
            Served::File(file) => file,
            other @ (Served::Resource(_) | Served::Absent(_) | Served::NotYet) => {
                return Err(not_served(provider, &other, ask.operation));
            }
        };
        privacy::may_have_file(caller, file.field())?;
        let mut fetch = Fetch { core: self, caller, ready, ask, deadline, calls: 0 };
        match fetch.file(file).await {
            Ok(answer) => {
                self.succeeded(caller, &fetch.ready).await;
                Ok(answer)
            }
            Err(error) => Err(fetch.failed(file, error).await),
        }
    }
}

impl Fetch<'_> {
    async fn file(&mut self, file: &dyn FileResource) -> Result<FileAnswer, EngineError> {
        let (parent, id) = (self.ask.parent.as_deref(), self.ask.id.as_deref());
        // What is wrong with the question costs no call.
        let call = file.call(&FileAsk { parent, id, parameters: &self.ask.filters })?;
        let named = match file.listed() {
            Some(list) => self.find(list).await?,
            None => Named::default(),
        };
        self.calls += 1;
        let session = &self.ready.live.session;
        let download = self.core.engine.download(session, &call, self.deadline).await?;
        let media_type = media_type(download.media_type.as_deref(), named.format.as_deref());
        Ok(FileAnswer {
            name: file_name(&named, media_type),
            media_type,
            encoding: download.encoding.clone(),
            length: download.length(),
            body: self.body(download),
            calls: self.calls,
        })
    }

    /// Looks for the record in its owner's list, and takes the file's name from it. Costs the pages up to the record.
    async fn find(&mut self, list: &'static dyn Resource) -> Result<Named, EngineError> {
        let wanted = self.ask.id.as_deref().unwrap_or_default();
        let mut position = None;
        loop {
            let mut found = None;
            let mut note = |row: Row<'_, '_>| {
                if row.id == wanted
                    && let Record::Document(document) = row.record
                {
                    found = Some(Named::of(document));
                }
            };
            let info = self.page(list, position.as_deref(), &mut note).await?;
            if let Some(found) = found {
                return Ok(found);
            }
            let Some(next) = info.next else { return Err(EngineError::NotFound) };
            if position.as_ref() == Some(&next) {
                return Err(EngineError::Malformed { at: "the link to the next page".to_owned() });
            }
            position = Some(next);
        }
    }

    /// One page of the owner's list.
    async fn page(
        &mut self,
        list: &'static dyn Resource,
        position: Option<&str>,
        each: &mut (dyn FnMut(Row<'_, '_>) + Send),
    ) -> Result<PageInfo, EngineError> {
        let live = &self.ready.live;
        let (filters, asked) = (Filters::default(), Asked::default());
        let ask = Ask {
            parent: self.ask.parent.as_deref(),
            id: None,
            position,
            limit: list.page_limit(),
            filters: &filters,
            asked: &asked,
            account: &live.settings,
            public_url: &self.core.settings().public_url,
            today: self.core.clock.today(),
            explain: false,
        };
        let Plan::Calls(calls) = list.plan(&ask)? else { return Err(EngineError::NotFound) };
        let mut replies = Vec::with_capacity(calls.len());
        for call in calls {
            self.calls += 1;
            replies.push(self.core.engine.call(&live.session, &call, self.deadline).await?);
        }
        let first: Vec<&[u8]> = replies.iter().map(|it| &it.body[..]).collect();
        let (further, gone) = (HashMap::new(), HashSet::new());
        Ok(list.read(&ask, &Answers { first: &first, further: &further, gone: &gone }, each)?)
    }

    /// The bytes as they come; what breaks off is logged once, without a word of what it is.
    fn body(&self, download: Download) -> FileBody {
        let (span, account) = (tracing::Span::current(), self.ready.account.id.clone());
        let pieces = stream::unfold(Some(download), move |download| {
            let (span, account) = (span.clone(), account.clone());
            async move {
                let mut download = download?;
                match download.next().await {
                    Ok(piece) => piece.map(|it| (Ok(it), Some(download))),
                    Err(error) => {
                        tracing::warn!(parent: &span, %account, %error, "a file broke off on its way");
                        Some((Err(BrokenOff), None))
                    }
                }
            }
        });
        pieces.boxed()
    }

    async fn failed(&self, file: &dyn FileResource, error: EngineError) -> Failure {
        #[expect(clippy::wildcard_enum_match_arm, reason = "the others carry no status")]
        let status = match &error {
            EngineError::NotFound => Some(404),
            EngineError::Rejected { status, .. } => Some(*status),
            _ => None,
        };
        let failure = self.core.failed(self.caller, &self.ready, error).await;
        match status.and_then(|it| file.refusal(it)) {
            Some(why) if matches!(failure.code, Code::RecordNotFound | Code::ProviderRejected) => {
                let provider = &self.ready.live.session.manifest().name;
                Failure { message: format!("{provider} {why}."), ..failure }
            }
            Some(_) | None => failure,
        }
    }
}
