//! Linking: what a person entered is tried at the provider, and stored only if it works.

use std::collections::BTreeMap;
use std::time::Duration;

use nabe_connector::{Credentials, Provider, clean};
use nabe_engine::{EngineError, Session};
use nabe_model::diagnosis::{Examination, Finding, FindingText};
use nabe_model::errors::Code;
use nabe_model::ids::{AccountId, AttemptId};
use nabe_model::platform::{AccountStatus, AttemptStatus};
use nabe_store::{AccountChange, AccountRow, AttemptOutcome, CREDENTIALS, Linking, StoreError, Tried};
use nabe_vault::{Context, Sealed};
use tokio::time::Instant;

use crate::core::Core;
use crate::examine::Watch;
use crate::failure::{Failure, Outcome, provider_failure};
use crate::findings;
use crate::hub::REDACTED;
use crate::sessions::OpenSession;

/// In how many milliseconds credentials may be tried in one session, and how often.
pub(crate) const TESTS: (u32, u32) = (10 * 60 * 1_000, 10);
/// How long one try may take: a person is waiting.
const PATIENCE: Duration = Duration::from_secs(30);

/// By which door a browser comes in: the two have different lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// The embedded component, by its token.
    Component,
    /// The hosted page, by its link.
    Page,
}

/// What a person entered.
#[derive(Clone, Debug, Default)]
pub struct Submission {
    /// The integration: the provider's key.
    pub integration: String,
    /// The fields by their keys.
    pub fields: BTreeMap<String, String>,
    /// The account to change; `None` connects.
    pub account: Option<AccountId>,
    /// The attempt that somebody watches: it ends as this does.
    pub attempt: Option<AttemptId>,
}

/// An account that is connected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The account.
    pub id: AccountId,
    /// Its provider.
    pub provider: String,
    /// The provider's name.
    pub provider_name: String,
}

impl Core {
    /// Tries what was entered and stores it if the provider takes it.
    pub async fn link(&self, session: &OpenSession, submission: Submission) -> Outcome<Linked> {
        self.link_watched(session, submission, &|_| ()).await
    }

    /// The same, for somebody who watches what is found out about the credentials.
    pub async fn link_watched(
        &self,
        session: &OpenSession,
        submission: Submission,
        watch: Watch<'_>,
    ) -> Outcome<Linked> {
        let attempt = submission.attempt.clone();
        if let Some(attempt) = &attempt
            && self.attempt(session, attempt).await?.status == AttemptStatus::Cancelled
        {
            return Err(given_up());
        }
        let result = self.link_account(session, submission, watch).await;
        if let (Err(failure), Some(attempt)) = (&result, attempt) {
            self.note_failure(session, &attempt, failure).await?;
        }
        result
    }

    async fn link_account(
        &self,
        session: &OpenSession,
        submission: Submission,
        watch: Watch<'_>,
    ) -> Outcome<Linked> {
        if session.is_used() {
            return Err(used());
        }
        let provider = self.provider(&submission.integration)?;
        let manifest = provider.manifest();
        if session.row.provider.as_ref().is_some_and(|it| *it != manifest.key) {
            return Err(Failure::new(Code::ConnectorNotFound, "This link is for another provider."));
        }
        let existing = self.existing(session, provider, submission.account.as_ref()).await?;
        let credentials = self.entered(session, existing.as_ref(), &submission).await?;
        let complaints = provider.complaints(&credentials);
        if !complaints.is_empty() {
            let sentences: Vec<&str> = complaints.iter().map(|it| it.message.en.as_str()).collect();
            let failure = Failure::new(Code::CredentialsIncomplete, sentences.join(" "));
            return Err(Failure { fields: complaints, ..failure });
        }
        let tried = self.try_out(session, provider, &credentials).await?;
        let examination = self.examined(session, &tried, &credentials, existing.as_ref(), watch).await?;
        let attempt = submission.attempt.as_ref();
        let row =
            self.store_account(session, provider, existing, &credentials, &examination, attempt).await?;
        // For whoever reads next; if it can't be kept, that read makes it anew.
        let _kept = self.keep_live(session.project(), &row, tried).await;
        tracing::info!(account = %row.id, session = session.number(), "the account is connected");
        Ok(Linked { id: row.id, provider: row.provider, provider_name: manifest.name.clone() })
    }

