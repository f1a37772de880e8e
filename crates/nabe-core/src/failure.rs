//! Why a use case failed, as a caller sees it.
//!
//! Every failure has a code of the closed table and a sentence that says what happened, why, and what to do.

use nabe_connector::{Access, Complaint, Manifest, Right};
use nabe_engine::EngineError;
use nabe_model::diagnosis::Finding;
use nabe_model::errors::Code;
use nabe_store::StoreError;
use nabe_vault::VaultError;

/// A use case's result.
pub type Outcome<T> = Result<T, Failure>;

/// Why a use case failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Its code.
    pub code: Code,
    /// What happened, why, and what to do. Carries no secret and no person's data.
    pub message: String,
    /// When to come back, in seconds.
    pub retry_after_s: Option<u64>,
    /// What the provider said, redacted.
    pub provider_message: Option<String>,
    /// The form's fields that are not good.
    pub fields: Vec<Complaint>,
    /// What is missing at the provider, with the clicks that mend it.
    pub findings: Vec<Finding>,
}

impl Failure {
    /// A failure with its sentence.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            retry_after_s: None,
            provider_message: None,
            fields: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// The same in other words, if there are any.
    #[must_use]
    pub(crate) fn told(self, message: Option<&str>) -> Self {
        Self { message: message.map_or(self.message, str::to_owned), ..self }
    }

    /// The same, with a time to come back.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after_s = Some(seconds.max(1));
        self
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Missing => {
                Self::new(Code::Conflict, "What this refers to has just been deleted. Read it again.")
            }
            StoreError::Conflict => Self::new(Code::Conflict, "This is there already. Read it again."),
            error @ (StoreError::Unavailable(_)
            | StoreError::KeyRetired(_)
            | StoreError::Unstorable(_)
            | StoreError::Corrupt(_)
            | StoreError::Migration(_)
            | StoreError::BadUrl(_)
            | StoreError::File { .. }
            | StoreError::BackupExists { .. }
            | StoreError::BackupElsewhere) => {
                tracing::error!(%error, "the database can't be used");
                Self::new(
                    Code::StorageUnavailable,
                    "The database can't be used. Try again; the operator's log says why.",
                )
            }
        }
    }
}

impl From<VaultError> for Failure {
    fn from(error: VaultError) -> Self {
        tracing::error!(%error, "a secret can't be sealed or opened");
        Self::new(Code::Internal, "A stored secret can't be used. The operator's log says why.")
    }
}

/// What a provider's failure means to a caller.
pub(crate) fn provider_failure(manifest: &Manifest, error: EngineError) -> Failure {
    let provider = &manifest.name;
    match error {
        EngineError::PermissionMissing { right: Some(right) } => {
            Failure::new(Code::PermissionMissing, missing_right(manifest, &right))
        }
        EngineError::PermissionMissing { right: None } => Failure::new(
            Code::PermissionMissing,
            format!(
                "{provider} denies this call to these credentials. An admin must extend their permissions."
            ),
        ),
        EngineError::CredentialsRefused { message } => {
            let failure = Failure::new(
                Code::AccountCredentialsRefused,
                format!("{provider} refuses the stored credentials. Somebody must reconnect the account."),
            );
            Failure { provider_message: Some(message), ..failure }
        }
        EngineError::NotFound => {
            Failure::new(Code::RecordNotFound, format!("{provider} has no such record."))
        }
        EngineError::RateLimited { retry_after_s } => Failure::new(
            Code::ProviderRateLimited,
            format!("{provider}'s rate limit is used up. Come back in {retry_after_s} s."),
        )
        .retry_after(retry_after_s),
        EngineError::Unavailable { status } => Failure::new(
            Code::ProviderUnavailable,
            format!("{provider} answered with status {status}, several times. Try again later."),
        ),
        EngineError::Unreachable(error) => {
            tracing::warn!(%error, why = error.why(), "a provider can't be reached");
            Failure::new(
                Code::ProviderUnreachable,
                format!("{provider} can't be reached from this server. The operator's log says why."),
            )
        }
        EngineError::Cut => Failure::new(
            Code::ProviderMalformed,
            format!("The answer of {provider} broke off, several times if it only reads. Try again later."),
        ),
        EngineError::Timeout => {
            Failure::new(Code::Timeout, format!("{provider} did not answer in time. Try again."))
                .retry_after(60)
        }
        EngineError::Rejected { status, message, hint } => {
            let hint = hint.map(|it| format!(" {it}")).unwrap_or_default();
            let failure = Failure::new(
                Code::ProviderRejected,
                format!("{provider} rejected the call with status {status}.{hint}"),
            );
            Failure { provider_message: Some(message).filter(|it| !it.is_empty()), ..failure }
        }
        EngineError::BadFilter { name, expected } => {
            Failure::new(Code::BadRequest, format!("`filter[{name}]` must be {expected}."))
        }
        EngineError::BadParameter { name, expected } => {
            Failure::new(Code::BadRequest, format!("`{name}` must be {expected}."))
        }
        EngineError::ListChanged => Failure::new(
            Code::ListChanged,
            format!(
                "The list changed at {provider} while it was read, so far that records could be missed, or \
                 {provider} does not know any more where it was left. Begin it anew without `next`."
            ),
        ),
        EngineError::AttributeMissing { key } => {
            Failure::new(Code::PermissionMissing, missing_attribute(manifest, key))
        }
        EngineError::BadField { field, why } => Failure::new(
            Code::CredentialsIncomplete,
            format!(
                "The field `{field}` of the account {why} Make a connect session with this account's `account_id`; an \
                 admin fills the field in there, and then this call works."
            ),
        ),
        EngineError::Malformed { at } => {
            tracing::warn!(at, "a provider's answer can't be read");
            Failure::new(Code::ProviderMalformed, format!("The answer of {provider} can't be read at {at}."))
        }
    }
}

/// Whether the provider denied a call.
pub(crate) fn is_denial(error: &EngineError) -> bool {
    matches!(error, EngineError::PermissionMissing { .. })
}

/// Which attribute is missing, and what an admin does about it.
fn missing_attribute(manifest: &Manifest, key: &str) -> String {
    let provider = &manifest.name;
    let own = manifest.attributes.iter().find(|it| it.key == key);
    let label = own.map_or(key, |it| &it.label.en);
    format!(
        "The credentials may not read the attribute {label}, without which this answer would be wrong. In {provider}, \
         an admin opens the integration, ticks the attribute {label} and saves; then this call works."
    )
}

/// Which right is missing, and what an admin does about it.
fn missing_right(manifest: &Manifest, right: &Right) -> String {
    let provider = &manifest.name;
    let access = match right.access {
        Access::Read => "Read",
        Access::Write => "Write",
    };
    match (manifest.permission(&right.row), manifest.scopes.unplaced.get(&right.to_string())) {
        (Some(permission), _) => {
            let row = &permission.label.en;
            format!(
                "The credentials lack the permission {row}: {access}. In {provider}, an admin opens the integration, \
                 ticks {row} > {access} and saves; then this call works."
            )
        }
        (None, Some(scope)) => format!(
            "The credentials lack the scope {scope}. Which permission grants it is not known: in {provider}, an admin \
             opens the integration, ticks {access} where it isn't ticked yet and saves; then this call may work."
        ),
        (None, None) => format!("The credentials lack the permission {right}."),
    }
}
