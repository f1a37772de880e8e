//! Server-rendered pages: Connect and the documentation.
//!
//! Works without script. Decides nothing.

mod assets;
mod connect;
mod docs;
mod html;

use axum::Router;
use axum::routing::get;
use nabe_core::Core;

/// Every page.
pub fn router(core: &Core) -> Router {
    Router::new()
        .route("/", get(docs::index))
        .route("/connect/{token}", get(connect::show).post(connect::submit))
        .route("/docs/errors", get(docs::errors))
        .route("/docs/errors/{code}", get(docs::error))
        .route("/docs/connectors/{provider}", get(docs::connector))
        .route("/assets/nabe.css", get(assets::style))
        .route("/assets/logos/{file}", get(assets::logo))
        .with_state(core.clone())
}
