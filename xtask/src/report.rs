//! What became of each step, and the summary at the end.

use std::fmt::Write;
use std::time::Duration;

/// What became of one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It ran, and all is well.
    Passed,
    /// It ran and found something, or could not run where it had to.
    Failed(String),
    /// It did not run, and why.
    Skipped(String),
}

/// One line of the summary.
#[derive(Debug)]
pub(crate) struct Row {
    /// The step.
    pub(crate) name: String,
    /// What became of it.
    pub(crate) outcome: Outcome,
    /// How long it took.
    pub(crate) took: Duration,
}

/// The lines of a run.
#[derive(Debug, Default)]
pub(crate) struct Report {
    rows: Vec<Row>,
}

impl Report {
    /// Adds a line.
    pub(crate) fn add(&mut self, name: &str, outcome: Outcome, took: Duration) {
        self.rows.push(Row { name: name.to_owned(), outcome, took });
    }

    /// Whether a step has failed.
    pub(crate) fn has_failed(&self) -> bool {
        self.rows.iter().any(|it| matches!(it.outcome, Outcome::Failed(_)))
    }

    /// The table, what was skipped and how to get it, and the closing line with the counts.
    pub(crate) fn summary(&self) -> String {
        let mut text = "\n==> summary\n".to_owned();
        let width = self.rows.iter().map(|it| it.name.len()).max().unwrap_or_default();
        let (mut passed, mut failed, mut skipped) = (0, 0, 0);
        for Row { name, outcome, took } in &self.rows {
            let (word, why) = match outcome {
                Outcome::Passed => ("passed ", ""),
                Outcome::Failed(why) => ("failed ", why.as_str()),
                Outcome::Skipped(_) => ("skipped", ""),
            };
            match outcome {
                Outcome::Passed => passed += 1,
                Outcome::Failed(_) => failed += 1,
                Outcome::Skipped(_) => skipped += 1,
            }
            let line = format!("{word}  {name:width$}  {:>7.1} s  {why}", took.as_secs_f64());
            let _ = writeln!(text, "{}", line.trim_end());
        }
        if skipped > 0 {
            text.push_str("\nskipped, and what to do about it:\n");
        }
        for Row { name, outcome, .. } in &self.rows {
            if let Outcome::Skipped(why) = outcome {
                let _ = writeln!(text, "  {name}: {why}");
            }
        }
        let _ = writeln!(text, "\n{passed} passed, {failed} failed, {skipped} skipped");
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_ends_with_the_counts() {
        let mut report = Report::default();
        report.add("fmt", Outcome::Passed, Duration::from_millis(1234));
        report.add("test", Outcome::Failed("see above".to_owned()), Duration::from_secs(61));
        report.add("deny", Outcome::Skipped("cargo-deny is missing: get it".to_owned()), Duration::ZERO);
        assert!(report.has_failed());
        let expected = "
==> summary
passed   fmt       1.2 s
failed   test     61.0 s  see above
skipped  deny      0.0 s

skipped, and what to do about it:
  deny: cargo-deny is missing: get it

1 passed, 1 failed, 1 skipped
";
        assert_eq!(report.summary(), expected);
    }

    #[test]
    fn a_run_without_skips_says_nothing_of_them() {
        let mut report = Report::default();
        report.add("fmt", Outcome::Passed, Duration::ZERO);
        assert!(!report.has_failed());
        assert!(!report.summary().contains("what to do"));
        assert!(report.summary().ends_with("\n1 passed, 0 failed, 0 skipped\n"));
    }
}
