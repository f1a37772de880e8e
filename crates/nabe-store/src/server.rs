//! What belongs to the server itself: its own sealed secrets, and the check values of its vault.

use jiff::Timestamp;
use nabe_vault::Sealed;

use crate::column::wire;
use crate::rotation::refuse_retired_in;
use crate::secrets::SealedRow;
use crate::{Store, StoreError};

impl Store {
    /// The check values by which a start with the wrong key file is noticed, the oldest first.
    pub async fn vault_checks(&self) -> Result<Vec<Sealed>, StoreError> {
        const SQL: &str = "select kek_id, check_wrapped_key as wrapped_key, check_ciphertext as ciphertext \
             from vault_keys order by created_at, kek_id";
        let rows: Vec<SealedRow> = read_on!(self, |db| sqlx::query_as(SQL).fetch_all(db))?;
        Ok(rows.into_iter().map(Sealed::from).collect())
    }

    /// Adds the check value of a key, unless it has one.
    pub async fn add_vault_check(&self, check: &Sealed, now: Timestamp) -> Result<(), StoreError> {
        const SQL: &str = "insert into vault_keys (kek_id, check_wrapped_key, check_ciphertext, created_at) \
             values ($1, $2, $3, $4) on conflict (kek_id) do nothing";
        let Sealed { kek_id, wrapped_key, ciphertext } = check;
        write_on!(self, |db| sqlx::query(SQL)
            .bind(kek_id)
            .bind(wrapped_key)
            .bind(ciphertext)
            .bind(wire(&now))
            .execute(db))?;
        Ok(())
    }

    /// A secret of the server.
    pub async fn server_secret(&self, name: &str) -> Result<Option<Sealed>, StoreError> {
        const SQL: &str = "select kek_id, wrapped_key, ciphertext from server_secrets where name = $1";
        let row: Option<SealedRow> = read_on!(self, |db| sqlx::query_as(SQL).bind(name).fetch_optional(db))?;
        Ok(row.map(Sealed::from))
    }

    /// Adds a secret of the server unless there is one, and gives the one that is stored then: of several nodes that
    /// start at once, all get the same.
    pub async fn add_server_secret_if_absent(
        &self,
        name: &str,
        sealed: &Sealed,
    ) -> Result<Sealed, StoreError> {
        const ADD: &str = "insert into server_secrets (name, kek_id, wrapped_key, ciphertext) \
             values ($1, $2, $3, $4) on conflict (name) do nothing";
        const GET: &str = "select kek_id, wrapped_key, ciphertext from server_secrets where name = $1";
        let Sealed { kek_id, wrapped_key, ciphertext } = sealed;
        let mut tx = self.begin().await?;
        run_in!(&mut tx, |db| sqlx::query(ADD)
            .bind(name)
            .bind(kek_id)
            .bind(wrapped_key)
            .bind(ciphertext)
            .execute(db))?;
        let row: Option<SealedRow> =
            run_in!(&mut tx, |db| sqlx::query_as(GET).bind(name).fetch_optional(db))?;
        if let Some(row) = &row {
            refuse_retired_in(&mut tx, &row.kek_id).await?;
        }
        tx.commit().await?;
        row.map(Sealed::from).ok_or(StoreError::Missing)
    }
}
