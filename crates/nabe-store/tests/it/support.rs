//! Things that most stories begin with.

use jiff::Timestamp;
use nabe_model::diagnosis::{AttributeStates, Examination};
use nabe_model::ids::{AccountId, KeyId, ProjectId};
use nabe_model::platform::{AccountStatus, AccountType};
use nabe_store::{AccountRow, KeyRow, NewSession, ProjectRow, SessionRow, Store};
use nabe_vault::Sealed;
use serde_json::{Map, json};
use tokio::task::JoinSet;

/// A time: so many milliseconds after a fixed one.
pub(crate) fn at(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(1_750_000_000_000 + ms).unwrap()
}

/// A project that is there.
pub(crate) async fn project(store: &Store) -> ProjectId {
    let id = ProjectId::new();
    let row = ProjectRow {
        name: id.to_string(),
        id,
        allowed_origins: Vec::new(),
        required_rights: None,
        created_at: at(0),
    };
    store.add_project(&row).await.unwrap();
    row.id
}

/// A key that isn't there yet.
pub(crate) fn key(project: &ProjectId, lookup: &str) -> KeyRow {
    KeyRow {
        id: KeyId::new(),
        project_id: project.clone(),
        name: "backend".to_owned(),
        lookup: lookup.to_owned(),
        hash: [7; 32],
        created_at: at(0),
        last_used_at: None,
        revoked_at: None,
    }
}

/// An account that isn't there yet.
pub(crate) fn account(owner: &str, created_ms: i64) -> AccountRow {
    AccountRow {
        id: AccountId::new(),
        provider: "personio".to_owned(),
        origin_owner_id: owner.to_owned(),
        origin_owner_name: format!("{owner} GmbH"),
        origin_username: Some("someone".to_owned()),
        label: None,
        status: AccountStatus::Active,
        status_reasons: Vec::new(),
        kind: AccountType::Production,
        shared: false,
        metadata: Map::from_iter([("team".to_owned(), json!({ "size": 3 }))]),
        time_zone: None,
        created_at: at(created_ms),
        updated_at: at(created_ms),
    }
}

/// An account that is there, with the credentials `sealed(1)`.
pub(crate) async fn linked(store: &Store, project: &ProjectId, owner: &str) -> AccountId {
    let row = account(owner, 0);
    store.add_account(project, &row, &sealed(1)).await.unwrap();
    row.id
}

/// Something that looks sealed. Two of the same number are equal.
pub(crate) fn sealed(number: u8) -> Sealed {
    sealed_under("kek_1", number)
}

/// The same, under another key.
pub(crate) fn sealed_under(kek_id: &str, number: u8) -> Sealed {
    Sealed { kek_id: kek_id.to_owned(), wrapped_key: vec![number; 73], ciphertext: vec![number; 50] }
}

/// A session that isn't there yet.
pub(crate) fn new_session(token: u8) -> NewSession {
    NewSession {
        token_hash: [token; 32],
        origin_owner_id: "customer".to_owned(),
        origin_owner_name: "Customer GmbH".to_owned(),
        origin_username: None,
        label: Some("Head office".to_owned()),
        account_id: None,
        provider: Some("personio".to_owned()),
        provider_version: None,
        integration_id: None,
        categories: vec!["hris".to_owned(), "ats".to_owned()],
        metadata: Map::new(),
        multiple: false,
        required_rights: None,
        kind: AccountType::Test,
        created_at: at(0),
        token_expires_at: at(1_800_000),
        link_expires_at: at(3_600_000),
    }
}

/// A session that is there.
pub(crate) async fn session(store: &Store, project: &ProjectId, token: u8) -> SessionRow {
    store.add_session(project, new_session(token)).await.unwrap()
}

/// Does the same `times` at once and gives what came of it, in the order of ending.
pub(crate) async fn at_once<F: Future<Output: Send + 'static> + Send + 'static>(
    times: usize,
    mut one: impl FnMut(usize) -> F,
) -> Vec<F::Output> {
    let tasks: JoinSet<F::Output> = (0..times).map(&mut one).collect();
    tasks.join_all().await
}

/// What was found out at a time.
pub(crate) fn examination(ms: i64) -> Examination {
    Examination {
        checked_at: at(ms),
        calls: 3,
        permissions: Vec::new(),
        unknown_scopes: vec!["something:new".to_owned()],
        attributes: AttributeStates::default(),
        values: Vec::new(),
    }
}
