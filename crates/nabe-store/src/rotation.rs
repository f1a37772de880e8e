//! Moving every sealed secret under a new key, while others go on reading and writing them.
//!
//! Names no project: a rotation is the operator's. Must not know any key.

use jiff::Timestamp;
use nabe_model::ids::{AccountId, ProjectId};
use nabe_vault::{Context, Sealed};
use sqlx::{Postgres, Transaction};

use crate::column::wire;
use crate::engine::{Db, Tx};
use crate::{Store, StoreError};

/// Where a sealed secret stands. Ordered as a rotation goes through them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SecretPlace {
    /// A secret of the server.
    Server {
        /// Its name.
        name: String,
    },
    /// A secret of an account.
    Account {
        /// The project that owns the account.
        project: ProjectId,
        /// The account.
        account: AccountId,
        /// What it is for.
        purpose: String,
    },
}

impl SecretPlace {
    /// The context under which a secret of this place is sealed.
    pub fn context(&self) -> Context<'_> {
        match self {
            Self::Server { name } => Context::server(name),
            Self::Account { project, account, purpose } => {
                Context { project: project.as_str(), account: account.as_str(), purpose }
            }
        }
    }
}

/// A sealed secret and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSecret {
    /// Where it stands.
    pub place: SecretPlace,
    /// The secret.
    pub sealed: Sealed,
}

row! {
    struct ServerSecretRow {
        name: String,
        kek_id: String,
        wrapped_key: Vec<u8>,
        ciphertext: Vec<u8>,
    }
}

row! {
    struct AccountSecretRow {
        project_id: ProjectId,
        account_id: AccountId,
        purpose: String,
        kek_id: String,
        wrapped_key: Vec<u8>,
        ciphertext: Vec<u8>,
    }
}

/// The turn to rotate, until it is dropped: on PostgreSQL no other machine has it meanwhile.
#[derive(Debug)]
pub struct RotationTurn {
    _lock: Option<Transaction<'static, Postgres>>,
}

impl Store {
    /// Takes the turn to rotate; `None` while another machine has it.
    ///
    /// A SQLite file is of one machine, where the lock beside the key file does the same.
    pub async fn turn_to_rotate(&self) -> Result<Option<RotationTurn>, StoreError> {
        // The schema is part of it, as advisory locks are of the whole database.
        const SQL: &str =
            "select pg_try_advisory_xact_lock(hashtextextended('nabe vault rotate ' || current_schema(), 0))";
        let Db::Postgres(pool) = &self.db else { return Ok(Some(RotationTurn { _lock: None })) };
        let mut lock = pool.begin().await?;
        let taken: bool = sqlx::query_scalar(SQL).fetch_one(&mut *lock).await?;
        Ok(taken.then_some(RotationTurn { _lock: Some(lock) }))
    }

    /// Retires those of `keys` under which nothing is sealed, for good, and gives them.
    ///
    /// From then on whoever sealed something under one of them and stores it only now gets [`StoreError::KeyRetired`].
    pub async fn retire_keys(&self, keys: &[String], now: Timestamp) -> Result<Vec<String>, StoreError> {
        const SQL: &str = "update vault_keys set retired_at = $2 where kek_id = $1 \
             and not exists (select 1 from secrets where kek_id = $1) \
             and not exists (select 1 from server_secrets where kek_id = $1)";
        let mut tx = self.begin().await?;
        if let Tx::Postgres(tx) = &mut tx {
            // Waits for those who are storing secrets, and lets the next ones wait: they look at `retired_at` after.
            sqlx::query("lock table secrets, server_secrets in share mode").execute(&mut **tx).await?;
        }
        let mut retired = Vec::new();
        for key in keys {
            let changed = run_in!(&mut tx, |db| sqlx::query(SQL).bind(key).bind(wire(&now)).execute(db))?;
            if changed == 1 {
                retired.push(key.clone());
            }
        }
        tx.commit().await?;
        Ok(retired)
    }

    /// The names of all keys under which something is sealed.
    pub async fn kek_ids_in_use(&self) -> Result<Vec<String>, StoreError> {
        const SQL: &str =
            "select kek_id from secrets union select kek_id from server_secrets order by kek_id";
        read_on!(self, |db| sqlx::query_scalar(SQL).fetch_all(db))
    }

