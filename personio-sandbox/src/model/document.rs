//! Documents: those of people, and those that came with applications.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::table::Row;
use super::text::Text;

/// Whose a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum DocumentOwner {
    Person(u32),
    Application(u32),
}

impl DocumentOwner {
    /// The number under which its documents are found. Applications have the upper half of the numbers, so that none is
    /// mistaken for a person.
    pub(crate) fn key(self) -> u32 {
        const APPLICATION: u32 = 1 << 31;
        match self {
            Self::Person(id) => id,
            Self::Application(id) => id | APPLICATION,
        }
    }

    /// The number that callers see.
    pub(crate) fn id(self) -> u32 {
        match self {
            Self::Person(id) | Self::Application(id) => id,
        }
    }

    /// The person, if it is one.
    pub(crate) fn person(self) -> Option<u32> {
        match self {
            Self::Person(id) => Some(id),
            Self::Application(_) => None,
        }
    }
}

/// What an invented document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Paper {
    Contract,
    Reference,
    Application,
    SickNote,
    Hours,
    Note,
}

/// The bytes of a document, or where they are.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Content {
    /// Invented: made again each time somebody wants it.
    Invented(Paper),
    /// What was uploaded, in Base64, and how many bytes that is.
    Uploaded { size: usize, base64: String },
    /// The file with this number that came with an application.
    Sent(u32),
}

/// How far an electronic signature is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Signature {
    Requested,
    Signed,
}

/// One document.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Document {
    pub(crate) id: u32,
    pub(crate) owner: DocumentOwner,
    pub(crate) name: Text,
    /// The extension of its file, in lower case.
    pub(crate) extension: Text,
    pub(crate) date: Option<Date>,
    pub(crate) comment: Option<Text>,
    pub(crate) category: Option<u32>,
    pub(crate) content: Content,
    pub(crate) created_at: Timestamp,
    /// When it was or will be known whether the file is safe.
    pub(crate) scanned_at: Timestamp,
    /// Whether the scan finds something.
    pub(crate) infected: bool,
    pub(crate) signature: Option<Signature>,
}

impl Row for Document {
    fn number(&self) -> u32 {
        self.id
    }

    fn owner(&self) -> Option<u32> {
        Some(self.owner.key())
    }
}
