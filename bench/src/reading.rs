//! `bench reading`: what lists cost in calls, time and memory.
//!
//! The real programs run as processes of their own, built for release. Each figure stands beside the least that there
//! could be: the calls that a question needs, the time that the limits of the provider allow, the CPU of a relay that
//! only passes bytes on.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::server::load::{self, Call};
use crate::server::processes::{Limits, Linked, Personio, Relay, Running};
use crate::server::verdict;

/// People of the company whose lists are read.
const PEOPLE: u32 = 10_000;
/// People of the company that many read at once.
const MANY_PEOPLE: u32 = 100_000;
/// The most rows of a page.
const PAGE: u32 = 100;
/// A full list may take so many times the least that the limits allow.
const TIME_GOAL: f64 = 1.15;
/// Refusals during a full list.
const REFUSALS_GOAL: usize = 2;
/// Accounts that are read in turn.
const ACCOUNTS: usize = 1_000;
/// CPU of a read with that many accounts, in microseconds.
const CPU_GOAL_US: f64 = 100.0;
/// The slowest of a hundred of these reads, in milliseconds.
const P99_GOAL_MS: f64 = 20.0;
/// Clients that page through many people at once.
const PAGERS: usize = 64;
/// Resident memory meanwhile, in MB.
const PAGING_GOAL_MB: f64 = 96.0;

/// How to measure.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder of the two programs, built for release.
    #[arg(long, default_value = "target/release")]
    programs: PathBuf,
    /// Only these parts: calls, list, limits, accounts, many.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
}

/// Measures, and prints what came out.
pub(crate) fn run(args: &Args, out: &mut impl Write) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let wanted = |part: &str| args.only.is_empty() || args.only.iter().any(|it| it == part);
    runtime.block_on(async {
        if ["calls", "list", "accounts"].iter().any(|it| wanted(it)) {
            let stage = Stage::new(&args.programs, PEOPLE).await?;
            if wanted("calls") {
                calls(&stage, out).await?;
            }
            if wanted("list") {
                list(&stage, out).await?;
            }
            if wanted("accounts") {
                accounts(&stage, out).await?;
            }
        }
        if wanted("limits") {
            limits(&args.programs, out).await?;
        }
        if wanted("many") {
            many(&args.programs, out).await?;
        }
        Ok(())
    })
}

/// Both programs, and an account.
struct Stage {
    nabe: Running,
    personio: Personio,
    linked: Linked,
    _folder: tempfile::TempDir,
}

impl Stage {
    async fn new(programs: &Path, people: u32) -> io::Result<Self> {
        Self::with(programs, Personio::start(programs, people)?, Limits::Unreached).await
    }

    async fn with(programs: &Path, personio: Personio, limits: Limits) -> io::Result<Self> {
        let folder = tempfile::tempdir()?;
        let nabe = Running::first_start(programs, folder.path(), &personio.url, limits).await?;
        let linked = nabe.link(&personio).await?;
        Ok(Self { nabe, personio, linked, _folder: folder })
    }

    /// Reads to the end; answers rows and calls of the provider.
    async fn whole(&self, path: &str) -> io::Result<(u32, u32)> {
        let (mut rows, mut calls, mut next) = (0, 0, String::new());
        loop {
            let (page, took) = self.nabe.read(&format!("{path}{next}"), &self.linked).await?;
            let count = page["data"].as_array().map_or(1, Vec::len);
            rows += u32::try_from(count).map_err(io::Error::other)?;
            calls += took;
            match page["next"].as_str() {
                Some(cursor) => next = format!("&next={cursor}"),
                None => return Ok((rows, calls)),
            }
        }
    }
}

/// Calls for a list by rows whose pages overlap by one, so that no change of it goes unseen.
fn overlapping(rows: u32) -> u32 {
    1 + rows.saturating_sub(PAGE).div_ceil(PAGE - 1)
}

