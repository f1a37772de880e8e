//! A check that is watched: its page is sent piece by piece while it goes on, without any script.
//!
//! The check goes on when the browser leaves.

use std::collections::BTreeMap;
use std::convert::Infallible;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::response::Response;
use futures_util::stream::{self, Stream, StreamExt};
use nabe_core::{Core, Outcome, Progress};
use nabe_model::diagnosis::{PermissionState, State};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinHandle;
use tokio_util::task::TaskTracker;

use super::view::{CheckView, ProgressView};
use super::{Visit, ended};
use crate::html::{document, render};
use crate::language::Language;

/// Stands where the pieces go.
const HERE: &str = "<!--here-->";

/// A check that goes on.
pub(super) struct Watched {
    task: JoinHandle<Outcome<()>>,
    seen: UnboundedReceiver<Progress>,
}

impl Watched {
    /// Starts a check, which is handed who watches it.
    pub(super) fn start<F>(
        tasks: &TaskTracker,
        check: impl FnOnce(Box<dyn Fn(Progress) + Send + Sync>) -> F,
    ) -> Self
    where
        F: Future<Output = Outcome<()>> + Send + 'static,
    {
        let (tell, seen) = unbounded_channel();
        // Nobody may be left to see it.
        let task = tasks.spawn(check(Box::new(move |it| drop(tell.send(it)))));
        Self { task, seen }
    }
}

/// The page of a check: its result at once if there is nothing to see before, else pieces and then the result.
pub(super) async fn answer(
    watched: Watched,
    visit: Visit,
    integration: String,
    entered: BTreeMap<String, String>,
) -> Response {
    let Watched { task, mut seen } = watched;
    let Some(first) = seen.recv().await else {
        let (status, content) = visit.end(ended(task).await, &integration, &entered).await;
        return visit.page(status, &content);
    };
    let language = visit.language;
    let frame = render(&ProgressView { w: language.words(), items: HERE });
    let whole = render(&visit.shell(&frame));
    let (head, rest) = whole.split_once(HERE).unwrap_or((&whole, ""));
    let (middle, tail) = rest.split_once("<!--result-->").unwrap_or((rest, ""));
    let (head, middle, tail) = (head.to_owned(), middle.to_owned(), tail.to_owned());
    let labels = Labels::of(&visit, &integration).await;
    let (parts, _) = document(StatusCode::OK, visit.kind(), Body::empty()).into_parts();
    let items = stream::once(async { first }).chain(pieces(seen)).filter_map(move |it| {
        let item = item(&labels, language, &it);
        async move { item }
    });
    let result = async move {
        let (_, content) = visit.end(ended(task).await, &integration, &entered).await;
        format!("{middle}{content}{tail}")
    };
    let text = stream::once(async { head }).chain(items).chain(stream::once(result));
    let bytes = text.map(|it| Ok::<_, Infallible>(Bytes::from(it)));
    Response::from_parts(parts, Body::from_stream(bytes))
}

/// The names of the rows.
struct Labels {
    core: Core,
    provider: String,
}

impl Labels {
    async fn of(visit: &Visit, integration: &str) -> Self {
        let provider = if integration.is_empty() {
            let known = visit.core.session_diagnosis(&visit.session).await.ok().flatten();
            known.map_or_else(String::new, |it| it.provider)
        } else {
            integration.to_owned()
        };
        Self { core: visit.core.clone(), provider }
    }
}

fn pieces(mut seen: UnboundedReceiver<Progress>) -> impl Stream<Item = Progress> {
    stream::poll_fn(move |context| seen.poll_recv(context))
}

/// One thing that was found out, as a line of the list.
fn item(labels: &Labels, language: Language, progress: &Progress) -> Option<String> {
    let w = language.words();
    let (name, state) = match progress {
        Progress::Permission(PermissionState { row, access, state, .. }) => {
            let label = labels.core.permission_label(&labels.provider, row)?;
            (format!("{}: {}", language.pick(label), w.access(*access)), *state)
        }
        Progress::Attributes(attributes) => {
            let missing = attributes.list.iter().any(|it| it.state == State::Missing);
            let state = match attributes.sample {
                Some(_) if missing => State::Missing,
                Some(_) => State::Granted,
                None => State::Unknown,
            };
            (w.attributes.to_owned(), state)
        }
    };
    Some(render(&CheckView { name: &name, state, word: w.state(state) }))
}
