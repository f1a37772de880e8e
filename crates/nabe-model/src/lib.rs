//! The unified model (HRIS, ATS) and the platform types: what Nabe says to its callers.
//!
//! Knows no provider, no storage and no HTTP.

pub mod ats;
pub mod coverage;
pub mod diagnosis;
pub mod errors;
pub mod file_format;
pub mod hris;
pub mod ids;
pub mod json;
pub mod mapping;
pub mod platform;
pub mod quarantine;
pub mod record;
pub mod rights;
pub mod select;
pub mod unified;
pub mod value;
