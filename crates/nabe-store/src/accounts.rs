//! Linked accounts, and the one place where their credentials come in with them.

use jiff::Timestamp;
use nabe_model::ids::{AccountId, ProjectId};
use nabe_model::platform::{AccountStatus, AccountType, StatusReason};
use nabe_vault::Sealed;
use serde_json::{Map, Value};
use sqlx::{Database, Encode, QueryBuilder, Type};

use crate::column::wire;
use crate::engine::Tx;
use crate::secrets::{CREDENTIALS, put_secret_in};
use crate::{Store, StoreError};

row! {
    /// A linked account. Its credentials are elsewhere, sealed.
    pub struct AccountRow {
        /// Its id.
        pub id: AccountId,
        /// The provider's key, as its manifest writes it.
        pub provider: String,
        /// The product's id of the customer.
        pub origin_owner_id: String,
        /// The product's name of the customer.
        pub origin_owner_name: String,
        /// The product's name of the person who connected.
        pub origin_username: Option<String>,
        /// A name given by the product.
        pub label: Option<String>,
        /// Where it stands.
        pub status: AccountStatus,
        /// Why it stands there.
        pub status_reasons: Vec<StatusReason>,
        /// Real or for trying out.
        pub kind: AccountType,
        /// Whether all end users of the product share it.
        pub shared: bool,
        /// What the product stored beside the account.
        pub metadata: Map<String, Value>,
        /// The zone in which its people record their work, by its IANA name.
        pub time_zone: Option<String>,
        /// When it was first connected.
        pub created_at: Timestamp,
        /// When it last changed.
        pub updated_at: Timestamp,
    }
}

macro_rules! columns {
    () => {
        "id, provider, origin_owner_id, origin_owner_name, origin_username, label, status, status_reasons, kind, \
         shared, metadata, time_zone, created_at, updated_at"
    };
}

macro_rules! change {
    () => {
        concat!("label = coalesce($3, label), origin_owner_id = coalesce($4, origin_owner_id), \
         origin_owner_name = coalesce($5, origin_owner_name), origin_username = coalesce($6, origin_username), \
         kind = coalesce($7, kind), shared = coalesce($8, shared), metadata = coalesce($9, metadata), \
         time_zone = nullif(coalesce($10, time_zone), ''), updated_at = ", later!("$11"))
    };
}

/// The oldest account of a customer at a provider.
const OF_OWNER: &str = concat!(
    "select ",
    columns!(),
    " from accounts where project_id = $1 and provider = $2 and origin_owner_id = $3 \
     and origin_owner_name = $4 order by created_at, id limit 1"
);

/// Which accounts to list. A list that is empty lets all pass.
#[derive(Clone, Debug, Default)]
pub struct AccountFilter {
    /// Of these providers.
    pub providers: Vec<String>,
    /// With these ids.
    pub account_ids: Vec<AccountId>,
    /// Of these customers.
    pub origin_owner_ids: Vec<String>,
    /// With one of these statuses.
    pub statuses: Vec<AccountStatus>,
    /// How many of the first are passed over.
    pub offset: u32,
    /// How many there are at most.
    pub limit: u32,
}

/// What to change in an account; `None` leaves it as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AccountChange {
    /// A name given by the product.
    pub label: Option<String>,
    /// The product's id of the customer.
    pub origin_owner_id: Option<String>,
    /// The product's name of the customer.
    pub origin_owner_name: Option<String>,
    /// The product's name of the person who connected.
    pub origin_username: Option<String>,
    /// Real or for trying out.
    pub kind: Option<AccountType>,
    /// Whether all end users of the product share it.
    pub shared: Option<bool>,
    /// What the product stores beside the account; replaced as a whole.
    pub metadata: Option<Map<String, Value>>,
    /// The zone in which its people record their work, by its IANA name; the empty text takes it away.
    pub time_zone: Option<String>,
}

impl Store {
    /// Adds an account together with its sealed credentials. `Missing` if there is no such project.
    pub async fn add_account(
        &self,
        project: &ProjectId,
        account: &AccountRow,
        credentials: &Sealed,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        add_account_in(&mut tx, project, account, credentials).await?;
        tx.commit().await
    }

    /// The account, if `project` owns it.
    pub async fn account(
        &self,
        project: &ProjectId,
        account: &AccountId,
    ) -> Result<Option<AccountRow>, StoreError> {
        const SQL: &str = concat!("select ", columns!(), " from accounts where project_id = $1 and id = $2");
        read_on!(self, |db| sqlx::query_as(SQL).bind(wire(project)).bind(wire(account)).fetch_optional(db))
    }

    /// The project's accounts that pass the filter, the oldest first.
    pub async fn accounts(
        &self,
        project: &ProjectId,
        filter: &AccountFilter,
    ) -> Result<Vec<AccountRow>, StoreError> {
        read_on!(self, |db| list(project, filter).build_query_as().fetch_all(db))
    }

