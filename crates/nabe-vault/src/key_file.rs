//! The key file: the key-encryption keys of one installation, one per line, for people to back up.
//!
//! Must not know what is sealed. Files are replaced whole and under a lock, so that neither a crash nor a second
//! process loses a key.

mod disk;

use std::fmt;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::error::VaultError;
use crate::random;

pub use disk::RotationLock;
pub(crate) use disk::Stamp;

const HEADER: &str = "\
# Nabe key file.
#
# These keys open every secret in Nabe's database: without this file the stored credentials are lost for good,
# and with it anybody who has the database can read them. So
#   - keep a copy in a safe place, apart from the backups of the database;
#   - let nobody but the server's user read it (mode 0600);
#   - change it with Nabe's own commands only, and back it up again after every change.
#
# Each line is the name of a key and the key. The last one seals new secrets; those above it only open older ones.

";

/// A key-encryption key: it wraps the data keys of secrets.
#[derive(Clone)]
pub(crate) struct Kek {
    pub(crate) id: String,
    pub(crate) key: Zeroizing<[u8; 32]>,
}

impl Kek {
    fn generate() -> Self {
        let id = format!("kek_{:016x}", u64::from_le_bytes(random::bytes()));
        Self { id, key: random::key() }
    }
}

impl fmt::Debug for Kek {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kek({})", self.id)
    }
}

/// The keys of a key file: at least one, of which the last is active. Prints their names only.
#[derive(Clone, Debug)]
pub struct KeyFile {
    keys: Vec<Kek>,
}

impl KeyFile {
    /// Makes a new key file with one key, readable by its owner only. An existing file is never touched.
    pub fn create(path: impl AsRef<Path>) -> Result<Self, VaultError> {
        let file = Self::generate();
        disk::create(path.as_ref(), &file.to_text())?;
        Ok(file)
    }

    /// Reads a key file. One that others may read or change is refused; a group may read it.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, VaultError> {
        Ok(Self::read(path.as_ref())?.0)
    }

    /// Takes the turn to rotate this key file, and clears away what a rotation that was killed left behind.
    ///
    /// `None` while another process has the turn. Hold it from the first look at the file to the last change.
    pub fn lock_rotation(path: impl AsRef<Path>) -> Result<Option<RotationLock>, VaultError> {
        disk::lock_rotation(path.as_ref())
    }

    /// Adds a new key, which seals from now on; a running server notices. The other keys stay and still open.
    pub fn add_active(path: impl AsRef<Path>) -> Result<Self, VaultError> {
        disk::update(path.as_ref(), |text| {
            let mut file = Self::parse(text, path.as_ref())?;
            file.keys.push(Kek::generate());
            let text = file.to_text();
            Ok((file, text))
        })
    }

    /// Keeps the active key and those named in `ids`, and drops the others for good.
    ///
    /// A secret that is still sealed under a dropped key is lost. So drop a key only when the database names it
    /// no more, and some minutes after the rotation: a server may have sealed a secret just before it, and stored it since.
    pub fn retain(path: impl AsRef<Path>, ids: &[impl AsRef<str>]) -> Result<Self, VaultError> {
        disk::update(path.as_ref(), |text| {
            let mut file = Self::parse(text, path.as_ref())?;
            let active = file.active().id.clone();
            file.keys.retain(|key| key.id == active || ids.iter().any(|id| id.as_ref() == key.id));
            let text = file.to_text();
            Ok((file, text))
        })
    }

    /// The name of the key that seals.
    pub fn active_id(&self) -> &str {
        &self.active().id
    }

    /// The names of all keys, the active one last.
    pub fn ids(&self) -> Vec<String> {
        self.keys.iter().map(|key| key.id.clone()).collect()
    }

    pub(crate) fn generate() -> Self {
        Self { keys: vec![Kek::generate()] }
    }

    pub(crate) fn read(path: &Path) -> Result<(Self, Stamp), VaultError> {
        let (text, stamp) = disk::read(path)?;
        Ok((Self::parse(&text, path)?, stamp))
    }

    pub(crate) fn active(&self) -> &Kek {
        self.keys.last().expect("a key file without a key isn't read")
    }

    pub(crate) fn key(&self, id: &str) -> Option<&Kek> {
        self.keys.iter().find(|key| key.id == id)
    }

    pub(crate) fn keys(&self) -> &[Kek] {
        &self.keys
    }

    fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(HEADER.len() + 128 * self.keys.len()));
        text.push_str(HEADER);
        for Kek { id, key } in &self.keys {
            let key = Zeroizing::new(STANDARD.encode(key.as_slice()));
            text.extend([id, " ", &key, "\n"]);
        }
        text
    }

    fn parse(text: &[u8], path: &Path) -> Result<Self, VaultError> {
        let malformed = |line, why| VaultError::KeyFileMalformed { path: path.to_owned(), line, why };
        let text = std::str::from_utf8(text).map_err(|_| malformed(0, "it isn't text"))?;
        let mut keys: Vec<Kek> = Vec::new();
        for (line, text) in (1..).zip(text.lines()) {
            let text = text.trim();
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            let key = parse_key(text).map_err(|why| malformed(line, why))?;
            if keys.iter().any(|it| it.id == key.id) {
                return Err(malformed(line, "a key of this name stands above it"));
            }
            keys.push(key);
        }
        if keys.is_empty() {
            return Err(malformed(0, "it holds no key; if it was never used, delete it and create it again"));
        }
        Ok(Self { keys })
    }
}

fn parse_key(line: &str) -> Result<Kek, &'static str> {
    let (id, text) = line.split_once(' ').ok_or("a line is the name of a key, a space and the key")?;
    let plain = id.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_');
    if !plain || !id.starts_with("kek_") || id.len() > 60 {
        return Err("the name of a key is `kek_` and lower-case letters or digits");
    }
    let bytes = STANDARD.decode(text.trim()).map(Zeroizing::new).map_err(|_| "the key isn't base64")?;
    let mut key = Zeroizing::new([0; 32]);
    if bytes.len() != key.len() {
        return Err("the key doesn't have 32 bytes");
    }
    key.copy_from_slice(&bytes);
    Ok(Kek { id: id.to_owned(), key })
}

#[cfg(test)]
mod tests;
