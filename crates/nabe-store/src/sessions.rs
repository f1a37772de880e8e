//! Connect sessions: the right, handed to a browser, to connect an account of one customer.
//!
//! Whether a session has expired is decided by the core; what two requests at once could both do is decided here.

use jiff::Timestamp;
use nabe_model::ids::{AccountId, ProjectId};
use nabe_model::platform::AccountType;
use nabe_vault::TokenHash;
use serde_json::{Map, Value};

use crate::column::wire;
use crate::engine::Tx;
use crate::{Store, StoreError};

/// A session to add.
#[derive(Clone, Debug, PartialEq)]
pub struct NewSession {
    /// The hash of the token that the browser gets.
    pub token_hash: TokenHash,
    /// The product's id of the customer.
    pub origin_owner_id: String,
    /// The product's name of the customer.
    pub origin_owner_name: String,
    /// The product's name of the person who connects.
    pub origin_username: Option<String>,
    /// A name for the account.
    pub label: Option<String>,
    /// The account to connect again, instead of a new one.
    pub account_id: Option<AccountId>,
    /// The provider to connect, if the person may not choose.
    pub provider: Option<String>,
    /// The provider's version that the product asked for.
    pub provider_version: Option<String>,
    /// The integration that the product asked for.
    pub integration_id: Option<String>,
    /// The categories of providers to choose from.
    pub categories: Vec<String>,
    /// What the product stores beside the account.
    pub metadata: Map<String, Value>,
    /// Whether several accounts may be connected.
    pub multiple: bool,
    /// The rights without which no account is connected, as texts; `None` leaves it to the project.
    pub required_rights: Option<Vec<String>>,
    /// Real or for trying out.
    pub kind: AccountType,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when the token is good.
    pub token_expires_at: Timestamp,
    /// Until when the link to the hosted page is good.
    pub link_expires_at: Timestamp,
}

row! {
    /// A connect session.
    pub struct SessionRow {
        /// Its number.
        pub id: i64,
        /// The project that made it.
        pub project_id: ProjectId,
        /// The hash of the token that the browser has.
        pub token_hash: TokenHash,
        /// The product's id of the customer.
        pub origin_owner_id: String,
        /// The product's name of the customer.
        pub origin_owner_name: String,
        /// The product's name of the person who connects.
        pub origin_username: Option<String>,
        /// A name for the account.
        pub label: Option<String>,
        /// The account to connect again, or the one that was connected.
        pub account_id: Option<AccountId>,
        /// The provider to connect, if the person may not choose.
        pub provider: Option<String>,
        /// The provider's version that the product asked for.
        pub provider_version: Option<String>,
        /// The integration that the product asked for.
        pub integration_id: Option<String>,
        /// The categories of providers to choose from.
        pub categories: Vec<String>,
        /// What the product stores beside the account.
        pub metadata: Map<String, Value>,
        /// Whether several accounts may be connected.
        pub multiple: bool,
        /// The rights without which no account is connected, as texts; `None` leaves it to the project.
        pub required_rights: Option<Vec<String>>,
        /// Real or for trying out.
        pub kind: AccountType,
        /// When it was made.
        pub created_at: Timestamp,
        /// Until when the token is good.
        pub token_expires_at: Timestamp,
        /// Until when the link to the hosted page is good.
        pub link_expires_at: Timestamp,
        /// When it last connected an account.
        pub used_at: Option<Timestamp>,
        /// Since when it is worth nothing.
        pub revoked_at: Option<Timestamp>,
        /// When the current window of credential tests began.
        pub tests_started_at: Option<Timestamp>,
        /// How many tests there were in that window.
        pub tests_count: i64,
    }
}

macro_rules! columns {
    () => {
        "id, project_id, token_hash, origin_owner_id, origin_owner_name, origin_username, label, account_id, \
         provider, provider_version, integration_id, categories, metadata, multiple, required_rights, kind, \
         created_at, token_expires_at, link_expires_at, used_at, revoked_at, tests_started_at, tests_count"
    };
}

/// Whether credentials may be tested now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialTest {
    /// Yes, and it was counted.
    Allowed,
    /// Not before this many milliseconds have passed.
    RetryAfter(u64),
}

