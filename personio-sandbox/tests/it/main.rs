//! The sandbox from outside: what it answers, compared with its own description, the official specifications
//! and the facts.
//!
//! Nothing here comes from the programs that call it.

#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

mod absences;
mod attendance;
mod careers;
mod compensations;
mod conform;
mod dialog;
mod documents;
mod facts;
mod faults;
mod invented;
mod kit;
mod limits;
mod lives;
mod logins;
mod methods;
mod numbered;
mod openapi;
mod organisation;
mod pages;
mod paging;
mod people;
mod recruiting;
mod reports;
mod requests;
mod rights;
mod state;
mod switches;
mod walk;
mod webhooks;
mod whitelist;
