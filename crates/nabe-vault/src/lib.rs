//! Sealing of secrets, tokens and their hashes, and authentication codes.
//!
//! The only crate that names a cipher. Knows nothing of accounts, storage or HTTP.
//!
//! ```
//! use nabe_vault::{Context, Vault};
//!
//! let vault = Vault::in_memory();
//! let mine = Context { project: "proj_1", account: "acct_1", purpose: "credentials" };
//! let sealed = vault.seal(mine, b"client secret")?;
//! assert_eq!(vault.open(mine, &sealed)?.as_slice(), b"client secret");
//!
//! let theirs = Context { project: "proj_2", ..mine };
//! assert!(vault.open(theirs, &sealed).is_err());
//! # Ok::<(), nabe_vault::VaultError>(())
//! ```

mod cipher;
mod error;
mod key_file;
mod mac;
mod random;
mod sealed;
mod token;
mod vault;

pub use error::VaultError;
pub use key_file::{KeyFile, RotationLock};
pub use mac::MacKey;
pub use sealed::{Context, Sealed};
pub use token::{ApiKeyText, Token, TokenHash, constant_time_eq, hash, matches};
pub use vault::Vault;
