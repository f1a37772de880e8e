//! What arrives: where, with which headers, with which body, and what does not.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;

use super::receiver::Say;
use super::{Receiver, activity, join, made, quick, rows, wanted};

#[tokio::test]
async fn an_event_arrives_with_its_token_as_it_was_given_and_no_signature() {
    let local = quick();
    let token = local.all().await.v2;
    let receiver = Receiver::new().await;
    let hook = made(&local, &token, wanted(&format!("{}/deep?a=b%20c&d", receiver.url))).await;
    let _served = local.serve().await;
    let id = join(&local, &token, "Ada").await;
    let got = receiver.wait(2).await;
    let first = &got[0];
    assert_eq!((first.method.as_str(), first.path.as_str()), ("POST", "/hook/deep?a=b%20c&d"));
    assert_eq!(first.header("authorization"), Some("Bearer 1-x"));
    assert_eq!(first.header("content-type"), Some("application/json"));
    assert_eq!(receiver.url, format!("http://{}/hook", first.header("host").unwrap()));
    let names: Vec<&str> = first.headers.keys().map(http::HeaderName::as_str).collect();
    assert!(!names.iter().any(|it| it.contains("signature") || it.contains("personio")), "{names:?}");
    let mut listed = rows(&local, &token, &format!("{hook}/events")).await[0].clone();
    listed.as_object_mut().unwrap().remove("id");
    assert_eq!(first.body, listed);
    assert_eq!(first.body["payload"], json!({"person": {"id": id}}), "ids and nothing else");
    assert_eq!((first.event(), got[1].event()), ("person.created", "employment.created"));
}

#[tokio::test]
async fn headers_of_ones_own_are_sent_and_nothing_where_nothing_is_wanted() {
    let local = quick();
    let token = local.all().await.v2;
    let (own, none, unset) = (Receiver::new().await, Receiver::new().await, Receiver::new().await);
    for (receiver, auth) in [
        (
            &own,
            json!({"auth_type": "CUSTOM", "custom_headers": {"X-My-Auth": "abc 123", "Authorization": "Basic eDp5"}}),
        ),
        (&none, json!({"auth_type": "NONE", "token": "never"})),
        (&unset, json!({"auth_type": "TOKEN", "token": null})),
    ] {
        let mut body = wanted(&receiver.url);
        for (name, value) in auth.as_object().unwrap() {
            body[name] = value.clone();
        }
        if auth["auth_type"] == "CUSTOM" {
            body["token"] = Value::Null;
        }
        made(&local, &token, body).await;
    }
    let _served = local.serve().await;
    join(&local, &token, "Ada").await;
    let got = own.wait(1).await;
    assert_eq!(got[0].header("x-my-auth"), Some("abc 123"));
    assert_eq!(got[0].header("authorization"), Some("Basic eDp5"));
    for receiver in [&none, &unset] {
        assert_eq!(receiver.wait(1).await[0].header("authorization"), None);
    }
}

#[tokio::test]
async fn only_enabled_webhooks_of_the_own_company_are_told_and_only_of_what_they_want() {
    let local = quick();
    local.control("POST", "/_sandbox/companies", json!({"key": "acme", "people": 5})).await.expect(201);
    let token = local.all().await.v2;
    let (one, off, acme) = (Receiver::new().await, Receiver::new().await, Receiver::new().await);
    let mut body = wanted(&one.url);
    body["enabled_events"] = json!(["person.deleted"]);
    made(&local, &token, body).await;
    let mut body = wanted(&off.url);
    body["status"] = json!("DISABLED");
    let hook = made(&local, &token, body).await;
    let credential = json!({"name": "acme", "permissions": "all"});
    let credential =
        local.control("POST", "/_sandbox/credentials?company=acme", credential).await.expect(201).json();
    let login = json!({"client_id": credential["client_id"], "client_secret": credential["client_secret"]});
    let login = local.control("POST", "/v1/auth", login).await.expect(200).json();
    let theirs = login["data"]["token"].as_str().unwrap();
    made(&local, theirs, wanted(&acme.url)).await;
    let _served = local.serve().await;

    let id = join(&local, &token, "Ada").await;
    local.delete(&token, &format!("/v2/persons/{id}"), Value::Null).await.expect(204);
    assert_eq!(one.only(1).await[0].event(), "person.deleted");
    join(&local, theirs, "Bob").await;
    let got = acme.wait(2).await;
    assert!(got.iter().all(|it| it.body["company_id"] != one.got()[0].body["company_id"]));
    local.patch(&token, &hook, json!({"status": "ENABLED"})).await.expect(200);
    join(&local, &token, "Eve").await;
    assert_eq!(off.wait(2).await.len(), 2, "what happened before is not told");
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_a_body_without_end_does_no_harm() {
    let local = quick();
    let token = local.all().await.v2;
    let (receiver, elsewhere) = (Receiver::new().await, Receiver::new().await);
    receiver.then([Say::To(elsewhere.url.clone()), Say::Endless, Say::Echo]);
    let hook = made(&local, &token, wanted(&receiver.url)).await;
    let _served = local.serve().await;
    let began = Instant::now();
    for _ in 0..3 {
        local.post(&token, &format!("{hook}/ping"), Value::Null).await.expect(200);
    }
    let all = activity(&local, &token, &hook, 3).await;
    let told: Vec<Value> = all.iter().map(|it| json!([it["response_status"], it["is_delivered"]])).collect();
    assert_eq!(told, [json!([307, false]), json!([200, true]), json!([200, true])]);
    assert!(began.elapsed() < Duration::from_secs(3), "the status alone counts");
    receiver.only(3).await;
    assert_eq!(elsewhere.got().len(), 0);
}

#[tokio::test]
async fn https_is_spoken_at_once_and_an_unknown_certificate_gets_no_secret() {
    let local = quick();
    let token = local.all().await.v2;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}/hook", listener.local_addr().unwrap());
    let hook = made(&local, &token, wanted(&url)).await;
    let _served = local.serve().await;
    local.post(&token, &format!("{hook}/ping"), Value::Null).await.expect(200);
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut first = vec![0; 4_096];
    let count = stream.read(&mut first).await.unwrap();
    assert_eq!(first[0], 0x16, "a handshake of TLS");
    assert!(!String::from_utf8_lossy(&first[..count]).contains("1-x"));
    drop((stream, listener));
    let all = activity(&local, &token, &hook, 14).await;
    assert!(all.iter().all(|it| it["response_status"].is_null() && it["error"].is_string()), "{all:#?}");
}
