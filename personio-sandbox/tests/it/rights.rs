//! The twelve rows of the permission table: each opens its routes, and only these.

use std::collections::BTreeMap;

use personio_sandbox::{Attributes, Permissions};
use serde_json::Value;

use crate::kit::{Local, Tokens};

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

async fn with(local: &Local, rows: &[&str]) -> Tokens {
    let rows: BTreeMap<String, String> =
        rows.iter().map(|it| ((*it).to_owned(), "read".to_owned())).collect();
    local.tokens(Permissions::Rows(rows), Attributes::All).await
}

fn token_for<'a>(tokens: &'a Tokens, path: &str) -> &'a str {
    if path.starts_with("/v1") { &tokens.v1 } else { &tokens.v2 }
}

#[tokio::test]
async fn each_row_opens_its_routes_and_no_others() {
    let local = Local::new();
    for (row, _) in ROWS {
        let tokens = with(&local, &[row]).await;
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
    let tokens = with(&local, &["webhooks"]).await;
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
    let body = r#"{"name":"a","permissions":{"employees":"read"}}"#;
    let made = local.send("POST", "/_sandbox/credentials", &[], body).await.expect(201).json();
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    let (id, secret) = (text(&made["client_id"]), text(&made["client_secret"]));
    let form = format!("client_id={id}&client_secret={secret}");
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let token = local.send("POST", "/v1/auth", &kind, &form).await.expect(200).json();
    let token = text(&token["data"]["token"]);
    local.get(&token, "/v1/company/employees").await.expect(200);
    local.send("DELETE", &format!("/_sandbox/credentials/{id}"), &[], "").await.expect(204);
    let refused = local.get(&token, "/v1/company/employees").await.expect(403);
    assert!(refused.body.contains("Provided authorization is not valid"), "{refused:?}");
    let refused = local.send("POST", "/v1/auth", &kind, &form).await;
    assert!([401, 403].contains(&refused.status), "{refused:?}");
}
