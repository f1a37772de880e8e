//! The first generation of the API: envelopes of attributes, offsets, `success` flags.

pub(crate) mod applicant;
pub(crate) mod application_documents;
pub(crate) mod attendance_writes;
pub(crate) mod attendances;
pub(crate) mod auth;
pub(crate) mod documents;
pub(crate) mod employee_writes;
pub(crate) mod employees;
pub(crate) mod envelope;
pub(crate) mod paging;
pub(crate) mod picture;
pub(crate) mod projects;
pub(crate) mod recruiting;
mod recruiting_errors;
pub(crate) mod reports;
pub(crate) mod time;
