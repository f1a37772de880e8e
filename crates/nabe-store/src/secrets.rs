//! Sealed secrets of accounts, one per purpose. What is in them can't be known here.

use jiff::Timestamp;
use nabe_model::ids::{AccountId, ProjectId};
use nabe_vault::Sealed;

use crate::column::wire;
use crate::engine::Tx;
use crate::rotation::refuse_retired_in;
use crate::{Store, StoreError};

/// The purpose of the secret that an account always has.
pub const CREDENTIALS: &str = "credentials";

row! {
    /// A sealed secret as it stands in a row.
    pub(crate) struct SealedRow {
        pub(crate) kek_id: String,
        pub(crate) wrapped_key: Vec<u8>,
        pub(crate) ciphertext: Vec<u8>,
    }
}

impl From<SealedRow> for Sealed {
    fn from(row: SealedRow) -> Self {
        let SealedRow { kek_id, wrapped_key, ciphertext } = row;
        Self { kek_id, wrapped_key, ciphertext }
    }
}

impl Store {
    /// An account's secret for a purpose.
    pub async fn secret(
        &self,
        project: &ProjectId,
        account: &AccountId,
        purpose: &str,
    ) -> Result<Option<Sealed>, StoreError> {
        const SQL: &str = "select kek_id, wrapped_key, ciphertext from secrets \
             where project_id = $1 and account_id = $2 and purpose = $3";
        let row: Option<SealedRow> = read_on!(self, |db| sqlx::query_as(SQL)
            .bind(wire(project))
            .bind(wire(account))
            .bind(purpose)
            .fetch_optional(db))?;
        Ok(row.map(Sealed::from))
    }

    /// Stores an account's secret for a purpose in place of the one before. `Missing` if there is no such account.
    pub async fn put_secret(
        &self,
        project: &ProjectId,
        account: &AccountId,
        purpose: &str,
        sealed: &Sealed,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        put_secret_in(&mut tx, project, account, purpose, sealed, now).await?;
        tx.commit().await
    }

    /// Forgets an account's secret for a purpose. `false` if there was none.
    pub async fn delete_secret(
        &self,
        project: &ProjectId,
        account: &AccountId,
        purpose: &str,
    ) -> Result<bool, StoreError> {
        const SQL: &str = "delete from secrets where project_id = $1 and account_id = $2 and purpose = $3";
        let changed = write_on!(self, |db| sqlx::query(SQL)
            .bind(wire(project))
            .bind(wire(account))
            .bind(purpose)
            .execute(db))?;
        Ok(changed == 1)
    }
}

pub(crate) async fn put_secret_in(
    tx: &mut Tx,
    project: &ProjectId,
    account: &AccountId,
    purpose: &str,
    sealed: &Sealed,
    now: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "insert into secrets \
         (project_id, account_id, purpose, kek_id, wrapped_key, ciphertext, updated_at) \
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (project_id, account_id, purpose) do update set \
         kek_id = excluded.kek_id, wrapped_key = excluded.wrapped_key, ciphertext = excluded.ciphertext, \
         updated_at = excluded.updated_at";
    let Sealed { kek_id, wrapped_key, ciphertext } = sealed;
    run_in!(tx, |db| sqlx::query(SQL)
        .bind(wire(project))
        .bind(wire(account))
        .bind(purpose)
        .bind(kek_id)
        .bind(wrapped_key)
        .bind(ciphertext)
        .bind(wire(&now))
        .execute(db))?;
    refuse_retired_in(tx, kek_id).await
}
