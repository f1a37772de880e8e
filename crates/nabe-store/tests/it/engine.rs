//! Opening, closing, and telling one trouble from another.

use nabe_store::testing::{self, TestStore};
use nabe_store::{Engine, Store, StoreError};

use crate::support::project;

on_every_engine!(
    migrating_again_changes_nothing,
    what_was_committed_is_there_after_closing,
    a_closed_store_says_so,
    a_database_of_a_newer_version_is_refused
);

async fn migrating_again_changes_nothing(store: &TestStore) {
    let id = project(store).await;
    store.migrate().await.unwrap();
    store.ping().await.unwrap();
    assert!(store.project(&id).await.unwrap().is_some());
}

async fn what_was_committed_is_there_after_closing(store: &TestStore) {
    let id = project(store).await;
    store.close().await;
    let again = Store::open(&store.url()).await.unwrap();
    assert_eq!(again.engine(), store.engine());
    assert!(again.project(&id).await.unwrap().is_some());
    again.close().await;
}

async fn a_closed_store_says_so(store: &TestStore) {
    store.close().await;
    assert!(matches!(store.ping().await, Err(StoreError::Unavailable(_))));
    assert!(matches!(store.projects().await, Err(StoreError::Unavailable(_))));
}

async fn a_database_of_a_newer_version_is_refused(store: &TestStore) {
    store
        .execute(
            "insert into _sqlx_migrations (version, description, success, checksum, execution_time) \
             select version + 1000, description, success, checksum, execution_time from _sqlx_migrations",
        )
        .await;
    let refused = store.migrate().await.unwrap_err();
    assert!(matches!(refused, StoreError::Migration(_)), "{refused}");
}

#[tokio::test]
async fn an_address_that_cant_be_used_is_refused_without_repeating_it() {
    for url in [
        "",
        "nabe.db",
        "mysql://root:canary@db/x",
        "sqlite::memory:",
        "sqlite:canary.db?mode=ro",
        "postgres://someone:canary@host:port/x",
    ] {
        let refused = Store::open(url).await.unwrap_err();
        assert!(matches!(refused, StoreError::BadUrl(_)), "{url}: {refused:?}");
        assert!(!format!("{refused} {refused:?}").contains("canary"));
    }
}

#[tokio::test]
async fn a_server_that_isnt_there_is_an_outage() {
    let refused = Store::open("postgres://someone:canary@127.0.0.1:1/nothing").await.unwrap_err();
    assert!(matches!(refused, StoreError::Unavailable(_)), "{refused:?}");
    assert!(refused.to_string().contains("refused"), "{refused}");
    assert!(!format!("{refused} {refused:?}").contains("canary"));
}

#[tokio::test]
async fn a_folder_that_isnt_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("missing/nabe.db");
    let refused = Store::open(&format!("sqlite:{}", path.display())).await.unwrap_err();
    assert!(matches!(&refused, StoreError::File { path: it, .. } if *it == path), "{refused:?}");
}

#[tokio::test]
async fn the_engines_have_names() {
    assert_eq!(testing::sqlite().await.engine(), Engine::Sqlite);
    assert_eq!([Engine::Sqlite, Engine::Postgres].map(|it| it.to_string()), ["SQLite", "PostgreSQL"]);
}

#[cfg(unix)]
#[tokio::test]
async fn every_file_of_a_database_is_its_owners_only() {
    use std::os::unix::fs::MetadataExt as _;

    let store = testing::sqlite().await;
    project(&store).await;
    store.backup_to(store.folder().unwrap().join("copy.db")).await.unwrap();
    let mut names = Vec::new();
    for file in std::fs::read_dir(store.folder().unwrap()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().mode() & 0o777, 0o600, "{:?}", file.path());
        names.push(file.file_name().into_string().unwrap());
    }
    names.sort();
    assert_eq!(names, ["copy.db", "nabe.db", "nabe.db-shm", "nabe.db-wal"]);
}
