//! The diagnosis of an account: what its credentials may do, and what is missing.

use nabe_connector::{Credentials, Registry, Right, Text};
use nabe_engine::Session;
use nabe_model::diagnosis::{Diagnosis, Examination, Finding, FindingCode};
use nabe_model::errors::Code;
use nabe_model::ids::{AccountId, ProjectId};
use nabe_model::platform::{AccountStatus, StatusReason};
use nabe_store::{AccountRow, CredentialTest};

use crate::caller::Caller;
use crate::core::Core;
use crate::examine::{Examiner, Watch};
use crate::failure::{Failure, Outcome, provider_failure};
use crate::findings;
use crate::sessions::OpenSession;

impl Core {
    /// What was found out about an account the last time.
    pub async fn diagnosis(&self, caller: &Caller, id: &AccountId) -> Outcome<Diagnosis> {
        let account = self.account_row(caller, id).await?;
        self.stored_diagnosis(&caller.project, &account).await?.ok_or_else(|| {
            Failure::new(
                Code::DiagnosisNotFound,
                format!(
                    "The permissions of {id} were never looked at. `POST /accounts/{id}/diagnosis` does it."
                ),
            )
        })
    }

    /// Finds out again what an account's credentials may do, and stores it.
    pub async fn diagnose(&self, caller: &Caller, id: &AccountId) -> Outcome<Diagnosis> {
        caller.must_write()?;
        let ready = self.ready(caller, id).await?;
        let account = AccountRow::clone(&ready.account);
        match self.examine_again(&caller.project, &account, &|_| ()).await {
            Ok(diagnosis) => {
                self.succeeded(caller, &ready).await;
                Ok(diagnosis)
            }
            Err(Unexamined::Failure(failure)) => Err(failure),
            Err(Unexamined::Provider(error)) => Err(self.failed(caller, &ready, error).await),
        }
    }

    /// The diagnosis of the account that a session has connected or is for.
    pub async fn session_diagnosis(&self, session: &OpenSession) -> Outcome<Option<Diagnosis>> {
        match self.session_account(session).await? {
            Some(account) => self.stored_diagnosis(session.project(), &account).await,
            None => Ok(None),
        }
    }

    /// The clicks that mend the missing attributes of a diagnosis all at once.
    pub fn mend_attributes(&self, diagnosis: &Diagnosis) -> Text<Vec<String>> {
        let missing = diagnosis.findings.iter().filter(|it| it.code == FindingCode::AttributeMissing);
        let missing: Vec<&Finding> = missing.collect();
        let provider = self.registry.get(&diagnosis.provider);
        provider.map(|it| findings::mend_attributes(it.manifest(), &missing)).unwrap_or_default()
    }

    /// Looks again at the account that a session has connected, for the person who has just mended something.
    pub async fn check_again(&self, session: &OpenSession, watch: Watch<'_>) -> Outcome<Diagnosis> {
        let missing = || Failure::new(Code::AccountNotFound, "This link has connected no account yet.");
        let account = self.session_account(session).await?.ok_or_else(missing)?;
        self.count_test(session).await?;
        let provider = self.provider(&account.provider)?;
        self.examine_again(session.project(), &account, watch).await.map_err(|error| match error {
            Unexamined::Failure(failure) => failure,
            Unexamined::Provider(error) => {
                let manifest = provider.manifest();
                let failure = provider_failure(manifest, error);
                // What the provider said was not redacted: the session that could is gone.
                Failure { provider_message: None, ..failure }
            }
        })
    }

    async fn session_account(&self, session: &OpenSession) -> Outcome<Option<AccountRow>> {
        match &session.row.account_id {
            Some(id) => Ok(self.store.account(session.project(), id).await?),
            None => Ok(None),
        }
    }

    /// Notes that credentials are tried, unless that was done too often.
    pub(crate) async fn count_test(&self, session: &OpenSession) -> Outcome<()> {
        let row = &session.row;
        let now = self.clock.now();
        let (window, most) = crate::linking::TESTS;
        match self.store.record_credential_test(&row.project_id, row.id, now, window, most).await? {
            CredentialTest::Allowed => Ok(()),
            CredentialTest::RetryAfter(ms) => {
                let seconds = ms.div_ceil(1_000);
                let minutes = seconds.div_ceil(60);
                let message = format!("Too many credentials were tried. Try again in {minutes} minutes.");
                Err(Failure::new(Code::TooManyAttempts, message).retry_after(seconds))
            }
        }
    }

