//! What a sealed secret looks like, and what it is bound to.

use std::fmt;

/// What a secret belongs to. It opens under exactly the context that it was sealed under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context<'a> {
    /// The project, or empty for a secret of the server itself.
    pub project: &'a str,
    /// The account, or empty for a secret of the server itself.
    pub account: &'a str,
    /// What the secret is for, for example `credentials`.
    pub purpose: &'a str,
}

impl<'a> Context<'a> {
    /// The context of a secret that belongs to the server and to no project.
    pub fn server(purpose: &'a str) -> Self {
        Self { project: "", account: "", purpose }
    }

    /// The context as associated data for `layer`: every part with its length, so that no two contexts look alike.
    pub(crate) fn associated_data(&self, layer: &str, kek_id: &str) -> Vec<u8> {
        let Self { project, account, purpose } = self;
        join(&["nabe-vault-1", layer, kek_id, project, account, purpose].map(str::as_bytes))
    }
}

/// One text of several parts, each with its length before it.
pub(crate) fn join(parts: &[&[u8]]) -> Vec<u8> {
    let mut joined = Vec::new();
    for part in parts {
        joined.extend((part.len() as u64).to_le_bytes());
        joined.extend(*part);
    }
    joined
}

/// A secret that only the vault opens. Safe to store; prints its sizes only.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The key-encryption key under which the data key is wrapped.
    pub kek_id: String,
    /// The secret's own data key, wrapped.
    pub wrapped_key: Vec<u8>,
    /// The secret, encrypted with its data key.
    pub ciphertext: Vec<u8>,
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kek_id, wrapped_key, ciphertext } = self;
        write!(f, "Sealed({kek_id}, {} + {} bytes)", wrapped_key.len(), ciphertext.len())
    }
}
