//! Being told to stop, being killed, sharing a database, and running out of room.

mod full_disk;
mod killed;
mod shared;

use std::time::{Duration, Instant};

use super::kit::fake::{EMPLOYEES, Fake, good};
use super::kit::home::Home;
use super::kit::personio::Credentials;
use super::kit::program::Program;

/// Credentials that the made-up provider takes.
pub(super) fn any_credentials() -> Credentials {
    Credentials { id: "papi-any-client".to_owned(), secret: "papi-any-secret".to_owned() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_is_under_way_ends_before_the_server_does() {
    let provider = Fake::start(good).await;
    let mut home = Home::new();
    home.use_personio(&provider.url);
    let (mut server, client) = home.serve_first().await;
    let account = client.link("customer", &any_credentials()).await;

    // Linking called this path as well.
    let before = provider.calls(EMPLOYEES);
    provider.hold(EMPLOYEES);
    let reading = client.try_read(&account, "");
    let stopping = async {
        provider.arrived(EMPLOYEES, before + 1).await;
        server.program.tell_to_stop();
        server.program.logged("the server stops").await;
        let newcomer = server.client("").try_send("GET", "/health", &[], None).await;
        assert!(newcomer.is_err(), "nobody new is let in: {newcomer:?}");
        let since = Instant::now();
        provider.release(EMPLOYEES);
        (server.program.end().await, since.elapsed())
    };
    let (answer, (ended, took)) = tokio::join!(reading, stopping);
    let answer = answer.unwrap().expect(200);
    assert_eq!(answer.json()["data"][0]["work_email"], "ada@example.com");
    assert!(ended.is_good(), "{ended:?}");
    assert!(took < Duration::from_secs(3), "{took:?}");
    assert!(!ended.stderr.contains("cut off"), "{}", ended.stderr);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_rests_doesnt_hold_up_the_end() {
    for name in ["TERM", "INT"] {
        let home = Home::new();
        let (server, client) = home.serve_first().await;
        client.get("/accounts").await.expect(200); // and the client keeps its connection
        let since = Instant::now();
        server.program.signal(name);
        let ended = server.program.end().await;
        assert!(ended.is_good(), "{name}: {ended:?}");
        assert!(since.elapsed() < Duration::from_secs(3), "{name}: {:?}", since.elapsed());
        assert!(!home.data().join("nabe.db-wal").exists(), "the database is closed cleanly");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signal_at_the_very_beginning_ends_it_as_well() {
    let home = Home::new();
    home.serve().await.program.stop().await;
    // As early as anybody can know that it listens, and before.
    for _ in 0..5 {
        assert!(home.serve().await.program.stop().await.is_good());
    }
    let mut program = Program::start(home.nabe(&["serve", "--listen", "127.0.0.1:0"]));
    program.logged("the server is ready").await;
    program.tell_to_stop();
    program.tell_to_stop();
    assert!(program.end().await.is_good(), "told twice");
}