    pub(crate) async fn stored_diagnosis(
        &self,
        project: &ProjectId,
        account: &AccountRow,
    ) -> Outcome<Option<Diagnosis>> {
        let examination = self.store.examination(project, &account.id).await?;
        examination.map(|it| self.diagnosis_of(account, it)).transpose()
    }

    /// An examination with what follows from it.
    pub(crate) fn diagnosis_of(&self, account: &AccountRow, examination: Examination) -> Outcome<Diagnosis> {
        let manifest = self.provider(&account.provider)?.manifest();
        Ok(Diagnosis {
            account_id: account.id.to_string(),
            provider: account.provider.clone(),
            findings: findings::findings(manifest, &examination),
            examination,
        })
    }

    /// Why an active account stands where it does: what its diagnosis misses.
    pub(crate) async fn reasons_of(
        &self,
        project: &ProjectId,
        account: &AccountRow,
    ) -> Outcome<Vec<StatusReason>> {
        let found = self.stored_diagnosis(project, account).await?.map(|it| it.findings);
        Ok(findings::summary(&found.unwrap_or_default(), &account.status_reasons, self.clock.now()))
    }

    async fn examine_again(
        &self,
        project: &ProjectId,
        account: &AccountRow,
        watch: Watch<'_>,
    ) -> Result<Diagnosis, Unexamined> {
        let provider = self.provider(&account.provider)?;
        let credentials = self.open_credentials(project.as_str(), account).await?;
        // New tokens: those that are held carry the rights of the time when they were got.
        let session = self.engine.session(provider, credentials.clone());
        let required = self.required_rights(project, None, provider.manifest()).await?;
        let before = self.store.examination(project, &account.id).await.map_err(Failure::from)?;
        let examination = self
            .examine(&session, &credentials, &required, before.as_ref(), watch)
            .await
            .map_err(Unexamined::Provider)?;
        let diagnosis = self.diagnosis_of(account, examination)?;
        let now = self.clock.now();
        let reasons = if account.status == AccountStatus::Active {
            findings::summary(&diagnosis.findings, &account.status_reasons, now)
        } else {
            account.status_reasons.clone()
        };
        let seen = (&account.id, account.updated_at);
        let stored = self.store.put_examination(project, seen, &diagnosis.examination, &reasons, now).await;
        let stored = stored.map_err(Failure::from)?;
        self.forget(project, &account.id);
        // Whatever changed, it may be the credentials: then neither session nor examination is the account's.
        let row = stored.ok_or_else(changed_meanwhile)?;
        self.keep_live(project, &row, session).await?;
        tracing::info!(account = %account.id, findings = diagnosis.findings.len(), "the account's permissions were checked");
        Ok(diagnosis)
    }

    pub(crate) async fn examine(
        &self,
        session: &Session,
        credentials: &Credentials,
        required: &[Right],
        before: Option<&Examination>,
        watch: Watch<'_>,
    ) -> Result<Examination, nabe_engine::EngineError> {
        let examiner = Examiner::new(&self.engine, session, required, before, watch);
        examiner.run(credentials, self.clock.now()).await
    }

    /// The rights without which no account is connected.
    pub(crate) async fn required_rights(
        &self,
        project: &ProjectId,
        session: Option<&OpenSession>,
        manifest: &nabe_connector::Manifest,
    ) -> Outcome<Vec<Right>> {
        let of_project = self.store.project(project).await?.and_then(|it| it.required_rights);
        let of_session = session.and_then(|it| it.row.required_rights.as_ref());
        Ok(findings::required_rights(manifest, of_session, of_project.as_ref()))
    }
}

fn changed_meanwhile() -> Failure {
    Failure::new(
        Code::Conflict,
        "The account was changed while its permissions were looked at, so nothing was stored. Look again.",
    )
}

/// Why an account could not be examined.
enum Unexamined {
    Failure(Failure),
    Provider(nabe_engine::EngineError),
}

impl From<Failure> for Unexamined {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// Reads rights, each of which some provider must have.
pub fn rights(registry: Registry, texts: &[String]) -> Result<Vec<Right>, String> {
    let right = |text: &String| {
        let right: Right = text.parse().map_err(|it: nabe_model::rights::BadRight| it.to_string())?;
        let known = registry.iter().any(|it| it.manifest().grant(&right).is_some());
        if known { Ok(right) } else { Err(format!("no provider has the permission `{right}`")) }
    };
    texts.iter().map(right).collect()
}
