//! Measurements that print ratios against a baseline of the same run: a ratio means the same on every machine.
//!
//! One file a subcommand.

mod mapping;
mod reading;
mod sandbox;
mod server;

use std::io::{self, Write};

use clap::{Parser, Subcommand};

/// Measures Nabe.
#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// From a provider's page to the bytes of the answer, against parsing alone.
    Mapping(mapping::Args),
    /// How fast the local Personio answers and invents companies, and its memory.
    Sandbox(sandbox::Args),
    /// What lists cost in calls and time, many accounts, and 100,000 people read by many at once.
    Reading(reading::Args),
    /// What reads cost the server process, against calling the provider directly; memory and start.
    Server(server::Args),
    /// Passes calls on and does nothing else: the baseline of `server`, which starts it by itself.
    #[command(hide = true)]
    Relay(server::relay::Args),
}

fn main() -> io::Result<()> {
    let out = &mut io::stdout().lock();
    match Args::parse().command {
        Command::Mapping(args) => mapping::run(&args, out)?,
        Command::Reading(args) => reading::run(&args, out)?,
        Command::Sandbox(args) => sandbox::run(&args, out)?,
        Command::Server(args) => server::run(&args, out)?,
        Command::Relay(args) => server::relay::run(&args, out)?,
    }
    out.flush()
}
