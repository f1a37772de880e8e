//! Connect: the choice, the form beside its guide, the check as it goes on, and its result.
//!
//! Plain forms that work without script. Looking changes nothing: mail scanners open links. Secrets are never shown
//! again.

mod progress;
mod view;

use std::collections::BTreeMap;

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use nabe_core::{Core, Door, Failure, Logo, OpenSession, Outcome, Submission, clean};
use nabe_model::diagnosis::Diagnosis;
use nabe_model::errors::Code;
use serde::Deserialize;
use tokio::task::JoinHandle;
use tokio_util::task::TaskTracker;

use self::progress::Watched;
use self::view::{ChooseView, FormView, NoteKind, NoteView, OutcomeView, Setting, Shell};
use crate::guide::with_pictures;
use crate::html::{Kind, page, render};
use crate::language::Language;
use crate::messages::sentence;

/// The form's own field, beside the provider's.
const INTEGRATION: &str = "integration";
/// The form's button that takes what was offered for a field, as `field=value`.
const TAKEN: &str = "taken";

/// What the address says beside the token.
#[derive(Default, Deserialize)]
pub(crate) struct Choice {
    provider: Option<String>,
    lang: Option<String>,
    /// That the person has cancelled.
    cancel: Option<String>,
}

/// Shows the form, or what came of it.
pub(crate) async fn show(
    State(core): State<Core>,
    Path(token): Path<String>,
    Query(choice): Query<Choice>,
    headers: HeaderMap,
) -> Response {
    let language = Language::of(choice.lang.as_deref(), &headers);
    match Visit::open(core, &token, language).await {
        Ok(visit) if choice.cancel.is_some() && !visit.session.is_used() => visit.cancelled(),
        Ok(visit) => visit.begin(choice.provider.as_deref()).await,
        Err(failure) => refusal(language, &failure),
    }
}

/// Tries what was entered.
pub(crate) async fn submit(
    State(core): State<Core>,
    State(tasks): State<TaskTracker>,
    Path(token): Path<String>,
    Query(choice): Query<Choice>,
    headers: HeaderMap,
    Form(mut entered): Form<BTreeMap<String, String>>,
) -> Response {
    let language = Language::of(choice.lang.as_deref(), &headers);
    let visit = match Visit::open(core, &token, language).await {
        Ok(visit) => visit,
        Err(failure) => return refusal(language, &failure),
    };
    // What is shown again is shown as it was understood.
    for value in entered.values_mut() {
        *value = clean(value);
    }
    let integration = entered.remove(INTEGRATION).unwrap_or_default();
    if let Some((key, offer)) = entered.remove(TAKEN).as_deref().and_then(|it| it.split_once('=')) {
        entered.insert(key.to_owned(), offer.to_owned());
        return visit.form(&integration, &entered, None).await;
    }
    let account = visit.session.hub_settings().existing_account_id;
    // A secret that is left empty stays as it is.
    let fields = entered.iter().filter(|(_, value)| account.is_none() || !value.is_empty());
    let fields = fields.map(|(key, value)| (key.clone(), value.clone())).collect();
    let submission = Submission { integration: integration.clone(), fields, account, attempt: None };
    let (core, session) = (visit.core.clone(), visit.session.clone());
    let watched = Watched::start(&tasks, move |watch| async move {
        core.link_watched(&session, submission, &*watch).await.map(drop)
    });
    progress::answer(watched, visit, integration, entered).await
}

/// Looks again at what the credentials may do, after something was mended.
pub(crate) async fn check(
    State(core): State<Core>,
    State(tasks): State<TaskTracker>,
    Path(token): Path<String>,
    Query(choice): Query<Choice>,
    headers: HeaderMap,
) -> Response {
    let language = Language::of(choice.lang.as_deref(), &headers);
    let visit = match Visit::open(core, &token, language).await {
        Ok(visit) => visit,
        Err(failure) => return refusal(language, &failure),
    };
    let (core, session) = (visit.core.clone(), visit.session.clone());
    let watched =
        Watched::start(
            &tasks,
            move |watch| async move { core.check_again(&session, &*watch).await.map(drop) },
        );
    progress::answer(watched, visit, String::new(), BTreeMap::new()).await
}

