//! The log of requests: what is told of a call, and what is not.

use serde_json::{Value, json};

use crate::kit::{FORM, JSON, Local, form};

async fn last(local: &Local) -> Value {
    let log = local.control("GET", "/_sandbox/requests?limit=1", Value::Null).await.expect(200).json();
    log["requests"][0].clone()
}

#[tokio::test]
async fn a_read_as_a_command() {
    let local = Local::new();
    let token = local.all().await.v2;
    let bearer = format!("Bearer {token}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("beta", "true"),
        ("x-personio-app-id", "MY_APPLICATION"),
        ("cookie", "session=secret"),
        ("host", "api.example.com"),
        ("x-forwarded-proto", "https"),
    ];
    local.send_unchecked("GET", "/v2/persons?email=o'hara@example.com", &headers, "").await;
    let told = last(&local).await;
    assert_eq!(
        told["curl"],
        "curl 'https://api.example.com/v2/persons?email=o'\\''hara@example.com' \
         -H \"authorization: Bearer $TOKEN\" -H 'beta: true' -H 'x-personio-app-id: MY_APPLICATION'"
    );
    assert_eq!((&told["app"], &told["faults"]), (&json!("MY_APPLICATION"), &json!([])));
    assert_eq!(told["template"], "/v2/persons");
    assert!(!told.to_string().contains(&token));
}

#[tokio::test]
async fn bodies_and_secrets_are_not_told() {
    let local = Local::new();
    let login = [("client_id", "papi-1"), ("client_secret", "papi-2")];
    local.send("POST", "/v1/auth", &[FORM], form(&login)).await.expect(403);
    assert_eq!(
        last(&local).await["curl"],
        "curl -X POST 'http://sandbox.test/v1/auth' -H 'content-type: application/x-www-form-urlencoded' \
         --data 'client_id=…&client_secret=…'"
    );
    let login = json!({"client_id": "papi-1", "client_secret": "papi-2"}).to_string();
    local.send("POST", "/v1/auth", &[JSON], login).await.expect(403);
    let told = last(&local).await;
    assert!(
        told["curl"].as_str().unwrap().ends_with("--data '{\"client_id\":\"…\",\"client_secret\":\"…\"}'")
    );
    local.send("POST", "/v1/auth?client_id=papi-1&client_secret=papi-2", &[], "").await.expect(403);
    let told = last(&local).await.to_string();
    assert!(told.contains("client_secret=REDACTED") && !told.contains("papi-2"), "{told}");
}

#[tokio::test]
async fn an_app_is_told_by_the_names_that_are_read() {
    let local = Local::new();
    let plain = [("personio-app-id", "MY_APPLICATION")];
    local.send("GET", "/v2/persons", &plain, "").await.expect(401);
    assert_eq!(last(&local).await["app"], "MY_APPLICATION");
    local.switch("app-header-names", "x-only").await;
    local.send("GET", "/v2/persons", &plain, "").await.expect(401);
    assert_eq!(last(&local).await["app"], Value::Null);
}

#[tokio::test]
async fn a_path_that_no_route_has_is_told_too() {
    let local = Local::new();
    local.send("GET", "/v2/nowhere", &[], "").await.expect(404);
    let told = last(&local).await;
    assert_eq!((&told["template"], &told["status"]), (&Value::Null, &json!(404)));
    assert_eq!(told["curl"], "curl 'http://sandbox.test/v2/nowhere'");
}
