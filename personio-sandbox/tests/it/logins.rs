//! What nobody knows of tokens and of the headers that say who calls (facts §2, §3, §15).

use personio_sandbox::Options;
use serde_json::json;

use crate::kit::{Answer, FORM, Local, form};

/// Id and secret of a new credential that may do everything.
async fn credential(local: &Local) -> (String, String) {
    let wanted = json!({"name": "logins", "permissions": "all"});
    let made = local.control("POST", "/_sandbox/credentials", wanted).await.expect(201).json();
    let text = |name: &str| made[name].as_str().unwrap().to_owned();
    (text("client_id"), text("client_secret"))
}

async fn v1(local: &Local, fields: &[(&str, &str)]) -> Answer {
    local.send("POST", "/v1/auth", &[FORM], form(fields)).await
}

async fn v2(local: &Local, id: &str, secret: &str, scope: &str) -> Answer {
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", id),
        ("client_secret", secret),
        ("scope", scope),
    ];
    local.send("POST", "/v2/auth/token", &[FORM], form(&fields)).await
}

async fn revoke(local: &Local, token: &str, headers: &[(&str, &str)]) -> Answer {
    let headers = [&[FORM], headers].concat();
    local.send("POST", "/v2/auth/revoke", &headers, form(&[("token", token)])).await
}

#[tokio::test]
async fn revoking_is_limited_as_well() {
    let local = Local::of(Options::default());
    let first = v1(&local, &[]).await;
    assert_eq!(first.status, 400);
    let mut told = Vec::new();
    for _ in 0..200 {
        told.push(revoke(&local, "x", &[]).await.status);
    }
    assert!(told.contains(&429), "{told:?}");
}

/// A token of v2, as it is given out now.
async fn token(local: &Local, (id, secret): &(String, String)) -> String {
    let answer = v2(local, id, secret, "").await.expect(200).json();
    answer["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn wrong_or_missing_credentials_of_v1() {
    let local = Local::new();
    let wrong = [("client_id", "papi-x"), ("client_secret", "papi-y")];
    let told = v1(&local, &wrong).await.expect(403).json();
    assert_eq!(told["error"], json!({"code": 403, "message": "Wrong credentials"}));
    v1(&local, &wrong[..1]).await.expect(400);
    local.switch("v1-wrong-credentials", "401").await;
    assert_eq!(v1(&local, &wrong).await.expect(401).json()["error"]["code"], 401);
    v1(&local, &wrong[..1]).await.expect(400);
    local.switch("v1-missing-credentials", "as-wrong").await;
    v1(&local, &wrong[..1]).await.expect(401);
}

#[tokio::test]
async fn a_wrong_secret_of_v2() {
    let local = Local::new();
    let (id, _) = credential(&local).await;
    assert_eq!(v2(&local, &id, "papi-x", "").await.expect(400).json()["error"], "invalid_client");
    local.switch("v2-wrong-secret", "unauthorized_client").await;
    assert_eq!(v2(&local, &id, "papi-x", "").await.expect(400).json()["error"], "unauthorized_client");
    assert_eq!(v2(&local, "papi-y", "papi-x", "").await.expect(400).json()["error"], "invalid_client");
}

#[tokio::test]
async fn a_token_that_was_ended_comes_back_or_not() {
    let local = Local::new();
    let who = credential(&local).await;
    let first = token(&local, &who).await;
    revoke(&local, &first, &[]).await.expect(200);
    local.get(&first, "/v2/jobs").await.expect(401);
    let second = token(&local, &who).await;
    assert_ne!(second, first);

    local.switch("revoke-effect", "same-value").await;
    revoke(&local, &second, &[]).await.expect(200);
    local.get(&second, "/v2/jobs").await.expect(401);
    assert_eq!(token(&local, &who).await, second);
    local.get(&second, "/v2/jobs").await.expect(200);

    local.switch("revoke-effect", "none").await;
    revoke(&local, &second, &[]).await.expect(200);
    local.get(&second, "/v2/jobs").await.expect(200);
}

#[tokio::test]
async fn anyone_may_end_a_token_or_who_has_one_or_nobody() {
    let local = Local::new();
    let who = credential(&local).await;
    local.switch("revoke-authorization", "bearer").await;
    let first = token(&local, &who).await;
    revoke(&local, &first, &[]).await.expect(401);
    revoke(&local, &first, &[("authorization", "Bearer papi-x")]).await.expect(401);
    revoke(&local, &first, &[("authorization", &format!("Bearer {first}"))]).await.expect(200);
    local.switch("revoke-authorization", "refused").await;
    let second = token(&local, &who).await;
    let told = revoke(&local, &second, &[("authorization", &format!("Bearer {second}"))]).await;
    assert_eq!(told.expect(401).json()["errors"][0]["title"], "Authorisation Restrictions");
    local.get(&second, "/v2/jobs").await.expect(200);
}

#[tokio::test]
async fn a_bad_token_is_refused_in_words_of_each_family() {
    let local = Local::new();
    let bad = async |path: &str| local.get("papi-nobodys", path).await;
    assert!(bad("/v2/jobs").await.expect(401).json()["errors"].is_array());
    assert_eq!(bad("/v2/persons").await.expect(401).json()["error"]["message"], "Unauthorized Request");
    assert!(bad("/v2/reports").await.expect(401).json()["errors"].is_array());

    local.switch("v2-401-body", "message").await;
    assert_eq!(bad("/v2/jobs").await.expect(401).json()["error"]["message"], "Unauthorized");
    local.switch("v2-401-body", "empty").await;
    let bearer = [("authorization", "Bearer papi-nobodys")];
    let empty = local.send_unchecked("GET", "/v2/jobs", &bearer, "").await;
    assert_eq!((empty.status, empty.body.as_str()), (401, ""));
    local.switch("persons-401-body", "problem").await;
    let told = bad("/v2/persons").await.expect(401).json();
    assert_eq!(told["errors"][0]["detail"], "Unauthorized Request");
    local.switch("reports-bad-token", "400").await;
    assert_eq!(bad("/v2/reports").await.expect(400).json()["error"]["message"], "Unauthorized token");
}

#[tokio::test]
async fn employments_answer_a_missing_right_as_persons_or_as_others() {
    let local = Local::new();
    let token = local.may(&[("documents", "read")]).await.v2;
    let path = "/v2/persons/1/employments";
    local.get(&token, path).await.expect(401);
    local.switch("employments-missing-right", "403").await;
    let bearer = [("authorization", format!("Bearer {token}"))];
    let bearer = bearer.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(local.send_unchecked("GET", path, &bearer, "").await.status, 403);
    local.get(&token, "/v2/persons").await.expect(401);
}

#[tokio::test]
async fn guessed_scopes_are_there_or_not() {
    let local = Local::new();
    let (id, secret) = credential(&local).await;
    let scopes = async || {
        let answer = v2(&local, &id, &secret, "").await.expect(200).json();
        answer["scope"].as_str().unwrap().to_owned()
    };
    assert!(scopes().await.contains("personio:reports:read"));
    v2(&local, &id, &secret, "personio:reports:read").await.expect(200);
    local.switch("guessed-scopes", "unlisted").await;
    assert!(!scopes().await.contains("personio:reports:read"));
    let told = v2(&local, &id, &secret, "personio:reports:read").await.expect(400).json();
    assert_eq!(told["error"], "invalid_scope");
    // The right itself comes with a scope of the same row.
    let narrow = v2(&local, &id, &secret, "reports.custom:read").await.expect(200).json();
    assert_eq!(narrow["scope"], "reports.custom:read");
    let narrow = narrow["access_token"].as_str().unwrap();
    local.get(narrow, "/v2/reports").await.expect(200);
    local.get(narrow, "/v2/jobs").await.expect(403);
}

#[tokio::test]
async fn headers_of_applications_are_ignored_or_wanted() {
    let local = Local::new();
    let tokens = local.all().await;
    let call = async |path: &str, name: &str, value: &str| {
        let token = if path.starts_with("/v1") { &tokens.v1 } else { &tokens.v2 };
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str()), (name, value)];
        local.send("GET", path, &headers, "").await.status
    };
    let (v1, v2) = ("/v1/company/employees", "/v2/persons");
    let app = "x-personio-app-id";
    for path in [v1, v2] {
        assert_eq!(call(path, app, "bad value").await, 200);
    }
    local.switch("app-headers", "form").await;
    for path in [v1, v2] {
        assert_eq!(call(path, app, "bad value").await, 400);
        assert_eq!(call(path, "x-personio-partner-id", "bad").await, 400);
        assert_eq!(call(path, "personio-app-id", "bad").await, 400);
        assert_eq!(call(path, app, "MY_APPLICATION").await, 200);
        assert_eq!(call(path, "accept", "application/json").await, 200);
    }
    local.switch("app-headers", "required").await;
    for path in [v1, v2] {
        assert_eq!(call(path, "accept", "application/json").await, 400);
        assert_eq!(call(path, "personio-app-id", "MY_APPLICATION").await, 200);
    }
    local.switch("app-header-names", "x-only").await;
    for path in [v1, v2] {
        assert_eq!(call(path, "personio-app-id", "MY_APPLICATION").await, 400);
        assert_eq!(call(path, app, "MY_APPLICATION").await, 200);
    }
}

