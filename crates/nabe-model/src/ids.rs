//! Identifiers: prefixed, so that one kind is never taken for another, and ordered by time.
//!
//! Must not know what the things are that they name.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a text is not an identifier.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not an id of this kind: it must be `{prefix}_` and up to 40 letters or digits")]
pub struct BadId {
    text: String,
    prefix: &'static str,
}

/// The longest identifier that is read.
const MAX_BODY: usize = 40;

fn body_of<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let body = text.strip_prefix(prefix)?.strip_prefix('_')?;
    let plain = body.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
    (plain && !body.is_empty() && body.len() <= MAX_BODY).then_some(body)
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// What every id of this kind begins with.
            pub const PREFIX: &'static str = $prefix;

            /// A new id, greater than those made before it.
            #[expect(clippy::new_without_default, reason = "two defaults would differ")]
            pub fn new() -> Self {
                Self(format!("{}_{}", $prefix, uuid::Uuid::now_v7().simple()))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                Self::try_from(text.to_owned())
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;

            fn try_from(text: String) -> Result<Self, BadId> {
                match body_of(&text, $prefix) {
                    Some(_) => Ok(Self(text)),
                    None => Err(BadId { text: text.chars().take(60).collect(), prefix: $prefix }),
                }
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// One product that uses Nabe, with its own keys and accounts.
    ProjectId,
    "proj"
);
id!(
    /// One API key of a project.
    KeyId,
    "key"
);
id!(
    /// One linked account of a customer at a provider.
    AccountId,
    "acct"
);
id!(
    /// One attempt to connect, watched by the embedded component.
    AttemptId,
    "att"
);
id!(
    /// One request, as it stands in the log and in every error.
    RequestId,
    "req"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_refuses_another_kind() {
        let id = AccountId::new();
        assert_eq!(id.as_str().parse::<AccountId>(), Ok(id.clone()));
        assert!(id.as_str().parse::<ProjectId>().is_err());
        assert!("acct_".parse::<AccountId>().is_err());
        assert!("acct_UPPER".parse::<AccountId>().is_err());
        assert!("acct_a/../b".parse::<AccountId>().is_err());
    }

    #[test]
    fn ids_are_ordered_by_time() {
        let ids: Vec<AccountId> = (0..100).map(|_| AccountId::new()).collect();
        assert!(ids.is_sorted());
    }
}
