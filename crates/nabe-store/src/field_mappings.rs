//! Which attributes feed which unified fields, by account.
//!
//! Must not know which attributes and fields there are.

use jiff::Timestamp;
use nabe_model::ids::{AccountId, ProjectId};
use nabe_model::mapping::FieldMapping;

use crate::column::wire;
use crate::engine::Tx;
use crate::{Store, StoreError};

row! {
    /// A mapping, as it stands in a row.
    struct FieldMappingRow {
        attribute: String,
        field: String,
    }
}

impl Store {
    /// The mappings of an account, by field.
    pub async fn field_mappings(
        &self,
        project: &ProjectId,
        account: &AccountId,
    ) -> Result<Vec<FieldMapping>, StoreError> {
        const SQL: &str = "select attribute, field from field_mappings \
             where project_id = $1 and account_id = $2 order by field";
        let rows: Vec<FieldMappingRow> =
            read_on!(self, |db| sqlx::query_as(SQL).bind(wire(project)).bind(wire(account)).fetch_all(db))?;
        let mapping = |FieldMappingRow { attribute, field }| FieldMapping { attribute, field };
        Ok(rows.into_iter().map(mapping).collect())
    }

    /// Replaces the mappings of an account: all or nothing. Whoever keeps the account by its `updated_at` sees that
    /// it has changed. `false` if the project has no such account.
    pub async fn put_field_mappings(
        &self,
        project: &ProjectId,
        account: &AccountId,
        mappings: &[FieldMapping],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        // The account's row comes first: whoever does the same at once waits here.
        const TOUCH: &str =
            concat!("update accounts set updated_at = ", later!("$3"), " where project_id = $1 and id = $2");
        const CLEAR: &str = "delete from field_mappings where project_id = $1 and account_id = $2";
        let mut tx = self.begin().await?;
        let touched = run_in!(&mut tx, |db| sqlx::query(TOUCH)
            .bind(wire(project))
            .bind(wire(account))
            .bind(wire(&now))
            .execute(db))?;
        if touched == 0 {
            return Ok(false);
        }
        run_in!(&mut tx, |db| sqlx::query(CLEAR).bind(wire(project)).bind(wire(account)).execute(db))?;
        for mapping in mappings {
            add_in(&mut tx, project, account, mapping).await?;
        }
        tx.commit().await?;
        Ok(true)
    }
}

async fn add_in(
    tx: &mut Tx,
    project: &ProjectId,
    account: &AccountId,
    mapping: &FieldMapping,
) -> Result<(), StoreError> {
    const SQL: &str =
        "insert into field_mappings (project_id, account_id, field, attribute) values ($1, $2, $3, $4)";
    run_in!(tx, |db| sqlx::query(SQL)
        .bind(wire(project))
        .bind(wire(account))
        .bind(&mapping.field)
        .bind(&mapping.attribute)
        .execute(db))?;
    Ok(())
}
