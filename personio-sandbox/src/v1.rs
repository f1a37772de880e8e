//! The first generation of the API: envelopes of attributes, offsets, `success` flags.

mod absence_fields;
pub(crate) mod absence_periods;
mod absence_requests;
pub(crate) mod applicant;
pub(crate) mod application_documents;
pub(crate) mod attendance_writes;
pub(crate) mod attendances;
pub(crate) mod auth;
pub(crate) mod balance;
pub(crate) mod documents;
pub(crate) mod employee_writes;
pub(crate) mod employees;
pub(crate) mod envelope;
pub(crate) mod paging;
pub(crate) mod picture;
pub(crate) mod projects;
pub(crate) mod recruiting;
mod recruiting_errors;
mod report_items;
pub(crate) mod reports;
pub(crate) mod time_off_types;
pub(crate) mod time_off_writes;
pub(crate) mod time_offs;