/// A question: its name, its address, and the least calls for so many records.
type Question = (&'static str, String, fn(u32) -> u32);

/// Typical questions, and the calls that they take at the least.
async fn calls(stage: &Stage, out: &mut impl Write) -> io::Result<()> {
    let person = stage.linked.ids.first().cloned().unwrap_or_default();
    let questions: [Question; 5] = [
        (
            "everybody's name and department",
            format!("/unified/hris/employees?page_size={PAGE}&fields=id,name,department"),
            overlapping,
        ),
        ("one person", format!("/unified/hris/employees/{person}?fields=id,name"), |_| 1),
        (
            "one person with their employments",
            format!("/unified/hris/employees/{person}?expand=employments"),
            |_| 2,
        ),
        (
            "25 people with their jobs",
            "/unified/hris/employees?page_size=25&filter[updated_after]=2000-01-01&fields=id,job_id"
                .to_owned(),
            |_| 26,
        ),
        (
            "absences of one person",
            format!(
                "/unified/hris/employees/{person}/time_off?page_size={PAGE}&fields=id,start_date,end_date"
            ),
            |rows| rows.div_ceil(PAGE).max(1),
        ),
    ];
    for (name, path, least) in questions {
        // A page is enough where each of its rows costs a call.
        let (rows, calls) = if path.contains("job_id") {
            let (page, calls) = stage.nabe.read(&path, &stage.linked).await?;
            (u32::try_from(page["data"].as_array().map_or(0, Vec::len)).map_err(io::Error::other)?, calls)
        } else {
            stage.whole(&path).await?
        };
        let least = least(rows);
        let word = if calls == least { "met" } else { "MISSED" };
        writeln!(
            out,
            "{name}: {calls} calls of the provider for {rows} records, at the least {least} (goal: equal: {word})"
        )?;
    }
    Ok(())
}

/// A whole list, against a relay that passes the same pages on.
async fn list(stage: &Stage, out: &mut impl Write) -> io::Result<()> {
    let path = format!("/unified/hris/employees?page_size={PAGE}");
    stage.whole(&path).await?;
    let (before, began) = (stage.nabe.cpu()?, Instant::now());
    let (rows, calls) = stage.whole(&path).await?;
    let (cpu, took) = (stage.nabe.cpu()?.saturating_sub(before), began.elapsed());
    let relay = Relay::start(&stage.personio)?;
    let pages: Vec<String> = (0..PEOPLE.div_ceil(PAGE)).map(|page| format!("{}", page * PAGE)).collect();
    let call = Call::new(
        &relay.url,
        &format!("/v1/company/employees?limit={PAGE}&offset="),
        &[("authorization", &stage.linked.bearer)],
    )?;
    load::each(&call, &pages).await?;
    let before = relay.cpu()?;
    load::each(&call, &pages).await?;
    let least = relay.cpu()?.saturating_sub(before);
    let per_record = |cpu: Duration| cpu.as_secs_f64() * 1e6 / f64::from(rows);
    writeln!(
        out,
        "{rows} employees in {calls} calls: {:.2} s, {:.1} µs CPU a record ({:.2}× the {:.1} of a relay that passes the pages on)",
        took.as_secs_f64(),
        per_record(cpu),
        cpu.as_secs_f64() / least.as_secs_f64(),
        per_record(least),
    )
}

/// A whole list within the limits of the provider, against the least time that they allow.
async fn limits(programs: &Path, out: &mut impl Write) -> io::Result<()> {
    let calls = f64::from(overlapping(PEOPLE));
    let models = [
        (
            "300-a-minute",
            Limits::Windows { per_second: 15.0, per_minute: 300 },
            ((calls / 15.0).ceil() - 1.0).max(0.0),
        ),
        ("5-a-second", Limits::Bucket { per_second: 5.0, burst: 15 }, (calls - 15.0) / 5.0),
    ];
    for (model, limits, least) in models {
        let personio = Personio::start_with(programs, PEOPLE, &[])?;
        personio.switch(&json!({ "v1-employees-limit": model })).await?;
        let stage = Stage::with(programs, personio, limits).await?;
        // What connecting has used comes back.
        tokio::time::sleep(Duration::from_secs(if model == "300-a-minute" { 61 } else { 4 })).await;
        let began = Instant::now();
        let (rows, calls) = stage.whole(&format!("/unified/hris/employees?page_size={PAGE}")).await?;
        let took = began.elapsed().as_secs_f64();
        let refused = stage.personio.answered("/v1/company/employees", 429).await?;
        let word = if refused <= REFUSALS_GOAL { "met" } else { "MISSED" };
        writeln!(
            out,
            "{rows} employees at {model}: {took:.2} s in {calls} calls, {:.2}× the least of {least:.2} s{}, {refused} refused (goal: at most {REFUSALS_GOAL}: {word})",
            took / least,
            verdict(took / least <= TIME_GOAL, TIME_GOAL, "×"),
        )?;
    }
    Ok(())
}

/// One employee of many accounts in turn.
async fn accounts(stage: &Stage, out: &mut impl Write) -> io::Result<()> {
    let mut calls = Vec::with_capacity(ACCOUNTS);
    for _ in 0..ACCOUNTS {
        let linked = stage.nabe.link(&stage.personio).await?;
        calls.push(stage.nabe.call("/unified/hris/employees/", &linked)?);
    }
    let calls = Arc::new(calls);
    let relay = Relay::start(&stage.personio)?;
    let direct = [("authorization", stage.linked.bearer.as_str())];
    let relayed = Arc::new(vec![Call::new(&relay.url, "/v1/company/employees/", &direct)?]);
    let span = Duration::from_secs(8);
    for connections in [1, 16] {
        load::in_turn(&calls, &stage.linked.ids, connections, Duration::from_secs(4)).await?;
        let before = stage.nabe.cpu()?;
        let measured = load::in_turn(&calls, &stage.linked.ids, connections, span).await?;
        let cpu = per_call(stage.nabe.cpu()?.saturating_sub(before), &measured);
        let before = relay.cpu()?;
        let least = load::in_turn(&relayed, &stage.linked.ids, connections, span).await?;
        let least = per_call(relay.cpu()?.saturating_sub(before), &least);
        let p99 = measured.percentile(99);
        writeln!(
            out,
            "one employee of {ACCOUNTS} accounts in turn, {connections:>2} connections: {cpu:.1} µs CPU a read{} ({:.2}× a bare relay's {least:.1}), p99 {p99:.2} ms{}",
            verdict(cpu <= CPU_GOAL_US, CPU_GOAL_US, "µs"),
            cpu / least,
            verdict(p99 < P99_GOAL_MS, P99_GOAL_MS, "ms"),
        )?;
    }
    writeln!(out, "    resident with {ACCOUNTS} accounts in use: {:.1} MB", stage.nabe.memory()?)
}

fn per_call(cpu: Duration, outcome: &load::Outcome) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of some seconds")]
    let calls = outcome.latencies.len().max(1) as f64;
    cpu.as_secs_f64() * 1e6 / calls
}

/// Many people, paged by many clients at once.
async fn many(programs: &Path, out: &mut impl Write) -> io::Result<()> {
    let stage = Stage::new(programs, MANY_PEOPLE).await?;
    let call = stage.nabe.call("/unified/hris/employees?page_size=", &stage.linked)?;
    let began = Instant::now();
    let peak = stage.nabe.watch_memory();
    let rows = load::page_all(&call, PAGERS, PAGE).await?;
    let peak = peak.stop();
    let expected = PAGERS * MANY_PEOPLE as usize;
    writeln!(
        out,
        "{PAGERS} clients page {MANY_PEOPLE} employees each: {rows} of {expected} rows in {:.1} s, at most {peak:.1} MB resident{}",
        began.elapsed().as_secs_f64(),
        verdict(peak < PAGING_GOAL_MB, PAGING_GOAL_MB, "MB"),
    )
}
