//! A file of a provider: which call answers with its bytes, and where it must stand before it is given out.
//!
//! Must not know who reads it, or how it flows.

use crate::call::Call;
use crate::error::CallError;
use crate::resource::{Filters, Resource};

/// A question for a file.
#[derive(Clone, Copy, Debug)]
pub struct FileAsk<'a> {
    /// Whose file: the `{id}` of a path that goes on behind it.
    pub parent: Option<&'a str>,
    /// Which file, where somebody has several.
    pub id: Option<&'a str>,
    /// Further parameters of the query.
    pub parameters: &'a Filters,
}

/// A kind of file of one provider.
pub trait FileResource: Send + Sync {
    /// The field of the unified record that names the file: who may not see the field may not have the file.
    fn field(&self) -> &'static str;

    /// The list of its owner in which the file must stand. None where the call itself names the owner: a file must never
    /// be had by the id of somebody else.
    fn listed(&self) -> Option<&'static dyn Resource>;

    /// The call that answers with the bytes.
    ///
    /// # Errors
    /// `NotFound` when an id can't be one of this provider's, and whatever is wrong with the question.
    fn call(&self, ask: &FileAsk<'_>) -> Result<Call, CallError>;

    /// What a refusal with this status means here, as words behind the provider's name.
    fn refusal(&self, status: u16) -> Option<&'static str>;
}