/// The colours of the session's project.
pub(crate) async fn theme(State(core): State<Core>, Path(token): Path<String>) -> Response {
    let headers = [(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "no-store")];
    match core.open_session(&token, Door::Page).await {
        Ok(session) => (headers, core.theme(&session).await.unwrap_or_default()).into_response(),
        Err(failure) => counted((headers, "").into_response(), &failure),
    }
}

/// The logo of the session's project. A picture that is a document may do nothing on its own.
pub(crate) async fn logo(State(core): State<Core>, Path(token): Path<String>) -> Response {
    let logo = match core.open_session(&token, Door::Page).await {
        Ok(session) => core.project_logo(&session).await.ok().flatten(),
        Err(failure) => return counted(StatusCode::NOT_FOUND.into_response(), &failure),
    };
    let Some(Logo { bytes, media_type }) = logo else { return StatusCode::NOT_FOUND.into_response() };
    let headers = [
        (CONTENT_TYPE, media_type.as_str()),
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; sandbox"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, bytes).into_response()
}

/// One look at the page.
pub(crate) struct Visit {
    core: Core,
    token: String,
    session: OpenSession,
    origins: Vec<String>,
    has_logo: bool,
    language: Language,
}

impl Visit {
    async fn open(core: Core, token: &str, language: Language) -> Outcome<Self> {
        let session = core.open_session(token, Door::Page).await?;
        let origins = core.allowed_origins(session.project()).await?;
        let has_logo = core.project_logo(&session).await?.is_some();
        Ok(Self { core, token: token.to_owned(), session, origins, has_logo, language })
    }

    /// The result if there is one already, else the form of the one provider, or the choice among several.
    async fn begin(&self, chosen: Option<&str>) -> Response {
        if self.session.is_used() {
            let used = Failure::new(Code::SessionUsed, "This link has already connected its account.");
            return match self.core.session_diagnosis(&self.session).await {
                Ok(Some(diagnosis)) => self.page(StatusCode::OK, &self.outcome(&diagnosis, None)),
                Ok(None) => refusal(self.language, &used),
                Err(failure) => refusal(self.language, &failure),
            };
        }
        let integrations = self.core.hub_connectors(&self.session, chosen).integrations;
        match integrations.as_slice() {
            [only] => self.form(&only.provider, &BTreeMap::new(), None).await,
            several => {
                let view =
                    ChooseView { w: self.language.words(), lang: self.language.tag(), integrations: several };
                self.page(StatusCode::OK, &render(&view))
            }
        }
    }

    /// The person has cancelled: nothing changes, and the link stays good.
    fn cancelled(&self) -> Response {
        let w = self.language.words();
        self.page(StatusCode::OK, &note(NoteKind::Cancelled, w.cancelled, w.cancelled_hint))
    }

    async fn form(
        &self,
        integration: &str,
        entered: &BTreeMap<String, String>,
        failure: Option<&Failure>,
    ) -> Response {
        let status = failure.map_or(StatusCode::OK, status_of);
        match self.form_part(integration, entered, failure).await {
            Ok(content) => self.page(status, &content),
            Err(failure) => refusal(self.language, &failure),
        }
    }

    /// The form, to be put into a page.
    async fn form_part(
        &self,
        integration: &str,
        entered: &BTreeMap<String, String>,
        failure: Option<&Failure>,
    ) -> Outcome<String> {
        let connector = self.core.hub_connector(&self.session, integration)?;
        let stored = match self.session.hub_settings().existing_account_id {
            Some(id) => Some(self.core.hub_account(&self.session, &id).await?),
            None => None,
        };
        let message = failure.map(|it| sentence(self.language, &connector.name, it, stored.is_some()));
        let guide = self.core.guide(integration, self.language.tag(), Some(&self.session)).await?;
        let guide = with_pictures(&guide.unwrap_or_default(), integration);
        let view =
            FormView::new(self.language, &connector, &guide, stored.as_ref(), entered, failure, message);
        Ok(render(&view))
    }

    /// The result, to be put into a page.
    fn outcome(&self, diagnosis: &Diagnosis, failure: Option<&Failure>) -> String {
        let Ok(connector) = self.core.hub_connector(&self.session, &diagnosis.provider) else {
            return note(NoteKind::Good, self.language.words().connected, "");
        };
        let message = failure.map(|it| sentence(self.language, &connector.name, it, true));
        let labels = |row: &str| self.core.permission_label(&diagnosis.provider, row);
        let clicks = self.core.mend_attributes(diagnosis);
        let (language, owner) = (self.language, self.session.owner_name());
        let setting = Setting { language, token: &self.token, owner, connector: &connector };
        let view = OutcomeView::new(setting, diagnosis, &clicks, message, labels);
        render(&view)
    }

    /// What came of it, to be put into a page; with its status.
    async fn end(
        &self,
        ended: Outcome<()>,
        integration: &str,
        entered: &BTreeMap<String, String>,
    ) -> (StatusCode, String) {
        // The session has changed meanwhile.
        let now = self.core.open_session(&self.token, Door::Page).await;
        let diagnosis = match &now {
            Ok(session) if session.is_used() => self.core.session_diagnosis(session).await.ok().flatten(),
            Ok(_) | Err(_) => None,
        };
        match (ended, diagnosis) {
            (Ok(()), Some(diagnosis)) => (StatusCode::OK, self.outcome(&diagnosis, None)),
            (Err(failure), Some(diagnosis)) if integration.is_empty() => {
                (status_of(&failure), self.outcome(&diagnosis, Some(&failure)))
            }
            (Ok(()), None) => (StatusCode::OK, note(NoteKind::Good, self.language.words().connected, "")),
            (Err(failure), _) if failure.code == Code::SessionUsed => self.no_good(&failure),
            (Err(failure), _) => match self.form_part(integration, entered, Some(&failure)).await {
                Ok(content) => (status_of(&failure), content),
                Err(_) => self.no_good(&failure),
            },
        }
    }

    fn no_good(&self, failure: &Failure) -> (StatusCode, String) {
        let message = sentence(self.language, "", failure, false);
        (status_of(failure), note(NoteKind::Unusable, self.language.words().link_no_good, &message))
    }

    fn kind(&self) -> Kind<'_> {
        Kind::Session(&self.origins)
    }

    fn shell<'a>(&'a self, content: &'a str) -> Shell<'a> {
        Shell::new(self.language, Some(&self.token), self.has_logo, self.session.owner_name(), content)
    }

    fn page(&self, status: StatusCode, content: &str) -> Response {
        page(status, self.kind(), &self.shell(content))
    }
}

