//! Tokens, rights and headers.

use serde_json::{Value, json};

use super::{Scene, Shown, check, shape};
use crate::kit::{Answer, FORM, form};

pub(super) const SHOWN: &[Shown] = &[
    ("v1-wrong-credentials", &[("403", "403"), ("401", "401")]),
    ("v1-wrong-credentials-code", &[("status", "403"), ("0", "0")]),
    ("v1-missing-credentials", &[("400", "400"), ("as-wrong", "403")]),
    (
        "v2-wrong-secret",
        &[("invalid_client", "\"invalid_client\""), ("unauthorized_client", "\"unauthorized_client\"")],
    ),
    ("revoke-authorization", &[("open", "200 200"), ("bearer", "401 200"), ("refused", "401 401")]),
    (
        "revoke-effect",
        &[("new-value", "401 another"), ("same-value", "401 the same"), ("none", "200 the same")],
    ),
    (
        "v2-401-body",
        &[("problem", "errors personio_trace_id timestamp"), ("message", "error"), ("empty", "nothing")],
    ),
    ("v2-problem-type", &[("address", "a text"), ("null", "null")]),
    ("persons-401-body", &[("message", "error"), ("problem", "errors personio_trace_id timestamp")]),
    ("reports-bad-token", &[("401", "401"), ("400", "400")]),
    ("employments-missing-right", &[("401", "401"), ("403", "403")]),
    ("guessed-scopes", &[("listed", "true"), ("unlisted", "false")]),
    ("app-headers", &[("ignored", "200 200"), ("form", "400 200"), ("required", "400 400")]),
    ("app-header-names", &[("both", "400"), ("x-only", "200")]),
    ("v1-attributes", &[("open", "200"), ("headers", "403")]),
];

async fn seen(switch: &str, it: &Scene) -> String {
    let wrong = [("client_id", "papi-x"), ("client_secret", "papi-y")];
    let bad = async |path: &str| it.with(path, &[("authorization", "Bearer papi-nobodys")]).await;
    match switch {
        "v1-wrong-credentials" => login(it, "/v1/auth", &wrong).await.status.to_string(),
        "v1-wrong-credentials-code" => {
            login(it, "/v1/auth", &wrong).await.json()["error"]["code"].to_string()
        }
        "v1-missing-credentials" => login(it, "/v1/auth", &wrong[..1]).await.status.to_string(),
        "v2-wrong-secret" => wrong_secret(it).await,
        "revoke-authorization" => {
            let bare = revoke(it, "papi-x", "").await.status;
            format!("{bare} {}", revoke(it, "papi-x", &it.v2).await.status)
        }
        "revoke-effect" => ended(it).await,
        "v2-401-body" => shape(&bad("/v2/jobs").await),
        "v2-problem-type" => {
            let told = bad("/v2/jobs").await.json()["errors"][0]["type"].clone();
            if told.is_string() { "a text".to_owned() } else { told.to_string() }
        }
        "persons-401-body" => shape(&bad("/v2/persons").await),
        "reports-bad-token" => bad("/v2/reports").await.status.to_string(),
        "employments-missing-right" => {
            let bearer = format!("Bearer {}", it.local.may(&[("documents", "read")]).await.v2);
            it.with("/v2/persons/1/employments", &[("authorization", &bearer)]).await.status.to_string()
        }
        "guessed-scopes" => it.local.all().await.scopes.contains("personio:reports:read").to_string(),
        "app-headers" => {
            let bad = it.naming("/v2/persons", "x-personio-app-id", "no good").await.status;
            format!("{bad} {}", it.get("/v2/persons").await.status)
        }
        "app-header-names" => {
            it.local.switch("app-headers", "form").await;
            it.naming("/v2/persons", "personio-app-id", "no good").await.status.to_string()
        }
        "v1-attributes" => it.get("/v1/company/employees/attributes").await.status.to_string(),
        _ => panic!("{switch}"),
    }
}

async fn login(it: &Scene, path: &str, fields: &[(&str, &str)]) -> Answer {
    it.local.send_unchecked("POST", path, &[FORM], form(fields)).await
}

async fn revoke(it: &Scene, token: &str, bearer: &str) -> Answer {
    let bearer = format!("Bearer {bearer}");
    let headers = [FORM, ("authorization", bearer.as_str())];
    let sent = if bearer.len() > 7 { &headers[..] } else { &headers[..1] };
    it.local.send_unchecked("POST", "/v2/auth/revoke", sent, form(&[("token", token)])).await
}

/// Id and secret of a new credential.
async fn credential(it: &Scene) -> (String, String) {
    let wanted = json!({"name": "another", "permissions": "all"});
    let made = it.local.control("POST", "/_sandbox/credentials", wanted).await.expect(201).json();
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    (text(&made["client_id"]), text(&made["client_secret"]))
}

async fn token(it: &Scene, id: &str, secret: &str) -> Answer {
    let grant = ("grant_type", "client_credentials");
    login(it, "/v2/auth/token", &[grant, ("client_id", id), ("client_secret", secret)]).await
}

async fn wrong_secret(it: &Scene) -> String {
    let (id, _) = credential(it).await;
    token(it, &id, "papi-x").await.json()["error"].to_string()
}

/// What becomes of a token that was ended, and which one the next request gives.
async fn ended(it: &Scene) -> String {
    let (id, secret) = credential(it).await;
    let before = token(it, &id, &secret).await.json()["access_token"].clone();
    let text = before.as_str().unwrap();
    revoke(it, text, "").await.expect(200);
    let status = it.with("/v2/jobs", &[("authorization", &format!("Bearer {text}"))]).await.status;
    let same = token(it, &id, &secret).await.json()["access_token"] == before;
    format!("{status} {}", if same { "the same" } else { "another" })
}

#[tokio::test]
async fn each_position_shows() {
    check(SHOWN, seen).await;
}