#[tokio::test]
async fn the_list_of_org_units_is_open_or_hidden() {
    let local = Local::new();
    let bearer = format!("Bearer {}", local.all().await.v2);
    let list = async |beta: &str| {
        let headers = [("authorization", bearer.as_str()), ("beta", beta)];
        local.send_unchecked("GET", "/v2/org-units", &headers, "").await.status
    };
    assert_eq!(list("").await, 200);
    local.switch("org-units-beta", "hidden").await;
    assert_eq!([list("").await, list("true").await], [404, 200]);
}

#[tokio::test]
async fn cursors_that_are_altered_old_or_contradicted() {
    let local = Local::at("2026-05-04T08:00:00Z");
    let token = local.all().await.v2;
    let next = async || {
        let page = local.get(&token, "/v2/persons?limit=3").await.expect(200).json();
        page["_meta"]["links"]["next"]["href"].as_str().unwrap().replace("http://sandbox.test", "")
    };
    let rows = |it: &Answer| it.json()["_data"].as_array().unwrap().len();
    let eternal = next().await;
    let altered = format!("{eternal}x");
    local.get(&token, &altered).await.expect(400);
    local.get(&token, &format!("{eternal}&limit=4")).await.expect(400);
    local.get(&token, &format!("{eternal}&limit=3")).await.expect(200);
    local.switch("cursor-with-parameters", "cursor-wins").await;
    assert_eq!(rows(&local.get(&token, &format!("{eternal}&limit=4")).await.expect(200)), 3);
    local.switch("altered-cursor", "first-page").await;
    assert_eq!(rows(&local.get(&token, &altered).await.expect(200)), 10);

    local.switch("altered-cursor", "400").await;
    local.switch("cursor-lifetime", "1h").await;
    let mortal = next().await;
    local.clock().advance(3_599);
    local.get(&token, &mortal).await.expect(200);
    local.clock().advance(1);
    local.get(&token, &mortal).await.expect(400);
    local.get(&token, &eternal).await.expect(200);
    local.switch("cursor-lifetime", "unlimited").await;
    local.get(&token, &mortal).await.expect(200);
}
