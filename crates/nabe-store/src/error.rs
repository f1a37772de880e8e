//! What can go wrong with the database, by what the caller can do about it.
//!
//! Must not carry stored values: they are personal data, and errors are logged.

use std::error::Error;
use std::path::PathBuf;

use sqlx::error::ErrorKind;
use sqlx::migrate::MigrateError;

/// Why the store can't do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database can't be reached or used: try again later, or mend it.
    #[error("the database can't be used: {0}")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// Something of this name or id is there already.
    #[error("something of this name or id is there already")]
    Conflict,
    /// What the change refers to isn't there, or not any more.
    #[error("the project, account or session that this refers to isn't there")]
    Missing,
    /// It was sealed under a key that a rotation has retired since: seal it again and store that.
    #[error(
        "the key `{0}` was retired: nothing is stored under it any more; if this server's key file still ends with it, \
         give it the file of the last rotation"
    )]
    KeyRetired(String),
    /// The database can't hold the value, for example a text with a null character.
    #[error("the database can't hold a value of this kind ({0})")]
    Unstorable(String),
    /// What is stored isn't what this program writes: it was changed by hand, or by a newer version.
    #[error("the database holds something unreadable: {0}; was it changed by hand or by a newer version?")]
    Corrupt(String),
    /// The tables can't be brought to this version.
    #[error("the database can't be brought to this version: {0}")]
    Migration(#[source] Box<dyn Error + Send + Sync>),
    /// The address of the database can't be read.
    #[error("the address of the database can't be used: {0}; write `sqlite:nabe.db` or `postgres://…`")]
    BadUrl(String),
    /// A file can't be written or read: check its folder, owner and free space.
    #[error("`{}` can't be used: {source}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A backup would overwrite something.
    #[error("`{}` exists and was left alone: choose another name for the backup", .path.display())]
    BackupExists {
        /// What is there.
        path: PathBuf,
    },
    /// This engine has a better tool for backups.
    #[error("a PostgreSQL database is backed up with PostgreSQL's own tools, for example `pg_dump`")]
    BackupElsewhere,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let kind = error.as_database_error().map(sqlx::error::DatabaseError::kind);
        match (kind, &error) {
            (Some(ErrorKind::UniqueViolation), _) => return Self::Conflict,
            (Some(ErrorKind::ForeignKeyViolation), _) => return Self::Missing,
            (Some(_), sqlx::Error::Database(it)) if is_data_exception(it.code().as_deref()) => {
                return Self::Unstorable(it.message().to_owned());
            }
            (_, sqlx::Error::ColumnDecode { index, source }) => {
                return Self::Corrupt(format!("{index}: {source}"));
            }
            (_, sqlx::Error::ColumnNotFound(column)) => {
                return Self::Corrupt(format!("there is no column {column}"));
            }
            _ => {}
        }
        Self::Unavailable(Box::new(error))
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        Self::Migration(Box::new(error))
    }
}

/// PostgreSQL's class 22. SQLite's codes are shorter, and it has nothing like it.
fn is_data_exception(code: Option<&str>) -> bool {
    code.is_some_and(|it| it.len() == 5 && it.starts_with("22"))
}
