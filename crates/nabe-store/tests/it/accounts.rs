//! Linked accounts.

use nabe_model::ids::{AccountId, ProjectId};
use nabe_model::platform::{AccountStatus, AccountType, StatusReason};
use nabe_store::testing::TestStore;
use nabe_store::{AccountChange, AccountFilter, AccountRow, CREDENTIALS, StoreError};
use serde_json::Map;

use crate::support::{account, at, linked, project, sealed, session};

on_every_engine!(
    an_account_reads_back_with_its_credentials,
    an_account_is_nobody_elses,
    an_account_without_a_project_leaves_nothing_behind,
    a_list_is_filtered_ordered_and_paged,
    the_oldest_account_of_an_owner_is_found,
    a_change_changes_what_it_names,
    a_zone_stays_until_it_is_taken_away,
    a_status_comes_with_its_reasons,
    every_change_is_later_than_the_one_before,
    relinking_replaces_credentials_and_forgives,
    deleting_takes_everything_along,
    an_unknown_status_is_corrupt,
    a_text_that_the_engine_cant_hold_is_no_outage,
);

fn all() -> AccountFilter {
    AccountFilter { limit: 100, ..AccountFilter::default() }
}

fn reason() -> StatusReason {
    StatusReason { code: "refused".to_owned(), description: "Reconnect.".to_owned(), timestamp: at(3) }
}

async fn an_account_reads_back_with_its_credentials(store: &TestStore) {
    let mine = project(store).await;
    let row = AccountRow {
        label: Some("Zürich \u{1f3d4}".to_owned()),
        status: AccountStatus::Error,
        status_reasons: vec![reason()],
        kind: AccountType::Test,
        shared: true,
        time_zone: Some("America/Argentina/Buenos_Aires".to_owned()),
        ..account("customer", 0)
    };
    store.add_account(&mine, &row, &sealed(1)).await.unwrap();
    assert_eq!(store.account(&mine, &row.id).await.unwrap(), Some(row.clone()));
    assert_eq!(store.secret(&mine, &row.id, CREDENTIALS).await.unwrap(), Some(sealed(1)));
    assert!(matches!(store.add_account(&mine, &row, &sealed(2)).await, Err(StoreError::Conflict)));
    assert_eq!(store.secret(&mine, &row.id, CREDENTIALS).await.unwrap(), Some(sealed(1)));
}

async fn an_account_is_nobody_elses(store: &TestStore) {
    let (mine, theirs) = (project(store).await, project(store).await);
    let id = linked(store, &mine, "customer").await;
    let row = store.account(&mine, &id).await.unwrap();
    let change = AccountChange { label: Some("stolen".to_owned()), ..AccountChange::default() };

    assert_eq!(store.account(&theirs, &id).await.unwrap(), None);
    assert!(store.accounts(&theirs, &all()).await.unwrap().is_empty());
    let named = AccountFilter { account_ids: vec![id.clone()], ..all() };
    assert!(store.accounts(&theirs, &named).await.unwrap().is_empty());
    let owned = store.account_of_owner(&theirs, "personio", "customer", "customer GmbH").await;
    assert_eq!(owned.unwrap(), None);
    assert_eq!(store.update_account(&theirs, &id, &change, at(1)).await.unwrap(), None);
    assert_eq!(store.update_account(&theirs, &id, &AccountChange::default(), at(1)).await.unwrap(), None);
    let suspended = AccountStatus::Suspended;
    let seen = row.as_ref().unwrap().updated_at;
    assert_eq!(store.set_account_status(&theirs, (&id, seen), suspended, &[], at(1)).await.unwrap(), None);
    assert_eq!(store.relink_account(&theirs, &id, &sealed(9), &change, at(1)).await.unwrap(), None);
    assert_eq!(store.delete_account(&theirs, &id, at(9)).await.unwrap(), None);

    assert_eq!(store.account(&mine, &id).await.unwrap(), row);
    assert_eq!(store.secret(&mine, &id, CREDENTIALS).await.unwrap(), Some(sealed(1)));
}

async fn an_account_without_a_project_leaves_nothing_behind(store: &TestStore) {
    let refused = store.add_account(&ProjectId::new(), &account("customer", 0), &sealed(1)).await;
    assert!(matches!(refused, Err(StoreError::Missing)));
    assert!(store.kek_ids_in_use().await.unwrap().is_empty());
}

