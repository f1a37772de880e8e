//! What every use case stands on, wired once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use moka::sync::Cache;
use nabe_connector::{Provider, Registry};
use nabe_engine::Engine;
use nabe_model::errors::Code;
use nabe_model::ids::{AccountId, KeyId, ProjectId};
use nabe_store::{AccountRow, Store};
use nabe_vault::{MacKey, TokenHash, Vault};

use crate::caller::Caller;
use crate::clock::Clock;
use crate::failure::{Failure, Outcome};
use crate::live::{Live, Refusal};
use crate::quarantine::Pending;

/// How long a key and an account are believed without a look into the database. Changes made through this process
/// are seen at once; those of another node after this time.
const BELIEVED: Duration = Duration::from_secs(2);

/// How long refused credentials are not tried again: nobody mends them faster, and every try costs the provider.
const REFUSAL_HOLDS: Duration = Duration::from_mins(1);

/// Settings that decide something.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where people and programs reach this server, without a slash at the end.
    pub public_url: String,
    /// How long a link to the hosted page is good.
    pub link_life: Duration,
    /// How long one request may take.
    pub request_life: Duration,
}

/// The use cases.
#[derive(Clone)]
pub struct Core {
    inner: Arc<Inner>,
}

/// The parts, shared by every clone.
pub struct Inner {
    pub(crate) store: Store,
    pub(crate) vault: Vault,
    pub(crate) engine: Engine,
    pub(crate) registry: Registry,
    pub(crate) clock: Clock,
    pub(crate) settings: Settings,
    pub(crate) cursor_key: MacKey,
    pub(crate) callers: Cache<TokenHash, Caller>,
    pub(crate) accounts: Cache<(ProjectId, AccountId), Arc<AccountRow>>,
    pub(crate) live: Cache<AccountId, Arc<Live>>,
    pub(crate) refusals: Cache<AccountId, Refusal>,
    /// What of rows could not be read, until it is written down.
    pub(crate) pending: Pending,
    uses: Mutex<HashMap<KeyId, Timestamp>>,
}

impl std::ops::Deref for Core {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.inner
    }
}

impl Core {
    /// Wires the parts; `prepare` has made sure that store and vault belong together.
    pub fn new(
        store: Store,
        vault: Vault,
        engine: Engine,
        registry: Registry,
        clock: Clock,
        settings: Settings,
        cursor_key: MacKey,
    ) -> Self {
        let inner = Inner {
            store,
            vault,
            engine,
            registry,
            clock,
            settings,
            cursor_key,
            callers: Cache::builder().max_capacity(100_000).time_to_live(BELIEVED).build(),
            accounts: Cache::builder().max_capacity(100_000).time_to_live(BELIEVED).build(),
            refusals: Cache::builder().max_capacity(100_000).time_to_live(REFUSAL_HOLDS).build(),
            live: Cache::builder().max_capacity(100_000).time_to_idle(Duration::from_mins(15)).build(),
            pending: Pending::default(),
            uses: Mutex::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Whether the server can work: the database answers.
    pub async fn health(&self) -> Outcome<()> {
        Ok(self.store.ping().await?)
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// The time.
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// What is to be done now and then: notes when keys were used and what could not be read,
    /// and deletes sessions that have ended.
    pub async fn housekeeping(&self) -> Outcome<()> {
        let uses = std::mem::take(&mut *self.uses.lock().unwrap_or_else(PoisonError::into_inner));
        let uses: Vec<_> = uses.into_iter().collect();
        self.store.touch_keys(&uses).await?;
        self.tend_quarantine().await?;
        self.store.purge_sessions(self.clock.now()).await?;
        Ok(())
    }

    pub(crate) fn note_use(&self, key: &KeyId) {
        let mut uses = self.uses.lock().unwrap_or_else(PoisonError::into_inner);
        uses.insert(key.clone(), self.clock.now());
    }

    pub(crate) fn provider(&self, key: &str) -> Outcome<&'static dyn Provider> {
        self.registry.get(key).ok_or_else(|| {
            let known: Vec<&str> = self.registry.iter().map(|it| it.manifest().key.as_str()).collect();
            let known = known.join(", ");
            Failure::new(
                Code::ConnectorNotFound,
                format!("There is no connector `{key}`. There are: {known}."),
            )
        })
    }
}
