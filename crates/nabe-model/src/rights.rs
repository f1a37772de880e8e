//! Rights: what credentials may do, as a row of a provider's permission dialog, read or written.
//!
//! Must not know which rows a provider has.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Reading or writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Reading.
    Read,
    /// Writing.
    Write,
}

impl Access {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Read, Self::Write];

    /// The word for it in a right's text.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

/// A row of the permission dialog, read or written; as text `employees:read`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub struct Right {
    /// The row.
    pub row: String,
    /// Read or write.
    pub access: Access,
}

impl Right {
    /// A right.
    pub fn new(row: impl Into<String>, access: Access) -> Self {
        Self { row: row.into(), access }
    }
}

impl fmt::Display for Right {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.row, self.access.as_str())
    }
}

/// A text that is no right.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no right: write a row, a colon, and read or write, such as employees:read")]
pub struct BadRight(String);

impl FromStr for Right {
    type Err = BadRight;

    fn from_str(text: &str) -> Result<Self, BadRight> {
        let bad = || BadRight(text.to_owned());
        let (row, access) = text.split_once(':').ok_or_else(bad)?;
        let access = Access::ALL.into_iter().find(|it| it.as_str() == access).ok_or_else(bad)?;
        let is_key = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_';
        if row.is_empty() || !row.chars().all(is_key) {
            return Err(bad());
        }
        Ok(Self::new(row, access))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_is_read_as_it_is_written() {
        let right = Right::new("time_off", Access::Write);
        assert_eq!(right.to_string(), "time_off:write");
        assert_eq!("time_off:write".parse(), Ok(right));
        for bad in ["", "employees", "employees:", ":read", "employees:delete", "Employees:read", "a b:read"]
        {
            assert!(bad.parse::<Right>().is_err(), "{bad}");
        }
    }
}
