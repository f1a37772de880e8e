//! The moment of connecting.

use nabe_model::ids::{AccountId, AttemptId, ProjectId};
use nabe_model::platform::AttemptStatus;
use nabe_store::testing::TestStore;
use nabe_store::{
    AccountChange, AccountFilter, CREDENTIALS, Linked, Linking, NewSession, Store, StoreError, Tried,
};

use crate::support::{account, at, at_once, examination, linked, new_session, project, sealed, session};

on_every_engine!(
    connecting_does_everything,
    connecting_again_keeps_the_account,
    what_cant_be_done_whole_isnt_done,
    of_many_connections_at_once_one_account_comes,
    many_sessions_of_one_customer_make_one_account,
    a_session_for_several_adds_another,
    what_is_given_up_connects_nothing,
    sessions_of_a_deleted_account_connect_nothing
);

/// Credentials that were tried, and what was found out about them.
macro_rules! tried {
    ($credentials:literal, $examination:literal) => {
        Tried { credentials: &sealed($credentials), examination: &examination($examination) }
    };
}

fn all() -> AccountFilter {
    AccountFilter { limit: 100, ..AccountFilter::default() }
}

async fn connecting_does_everything(store: &TestStore) {
    let mine = project(store).await;
    let session = session(store, &mine, 1).await.id;
    let attempt = AttemptId::new();
    store.add_attempt(&mine, session, &attempt, at(1)).await.unwrap();
    let row = account("customer", 2);

    let done =
        store.link_account(&mine, session, Some(&attempt), Linking::Add(&row), tried!(1, 2), at(2)).await;
    assert_eq!(done.unwrap(), Linked::Connected(Box::new(row.clone())));
    assert_eq!(store.account(&mine, &row.id).await.unwrap(), Some(row.clone()));
    assert_eq!(store.secret(&mine, &row.id, CREDENTIALS).await.unwrap(), Some(sealed(1)));
    let used = store.session(&mine, session).await.unwrap().unwrap();
    assert_eq!((used.used_at, used.account_id), (Some(at(2)), Some(row.id.clone())));
    let settled = store.attempt(&mine, session, &attempt).await.unwrap().unwrap();
    assert_eq!((settled.status, settled.account_id), (AttemptStatus::Authenticated, Some(row.id)));
}

async fn connecting_again_keeps_the_account(store: &TestStore) {
    let mine = project(store).await;
    let id = linked(store, &mine, "customer").await;
    let new = NewSession { account_id: Some(id.clone()), ..new_session(1) };
    let session = store.add_session(&mine, new).await.unwrap().id;
    let change = AccountChange { label: Some("again".to_owned()), ..AccountChange::default() };

    let linking = Linking::Relink { account: &id, change: &change, reasons: &[] };
    let Linked::Connected(row) =
        store.link_account(&mine, session, None, linking, tried!(2, 3), at(3)).await.unwrap()
    else {
        panic!("the session is good")
    };
    assert_eq!((row.id.clone(), row.label.as_deref()), (id.clone(), Some("again")));
    assert_eq!(store.accounts(&mine, &all()).await.unwrap(), [*row]);
    assert_eq!(store.secret(&mine, &id, CREDENTIALS).await.unwrap(), Some(sealed(2)));
}

async fn what_cant_be_done_whole_isnt_done(store: &TestStore) {
    let (mine, theirs) = (project(store).await, project(store).await);
    let foreign = linked(store, &theirs, "customer").await;
    let before = session(store, &mine, 1).await;
    let attempt = AttemptId::new();
    store.add_attempt(&mine, before.id, &attempt, at(1)).await.unwrap();
    let link = async |project: &ProjectId, linking: Linking<'_>| {
        store.link_account(project, before.id, Some(&attempt), linking, tried!(9, 2), at(2)).await
    };
    let change = AccountChange::default();

    let row = account("customer", 2);
    assert_eq!(link(&theirs, Linking::Add(&row)).await.unwrap(), Linked::SessionUsed);
    for missing in [foreign.clone(), AccountId::new()] {
        let linking = Linking::Relink { account: &missing, change: &change, reasons: &[] };
        assert_eq!(link(&mine, linking).await.unwrap(), Linked::AccountMissing);
    }
    let taken = nabe_store::AccountRow { id: foreign.clone(), ..row };
    assert!(matches!(link(&mine, Linking::Add(&taken)).await, Err(StoreError::Conflict)));

    assert_eq!(store.session(&mine, before.id).await.unwrap(), Some(before.clone()));
    assert!(store.accounts(&mine, &all()).await.unwrap().is_empty());
    assert_eq!(store.secret(&theirs, &foreign, CREDENTIALS).await.unwrap(), Some(sealed(1)));
    let pending = store.attempt(&mine, before.id, &attempt).await.unwrap().unwrap();
    assert_eq!(pending.status, AttemptStatus::Pending);
}

