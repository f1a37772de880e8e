//! Moving every secret under a new key.

use nabe_store::testing::TestStore;
use nabe_store::{CREDENTIALS, SecretPlace, Store, StoreError, StoredSecret};
use nabe_vault::{Context, KeyFile, Vault};

use crate::support::{account, at, linked, project, sealed, sealed_under};

on_every_engine!(
    every_secret_is_found_once_in_small_batches,
    a_rewrap_never_overwrites_a_newer_secret,
    a_whole_rotation_while_accounts_are_relinked,
    nothing_is_stored_under_a_key_that_is_retired,
    one_machine_rotates_at_a_time
);

async fn nothing_is_stored_under_a_key_that_is_retired(store: &TestStore) {
    for kek_id in ["kek_old", "kek_used", "kek_new"] {
        store.add_vault_check(&sealed_under(kek_id, 1), at(0)).await.unwrap();
    }
    let mine = project(store).await;
    let id = linked(store, &mine, "customer").await;
    store.put_secret(&mine, &id, CREDENTIALS, &sealed_under("kek_used", 2), at(1)).await.unwrap();
    let keys = ["kek_old".to_owned(), "kek_used".to_owned()];
    assert_eq!(store.retire_keys(&keys, at(2)).await.unwrap(), ["kek_old"], "the other one is needed");

    // Somebody sealed just before and stores it just after.
    let late = sealed_under("kek_old", 3);
    let refused = store.put_secret(&mine, &id, CREDENTIALS, &late, at(3)).await;
    assert!(matches!(refused, Err(StoreError::KeyRetired(it)) if it == "kek_old"));
    let refused = store.add_account(&mine, &account("other", 0), &late).await;
    assert!(matches!(refused, Err(StoreError::KeyRetired(_))));
    let refused = store.add_server_secret_if_absent("cursor", &late).await;
    assert!(matches!(refused, Err(StoreError::KeyRetired(_))));
    assert_eq!(store.kek_ids_in_use().await.unwrap(), ["kek_used"], "nothing of it was stored");
}

async fn one_machine_rotates_at_a_time(store: &TestStore) {
    let turn = store.turn_to_rotate().await.unwrap();
    assert!(turn.is_some());
    if store.engine() == nabe_store::Engine::Postgres {
        let other = Store::open(&store.url()).await.unwrap();
        assert!(other.turn_to_rotate().await.unwrap().is_none());
        drop(turn);
        let wait = async {
            while other.turn_to_rotate().await.unwrap().is_none() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(10), wait).await.unwrap();
        other.close().await;
    }
}

async fn every_secret_is_found_once_in_small_batches(store: &TestStore) {
    let (one, other) = (project(store).await, project(store).await);
    let mut places = Vec::new();
    for project in [&one, &other] {
        for owner in ["a", "b"] {
            let account = linked(store, project, owner).await;
            store.put_secret(project, &account, "webhook", &sealed_under("kek_old", 2), at(1)).await.unwrap();
            store.put_secret(project, &account, "done", &sealed_under("kek_new", 3), at(1)).await.unwrap();
            for purpose in [CREDENTIALS, "webhook"] {
                let (project, account) = (project.clone(), account.clone());
                places.push(SecretPlace::Account { project, account, purpose: purpose.to_owned() });
            }
        }
    }
    for (name, kek_id) in [("cursor", "kek_old"), ("signing", "kek_1"), ("done", "kek_new")] {
        store.add_server_secret_if_absent(name, &sealed_under(kek_id, 4)).await.unwrap();
        if name != "done" {
            places.push(SecretPlace::Server { name: name.to_owned() });
        }
    }
    places.sort();

    for limit in [1, 3, 100] {
        let mut found: Vec<SecretPlace> = Vec::new();
        loop {
            let batch = store.secrets_not_under("kek_new", found.last(), limit).await.unwrap();
            assert!(batch.len() <= usize::try_from(limit).unwrap());
            if batch.is_empty() {
                break;
            }
            found.extend(batch.into_iter().map(|it| it.place));
        }
        assert_eq!(found, places, "in batches of {limit}");
    }
    assert_eq!(store.kek_ids_in_use().await.unwrap(), ["kek_1", "kek_new", "kek_old"]);
}

