//! API keys.

use nabe_model::ids::{KeyId, ProjectId};
use nabe_store::testing::TestStore;
use nabe_store::{KeyRow, StoreError};

use crate::support::{at, key, project};

on_every_engine!(
    a_key_reads_back,
    a_project_sees_and_revokes_its_own_keys_only,
    a_lookup_is_given_once,
    a_key_without_a_project_is_refused,
    the_last_use_never_goes_back
);

async fn a_key_reads_back(store: &TestStore) {
    let mine = project(store).await;
    let row = key(&mine, "lookup1");
    store.add_key(&mine, &row).await.unwrap();
    assert_eq!(store.key_by_lookup("lookup1").await.unwrap(), Some(row.clone()));
    assert_eq!(store.key_by_lookup("lookup").await.unwrap(), None);
    assert_eq!(store.keys(&mine).await.unwrap(), [row]);
}

async fn a_project_sees_and_revokes_its_own_keys_only(store: &TestStore) {
    let (mine, theirs) = (project(store).await, project(store).await);
    let row = key(&mine, "lookup1");
    store.add_key(&mine, &row).await.unwrap();

    assert!(store.keys(&theirs).await.unwrap().is_empty());
    assert!(!store.revoke_key(&theirs, &row.id, at(5)).await.unwrap());
    assert_eq!(store.key_by_lookup("lookup1").await.unwrap().unwrap().revoked_at, None);

    assert!(store.revoke_key(&mine, &row.id, at(5)).await.unwrap());
    assert!(!store.revoke_key(&mine, &row.id, at(9)).await.unwrap());
    let revoked = store.key_by_lookup("lookup1").await.unwrap();
    assert_eq!(revoked, Some(KeyRow { revoked_at: Some(at(5)), ..row }));
}

async fn a_lookup_is_given_once(store: &TestStore) {
    let (mine, theirs) = (project(store).await, project(store).await);
    store.add_key(&mine, &key(&mine, "lookup1")).await.unwrap();
    let again = store.add_key(&theirs, &key(&theirs, "lookup1")).await;
    assert!(matches!(again, Err(StoreError::Conflict)));
}

async fn a_key_without_a_project_is_refused(store: &TestStore) {
    let nobody = ProjectId::new();
    let refused = store.add_key(&nobody, &key(&nobody, "lookup1")).await;
    assert!(matches!(refused, Err(StoreError::Missing)));
    assert_eq!(store.key_by_lookup("lookup1").await.unwrap(), None);
}

async fn the_last_use_never_goes_back(store: &TestStore) {
    let mine = project(store).await;
    let (one, other) = (key(&mine, "lookup1"), key(&mine, "lookup2"));
    store.add_key(&mine, &one).await.unwrap();
    store.add_key(&mine, &other).await.unwrap();

    store.touch_keys(&[]).await.unwrap();
    store
        .touch_keys(&[(other.id.clone(), at(3)), (one.id.clone(), at(7)), (KeyId::new(), at(1))])
        .await
        .unwrap();
    store.touch_keys(&[(one.id.clone(), at(5)), (other.id.clone(), at(9))]).await.unwrap();

    let used: Vec<_> = store.keys(&mine).await.unwrap().into_iter().map(|it| it.last_used_at).collect();
    assert_eq!(used, [Some(at(7)), Some(at(9))]);
}
