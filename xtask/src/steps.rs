//! The steps of `cargo xtask test`: what runs, in which order, and what is skipped where.

use std::io::Write;
use std::process::Command;
use std::time::{Duration, Instant};

use miette::{IntoDiagnostic, miette};

use crate::e2e;
use crate::house::House;
use crate::needs::Need;
use crate::process::{output_of, succeeds};
use crate::report::{Outcome, Report};
use crate::tidy;

/// What of the whole is wanted.
#[derive(Debug, Default)]
pub(crate) struct Choice {
    /// Only these steps; all of them when empty.
    pub(crate) only: Vec<String>,
    /// Whether to go on after a failure.
    pub(crate) keep_going: bool,
}

impl Choice {
    fn takes(&self, name: &str) -> bool {
        let family = name.split(':').next();
        self.only.is_empty() || self.only.iter().any(|it| it == name || Some(it.as_str()) == family)
    }

    /// Refuses a step that isn't there, rather than doing nothing and looking good.
    fn check(&self, names: &[String]) -> miette::Result<()> {
        for wanted in &self.only {
            let alone = Self { only: vec![wanted.clone()], keep_going: false };
            if !names.iter().any(|name| alone.takes(name)) {
                return Err(miette!(
                    help = "`cargo xtask steps` lists every step",
                    "there is no step `{wanted}`"
                ));
            }
        }
        Ok(())
    }
}

/// One step.
struct Step {
    name: &'static str,
    what: &'static str,
    needs: Option<Need>,
    run: fn(&House, &mut dyn Write) -> miette::Result<bool>,
}

/// Every step before and after the end-to-end scripts; the cheap ones stand first.
const BEFORE: &[Step] = &[
    Step {
        name: "fmt",
        what: "formatting",
        needs: None,
        run: |house, _| succeeds(&mut house.cargo(&["fmt", "--all", "--check"])),
    },
    Step {
        name: "tidy",
        what: "the rules of the house",
        needs: None,
        run: |house, out| tidy::run(house, out),
    },
    Step { name: "clippy", what: "lints, of tests too", needs: None, run: clippy },
    Step { name: TEST, what: "tests of every crate", needs: None, run: tests },
    Step { name: "doc", what: "documentation, links included", needs: None, run: documentation },
];
const AFTER: &[Step] = &[Step {
    name: "deny",
    what: "licences, sources and banned crates of every dependency",
    needs: Some(Need::CargoDeny),
    run: deny,
}];

/// The step whose half needs PostgreSQL.
const TEST: &str = "test";

/// The names of all steps.
pub(crate) fn names(house: &House) -> Vec<String> {
    let of = |steps: &'static [Step]| steps.iter().map(|it| it.name.to_owned());
    let scripts = e2e::scripts(house).map(e2e::Script::step);
    of(BEFORE).chain(scripts).chain(of(AFTER)).collect()
}

/// Runs the chosen steps and prints the summary; tells whether none has failed.
pub(crate) fn run(house: &House, choice: &Choice, out: &mut dyn Write) -> miette::Result<bool> {
    choice.check(&names(house))?;
    let mut run = Run { house, choice, out, report: Report::default() };
    run.say_what_is_used()?;
    run.steps(BEFORE)?;
    run.scripts()?;
    run.steps(AFTER)?;
    write!(run.out, "{}", run.report.summary()).into_diagnostic()?;
    Ok(!run.report.has_failed())
}

struct Run<'a> {
    house: &'a House,
    choice: &'a Choice,
    out: &'a mut dyn Write,
    report: Report,
}

