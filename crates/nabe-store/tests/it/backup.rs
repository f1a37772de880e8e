//! Copies of a running database.

use std::sync::atomic::{AtomicBool, Ordering};

use nabe_store::testing;
use nabe_store::{Store, StoreError};
use sqlx::{Connection as _, SqliteConnection};

use crate::support::{linked, project};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_made_while_others_write_is_whole() {
    let store = testing::sqlite().await;
    let mine = project(&store).await;
    for owner in 0..200 {
        linked(&store, &mine, &format!("before{owner}")).await;
    }
    let copied = AtomicBool::new(false);
    let target = store.folder().unwrap().join("copy.db");
    let copying = async {
        store.backup_to(&target).await.unwrap();
        copied.store(true, Ordering::Release);
    };
    let writing = async {
        let mut written = 0;
        while !copied.load(Ordering::Acquire) {
            linked(&store, &mine, "during").await;
            written += 1;
        }
        written
    };
    let ((), written) = tokio::join!(copying, writing);
    assert!(written > 0, "somebody did write meanwhile");

    let url = format!("sqlite:{}", target.display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    let state: String =
        sqlx::query_scalar("pragma integrity_check").fetch_one(&mut connection).await.unwrap();
    assert_eq!(state, "ok");
    let strays: Vec<i64> = sqlx::query_scalar("select 1 from pragma_foreign_key_check")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    assert!(strays.is_empty());
    let torn = "select count(*) from accounts where not exists \
         (select 1 from secrets where secrets.account_id = accounts.id)";
    let torn: i64 = sqlx::query_scalar(torn).fetch_one(&mut connection).await.unwrap();
    assert_eq!(torn, 0, "an account without its credentials");
    connection.close().await.unwrap();

    // The copy serves as a database at once.
    let copy = Store::open(&url).await.unwrap();
    copy.migrate().await.unwrap();
    let filter = nabe_store::AccountFilter { limit: 1000, ..Default::default() };
    let accounts = copy.accounts(&mine, &filter).await.unwrap().len();
    assert!((200..=200 + written).contains(&accounts), "{accounts} of {written} more");
    linked(&copy, &mine, "after").await;
    copy.close().await;
}

#[tokio::test]
async fn nothing_is_overwritten_and_nothing_half_made_stays() {
    let store = testing::sqlite().await;
    let folder = store.folder().unwrap();
    let target = folder.join("copy.db");
    std::fs::write(&target, "precious").unwrap();
    let refused = store.backup_to(&target).await.unwrap_err();
    assert!(matches!(&refused, StoreError::BackupExists { path } if *path == target), "{refused:?}");
    assert_eq!(std::fs::read_to_string(&target).unwrap(), "precious");

    let refused = store.backup_to(folder.join("missing/copy.db")).await.unwrap_err();
    assert!(matches!(refused, StoreError::File { .. }), "{refused:?}");

    // What a killed backup left doesn't stand in the way of the next one.
    std::fs::write(folder.join("second.db.partial"), "half").unwrap();
    store.backup_to(folder.join("second.db")).await.unwrap();
    assert!(!folder.join("second.db.partial").exists());
    assert!(!folder.join("copy.db.partial").exists());
}

#[tokio::test]
async fn postgresql_names_its_own_tool() {
    if let Some(store) = testing::postgres().await {
        let refused = store.backup_to("copy.db").await.unwrap_err();
        assert!(matches!(refused, StoreError::BackupElsewhere));
        assert!(refused.to_string().contains("pg_dump"));
    }
}
