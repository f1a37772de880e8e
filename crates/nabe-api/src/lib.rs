//! The HTTP surface: platform, hub and unified API, and the OpenAPI document.
//!
//! Extracts, calls one use case, answers. Decides nothing.

mod body;
mod cors;
mod extract;
mod health;
mod hub;
mod layers;
mod limits;
mod meters;
mod openapi;
mod platform;
mod problem;
mod query;
mod state;
mod unified;

use std::sync::LazyLock;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use problem::Problem;
pub use state::{Api, ApiSettings};

/// Every route, on one screen.
fn routes() -> OpenApiRouter<Api> {
    let hub = OpenApiRouter::new()
        .routes(routes!(hub::settings))
        .routes(routes!(hub::list_connectors))
        .routes(routes!(hub::get_connector))
        .routes(routes!(hub::create_account))
        .routes(routes!(hub::get_account, hub::update_account))
        .routes(routes!(hub::create_attempt))
        .routes(routes!(hub::get_attempt, hub::cancel_attempt));
    OpenApiRouter::with_openapi(openapi::document())
        .routes(routes!(health::health))
        .routes(routes!(platform::sessions::create))
        .routes(routes!(platform::sessions::authenticate))
        .routes(routes!(platform::sessions::revoke))
        .routes(routes!(platform::accounts::list))
        .routes(routes!(platform::accounts::get, platform::accounts::patch, platform::accounts::delete))
        .routes(routes!(platform::accounts::meta))
        .routes(routes!(platform::accounts::diagnosis, platform::accounts::diagnose))
        .routes(routes!(platform::field_mappings::get, platform::field_mappings::put))
        .routes(routes!(platform::field_mappings::preview))
        .routes(routes!(platform::quarantine::list, platform::quarantine::clear))
        .routes(routes!(platform::connectors::list))
        .routes(routes!(platform::connectors::get))
        .routes(routes!(platform::auth_configs::list))
        .merge(hub)
}

/// The OpenAPI document of every route.
pub fn document() -> OpenApi {
    let mut document = routes().split_for_parts().1;
    unified::describe(&mut document);
    document
}

/// The document as it is answered: made when it is asked for first, as few servers ever are.
static DOCUMENT: LazyLock<String> = LazyLock::new(|| document().to_json().unwrap_or_default());

/// The API as a router, with `others` (pages, metrics) behind the same layers.
pub fn router(api: &Api, others: Router) -> Router {
    routes()
        .split_for_parts()
        .0
        .merge(unified::routes())
        .route("/openapi.json", get(|| async { health::json(&DOCUMENT) }))
        .route("/unified/{*path}", axum::routing::any(unified::unsupported))
        .method_not_allowed_fallback(problem::method_not_allowed)
        .with_state(api.clone())
        .merge(others.layer(from_fn_with_state(api.clone(), layers::around_others)))
        .fallback(problem::route_not_found)
        .layer(DefaultBodyLimit::max(api.settings.body_limit))
        .layer(from_fn_with_state(api.clone(), layers::around))
}
