//! Nabe as a whole.

#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

mod process;