async fn a_rewrap_never_overwrites_a_newer_secret(store: &TestStore) {
    let mine = project(store).await;
    let id = linked(store, &mine, "customer").await;
    store.add_server_secret_if_absent("cursor", &sealed(1)).await.unwrap();
    let found = store.secrets_not_under("kek_new", None, 10).await.unwrap();
    let [server, account] = found.try_into().unwrap();
    let rewrapped = sealed_under("kek_new", 9);

    // Somebody relinks between the reading and the writing of the rotation.
    store.put_secret(&mine, &id, CREDENTIALS, &sealed(2), at(1)).await.unwrap();
    assert!(!store.rewrap_secret(&account, &rewrapped).await.unwrap());
    assert_eq!(store.secret(&mine, &id, CREDENTIALS).await.unwrap(), Some(sealed(2)));

    let account = StoredSecret { sealed: sealed(2), ..account };
    assert!(store.rewrap_secret(&account, &rewrapped).await.unwrap());
    assert!(!store.rewrap_secret(&account, &rewrapped).await.unwrap());
    assert_eq!(store.secret(&mine, &id, CREDENTIALS).await.unwrap(), Some(rewrapped.clone()));

    assert!(store.rewrap_secret(&server, &rewrapped).await.unwrap());
    assert!(!store.rewrap_secret(&server, &sealed(3)).await.unwrap());
    assert_eq!(store.server_secret("cursor").await.unwrap(), Some(rewrapped));

    // And a secret that was deleted isn't brought back.
    let account = StoredSecret { sealed: sealed_under("kek_new", 9), ..account };
    store.delete_account(&mine, &id, at(9)).await.unwrap();
    assert!(!store.rewrap_secret(&account, &sealed(4)).await.unwrap());
    assert_eq!(store.kek_ids_in_use().await.unwrap(), ["kek_new"]);
}

async fn a_whole_rotation_while_accounts_are_relinked(store: &TestStore) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nabe.key");
    KeyFile::create(&path).unwrap();
    let server = Vault::load(&path).unwrap();
    let mine = project(store).await;
    let mut places = Vec::new();
    for owner in 0..20 {
        let row = account(&format!("owner{owner}"), 0);
        let place = SecretPlace::Account {
            project: mine.clone(),
            account: row.id.clone(),
            purpose: CREDENTIALS.to_owned(),
        };
        store.add_account(&mine, &row, &server.seal(place.context(), b"first").unwrap()).await.unwrap();
        places.push((row.id, place));
    }
    let key = server.seal(Context::server("cursor"), b"cursor key").unwrap();
    store.add_server_secret_if_absent("cursor", &key).await.unwrap();

    // The operator rotates from another process, while the server writes on.
    let rotated = KeyFile::add_active(&path).unwrap();
    let operator = Vault::load(&path).unwrap();
    let relinking = async {
        for (id, place) in &places {
            let sealed = server.seal(place.context(), b"second").unwrap();
            store.put_secret(&mine, id, CREDENTIALS, &sealed, at(1)).await.unwrap();
        }
    };
    tokio::join!(rotate(store, &operator), relinking);
    rotate(store, &operator).await;

    assert_eq!(store.kek_ids_in_use().await.unwrap(), [rotated.active_id()]);
    KeyFile::retain(&path, &[] as &[&str]).unwrap();
    let restarted = Vault::load(&path).unwrap();
    for (id, place) in &places {
        let sealed = store.secret(&mine, id, CREDENTIALS).await.unwrap().unwrap();
        assert_eq!(restarted.open(place.context(), &sealed).unwrap().as_slice(), b"second");
    }
    let key = store.server_secret("cursor").await.unwrap().unwrap();
    assert_eq!(restarted.open(Context::server("cursor"), &key).unwrap().as_slice(), b"cursor key");
}

async fn rotate(store: &Store, vault: &Vault) {
    let active = vault.active_kek_id().unwrap();
    let mut last = None;
    loop {
        let batch = store.secrets_not_under(&active, last.as_ref(), 7).await.unwrap();
        for old in &batch {
            let new = vault.rewrap(old.place.context(), &old.sealed).unwrap();
            store.rewrap_secret(old, &new).await.unwrap();
        }
        match batch.into_iter().last() {
            Some(it) => last = Some(it.place),
            None => return,
        }
    }
}
