//! What an administrator does with credentials that there are, on the page and through the control API.

use personio_sandbox::{NewCompany, Options};
use serde_json::json;

use super::{listed, page, submit, value};
use crate::kit::{FORM, Local, form};

const LIST: &str = "/settings/integrations/api-credentials";

async fn login(local: &Local, id: &str, secret: &str) -> crate::kit::Answer {
    let fields = [("client_id", id), ("client_secret", secret)];
    local.send("POST", "/v1/auth", &[FORM], form(&fields)).await
}

async fn made(local: &Local) -> (String, String) {
    let wanted = json!({"name": "Müller & Söhne", "permissions": "all"});
    let made = local.control("POST", "/_sandbox/credentials", wanted).await.expect(201).json();
    let text = |name: &str| made[name].as_str().unwrap().to_owned();
    (text("client_id"), text("client_secret"))
}

#[tokio::test]
async fn a_rotated_secret_is_shown_once_and_the_old_one_ends_with_its_tokens() {
    let local = Local::new();
    let (id, old) = made(&local).await;
    let token = login(&local, &id, &old).await.expect(200).json();
    let token = token["data"]["token"].as_str().unwrap().to_owned();
    local.get(&token, "/v1/company/employees").await.expect(200);

    let rotated = submit(&local, &format!("{LIST}/{id}/rotate"), &[]).await.expect(200);
    assert!(rotated.body.contains("It is not shown again"));
    let new = value(&rotated, "client-secret");
    assert_ne!(new, old);
    local.get(&token, "/v1/company/employees").await.expect(403);
    login(&local, &id, &old).await.expect(403);
    login(&local, &id, &new).await.expect(200);
    assert!(!page(&local, LIST).await.body.contains(&new), "the secret is shown once");

    let path = format!("/_sandbox/credentials/{id}/rotate");
    let again = local.control("POST", &path, json!(null)).await.expect(200).json();
    login(&local, &id, &new).await.expect(403);
    login(&local, &id, again["client_secret"].as_str().unwrap()).await.expect(200);
    local.control("POST", "/_sandbox/credentials/papi-0/rotate", json!(null)).await.expect(404);
}

#[tokio::test]
async fn a_disabled_credential_authenticates_no_longer() {
    let local = Local::new();
    let (id, secret) = made(&local).await;
    let token = login(&local, &id, &secret).await.expect(200).json();
    let token = token["data"]["token"].as_str().unwrap().to_owned();
    submit(&local, &format!("{LIST}/{id}/disable"), &[]).await.expect(303);
    assert!(page(&local, LIST).await.body.contains("Disabled"));
    assert_eq!(listed(&local).await[0]["status"], "disabled");
    login(&local, &id, &secret).await.expect(403);
    local.get(&token, "/v1/company/employees").await.expect(403);
    let oauth = [("client_id", &*id), ("client_secret", &*secret), ("grant_type", "client_credentials")];
    local.send("POST", "/v2/auth/token", &[FORM], form(&oauth)).await.expect(400);

    submit(&local, &format!("{LIST}/{id}/enable"), &[]).await.expect(303);
    login(&local, &id, &secret).await.expect(200);
    let path = format!("/_sandbox/credentials/{id}");
    local.control("PUT", &path, json!({"status": "disabled"})).await.expect(204);
    login(&local, &id, &secret).await.expect(403);
    local.control("PUT", &path, json!({"status": "active", "permissions": "all"})).await.expect(204);
    login(&local, &id, &secret).await.expect(200);
    for bad in [json!({}), json!({"status": "asleep"}), json!({"attributes": "all"})] {
        local.control("PUT", &path, bad).await.expect(400);
    }
}

