//! `bench sandbox`: how fast the local Personio answers, how fast it invents a company, and what it keeps in memory.
//!
//! The baseline is its own health answer in the same run: what sockets and HTTP cost on this machine.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::server::load::{Call, Load};
use crate::server::processes::Personio;

/// Pages of 100 employees of v1, a second.
const PAGES_GOAL: f64 = 500.0;
/// Reads of one employee of v1, a second.
const READS_GOAL: f64 = 10_000.0;
/// Resident memory with 10,000 people, in MB.
const MEMORY_GOAL_MB: f64 = 150.0;
/// Time to invent 100,000 people, in seconds.
const INVENT_GOAL_S: f64 = 10.0;
/// Resident memory with 100,000 people, in MB.
const LARGE_MEMORY_GOAL_MB: f64 = 1_000.0;
const PEOPLE: u32 = 10_000;
const MANY: u32 = 100_000;
const CONNECTIONS: usize = 16;

/// How to measure.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Seconds for each load.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// The folder of the program, built for release.
    #[arg(long, default_value = "target/release")]
    programs: PathBuf,
}

/// Measures, and prints what came out.
pub(crate) fn run(args: &Args, out: &mut impl Write) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(loads(args, out))?;
    invention(args, out)
}

async fn loads(args: &Args, out: &mut impl Write) -> io::Result<()> {
    let personio = Personio::start(&args.programs, PEOPLE)?;
    let bearer = personio.bearer().await?;
    let memory = personio.memory()?;
    writeln!(
        out,
        "{PEOPLE} people, limits off, {CONNECTIONS} connections: {memory:.0} MB resident{}",
        verdict(memory < MEMORY_GOAL_MB, &format!("under {MEMORY_GOAL_MB} MB"))
    )?;
    let headers = [("authorization", bearer.as_str())];
    let ids = personio.ids(&bearer).await?;
    let offsets: Vec<String> = (0..PEOPLE / 100).map(|it| (it * 100).to_string()).collect();
    let load = |ids: Vec<String>| Load {
        connections: CONNECTIONS,
        span: Duration::from_secs(args.seconds),
        ids: Arc::new(ids),
    };
    let health = load(vec![String::new()]).run(&Call::new(&personio.url, "/_sandbox/health", &[])?).await?;
    writeln!(out, "health: {:.0} a second", health.rate())?;
    for (what, prefix, asked, goal) in [
        ("pages of 100 employees", "/v1/company/employees?limit=100&offset=", offsets, PAGES_GOAL),
        ("one employee", "/v1/company/employees/", ids, READS_GOAL),
    ] {
        let outcome = load(asked).run(&Call::new(&personio.url, prefix, &headers)?).await?;
        let rate = outcome.rate();
        let goal = verdict(rate >= goal, &format!("at least {goal}"));
        writeln!(
            out,
            "{what}: {rate:.0} a second{goal} ({:.2} of health)  p99 {:.1} ms",
            rate / health.rate(),
            outcome.percentile(99)
        )?;
    }
    let memory = personio.memory()?;
    writeln!(out, "after the load: {memory:.0} MB resident")
}

fn invention(args: &Args, out: &mut impl Write) -> io::Result<()> {
    let began = Instant::now();
    let personio = Personio::start(&args.programs, MANY)?;
    let (seconds, memory) = (began.elapsed().as_secs_f64(), personio.memory()?);
    writeln!(
        out,
        "{MANY} people: ready after {seconds:.1} s{}, {memory:.0} MB resident{}",
        verdict(seconds < INVENT_GOAL_S, &format!("under {INVENT_GOAL_S} s")),
        verdict(memory < LARGE_MEMORY_GOAL_MB, &format!("under {LARGE_MEMORY_GOAL_MB} MB"))
    )
}

fn verdict(met: bool, goal: &str) -> String {
    let word = if met { "met" } else { "MISSED" };
    format!(" (goal {goal}: {word})")
}