async fn a_list_is_filtered_ordered_and_paged(store: &TestStore) {
    let mine = project(store).await;
    let mut rows: Vec<AccountRow> =
        (0..6).map(|it| account(&format!("owner{}", it % 2), 10 - it / 2)).collect();
    "bamboohr".clone_into(&mut rows[1].provider);
    rows[2].status = AccountStatus::Suspended;
    for row in &rows {
        store.add_account(&mine, row, &sealed(1)).await.unwrap();
    }
    rows.sort_by(|one, other| (one.created_at, &one.id).cmp(&(other.created_at, &other.id)));
    let mut ids = Vec::new();
    for filter in [
        all(),
        AccountFilter { offset: 4, limit: 1, ..all() },
        AccountFilter { offset: 4, limit: 9, ..all() },
        AccountFilter { limit: 0, ..all() },
        AccountFilter { providers: vec!["bamboohr".to_owned(), "workday".to_owned()], ..all() },
        AccountFilter { origin_owner_ids: vec!["owner0".to_owned()], ..all() },
        AccountFilter { statuses: vec![AccountStatus::Suspended], ..all() },
        AccountFilter { account_ids: vec![rows[3].id.clone(), AccountId::new()], ..all() },
        AccountFilter {
            origin_owner_ids: vec!["owner0".to_owned()],
            statuses: vec![AccountStatus::Active, AccountStatus::Error],
            offset: 1,
            limit: 1,
            ..all()
        },
        AccountFilter { providers: vec!["' or 1=1 --".to_owned()], ..all() },
    ] {
        ids.push(
            store.accounts(&mine, &filter).await.unwrap().into_iter().map(|it| it.id).collect::<Vec<_>>(),
        );
    }

    let those = |pass: &dyn Fn(&AccountRow) -> bool| -> Vec<AccountId> {
        rows.iter().filter(|it| pass(it)).map(|it| it.id.clone()).collect()
    };
    let every = those(&|_| true);
    assert_eq!(
        ids,
        [
            every.clone(),
            every[4..5].to_vec(),
            every[4..].to_vec(),
            vec![],
            those(&|it| it.provider == "bamboohr"),
            those(&|it| it.origin_owner_id == "owner0"),
            those(&|it| it.status == AccountStatus::Suspended),
            every[3..4].to_vec(),
            those(&|it| it.origin_owner_id == "owner0" && it.status == AccountStatus::Active)[1..2].to_vec(),
            vec![],
        ]
    );
}

async fn the_oldest_account_of_an_owner_is_found(store: &TestStore) {
    let mine = project(store).await;
    let (younger, older) = (account("customer", 9), account("customer", 1));
    for row in [&younger, &older, &account("another", 0)] {
        store.add_account(&mine, row, &sealed(1)).await.unwrap();
    }
    let found = async |provider, id, name| store.account_of_owner(&mine, provider, id, name).await.unwrap();
    assert_eq!(found("personio", "customer", "customer GmbH").await, Some(older));
    assert_eq!(found("bamboohr", "customer", "customer GmbH").await, None);
    assert_eq!(found("personio", "customer", "Customer GmbH").await, None);
    assert_eq!(found("personio", "", "customer GmbH").await, None);
}

async fn a_change_changes_what_it_names(store: &TestStore) {
    let mine = project(store).await;
    let id = linked(store, &mine, "customer").await;
    let before = store.account(&mine, &id).await.unwrap().unwrap();

    let none = store.update_account(&mine, &id, &AccountChange::default(), at(5)).await.unwrap();
    assert_eq!(none, Some(before.clone()), "a change of nothing isn't one");

    let change = AccountChange {
        label: Some("Head office".to_owned()),
        shared: Some(true),
        ..AccountChange::default()
    };
    let changed = store.update_account(&mine, &id, &change, at(6)).await.unwrap();
    let expected = AccountRow { label: change.label, shared: true, updated_at: at(6), ..before };
    assert_eq!(changed, Some(expected.clone()));
    assert_eq!(store.account(&mine, &id).await.unwrap(), changed);

    let change = AccountChange {
        label: None,
        origin_owner_id: Some("new".to_owned()),
        origin_owner_name: Some("New AG".to_owned()),
        origin_username: Some(String::new()),
        kind: Some(AccountType::Test),
        shared: Some(false),
        metadata: Some(Map::new()),
        time_zone: Some("Europe/Berlin".to_owned()),
    };
    let changed = store.update_account(&mine, &id, &change, at(7)).await.unwrap();
    let expected = AccountRow {
        origin_owner_id: "new".to_owned(),
        origin_owner_name: "New AG".to_owned(),
        origin_username: Some(String::new()),
        kind: AccountType::Test,
        shared: false,
        metadata: Map::new(),
        time_zone: Some("Europe/Berlin".to_owned()),
        updated_at: at(7),
        ..expected
    };
    assert_eq!(changed, Some(expected));
    assert_eq!(store.update_account(&mine, &AccountId::new(), &change, at(7)).await.unwrap(), None);
}