impl Store {
    /// Adds a session and gives it with its number. `Missing` if the project, or its account of that id, isn't there.
    pub async fn add_session(
        &self,
        project: &ProjectId,
        session: NewSession,
    ) -> Result<SessionRow, StoreError> {
        const SQL: &str = concat!(
            "insert into connect_sessions (project_id, token_hash, origin_owner_id, origin_owner_name, \
             origin_username, label, account_id, provider, provider_version, integration_id, categories, metadata, \
             multiple, required_rights, kind, created_at, token_expires_at, link_expires_at, tests_count) \
             select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 0 \
             where cast($7 as text) is null or exists (select 1 from accounts where project_id = $1 and id = $7) \
             returning ",
            columns!()
        );
        let NewSession {
            token_hash,
            origin_owner_id,
            origin_owner_name,
            origin_username,
            label,
            account_id,
            provider,
            provider_version,
            integration_id,
            categories,
            metadata,
            multiple,
            required_rights,
            kind,
            created_at,
            token_expires_at,
            link_expires_at,
        } = session;
        let mut rows: Vec<SessionRow> = write_on!(self, |db| sqlx::query_as(SQL)
            .bind(wire(project))
            .bind(wire(&token_hash))
            .bind(origin_owner_id)
            .bind(origin_owner_name)
            .bind(origin_username)
            .bind(label)
            .bind(wire(&account_id))
            .bind(provider)
            .bind(provider_version)
            .bind(integration_id)
            .bind(wire(&categories))
            .bind(wire(&metadata))
            .bind(multiple)
            .bind(wire(&required_rights))
            .bind(wire(&kind))
            .bind(wire(&created_at))
            .bind(wire(&token_expires_at))
            .bind(wire(&link_expires_at))
            .fetch_all(db))?;
        rows.pop().ok_or(StoreError::Missing)
    }

    /// The session whose token has this hash, in whichever project; also an expired, used or revoked one.
    pub async fn session_by_token_hash(
        &self,
        token_hash: &TokenHash,
    ) -> Result<Option<SessionRow>, StoreError> {
        const SQL: &str = concat!("select ", columns!(), " from connect_sessions where token_hash = $1");
        read_on!(self, |db| sqlx::query_as(SQL).bind(wire(token_hash)).fetch_optional(db))
    }

    /// The session, if `project` made it.
    pub async fn session(&self, project: &ProjectId, session: i64) -> Result<Option<SessionRow>, StoreError> {
        const SQL: &str =
            concat!("select ", columns!(), " from connect_sessions where project_id = $1 and id = $2");
        read_on!(self, |db| sqlx::query_as(SQL).bind(wire(project)).bind(session).fetch_optional(db))
    }

    /// Names the session's account. `false` if the project doesn't have both.
    pub async fn set_session_account(
        &self,
        project: &ProjectId,
        session: i64,
        account: &AccountId,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let done = set_account_in(&mut tx, project, session, account).await?;
        tx.commit().await?;
        Ok(done)
    }

    /// Revokes a session for good. `false` if the project has no such session, or has revoked it before.
    pub async fn revoke_session(
        &self,
        project: &ProjectId,
        session: i64,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        const SQL: &str = "update connect_sessions set revoked_at = $3 \
             where project_id = $1 and id = $2 and revoked_at is null";
        let changed = write_on!(self, |db| sqlx::query(SQL)
            .bind(wire(project))
            .bind(session)
            .bind(wire(&now))
            .execute(db))?;
        Ok(changed == 1)
    }