    /// The oldest account of a customer at a provider.
    pub async fn account_of_owner(
        &self,
        project: &ProjectId,
        provider: &str,
        owner_id: &str,
        owner_name: &str,
    ) -> Result<Option<AccountRow>, StoreError> {
        read_on!(self, |db| sqlx::query_as(OF_OWNER)
            .bind(wire(project))
            .bind(provider)
            .bind(owner_id)
            .bind(owner_name)
            .fetch_optional(db))
    }

    /// Changes an account and gives it as it is then; `None` if the project has no such account.
    ///
    /// A change of nothing leaves `updated_at` as it is.
    pub async fn update_account(
        &self,
        project: &ProjectId,
        account: &AccountId,
        change: &AccountChange,
        now: Timestamp,
    ) -> Result<Option<AccountRow>, StoreError> {
        const SQL: &str = concat!(
            "update accounts set ",
            change!(),
            " where project_id = $1 and id = $2 returning ",
            columns!()
        );
        if *change == AccountChange::default() {
            return self.account(project, account).await;
        }
        let AccountChange {
            label,
            origin_owner_id,
            origin_owner_name,
            origin_username,
            kind,
            shared,
            metadata,
            time_zone,
        } = change;
        let mut rows: Vec<AccountRow> = write_on!(self, |db| sqlx::query_as(SQL)
            .bind(wire(project))
            .bind(wire(account))
            .bind(label)
            .bind(origin_owner_id)
            .bind(origin_owner_name)
            .bind(origin_username)
            .bind(wire(kind))
            .bind(*shared)
            .bind(wire(metadata))
            .bind(time_zone)
            .bind(wire(&now))
            .fetch_all(db))?;
        Ok(rows.pop())
    }

    /// Sets where an account stands and why, and gives it as it is then. `None` if the project has no such account, or
    /// it was changed after `seen`, its `updated_at` when the reason arose: the reason may be gone by then.
    pub async fn set_account_status(
        &self,
        project: &ProjectId,
        (account, seen): (&AccountId, Timestamp),
        status: AccountStatus,
        reasons: &[StatusReason],
        now: Timestamp,
    ) -> Result<Option<AccountRow>, StoreError> {
        const SQL: &str = concat!(
            "update accounts set status = $3, status_reasons = $4, updated_at = ",
            later!("$5"),
            " where project_id = $1 and id = $2 and updated_at = $6 returning ",
            columns!()
        );
        let reasons = crate::column::json(&reasons);
        let mut rows: Vec<AccountRow> = write_on!(self, |db| sqlx::query_as(SQL)
            .bind(wire(project))
            .bind(wire(account))
            .bind(wire(&status))
            .bind(reasons)
            .bind(wire(&now))
            .bind(wire(&seen))
            .fetch_all(db))?;
        Ok(rows.pop())
    }

    /// Replaces an account's credentials, changes it, and sets it active without reasons: all or nothing.
    ///
    /// Its other secrets stay. `None` if the project has no such account.
    pub async fn relink_account(
        &self,
        project: &ProjectId,
        account: &AccountId,
        credentials: &Sealed,
        change: &AccountChange,
        now: Timestamp,
    ) -> Result<Option<AccountRow>, StoreError> {
        let mut tx = self.begin().await?;
        let row = relink_account_in(&mut tx, project, account, credentials, (change, &[]), now).await?;
        tx.commit().await?;
        Ok(row)
    }

    /// Deletes an account with its secrets and attempts, and gives what it was.
    ///
    /// Sessions that named it name none then, and those that were to connect it again are revoked: they would connect
    /// another one.
    pub async fn delete_account(
        &self,
        project: &ProjectId,
        account: &AccountId,
        now: Timestamp,
    ) -> Result<Option<AccountRow>, StoreError> {
        const REVOKE: &str = "update connect_sessions set revoked_at = $3 where project_id = $1 and account_id = $2 \
             and used_at is null and revoked_at is null";
        // Secrets, attempts and session links go with it by their foreign keys.
        const SQL: &str =
            concat!("delete from accounts where project_id = $1 and id = $2 returning ", columns!());
        let mut tx = self.begin().await?;
        run_in!(&mut tx, |db| sqlx::query(REVOKE)
            .bind(wire(project))
            .bind(wire(account))
            .bind(wire(&now))
            .execute(db))?;
        let mut rows: Vec<AccountRow> =
            run_in!(&mut tx, |db| sqlx::query_as(SQL).bind(wire(project)).bind(wire(account)).fetch_all(db))?;
        tx.commit().await?;
        Ok(rows.pop())
    }
}

/// The oldest account of the customer and provider that a new one is for. Whoever asks for the same project waits until
/// this transaction has ended.
pub(crate) async fn account_of_owner_in(
    tx: &mut Tx,
    project: &ProjectId,
    new: &AccountRow,
) -> Result<Option<AccountRow>, StoreError> {
    if let Tx::Postgres(tx) = tx {
        // A SQLite transaction that writes is the only one as it is.
        const LOCK: &str = "select 1 from projects where id = $1 for no key update";
        sqlx::query(LOCK).bind(wire(project)).execute(&mut **tx).await?;
    }
    run_in!(tx, |db| sqlx::query_as(OF_OWNER)
        .bind(wire(project))
        .bind(&new.provider)
        .bind(&new.origin_owner_id)
        .bind(&new.origin_owner_name)
        .fetch_optional(db))
}

