//! Server-rendered pages: Connect and the documentation.
//!
//! Works without script. Decides nothing.

mod assets;
mod connect;
mod coverage;
mod docs;
mod guide;
mod html;
mod language;
mod messages;
mod words;

use axum::Router;
use axum::extract::FromRef;
use axum::routing::{get, post};
use nabe_core::Core;
use tokio_util::task::TaskTracker;

/// What the pages stand on.
#[derive(Clone)]
struct Pages {
    core: Core,
    /// Checks that go on when their browser has left.
    tasks: TaskTracker,
}

impl FromRef<Pages> for Core {
    fn from_ref(pages: &Pages) -> Self {
        pages.core.clone()
    }
}

impl FromRef<Pages> for TaskTracker {
    fn from_ref(pages: &Pages) -> Self {
        pages.tasks.clone()
    }
}

/// Every page. `tasks` is waited for before the program ends.
pub fn router(core: &Core, tasks: &TaskTracker) -> Router {
    Router::new()
        .route("/", get(docs::index))
        .route("/connect/{token}", get(connect::show).post(connect::submit))
        .route("/connect/{token}/check", post(connect::check))
        .route("/connect/{token}/theme.css", get(connect::theme))
        .route("/connect/{token}/logo", get(connect::logo))
        .route("/docs", get(docs::index))
        .route("/docs/errors", get(docs::errors))
        .route("/docs/errors/{code}", get(docs::error))
        .route("/docs/connectors/{provider}", get(docs::connector))
        .route("/docs/connectors/{provider}/coverage", get(docs::coverage))
        .route("/docs/connectors/{provider}/pictures/{file}", get(docs::picture))
        .route("/docs/embedding", get(docs::embedding))
        .route("/llms.txt", get(docs::llms))
        .route("/assets/nabe.css", get(assets::style))
        .route("/assets/connect.js", get(assets::script))
        .route("/embed/nabe-connect.js", get(assets::embed))
        .route("/assets/logos/{file}", get(assets::logo))
        .with_state(Pages { core: core.clone(), tasks: tasks.clone() })
}
