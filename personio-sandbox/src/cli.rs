//! The command line: reads it, starts a sandbox, says where it is.

use std::io::{self, Write};
use std::net::SocketAddr;

use clap::{Parser, Subcommand};
use tokio::net::TcpListener;

use crate::clock::Clock;
use crate::options::{Options, Size};
use crate::server::Sandbox;

/// A local Personio to build integrations against.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves both API generations for one invented company until ctrl-c.
    Serve(Serve),
}

#[derive(Debug, clap::Args)]
struct Serve {
    /// Where to listen; port 0 takes any free port.
    #[arg(long, default_value = "127.0.0.1:8700")]
    listen: SocketAddr,
    /// How large the company is: 25, 1,000 or 10,000 people.
    #[arg(long, value_enum, default_value_t = Size::Small)]
    company: Size,
    /// An exact number of people instead of a size.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=200_000))]
    people: Option<u32>,
    /// Another seed invents another company.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Never answers 429.
    #[arg(long)]
    no_rate_limits: bool,
}

/// Runs one command; what it has to say goes to `out`.
pub async fn run(
    args: Args,
    out: &mut impl Write,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let Command::Serve(serve) = args.command;
    let people = serve.people.map(usize::try_from).and_then(Result::ok);
    let listener = TcpListener::bind(serve.listen).await?;
    let sandbox = Sandbox::new(Options {
        people: people.unwrap_or(serve.company.people()),
        seed: serve.seed,
        rate_limits: !serve.no_rate_limits,
        clock: Clock::real(),
    });
    writeln!(out, "Personio sandbox listening on http://{}", listener.local_addr()?)?;
    out.flush()?;
    sandbox.serve(listener, shutdown).await
}
