//! Recorded time and projects as a product reads them, and the zone of an account, which says when it was.

use serde_json::{Value, json};

use super::kit::client::Client;
use super::kit::home::{Home, Server};
use super::kit::personio::LocalPersonio;

/// A server, a Personio, and an account with all rights.
struct Stage {
    client: Client,
    account: String,
    _personio: LocalPersonio,
    _server: Server,
    _home: Home,
}

impl Stage {
    async fn new() -> Self {
        let mut home = Home::new();
        let personio = LocalPersonio::start().await;
        home.use_personio(&personio.url);
        let (server, client) = home.serve_first().await;
        let account = client.link("clock", &personio.credentials()).await;
        Self { client, account, _personio: personio, _server: server, _home: home }
    }

    /// The account after a change of its zone.
    async fn zone(&self, zone: Value) -> Value {
        let path = format!("/accounts/{}", self.account);
        let change = json!({ "time_zone": zone, "label": "kept" });
        self.client.call("PATCH", &path, Some(&change)).await.expect(200).json()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_zone_of_an_account_is_set_kept_and_taken_away() {
    let stage = Stage::new().await;
    let path = format!("/accounts/{}", stage.account);
    assert_eq!(stage.client.get(&path).await.expect(200).json()["time_zone"], Value::Null);
    assert_eq!(stage.zone(json!("europe/BERLIN")).await["time_zone"], "Europe/Berlin");
    for nothing in [json!(null), json!({})] {
        assert_eq!(stage.zone(nothing).await["time_zone"], "Europe/Berlin");
    }
    assert_eq!(stage.client.get("/accounts").await.expect(200).json()[0]["time_zone"], "Europe/Berlin");
    for bad in [json!("Mars/Base"), json!("CET-1CEST"), json!("../etc/localtime"), json!("Etc/Unknown")] {
        let change = json!({ "time_zone": bad, "label": "not this" });
        let refused = stage.client.call("PATCH", &path, Some(&change)).await.expect(400).json();
        assert_eq!(refused["code"], "bad_request");
        assert!(refused["message"].as_str().unwrap().contains("Europe/Berlin"), "{refused}");
    }
    let number = json!({ "time_zone": 7 });
    stage.client.call("PATCH", &path, Some(&number)).await.expect(400);
    let account = stage.client.get(&path).await.expect(200).json();
    assert_eq!((&account["time_zone"], &account["label"]), (&json!("Europe/Berlin"), &json!("kept")));
    assert_eq!(stage.zone(json!("")).await["time_zone"], Value::Null);
}
