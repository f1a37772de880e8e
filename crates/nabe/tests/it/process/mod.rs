//! The real program, as an operator uses it: started, told things, watched, stopped, killed.
//!
//! One module for each subject. Nothing here calls the program's own code: what is known of it is what it prints,
//! answers and writes.

mod kit;

mod asked;
mod attempts;
mod attendance;
mod canaries;
mod commands;
mod contract;
mod coverage;
mod demo;
mod diagnosis;
mod documents;
mod embedding;
mod employees;
mod employments;
mod faults;
mod field_mappings;
mod first_start;
mod flowing;
mod metrics;
mod paging;
mod pay;
mod provider;
mod quarantine;
mod recruiting;
mod rights;
mod settings;
mod signals;
mod strangers;
mod time_off;
mod vault_key;
