//! Operations that are described and not served, or that can't succeed or fail yet: whoever changes that adds
//! steps and takes the row away.

/// The operations.
pub(super) const NOT_YET: &[&str] = &[];