    /// Up to `limit` secrets that aren't sealed under `kek_id` and stand behind `after`, in the order of their places.
    ///
    /// `after` is the last place of the batch before: so a secret that can't be opened doesn't hold up the others.
    pub async fn secrets_not_under(
        &self,
        kek_id: &str,
        after: Option<&SecretPlace>,
        limit: u32,
    ) -> Result<Vec<StoredSecret>, StoreError> {
        let mut found = Vec::new();
        let (server_after, account_after) = match after {
            None => (Some(""), None),
            Some(SecretPlace::Server { name }) => (Some(name.as_str()), None),
            Some(SecretPlace::Account { project, account, purpose }) => {
                (None, Some((project, account, purpose.as_str())))
            }
        };
        if let Some(name) = server_after {
            found.extend(self.server_secrets_not_under(kek_id, name, limit).await?);
        }
        let room = i64::from(limit) - i64::try_from(found.len()).unwrap_or(i64::MAX);
        if room > 0 {
            found.extend(self.account_secrets_not_under(kek_id, account_after, room).await?);
        }
        Ok(found)
    }

    async fn server_secrets_not_under(
        &self,
        kek_id: &str,
        after: &str,
        limit: u32,
    ) -> Result<impl Iterator<Item = StoredSecret>, StoreError> {
        const SQL: &str = "select name, kek_id, wrapped_key, ciphertext from server_secrets \
             where kek_id <> $1 and name > $2 order by name limit $3";
        let rows: Vec<ServerSecretRow> = read_on!(self, |db| sqlx::query_as(SQL)
            .bind(kek_id)
            .bind(after)
            .bind(i64::from(limit))
            .fetch_all(db))?;
        Ok(rows.into_iter().map(|row| {
            let ServerSecretRow { name, kek_id, wrapped_key, ciphertext } = row;
            StoredSecret {
                place: SecretPlace::Server { name },
                sealed: Sealed { kek_id, wrapped_key, ciphertext },
            }
        }))
    }

    async fn account_secrets_not_under(
        &self,
        kek_id: &str,
        after: Option<(&ProjectId, &AccountId, &str)>,
        limit: i64,
    ) -> Result<impl Iterator<Item = StoredSecret>, StoreError> {
        const SQL: &str = "select project_id, account_id, purpose, kek_id, wrapped_key, ciphertext from secrets \
             where kek_id <> $1 and (project_id, account_id, purpose) > ($2, $3, $4) \
             order by project_id, account_id, purpose limit $5";
        let (project, account, purpose) = match after {
            Some((project, account, purpose)) => (project.as_str(), account.as_str(), purpose),
            None => ("", "", ""),
        };
        let rows: Vec<AccountSecretRow> = read_on!(self, |db| sqlx::query_as(SQL)
            .bind(kek_id)
            .bind(project)
            .bind(account)
            .bind(purpose)
            .bind(limit)
            .fetch_all(db))?;
        Ok(rows.into_iter().map(|row| {
            let AccountSecretRow { project_id, account_id, purpose, kek_id, wrapped_key, ciphertext } = row;
            StoredSecret {
                place: SecretPlace::Account { project: project_id, account: account_id, purpose },
                sealed: Sealed { kek_id, wrapped_key, ciphertext },
            }
        }))
    }

    /// Replaces the wrapping of `old` by that of `new`. `false` if somebody wrote or deleted the secret since
    /// it was read: theirs stays.
    pub async fn rewrap_secret(&self, old: &StoredSecret, new: &Sealed) -> Result<bool, StoreError> {
        const SERVER: &str = "update server_secrets set kek_id = $1, wrapped_key = $2, ciphertext = $3 \
             where name = $4 and wrapped_key = $5";
        const ACCOUNT: &str = "update secrets set kek_id = $1, wrapped_key = $2, ciphertext = $3 \
             where project_id = $4 and account_id = $5 and purpose = $6 and wrapped_key = $7";
        let Sealed { kek_id, wrapped_key, ciphertext } = new;
        let changed = match &old.place {
            SecretPlace::Server { name } => write_on!(self, |db| sqlx::query(SERVER)
                .bind(kek_id)
                .bind(wrapped_key)
                .bind(ciphertext)
                .bind(name)
                .bind(&old.sealed.wrapped_key)
                .execute(db))?,
            SecretPlace::Account { project, account, purpose } => write_on!(self, |db| sqlx::query(ACCOUNT)
                .bind(kek_id)
                .bind(wrapped_key)
                .bind(ciphertext)
                .bind(wire(project))
                .bind(wire(account))
                .bind(purpose)
                .bind(&old.sealed.wrapped_key)
                .execute(db))?,
        };
        Ok(changed == 1)
    }
}

/// Fails if the key that something was just stored under is retired: its transaction must not be committed.
pub(crate) async fn refuse_retired_in(tx: &mut Tx, kek_id: &str) -> Result<(), StoreError> {
    const SQL: &str = "select kek_id from vault_keys where kek_id = $1 and retired_at is not null";
    let found: Option<String> = run_in!(tx, |db| sqlx::query_scalar(SQL).bind(kek_id).fetch_optional(db))?;
    found.map_or(Ok(()), |kek_id| Err(StoreError::KeyRetired(kek_id)))
}
