//! Two servers on one database.

use std::time::{Duration, Instant};

use super::any_credentials;
use crate::process::kit::fake::{Fake, good};
use crate::process::kit::home::Home;
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn share_one_sqlite_file() {
    share(Home::new()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn share_one_postgres() {
    if let Some(home) = Home::on_postgres().await {
        share(home).await;
    }
}

async fn share(mut home: Home) {
    let provider = Fake::start(good).await;
    home.use_personio(&provider.url);
    let (one, client) = home.serve_first().await;
    let other = home.serve().await;
    assert_eq!(other.program.stdout(), "", "the second finds what the first made");
    let second = other.client(&client.key);

    // What one stored, the other has; a session of one is good at the other.
    let session = client.session("customer").await;
    let linked = second.submit(&session, &any_credentials(), None).await.unwrap().expect(201).json();
    let account = linked["id"].as_str().unwrap();
    let first_page = client.read(account, "?page_size=1").await.expect(200);
    assert_eq!(first_page.json()["data"][0]["first_name"], "Ada");
    let used = client.submit(&session, &any_credentials(), None).await.unwrap();
    assert_eq!(used.json()["code"], "session_used", "{used:?}");

    // Both write at once, and neither is told that the database is busy.
    let path = format!("/accounts/{account}");
    let write = |client: crate::process::kit::client::Client, name: &'static str| {
        let path = path.clone();
        async move {
            for number in 0..25 {
                let label = json!({ "label": format!("{name} {number}") });
                client.call("PATCH", &path, Some(&label)).await.expect(200);
                client.session(name).await;
            }
        }
    };
    tokio::join!(write(client.clone(), "one"), write(second.clone(), "other"));

    // A change of one is seen by the other within two seconds.
    client.call("PATCH", &path, Some(&json!({ "label": "last" }))).await.expect(200);
    let since = Instant::now();
    while second.get(&path).await.expect(200).json()["label"] != "last" {
        assert!(since.elapsed() < Duration::from_secs(3));
    }
    client.call("DELETE", &path, None).await.expect(200);
    let since = Instant::now();
    while second.get(&path).await.status != 404 {
        assert!(since.elapsed() < Duration::from_secs(3));
    }
    for server in [one, other] {
        let ended = server.program.stop().await;
        assert!(ended.is_good() && !ended.stderr.contains(r#""level":"ERROR""#), "{ended:?}");
    }
}
