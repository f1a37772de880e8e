//! Sealed secrets of accounts.

use nabe_model::ids::AccountId;
use nabe_store::testing::{self, TestStore};
use nabe_store::{AccountRow, CREDENTIALS, StoreError};
use nabe_vault::{Context, Vault};

use crate::support::{account, at, linked, project, sealed};

on_every_engine!(
    a_secret_is_kept_per_purpose,
    a_secret_is_nobody_elses,
    a_secret_without_an_account_is_refused
);

async fn a_secret_is_kept_per_purpose(store: &TestStore) {
    let mine = project(store).await;
    let id = linked(store, &mine, "customer").await;
    store.put_secret(&mine, &id, "webhook", &sealed(2), at(1)).await.unwrap();
    store.put_secret(&mine, &id, "webhook", &sealed(3), at(2)).await.unwrap();
    assert_eq!(store.secret(&mine, &id, CREDENTIALS).await.unwrap(), Some(sealed(1)));
    assert_eq!(store.secret(&mine, &id, "webhook").await.unwrap(), Some(sealed(3)));
    assert_eq!(store.secret(&mine, &id, "another").await.unwrap(), None);

    assert!(store.delete_secret(&mine, &id, "webhook").await.unwrap());
    assert!(!store.delete_secret(&mine, &id, "webhook").await.unwrap());
    assert_eq!(store.secret(&mine, &id, "webhook").await.unwrap(), None);
}

async fn a_secret_is_nobody_elses(store: &TestStore) {
    let (mine, theirs) = (project(store).await, project(store).await);
    let id = linked(store, &mine, "customer").await;
    assert_eq!(store.secret(&theirs, &id, CREDENTIALS).await.unwrap(), None);
    assert!(!store.delete_secret(&theirs, &id, CREDENTIALS).await.unwrap());
    // Nor can another project put one beside it.
    let refused = store.put_secret(&theirs, &id, CREDENTIALS, &sealed(9), at(1)).await;
    assert!(matches!(refused, Err(StoreError::Missing)));
    assert_eq!(store.secret(&mine, &id, CREDENTIALS).await.unwrap(), Some(sealed(1)));
}

async fn a_secret_without_an_account_is_refused(store: &TestStore) {
    let mine = project(store).await;
    let refused = store.put_secret(&mine, &AccountId::new(), CREDENTIALS, &sealed(1), at(1)).await;
    assert!(matches!(refused, Err(StoreError::Missing)));
    assert!(store.kek_ids_in_use().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_secret_is_in_no_file_of_the_database() {
    let store = testing::sqlite().await;
    let mine = project(&store).await;
    let row = AccountRow { label: Some("canary-that-is-no-secret".to_owned()), ..account("customer", 0) };
    let context = Context { project: mine.as_str(), account: row.id.as_str(), purpose: CREDENTIALS };
    let sealed = Vault::in_memory().seal(context, b"canary-that-is-a-secret").unwrap();
    store.add_account(&mine, &row, &sealed).await.unwrap();

    let files = || {
        let folder = std::fs::read_dir(store.folder().unwrap()).unwrap();
        folder.flat_map(|it| std::fs::read(it.unwrap().path()).unwrap()).collect::<Vec<u8>>()
    };
    let while_open = files();
    store.close().await;
    for bytes in [while_open, files()] {
        let holds = |text: &str| bytes.windows(text.len()).any(|it| it == text.as_bytes());
        assert!(holds("canary-that-is-no-secret"), "or else nothing would be found anyway");
        assert!(!holds("canary-that-is-a-secret"));
    }
}
