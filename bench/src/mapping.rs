//! `bench mapping`: how much mapping costs beyond parsing.
//!
//! A page of employees becomes the bytes of an answer; beside it the same bytes are parsed into typed structs that
//! map nothing, and into `serde_json::Value`. Rounds are interleaved and the best of each counts, so that another
//! program's work disturbs all three alike or none.

mod page;
mod times;
mod typed;

use std::hint::black_box;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use std::collections::{HashMap, HashSet};

use nabe_connector::{AccountSettings, Answers, Ask, Filters, Resource, Served};
use nabe_model::select::Asked;

use self::page::Spelling;

/// Rows of a page: the most that the provider gives.
const ROWS: u32 = 100;
/// The most that mapping and writing may cost, in typed parses of the same bytes.
const TYPED_GOAL: f64 = 1.8;
/// The most that they may cost, in parses into `serde_json::Value`.
const VALUE_GOAL: f64 = 1.0;

/// How to measure.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Rounds, of which the best counts.
    #[arg(long, default_value_t = 40)]
    rounds: u32,
    /// Pages in a round.
    #[arg(long, default_value_t = 20)]
    pages: u32,
}

/// A page to map, and how it is parsed by who only wants its values.
struct Subject {
    name: &'static str,
    operation: &'static str,
    page: Vec<u8>,
    parse: fn(&[u8]),
}

/// Measures, and prints what came out.
pub(crate) fn run(args: &Args, out: &mut impl Write) -> io::Result<()> {
    let registry = nabe_connectors::registry();
    let provider = registry.get("personio").ok_or_else(|| io::Error::other("there is no such provider"))?;
    for subject in subjects() {
        let Served::Resource(resource) = provider.serves(subject.operation) else {
            return Err(io::Error::other(format!("the provider does not serve {}", subject.operation)));
        };
        let (record, answer) = (subject.page.len() / ROWS as usize, answer(resource, &subject.page));
        writeln!(
            out,
            "{ROWS} {}, {record} bytes a record in, {} out",
            subject.name,
            answer.len() / ROWS as usize
        )?;
        report(&measure(args, resource, &subject), subject.page.len(), out)?;
    }
    Ok(())
}

fn subjects() -> [Subject; 4] {
    let employees = |name, spelling| Subject {
        name,
        operation: "hris_list_employees",
        page: page::page(ROWS, spelling),
        parse: |page| drop(black_box(typed::parse(black_box(page)))),
    };
    [
        employees("employees of 41 attributes, text as UTF-8", Spelling::Utf8),
        employees("employees of 41 attributes, text escaped (\\u00fc), as PHP writes it", Spelling::Escaped),
        Subject {
            name: "absences",
            operation: "hris_list_time_off_requests",
            page: times::absences(ROWS),
            parse: |page| drop(black_box(times::parse_absences(black_box(page)))),
        },
        Subject {
            name: "time entries",
            operation: "hris_list_time_entries",
            page: times::attendances(ROWS),
            parse: |page| drop(black_box(times::parse_attendances(black_box(page)))),
        },
    ]
}

/// The best times for one page.
struct Best {
    mapped: Duration,
    typed: Duration,
    value: Duration,
}

fn measure(args: &Args, resource: &dyn Resource, subject: &Subject) -> Best {
    let page = subject.page.as_slice();
    let mut best = Best { mapped: Duration::MAX, typed: Duration::MAX, value: Duration::MAX };
    for _ in 0..args.rounds.max(1) {
        let mapped = time(args.pages, || drop(black_box(answer(resource, black_box(page)))));
        let typed = time(args.pages, || (subject.parse)(page));
        let value = time(args.pages, || {
            drop(black_box(serde_json::from_slice::<serde_json::Value>(black_box(page))));
        });
        best.mapped = best.mapped.min(mapped);
        best.typed = best.typed.min(typed);
        best.value = best.value.min(value);
    }
    best
}

/// The time of one run, on average of `pages`.
fn time(pages: u32, mut work: impl FnMut()) -> Duration {
    let start = Instant::now();
    for _ in 0..pages.max(1) {
        work();
    }
    start.elapsed() / pages.max(1)
}

/// The bytes that the API answers for this page.
fn answer(resource: &dyn Resource, page: &[u8]) -> Vec<u8> {
    let (filters, asked, further) = (Filters::default(), Asked::default(), HashMap::new());
    let account = AccountSettings::default();
    let ask = Ask {
        parent: None,
        id: None,
        position: None,
        limit: ROWS,
        filters: &filters,
        asked: &asked,
        account: &account,
        public_url: "https://nabe.example.com",
        today: jiff::civil::date(2026, 11, 24),
        explain: false,
    };
    let mut json = Vec::with_capacity(4096);
    let none = HashSet::new();
    let answers = Answers { first: &[page], further: &further, gone: &none, refused: &none };
    let info = resource.read(&ask, &answers, &mut |row| {
        assert!(row.defects.is_empty(), "the page has no defects");
        nabe_model::json::write(&mut json, &row.record).expect("a record can be written");
        json.push(b',');
    });
    assert_eq!(info.map(|it| it.rows), Ok(ROWS as usize), "every row is mapped");
    json
}

fn report(best: &Best, bytes: usize, out: &mut impl Write) -> io::Result<()> {
    let lines = [
        ("mapped and written", best.mapped),
        ("parsed into structs", best.typed),
        ("parsed into Value", best.value),
    ];
    for (name, time) in lines {
        let micros = time.as_secs_f64() * 1e6 / f64::from(ROWS);
        #[expect(clippy::cast_precision_loss, reason = "a page is small")]
        let megabytes = bytes as f64 / time.as_secs_f64() / 1e6;
        writeln!(out, "  {name:<20} {micros:>8.2} µs a record {megabytes:>8.0} MB/s")?;
    }
    ratio("structs", best.mapped, best.typed, TYPED_GOAL, out)?;
    ratio("Value", best.mapped, best.value, VALUE_GOAL, out)
}

fn ratio(
    name: &str,
    mapped: Duration,
    baseline: Duration,
    goal: f64,
    out: &mut impl Write,
) -> io::Result<()> {
    let ratio = mapped.as_secs_f64() / baseline.as_secs_f64();
    let verdict = if ratio <= goal { "met" } else { "MISSED" };
    writeln!(out, "  mapped / {name:<11} {ratio:>8.2}   goal {goal:.1}: {verdict}")
}