pub(crate) async fn add_account_in(
    tx: &mut Tx,
    project: &ProjectId,
    account: &AccountRow,
    credentials: &Sealed,
) -> Result<(), StoreError> {
    const SQL: &str = concat!(
        "insert into accounts (project_id, ",
        columns!(),
        ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
    );
    let AccountRow {
        id,
        provider,
        origin_owner_id,
        origin_owner_name,
        origin_username,
        label,
        status,
        status_reasons,
        kind,
        shared,
        metadata,
        time_zone,
        created_at,
        updated_at,
    } = account;
    run_in!(tx, |db| sqlx::query(SQL)
        .bind(wire(project))
        .bind(wire(id))
        .bind(provider)
        .bind(origin_owner_id)
        .bind(origin_owner_name)
        .bind(origin_username)
        .bind(label)
        .bind(wire(status))
        .bind(wire(status_reasons))
        .bind(wire(kind))
        .bind(*shared)
        .bind(wire(metadata))
        .bind(time_zone)
        .bind(wire(created_at))
        .bind(wire(updated_at))
        .execute(db))?;
    put_secret_in(tx, project, id, CREDENTIALS, credentials, *updated_at).await
}

/// Sets why an account stands where it does, as `set_account_status` does. The same reasons leave `updated_at` as it is.
pub(crate) async fn set_reasons_in(
    tx: &mut Tx,
    project: &ProjectId,
    (account, seen): (&AccountId, Timestamp),
    reasons: &[StatusReason],
    now: Timestamp,
) -> Result<Option<AccountRow>, StoreError> {
    const SQL: &str = concat!(
        "update accounts set status_reasons = $3, updated_at = case when status_reasons = $3 then updated_at else ",
        later!("$4"),
        " end where project_id = $1 and id = $2 and updated_at = $5 returning ",
        columns!()
    );
    let reasons = crate::column::json(&reasons);
    let mut rows: Vec<AccountRow> = run_in!(tx, |db| sqlx::query_as(SQL)
        .bind(wire(project))
        .bind(wire(account))
        .bind(reasons)
        .bind(wire(&now))
        .bind(wire(&seen))
        .fetch_all(db))?;
    Ok(rows.pop())
}

pub(crate) async fn relink_account_in(
    tx: &mut Tx,
    project: &ProjectId,
    account: &AccountId,
    credentials: &Sealed,
    (change, reasons): (&AccountChange, &[StatusReason]),
    now: Timestamp,
) -> Result<Option<AccountRow>, StoreError> {
    const SQL: &str = concat!(
        "update accounts set ",
        change!(),
        ", status = $12, status_reasons = $13 where project_id = $1 and id = $2 returning ",
        columns!()
    );
    let AccountChange {
        label,
        origin_owner_id,
        origin_owner_name,
        origin_username,
        kind,
        shared,
        metadata,
        time_zone,
    } = change;
    let reasons = crate::column::json(&reasons);
    let mut rows: Vec<AccountRow> = run_in!(tx, |db| sqlx::query_as(SQL)
        .bind(wire(project))
        .bind(wire(account))
        .bind(label)
        .bind(origin_owner_id)
        .bind(origin_owner_name)
        .bind(origin_username)
        .bind(wire(kind))
        .bind(*shared)
        .bind(wire(metadata))
        .bind(time_zone)
        .bind(wire(&now))
        .bind(wire(&AccountStatus::Active))
        .bind(reasons)
        .fetch_all(db))?;
    let Some(row) = rows.pop() else { return Ok(None) };
    put_secret_in(tx, project, account, CREDENTIALS, credentials, now).await?;
    Ok(Some(row))
}

fn list<DB: Database>(project: &ProjectId, filter: &AccountFilter) -> QueryBuilder<DB>
where
    String: for<'q> Encode<'q, DB> + Type<DB>,
    i64: for<'q> Encode<'q, DB> + Type<DB>,
{
    let AccountFilter { providers, account_ids, origin_owner_ids, statuses, offset, limit } = filter;
    let mut query = QueryBuilder::new(concat!("select ", columns!(), " from accounts where project_id = "));
    query.push_bind(wire(project));
    let mut one_of = |column: &str, values: Vec<String>| {
        if values.is_empty() {
            return;
        }
        query.push(format_args!(" and {column} in ("));
        let mut list = query.separated(", ");
        for value in values {
            list.push_bind(value);
        }
        query.push(")");
    };
    one_of("provider", providers.clone());
    one_of("id", account_ids.iter().map(wire).collect());
    one_of("origin_owner_id", origin_owner_ids.clone());
    one_of("status", statuses.iter().map(wire).collect());
    query.push(" order by created_at, id limit ").push_bind(i64::from(*limit));
    query.push(" offset ").push_bind(i64::from(*offset));
    query
}
