//! What can go wrong with a key file or a sealed secret, by what the reader can do about it.
//!
//! Must never carry a key or an opened secret.

use std::io;
use std::path::PathBuf;

/// Why the vault can't do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// There is no key file: name the right one, or create one for a new database.
    #[error(
        "there is no key file at `{}`: name the right file, restore it from its backup, or create one if the \
         database is new", .path.display()
    )]
    KeyFileMissing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A file is there already, and a key file is never overwritten.
    #[error("`{}` exists and was left alone: a key file is never overwritten; choose another name", .path.display())]
    KeyFileExists {
        /// What is there.
        path: PathBuf,
    },
    /// Others may read or change the key file: mend its mode.
    #[error(
        "the key file `{}` has mode {mode:o}, so that other users can read or change it: run `chmod 600` on it, \
         and rotate the key if they might have", .path.display()
    )]
    KeyFileExposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The key file is there but can't be read or written: mend its owner, mode or disk.
    #[error(
        "the key file `{}` can't be read or written ({source}): check its folder, its owner, its mode and the free \
         space",
        .path.display()
    )]
    KeyFileUnusable {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The key file was damaged: restore it from its backup.
    #[error("line {line} of the key file `{}` can't be read ({why}): restore the file from its backup", .path.display())]
    KeyFileMalformed {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1; 0 is the whole file.
        line: usize,
        /// What is wrong with it, without quoting it.
        why: &'static str,
    },
    /// The secret was sealed under a key that this file doesn't hold: put that key back.
    #[error(
        "the key file doesn't hold the key `{kek_id}`: add the line of that key from a backup of the key file"
    )]
    UnknownKey {
        /// The key that is needed.
        kek_id: String,
    },
    /// The key file has a key of that name, but it isn't the one: use the right key file.
    #[error(
        "the key file doesn't belong to this database: its key `{kek_id}` is another one; name the key file \
         that was used with this database"
    )]
    WrongKeyFile {
        /// The key that differs.
        kek_id: String,
    },
    /// The sealed secret was changed, or belongs to another project, account or purpose: enter it again.
    #[error(
        "a stored secret can't be opened with the key `{kek_id}`: it was changed, or belongs to something else; \
         restore the database or enter the secret again"
    )]
    Refused {
        /// The key that it says it was sealed under.
        kek_id: String,
    },
}
