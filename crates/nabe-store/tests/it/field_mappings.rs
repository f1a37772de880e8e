//! Which attributes feed which fields.

use nabe_model::ids::AccountId;
use nabe_model::mapping::FieldMapping;
use nabe_store::testing::TestStore;
use nabe_store::{Store, StoreError};

use crate::support::{at, at_once, linked, project};

on_every_engine!(
    mappings_are_replaced_as_a_whole,
    a_bad_set_changes_nothing,
    mappings_belong_to_one_account_and_go_with_it,
    of_several_at_once_one_stands_whole,
);

fn set(rows: &[(&str, &str)]) -> Vec<FieldMapping> {
    let row = |(attribute, field): &(&str, &str)| FieldMapping {
        attribute: (*attribute).to_owned(),
        field: (*field).to_owned(),
    };
    rows.iter().map(row).collect()
}

async fn mappings_are_replaced_as_a_whole(store: &TestStore) {
    let mine = project(store).await;
    let id = linked(store, &mine, "customer").await;
    assert_eq!(store.field_mappings(&mine, &id).await.unwrap(), []);
    let first = set(&[("dynamic_2", "date_of_birth"), ("dynamic_1", "title")]);
    assert!(store.put_field_mappings(&mine, &id, &first, at(5)).await.unwrap());
    assert_eq!(store.field_mappings(&mine, &id).await.unwrap(), first);
    let changed = async || store.account(&mine, &id).await.unwrap().unwrap().updated_at;
    assert_eq!(changed().await, at(5));
    // In the same moment, and by a clock that goes back: still a change.
    let second = set(&[("dynamic_1", "unified_custom_fields.x")]);
    assert!(store.put_field_mappings(&mine, &id, &second, at(5)).await.unwrap());
    assert_eq!((store.field_mappings(&mine, &id).await.unwrap(), changed().await), (second, at(6)));
    assert!(store.put_field_mappings(&mine, &id, &[], at(1)).await.unwrap());
    assert_eq!((store.field_mappings(&mine, &id).await.unwrap(), changed().await), (vec![], at(7)));
}

async fn a_bad_set_changes_nothing(store: &TestStore) {
    let mine = project(store).await;
    let id = linked(store, &mine, "customer").await;
    let good = set(&[("dynamic_1", "title")]);
    store.put_field_mappings(&mine, &id, &good, at(5)).await.unwrap();
    let twice = set(&[("dynamic_2", "tenure"), ("dynamic_3", "tenure")]);
    let refused = store.put_field_mappings(&mine, &id, &twice, at(6)).await;
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
    assert_eq!(store.field_mappings(&mine, &id).await.unwrap(), good);
    assert_eq!(store.account(&mine, &id).await.unwrap().unwrap().updated_at, at(5));
}

async fn mappings_belong_to_one_account_and_go_with_it(store: &TestStore) {
    let (mine, theirs) = (project(store).await, project(store).await);
    let (id, other) = (linked(store, &mine, "one").await, linked(store, &mine, "other").await);
    let mappings = set(&[("dynamic_1", "title")]);
    for (project, account) in [(&theirs, &id), (&mine, &AccountId::new())] {
        assert!(!store.put_field_mappings(project, account, &mappings, at(5)).await.unwrap());
    }
    store.put_field_mappings(&mine, &id, &mappings, at(5)).await.unwrap();
    store.put_field_mappings(&mine, &other, &mappings, at(5)).await.unwrap();
    assert_eq!(store.field_mappings(&theirs, &id).await.unwrap(), []);
    store.delete_account(&mine, &id, at(9)).await.unwrap();
    assert_eq!(store.field_mappings(&mine, &id).await.unwrap(), []);
    assert_eq!(store.field_mappings(&mine, &other).await.unwrap(), mappings);
}

async fn of_several_at_once_one_stands_whole(store: &TestStore) {
    let mine = project(store).await;
    let id = linked(store, &mine, "customer").await;
    let all: Vec<_> = (0..8)
        .map(|it| {
            let attribute = format!("dynamic_{it}");
            set(&[(&attribute, "tenure"), (&attribute, "title")])
        })
        .collect();
    let put = at_once(all.len(), |it| {
        let (store, mine, id, mappings) = (Store::clone(store), mine.clone(), id.clone(), all[it].clone());
        async move { store.put_field_mappings(&mine, &id, &mappings, at(5)).await.unwrap() }
    });
    assert!(put.await.into_iter().all(|it| it));
    let stands = store.field_mappings(&mine, &id).await.unwrap();
    assert!(all.contains(&stands), "{stands:?}");
    assert_eq!(store.account(&mine, &id).await.unwrap().unwrap().updated_at, at(12), "each was a change");
}