#[tokio::test]
async fn the_last_use_is_told_with_its_route() {
    let local = Local::at("2026-06-01T10:00:00Z");
    let (id, secret) = made(&local).await;
    assert_eq!(listed(&local).await[0]["last_used_at"], json!(null));
    assert!(page(&local, LIST).await.body.contains("never"));
    login(&local, &id, "wrong").await.expect(403);
    assert_eq!(listed(&local).await[0]["last_used_at"], json!(null), "a wrong secret is no use");
    let token = login(&local, &id, &secret).await.expect(200).json();
    assert_eq!(listed(&local).await[0]["last_used_route"], "POST /v1/auth");
    local.clock().advance(3_600);
    local.get(token["data"]["token"].as_str().unwrap(), "/v2/persons?limit=1").await.expect(200);
    let stored = &listed(&local).await[0];
    assert_eq!(stored["last_used_route"], "GET /v2/persons");
    assert!(stored["last_used_at"].as_str().unwrap().starts_with("2026-06-01T11:00:00"), "{stored}");
    let list = page(&local, LIST).await.body;
    assert!(list.contains("GET /v2/persons") && list.contains("2026-06-01 13:00"), "{list}");
}

#[tokio::test]
async fn each_company_has_integrations_of_its_own_and_the_choice_is_remembered() {
    let other = NewCompany { key: "acme".to_owned(), people: 5, seed: 3 };
    let local = Local::of(Options { more_companies: vec![other], ..Options::default() });
    made(&local).await;
    let first = page(&local, LIST).await.expect(200);
    assert!(first.body.contains("Müller &#38; Söhne") && first.body.contains("<option value=\"acme\">"));
    assert!(!first.headers.contains_key("set-cookie"));
    let chosen = page(&local, &format!("{LIST}?company=acme")).await.expect(200);
    assert!(chosen.body.contains("No integration is connected yet"));
    assert!(chosen.body.contains("<option value=\"acme\" selected>"));
    let cookie = chosen.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let step = format!("{LIST}/new/permissions?name=x");
    let remembered = local.send("GET", &step, &[("cookie", &cookie)], "").await.expect(200);
    assert!(remembered.body.contains("permissions?company=acme\""), "a form says which company it is of");
    submit(
        &local,
        &format!("{LIST}/new/permissions?company=acme"),
        &[("name", "Other"), ("permission", "employees.read")],
    )
    .await
    .expect(201);
    let companies: Vec<_> = listed(&local).await.iter().map(|it| it["company"].clone()).collect();
    assert_eq!(companies, ["nordlicht", "acme"]);
    let unknown = page(&local, &format!("{LIST}?company=nobody")).await.expect(200);
    assert!(unknown.body.contains("Müller") && !unknown.headers.contains_key("set-cookie"));
}

#[tokio::test]
async fn what_another_site_sends_changes_nothing() {
    let local = Local::new();
    let (id, secret) = made(&local).await;
    let foreign = [
        vec![FORM, ("sec-fetch-site", "cross-site")],
        vec![FORM, ("sec-fetch-site", "same-site")],
        vec![FORM, ("origin", "https://evil.example.com")],
        vec![FORM, ("origin", "null")],
    ];
    for headers in &foreign {
        for path in ["rotate", "disable", "delete"].map(|it| format!("{LIST}/{id}/{it}")) {
            local.send("POST", &path, headers, "").await.expect(403);
        }
        for path in
            ["/clock", "/switches", "/people/new", "/attendance/new", "/absences/new", "/documents/new"]
        {
            local.send("POST", path, headers, "advance=P1D").await.expect(403);
        }
    }
    for path in ["/projects/new", "/faults", "/people/3001/delete", "/recruiting/candidates/1/anonymize"] {
        local.send("POST", path, &foreign[0], "effect=slow").await.expect(403);
    }
    login(&local, &id, &secret).await.expect(200);
    let own = [FORM, ("origin", "http://sandbox.test")];
    local.send("POST", &format!("{LIST}/{id}/delete"), &own, "").await.expect(303);
    assert!(listed(&local).await.is_empty());
}
