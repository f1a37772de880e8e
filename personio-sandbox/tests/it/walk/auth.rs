//! Tokens of both generations.

use serde_json::json;

use super::step::{Step, bare, form, get, multipart, send};
use crate::kit::File;

const NOTE: File<'static> =
    File { field: "file", name: "note.txt", media_type: "text/plain", bytes: b"note" };

pub(super) fn steps() -> Vec<Step> {
    let credential = json!({"name": "walk", "permissions": {"employees": "read"}});
    let login = json!({"client_id": "{id}", "client_secret": "{secret}"});
    vec![
        send("an administrator makes a credential", "POST", "/_sandbox/credentials", credential)
            .expect(201)
            .keep("id", "/client_id")
            .keep("secret", "/client_secret"),
        send("a token of v1", "POST", "/v1/auth", login.clone()).without_token().keep("v1", "/data/token"),
        form("the same by a form", "/v1/auth", &[("client_id", "{id}"), ("client_secret", "{secret}")])
            .without_token(),
        form("a wrong secret in v1", "/v1/auth", &[("client_id", "{id}"), ("client_secret", "wrong")])
            .without_token()
            .expect(403),
        multipart("credentials among files", "/v1/auth", &[("client_id", "{id}")], &[NOTE])
            .without_token()
            .expect(400),
        form(
            "a token of v2",
            "/v2/auth/token",
            &[
                ("grant_type", "client_credentials"),
                ("client_id", "{id}"),
                ("client_secret", "{secret}"),
                ("scope", "personio:persons:read"),
            ],
        )
        .without_token()
        .keep("v2", "/access_token"),
        send("a token of v2 by JSON", "POST", "/v2/auth/token", login).without_token().expect(400),
        form("no grant type", "/v2/auth/token", &[]).without_token().expect(400),
        form("another grant type", "/v2/auth/token", &[("grant_type", "password"), ("client_id", "{id}")])
            .without_token()
            .expect(400),
        form(
            "an unknown client",
            "/v2/auth/token",
            &[("grant_type", "client_credentials"), ("client_id", "x"), ("client_secret", "y")],
        )
        .without_token()
        .expect(400),
        form(
            "a scope that isn't granted",
            "/v2/auth/token",
            &[
                ("grant_type", "client_credentials"),
                ("client_id", "{id}"),
                ("client_secret", "{secret}"),
                ("scope", "personio:persons:write"),
            ],
        )
        .without_token()
        .expect(400),
        form("a token is revoked", "/v2/auth/revoke", &[("token", "{v2}")]).without_token(),
        form("no token to revoke", "/v2/auth/revoke", &[]).without_token().expect(400),
        get("an app that names itself", "/v1/company/employees?limit=1")
            .token("{v1}")
            .header("x-personio-app-id", "WALK"),
        bare("the credential is deleted", "DELETE", "/_sandbox/credentials/{id}").expect(204),
        get("its token has ended", "/v1/company/employees").token("{v1}").expect(403),
    ]
}
