//! The twelve rows of the permission table: each opens its routes, and only these.

use serde_json::{Value, json};

use crate::kit::{FORM, Local, Tokens, form};

/// Each row with routes that need it, and the status without it (facts §1.1).
const ROWS: [(&str, &[(&str, u16)]); 12] = [
    (
        "employees",
        &[("/v2/persons", 401), ("/v1/company/employees", 403), ("/v1/company/employees/attributes", 403)],
    ),
    ("attendances", &[("/v2/attendance-periods", 403)]),
    ("time_off", &[("/v2/absence-periods", 403), ("/v2/absence-types", 403)]),
    (
        "documents",
        &[("/v2/document-management/documents?owner_id=1", 403), ("/v1/company/document-categories", 403)],
    ),
    ("custom_reports", &[("/v2/reports", 400), ("/v1/company/custom-reports/reports", 403)]),
    ("compensations", &[("/v2/compensations", 403)]),
    ("recruiting", &[("/v2/recruiting/candidates", 403)]),
    ("webhooks", &[("/v2/webhooks", 403)]),
    ("org_units", &[("/v2/org-units", 403)]),
    ("legal_entities", &[("/v2/legal-entities", 403)]),
    ("cost_centers", &[("/v2/cost-centers", 403)]),
    ("workplaces", &[("/v2/workplaces", 403)]),
];

fn token_for<'a>(tokens: &'a Tokens, path: &str) -> &'a str {
    if path.starts_with("/v1") { &tokens.v1 } else { &tokens.v2 }
}

#[tokio::test]
async fn each_row_opens_its_routes_and_no_others() {
    let local = Local::new();
    for (row, _) in ROWS {
        let tokens = local.may(&[(row, "read")]).await;
        for (other, routes) in ROWS {
            for (path, without) in routes {
                let answer = local.get(token_for(&tokens, path), path).await;
                if other != row {
                    assert_eq!(answer.status, *without, "{path} with {row}: {answer:?}");
                } else if !path.contains("document-management") {
                    assert_eq!(answer.status, 200, "{path} with {row}: {answer:?}");
                } else {
                    assert!([200, 400, 404].contains(&answer.status), "{path} with {row}: {answer:?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_missing_right_is_told_in_words_of_its_own() {
    let local = Local::new();
    let tokens = local.may(&[("webhooks", "read")]).await;
    let said = |answer: crate::kit::Answer| answer.body;
    assert!(said(local.get(&tokens.v2, "/v2/persons").await).contains("Unauthorized Request"));
    assert!(said(local.get(&tokens.v2, "/v2/reports").await).contains("Unauthorized token"));
}

#[tokio::test]
async fn beta_routes_hide_without_the_header() {
    let local = Local::new();
    let bearer = format!("Bearer {}", local.all().await.v2);
    for path in ["/v2/cost-centers", "/v2/workplaces", "/v2/recruiting/candidates"] {
        local.send("GET", path, &[("authorization", &bearer)], "").await.expect(404);
    }
}

#[tokio::test]
async fn granted_scopes_are_old_and_new_names_side_by_side() {
    let scopes = Local::new().all().await.scopes;
    let scopes: Vec<&str> = scopes.split(' ').collect();
    for name in ["employees:read", "documents:read", "reports.custom:read", "personio:compensations:read"] {
        assert!(scopes.contains(&name), "{name} in {scopes:?}");
    }
}

#[tokio::test]
async fn a_token_is_the_same_all_day_and_comes_back_in_a_header_of_v1() {
    let local = Local::new();
    let token = local.all().await.v1;
    let answer = local.get(&token, "/v1/company/employees?limit=1").await.expect(200);
    assert_eq!(answer.headers["authorization"].to_str().unwrap(), format!("Bearer {token}"));
}

#[tokio::test]
async fn a_deleted_credential_stops_at_once() {
    let local = Local::new();
    let wanted = json!({"name": "a", "permissions": {"employees": "read"}});
    let made = local.control("POST", "/_sandbox/credentials", wanted).await.expect(201).json();
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    let (id, secret) = (text(&made["client_id"]), text(&made["client_secret"]));
    let login = form(&[("client_id", &id), ("client_secret", &secret)]);
    let token = local.send("POST", "/v1/auth", &[FORM], &login).await.expect(200).json();
    let token = text(&token["data"]["token"]);
    local.get(&token, "/v1/company/employees").await.expect(200);
    local.control("DELETE", &format!("/_sandbox/credentials/{id}"), Value::Null).await.expect(204);
    let refused = local.get(&token, "/v1/company/employees").await.expect(403);
    assert!(refused.body.contains("Provided authorization is not valid"), "{refused:?}");
    let refused = local.send("POST", "/v1/auth", &[FORM], &login).await;
    assert!([401, 403].contains(&refused.status), "{refused:?}");
}

#[tokio::test]
async fn a_token_ends_after_a_day_or_when_it_is_revoked() {
    let local = Local::at("2026-10-24T22:00:00Z");
    let Tokens { v1, v2, .. } = local.all().await;
    local.clock().advance(24 * 60 * 60 - 1);
    local.get(&v1, "/v1/company/employees?limit=1").await.expect(200);
    local.get(&v2, "/v2/persons?limit=1").await.expect(200);
    local.clock().advance(1);
    local.get(&v1, "/v1/company/employees?limit=1").await.expect(403);
    local.get(&v2, "/v2/persons?limit=1").await.expect(401);

    let token = local.all().await.v2;
    local.get(&token, "/v2/absence-types").await.expect(200);
    let answer = local.form(&token, "/v2/auth/revoke", &[("token", &token)]).await.expect(200);
    assert!(answer.bytes.is_empty(), "{answer:?}");
    local.get(&token, "/v2/absence-types").await.expect(401);
}
