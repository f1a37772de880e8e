//! The live side of an account: its opened credentials and tokens, in memory and nowhere else.

use std::sync::Arc;

use jiff::Timestamp;
use nabe_connector::{AccountSettings, Credentials};
use nabe_engine::{EngineError, Session};
use nabe_model::errors::Code;
use nabe_model::ids::{AccountId, ProjectId};
use nabe_model::platform::{AccountStatus, StatusReason};
use nabe_store::{AccountRow, CREDENTIALS};
use nabe_vault::Context;

use crate::caller::Caller;
use crate::core::Core;
use crate::failure::{Failure, Outcome, provider_failure};

/// An account that was used lately.
pub(crate) struct Live {
    pub(crate) session: Session,
    /// What was decided for it.
    pub(crate) settings: AccountSettings,
    /// When the account was last changed: a later change means new credentials.
    version: Timestamp,
}

/// That an account's credentials were refused.
#[derive(Clone)]
pub(crate) struct Refusal {
    failure: Failure,
    /// When the account was last changed: a later change means new credentials, of which this says nothing.
    version: Timestamp,
}

/// An account that may be called now.
pub(crate) struct Ready {
    pub(crate) account: Arc<AccountRow>,
    pub(crate) live: Arc<Live>,
}

impl Core {
    /// The account of this id, if the caller may use it and it is switched on.
    pub(crate) async fn ready(&self, caller: &Caller, id: &AccountId) -> Outcome<Ready> {
        let account = self.account_row(caller, id).await?;
        match account.status {
            AccountStatus::Active | AccountStatus::Error | AccountStatus::Expired => {}
            AccountStatus::Inactive | AccountStatus::Suspended | AccountStatus::Archived => {
                return Err(Failure::new(
                    Code::AccountDisabled,
                    format!("The account {id} is switched off."),
                ));
            }
        }
        if let Some(refusal) = self.refusals.get(id).filter(|it| it.version >= account.updated_at) {
            return Err(refusal.failure);
        }
        let live = self.live_of(caller, &account).await?;
        Ok(Ready { account, live })
    }

    async fn live_of(&self, caller: &Caller, account: &AccountRow) -> Outcome<Arc<Live>> {
        if let Some(live) = self.live.get(&account.id).filter(|it| it.version == account.updated_at) {
            return Ok(live);
        }
        let provider = self.provider(&account.provider)?;
        let credentials = self.open_credentials(caller.project.as_str(), account).await?;
        let session = self.engine.session(provider, credentials);
        self.keep_live(&caller.project, account, session).await
    }

    /// Keeps the session of an account, unless there is one: whoever comes at the same time shares it, and its tokens.
    pub(crate) async fn keep_live(
        &self,
        project: &ProjectId,
        account: &AccountRow,
        session: Session,
    ) -> Outcome<Arc<Live>> {
        // Read after the row: what is decided meanwhile makes the row's version an old one.
        let mappings = self.store.field_mappings(project, &account.id).await?;
        let settings = AccountSettings { mappings, entered: session.entered(), ..settings(account) };
        let mine = Arc::new(Live { session, settings, version: account.updated_at });
        let entry = self.live.entry_by_ref(&account.id);
        Ok(entry.or_insert_with_if(|| mine, |it| it.version < account.updated_at).into_value())
    }

    /// The credentials of an account, opened.
    pub(crate) async fn open_credentials(&self, project: &str, account: &AccountRow) -> Outcome<Credentials> {
        let lost = || {
            tracing::error!(account = %account.id, "the account has no readable credentials");
            Failure::new(
                Code::AccountCredentialsRefused,
                "The account's credentials are gone. Somebody must reconnect it.",
            )
        };
        let project_id = project.parse().map_err(|_| lost())?;
        let sealed = self.store.secret(&project_id, &account.id, CREDENTIALS).await?.ok_or_else(lost)?;
        let context = Context { project, account: account.id.as_str(), purpose: CREDENTIALS };
        let plain = self.vault.open(context, &sealed)?;
        Credentials::from_json(&plain).map_err(|_| lost())
    }

    /// What a provider's failure means, and what it says about the account.
    pub(crate) async fn failed(&self, caller: &Caller, ready: &Ready, error: EngineError) -> Failure {
        let manifest = ready.live.session.manifest();
        let mut failure = provider_failure(manifest, error);
        if let Some(message) = &failure.provider_message {
            failure.provider_message = Some(ready.live.session.redactor().await.message(message));
        }
        if failure.code == Code::AccountCredentialsRefused {
            let marked = self.mark(caller, ready, Some(&failure)).await;
            let version = marked.unwrap_or(ready.live.version);
            let mine = Refusal { failure: failure.clone(), version };
            let entry = self.refusals.entry_by_ref(&ready.account.id);
            entry.or_insert_with_if(|| mine, |it| it.version < version);
        }
        failure
    }

    /// An account that was in error and answers again is active again.
    pub(crate) async fn succeeded(&self, caller: &Caller, ready: &Ready) {
        if ready.account.status == AccountStatus::Error {
            self.mark(caller, ready, None).await;
        }
    }

    /// Notes where an account stands, unless it was changed meanwhile: what was learnt then concerns credentials that
    /// it may not have any more. Answers the account's new version when it was noted.
    async fn mark(&self, caller: &Caller, ready: &Ready, failure: Option<&Failure>) -> Option<Timestamp> {
        let now = self.clock.now();
        let (status, reasons) = match failure {
            None => {
                let reasons = self.reasons_of(&caller.project, &ready.account).await;
                (AccountStatus::Active, reasons.unwrap_or_default())
            }
            Some(failure) => (
                AccountStatus::Error,
                vec![StatusReason {
                    code: failure.code.to_string(),
                    description: failure.message.clone(),
                    timestamp: now,
                }],
            ),
        };
        if ready.account.status == status {
            return None;
        }
        let id = &ready.account.id;
        let seen = (id, ready.live.version);
        let set = self.store.set_account_status(&caller.project, seen, status, &reasons, now).await;
        self.accounts.invalidate(&(caller.project.clone(), id.clone()));
        match set {
            Ok(row) => {
                let row = row?;
                tracing::warn!(account = %id, status = ?status, "the account's status changes");
                Some(row.updated_at)
            }
            Err(error) => {
                tracing::error!(account = %id, %error, "the account's status can't be stored");
                None
            }
        }
    }
}

/// What was decided for an account.
fn settings(account: &AccountRow) -> AccountSettings {
    let time_zone = account.time_zone.as_deref().and_then(nabe_connector::time_zone);
    if time_zone.is_none() && account.time_zone.is_some() {
        tracing::warn!(account = %account.id, "the account's time zone isn't known any more: it counts as none");
    }
    AccountSettings { time_zone, ..AccountSettings::default() }
}
