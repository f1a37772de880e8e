//! API keys, as their lookups and hashes.

use jiff::Timestamp;
use nabe_model::ids::{KeyId, ProjectId};
use nabe_vault::TokenHash;

use crate::column::wire;
use crate::{Store, StoreError};

row! {
    /// An API key of a project. Its secret is stored nowhere.
    pub struct KeyRow {
        /// Its id.
        pub id: KeyId,
        /// The project for which it speaks.
        pub project_id: ProjectId,
        /// What people call it.
        pub name: String,
        /// The part by which it is found.
        pub lookup: String,
        /// The hash with which a presented key is compared.
        pub hash: TokenHash,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it was last used, give or take some minutes.
        pub last_used_at: Option<Timestamp>,
        /// Since when it is worth nothing.
        pub revoked_at: Option<Timestamp>,
    }
}

impl Store {
    /// Adds a key to `project`. `Conflict` if its id or lookup is taken, `Missing` if there is no such project.
    ///
    /// The key's own `project_id` isn't looked at, nor are `last_used_at` and `revoked_at`.
    pub async fn add_key(&self, project: &ProjectId, key: &KeyRow) -> Result<(), StoreError> {
        const SQL: &str = "insert into api_keys (id, project_id, name, lookup, hash, created_at) \
             values ($1, $2, $3, $4, $5, $6)";
        let KeyRow { id, project_id: _, name, lookup, hash, created_at, last_used_at: _, revoked_at: _ } =
            key;
        write_on!(self, |db| sqlx::query(SQL)
            .bind(wire(id))
            .bind(wire(project))
            .bind(name)
            .bind(lookup)
            .bind(wire(hash))
            .bind(wire(created_at))
            .execute(db))?;
        Ok(())
    }

    /// The key that is found by `lookup`, in whichever project; also a revoked one.
    pub async fn key_by_lookup(&self, lookup: &str) -> Result<Option<KeyRow>, StoreError> {
        const SQL: &str = "select id, project_id, name, lookup, hash, created_at, last_used_at, revoked_at \
             from api_keys where lookup = $1";
        read_on!(self, |db| sqlx::query_as(SQL).bind(lookup).fetch_optional(db))
    }

    /// The project's keys, the oldest first; also revoked ones.
    pub async fn keys(&self, project: &ProjectId) -> Result<Vec<KeyRow>, StoreError> {
        const SQL: &str = "select id, project_id, name, lookup, hash, created_at, last_used_at, revoked_at \
             from api_keys where project_id = $1 order by created_at, id";
        read_on!(self, |db| sqlx::query_as(SQL).bind(wire(project)).fetch_all(db))
    }

    /// Revokes a key for good. `false` if the project has no such key, or has revoked it before.
    pub async fn revoke_key(
        &self,
        project: &ProjectId,
        key: &KeyId,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        const SQL: &str = "update api_keys set revoked_at = $3 \
             where project_id = $1 and id = $2 and revoked_at is null";
        let changed = write_on!(self, |db| sqlx::query(SQL)
            .bind(wire(project))
            .bind(wire(key))
            .bind(wire(&at))
            .execute(db))?;
        Ok(changed == 1)
    }

    /// Notes when keys were last used, in one transaction; an earlier time than the stored one is ignored.
    pub async fn touch_keys(&self, uses: &[(KeyId, Timestamp)]) -> Result<(), StoreError> {
        const SQL: &str = "update api_keys set last_used_at = $2 \
             where id = $1 and (last_used_at is null or last_used_at < $2)";
        if uses.is_empty() {
            return Ok(());
        }
        let mut uses: Vec<_> = uses.iter().collect();
        uses.sort_unstable(); // two nodes lock the rows in the same order
        let mut tx = self.begin().await?;
        for (key, at) in uses {
            run_in!(&mut tx, |db| sqlx::query(SQL).bind(wire(key)).bind(wire(at)).execute(db))?;
        }
        tx.commit().await
    }
}
