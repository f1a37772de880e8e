//! The start: store and vault belong together, or the server doesn't start.

use std::path::{Path, PathBuf};

use nabe_store::{Store, StoreError};
use nabe_vault::{ApiKeyText, Context, KeyFile, MacKey, Vault, VaultError};

use crate::clock::Clock;
use crate::operator::{create_key, create_project};

/// The name of the server's secret that authenticates cursors.
const CURSOR_KEY: &str = "cursor-key";

/// Why the server doesn't start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database says so.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The vault says so.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The key file is gone, but the database needs it.
    #[error(
        "the vault's key file `{}` is missing, but this database was sealed with it: restore the file from your backup, \
         or let `vault_key_file` name the place where it is now", .path.display()
    )]
    KeyFileLost {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// Another process rotates the same keys.
    #[error("another rotation is under way: wait for its end; a second one right after it is rarely of use")]
    RotationRuns,
}

/// What the first start made.
#[derive(Debug)]
pub struct FirstStart {
    /// The project.
    pub project: nabe_store::ProjectRow,
    /// Its key, to be printed once.
    pub key: ApiKeyText,
}

/// What the server starts with.
#[derive(Debug)]
pub struct Prepared {
    /// The vault, opened.
    pub vault: Vault,
    /// Authenticates cursors.
    pub cursor_key: MacKey,
    /// What was made, when the database was empty.
    pub first: Option<FirstStart>,
}

/// Makes sure that store and vault belong together; makes key file, project and key for an empty database.
pub async fn prepare(store: &Store, clock: &Clock, key_file: &Path) -> Result<Prepared, StartError> {
    store.migrate().await?;
    let checks = store.vault_checks().await?;
    let vault = match Vault::load(key_file) {
        Ok(vault) => vault,
        Err(VaultError::KeyFileMissing { .. }) if checks.is_empty() => {
            KeyFile::create(key_file)?;
            Vault::load(key_file)?
        }
        Err(VaultError::KeyFileMissing { path }) => return Err(StartError::KeyFileLost { path }),
        Err(error) => return Err(error.into()),
    };
    vault.verify_checks(&checks)?;
    for check in vault.make_checks()? {
        store.add_vault_check(&check, clock.now()).await?;
    }
    let cursor_key = cursor_key(store, &vault).await?;
    let empty = store.projects().await?.is_empty();
    let first = if empty { Some(first_start(store, clock).await?) } else { None };
    Ok(Prepared { vault, cursor_key, first })
}

async fn cursor_key(store: &Store, vault: &Vault) -> Result<MacKey, StartError> {
    let context = Context::server(CURSOR_KEY);
    let sealed = if let Some(sealed) = store.server_secret(CURSOR_KEY).await? {
        sealed
    } else {
        let sealed = vault.seal(context, MacKey::generate().expose())?;
        store.add_server_secret_if_absent(CURSOR_KEY, &sealed).await?
    };
    let bytes = vault.open(context, &sealed)?;
    MacKey::from_bytes(&bytes).ok_or(StartError::Store(StoreError::Missing))
}

async fn first_start(store: &Store, clock: &Clock) -> Result<FirstStart, StartError> {
    let project = create_project(store, clock, "default", Vec::new()).await?;
    let key = create_key(store, clock, &project.id, "first key").await?.text;
    Ok(FirstStart { project, key })
}
