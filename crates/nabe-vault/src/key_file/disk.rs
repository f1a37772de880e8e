//! Reading and replacing the key file on disk: modes, locks and the order of writes.
//!
//! Must not know what stands in the file.

use std::ffi::OsString;
use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use zeroize::Zeroizing;

use crate::error::VaultError;
use crate::random;

/// By what one notices that the file was replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    modified: Option<SystemTime>,
    len: u64,
    number: u64,
}

impl Stamp {
    /// The stamp of the file that stands at `path` now.
    pub(crate) fn of(path: &Path) -> Result<Self, VaultError> {
        fs::metadata(path).map(|it| Self::new(&it)).map_err(|it| unusable(path, it))
    }

    fn new(metadata: &Metadata) -> Self {
        Self { modified: metadata.modified().ok(), len: metadata.len(), number: number(metadata) }
    }
}

/// The text of the file and its stamp, both of the same version.
pub(super) fn read(path: &Path) -> Result<(Zeroizing<Vec<u8>>, Stamp), VaultError> {
    let mut file = File::open(path).map_err(|it| unusable(path, it))?;
    let metadata = file.metadata().map_err(|it| unusable(path, it))?;
    refuse_exposed(path, &metadata)?;
    let text = read_all(&mut file, &metadata).map_err(|it| unusable(path, it))?;
    Ok((text, Stamp::new(&metadata)))
}

/// Puts a new file at `path`, which must be free.
pub(super) fn create(path: &Path, text: &str) -> Result<(), VaultError> {
    // A folder that isn't there is no missing key file.
    let unusable = |source| VaultError::KeyFileUnusable { path: path.to_owned(), source };
    let new = NewFile::write(path, text, None).map_err(unusable)?;
    // Taking the name first makes sure that a file isn't overwritten; renaming puts the whole text there at once.
    let taken = private(OpenOptions::new().write(true)).create_new(true).open(path);
    if taken.as_ref().is_err_and(|it| it.kind() == io::ErrorKind::AlreadyExists) {
        return Err(VaultError::KeyFileExists { path: path.to_owned() });
    }
    taken.map_err(unusable)?;
    new.rename_to(path).map_err(unusable)
}

/// Replaces the file by what `change` makes of its text. Two changes at once happen one after the other.
pub(super) fn update<T>(
    path: &Path,
    change: impl FnOnce(&[u8]) -> Result<(T, Zeroizing<String>), VaultError>,
) -> Result<T, VaultError> {
    // A link stays a link: what it points to is replaced.
    let path = &fs::canonicalize(path).map_err(|it| unusable(path, it))?;
    let (mut file, metadata) = lock(path).map_err(|it| unusable(path, it))?;
    refuse_exposed(path, &metadata)?;
    let text = read_all(&mut file, &metadata).map_err(|it| unusable(path, it))?;
    let (made, text) = change(&text)?;
    let new = NewFile::write(path, &text, Some(&metadata)).map_err(|it| unusable(path, it))?;
    new.rename_to(path).map_err(|it| unusable(path, it))?;
    Ok(made)
}

/// The turn to rotate a key file, until it is dropped.
#[derive(Debug)]
pub struct RotationLock {
    _file: File,
}

/// Takes the turn to rotate; `None` while another process has it.
pub(super) fn lock_rotation(path: &Path) -> Result<Option<RotationLock>, VaultError> {
    let path = &fs::canonicalize(path).map_err(|it| unusable(path, it))?;
    let Some(file) = try_lock_beside(path).map_err(|it| unusable(path, it))? else { return Ok(None) };
    remove_leftovers(path).map_err(|it| unusable(path, it))?;
    Ok(Some(RotationLock { _file: file }))
}

