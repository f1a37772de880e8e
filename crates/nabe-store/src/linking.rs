//! The moment of connecting, as one transaction: the session is used, the account is there with its credentials and what
//! was found out about them, the attempt is settled; or nothing of it.

use jiff::Timestamp;
use nabe_model::diagnosis::Examination;
use nabe_model::ids::{AccountId, AttemptId, ProjectId};
use nabe_model::platform::StatusReason;
use nabe_vault::Sealed;

use crate::accounts::{account_of_owner_in, add_account_in, relink_account_in};
use crate::attempts::{is_cancelled_in, settle_attempt_in};
use crate::diagnoses::put_examination_in;
use crate::sessions::{claim_in, finish_in};
use crate::{AccountChange, AccountRow, AttemptOutcome, Store, StoreError};

/// What becomes of the account.
#[derive(Clone, Copy, Debug)]
pub enum Linking<'a> {
    /// It is new.
    Add(&'a AccountRow),
    /// It was there, and gets new credentials.
    Relink {
        /// Which it is.
        account: &'a AccountId,
        /// What else changes.
        change: &'a AccountChange,
        /// Why it stands where it does from now on.
        reasons: &'a [StatusReason],
    },
}

/// Credentials that were tried, and what was found out about them.
#[derive(Clone, Copy, Debug)]
pub struct Tried<'a> {
    /// The credentials, sealed.
    pub credentials: &'a Sealed,
    /// What they may do.
    pub examination: &'a Examination,
}

/// How the moment of connecting went.
#[derive(Clone, Debug, PartialEq)]
pub enum Linked {
    /// The account is connected.
    Connected(Box<AccountRow>),
    /// The session can't be used (any more); nothing was stored.
    SessionUsed,
    /// The account to connect again isn't there; nothing was stored.
    AccountMissing,
    /// The customer has this account since; nothing was stored. It can be connected again.
    OwnerHas(Box<AccountRow>),
    /// The person has given the attempt up; nothing was stored.
    Cancelled,
}

impl Store {
    /// Uses a session to add or relink an account, and settles `attempt` if there is one: all or nothing.
    ///
    /// A session for one account adds none that the customer has already, also when two do so at once.
    pub async fn link_account(
        &self,
        project: &ProjectId,
        session: i64,
        attempt: Option<&AttemptId>,
        linking: Linking<'_>,
        tried: Tried<'_>,
        now: Timestamp,
    ) -> Result<Linked, StoreError> {
        let Tried { credentials, examination } = tried;
        let mut tx = self.begin().await?;
        let Some(claim) = claim_in(&mut tx, project, session, now).await? else {
            return Ok(Linked::SessionUsed);
        };
        let row = match linking {
            Linking::Add(row) => {
                if !claim.is_for_several()
                    && let Some(has) = account_of_owner_in(&mut tx, project, row).await?
                {
                    return Ok(Linked::OwnerHas(Box::new(has)));
                }
                add_account_in(&mut tx, project, row, credentials).await?;
                row.clone()
            }
            Linking::Relink { account, change, reasons } => {
                match relink_account_in(&mut tx, project, account, credentials, (change, reasons), now)
                    .await?
                {
                    Some(row) => row,
                    None => return Ok(Linked::AccountMissing),
                }
            }
        };
        put_examination_in(&mut tx, project, &row.id, examination).await?;
        finish_in(&mut tx, project, session, claim, &row.id).await?;
        if let Some(attempt) = attempt {
            let outcome = AttemptOutcome::Authenticated(row.id.clone());
            let settled = settle_attempt_in(&mut tx, project, session, attempt, &outcome, now).await?;
            if !settled && is_cancelled_in(&mut tx, project, session, attempt).await? {
                return Ok(Linked::Cancelled);
            }
        }
        tx.commit().await?;
        Ok(Linked::Connected(Box::new(row)))
    }
}
