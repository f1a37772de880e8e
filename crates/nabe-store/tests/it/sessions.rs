//! Connect sessions.

use nabe_model::ids::{AccountId, AttemptId, ProjectId};
use nabe_model::platform::AccountType;
use nabe_store::testing::TestStore;
use nabe_store::{CredentialTest, NewSession, SessionRow, Store, StoreError};

use crate::support::{at, at_once, linked, new_session, project, session};

on_every_engine!(
    a_session_reads_back,
    sessions_are_numbered_upwards_and_never_again,
    a_session_is_nobody_elses,
    a_token_is_given_once,
    a_session_for_somebody_elses_account_is_refused,
    a_session_is_used_once,
    a_session_for_several_is_used_often,
    a_revoked_session_is_not_used,
    of_many_uses_at_once_one_wins,
    tests_of_credentials_are_counted_per_window,
    of_many_tests_at_once_no_more_than_the_limit_pass,
    expired_sessions_are_purged,
);

async fn a_session_reads_back(store: &TestStore) {
    let mine = project(store).await;
    let account = linked(store, &mine, "customer").await;
    let new = NewSession {
        account_id: Some(account),
        origin_username: Some("someone".to_owned()),
        metadata: serde_json::Map::from_iter([("a".to_owned(), serde_json::json!([1, null]))]),
        multiple: true,
        required_rights: Some(vec!["employees:read".to_owned()]),
        provider_version: Some("1.0.0".to_owned()),
        integration_id: Some("int".to_owned()),
        ..new_session(1)
    };
    let row = store.add_session(&mine, new.clone()).await.unwrap();
    let expected = SessionRow {
        id: row.id,
        project_id: mine.clone(),
        token_hash: new.token_hash,
        origin_owner_id: new.origin_owner_id,
        origin_owner_name: new.origin_owner_name,
        origin_username: new.origin_username,
        label: new.label,
        account_id: new.account_id,
        provider: new.provider,
        provider_version: new.provider_version,
        integration_id: new.integration_id,
        categories: new.categories,
        metadata: new.metadata,
        multiple: true,
        required_rights: new.required_rights,
        kind: AccountType::Test,
        created_at: new.created_at,
        token_expires_at: new.token_expires_at,
        link_expires_at: new.link_expires_at,
        used_at: None,
        revoked_at: None,
        tests_started_at: None,
        tests_count: 0,
    };
    assert_eq!(row, expected);
    assert_eq!(store.session(&mine, row.id).await.unwrap(), Some(row.clone()));
    assert_eq!(store.session_by_token_hash(&[1; 32]).await.unwrap(), Some(row));
    assert_eq!(store.session_by_token_hash(&[2; 32]).await.unwrap(), None);
}

async fn sessions_are_numbered_upwards_and_never_again(store: &TestStore) {
    let mine = project(store).await;
    let (one, two) = (session(store, &mine, 1).await.id, session(store, &mine, 2).await.id);
    assert!(0 < one && one < two);
    store.purge_sessions(at(i64::from(u32::MAX))).await.unwrap();
    assert!(two < session(store, &mine, 3).await.id);
}

async fn a_session_is_nobody_elses(store: &TestStore) {
    let (mine, theirs) = (project(store).await, project(store).await);
    let (my_account, their_account) = (linked(store, &mine, "a").await, linked(store, &theirs, "b").await);
    let row = session(store, &mine, 1).await;

    assert_eq!(store.session(&theirs, row.id).await.unwrap(), None);
    assert!(!store.set_session_account(&theirs, row.id, &their_account).await.unwrap());
    assert!(!store.set_session_account(&theirs, row.id, &my_account).await.unwrap());
    assert!(!store.use_session(&theirs, row.id, &their_account, at(1)).await.unwrap());
    assert!(!store.revoke_session(&theirs, row.id, at(1)).await.unwrap());
    let tested = store.record_credential_test(&theirs, row.id, at(1), 1000, 5).await;
    assert!(matches!(tested, Err(StoreError::Missing)));
    // Nor does my session take their account.
    assert!(!store.set_session_account(&mine, row.id, &their_account).await.unwrap());
    let used = store.use_session(&mine, row.id, &their_account, at(1)).await;
    assert!(matches!(used, Err(StoreError::Missing)));

    assert_eq!(store.session(&mine, row.id).await.unwrap(), Some(row));
}

async fn a_token_is_given_once(store: &TestStore) {
    let mine = project(store).await;
    session(store, &mine, 1).await;
    assert!(matches!(store.add_session(&mine, new_session(1)).await, Err(StoreError::Conflict)));
}

async fn a_session_for_somebody_elses_account_is_refused(store: &TestStore) {
    let (mine, theirs) = (project(store).await, project(store).await);
    let foreign = linked(store, &theirs, "customer").await;
    for account in [foreign, AccountId::new()] {
        let new = NewSession { account_id: Some(account), ..new_session(1) };
        assert!(matches!(store.add_session(&mine, new).await, Err(StoreError::Missing)));
    }
    let nobodys = store.add_session(&ProjectId::new(), new_session(1)).await;
    assert!(matches!(nobodys, Err(StoreError::Missing)));
    assert_eq!(store.session_by_token_hash(&[1; 32]).await.unwrap(), None);
}

