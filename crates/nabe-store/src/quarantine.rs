//! What of providers' rows could not be read: the newest of each account, without values.
//!
//! Must not know how a row is read.

use jiff::Timestamp;
use nabe_model::ids::{AccountId, ProjectId};
use nabe_model::quarantine::{QuarantineEntry, QuarantineKind};

use crate::column::wire;
use crate::engine::Tx;
use crate::{Store, StoreError};

row! {
    /// An entry, as it stands in a row.
    struct QuarantineRow {
        operation: String,
        record_id: String,
        path: String,
        kind: QuarantineKind,
        first_seen: Timestamp,
        last_seen: Timestamp,
        seen: i64,
    }
}

row! {
    struct CountRow {
        entries: i64,
    }
}

impl Store {
    /// Adds what was met to the entries of an account, and keeps the `most` that were met last: all or nothing.
    /// `Missing` if there is no such account.
    pub async fn note_quarantine(
        &self,
        project: &ProjectId,
        account: &AccountId,
        entries: &[QuarantineEntry],
        most: u32,
    ) -> Result<(), StoreError> {
        const TRIM: &str = "delete from quarantine where project_id = $1 and account_id = $2 \
             and (operation, record_id, path, kind) in ( \
                 select operation, record_id, path, kind from ( \
                     select operation, record_id, path, kind, \
                         row_number() over (order by last_seen desc, operation, record_id, path, kind) as place \
                     from quarantine where project_id = $1 and account_id = $2 \
                 ) as ranked where place > $3)";
        // Two nodes lock the rows in the same order.
        let mut entries: Vec<&QuarantineEntry> = entries.iter().collect();
        entries.sort_by_key(|it| (&it.operation, &it.record_id, &it.path, it.kind));
        let mut tx = self.begin().await?;
        for entry in entries {
            note_in(&mut tx, project, account, entry).await?;
        }
        run_in!(&mut tx, |db| sqlx::query(TRIM)
            .bind(wire(project))
            .bind(wire(account))
            .bind(i64::from(most))
            .execute(db))?;
        tx.commit().await
    }

    /// The entries of an account, the last met first.
    pub async fn quarantine(
        &self,
        project: &ProjectId,
        account: &AccountId,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<QuarantineEntry>, StoreError> {
        const SQL: &str = "select operation, record_id, path, kind, first_seen, last_seen, seen from quarantine \
             where project_id = $1 and account_id = $2 \
             order by last_seen desc, operation, record_id, path, kind limit $3 offset $4";
        let rows: Vec<QuarantineRow> = read_on!(self, |db| sqlx::query_as(SQL)
            .bind(wire(project))
            .bind(wire(account))
            .bind(i64::from(limit))
            .bind(i64::from(offset))
            .fetch_all(db))?;
        Ok(rows.into_iter().map(entry).collect())
    }

    /// How many entries an account has.
    pub async fn quarantine_count(
        &self,
        project: &ProjectId,
        account: &AccountId,
    ) -> Result<i64, StoreError> {
        const SQL: &str =
            "select count(*) as entries from quarantine where project_id = $1 and account_id = $2";
        let rows: Vec<CountRow> =
            read_on!(self, |db| sqlx::query_as(SQL).bind(wire(project)).bind(wire(account)).fetch_all(db))?;
        Ok(rows.first().map_or(0, |it| it.entries))
    }

    /// Takes all entries of an account away, and says how many there were.
    pub async fn clear_quarantine(
        &self,
        project: &ProjectId,
        account: &AccountId,
    ) -> Result<u64, StoreError> {
        const SQL: &str = "delete from quarantine where project_id = $1 and account_id = $2";
        write_on!(self, |db| sqlx::query(SQL).bind(wire(project)).bind(wire(account)).execute(db))
    }

    /// Takes away what was not met since then.
    pub async fn purge_quarantine(&self, before: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "delete from quarantine where last_seen < $1";
        write_on!(self, |db| sqlx::query(SQL).bind(wire(&before)).execute(db))
    }
}

async fn note_in(
    tx: &mut Tx,
    project: &ProjectId,
    account: &AccountId,
    entry: &QuarantineEntry,
) -> Result<(), StoreError> {
    const SQL: &str = "insert into quarantine \
         (project_id, account_id, operation, record_id, path, kind, first_seen, last_seen, seen) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         on conflict (project_id, account_id, operation, record_id, path, kind) do update set \
         last_seen = case when excluded.last_seen > quarantine.last_seen then excluded.last_seen \
             else quarantine.last_seen end, \
         seen = quarantine.seen + excluded.seen";
    run_in!(tx, |db| sqlx::query(SQL)
        .bind(wire(project))
        .bind(wire(account))
        .bind(&entry.operation)
        .bind(entry.record_id.as_deref().unwrap_or_default())
        .bind(&entry.path)
        .bind(wire(&entry.kind))
        .bind(wire(&entry.first_seen))
        .bind(wire(&entry.last_seen))
        .bind(entry.count)
        .execute(db))?;
    Ok(())
}

fn entry(row: QuarantineRow) -> QuarantineEntry {
    let QuarantineRow { operation, record_id, path, kind, first_seen, last_seen, seen } = row;
    let record_id = Some(record_id).filter(|it| !it.is_empty());
    QuarantineEntry { operation, record_id, path, kind, first_seen, last_seen, count: seen }
}
