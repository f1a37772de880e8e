//! What was found out about accounts' permissions, the last time each was looked at.
//!
//! Must not know what follows from it.

use jiff::Timestamp;
use nabe_model::diagnosis::Examination;
use nabe_model::ids::{AccountId, ProjectId};
use nabe_model::platform::StatusReason;

use crate::accounts::set_reasons_in;
use crate::column::wire;
use crate::engine::Tx;
use crate::{AccountRow, Store, StoreError};

row! {
    /// What was found out, as it stands in a row.
    struct DiagnosisRow {
        examination: Examination,
    }
}

impl Store {
    /// What was found out about an account, if it was ever looked at.
    pub async fn examination(
        &self,
        project: &ProjectId,
        account: &AccountId,
    ) -> Result<Option<Examination>, StoreError> {
        const SQL: &str = "select examination from diagnoses where project_id = $1 and account_id = $2";
        let row: Option<DiagnosisRow> = read_on!(self, |db| sqlx::query_as(SQL)
            .bind(wire(project))
            .bind(wire(account))
            .fetch_optional(db))?;
        Ok(row.map(|it| it.examination))
    }

    /// Stores what was found out about an account, in place of what was known, and why it stands where it does; gives
    /// the account as it is then. `None`, and nothing is stored, if the project has no such account or it was changed
    /// after `seen`, its `updated_at` when the examination began.
    pub async fn put_examination(
        &self,
        project: &ProjectId,
        account: (&AccountId, Timestamp),
        examination: &Examination,
        reasons: &[StatusReason],
        now: Timestamp,
    ) -> Result<Option<AccountRow>, StoreError> {
        let mut tx = self.begin().await?;
        let Some(row) = set_reasons_in(&mut tx, project, account, reasons, now).await? else {
            return Ok(None);
        };
        put_examination_in(&mut tx, project, account.0, examination).await?;
        tx.commit().await?;
        Ok(Some(row))
    }
}

pub(crate) async fn put_examination_in(
    tx: &mut Tx,
    project: &ProjectId,
    account: &AccountId,
    examination: &Examination,
) -> Result<(), StoreError> {
    const SQL: &str = "insert into diagnoses (project_id, account_id, examination, checked_at) \
         values ($1, $2, $3, $4) on conflict (project_id, account_id) do update set \
         examination = excluded.examination, checked_at = excluded.checked_at";
    run_in!(tx, |db| sqlx::query(SQL)
        .bind(wire(project))
        .bind(wire(account))
        .bind(wire(examination))
        .bind(wire(&examination.checked_at))
        .execute(db))?;
    Ok(())
}
