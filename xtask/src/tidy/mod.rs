//! The rules of the house that neither the compiler nor clippy knows.
//!
//! A rule is a function from the tree (or the manifests) to violations; it reads nothing itself.

mod edges;
mod error_pages;
mod mail;
mod manifests;
mod metadata;
mod migrations;
mod names;
mod paths;
mod readme;
mod rust_text;
mod sources;
mod tree;

use std::fmt;
use std::io::Write;

use miette::IntoDiagnostic;

use crate::house::House;
use tree::Tree;

/// One broken rule, with the way out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Violation {
    file: String,
    line: usize,
    what: String,
    mend: String,
}

impl Violation {
    fn new(file: &str, line: usize, what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, what: what.into(), mend: mend.into() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, what, mend } = self;
        write!(f, "{file}:{line}: {what}; {mend}")
    }
}

/// Checks every rule, prints what is broken, and tells whether nothing is.
pub(crate) fn run(house: &House, out: &mut dyn Write) -> miette::Result<bool> {
    let tree = Tree::read(house)?;
    let packages = metadata::read(house)?;
    for note in sources::long_files(&tree) {
        writeln!(out, "note: {note}").into_diagnostic()?;
    }
    let mut violations = edges::check(&packages, &tree);
    violations.extend(manifests::check(&tree));
    violations.extend(names::check(&tree));
    violations.extend(sources::check(&tree));
    violations.extend(migrations::check(&tree));
    violations.extend(error_pages::check(&tree));
    violations.extend(paths::check(&tree));
    violations.extend(readme::check(&tree, &crate::task_names()));
    violations.extend(mail::check(&tree));
    violations.sort();
    for violation in &violations {
        writeln!(out, "{violation}").into_diagnostic()?;
    }
    let (files, broken) = (tree.files().len(), violations.len());
    writeln!(out, "{files} files looked at, {broken} violations").into_diagnostic()?;
    Ok(violations.is_empty())
}

/// The violations as lines, for tests.
#[cfg(test)]
fn lines(violations: &[Violation]) -> Vec<String> {
    violations.iter().map(ToString::to_string).collect()
}
