//! The vault: seals a secret for one context and opens it again.
//!
//! Each secret has a data key of its own, wrapped by a key-encryption key; so a rotation changes only the wrapping.
//! Must not know where sealed secrets are stored.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use zeroize::Zeroizing;

use crate::cipher::{decrypt, encrypt};
use crate::error::VaultError;
use crate::key_file::{Kek, KeyFile, Stamp};
use crate::random;
use crate::sealed::{Context, Sealed};

/// What a check value seals. Published with the source: it proves the key, and is no secret.
const CHECK_TEXT: &[u8] = b"this key file belongs to this database";
const CHECK: &str = "vault-check";

/// Seals and opens secrets. Cheap to clone; the clones share their keys.
///
/// Another process may rotate the key file at any time. A change is noticed when something is sealed, and when
/// something is opened that needs a key not seen yet. Both look at the file, which takes microseconds and blocks.
#[derive(Clone)]
pub struct Vault {
    shared: Arc<Shared>,
}

struct Shared {
    path: Option<PathBuf>,
    ring: RwLock<Ring>,
}

#[derive(Clone)]
struct Ring {
    file: Arc<KeyFile>,
    /// Of the file that was read; `None` without a file.
    stamp: Option<Stamp>,
}

impl Vault {
    /// The vault of the key file at `path`.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, VaultError> {
        let path = path.as_ref().to_owned();
        let (file, stamp) = KeyFile::read(&path)?;
        Ok(Self::new(Some(path), Ring { file: Arc::new(file), stamp: Some(stamp) }))
    }

    /// A vault with a new key that is written nowhere: what it seals is lost with it. For tests and trials.
    pub fn in_memory() -> Self {
        Self::new(None, Ring { file: Arc::new(KeyFile::generate()), stamp: None })
    }

    fn new(path: Option<PathBuf>, ring: Ring) -> Self {
        Self { shared: Arc::new(Shared { path, ring: RwLock::new(ring) }) }
    }

    /// Seals `secret` so that it opens under `context` only.
    pub fn seal(&self, context: Context<'_>, secret: &[u8]) -> Result<Sealed, VaultError> {
        Ok(seal_under(self.current()?.active(), context, secret))
    }

    /// Opens what was sealed under the same context. The result is wiped from memory when dropped.
    pub fn open(&self, context: Context<'_>, sealed: &Sealed) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let data_key = self.data_key(context, sealed)?;
        secret_of(sealed, &data_key, context)
    }

    /// The same secret with its data key wrapped under the active key. The ciphertext stays as it is.
    ///
    /// Opens the secret first, so that a damaged one is noticed now and not when its old key is gone.
    pub fn rewrap(&self, context: Context<'_>, sealed: &Sealed) -> Result<Sealed, VaultError> {
        let data_key = self.data_key(context, sealed)?;
        secret_of(sealed, &data_key, context)?;
        let active = self.current()?;
        let Kek { id, key } = active.active();
        let wrapped_key = encrypt(key, data_key.as_slice(), &context.associated_data("data-key", id));
        Ok(Sealed { kek_id: id.clone(), wrapped_key, ciphertext: sealed.ciphertext.clone() })
    }

    /// The name of the key that seals now.
    pub fn active_kek_id(&self) -> Result<String, VaultError> {
        Ok(self.current()?.active_id().to_owned())
    }

    /// The names of all keys that open now, the active one last.
    pub fn kek_ids(&self) -> Result<Vec<String>, VaultError> {
        Ok(self.current()?.ids())
    }

    /// One check value per key, to be stored in the database and verified at every start.
    pub fn make_checks(&self) -> Result<Vec<Sealed>, VaultError> {
        let file = self.current()?;
        Ok(file.keys().iter().map(|key| seal_under(key, Context::server(CHECK), CHECK_TEXT)).collect())
    }

    /// Whether the key file belongs to the database that these check values come from.
    ///
    /// A key that the file doesn't hold any more is passed over, as it may have been retired; but one of the checks
    /// must open, unless there is none. A key that has the right name and doesn't open its check is refused.
    pub fn verify_checks(&self, checks: &[Sealed]) -> Result<(), VaultError> {
        let file = self.current()?;
        let (known, unknown): (Vec<_>, Vec<_>) = checks.iter().partition(|it| file.key(&it.kek_id).is_some());
        for check in &known {
            let good = match self.open(Context::server(CHECK), check) {
                Ok(text) => text.as_slice() == CHECK_TEXT,
                Err(VaultError::Refused { .. }) => false,
                Err(other) => return Err(other),
            };
            if !good {
                return Err(VaultError::WrongKeyFile { kek_id: check.kek_id.clone() });
            }
        }
        match unknown.last() {
            Some(check) if known.is_empty() => Err(VaultError::UnknownKey { kek_id: check.kek_id.clone() }),
            _ => Ok(()),
        }
    }

    /// The data key of `sealed`.
    fn data_key(&self, context: Context<'_>, sealed: &Sealed) -> Result<Zeroizing<[u8; 32]>, VaultError> {
        let file = self.holding(&sealed.kek_id)?;
        let kek = file.key(&sealed.kek_id).ok_or_else(|| unknown(sealed))?;
        let bytes = decrypt(&kek.key, &sealed.wrapped_key, &context.associated_data("data-key", &kek.id))
            .ok_or_else(|| refused(sealed))?;
        let mut data_key = Zeroizing::new([0; 32]);
        if bytes.len() != data_key.len() {
            return Err(refused(sealed));
        }
        data_key.copy_from_slice(&bytes);
        Ok(data_key)
    }

    /// The keys as the file has them now. Without the file nothing is sealed: it might never be opened again.
    fn current(&self) -> Result<Arc<KeyFile>, VaultError> {
        let ring = self.ring();
        match &self.shared.path {
            Some(path) if ring.stamp != Some(Stamp::of(path)?) => self.reload(path),
            _ => Ok(ring.file),
        }
    }

    /// The keys that were read last, or, if they lack `kek_id`, the keys as the file has them now.
    fn holding(&self, kek_id: &str) -> Result<Arc<KeyFile>, VaultError> {
        let file = self.ring().file;
        match &self.shared.path {
            Some(path) if file.key(kek_id).is_none() => self.reload(path),
            _ => Ok(file),
        }
    }

    fn ring(&self) -> Ring {
        self.shared.ring.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the file again. It is read under the lock, so that an older version never replaces a newer one.
    fn reload(&self, path: &Path) -> Result<Arc<KeyFile>, VaultError> {
        let mut ring = self.shared.ring.write().unwrap_or_else(PoisonError::into_inner);
        let (file, stamp) = KeyFile::read(path)?;
        *ring = Ring { file: Arc::new(file), stamp: Some(stamp) };
        Ok(ring.file.clone())
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault")
            .field("path", &self.shared.path)
            .field("keys", &self.ring().file.ids())
            .finish()
    }
}

fn seal_under(kek: &Kek, context: Context<'_>, secret: &[u8]) -> Sealed {
    let data_key = random::key();
    Sealed {
        kek_id: kek.id.clone(),
        wrapped_key: encrypt(&kek.key, data_key.as_slice(), &context.associated_data("data-key", &kek.id)),
        // Without the name of the wrapping key: that one changes in a rotation, and the ciphertext doesn't.
        ciphertext: encrypt(&data_key, secret, &context.associated_data("secret", "")),
    }
}

fn secret_of(
    sealed: &Sealed,
    data_key: &[u8; 32],
    context: Context<'_>,
) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    decrypt(data_key, &sealed.ciphertext, &context.associated_data("secret", ""))
        .ok_or_else(|| refused(sealed))
}

fn unknown(sealed: &Sealed) -> VaultError {
    VaultError::UnknownKey { kek_id: sealed.kek_id.clone() }
}

fn refused(sealed: &Sealed) -> VaultError {
    VaultError::Refused { kek_id: sealed.kek_id.clone() }
}

#[cfg(test)]
mod tests;
