//! A consistent copy of a running SQLite database, as one file.

use std::path::{Path, PathBuf};

use sqlx::{ConnectOptions as _, Connection as _};
use tokio::fs;

use crate::engine::{Db, make_private_file};
use crate::{Store, StoreError};

impl Store {
    /// Copies the database to `target`, which must not be there yet, while others go on reading and writing.
    ///
    /// The copy is written beside the target and takes its name when it is complete. It holds sealed secrets, but
    /// not the key file: that one has a backup of its own.
    pub async fn backup_to(&self, target: impl AsRef<Path>) -> Result<(), StoreError> {
        let Db::Sqlite { reader, .. } = &self.db else { return Err(StoreError::BackupElsewhere) };
        let target = target.as_ref();
        if fs::try_exists(target).await.map_err(|it| unusable(target, it))? {
            return Err(StoreError::BackupExists { path: target.to_owned() });
        }
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(".partial");
        let partial = Partial { path: target.with_file_name(name) };
        // SQLite fills an empty file, which keeps its mode.
        let _ = fs::remove_file(&partial.path).await;
        make_private_file(&partial.path).map_err(|it| unusable(&partial.path, it))?;

        // A connection of its own: this may take a while, and those of the pool refuse to write even elsewhere.
        let options = reader.connect_options().as_ref().clone().pragma("query_only", "off");
        let mut connection = options.connect().await?;
        let path = partial.path.to_str().ok_or_else(|| not_text(&partial.path))?;
        sqlx::query("vacuum into $1").bind(path).execute(&mut connection).await?;
        connection.close().await?;

        finish(&partial.path, target).await.map_err(|it| unusable(target, it))
    }
}

/// A copy in the making; removed unless it took its name.
struct Partial {
    path: PathBuf,
}

impl Drop for Partial {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// SQLite doesn't wait for the copy to reach the disk, so that is done here.
async fn finish(partial: &Path, target: &Path) -> std::io::Result<()> {
    fs::File::open(partial).await?.sync_all().await?;
    fs::rename(partial, target).await?;
    #[cfg(unix)]
    {
        let folder = target.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::File::open(folder).await?.sync_all().await?;
    }
    Ok(())
}

fn unusable(path: &Path, source: std::io::Error) -> StoreError {
    StoreError::File { path: path.to_owned(), source }
}

fn not_text(path: &Path) -> StoreError {
    unusable(path, std::io::ErrorKind::InvalidFilename.into())
}
