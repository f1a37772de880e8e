//! The rows as a table for a terminal.

use std::io::{self, Write};

use super::shown::Shown;

/// How wide sentences may become.
const WIDTH: usize = 88;
/// Where sentences begin.
const INDENT: usize = 14;

/// Writes rows below the titles of their topics.
pub(crate) fn write(rows: &[Shown], out: &mut impl Write) -> io::Result<()> {
    let mut topic = "";
    for row in rows {
        if row.topic != topic {
            let gap = if topic.is_empty() { "" } else { "\n" };
            writeln!(out, "{gap}{} ({})", row.title, row.topic)?;
            topic = row.topic;
        }
        let mut head = format!("  {:<4}§{:<7}", row.letters(), row.section);
        for line in wrapped(row.says) {
            writeln!(out, "{head}{line}")?;
            head = " ".repeat(INDENT);
        }
        for it in &row.switches {
            let others: Vec<&str> =
                it.positions.iter().copied().filter(|other| *other != it.position).collect();
            let moved = if it.is_moved() { " (not as by default)" } else { "" };
            writeln!(out, "{head}switch {}={}{moved}, or {}", it.name, it.position, others.join(", "))?;
        }
        for it in row.quirks {
            writeln!(out, "{head}quirk {}", it.name())?;
        }
        if !row.sources.is_empty() {
            writeln!(out, "{head}source {}", row.sources)?;
        }
    }
    let rows = match rows.len() {
        0 => "Nothing that is known has these words and this mark.".to_owned(),
        1 => "\n1 row.".to_owned(),
        many => format!("\n{many} rows."),
    };
    writeln!(out, "{rows}")?;
    writeln!(out, "O published, L checked live, Q reported by users, T assumed by others, ? guessed here")
}

/// The lines of a sentence.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