async fn a_zone_stays_until_it_is_taken_away(store: &TestStore) {
    let mine = project(store).await;
    let id = linked(store, &mine, "customer").await;
    let zone_after = async |text: Option<&str>| {
        let change = AccountChange {
            label: Some("any".to_owned()),
            time_zone: text.map(str::to_owned),
            ..AccountChange::default()
        };
        store.update_account(&mine, &id, &change, at(5)).await.unwrap().unwrap().time_zone
    };
    assert_eq!(zone_after(None).await, None);
    assert_eq!(zone_after(Some("Asia/Tokyo")).await.as_deref(), Some("Asia/Tokyo"));
    assert_eq!(zone_after(None).await.as_deref(), Some("Asia/Tokyo"));
    let change = AccountChange::default();
    let again = store.relink_account(&mine, &id, &sealed(2), &change, at(6)).await.unwrap().unwrap();
    assert_eq!(again.time_zone.as_deref(), Some("Asia/Tokyo"), "connecting again keeps it");
    assert_eq!(zone_after(Some("")).await, None);
}

async fn a_status_comes_with_its_reasons(store: &TestStore) {
    let mine = project(store).await;
    let id = linked(store, &mine, "customer").await;
    let mut seen = store.account(&mine, &id).await.unwrap().unwrap().updated_at;
    for status in [
        AccountStatus::Inactive,
        AccountStatus::Suspended,
        AccountStatus::Archived,
        AccountStatus::Expired,
        AccountStatus::Active,
        AccountStatus::Error,
    ] {
        let set = store.set_account_status(&mine, (&id, seen), status, &[reason()], at(8)).await.unwrap();
        let late = store.set_account_status(&mine, (&id, seen), status, &[], at(8)).await.unwrap();
        assert_eq!(late, None, "the account has changed");
        let row = store.account(&mine, &id).await.unwrap();
        assert_eq!(set, row);
        let row = row.unwrap();
        assert_eq!((row.status, row.status_reasons), (status, vec![reason()]));
        assert!(row.updated_at >= at(8));
        seen = row.updated_at;
    }
    let nobody = (&AccountId::new(), seen);
    let set = store.set_account_status(&mine, nobody, AccountStatus::Error, &[], at(8)).await.unwrap();
    assert_eq!(set, None);
}

/// Even at the same time, or when the clock went back.
async fn every_change_is_later_than_the_one_before(store: &TestStore) {
    let mine = project(store).await;
    let id = linked(store, &mine, "customer").await;
    let change = AccountChange { label: Some("new".to_owned()), ..AccountChange::default() };
    let mut last = store.account(&mine, &id).await.unwrap().unwrap().updated_at;
    for now in [at(9), at(9), at(1)] {
        let changed = store.update_account(&mine, &id, &change, now).await.unwrap().unwrap().updated_at;
        assert!(changed > last, "{changed} {last}");
        let marked = store.set_account_status(&mine, (&id, changed), AccountStatus::Error, &[], now).await;
        let marked = marked.unwrap().unwrap().updated_at;
        assert!(marked > changed, "{marked} {changed}");
        let relinked = store.relink_account(&mine, &id, &sealed(2), &change, now).await.unwrap().unwrap();
        assert!(relinked.updated_at > marked, "{relinked:?} {marked}");
        last = relinked.updated_at;
    }
}

