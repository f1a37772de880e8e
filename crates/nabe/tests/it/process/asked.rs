//! What is asked for in a way that means nothing: refused, and with the same words on both databases.

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::kit::client::Client;
use super::kit::fake::{Fake, good};
use super::kit::home::Home;
use super::signals::any_credentials;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn null_characters_and_lists_in_place_of_objects_on_sqlite() {
    refuses(Home::new()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn null_characters_and_lists_in_place_of_objects_on_postgres() {
    if let Some(home) = Home::on_postgres().await {
        refuses(home).await;
    }
}

async fn refuses(mut home: Home) {
    let provider = Fake::start(good).await;
    home.use_personio(&provider.url);
    let (_server, client) = home.serve_first().await;
    let account = client.link("customer", &any_credentials()).await;
    let path = format!("/accounts/{account}");
    let mappings = format!("{path}/field_mappings");
    let bad = "a\0b";
    for (method, path, body) in [
        ("POST", "/connect_sessions", json!({ "origin_owner_id": bad, "origin_owner_name": "x" })),
        (
            "POST",
            "/connect_sessions",
            json!({ "origin_owner_id": "x", "origin_owner_name": "x", "label": bad }),
        ),
        (
            "POST",
            "/connect_sessions",
            json!({ "origin_owner_id": "x", "origin_owner_name": "x", "metadata": { "k": [bad] } }),
        ),
        ("POST", "/connect_sessions", json!(["a", "b"])),
        ("POST", "/connect_sessions/authenticate", json!(["a"])),
        ("PATCH", &path, json!({ "label": bad })),
        ("PATCH", &path, json!({ "metadata": { bad: 1 } })),
        ("PATCH", &path, json!(["zzz"])),
        ("PUT", &mappings, json!([[]])),
        ("PUT", &mappings, json!({ "mappings": [["a", "b"]] })),
    ] {
        refused(&client, method, path, Some(&body)).await;
    }
    for path in ["/accounts?origin_owner_id=%00", "/accounts/a%00b", "/connect_sessions/%00"] {
        refused(&client, "GET", path, None).await;
    }
    let answer = client.get(&path).await.expect(200).json();
    assert_eq!((&answer["label"], &answer["metadata"]), (&Value::Null, &json!({})), "nothing was changed");
}

async fn refused(client: &Client, method: &str, path: &str, body: Option<&Value>) {
    let answer = client.call(method, path, body).await.expect(400);
    assert_eq!(answer.json()["code"], "bad_request", "{method} {path}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_of_accounts_is_never_longer_than_what_was_meant() {
    let home = Home::new();
    let (_server, client) = home.serve_first().await;
    for query in [
        "origin_owner_id=",
        "account_ids=",
        "account_ids[]=",
        "status=",
        "provider",
        "filter[provider]=x",
        "orgin_owner_id=x",
        "limit=5",
    ] {
        refused(&client, "GET", &format!("/accounts?{query}"), None).await;
    }
    let all = "page=1&page_size=5&provider=personio&providers=personio&account_ids=a&origin_owner_id=x\
               &origin_owner_ids[]=x&status=active,error";
    client.get(&format!("/accounts?{all}")).await.expect(200);
}

/// Whoever says how much will come is answered before it comes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_says_it_is_too_large_is_refused_at_once() {
    let home = Home::new();
    let (server, _) = home.serve_first().await;
    let mut stream = tokio::net::TcpStream::connect(server.url.trim_start_matches("http://")).await.unwrap();
    let head = "POST /connect_sessions HTTP/1.1\r\nhost: x\r\ncontent-length: 1048577\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8(answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("body_too_large"), "{answer}");
    assert!(answer.to_lowercase().contains("\r\nconnection: close\r\n"), "{answer}");
}
