//! What the company does of itself and what it allows, whichever generation asks.
//!
//! The rules change a company and say what is wrong in their own terms; they must not know how any route spells it.

pub(crate) mod absence;
pub(crate) mod attendance;
pub(crate) mod balance;
pub(crate) mod candidate;
pub(crate) mod day;
pub(crate) mod documents;
pub(crate) mod files;
pub(crate) mod holidays;
pub(crate) mod job_positions;
pub(crate) mod organisation;
pub(crate) mod pay;
pub(crate) mod people;
pub(crate) mod projects;
pub(crate) mod recruiting;
pub(crate) mod reports;
pub(crate) mod span;
pub(crate) mod webhooks;
pub(crate) mod workday;
