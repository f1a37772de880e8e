//! Attempts to connect: what the embedded component watches while a person connects elsewhere.

use jiff::Timestamp;
use nabe_model::ids::{AccountId, AttemptId, ProjectId};
use nabe_model::platform::AttemptStatus;

use crate::column::wire;
use crate::engine::Tx;
use crate::{Store, StoreError};

row! {
    /// An attempt to connect within a session.
    pub struct AttemptRow {
        /// Its id.
        pub id: AttemptId,
        /// The session that it belongs to.
        pub session_id: i64,
        /// How far it has come.
        pub status: AttemptStatus,
        /// The account that was connected.
        pub account_id: Option<AccountId>,
        /// Why it failed, for programs.
        pub error_code: Option<String>,
        /// Why it failed, for people.
        pub error_message: Option<String>,
        /// When it began.
        pub created_at: Timestamp,
        /// When it last changed.
        pub updated_at: Timestamp,
    }
}

macro_rules! columns {
    () => {
        "id, session_id, status, account_id, error_code, error_message, created_at, updated_at"
    };
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttemptOutcome {
    /// An account was connected.
    Authenticated(AccountId),
    /// The provider refused, or something failed.
    Error {
        /// Why, for programs.
        code: String,
        /// Why, for people.
        message: String,
    },
    /// Nothing happened for too long.
    Expired,
}

impl Store {
    /// Begins an attempt in a session. `Missing` if the project has no such session.
    pub async fn add_attempt(
        &self,
        project: &ProjectId,
        session: i64,
        attempt: &AttemptId,
        now: Timestamp,
    ) -> Result<AttemptRow, StoreError> {
        const SQL: &str = concat!(
            "insert into connection_attempts (id, project_id, session_id, status, created_at, updated_at) \
             values ($1, $2, $3, $4, $5, $5) returning ",
            columns!()
        );
        let mut rows: Vec<AttemptRow> = write_on!(self, |db| sqlx::query_as(SQL)
            .bind(wire(attempt))
            .bind(wire(project))
            .bind(session)
            .bind(wire(&AttemptStatus::Pending))
            .bind(wire(&now))
            .fetch_all(db))?;
        rows.pop().ok_or(StoreError::Missing)
    }

    /// The attempt, if it belongs to that session of the project.
    pub async fn attempt(
        &self,
        project: &ProjectId,
        session: i64,
        attempt: &AttemptId,
    ) -> Result<Option<AttemptRow>, StoreError> {
        const SQL: &str = concat!(
            "select ",
            columns!(),
            " from connection_attempts where project_id = $1 and session_id = $2 and id = $3"
        );
        read_on!(self, |db| sqlx::query_as(SQL)
            .bind(wire(project))
            .bind(session)
            .bind(wire(attempt))
            .fetch_optional(db))
    }

    /// Ends an attempt. `false` if the session has no such attempt, or it has ended before: the first end stays.
    ///
    /// `Missing` if the project has no such account.
    pub async fn settle_attempt(
        &self,
        project: &ProjectId,
        session: i64,
        attempt: &AttemptId,
        outcome: &AttemptOutcome,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let done = settle_attempt_in(&mut tx, project, session, attempt, outcome, now).await?;
        tx.commit().await?;
        Ok(done)
    }

    /// Ends an attempt because the person gave up. `false` if the session has no such attempt, or it has ended before.
    pub async fn cancel_attempt(
        &self,
        project: &ProjectId,
        session: i64,
        attempt: &AttemptId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let end = (AttemptStatus::Cancelled, None, None, None);
        let done = end_in(&mut tx, project, session, attempt, end, now).await?;
        tx.commit().await?;
        Ok(done)
    }
}

pub(crate) async fn settle_attempt_in(
    tx: &mut Tx,
    project: &ProjectId,
    session: i64,
    attempt: &AttemptId,
    outcome: &AttemptOutcome,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let end = match outcome {
        AttemptOutcome::Authenticated(account) => (AttemptStatus::Authenticated, Some(account), None, None),
        AttemptOutcome::Error { code, message } => {
            (AttemptStatus::Error, None, Some(code.as_str()), Some(message.as_str()))
        }
        AttemptOutcome::Expired => (AttemptStatus::Expired, None, None, None),
    };
    end_in(tx, project, session, attempt, end, now).await
}

/// Whether the person has given the attempt up.
pub(crate) async fn is_cancelled_in(
    tx: &mut Tx,
    project: &ProjectId,
    session: i64,
    attempt: &AttemptId,
) -> Result<bool, StoreError> {
    const SQL: &str = "select id from connection_attempts \
         where project_id = $1 and session_id = $2 and id = $3 and status = 'cancelled'";
    let found: Option<String> = run_in!(tx, |db| sqlx::query_scalar(SQL)
        .bind(wire(project))
        .bind(session)
        .bind(wire(attempt))
        .fetch_optional(db))?;
    Ok(found.is_some())
}

type End<'a> = (AttemptStatus, Option<&'a AccountId>, Option<&'a str>, Option<&'a str>);

async fn end_in(
    tx: &mut Tx,
    project: &ProjectId,
    session: i64,
    attempt: &AttemptId,
    (status, account, code, message): End<'_>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    const SQL: &str = "update connection_attempts set status = $4, account_id = $5, error_code = $6, \
         error_message = $7, updated_at = $8 \
         where project_id = $1 and session_id = $2 and id = $3 and status = 'pending'";
    let changed = run_in!(tx, |db| sqlx::query(SQL)
        .bind(wire(project))
        .bind(session)
        .bind(wire(attempt))
        .bind(wire(&status))
        .bind(account.map(wire))
        .bind(code)
        .bind(message)
        .bind(wire(&now))
        .execute(db))?;
    Ok(changed == 1)
}
