//! The closed table of errors: every failure that a caller can see has its code, status and help page here.
//!
//! Append-only: a code that was published keeps its meaning. Must not know where an error comes from.

use std::fmt;

use serde::{Serialize, Serializer};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $status:literal;)*) => {
        /// What went wrong, as a program reads it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code as it stands in an answer and in the address of its page.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }

            /// The HTTP status that goes with it.
            pub fn status(self) -> u16 {
                match self {
                    $(Self::$name => $status,)*
                }
            }
        }
    };
}

codes! {
    /// No key, or a key that is unknown or revoked.
    Unauthenticated = "unauthenticated", 401;
    /// The key is good, but not for this.
    Forbidden = "forbidden", 403;
    /// The request can't be read: a malformed body, parameter or header.
    BadRequest = "bad_request", 400;
    /// The body is larger than the server takes.
    BodyTooLarge = "body_too_large", 413;
    /// There is no such route.
    RouteNotFound = "route_not_found", 404;
    /// The route exists, but not for this method.
    MethodNotAllowed = "method_not_allowed", 405;
    /// More requests than the key is allowed.
    RateLimited = "rate_limited", 429;
    /// The header `x-account-id` is missing or is no account id.
    AccountMissing = "account_missing", 400;
    /// The project has no such account.
    AccountNotFound = "account_not_found", 404;
    /// The account is switched off.
    AccountDisabled = "account_disabled", 412;
    /// The provider refuses the account's stored credentials: somebody must reconnect.
    AccountCredentialsRefused = "account_credentials_refused", 401;
    /// The account's credentials lack a permission that this call needs.
    PermissionMissing = "permission_missing", 403;
    /// The provider has no such record.
    RecordNotFound = "record_not_found", 404;
    /// The cursor is damaged, or belongs to another account or query.
    InvalidCursor = "invalid_cursor", 400;
    /// The list changed at the provider while it was read: begin anew.
    ListChanged = "list_changed", 409;
    /// There is no such connector.
    ConnectorNotFound = "connector_not_found", 404;
    /// The session token is unknown, revoked or expired.
    SessionInvalid = "session_invalid", 401;
    /// The project has no such connect session.
    SessionNotFound = "session_not_found", 404;
    /// The session has already connected its account.
    SessionUsed = "session_used", 409;
    /// A connection attempt that isn't there.
    AttemptNotFound = "attempt_not_found", 404;
    /// A field of the credentials form is missing or malformed.
    CredentialsIncomplete = "credentials_incomplete", 400;
    /// The provider refused the credentials that were entered; nothing was stored.
    CredentialsRefused = "credentials_refused", 400;
    /// The credentials work but lack a permission without which no account is connected; nothing was stored.
    RequiredPermissionMissing = "required_permission_missing", 400;
    /// The account's permissions were never looked at.
    DiagnosisNotFound = "diagnosis_not_found", 404;
    /// Too many credentials were tried in one session.
    TooManyAttempts = "too_many_attempts", 429;
    /// The provider asked to slow down, and waiting longer made no sense.
    ProviderRateLimited = "provider_rate_limited", 429;
    /// The provider answers, but is unwell.
    ProviderUnavailable = "provider_unavailable", 502;
    /// The provider can't be reached from here.
    ProviderUnreachable = "provider_unreachable", 502;
    /// The provider's answer can't be read.
    ProviderMalformed = "provider_malformed", 502;
    /// The provider rejected the call as wrong.
    ProviderRejected = "provider_rejected", 502;
    /// The request took longer than it may.
    Timeout = "timeout", 408;
    /// The connector can't do this, and why.
    NotSupported = "not_supported", 501;
    /// The change contradicts what is there.
    Conflict = "conflict", 409;
    /// The database can't be used.
    StorageUnavailable = "storage_unavailable", 500;
    /// A fault of Nabe itself.
    Internal = "internal", 500;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_there_once() {
        let mut texts: Vec<&str> = Code::ALL.iter().map(|it| it.as_str()).collect();
        texts.sort_unstable();
        let count = texts.len();
        texts.dedup();
        assert_eq!(texts.len(), count);
    }
}
