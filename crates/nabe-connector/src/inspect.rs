//! How a provider shows which attributes of employees credentials may read.
//!
//! A provider may leave out what was not ticked without a word; only records tell then. Must not know who asks.

use std::collections::BTreeMap;

use crate::call::Call;
use crate::error::CallError;

/// Attributes that were found: their names for people by their keys.
pub type Labels = BTreeMap<String, String>;

/// Records that were looked at: which attributes they have, and none of their values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// How many there were.
    pub records: u32,
    /// The attributes that at least one of them has, be it with null.
    pub attributes: Labels,
}

/// The attributes of employees, as credentials see them.
pub trait Inspect: Send + Sync {
    /// The call that reads a sample of employees.
    fn sample(&self) -> Call;

    /// Reads which attributes a sample has.
    fn read_sample(&self, body: &[u8]) -> Result<Sample, CallError>;

    /// The call that lists which attributes may be read, if the provider has one.
    fn catalogue(&self) -> Option<Call>;

    /// Reads that list.
    fn read_catalogue(&self, body: &[u8]) -> Result<Labels, CallError>;
}
