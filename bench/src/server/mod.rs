//! `bench server`: what one read costs the Nabe process, and what it keeps in memory.
//!
//! The real programs run as processes of their own, built for release: a local Personio without limits, and Nabe with
//! its gate, key check and log on. The baselines are the same call made to Personio directly, and through a relay that
//! only passes it on: what sockets and HTTP cost on this machine, whoever stands in between.

pub(crate) mod load;
pub(crate) mod processes;
pub(crate) mod relay;

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use self::load::{Call, Load, Outcome};
use self::processes::{Limits, Personio, Relay, Running};

/// CPU of the Nabe process for one read, in microseconds.
const CPU_GOAL_US: f64 = 100.0;
/// What Nabe adds to the median latency of one connection, in milliseconds.
const ADDED_GOAL_MS: f64 = 1.0;
/// Resident memory while 64 clients page at once, in MB.
const PAGING_GOAL_MB: f64 = 64.0;
/// Time from the start on an existing database to the first good health answer, in milliseconds.
const START_GOAL_MS: f64 = 200.0;
/// Resident memory of a server that was just started, in MB.
const IDLE_GOAL_MB: f64 = 40.0;
/// People of the company that is read.
const PEOPLE: u32 = 10_000;
/// Clients that page at once.
const PAGERS: usize = 64;
/// Rows of a page while paging.
const PAGE_SIZE: u32 = 100;

/// How to measure.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Seconds for each number of connections.
    #[arg(long, default_value_t = 8)]
    seconds: u64,
    /// The folder of the two programs, built for release.
    #[arg(long, default_value = "target/release")]
    programs: PathBuf,
}

/// Measures, and prints what came out.
pub(crate) fn run(args: &Args, out: &mut impl Write) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(measure(args, out))
}

async fn measure(args: &Args, out: &mut impl Write) -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let personio = Personio::start(&args.programs, PEOPLE)?;
    let nabe = Running::first_start(&args.programs, folder.path(), &personio.url, Limits::Unreached).await?;
    let linked = nabe.link(&personio).await?;
    writeln!(
        out,
        "one employee by id, {PEOPLE} people, limits of the provider off, gate, key check and log on"
    )?;
    reads(args, out, &nabe, &personio, &linked).await?;
    paging(out, &nabe, &linked).await?;
    nabe.stop()?;
    starts(args, out, folder.path(), &personio).await
}

async fn reads(
    args: &Args,
    out: &mut impl Write,
    nabe: &Running,
    personio: &Personio,
    linked: &processes::Linked,
) -> io::Result<()> {
    let call_at = |url: &str| Call::new(url, "/v1/company/employees/", &[("authorization", &linked.bearer)]);
    let direct = call_at(&personio.url)?;
    let relay = Relay::start(personio)?;
    let relayed = call_at(&relay.url)?;
    let through = nabe.call("/unified/hris/employees/", linked)?;
    let span = Duration::from_secs(args.seconds);
    for connections in [1, 16, 64] {
        let load = Load { connections, span, ids: linked.ids.clone() };
        let baseline = load.run(&direct).await?;
        let (_, least) = load.costing(&relayed, || relay.cpu()).await?;
        let (measured, cost) = load.costing(&through, || nabe.cpu()).await?;
        report(out, connections, &baseline, &measured, [cost, least])?;
    }
    Ok(())
}

fn report(
    out: &mut impl Write,
    connections: usize,
    baseline: &Outcome,
    measured: &Outcome,
    [per_read, least]: [f64; 2],
) -> io::Result<()> {
    let (median, direct) = (measured.percentile(50), baseline.percentile(50));
    writeln!(
        out,
        "{connections:>3} connections: {per_read:>5.1} µs CPU a read{} ({:.2}× a bare relay's {least:.1})  {:>6.0} reads/s ({:.2} of direct)  median {median:.2} ms ({:.2}× direct)  p99 {:.2} ms",
        verdict(per_read <= CPU_GOAL_US, CPU_GOAL_US, "µs"),
        per_read / least,
        measured.rate(),
        measured.rate() / baseline.rate(),
        median / direct,
        measured.percentile(99),
    )?;
    if connections == 1 {
        let added = median - direct;
        writeln!(
            out,
            "    added at the median: {added:.3} ms{}",
            verdict(added < ADDED_GOAL_MS, ADDED_GOAL_MS, "ms")
        )?;
    }
    Ok(())
}

async fn paging(out: &mut impl Write, nabe: &Running, linked: &processes::Linked) -> io::Result<()> {
    let call = nabe.call("/unified/hris/employees?page_size=", linked)?;
    let began = Instant::now();
    let peak = nabe.watch_memory();
    let rows = load::page_all(&call, PAGERS, PAGE_SIZE).await?;
    let peak = peak.stop();
    let expected = PAGERS * PEOPLE as usize;
    writeln!(
        out,
        "{PAGERS} clients page {PEOPLE} employees each: {rows} of {expected} rows in {:.1} s, at most {peak:.1} MB resident{}",
        began.elapsed().as_secs_f64(),
        verdict(peak < PAGING_GOAL_MB, PAGING_GOAL_MB, "MB"),
    )
}

async fn starts(
    args: &Args,
    out: &mut impl Write,
    folder: &std::path::Path,
    personio: &Personio,
) -> io::Result<()> {
    let mut best = Duration::MAX;
    let mut idle = 0.0;
    for _ in 0..5 {
        let began = Instant::now();
        let nabe = Running::start(&args.programs, folder, &personio.url).await?;
        best = best.min(began.elapsed());
        tokio::time::sleep(Duration::from_millis(500)).await;
        idle = nabe.memory()?;
        nabe.stop()?;
    }
    let start = best.as_secs_f64() * 1e3;
    let fast = verdict(start < START_GOAL_MS, START_GOAL_MS, "ms");
    writeln!(out, "start to first health on an existing database: {start:.0} ms{fast}")?;
    writeln!(out, "idle: {idle:.1} MB resident{}", verdict(idle < IDLE_GOAL_MB, IDLE_GOAL_MB, "MB"))
}

pub(crate) fn verdict(met: bool, goal: f64, unit: &str) -> String {
    let word = if met { "met" } else { "MISSED" };
    format!(" (goal {goal} {unit}: {word})")
}