impl Run<'_> {
    fn say_what_is_used(&mut self) -> miette::Result<()> {
        let Some(folder) = &self.house.reference_dir else {
            let notice = "notice: no folder with published API descriptions (NABE_REFERENCE_DIR): the tests that \
                          compare with them have nothing to compare with";
            return writeln!(self.out, "{notice}").into_diagnostic();
        };
        writeln!(self.out, "published API descriptions: {}", folder.display()).into_diagnostic()
    }

    fn steps(&mut self, steps: &[Step]) -> miette::Result<()> {
        for step in steps.iter().filter(|it| self.choice.takes(it.name)) {
            let start = Instant::now();
            let outcome = if let Some(outcome) = self.obstacle(step.needs) {
                outcome
            } else {
                self.heading(step.name, step.what)?;
                let result = (step.run)(self.house, &mut *self.out);
                judge(result, &mut *self.out)?
            };
            self.report.add(step.name, outcome, start.elapsed());
            if step.name == TEST
                && let Some(outcome) = self.lacking(Need::Postgres)
            {
                self.report.add("test:postgres", outcome, Duration::ZERO);
            }
        }
        Ok(())
    }

    /// Runs the end-to-end scripts against one server, which is started for the first that can run.
    fn scripts(&mut self) -> miette::Result<()> {
        let mut demo = None;
        for script in e2e::scripts(self.house) {
            let name = script.step();
            if !self.choice.takes(&name) {
                continue;
            }
            let start = Instant::now();
            let obstacle = script.needs.iter().find_map(|need| self.obstacle(Some(*need)));
            let outcome = if let Some(outcome) = obstacle.or_else(|| self.obstacle(None)) {
                outcome
            } else {
                self.heading(&name, script.what)?;
                let result = e2e::run(self.house, script, &mut demo, &mut *self.out);
                judge(result, &mut *self.out)?
            };
            self.report.add(&name, outcome, start.elapsed());
        }
        Ok(())
    }

    /// Why a step is not to run: an earlier failure, or something that this machine lacks.
    fn obstacle(&self, need: Option<Need>) -> Option<Outcome> {
        if self.report.has_failed() && !self.choice.keep_going {
            let why = "an earlier step has failed; `--keep-going` runs the rest all the same";
            return Some(Outcome::Skipped(why.to_owned()));
        }
        need.and_then(|it| self.lacking(it))
    }

    /// In CI nothing is skipped: what is missing there is a failure.
    fn lacking(&self, need: Need) -> Option<Outcome> {
        let how = need.missing(self.house)?;
        Some(if self.house.ci { Outcome::Failed(how) } else { Outcome::Skipped(how) })
    }

    fn heading(&mut self, name: &str, what: &str) -> miette::Result<()> {
        writeln!(self.out, "\n==> {name}: {what}").into_diagnostic()?;
        self.out.flush().into_diagnostic() // what a program prints itself comes after it
    }
}

/// The whole of an error is printed at once; its first line goes into the summary.
fn judge(result: miette::Result<bool>, out: &mut dyn Write) -> miette::Result<Outcome> {
    let error = match result {
        Ok(true) => return Ok(Outcome::Passed),
        Ok(false) => return Ok(Outcome::Failed("see its output above".to_owned())),
        Err(error) => error,
    };
    let text = match error.help() {
        Some(help) => format!("{error}\nhelp: {help}"),
        None => error.to_string(),
    };
    writeln!(out, "{text}").into_diagnostic()?;
    Ok(Outcome::Failed(text.lines().next().unwrap_or_default().to_owned()))
}

fn clippy(house: &House, _: &mut dyn Write) -> miette::Result<bool> {
    succeeds(&mut house.cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

/// nextest where it is installed (faster, and it ends a test that hangs), cargo's own runner elsewhere.
fn tests(house: &House, _: &mut dyn Write) -> miette::Result<bool> {
    if output_of(&mut house.cargo(&["nextest", "--version"])).is_none() {
        return succeeds(with_postgres(house, &mut house.cargo(&["test", "--workspace"])));
    }
    let mut nextest = house.cargo(&["nextest", "run", "--workspace", "--no-fail-fast"]);
    // nextest doesn't know the examples in the documentation.
    let mut examples = house.cargo(&["test", "--workspace", "--doc", "--quiet"]);
    let good = succeeds(with_postgres(house, &mut nextest))?;
    Ok(succeeds(with_postgres(house, &mut examples))? && good)
}

/// Names the PostgreSQL server to the tests if it answers; else they leave that half out.
fn with_postgres<'a>(house: &House, command: &'a mut Command) -> &'a mut Command {
    match Need::Postgres.missing(house) {
        None => command.env("TEST_POSTGRES_URL", &house.postgres_url),
        Some(_) => command.env_remove("TEST_POSTGRES_URL"),
    }
}

