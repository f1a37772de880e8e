//! The binary: command line, configuration and wiring.
//!
//! The only crate that reads the environment and starts servers. Decides nothing about accounts or people.

pub mod cli;
mod commands;
pub mod config;
mod demo;
mod listener;
mod origin;
pub mod server;
pub mod telemetry;
