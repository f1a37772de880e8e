//! Copies of a database that is in use.

use std::os::unix::fs::PermissionsExt;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::process::kit::database;
use crate::process::kit::home::Home;
use crate::process::kit::personio::LocalPersonio;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_made_under_writes_is_whole_and_serves() {
    let personio = LocalPersonio::start().await;
    let mut home = Home::new();
    home.use_personio(&personio.url);
    let (server, client) = home.serve_first().await;
    let account = client.link("before", &personio.credentials()).await;
    let copied = AtomicBool::new(false);
    let writing = async {
        let mut written = 0;
        while !copied.load(Ordering::Acquire) {
            client.session("during").await;
            written += 1;
        }
        written
    };
    let copying = async {
        let ended = home.run(&["backup", "copy.db"]).await;
        copied.store(true, Ordering::Release);
        ended
    };
    let (written, ended) = tokio::join!(writing, copying);
    assert!(written > 0, "somebody did write meanwhile");
    assert!(ended.is_good(), "{ended:?}");
    assert!(ended.stdout.contains("copy.db") && ended.stdout.contains("vault.key"), "{}", ended.stdout);

    let copy = home.path().join("copy.db");
    assert_eq!(std::fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!home.path().join("copy.db.partial").exists());
    let url = format!("sqlite:{}", copy.display());
    database::assert_sound(&url).await;
    assert_eq!(database::count(&url, "select count(*) from accounts").await, 1);
    server.program.stop().await;

    // With the key file, a server works on the copy as on the original.
    home.set("NABE_DATABASE_URL", &url);
    let server = home.serve().await;
    server.client(&client.key).read(&account, "?page_size=1").await.expect(200);
    assert_eq!(server.program.stop().await.stdout, "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_there_is_never_overwritten() {
    let home = Home::new();
    let (_server, _) = home.serve_first().await;
    let kept = home.write("copy.db", "something else");
    let words = ["copy.db", "left alone", "choose another name"];
    home.run(&["backup", "copy.db"]).await.assert_refused(&words);
    assert_eq!(std::fs::read_to_string(kept).unwrap(), "something else");
    let words = ["gone/copy.db", "can't be used", "No such file or directory"];
    home.run(&["backup", "gone/copy.db"]).await.assert_refused(&words);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres_it_says_what_to_use() {
    let Some(home) = Home::on_postgres().await else { return };
    let (_server, _) = home.serve_first().await;
    home.run(&["backup", "copy.db"]).await.assert_refused(&["PostgreSQL's own tools", "pg_dump"]);
    assert!(!home.path().join("copy.db").exists());
}
