//! The commands in the README and the contributor guide exist.

use regex::Regex;

use super::Violation;
use super::tree::{File, Tree};

const PAGES: [&str; 2] = ["README.md", "CONTRIBUTING.md"];

/// Checks every command in a code block, given the tasks that there are.
pub(super) fn check(tree: &Tree, tasks: &[String]) -> Vec<Violation> {
    let pages = PAGES.iter().filter_map(|it| tree.file(it));
    pages.flat_map(|page| check_page(page, tree, tasks)).collect()
}

fn check_page(page: &File, tree: &Tree, tasks: &[String]) -> Vec<Violation> {
    let task = Regex::new(r"\bcargo xtask ([a-z][a-z-]*)").expect("the pattern is tested");
    let run = Regex::new(r"\bcargo run\b(.*?) -- ([a-z][a-z-]*)").expect("the pattern is tested");
    let mut violations = Vec::new();
    for (at, line) in code_lines(page) {
        for found in task.captures_iter(line) {
            if !tasks.iter().any(|it| *it == found[1]) {
                let what = format!("there is no task `{}`", &found[1]);
                violations.push(Violation::new(
                    &page.path,
                    at,
                    what,
                    format!("there are {}", tasks.join(", ")),
                ));
            }
        }
        for found in run.captures_iter(line) {
            let folder = if found[1].contains("personio-sandbox") {
                "personio-sandbox/src/"
            } else {
                "crates/nabe/src/"
            };
            if !has_subcommand(tree, folder, &found[2]) {
                let what = format!("no command `{}` was found in {folder}", &found[2]);
                violations.push(Violation::new(&page.path, at, what, "write the command that there is"));
            }
        }
    }
    violations
}

/// The lines within fenced code blocks.
fn code_lines(page: &File) -> impl Iterator<Item = (usize, &str)> {
    let mut inside = false;
    page.lines().filter(move |(_, line)| {
        let fence = line.trim_start().starts_with("```");
        inside ^= fence;
        inside && !fence
    })
}

/// Whether a file there that declares subcommands has a variant of this name.
fn has_subcommand(tree: &Tree, folder: &str, command: &str) -> bool {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    let variant: String = command.split('-').filter(|it| !it.is_empty()).map(capital).collect();
    let variant = Regex::new(&format!(r"(?m)^\s+{variant}\s*[,({{]")).expect("it is made of letters");
    let mut files = tree.under(folder).filter(|(_, it)| it.is("rs") && it.text.contains("Subcommand"));
    files.any(|(_, it)| variant.is_match(&it.text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::lines;

    #[test]
    fn a_command_that_is_not_there_is_refused() {
        let page = "`cargo xtask nowhere` in a sentence\n```sh\ncargo xtask test\ncargo xtask tst\n\
                    cargo run -- demo\ncargo run --release -- domo --x\ncargo run -- --help\n\
                    cargo run -p personio-sandbox -- serve\n```\ncargo xtask later\n";
        let cli = "#[derive(Subcommand)]\nenum Command {\n    /// D.\n    Demo(Demo),\n    ApiKey,\n}\n";
        let tree = Tree::of(&[("README.md", page), ("crates/nabe/src/cli.rs", cli)]);
        assert_eq!(
            lines(&check(&tree, &["test".to_owned(), "tidy".to_owned()])),
            [
                "README.md:4: there is no task `tst`; there are test, tidy",
                "README.md:6: no command `domo` was found in crates/nabe/src/; write the command that there is",
                "README.md:8: no command `serve` was found in personio-sandbox/src/; write the command that there is",
            ]
        );
        assert!(has_subcommand(&tree, "crates/nabe/src/", "api-key"));
    }
}