async fn relinking_replaces_credentials_and_forgives(store: &TestStore) {
    let mine = project(store).await;
    let id = linked(store, &mine, "customer").await;
    store.put_secret(&mine, &id, "webhook", &sealed(5), at(1)).await.unwrap();
    let seen = store.account(&mine, &id).await.unwrap().unwrap().updated_at;
    let marked = store.set_account_status(&mine, (&id, seen), AccountStatus::Error, &[reason()], at(1)).await;
    assert!(marked.unwrap().is_some());

    let change = AccountChange { label: Some("again".to_owned()), ..AccountChange::default() };
    let row = store.relink_account(&mine, &id, &sealed(2), &change, at(2)).await.unwrap().unwrap();
    assert_eq!(
        (row.status, &row.status_reasons[..], row.updated_at),
        (AccountStatus::Active, &[][..], at(2))
    );
    assert_eq!(row.label.as_deref(), Some("again"));
    assert_eq!(store.account(&mine, &id).await.unwrap(), Some(row));
    assert_eq!(store.secret(&mine, &id, CREDENTIALS).await.unwrap(), Some(sealed(2)));
    assert_eq!(store.secret(&mine, &id, "webhook").await.unwrap(), Some(sealed(5)));

    let nobody = store.relink_account(&mine, &AccountId::new(), &sealed(3), &change, at(3)).await;
    assert_eq!(nobody.unwrap(), None);
}

async fn deleting_takes_everything_along(store: &TestStore) {
    let mine = project(store).await;
    let (gone, other) = (linked(store, &mine, "customer").await, linked(store, &mine, "another").await);
    let session = session(store, &mine, 1).await;
    assert!(store.set_session_account(&mine, session.id, &gone).await.unwrap());
    let attempt = nabe_model::ids::AttemptId::new();
    store.add_attempt(&mine, session.id, &attempt, at(1)).await.unwrap();
    let outcome = nabe_store::AttemptOutcome::Authenticated(gone.clone());
    assert!(store.settle_attempt(&mine, session.id, &attempt, &outcome, at(2)).await.unwrap());

    let row = store.account(&mine, &gone).await.unwrap();
    assert_eq!(store.delete_account(&mine, &gone, at(9)).await.unwrap(), row);
    assert_eq!(store.delete_account(&mine, &gone, at(9)).await.unwrap(), None);

    assert_eq!(store.account(&mine, &gone).await.unwrap(), None);
    assert_eq!(store.secret(&mine, &gone, CREDENTIALS).await.unwrap(), None);
    assert_eq!(store.attempt(&mine, session.id, &attempt).await.unwrap(), None);
    assert_eq!(store.session(&mine, session.id).await.unwrap().unwrap().account_id, None);
    assert!(store.account(&mine, &other).await.unwrap().is_some());
    assert!(store.secret(&mine, &other, CREDENTIALS).await.unwrap().is_some());
}

async fn an_unknown_status_is_corrupt(store: &TestStore) {
    let mine = project(store).await;
    let id = linked(store, &mine, "customer").await;
    for (column, value) in
        [("status", "'sleeping'"), ("kind", "''"), ("metadata", "'[]'"), ("created_at", "1e18")]
    {
        let was = if column == "created_at" { "0" } else { "'{}'" };
        store.execute(&format!("update accounts set {column} = {value}")).await;
        for error in
            [store.account(&mine, &id).await.unwrap_err(), store.accounts(&mine, &all()).await.unwrap_err()]
        {
            assert!(
                matches!(&error, StoreError::Corrupt(it) if it.contains(&format!("AccountRow.{column}"))),
                "{error}"
            );
        }
        let was = match column {
            "status" => "'active'",
            "kind" => "'test'",
            _ => was,
        };
        store.execute(&format!("update accounts set {column} = {was}")).await;
        store.account(&mine, &id).await.unwrap();
    }
}

async fn a_text_that_the_engine_cant_hold_is_no_outage(store: &TestStore) {
    let mine = project(store).await;
    let id = linked(store, &mine, "customer").await;
    let change = AccountChange { label: Some("a\0b".to_owned()), ..AccountChange::default() };
    match (store.engine(), store.update_account(&mine, &id, &change, at(1)).await) {
        (nabe_store::Engine::Sqlite, Ok(Some(row))) => assert_eq!(row.label, change.label),
        (nabe_store::Engine::Postgres, Err(StoreError::Unstorable(_))) => {}
        (engine, other) => panic!("{engine}: {other:?}"),
    }
    store.ping().await.unwrap();
}
