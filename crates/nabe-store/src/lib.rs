//! The tables, on SQLite and on PostgreSQL.
//!
//! The only crate that names a database driver. Holds no policy: it stores what the core decided.
//!
//! Every query names its project, except those by which one finds out the project (a key by its lookup, a session by
//! the hash of its token), the list of projects, the rotation of keys and housekeeping. Times come in as arguments.

#[macro_use]
mod macros;

mod accounts;
mod attempts;
mod backup;
mod column;
mod diagnoses;
mod engine;
mod error;
mod field_mappings;
mod keys;
mod linking;
mod looks;
mod projects;
mod quarantine;
mod rotation;
mod secrets;
mod server;
mod sessions;
#[cfg(feature = "testing")]
pub mod testing;

pub use accounts::{AccountChange, AccountFilter, AccountRow};
pub use attempts::{AttemptOutcome, AttemptRow};
pub use engine::{Engine, Store};
pub use error::StoreError;
pub use keys::KeyRow;
pub use linking::{Linked, Linking, Tried};
pub use looks::LookRow;
pub use projects::ProjectRow;
pub use rotation::{RotationTurn, SecretPlace, StoredSecret};
pub use secrets::CREDENTIALS;
pub use sessions::{CredentialTest, NewSession, SessionRow};
