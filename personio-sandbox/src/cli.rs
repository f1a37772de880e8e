//! The command line: reads it, starts a sandbox, says where it is.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand};
use jiff::Timestamp;
use tokio::net::TcpListener;

use crate::clock::Clock;
use crate::facts::shown::{self, Filter};
use crate::facts::{remote, table};
use crate::options::{NewCompany, Options, Size};
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
    /// Lists what is known of the real API, how surely, and the switches for what nobody knows.
    Facts(Facts),
}

#[derive(Debug, clap::Args)]
struct Facts {
    /// Words that must all be in a row; `§9.3` stands for a section.
    words: Vec<String>,
    /// Only rows with this mark: O, L, Q, T or ?.
    #[arg(long, value_name = "MARK", default_value = "")]
    mark: String,
    /// Only one topic, like `webhooks`.
    #[arg(long, value_name = "TOPIC", default_value = "")]
    topic: String,
    /// Only what a switch changes.
    #[arg(long)]
    switched: bool,
    /// Shows the switches as they stand in a sandbox that runs, like http://127.0.0.1:8700, and not as by default.
    #[arg(long, value_name = "URL")]
    of: Option<String>,
    /// Writes JSON instead of a table.
    #[arg(long)]
    json: bool,
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
    /// One more company, as KEY=PEOPLE or KEY=PEOPLE:SEED; can be given several times.
    #[arg(long = "also", value_name = "KEY=PEOPLE[:SEED]", value_parser = another)]
    more_companies: Vec<NewCompany>,
    /// Keeps everything in this SQLite file, and goes on from what it has.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Lets the clock stand at this moment, like 2026-03-29T00:30:00Z, until it is moved.
    #[arg(long, value_name = "TIME")]
    now: Option<Timestamp>,
    /// Puts a switch into a position; `personio-sandbox facts` lists them. Can be given several times.
    #[arg(long = "switch", value_name = "NAME=POSITION", value_parser = pair)]
    switches: Vec<(String, String)>,
    /// Sends webhooks to `http` addresses of this machine as well.
    #[arg(long)]
    allow_insecure_webhooks: bool,
    /// Makes the waits between the attempts of a webhook's delivery so many times shorter.
    #[arg(long, value_name = "FACTOR", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    webhook_speed: u32,
    /// Never answers 429.
    #[arg(long)]
    no_rate_limits: bool,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    pair.ok_or_else(|| "it needs a `=`, like `v1-attendance=410`".to_owned())
}

fn another(text: &str) -> Result<NewCompany, String> {
    let (key, size) = text.split_once('=').ok_or("it needs a `=`, like `acme=1000`")?;
    let (people, seed) = size.split_once(':').unwrap_or((size, "1"));
    let people = people.parse().ok().filter(|it| (1..=200_000).contains(it));
    let people = people.ok_or("the number of people must be from 1 to 200000")?;
    let seed = seed.parse().map_err(|_| "the seed must be a whole number")?;
    Ok(NewCompany { key: key.to_owned(), people, seed })
}

/// Runs one command; what it has to say goes to `out`.
pub async fn run(
    args: Args,
    out: &mut impl Write,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let serve = match args.command {
        Command::Serve(serve) => serve,
        Command::Facts(facts) => return list(facts, out).await,
    };
    let people = serve.people.map(usize::try_from).and_then(Result::ok);
    let listener = TcpListener::bind(serve.listen).await?;
    let sandbox = Sandbox::new(Options {
        people: people.unwrap_or(serve.company.people()),
        seed: serve.seed,
        rate_limits: !serve.no_rate_limits,
        more_companies: serve.more_companies,
        state_file: serve.state,
        switches: serve.switches,
        insecure_webhooks: serve.allow_insecure_webhooks,
        webhook_speed: serve.webhook_speed,
        clock: serve.now.map_or_else(Clock::real, Clock::settable),
    })
    .map_err(io::Error::other)?;
    writeln!(out, "Personio sandbox listening on http://{}", listener.local_addr()?)?;
    out.flush()?;
    sandbox.serve(listener, shutdown).await
}

/// Lists the facts that are wanted.
async fn list(facts: Facts, out: &mut impl Write) -> io::Result<()> {
    let filter = Filter::default().words(facts.words.iter().map(String::as_str)).switched(facts.switched);
    let filter = filter.mark(&facts.mark).and_then(|it| it.topic(&facts.topic)).map_err(io::Error::other)?;
    let positions = match &facts.of {
        Some(url) => remote::positions(url).await?,
        None => BTreeMap::new(),
    };
    let rows = shown::shown(&filter, |it| {
        let default = || it.definition().positions[0].to_owned();
        positions.get(it.name()).cloned().unwrap_or_else(default)
    });
    if facts.json {
        out.write_all(&shown::json(&rows)?)?;
        return writeln!(out);
    }
    table::write(&rows, out)
}
