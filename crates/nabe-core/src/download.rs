//! Files, handed on as they come: nothing of them is kept, not even for a moment.
//!
//! What can fail is told before the first byte; what fails later breaks the answer off, so that nobody takes a part for
//! the whole.

mod media_type;
mod name;

use bytes::Bytes;
use futures_util::stream::{self, BoxStream, StreamExt};
use nabe_connector::{FileAsk, FileResource, Filters, Resource, Served};
use nabe_engine::{Download, EngineError};
use nabe_model::errors::Code;
use nabe_model::ids::AccountId;
use nabe_model::record::Record;
use nabe_model::select::Asked;

use self::media_type::media_type;
use self::name::{Named, file_name};
use crate::caller::Caller;
use crate::core::Core;
use crate::failure::{Failure, Outcome};
use crate::fetch::{Fetch, Question, onwards};
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
struct Handing<'c> {
    fetch: Fetch<'c>,
    ask: &'c ReadAsk,
}

impl Core {
    /// Hands on a file.
    pub async fn download(&self, caller: &Caller, account: &AccountId, ask: &ReadAsk) -> Outcome<FileAnswer> {
        // The conditions of the question are about the file, and not about the list in which it stands.
        let (filters, asked) = (Filters::default(), Asked::default());
        let question = Question {
            parent: ask.parent.as_deref(),
            filters: &filters,
            asked: &asked,
            proxy: &[],
            explain: false,
            raw: false,
        };
        let fetch = self.fetch(caller, account, question).await?;
        let provider = fetch.ready.live.session.provider();
        let file = match provider.serves(ask.operation.id) {
            Served::File(file) => file,
            other @ (Served::Resource(_) | Served::Absent(_) | Served::NotYet) => {
                return Err(not_served(provider, &other, ask.operation));
            }
        };
        privacy::may_have_file(caller, file.field())?;
        let handing = Handing { fetch, ask };
        match handing.file(file).await {
            Ok(answer) => {
                handing.fetch.succeeded().await;
                Ok(answer)
            }
            Err(error) => Err(handing.failed(file, error).await),
        }
    }
}

impl Handing<'_> {
    async fn file(&self, file: &dyn FileResource) -> Result<FileAnswer, EngineError> {
        let (parent, id) = (self.ask.parent.as_deref(), self.ask.id.as_deref());
        // What is wrong with the question costs no call.
        let call = file.call(&FileAsk { parent, id, parameters: &self.ask.filters })?;
        let named = match file.listed() {
            Some(list) => self.find(list).await?,
            None => Named::default(),
        };
        let download = self.fetch.download(&call).await?;
        let media_type = media_type(download.media_type.as_deref(), named.format.as_deref());
        Ok(FileAnswer {
            name: file_name(&named, media_type),
            media_type,
            encoding: download.encoding.clone(),
            length: download.length(),
            body: self.body(download),
            calls: self.fetch.calls(),
        })
    }

    /// Looks for the record in its owner's list, and takes the file's name from it. Costs the pages up to the record.
    async fn find(&self, list: &'static dyn Resource) -> Result<Named, EngineError> {
        let wanted = self.ask.id.as_deref().unwrap_or_default();
        let mut position = None;
        loop {
            let ask = self.fetch.ask(list, None, position.as_deref(), list.page_limit());
            let fetched = self.fetch.page(list, &ask).await?;
            let mut found = None;
            let info = fetched.read(list, &ask, &mut |row| {
                if row.id == wanted
                    && let Record::Document(document) = row.record
                {
                    found = Some(Named::of(document));
                }
            })?;
            if let Some(found) = found {
                return Ok(found);
            }
            position = Some(onwards(info, position.as_deref())?.ok_or(EngineError::NotFound)?);
        }
    }

    /// The bytes as they come; what breaks off is logged once, without a word of what it is.
    fn body(&self, download: Download) -> FileBody {
        let (span, account) = (tracing::Span::current(), self.fetch.ready.account.id.clone());
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
        let failure = self.fetch.failed(error).await;
        match status.and_then(|it| file.refusal(it)) {
            Some(why) if matches!(failure.code, Code::RecordNotFound | Code::ProviderRejected) => {
                let provider = &self.fetch.ready.live.session.manifest().name;
                Failure { message: format!("{provider} {why}."), ..failure }
            }
            Some(_) | None => failure,
        }
    }
}
