//! Why a call came to nothing, after everything that the engine can do about it.
//!
//! Must not know how errors are shown.

use std::time::Duration;

use nabe_connector::{CallError, Right};
use nabe_egress::EgressError;

/// Why a call came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The credentials lack a right.
    #[error("the credentials lack a right")]
    PermissionMissing {
        /// The right, when the operation names one.
        right: Option<Right>,
    },
    /// The provider refuses the credentials: somebody must reconnect.
    #[error("the provider refuses the credentials: {message}")]
    CredentialsRefused {
        /// What the provider said.
        message: String,
    },
    /// There is no such record.
    #[error("the provider has no such record")]
    NotFound,
    /// The rate limit leaves no room in the time that is left.
    #[error("the provider's rate limit leaves no room for {retry_after_s} s")]
    RateLimited {
        /// When to come back, in seconds.
        retry_after_s: u64,
    },
    /// The provider is unwell.
    #[error("the provider failed with status {status}")]
    Unavailable {
        /// Its status.
        status: u16,
    },
    /// The provider can't be reached, or only in a network that is not permitted.
    #[error("{0}")]
    Unreachable(EgressError),
    /// The connection ended before the answer did.
    #[error("the provider's answer broke off")]
    Cut,
    /// It took too long.
    #[error("the provider did not answer in time")]
    Timeout,
    /// The call is wrong and will stay wrong.
    #[error("the provider rejected the call with status {status}: {message}")]
    Rejected {
        /// Its status.
        status: u16,
        /// What the provider said.
        message: String,
        /// What it means and what to do, where the provider's words don't tell.
        hint: Option<&'static str>,
    },
    /// The answer can't be read.
    #[error("the provider's answer could not be read at `{at}`")]
    Malformed {
        /// Where in the answer.
        at: String,
    },
    /// A condition that can't be read.
    #[error("the filter `{name}` must be {expected}")]
    BadFilter {
        /// Its name.
        name: String,
        /// What it must be.
        expected: &'static str,
    },
    /// A parameter that can't be read.
    #[error("the parameter `{name}` must be {expected}")]
    BadParameter {
        /// Its name.
        name: &'static str,
        /// What it must be.
        expected: &'static str,
    },
    /// The list moved while it was read, so far that records could be missed.
    #[error("the list changed while it was read")]
    ListChanged,
    /// The credentials may not read an attribute of people, without which the answer would be wrong.
    #[error("the credentials may not read the attribute `{key}`")]
    AttributeMissing {
        /// Its key.
        key: &'static str,
    },
    /// A field of the connect form, without which this can't be answered, is empty or leads nowhere.
    #[error("the field `{field}` {why}")]
    BadField {
        /// Its key.
        field: &'static str,
        /// What is wrong with it, as the rest of a sentence.
        why: &'static str,
    },
}

impl From<CallError> for EngineError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Denied { .. } => Self::PermissionMissing { right: None },
            CallError::CredentialsRefused { message } => Self::CredentialsRefused { message },
            CallError::NotFound => Self::NotFound,
            CallError::RateLimited { retry_after_s } => {
                Self::RateLimited { retry_after_s: retry_after_s.unwrap_or(1) }
            }
            CallError::Unavailable { status } => Self::Unavailable { status },
            CallError::Rejected { status, message, hint } => Self::Rejected { status, message, hint },
            CallError::Malformed { at } => Self::Malformed { at },
            CallError::BadFilter { name, expected } => Self::BadFilter { name, expected },
            CallError::BadParameter { name, expected } => Self::BadParameter { name, expected },
            CallError::ListChanged => Self::ListChanged,
            CallError::AttributeMissing { key } => Self::AttributeMissing { key },
            CallError::BadField { field, why } => Self::BadField { field, why },
        }
    }
}

impl From<EgressError> for EngineError {
    fn from(error: EgressError) -> Self {
        match error {
            EgressError::Timeout { .. } => Self::Timeout,
            EgressError::Cut { .. } => Self::Cut,
            EgressError::TooLarge { .. } => Self::Malformed { at: error.to_string() },
            EgressError::Forbidden { .. } | EgressError::Unreachable { .. } | EgressError::Setup(_) => {
                Self::Unreachable(error)
            }
        }
    }
}

/// Why a place was not given: it would come too late.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooLate {
    /// How long it would have taken.
    pub(crate) wait: Duration,
}