fn note(kind: NoteKind, title: &str, message: &str) -> String {
    render(&NoteView { title, message, kind })
}

fn status_of(failure: &Failure) -> StatusCode {
    StatusCode::from_u16(failure.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A page instead of the form: the link is no good (any more).
fn refusal(language: Language, failure: &Failure) -> Response {
    // To a person, a link that is no good is a page that isn't there.
    let gone = failure.code == Code::SessionInvalid;
    let status = if gone { StatusCode::NOT_FOUND } else { status_of(failure) };
    let message = sentence(language, "", failure, false);
    let content = note(NoteKind::Unusable, language.words().link_no_good, &message);
    let shell = Shell::new(language, None, false, "", &content);
    counted(page(status, Kind::Refusal, &shell), failure)
}

/// An answer with the failure behind it, for whoever counts guesses.
fn counted(mut response: Response, failure: &Failure) -> Response {
    response.extensions_mut().insert(failure.clone());
    response
}

/// What a task ended with; one that broke off is a fault of ours.
async fn ended(task: JoinHandle<Outcome<()>>) -> Outcome<()> {
    task.await.unwrap_or_else(|error| {
        tracing::error!(%error, "a check broke off");
        Err(Failure::new(Code::Internal, "The check broke off. The operator's log says why."))
    })
}
