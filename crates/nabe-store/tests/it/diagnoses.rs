//! What was found out about accounts.

use nabe_model::ids::AccountId;
use nabe_model::platform::StatusReason;
use nabe_store::AccountChange;
use nabe_store::testing::TestStore;

use crate::support::{at, examination, linked, project, sealed};

on_every_engine!(
    an_examination_replaces_the_one_before,
    an_examination_of_an_account_that_has_changed_is_not_stored,
    an_examination_goes_with_its_account
);

fn reason(ms: i64) -> StatusReason {
    StatusReason {
        code: "permissions_missing".to_owned(),
        description: "Missing.".to_owned(),
        timestamp: at(ms),
    }
}

async fn an_examination_replaces_the_one_before(store: &TestStore) {
    let (mine, theirs) = (project(store).await, project(store).await);
    let id = linked(store, &mine, "customer").await;
    assert_eq!(store.examination(&mine, &id).await.unwrap(), None);
    let mut seen = store.account(&mine, &id).await.unwrap().unwrap().updated_at;
    for ms in [5, 9] {
        let row = store.put_examination(&mine, (&id, seen), &examination(ms), &[reason(5)], at(ms)).await;
        seen = row.unwrap().unwrap().updated_at;
        assert_eq!(store.examination(&mine, &id).await.unwrap(), Some(examination(ms)));
    }
    assert_eq!(store.examination(&theirs, &id).await.unwrap(), None);
    let row = store.account(&mine, &id).await.unwrap().unwrap();
    assert_eq!(
        (row.status_reasons, row.updated_at),
        (vec![reason(5)], at(5)),
        "nothing changed the second time"
    );
}

async fn an_examination_of_an_account_that_has_changed_is_not_stored(store: &TestStore) {
    let mine = project(store).await;
    let id = linked(store, &mine, "customer").await;
    let seen = store.account(&mine, &id).await.unwrap().unwrap().updated_at;
    let change = AccountChange::default();
    let row = store.relink_account(&mine, &id, &sealed(2), &change, at(3)).await.unwrap();
    let late = store.put_examination(&mine, (&id, seen), &examination(4), &[reason(4)], at(4)).await;
    assert_eq!(late.unwrap(), None);
    assert_eq!(store.examination(&mine, &id).await.unwrap(), None);
    assert_eq!(store.account(&mine, &id).await.unwrap(), row);
}

async fn an_examination_goes_with_its_account(store: &TestStore) {
    let mine = project(store).await;
    let nobody = store.put_examination(&mine, (&AccountId::new(), at(0)), &examination(1), &[], at(1)).await;
    assert_eq!(nobody.unwrap(), None);
    let id = linked(store, &mine, "customer").await;
    let seen = store.account(&mine, &id).await.unwrap().unwrap().updated_at;
    store.put_examination(&mine, (&id, seen), &examination(1), &[], at(1)).await.unwrap().unwrap();
    store.delete_account(&mine, &id, at(9)).await.unwrap();
    assert_eq!(store.examination(&mine, &id).await.unwrap(), None);
}
