//! Killed without a word, at a bad moment: nothing is lost that was answered, nothing is half done.

use serde_json::json;
use tokio::sync::watch;

use super::any_credentials;
use crate::process::kit::client::{Client, Session};
use crate::process::kit::database;
use crate::process::kit::fake::{Asked, EMPLOYEES, Fake, Reply, V1_AUTH, employee, good, token_v1};
use crate::process::kit::home::Home;
use crate::process::kit::personio::Credentials;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_an_account_is_linked_on_sqlite() {
    linking(Home::new()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_an_account_is_linked_on_postgres() {
    if let Some(home) = Home::on_postgres().await {
        linking(home).await;
    }
}

async fn linking(mut home: Home) {
    let provider = Fake::start(good).await;
    home.use_personio(&provider.url);
    let (server, client) = home.serve_first().await;
    let session = client.session("customer").await;

    provider.hold(V1_AUTH);
    let killing = async {
        provider.arrived(V1_AUTH, 1).await;
        server.program.kill().await
    };
    let credentials = any_credentials();
    let (answer, ended) = tokio::join!(client.submit(&session, &credentials, None), killing);
    assert!(answer.is_err(), "no answer: {answer:?}");
    assert_eq!(ended.status.code(), None, "killed by a signal");
    provider.release(V1_AUTH);
    database::assert_sound(&home.database()).await;
    for table in ["accounts", "secrets"] {
        let sql = format!("select count(*) from {table}");
        assert_eq!(database::count(&home.database(), &sql).await, 0, "{table}");
    }

    // The person enters it once more, with the same link, and it works.
    let server = home.serve().await;
    let client = server.client(&client.key);
    let linked = client.submit(&session, &any_credentials(), None).await.unwrap().expect(201).json();
    client.read(linked["id"].as_str().unwrap(), "").await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_credentials_are_replaced() {
    let provider = Fake::start(only_the_old_ones_read).await;
    let mut home = Home::new();
    home.use_personio(&provider.url);
    let (server, client) = home.serve_first().await;
    let account = client.link("customer", &credentials("old")).await;

    provider.hold(V1_AUTH);
    let wanted = json!({
        "origin_owner_id": "customer", "origin_owner_name": "customer GmbH", "account_id": account,
    });
    let made = client.call("POST", "/connect_sessions", Some(&wanted)).await.expect(201).json();
    let session = Session::of(&made);
    let killing = async {
        provider.arrived(V1_AUTH, 2).await;
        server.program.kill().await
    };
    let new = credentials("new");
    let (answer, _) = tokio::join!(client.submit(&session, &new, Some(&account)), killing);
    assert!(answer.is_err(), "no answer: {answer:?}");
    provider.release(V1_AUTH);

    let server = home.serve().await;
    let client = server.client(&client.key);
    let read = client.read(&account, "").await.expect(200).json();
    assert_eq!(read["data"][0]["first_name"], "Ada", "the old credentials are whole");
    client.submit(&session, &new, Some(&account)).await.unwrap().expect(200);
    let read = client.read(&account, "").await.expect(200).json();
    assert_eq!(read["data"][0]["first_name"], "Grace", "the new ones are taken");
}

fn credentials(age: &str) -> Credentials {
    Credentials { id: format!("papi-{age}-client"), secret: format!("papi-{age}-secret") }
}

/// Ada for the old credentials, Grace for the new ones.
fn only_the_old_ones_read(asked: &Asked) -> Reply {
    if asked.path == V1_AUTH {
        let age = if asked.body.contains("old") { "old" } else { "new" };
        return token_v1(&format!("papi-token-of-the-{age}-credentials"));
    }
    if asked.path == EMPLOYEES {
        let name = if asked.authorization.contains("old") { "Ada" } else { "Grace" };
        let rows = [employee(1, name, "someone@example.com")];
        return Reply::json(
            200,
            &json!({ "success": true, "metadata": { "total_elements": 1 }, "data": rows }),
        );
    }
    good(asked)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_accounts_are_changed_on_sqlite() {
    changing(Home::new()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_accounts_are_changed_on_postgres() {
    if let Some(home) = Home::on_postgres().await {
        changing(home).await;
    }
}

async fn changing(mut home: Home) {
    let provider = Fake::start(good).await;
    home.use_personio(&provider.url);
    let (mut server, mut client) = home.serve_first().await;
    let account = client.link("customer", &any_credentials()).await;
    let mut last = 0;
    for round in 1..=3 {
        let (acknowledged, mut enough) = watch::channel(last);
        let wanted = last + 20 * round;
        let killing = async {
            enough.wait_for(|it| *it >= wanted).await.unwrap();
            server.program.kill().await
        };
        let (answered, _) = tokio::join!(count_up(&client, &account, last, acknowledged), killing);
        database::assert_sound(&home.database()).await;
        server = home.serve().await;
        client = server.client(&client.key);
        let stored = client.get(&format!("/accounts/{account}")).await.expect(200).json();
        let name = stored["origin_owner_name"].clone();
        let stored: u32 = stored["label"].as_str().unwrap().parse().unwrap();
        assert_eq!(name, stored.to_string(), "both fields of one change, or none");
        // The last one may have been stored and not answered.
        assert!(stored == answered || stored == answered + 1, "answered {answered}, stored {stored}");
        last = stored;
        client.read(&account, "").await.expect(200);
    }
}

/// Changes the account again and again, to one more each time, until nobody answers; the last that was answered.
async fn count_up(client: &Client, account: &str, from: u32, acknowledged: watch::Sender<u32>) -> u32 {
    let (path, bearer) = (format!("/accounts/{account}"), format!("Bearer {}", client.key));
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let mut number = from;
    loop {
        let change =
            json!({ "label": (number + 1).to_string(), "origin_owner_name": (number + 1).to_string() });
        match client.try_send("PATCH", &path, &headers, Some(change.to_string())).await {
            Ok(answer) => drop(answer.expect(200)),
            Err(_) => return number,
        }
        number += 1;
        acknowledged.send_replace(number);
    }
}