    /// The account that the session is for, or that the customer has already.
    async fn existing(
        &self,
        session: &OpenSession,
        provider: &dyn Provider,
        named: Option<&AccountId>,
    ) -> Outcome<Option<AccountRow>> {
        let row = &session.row;
        let own = row.account_id.as_ref().filter(|_| !row.multiple);
        if let Some(named) = named.filter(|it| own != Some(*it)) {
            return Err(crate::accounts::not_found(named));
        }
        let found = match own {
            Some(id) => Some(self.store.account(&row.project_id, id).await?.ok_or_else(deleted)?),
            None if row.multiple => None,
            None => {
                let key = &provider.manifest().key;
                let (id, name) = (&row.origin_owner_id, &row.origin_owner_name);
                self.store.account_of_owner(&row.project_id, key, id, name).await?
            }
        };
        match found {
            Some(found) if found.provider != provider.manifest().key => {
                Err(Failure::new(Code::Conflict, "This account belongs to another provider."))
            }
            found => Ok(found),
        }
    }

    /// What was entered, over what is stored when an account is changed.
    async fn entered(
        &self,
        session: &OpenSession,
        existing: Option<&AccountRow>,
        submission: &Submission,
    ) -> Outcome<Credentials> {
        let stored = match existing.filter(|_| submission.account.is_some()) {
            Some(account) => Some(self.open_credentials(session.row.project_id.as_str(), account).await?),
            None => None,
        };
        let mut credentials = stored.unwrap_or_default();
        for (key, value) in &submission.fields {
            if !value.starts_with(REDACTED) {
                credentials.set(key, &clean(value));
            }
        }
        Ok(credentials)
    }

    /// Gets the tokens of these credentials. They are the account's if it is stored.
    async fn try_out(
        &self,
        session: &OpenSession,
        provider: &'static dyn Provider,
        credentials: &Credentials,
    ) -> Outcome<Session> {
        self.count_test(session).await?;
        let engine_session = self.engine.session(provider, credentials.clone());
        let tried = self.engine.authenticate(&engine_session, Instant::now() + PATIENCE).await;
        match tried {
            Ok(_) => Ok(engine_session),
            Err(error) => {
                let redactor = engine_session.redactor().await;
                let failure = refusal(provider, error, |text| redactor.message(text));
                let is_refusal = failure.code == Code::CredentialsRefused;
                let doubts = if is_refusal { provider.doubts(credentials) } else { Vec::new() };
                Err(Failure { fields: doubts, ..failure })
            }
        }
    }

    /// What these credentials may do. Fails when they lack what no account goes without.
    async fn examined(
        &self,
        session: &OpenSession,
        tried: &Session,
        credentials: &Credentials,
        existing: Option<&AccountRow>,
        watch: Watch<'_>,
    ) -> Outcome<Examination> {
        let (project, manifest) = (session.project(), tried.manifest());
        let required = self.required_rights(project, Some(session), manifest).await?;
        let before = match existing {
            Some(account) => self.store.examination(project, &account.id).await?,
            None => None,
        };
        let examined = self.examine(tried, credentials, &required, before.as_ref(), watch).await;
        let examination = match examined {
            Ok(examination) => examination,
            Err(error) => {
                let redactor = tried.redactor().await;
                return Err(refusal(tried.provider(), error, |text| redactor.message(text)));
            }
        };
        let missing = findings::required(&findings::findings(manifest, &examination));
        if missing.is_empty() { Ok(examination) } else { Err(insufficient(&manifest.name, missing)) }
    }

