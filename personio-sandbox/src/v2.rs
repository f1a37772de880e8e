//! The second generation of the API: `_data`, `_meta`, cursors, problem documents.

pub(crate) mod absence_types;
pub(crate) mod absence_writes;
pub(crate) mod absences;
pub(crate) mod attendance_writes;
pub(crate) mod attendances;
pub(crate) mod auth;
pub(crate) mod compensation_writes;
pub(crate) mod compensations;
pub(crate) mod documents;
pub(crate) mod employment_writes;
pub(crate) mod employments;
mod fields;
pub(crate) mod organisation;
pub(crate) mod person_writes;
pub(crate) mod persons;
pub(crate) mod project_writes;
pub(crate) mod projects;
pub(crate) mod recruiting;
mod recruiting_rows;
mod report_cells;
pub(crate) mod reports;
pub(crate) mod webhook_log;
pub(crate) mod webhook_sends;
pub(crate) mod webhooks;
