//! What was found out about accounts.

use nabe_model::ids::AccountId;
use nabe_model::platform::StatusReason;
use nabe_store::StoreError;
use nabe_store::testing::TestStore;

use crate::support::{at, examination, linked, project};

on_every_engine!(an_examination_replaces_the_one_before, an_examination_goes_with_its_account);

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
    for ms in [5, 9] {
        store.put_examination(&mine, &id, &examination(ms), &[reason(5)], at(ms)).await.unwrap();
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

async fn an_examination_goes_with_its_account(store: &TestStore) {
    let mine = project(store).await;
    let nobody = store.put_examination(&mine, &AccountId::new(), &examination(1), &[], at(1)).await;
    assert!(matches!(nobody, Err(StoreError::Missing)), "{nobody:?}");
    let id = linked(store, &mine, "customer").await;
    store.put_examination(&mine, &id, &examination(1), &[], at(1)).await.unwrap();
    store.delete_account(&mine, &id).await.unwrap();
    assert_eq!(store.examination(&mine, &id).await.unwrap(), None);
}
