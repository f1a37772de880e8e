//! The server's own secrets and the check values of its vault.

use std::collections::BTreeSet;

use nabe_store::testing::TestStore;
use nabe_vault::Vault;

use crate::support::{at, at_once, sealed, sealed_under};

on_every_engine!(
    a_check_is_added_once_per_key,
    a_check_from_the_store_verifies,
    the_first_server_secret_stays,
    nodes_that_start_at_once_agree_on_a_secret
);

async fn a_check_is_added_once_per_key(store: &TestStore) {
    assert!(store.vault_checks().await.unwrap().is_empty());
    store.add_vault_check(&sealed_under("kek_b", 1), at(1)).await.unwrap();
    store.add_vault_check(&sealed_under("kek_b", 2), at(2)).await.unwrap();
    store.add_vault_check(&sealed_under("kek_a", 3), at(3)).await.unwrap();
    assert_eq!(store.vault_checks().await.unwrap(), [sealed_under("kek_b", 1), sealed_under("kek_a", 3)]);
}

async fn a_check_from_the_store_verifies(store: &TestStore) {
    let vault = Vault::in_memory();
    for check in vault.make_checks().unwrap() {
        store.add_vault_check(&check, at(1)).await.unwrap();
    }
    let checks = store.vault_checks().await.unwrap();
    vault.verify_checks(&checks).unwrap();
    Vault::in_memory().verify_checks(&checks).unwrap_err();
}

async fn the_first_server_secret_stays(store: &TestStore) {
    assert_eq!(store.server_secret("cursor").await.unwrap(), None);
    assert_eq!(store.add_server_secret_if_absent("cursor", &sealed(1)).await.unwrap(), sealed(1));
    assert_eq!(store.add_server_secret_if_absent("cursor", &sealed(2)).await.unwrap(), sealed(1));
    assert_eq!(store.add_server_secret_if_absent("another", &sealed(3)).await.unwrap(), sealed(3));
    assert_eq!(store.server_secret("cursor").await.unwrap(), Some(sealed(1)));
}

async fn nodes_that_start_at_once_agree_on_a_secret(store: &TestStore) {
    let got = at_once(10, |number| {
        let store = nabe_store::Store::clone(store);
        let own = sealed(u8::try_from(number).unwrap());
        async move { store.add_server_secret_if_absent("cursor", &own).await.unwrap() }
    });
    let different: BTreeSet<Vec<u8>> = got.await.into_iter().map(|it| it.ciphertext).collect();
    assert_eq!(different.len(), 1);
}
