//! The head of the OpenAPI document; the routes add themselves.

use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Nabe",
        description = "A self-hosted integration hub for HR systems. Compatible on the wire with the published StackOne API.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    security(("basic" = []), ("bearer" = [])),
    tags(
        (name = "server", description = "The server itself"),
        (name = "connect_sessions", description = "The right, handed to a browser, to connect an account"),
        (name = "accounts", description = "Linked accounts"),
        (name = "connectors", description = "What can be connected"),
        (name = "hub", description = "What the embedded component calls"),
        (name = "hris", description = "People, one model for every provider"),
    ),
)]
struct Head;

/// The document without its routes.
pub(crate) fn document() -> utoipa::openapi::OpenApi {
    let mut document = Head::openapi();
    let mut components = document.components.take().unwrap_or_default();
    let http = |scheme| SecurityScheme::Http(HttpBuilder::new().scheme(scheme).build());
    components.add_security_scheme("basic", http(HttpAuthScheme::Basic));
    components.add_security_scheme("bearer", http(HttpAuthScheme::Bearer));
    let token = ApiKeyValue::new(crate::extract::SESSION_HEADER);
    components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Header(token)));
    document.components = Some(components);
    document
}
