//! Who may do what how often: credentials, their tokens, their rights and their limits.
//!
//! Nothing in here knows a route's answer; it only says yes or no.

pub(crate) mod application;
pub(crate) mod credential;
pub(crate) mod limits;
mod meter;
pub(crate) mod scope;
pub(crate) mod tokens;
