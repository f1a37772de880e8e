//! Every read with each row of the permission dialog missing in turn: it works, or says which row is missing.

use std::collections::{BTreeMap, BTreeSet};

use nabe_model::unified::UnifiedOperation;
use serde_json::{Value, json};

use super::kit::client::Client;
use super::kit::home::Home;
use super::kit::personio::{Credentials, LocalPersonio, ROWS};
use super::kit::walk::{Reader, assert_refusal};

/// A read, and what an account that may do everything gets by it.
struct Read {
    operation: &'static UnifiedOperation,
    path: String,
    status: u16,
}

/// The reads that are served.
async fn reads(reader: Reader<'_>) -> Vec<Read> {
    let mut reads = Vec::new();
    for (operation, path) in reader.reads().await {
        let answer = reader.get(&path).await;
        let status = answer.status;
        // The newest report is grouped, and has no rows to give.
        let is_known = [200, 404, 501].contains(&status) || answer.json()["code"] == "provider_rejected";
        assert!(is_known, "{path} with all rights: {status}");
        if status != 501 {
            reads.push(Read { operation, path, status });
        }
    }
    reads
}

/// The rows without which some record has no id.
async fn needed(client: &Client) -> BTreeSet<String> {
    let meta = client.get("/connectors/meta/personio").await.expect(200).json();
    let objects = meta["coverage"]["objects"].as_array().unwrap();
    let fields = objects.iter().flat_map(|it| it["fields"].as_array().unwrap());
    let ids = fields.filter(|it| it["field"] == "id" && it["covered"] == true);
    let permissions = ids.map(|it| it["permission"].as_str().unwrap());
    permissions.filter_map(|it| Some(it.split_once(':')?.0.to_owned())).collect()
}

/// Takes a row from credentials that had everything.
async fn deny(client: &Client, personio: &LocalPersonio, credentials: &Credentials, row: &str) {
    let others = ROWS.iter().filter(|(it, _)| *it != row);
    let permissions: BTreeMap<&str, &str> = others.map(|(row, _)| (*row, "read")).collect();
    let url = format!("{}/_sandbox/credentials/{}", personio.url, credentials.id);
    let body = json!({ "permissions": permissions }).to_string();
    client.send("PUT", &url, &[("content-type", "application/json")], Some(body)).await.expect(204);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_row_is_named() {
    let personio = LocalPersonio::start().await;
    let mut home = Home::new();
    home.use_personio(&personio.url);
    let (_server, client) = home.serve_first().await;
    let whole = client.link("whole", &personio.credentials()).await;
    let reads = reads(Reader { client: &client, account: &whole }).await;
    let needed = needed(&client).await;
    for (row, label) in ROWS {
        let credentials = personio.credentials();
        let account = client.link(row, &credentials).await;
        deny(&client, &personio, &credentials, row).await;
        let mut refused = Vec::new();
        for Read { operation, path, status } in &reads {
            let answer = Reader { client: &client, account: &account }.get(path).await;
            if answer.status == *status {
                continue;
            }
            let at = format!("{} without {row}: {answer:?}", operation.id);
            assert_refusal(&answer, &at);
            let error = answer.json();
            assert_eq!((answer.status, &error["code"]), (403, &Value::from("permission_missing")), "{at}");
            let message = error["message"].as_str().unwrap();
            let unplaced = ["personio:jobs:read", "personio:projects:read", "personio:salary-bands:read"];
            let is_named = message.contains(label) || unplaced.iter().any(|it| message.contains(it));
            assert!(is_named, "{at}");
            refused.push(operation.id);
        }
        assert_eq!(refused.is_empty(), !needed.contains(row), "without {row}: {refused:#?}");
    }
}
