//! Where settings come from, which one wins, and what is refused.
//!
//! Each source is shown to win by what it does, not by what is printed of it.

mod refused;

use super::kit::home::{Home, Server};
use super::kit::program::Program;

/// The public address that a server with these arguments works with, as the link of a session shows it.
async fn public_url(home: &Home, args: &[&str]) -> String {
    let args = [&["serve"], args].concat();
    let server = Server::ready(Program::start(home.nabe(&args))).await;
    let key = home.rows(&["keys", "create"]).await[0]["key"].as_str().unwrap().to_owned();
    let link = server.client(&key).session("anybody").await.link;
    server.program.stop().await;
    link.split_once("/connect/").unwrap().0.to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_environment_wins_over_the_file_and_the_file_over_the_default() {
    let mut home = Home::new();
    home.set("NABE_LISTEN", "127.0.0.1:0");
    assert!(public_url(&home, &[]).await.starts_with("http://127.0.0.1:"), "the default: where it listens");

    home.write("nabe.toml", "public_url = 'https://file.example.com/'");
    assert_eq!(public_url(&home, &[]).await, "https://file.example.com");

    home.set("NABE_PUBLIC_URL", "https://env.example.com");
    assert_eq!(public_url(&home, &[]).await, "https://env.example.com");

    let other = home.write("other.toml", "public_url = 'https://named.example.com'");
    home.unset("NABE_PUBLIC_URL");
    let other = other.to_str().unwrap();
    assert_eq!(public_url(&home, &["--config", other]).await, "https://named.example.com");
    home.set("NABE_CONFIG", other);
    assert_eq!(public_url(&home, &[]).await, "https://named.example.com");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_that_reads_like_a_number_is_a_text() {
    let mut home = Home::new();
    home.set("NABE_LISTEN", "127.0.0.1:0").set("NABE_PROVIDERS__PERSONIO__PARTNER_ID", "12345");
    assert!(public_url(&home, &[]).await.starts_with("http://127.0.0.1:"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn flags_win_over_everything() {
    let mut home = Home::new();
    home.write("nabe.toml", "data_dir = 'of-file'\nlisten = '127.0.0.1:1'");
    home.set("NABE_DATA_DIR", "of-env").set("NABE_LISTEN", "127.0.0.1:2");
    let args = ["serve", "--listen", "127.0.0.1:0", "--data-dir", "of-flag"];
    let server = Server::ready(Program::start(home.nabe(&args))).await;
    assert!(home.path().join("of-flag/nabe.db").exists());
    server.program.stop().await;

    let args = ["serve", "--listen", "127.0.0.1:0"];
    let server = Server::ready(Program::start(home.nabe(&args))).await;
    assert!(home.path().join("of-env/nabe.db").exists());
    server.program.stop().await;

    home.unset("NABE_DATA_DIR");
    let server = Server::ready(Program::start(home.nabe(&args))).await;
    assert!(home.path().join("of-file/nabe.db").exists());
    server.program.stop().await;

    let file = format!("sqlite:{}", home.path().join("elsewhere.db").display());
    home.set("NABE_DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing");
    let args = ["serve", "--listen", "127.0.0.1:0", "--database-url", &file];
    let server = Server::ready(Program::start(home.nabe(&args))).await;
    assert!(home.path().join("elsewhere.db").exists());
    server.program.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nested_settings_come_from_file_and_environment() {
    let mut home = Home::new();
    home.write("nabe.toml", "[log]\nformat = 'text'\n[limits]\nbody_bytes = 100\nrequests_per_minute = 2");
    home.set("NABE_LOG__FORMAT", "json").set("NABE_LIMITS__BODY_BYTES", "200");
    let (server, client) = home.serve_first().await;
    let sized = |size: usize| serde_json::json!({ "token": "x".repeat(size) });
    let path = "/connect_sessions/authenticate";
    client.call("POST", path, Some(&sized(150))).await.expect(404);
    // Refused before anybody asks whose it is, so it isn't counted.
    client.call("POST", path, Some(&sized(250))).await.expect(413);
    client.get("/accounts").await.expect(200);
    // From the file, as the environment doesn't name it.
    let answer = client.get("/accounts").await.expect(429);
    assert!(answer.headers.contains_key("retry-after"));
    assert!(server.program.log().len() > 3, "the log is JSON: the environment won");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_level_of_the_log_is_obeyed() {
    let mut home = Home::new();
    home.set("NABE_LOG__LEVEL", "debug");
    let (server, client) = home.serve_first().await;
    client.get("/accounts").await.expect(200);
    let ended = server.program.stop().await;
    assert!(ended.stderr.contains(r#""level":"DEBUG""#));

    home.set("NABE_LOG__LEVEL", "info");
    let server = home.serve().await;
    server.client(&client.key).get("/accounts").await.expect(200);
    let ended = server.program.stop().await;
    assert!(ended.stderr.contains(r#""message":"answered""#));
    assert!(!ended.stderr.contains(r#""level":"DEBUG""#));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn text_is_taken_as_it_is_even_if_it_looks_like_a_number() {
    let mut home = Home::new();
    home.set("NABE_DATA_DIR", "007").set("NABE_METRICS__KEY", "0123456789012345");
    let (server, client) = home.serve_first().await;
    assert!(home.path().join("007/nabe.db").exists());
    let good = [("authorization", "Bearer 0123456789012345")];
    client.send("GET", "/metrics", &good, None).await.expect(200);
    server.program.stop().await;
}