async fn of_many_connections_at_once_one_account_comes(store: &TestStore) {
    let mine = project(store).await;
    let id = session(store, &mine, 1).await.id;
    let linked = at_once(8, |_| {
        let (store, mine) = (Store::clone(store), mine.clone());
        async move {
            let row = account("customer", 2);
            store.link_account(&mine, id, None, Linking::Add(&row), tried!(1, 2), at(2)).await.unwrap()
        }
    });
    let connected = linked.await.into_iter().filter(|it| *it != Linked::SessionUsed).count();
    assert_eq!(connected, 1);
    assert_eq!(store.accounts(&mine, &all()).await.unwrap().len(), 1);
}

async fn many_sessions_of_one_customer_make_one_account(store: &TestStore) {
    let mine = project(store).await;
    let mut sessions = Vec::new();
    for token in 0..8 {
        sessions.push(session(store, &mine, token).await.id);
    }
    let linked = at_once(8, |number| {
        let (store, mine, session) = (Store::clone(store), mine.clone(), sessions[number]);
        async move {
            let row = account("customer", 2);
            store.link_account(&mine, session, None, Linking::Add(&row), tried!(1, 2), at(2)).await.unwrap()
        }
    });
    let linked = linked.await;
    let accounts = store.accounts(&mine, &all()).await.unwrap();
    let [one] = accounts.as_slice() else { panic!("one account: {accounts:?}") };
    assert_eq!(linked.iter().filter(|it| matches!(it, Linked::Connected(_))).count(), 1);
    assert_eq!(linked.iter().filter(|it| **it == Linked::OwnerHas(Box::new(one.clone()))).count(), 7);
    let mut unused = 0;
    for session in sessions {
        unused += usize::from(store.session(&mine, session).await.unwrap().unwrap().used_at.is_none());
    }
    assert_eq!(unused, 7, "the others may still connect it again");
}

async fn a_session_for_several_adds_another(store: &TestStore) {
    let mine = project(store).await;
    linked(store, &mine, "customer").await;
    let new = NewSession { multiple: true, ..new_session(1) };
    let session = store.add_session(&mine, new).await.unwrap().id;
    let row = account("customer", 2);
    let done = store.link_account(&mine, session, None, Linking::Add(&row), tried!(1, 2), at(2)).await;
    assert_eq!(done.unwrap(), Linked::Connected(Box::new(row)));
}

async fn what_is_given_up_connects_nothing(store: &TestStore) {
    let mine = project(store).await;
    let before = session(store, &mine, 1).await;
    let attempt = AttemptId::new();
    store.add_attempt(&mine, before.id, &attempt, at(1)).await.unwrap();
    assert!(store.cancel_attempt(&mine, before.id, &attempt, at(1)).await.unwrap());
    let row = account("customer", 2);
    let done =
        store.link_account(&mine, before.id, Some(&attempt), Linking::Add(&row), tried!(1, 2), at(2)).await;
    assert_eq!(done.unwrap(), Linked::Cancelled);
    assert!(store.accounts(&mine, &all()).await.unwrap().is_empty());
    assert_eq!(store.session(&mine, before.id).await.unwrap(), Some(before));
}

async fn sessions_of_a_deleted_account_connect_nothing(store: &TestStore) {
    let mine = project(store).await;
    let id = linked(store, &mine, "customer").await;
    let again = NewSession { account_id: Some(id.clone()), ..new_session(1) };
    let again = store.add_session(&mine, again).await.unwrap().id;
    let other = session(store, &mine, 2).await.id;
    store.delete_account(&mine, &id, at(5)).await.unwrap();
    let revoked_at = async |id| store.session(&mine, id).await.unwrap().unwrap().revoked_at;
    assert_eq!((revoked_at(again).await, revoked_at(other).await), (Some(at(5)), None));
    let row = account("customer", 6);
    let done = store.link_account(&mine, again, None, Linking::Add(&row), tried!(1, 2), at(6)).await;
    assert_eq!(done.unwrap(), Linked::SessionUsed);
}