    /// Counts a test of credentials, unless there were `max` in this window already.
    ///
    /// Windows are fixed: one begins with the first test after the window before it has ended, and lasts `window_ms`.
    /// In each there are never more than `max`, however many requests there are at once and on however many nodes;
    /// around the border of two windows there may be twice as many. `Missing` if the project has no such session.
    pub async fn record_credential_test(
        &self,
        project: &ProjectId,
        session: i64,
        now: Timestamp,
        window_ms: u32,
        max: u32,
    ) -> Result<CredentialTest, StoreError> {
        // One statement looks and counts: whoever comes second sees the first one's count.
        const COUNT: &str = "update connect_sessions set \
             tests_count = case when tests_started_at > $4 then tests_count + 1 else 1 end, \
             tests_started_at = case when tests_started_at > $4 then tests_started_at else $3 end \
             where project_id = $1 and id = $2 and $5 > 0 \
             and (tests_started_at is null or tests_started_at <= $4 or tests_count < $5)";
        const STARTED: &str =
            "select tests_started_at from connect_sessions where project_id = $1 and id = $2";
        let window_ms = i64::from(window_ms);
        let now = wire(&now);
        let mut tx = self.begin().await?;
        let counted = run_in!(&mut tx, |db| sqlx::query(COUNT)
            .bind(wire(project))
            .bind(session)
            .bind(now)
            .bind(now - window_ms)
            .bind(i64::from(max))
            .execute(db))?;
        if counted == 1 {
            tx.commit().await?;
            return Ok(CredentialTest::Allowed);
        }
        let started: Option<Option<i64>> = run_in!(&mut tx, |db| sqlx::query_scalar(STARTED)
            .bind(wire(project))
            .bind(session)
            .fetch_optional(db))?;
        let started = started.ok_or(StoreError::Missing)?.unwrap_or(now);
        let wait = started.saturating_add(window_ms).saturating_sub(now).max(1);
        Ok(CredentialTest::RetryAfter(wait.unsigned_abs()))
    }

    /// Uses a session for an account. `false` if it was revoked, or was used before and isn't for several accounts.
    ///
    /// Of two requests at once only one gets `true`. A session for several accounts doesn't remember which they were.
    /// `Missing` if the project has no such account. See [`Self::link_account`], which also adds the account.
    pub async fn use_session(
        &self,
        project: &ProjectId,
        session: i64,
        account: &AccountId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let Some(claim) = claim_in(&mut tx, project, session, now).await? else { return Ok(false) };
        finish_in(&mut tx, project, session, claim, account).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Deletes the sessions whose token and link have both expired, with their attempts, and says how many.
    pub async fn purge_sessions(&self, now: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str =
            "delete from connect_sessions where token_expires_at <= $1 and link_expires_at <= $1";
        write_on!(self, |db| sqlx::query(SQL).bind(wire(&now)).execute(db))
    }
}

/// A session that was taken for the account which the same transaction connects.
#[derive(Clone, Copy)]
pub(crate) struct Claim {
    multiple: bool,
}

impl Claim {
    /// Whether the session may connect several accounts.
    pub(crate) fn is_for_several(self) -> bool {
        self.multiple
    }
}

/// Takes the session, or `None` if it can't be used (any more). Locks it until the end of the transaction.
pub(crate) async fn claim_in(
    tx: &mut Tx,
    project: &ProjectId,
    session: i64,
    now: Timestamp,
) -> Result<Option<Claim>, StoreError> {
    const SQL: &str = "update connect_sessions set used_at = $3 where project_id = $1 and id = $2 \
         and revoked_at is null and (used_at is null or multiple) returning multiple";
    let mut rows: Vec<bool> = run_in!(tx, |db| sqlx::query_scalar(SQL)
        .bind(wire(project))
        .bind(session)
        .bind(wire(&now))
        .fetch_all(db))?;
    Ok(rows.pop().map(|multiple| Claim { multiple }))
}

/// Remembers the account of a claimed session, unless the session is for several.
pub(crate) async fn finish_in(
    tx: &mut Tx,
    project: &ProjectId,
    session: i64,
    claim: Claim,
    account: &AccountId,
) -> Result<(), StoreError> {
    if claim.multiple || set_account_in(tx, project, session, account).await? {
        return Ok(());
    }
    Err(StoreError::Missing)
}

async fn set_account_in(
    tx: &mut Tx,
    project: &ProjectId,
    session: i64,
    account: &AccountId,
) -> Result<bool, StoreError> {
    const SQL: &str = "update connect_sessions set account_id = $3 where project_id = $1 and id = $2 \
         and exists (select 1 from accounts where project_id = $1 and id = $3)";
    let changed =
        run_in!(tx, |db| sqlx::query(SQL).bind(wire(project)).bind(session).bind(wire(account)).execute(db))?;
    Ok(changed == 1)
}