fn documentation(house: &House, _: &mut dyn Write) -> miette::Result<bool> {
    succeeds(house.cargo(&["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
}

/// Without `advisories`: that list comes from a git repository, which not every machine reaches.
fn deny(house: &House, _: &mut dyn Write) -> miette::Result<bool> {
    succeeds(&mut house.cargo(&[
        "deny",
        "--locked",
        "check",
        "--hide-inclusion-graph",
        "bans",
        "licenses",
        "sources",
    ]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn house(ci: bool) -> House {
        House {
            root: PathBuf::from("."),
            ci,
            postgres_url: "nowhere".to_owned(),
            reference_dir: None,
            target: PathBuf::from("target"),
        }
    }

    fn run_with(house: &House, choice: &Choice, steps: &[Step]) -> (Report, String) {
        let mut out = Vec::new();
        let mut run = Run { house, choice, out: &mut out, report: Report::default() };
        run.steps(steps).unwrap();
        let report = run.report;
        (report, String::from_utf8(out).unwrap())
    }

    const STEPS: &[Step] = &[
        Step { name: "bad", what: "", needs: None, run: |_, _| Ok(false) },
        Step {
            name: "worse",
            what: "",
            needs: None,
            run: |_, _| Err(miette!(help = "mend", "broken\nin half")),
        },
        Step { name: "pg", what: "", needs: Some(Need::Postgres), run: |_, _| Ok(true) },
        Step { name: "good", what: "all is well", needs: None, run: |_, _| Ok(true) },
    ];

    #[test]
    fn a_failure_stops_the_rest() {
        let (report, _) = run_with(&house(false), &Choice::default(), STEPS);
        assert!(report.summary().ends_with("\n0 passed, 1 failed, 3 skipped\n"), "{}", report.summary());
    }

    #[test]
    fn keep_going_runs_the_rest_and_says_what_is_missing() {
        let choice = Choice { only: Vec::new(), keep_going: true };
        let (report, out) = run_with(&house(false), &choice, STEPS);
        let summary = report.summary();
        assert!(summary.contains(" broken\n"), "{summary}");
        assert!(out.contains("broken\nin half\nhelp: mend"), "{out}");
        assert!(summary.contains("pg: PostgreSQL doesn't answer"), "{summary}");
        assert!(summary.ends_with("\n1 passed, 2 failed, 1 skipped\n"), "{summary}");
        assert!(out.contains("==> good: all is well"));
    }

    #[test]
    fn in_ci_what_is_missing_is_a_failure() {
        let choice = Choice { only: vec!["pg".to_owned()], keep_going: false };
        let (report, _) = run_with(&house(true), &choice, STEPS);
        assert!(report.summary().ends_with("\n0 passed, 1 failed, 0 skipped\n"));
    }

    #[test]
    fn a_step_that_is_not_there_is_refused() {
        let names = ["fmt".to_owned(), "e2e:a".to_owned()];
        let of = |only: &str| Choice { only: vec![only.to_owned()], keep_going: false }.check(&names);
        assert!(of("fmt").is_ok());
        assert!(of("e2e").is_ok());
        assert!(of("e2e:a").is_ok());
        assert!(of("e2e:b").is_err());
        assert!(of("clipy").is_err());
    }
}
