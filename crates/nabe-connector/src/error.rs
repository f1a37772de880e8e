//! Why a call or a row failed, by what can be done about it.
//!
//! Must not know how errors are shown.

use std::borrow::Cow;

/// Why the provider's answer is not what was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The token or a right is refused; the two look alike until the token has been renewed.
    #[error("the provider denied the call with status {status}")]
    Denied {
        /// The provider's status.
        status: u16,
    },
    /// The credentials themselves are refused: somebody must reconnect.
    #[error("the provider refused the credentials: {message}")]
    CredentialsRefused {
        /// What the provider said.
        message: String,
    },
    /// There is no such record.
    #[error("the provider has no such record")]
    NotFound,
    /// Too many calls.
    #[error("the provider asked to slow down")]
    RateLimited {
        /// How long to wait, in seconds, if the provider said so.
        retry_after_s: Option<u64>,
    },
    /// The provider is unwell: the same call may succeed later.
    #[error("the provider failed with status {status}")]
    Unavailable {
        /// The provider's status.
        status: u16,
    },
    /// The call is wrong and will stay wrong.
    #[error("the provider rejected the call with status {status}: {message}")]
    Rejected {
        /// The provider's status.
        status: u16,
        /// What the provider said.
        message: String,
        /// What it means and what to do, where the provider's words don't tell.
        hint: Option<&'static str>,
    },
    /// The answer does not have the documented shape.
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

/// Something in one row that could not be read. Carries no value: it may be logged and shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    /// Where in the row.
    pub path: Cow<'static, str>,
    /// What is wrong there.
    pub kind: DefectKind,
}

/// What is wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DefectKind {
    /// A value of another type than documented.
    WrongType,
    /// A text that is no date.
    NotADate,
    /// The row has no id: it can't be answered.
    NoId,
}
