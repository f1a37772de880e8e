//! What every provider must hold, whatever its API: tried on each of the registry.
//!
//! A new provider needs an entry in `fixtures.rs`, without which these tests fail, and a file of its own for its
//! fields.

#![recursion_limit = "256"] // a whole record in one `json!`
#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(clippy::disallowed_types, reason = "tests make up arbitrary JSON")]

mod any_answer;
mod ask;
mod attendance;
mod balances;
mod cases;
mod documents;
mod employments;
mod errors;
mod every_field;
mod fixtures;
mod lists;
mod mapped;
mod organisation;
mod pay;
mod personio;
mod projects;
mod recruiting;
mod reports;
mod rows;
mod secrets;
mod time_off;
mod torn;