async fn a_session_is_used_once(store: &TestStore) {
    let mine = project(store).await;
    let account = linked(store, &mine, "customer").await;
    let id = session(store, &mine, 1).await.id;
    assert!(store.use_session(&mine, id, &account, at(5)).await.unwrap());
    assert!(!store.use_session(&mine, id, &account, at(6)).await.unwrap());
    let row = store.session(&mine, id).await.unwrap().unwrap();
    assert_eq!((row.used_at, row.account_id), (Some(at(5)), Some(account)));
}

async fn a_session_for_several_is_used_often(store: &TestStore) {
    let mine = project(store).await;
    let account = linked(store, &mine, "customer").await;
    let new = NewSession { multiple: true, ..new_session(1) };
    let id = store.add_session(&mine, new).await.unwrap().id;
    assert!(store.use_session(&mine, id, &account, at(5)).await.unwrap());
    assert!(store.use_session(&mine, id, &account, at(6)).await.unwrap());
    let row = store.session(&mine, id).await.unwrap().unwrap();
    assert_eq!((row.used_at, row.account_id), (Some(at(6)), None), "the next one is a new account again");
}

async fn a_revoked_session_is_not_used(store: &TestStore) {
    let mine = project(store).await;
    let account = linked(store, &mine, "customer").await;
    let id = session(store, &mine, 1).await.id;
    assert!(store.revoke_session(&mine, id, at(3)).await.unwrap());
    assert!(!store.revoke_session(&mine, id, at(4)).await.unwrap());
    assert!(!store.use_session(&mine, id, &account, at(5)).await.unwrap());
    assert_eq!(store.session(&mine, id).await.unwrap().unwrap().revoked_at, Some(at(3)));
}

async fn of_many_uses_at_once_one_wins(store: &TestStore) {
    let mine = project(store).await;
    let account = linked(store, &mine, "customer").await;
    let id = session(store, &mine, 1).await.id;
    let used = at_once(12, |_| {
        let (store, mine, account) = (Store::clone(store), mine.clone(), account.clone());
        async move { store.use_session(&mine, id, &account, at(5)).await.unwrap() }
    });
    assert_eq!(used.await.into_iter().filter(|it| *it).count(), 1);
}

async fn tests_of_credentials_are_counted_per_window(store: &TestStore) {
    use CredentialTest::{Allowed, RetryAfter};
    let mine = project(store).await;
    let id = session(store, &mine, 1).await.id;
    for (ms, expected) in [
        (0, Allowed),
        (100, Allowed),
        (200, Allowed),
        (300, RetryAfter(700)),
        (999, RetryAfter(1)),
        (1000, Allowed), // a new window
        (1900, Allowed),
        (1950, Allowed),
        (1999, RetryAfter(1)),
        (5000, Allowed),
    ] {
        let tested = store.record_credential_test(&mine, id, at(ms), 1000, 3).await.unwrap();
        assert_eq!(tested, expected, "after {ms} ms");
    }
    let other = session(store, &mine, 2).await.id;
    let never = store.record_credential_test(&mine, other, at(0), 1000, 0).await.unwrap();
    assert_eq!(never, RetryAfter(1000));
    let nowhere = store.record_credential_test(&mine, other + 1, at(0), 1000, 3).await;
    assert!(matches!(nowhere, Err(StoreError::Missing)));
}

async fn of_many_tests_at_once_no_more_than_the_limit_pass(store: &TestStore) {
    let mine = project(store).await;
    let id = session(store, &mine, 1).await.id;
    for window in 0..3 {
        let tested = at_once(20, |number| {
            let (store, mine) = (Store::clone(store), mine.clone());
            let now = at(window * 60_000 + i64::try_from(number % 3).unwrap());
            async move { store.record_credential_test(&mine, id, now, 60_000, 5).await.unwrap() }
        });
        let allowed = tested.await.into_iter().filter(|it| *it == CredentialTest::Allowed).count();
        assert!(if window == 0 { allowed == 5 } else { allowed <= 5 }, "{allowed} in window {window}");
        let row = store.session(&mine, id).await.unwrap().unwrap();
        assert!(row.tests_count <= 5);
    }
}

async fn expired_sessions_are_purged(store: &TestStore) {
    let mine = project(store).await;
    let new = |token, token_ms, link_ms| NewSession {
        token_expires_at: at(token_ms),
        link_expires_at: at(link_ms),
        ..new_session(token)
    };
    let gone = store.add_session(&mine, new(1, 10, 20)).await.unwrap();
    let attempt = AttemptId::new();
    store.add_attempt(&mine, gone.id, &attempt, at(1)).await.unwrap();
    let linked = store.add_session(&mine, new(2, 10, 21)).await.unwrap();
    let live = store.add_session(&mine, new(3, 21, 10)).await.unwrap();

    assert_eq!(store.purge_sessions(at(20)).await.unwrap(), 1);
    assert_eq!(store.session(&mine, gone.id).await.unwrap(), None);
    assert_eq!(store.attempt(&mine, gone.id, &attempt).await.unwrap(), None);
    for kept in [linked, live] {
        assert_eq!(store.session(&mine, kept.id).await.unwrap(), Some(kept));
    }
}
