//! What could not be read.

use nabe_model::ids::AccountId;
use nabe_model::quarantine::{QuarantineEntry, QuarantineKind};
use nabe_store::testing::TestStore;
use nabe_store::{Store, StoreError};

use crate::support::{at, at_once, linked, project};

on_every_engine!(
    what_is_met_again_is_counted,
    only_the_newest_stay,
    entries_belong_to_one_account_and_go_with_it,
    what_was_not_met_for_long_goes,
    nothing_is_lost_when_several_note_at_once,
);

fn met(record: Option<&str>, ms: i64) -> QuarantineEntry {
    QuarantineEntry {
        operation: "hris_list_employees".to_owned(),
        record_id: record.map(str::to_owned),
        path: "attributes.hire_date.value".to_owned(),
        kind: QuarantineKind::NotADate,
        first_seen: at(ms),
        last_seen: at(ms),
        count: 1,
    }
}

async fn what_is_met_again_is_counted(store: &TestStore) {
    let mine = project(store).await;
    let id = linked(store, &mine, "customer").await;
    for (record, ms) in [(Some("7"), 5), (None, 6), (Some("7"), 9), (Some("7"), 2)] {
        store.note_quarantine(&mine, &id, &[met(record, ms)], 10).await.unwrap();
    }
    let twice = QuarantineEntry { last_seen: at(9), count: 3, ..met(Some("7"), 5) };
    assert_eq!(store.quarantine(&mine, &id, 0, 10).await.unwrap(), [twice.clone(), met(None, 6)]);
    assert_eq!(store.quarantine(&mine, &id, 1, 10).await.unwrap(), [met(None, 6)]);
    assert_eq!(store.quarantine(&mine, &id, 0, 1).await.unwrap(), [twice]);
    assert_eq!(store.quarantine_count(&mine, &id).await.unwrap(), 2);
    assert_eq!(store.clear_quarantine(&mine, &id).await.unwrap(), 2);
    assert_eq!(store.quarantine_count(&mine, &id).await.unwrap(), 0);
}

async fn only_the_newest_stay(store: &TestStore) {
    let mine = project(store).await;
    let (id, other) = (linked(store, &mine, "one").await, linked(store, &mine, "other").await);
    store.note_quarantine(&mine, &other, &[met(Some("1"), 1)], 3).await.unwrap();
    let many: Vec<_> = (1..=9).map(|it| met(Some(&it.to_string()), it)).collect();
    store.note_quarantine(&mine, &id, &many[..5], 3).await.unwrap();
    store.note_quarantine(&mine, &id, &many[5..], 3).await.unwrap();
    let kept = store.quarantine(&mine, &id, 0, 10).await.unwrap();
    assert_eq!(kept, [9, 8, 7].map(|it| met(Some(&it.to_string()), it)));
    assert_eq!(store.quarantine_count(&mine, &other).await.unwrap(), 1);
}

async fn entries_belong_to_one_account_and_go_with_it(store: &TestStore) {
    let (mine, theirs) = (project(store).await, project(store).await);
    let id = linked(store, &mine, "customer").await;
    for (project, account) in [(&theirs, &id), (&mine, &AccountId::new())] {
        let nobody = store.note_quarantine(project, account, &[met(None, 1)], 3).await;
        assert!(matches!(nobody, Err(StoreError::Missing)), "{nobody:?}");
    }
    store.note_quarantine(&mine, &id, &[met(None, 1)], 3).await.unwrap();
    assert_eq!(store.quarantine(&theirs, &id, 0, 10).await.unwrap(), []);
    assert_eq!(store.clear_quarantine(&theirs, &id).await.unwrap(), 0);
    store.delete_account(&mine, &id, at(9)).await.unwrap();
    assert_eq!(store.quarantine_count(&mine, &id).await.unwrap(), 0);
}

async fn what_was_not_met_for_long_goes(store: &TestStore) {
    let mine = project(store).await;
    let id = linked(store, &mine, "customer").await;
    store.note_quarantine(&mine, &id, &[met(Some("1"), 1), met(Some("2"), 5)], 9).await.unwrap();
    assert_eq!(store.purge_quarantine(at(5)).await.unwrap(), 1);
    assert_eq!(store.quarantine(&mine, &id, 0, 10).await.unwrap(), [met(Some("2"), 5)]);
}

async fn nothing_is_lost_when_several_note_at_once(store: &TestStore) {
    let mine = project(store).await;
    let id = linked(store, &mine, "customer").await;
    let noted = at_once(8, |it| {
        let (store, mine, id) = (Store::clone(store), mine.clone(), id.clone());
        let own = it.to_string();
        let mut entries = vec![met(Some("shared"), 5), met(Some(&own), 5), met(None, 5)];
        entries.rotate_left(it % 3);
        async move { store.note_quarantine(&mine, &id, &entries, 100).await }
    });
    for noted in noted.await {
        noted.unwrap();
    }
    let kept = store.quarantine(&mine, &id, 0, 100).await.unwrap();
    assert_eq!(kept.len(), 10);
    let shared = kept.iter().find(|it| it.record_id.as_deref() == Some("shared")).unwrap();
    assert_eq!(shared.count, 8);
}
