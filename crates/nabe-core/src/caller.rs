//! Who calls: a project, and what this key may do.
//!
//! Every use case takes the caller, so a query without a project can't be written.

use nabe_model::errors::Code;
use nabe_model::ids::{AccountId, KeyId, ProjectId};
use nabe_model::select::Fields;
use nabe_vault::ApiKeyText;

use crate::core::Core;
use crate::failure::{Failure, Outcome};

/// Who calls.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The project that the key belongs to.
    pub project: ProjectId,
    /// The key.
    pub key: KeyId,
    /// The accounts that it may use.
    pub accounts: Allowed,
    /// What it may do.
    pub verbs: Verbs,
    /// The fields that it may see.
    pub fields: Fields,
}

/// Accounts that a key may use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// Every account of the project.
    All,
    /// These.
    Only(Vec<AccountId>),
}

/// What a key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verbs {
    /// Reading and writing.
    All,
    /// Reading.
    ReadOnly,
}

impl Caller {
    /// Whether this account is the caller's to use.
    pub fn may_use(&self, account: &AccountId) -> bool {
        match &self.accounts {
            Allowed::All => true,
            Allowed::Only(accounts) => accounts.contains(account),
        }
    }

    /// Refuses a caller who may only read.
    pub(crate) fn must_write(&self) -> Outcome<()> {
        match self.verbs {
            Verbs::All => Ok(()),
            Verbs::ReadOnly => Err(Failure::new(Code::Forbidden, "This key may only read.")),
        }
    }
}

impl Core {
    /// The caller that presents this key.
    ///
    /// A key that was seen less than two seconds ago is not looked up again; so long a revoked key may live on.
    pub async fn caller(&self, presented: &str) -> Outcome<Caller> {
        let hash = nabe_vault::hash(presented);
        if let Some(caller) = self.callers.get(&hash) {
            return Ok(caller);
        }
        let key = ApiKeyText::parse(presented).ok_or_else(stranger)?;
        let row = self.store.key_by_lookup(key.lookup()).await?.ok_or_else(stranger)?;
        if !key.matches(&row.hash) || row.revoked_at.is_some() {
            return Err(stranger());
        }
        self.note_use(&row.id);
        let caller = Caller {
            project: row.project_id,
            key: row.id,
            accounts: Allowed::All,
            verbs: Verbs::All,
            fields: Fields::ALL,
        };
        self.callers.insert(hash, caller.clone());
        Ok(caller)
    }
}

fn stranger() -> Failure {
    Failure::new(
        Code::Unauthenticated,
        "The API key is unknown or revoked. Send a key of this server as Basic user name or Bearer token.",
    )
}