    async fn store_account(
        &self,
        session: &OpenSession,
        provider: &dyn Provider,
        existing: Option<AccountRow>,
        credentials: &Credentials,
        examination: &Examination,
        attempt: Option<&AttemptId>,
    ) -> Outcome<AccountRow> {
        let row = &session.row;
        let now = self.clock.now();
        let new = existing.is_none();
        let found = findings::findings(provider.manifest(), examination);
        let before = existing.as_ref().map_or(&[][..], |it| it.status_reasons.as_slice());
        let reasons = findings::summary(&found, before, now);
        let account = existing.unwrap_or_else(|| AccountRow {
            id: AccountId::new(),
            provider: provider.manifest().key.clone(),
            origin_owner_id: row.origin_owner_id.clone(),
            origin_owner_name: row.origin_owner_name.clone(),
            origin_username: row.origin_username.clone(),
            label: row.label.clone(),
            status: AccountStatus::Active,
            status_reasons: reasons.clone(),
            kind: row.kind,
            shared: true,
            metadata: row.metadata.clone(),
            time_zone: None,
            created_at: now,
            updated_at: now,
        });
        let context =
            Context { project: row.project_id.as_str(), account: account.id.as_str(), purpose: CREDENTIALS };
        let change = AccountChange {
            label: row.label.clone(),
            origin_username: row.origin_username.clone(),
            metadata: Some(row.metadata.clone()).filter(|it| !it.is_empty()),
            ..AccountChange::default()
        };
        let linking = if new {
            Linking::Add(&account)
        } else {
            Linking::Relink { account: &account.id, change: &change, reasons: &reasons }
        };
        let seal = || self.vault.seal(context, &credentials.to_json());
        let link = async |sealed: Sealed| {
            let tried = Tried { credentials: &sealed, examination };
            self.store.link_account(&row.project_id, row.id, attempt, linking, tried, now).await
        };
        let linked = match link(seal()?).await {
            // The key was rotated away in between: now the vault seals with the new one.
            Err(StoreError::KeyRetired(_)) => link(seal()?).await?,
            linked => linked?,
        };
        self.forget(&row.project_id, &account.id);
        match linked {
            // Another session of the customer was faster: its account gets these credentials.
            nabe_store::Linked::OwnerHas(has) if new => {
                let again =
                    self.store_account(session, provider, Some(*has), credentials, examination, attempt);
                Box::pin(again).await
            }
            nabe_store::Linked::Cancelled => Err(given_up()),
            nabe_store::Linked::Connected(row) => Ok(*row),
            nabe_store::Linked::SessionUsed => Err(used()),
            // Only what is added meets an owner who has one.
            nabe_store::Linked::OwnerHas(_) | nabe_store::Linked::AccountMissing => Err(deleted()),
        }
    }

    /// Notes why an attempt failed, for whoever watches it. One that has ended stays as it ended.
    async fn note_failure(
        &self,
        session: &OpenSession,
        attempt: &AttemptId,
        failure: &Failure,
    ) -> Outcome<()> {
        let outcome =
            AttemptOutcome::Error { code: failure.code.to_string(), message: failure.message.clone() };
        let row = &session.row;
        self.store.settle_attempt(&row.project_id, row.id, attempt, &outcome, self.clock.now()).await?;
        Ok(())
    }
}

/// A failure while linking: refused credentials are the person's to mend, so they answer 400.
fn refusal(provider: &dyn Provider, error: EngineError, redact: impl Fn(&str) -> String) -> Failure {
    let manifest = provider.manifest();
    if let EngineError::CredentialsRefused { message } = &error {
        let failure = Failure::new(
            Code::CredentialsRefused,
            format!(
                "{} refused these credentials. Check that client ID and secret were copied whole and belong to the same \
                 integration, and that it was not deleted. Nothing was stored.",
                manifest.name
            ),
        );
        return Failure { provider_message: Some(redact(message)), ..failure };
    }
    let failure = provider_failure(manifest, error);
    Failure { provider_message: failure.provider_message.as_deref().map(redact), ..failure }
}

/// Credentials that work and lack what no account goes without.
fn insufficient(provider: &str, findings: Vec<Finding>) -> Failure {
    let mend = |finding: &Finding| {
        let FindingText { what, lost, clicks } = &finding.en;
        format!("{what} {lost} To mend it: {}", clicks.join(" "))
    };
    let mending: Vec<String> = findings.iter().map(mend).collect();
    let message = format!(
        "{provider} took these credentials, but they may do too little. Nothing was stored. {}",
        mending.join(" ")
    );
    Failure { findings, ..Failure::new(Code::RequiredPermissionMissing, message) }
}

fn deleted() -> Failure {
    Failure::new(Code::AccountNotFound, "The account to connect again was deleted meanwhile.")
}

fn given_up() -> Failure {
    Failure::new(
        Code::Conflict,
        "This connection attempt was given up, so nothing was stored. Begin another one.",
    )
}

fn used() -> Failure {
    Failure::new(
        Code::SessionUsed,
        "This link has already connected its account. Ask for a new one to change something.",
    )
}
