//! The second generation of the API: `_data`, `_meta`, cursors, problem documents.

pub(crate) mod auth;
pub(crate) mod documents;
pub(crate) mod employment_writes;
pub(crate) mod employments;
pub(crate) mod organisation;
pub(crate) mod person_writes;
pub(crate) mod persons;
pub(crate) mod recruiting;
mod recruiting_rows;
pub(crate) mod time;
