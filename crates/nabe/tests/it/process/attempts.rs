//! Connection attempts: whoever watches one learns how it ended.

use serde_json::{Value, json};

use super::kit::client::{Answer, Client, Session};
use super::kit::home::Home;
use super::kit::personio::{Credentials, LocalPersonio};

async fn hub(client: &Client, session: &Session, method: &str, path: &str, body: Option<Value>) -> Answer {
    let headers = [("x-hub-session-token", session.token.as_str()), ("content-type", "application/json")];
    client.send(method, &format!("/hub/{path}"), &headers, body.map(|it| it.to_string())).await
}

async fn begun(client: &Client, session: &Session) -> String {
    let made = hub(client, session, "POST", "connection_attempts", None).await.expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

async fn state(client: &Client, session: &Session, attempt: &str) -> Value {
    hub(client, session, "GET", &format!("connection_attempts/{attempt}"), None).await.expect(200).json()
}

async fn submit(client: &Client, session: &Session, credentials: &Credentials, attempt: &str) -> Answer {
    let body = json!({
        "integration_id": "personio",
        "connection_attempt_id": attempt,
        "credentials": {
            "client_id": credentials.id, "client_secret": credentials.secret, "personio_app_id": "ACME_GMBH",
        },
    });
    hub(client, session, "POST", "accounts", Some(body)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_attempt_ends_as_the_submission_does() {
    let personio = LocalPersonio::start().await;
    let mut home = Home::new();
    home.use_personio(&personio.url);
    let (_server, client) = home.serve_first().await;
    let session = client.session("watched").await;
    let good = personio.credentials();
    let bad = Credentials { secret: format!("{}x", good.secret), ..good.clone() };

    let attempt = begun(&client, &session).await;
    assert_eq!(state(&client, &session, &attempt).await["status"], "pending");
    submit(&client, &session, &bad, &attempt).await.expect(400);
    let ended = state(&client, &session, &attempt).await;
    assert_eq!((&ended["status"], &ended["error"]["code"]), (&json!("error"), &json!("credentials_refused")));

    let attempt = begun(&client, &session).await;
    let linked = submit(&client, &session, &good, &attempt).await.expect(201).json();
    let ended = state(&client, &session, &attempt).await;
    assert_eq!((&ended["status"], &ended["account"]["id"]), (&json!("authenticated"), &linked["id"]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_attempt_of_another_session_connects_nothing() {
    let personio = LocalPersonio::start().await;
    let mut home = Home::new();
    home.use_personio(&personio.url);
    let (_server, client) = home.serve_first().await;
    let (mine, other) = (client.session("mine").await, client.session("other").await);
    let attempt = begun(&client, &other).await;
    let refused = submit(&client, &mine, &personio.credentials(), &attempt).await.expect(404).json();
    assert_eq!(refused["code"], "attempt_not_found");
    assert_eq!(client.get("/accounts").await.expect(200).json(), json!([]));
    assert_eq!(state(&client, &other, &attempt).await["status"], "pending");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_given_up_attempt_stays_so_and_connects_nothing() {
    let personio = LocalPersonio::start().await;
    let mut home = Home::new();
    home.use_personio(&personio.url);
    let (_server, client) = home.serve_first().await;
    let session = client.session("mine").await;
    let attempt = begun(&client, &session).await;
    hub(&client, &session, "DELETE", &format!("connection_attempts/{attempt}"), None).await.expect(200);
    assert_eq!(state(&client, &session, &attempt).await["status"], "cancelled");
    let refused = submit(&client, &session, &personio.credentials(), &attempt).await.expect(409).json();
    assert_eq!(refused["code"], "conflict");
    assert_eq!(client.get("/accounts").await.expect(200).json(), json!([]));
    let attempt = begun(&client, &session).await;
    submit(&client, &session, &personio.credentials(), &attempt).await.expect(201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions_of_one_customer_at_once_connect_one_account() {
    let personio = LocalPersonio::start().await;
    let mut home = Home::new();
    home.use_personio(&personio.url);
    let (_server, client) = home.serve_first().await;
    let (one, other) = (client.session("mine").await, client.session("mine").await);
    let credentials = personio.credentials();
    let (one, other) =
        tokio::join!(client.submit(&one, &credentials, None), client.submit(&other, &credentials, None));
    let (one, other) = (one.unwrap().expect(201).json(), other.unwrap().expect(201).json());
    assert_eq!(one["id"], other["id"]);
    assert_eq!(client.get("/accounts").await.expect(200).json().as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_for_a_deleted_account_is_no_good() {
    let personio = LocalPersonio::start().await;
    let mut home = Home::new();
    home.use_personio(&personio.url);
    let (_server, client) = home.serve_first().await;
    let account = client.link("mine", &personio.credentials()).await;
    let wanted = json!({
        "origin_owner_id": "mine", "origin_owner_name": "mine GmbH", "account_id": account,
    });
    let made = client.call("POST", "/connect_sessions", Some(&wanted)).await.expect(201).json();
    client.call("DELETE", &format!("/accounts/{account}"), None).await.expect(200);
    let answer = client.submit(&Session::of(&made), &personio.credentials(), None).await.unwrap();
    assert_eq!(answer.expect(401).json()["code"], "session_invalid");
    assert_eq!(client.get("/accounts").await.expect(200).json(), json!([]));
}