/// The lock file stays: whoever removed it would let two processes lock two files of one name.
fn try_lock_beside(path: &Path) -> io::Result<Option<File>> {
    let lock = path.with_file_name(hidden(path, "lock")?);
    let file = private(OpenOptions::new().write(true).create(true).truncate(false)).open(lock)?;
    // For whoever rotates next, who may be another user.
    copy_rights(&file, &fs::metadata(path)?)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Removes new files that were never renamed, as their writer was killed. Needs the turn to rotate.
fn remove_leftovers(path: &Path) -> io::Result<()> {
    let prefix = hidden(path, "")?;
    for entry in fs::read_dir(folder_of(path))? {
        let entry = entry?;
        let name = entry.file_name();
        let rest = name.as_encoded_bytes().strip_prefix(prefix.as_encoded_bytes());
        let number = rest.and_then(|it| it.strip_suffix(b".new"));
        if number.is_some_and(|it| it.len() == 16 && it.iter().all(u8::is_ascii_hexdigit)) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// The name of a file that stands beside this one for its sake.
fn hidden(beside: &Path, end: &str) -> io::Result<OsString> {
    let mut name = OsString::from(".");
    name.push(beside.file_name().ok_or(io::ErrorKind::InvalidFilename)?);
    name.push(".");
    name.push(end);
    Ok(name)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The locked file. Whoever waited for the lock finds another file at `path` and starts again.
fn lock(path: &Path) -> io::Result<(File, Metadata)> {
    loop {
        let file = File::open(path)?;
        file.lock()?;
        let metadata = file.metadata()?;
        if Stamp::new(&metadata) == Stamp::new(&fs::metadata(path)?) {
            return Ok((file, metadata));
        }
    }
}

fn read_all(file: &mut File, metadata: &Metadata) -> io::Result<Zeroizing<Vec<u8>>> {
    const MOST: u64 = 1 << 20; // thousands of keys
    let room = usize::try_from(metadata.len().min(MOST)).unwrap_or_default();
    let mut text = Zeroizing::new(Vec::with_capacity(room + 1));
    file.take(MOST).read_to_end(&mut text)?;
    Ok(text)
}

/// A finished file under a passing name; removed unless it was renamed.
struct NewFile {
    path: PathBuf,
}

impl NewFile {
    fn write(beside: &Path, text: &str, like: Option<&Metadata>) -> io::Result<Self> {
        let end = format!("{:016x}.new", u64::from_le_bytes(random::bytes()));
        let path = beside.with_file_name(hidden(beside, &end)?);
        let mut file = private(OpenOptions::new().write(true)).create_new(true).open(&path)?;
        let new = Self { path };
        if let Some(like) = like {
            copy_rights(&file, like)?;
        }
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        Ok(new)
    }

    fn rename_to(&self, path: &Path) -> io::Result<()> {
        fs::rename(&self.path, path)?;
        sync_folder_of(path)
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        // After a rename there is nothing of this name; and a leftover is harmless, as nobody else can read it.
        let _ = fs::remove_file(&self.path);
    }
}

fn unusable(path: &Path, source: io::Error) -> VaultError {
    let path = path.to_owned();
    if source.kind() == io::ErrorKind::NotFound {
        VaultError::KeyFileMissing { path }
    } else {
        VaultError::KeyFileUnusable { path, source }
    }
}

#[cfg(unix)]
mod rights {
    //! Who may read the file, where the system knows such a thing.

    use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};

    use super::{File, Metadata, OpenOptions, Path, VaultError, fs, io};

    /// What others and the group must not have. A group may read: that is how secrets are mounted into containers.
    const FORBIDDEN: u32 = 0o027;

    pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
        options.mode(0o600)
    }

    pub(super) fn refuse_exposed(path: &Path, metadata: &Metadata) -> Result<(), VaultError> {
        let mode = metadata.mode() & 0o777;
        if mode & FORBIDDEN != 0 {
            return Err(VaultError::KeyFileExposed { path: path.to_owned(), mode });
        }
        Ok(())
    }

    /// An administrator may rotate for a server that runs as another user: the file stays that user's.
    pub(super) fn copy_rights(file: &File, like: &Metadata) -> io::Result<()> {
        let now = file.metadata()?;
        if (now.uid(), now.gid()) != (like.uid(), like.gid()) {
            std::os::unix::fs::fchown(file, Some(like.uid()), Some(like.gid()))?;
        }
        file.set_permissions(fs::Permissions::from_mode(like.mode() & 0o777))
    }

    pub(super) fn number(metadata: &Metadata) -> u64 {
        metadata.ino()
    }

    pub(super) fn sync_folder_of(path: &Path) -> io::Result<()> {
        File::open(super::folder_of(path))?.sync_all()
    }
}

#[cfg(not(unix))]
mod rights {
    //! Elsewhere the folder's access list decides who may read the file.

    use super::{File, Metadata, OpenOptions, Path, VaultError, io};

    pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
        options
    }

    pub(super) fn refuse_exposed(_: &Path, _: &Metadata) -> Result<(), VaultError> {
        Ok(())
    }

    pub(super) fn copy_rights(_: &File, _: &Metadata) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn number(_: &Metadata) -> u64 {
        0
    }

    pub(super) fn sync_folder_of(_: &Path) -> io::Result<()> {
        Ok(())
    }
}

use rights::{copy_rights, number, private, refuse_exposed, sync_folder_of};
