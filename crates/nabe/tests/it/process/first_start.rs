//! The first start on an empty data folder, and the second.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::kit::home::Home;

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn makes_folder_key_file_project_and_key() {
    let home = Home::new();
    let mut server = home.serve().await;
    assert_eq!(mode(&home.data()), 0o700);
    assert_eq!(mode(&home.key_file()), 0o600);
    assert_eq!(mode(&home.data().join("nabe.db")), 0o600);

    let (project, key) = server.first().await;
    let projects = home.rows(&["projects", "list"]).await;
    assert_eq!(projects.len(), 1);
    assert_eq!(projects[0]["id"], project);
    let keys = home.rows(&["keys", "list"]).await;
    assert_eq!(keys.len(), 1);
    assert_eq!(keys[0]["project"], project);

    let ended = server.program.stop().await;
    assert!(ended.is_good(), "{ended:?}");
    assert_eq!(ended.stdout.matches(&key).count(), 1, "printed once: {}", ended.stdout);
    assert_eq!(ended.stdout.lines().count(), 3, "a sentence, the project, the key: {}", ended.stdout);
    assert!(!ended.stderr.contains(&key), "never in the log");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_second_start_prints_nothing_and_the_key_still_works() {
    let home = Home::new();
    let (server, client) = home.serve_first().await;
    server.program.stop().await;

    let server = home.serve().await;
    assert_eq!(server.client(&client.key).get("/accounts").await.expect(200).json(), serde_json::json!([]));
    let ended = server.program.stop().await;
    assert_eq!(ended.stdout, "");
    assert!(!ended.stderr.contains(&client.key));
    assert_eq!(home.rows(&["keys", "list"]).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_key_opens_in_each_of_its_forms() {
    let home = Home::new();
    let (_server, client) = home.serve_first().await;
    let key = &client.key;
    let basic = |text: &str| format!("Basic {}", STANDARD.encode(text));
    let good = [
        basic(&format!("{key}:")),
        basic(key),
        basic(&format!("{key}:whatever")),
        format!("Bearer {key}"),
        format!("bearer {key}"),
    ];
    for header in good {
        let answer = client.send("GET", "/accounts", &[("authorization", &header)], None).await;
        assert_eq!(answer.status, 200, "{header}");
    }
    let shorter = &key[..key.len() - 1];
    let bad = [basic(&format!(":{key}")), format!("Bearer {shorter}"), format!("Bearer {key}x"), key.clone()];
    for header in bad {
        let answer = client.send("GET", "/accounts", &[("authorization", &header)], None).await;
        assert_eq!(answer.status, 401, "{header}");
        assert!(!answer.body.contains(shorter), "the answer doesn't repeat the key");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_says_that_it_works_and_which_version_it_is() {
    let home = Home::new();
    let (_server, client) = home.serve_first().await;
    let answer = client.send("GET", "/health", &[], None).await.expect(200);
    assert_eq!(answer.json(), serde_json::json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres_it_is_the_same() {
    let Some(home) = Home::on_postgres().await else { return };
    let (server, client) = home.serve_first().await;
    client.get("/accounts").await.expect(200);
    assert!(!home.data().join("nabe.db").exists());
    assert_eq!(mode(&home.key_file()), 0o600);
    server.program.stop().await;
    let server = home.serve().await;
    server.client(&client.key).get("/accounts").await.expect(200);
    assert_eq!(server.program.stop().await.stdout, "");
}
