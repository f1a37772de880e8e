//! What the operator does from the command line: projects, keys, rotation of the vault, backups.

use std::path::Path;

use nabe_model::ids::{KeyId, ProjectId};
use nabe_store::{KeyRow, ProjectRow, Store};
use nabe_vault::{ApiKeyText, KeyFile, Vault};

use crate::clock::Clock;
use crate::start::StartError;

/// A key that was just made: the only time its text is known.
#[derive(Debug)]
pub struct NewKey {
    /// Its id.
    pub id: KeyId,
    /// Its text.
    pub text: ApiKeyText,
}

/// What a rotation did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// The new active key.
    pub active: String,
    /// Secrets that were moved under it.
    pub moved: u64,
    /// Keys that nothing is sealed under any more, and that were taken out of the file.
    pub retired: Vec<String>,
}

/// Secrets that are moved in one go.
const BATCH: u32 = 200;

/// Makes a project.
pub async fn create_project(
    store: &Store,
    clock: &Clock,
    name: &str,
    allowed_origins: Vec<String>,
) -> Result<ProjectRow, StartError> {
    let project = ProjectRow {
        id: ProjectId::new(),
        name: name.to_owned(),
        allowed_origins,
        required_rights: None,
        created_at: clock.now(),
    };
    store.add_project(&project).await?;
    Ok(project)
}

/// Makes a key of a project.
pub async fn create_key(
    store: &Store,
    clock: &Clock,
    project: &ProjectId,
    name: &str,
) -> Result<NewKey, StartError> {
    let text = ApiKeyText::generate();
    let id = KeyId::new();
    let row = KeyRow {
        id: id.clone(),
        project_id: project.clone(),
        name: name.to_owned(),
        lookup: text.lookup().to_owned(),
        hash: text.hash(),
        created_at: clock.now(),
        last_used_at: None,
        revoked_at: None,
    };
    store.add_key(project, &row).await?;
    Ok(NewKey { id, text })
}

/// Puts a new key into the key file and moves every secret under it, while servers go on working.
///
/// The key before stays in the file until the next rotation: a server that was sealing in that moment used it.
/// One rotation runs at a time, and the next one is refused meanwhile.
pub async fn rotate_vault(store: &Store, clock: &Clock, key_file: &Path) -> Result<Rotation, StartError> {
    let Some(_lock) = KeyFile::lock_rotation(key_file)? else { return Err(StartError::RotationRuns) };
    let Some(_turn) = store.turn_to_rotate().await? else { return Err(StartError::RotationRuns) };
    let before = KeyFile::load(key_file)?;
    let previous = before.active_id().to_owned();
    // First of all: a key added to another database's file would make that file look like ours.
    Vault::load(key_file)?.verify_checks(&store.vault_checks().await?)?;
    let file = KeyFile::add_active(key_file)?;
    let active = file.active_id().to_owned();
    let vault = Vault::load(key_file)?;
    for check in vault.make_checks()? {
        store.add_vault_check(&check, clock.now()).await?;
    }
    let moved = move_secrets(store, &vault, &active).await?;
    let unused: Vec<String> = file.ids().into_iter().filter(|it| *it != active && *it != previous).collect();
    // First in the database, which then takes nothing under them any more, and only then out of the file.
    let retired = store.retire_keys(&unused, clock.now()).await?;
    if !retired.is_empty() {
        let keep: Vec<String> = file.ids().into_iter().filter(|it| !retired.contains(it)).collect();
        KeyFile::retain(key_file, &keep)?;
    }
    Ok(Rotation { active, moved, retired })
}

/// Moves every secret under the active key; how many there were.
async fn move_secrets(store: &Store, vault: &Vault, active: &str) -> Result<u64, StartError> {
    let mut moved = 0;
    let mut after = None;
    loop {
        let batch = store.secrets_not_under(active, after.as_ref(), BATCH).await?;
        let Some(last) = batch.last() else { return Ok(moved) };
        after = Some(last.place.clone());
        for old in &batch {
            let new = vault.rewrap(old.place.context(), &old.sealed)?;
            // False: somebody stored a newer secret meanwhile, and sealed it with the new key.
            moved += u64::from(store.rewrap_secret(old, &new).await?);
        }
    }
}
