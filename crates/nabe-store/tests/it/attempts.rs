//! Attempts to connect.

use nabe_model::ids::{AccountId, AttemptId};
use nabe_model::platform::AttemptStatus;
use nabe_store::testing::TestStore;
use nabe_store::{AttemptOutcome, AttemptRow, Store, StoreError};

use crate::support::{at, at_once, linked, project, session};

on_every_engine!(
    an_attempt_ends_once,
    every_end_reads_back,
    an_attempt_belongs_to_its_project_and_session,
    of_an_end_and_a_cancellation_at_once_one_wins
);

async fn an_attempt_ends_once(store: &TestStore) {
    let mine = project(store).await;
    let account = linked(store, &mine, "customer").await;
    let session = session(store, &mine, 1).await.id;
    let id = AttemptId::new();
    let begun = store.add_attempt(&mine, session, &id, at(1)).await.unwrap();
    let expected = AttemptRow {
        id: id.clone(),
        session_id: session,
        status: AttemptStatus::Pending,
        account_id: None,
        error_code: None,
        error_message: None,
        created_at: at(1),
        updated_at: at(1),
    };
    assert_eq!(begun, expected);
    assert_eq!(store.attempt(&mine, session, &id).await.unwrap(), Some(begun));
    assert!(matches!(store.add_attempt(&mine, session, &id, at(2)).await, Err(StoreError::Conflict)));

    let outcome = AttemptOutcome::Authenticated(account.clone());
    assert!(store.settle_attempt(&mine, session, &id, &outcome, at(3)).await.unwrap());
    assert!(!store.settle_attempt(&mine, session, &id, &AttemptOutcome::Expired, at(4)).await.unwrap());
    assert!(!store.cancel_attempt(&mine, session, &id, at(5)).await.unwrap());
    let ended = AttemptRow {
        status: AttemptStatus::Authenticated,
        account_id: Some(account),
        updated_at: at(3),
        ..expected
    };
    assert_eq!(store.attempt(&mine, session, &id).await.unwrap(), Some(ended));
}

async fn every_end_reads_back(store: &TestStore) {
    let mine = project(store).await;
    let session = session(store, &mine, 1).await.id;
    let failed =
        AttemptOutcome::Error { code: "credentials_refused".to_owned(), message: "Wrong secret.".to_owned() };
    for (outcome, status) in [
        (Some(failed), AttemptStatus::Error),
        (Some(AttemptOutcome::Expired), AttemptStatus::Expired),
        (None, AttemptStatus::Cancelled),
    ] {
        let id = AttemptId::new();
        store.add_attempt(&mine, session, &id, at(1)).await.unwrap();
        let ended = match &outcome {
            Some(outcome) => store.settle_attempt(&mine, session, &id, outcome, at(2)).await,
            None => store.cancel_attempt(&mine, session, &id, at(2)).await,
        };
        assert!(ended.unwrap());
        let row = store.attempt(&mine, session, &id).await.unwrap().unwrap();
        assert_eq!((row.status, row.account_id, row.updated_at), (status, None, at(2)));
        let failed = status == AttemptStatus::Error;
        assert_eq!(row.error_code.as_deref(), failed.then_some("credentials_refused"));
        assert_eq!(row.error_message.as_deref(), failed.then_some("Wrong secret."));
    }
}

async fn an_attempt_belongs_to_its_project_and_session(store: &TestStore) {
    let (mine, theirs) = (project(store).await, project(store).await);
    let (session, other) = (session(store, &mine, 1).await.id, session(store, &mine, 2).await.id);
    let id = AttemptId::new();
    let refused = store.add_attempt(&theirs, session, &id, at(1)).await;
    assert!(matches!(refused, Err(StoreError::Missing)));
    let row = store.add_attempt(&mine, session, &id, at(1)).await.unwrap();

    for (project, session) in [(&theirs, session), (&mine, other)] {
        assert_eq!(store.attempt(project, session, &id).await.unwrap(), None);
        assert!(!store.settle_attempt(project, session, &id, &AttemptOutcome::Expired, at(2)).await.unwrap());
        assert!(!store.cancel_attempt(project, session, &id, at(2)).await.unwrap());
    }
    for foreign in [linked(store, &theirs, "customer").await, AccountId::new()] {
        let outcome = AttemptOutcome::Authenticated(foreign);
        let refused = store.settle_attempt(&mine, session, &id, &outcome, at(2)).await;
        assert!(matches!(refused, Err(StoreError::Missing)));
    }
    assert_eq!(store.attempt(&mine, session, &id).await.unwrap(), Some(row));
}

async fn of_an_end_and_a_cancellation_at_once_one_wins(store: &TestStore) {
    let mine = project(store).await;
    let session = session(store, &mine, 1).await.id;
    let id = AttemptId::new();
    store.add_attempt(&mine, session, &id, at(1)).await.unwrap();
    let ended = at_once(10, |number| {
        let (store, mine, id) = (Store::clone(store), mine.clone(), id.clone());
        async move {
            if number % 2 == 0 {
                store.cancel_attempt(&mine, session, &id, at(2)).await.unwrap()
            } else {
                store.settle_attempt(&mine, session, &id, &AttemptOutcome::Expired, at(2)).await.unwrap()
            }
        }
    });
    assert_eq!(ended.await.into_iter().filter(|it| *it).count(), 1);
}
