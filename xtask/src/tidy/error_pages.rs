//! Every error code has its help page, and no page is left without its code.

use regex::Regex;

use super::Violation;
use super::tree::{File, Tree};

const TABLE: &str = "crates/nabe-model/src/errors.rs";
const FOLDER: &str = "docs/errors/";
const HEADINGS: [&str; 3] = ["## What happened", "## Why", "## What to do"];

/// Checks the pages against the table.
pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let Some(table) = tree.file(TABLE) else { return Vec::new() };
    let codes = codes(table);
    if codes.is_empty() {
        let mend = "keep its lines as `Name = \"code\", status;`, or teach xtask/src/tidy/error_pages.rs";
        return vec![Violation::new(TABLE, 1, "no error code was found in the table", mend)];
    }
    let mut violations = Vec::new();
    for (line, code) in &codes {
        match tree.file(&format!("{FOLDER}{code}.md")) {
            Some(page) => violations.extend(check_page(page, code)),
            None => violations.push(Violation::new(
                TABLE,
                *line,
                format!("the error `{code}` has no page"),
                format!("write {FOLDER}{code}.md"),
            )),
        }
    }
    let pages = tree.under(FOLDER).filter_map(|(name, file)| Some((name.strip_suffix(".md")?, file)));
    let lonely = pages.filter(|(name, _)| *name != "README" && !codes.iter().any(|(_, code)| code == name));
    let mend = "take it out, or add the code to the table";
    violations
        .extend(lonely.map(|(_, it)| Violation::new(&it.path, 1, "the page belongs to no error", mend)));
    violations
}

fn codes(table: &File) -> Vec<(usize, &str)> {
    let entry = Regex::new(r#"^\s*\w+ = "([a-z_]+)", \d{3};"#).expect("the pattern is tested");
    let codes = table.lines().filter_map(|(at, line)| Some((at, entry.captures(line)?.get(1)?.as_str())));
    codes.collect()
}

fn check_page(page: &File, code: &str) -> Vec<Violation> {
    let mut violations = Vec::new();
    if page.text.lines().next() != Some(&format!("# {code}")) {
        let mend = format!("begin with `# {code}`");
        violations.push(Violation::new(&page.path, 1, "the page has another title than its code", mend));
    }
    let headings: Vec<&str> = page.text.lines().filter(|it| it.starts_with("## ")).collect();
    if headings != HEADINGS {
        let mend = format!("have exactly {}", HEADINGS.map(|it| format!("`{it}`")).join(", "));
        violations.push(Violation::new(&page.path, 1, "the page has other headings than the rest", mend));
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::lines;

    const CODES: &str =
        "codes! {\n    /// A.\n    NotFound = \"not_found\", 404;\n    Conflict = \"conflict\", 409;\n}\n";
    const PAGE: &str = "# not_found\n\n## What happened\n\nA.\n\n## Why\n\nB.\n\n## What to do\n\nC.\n";

    #[test]
    fn codes_and_pages_must_match() {
        let tree =
            Tree::of(&[(TABLE, CODES), ("docs/errors/not_found.md", PAGE), ("docs/errors/old.md", PAGE)]);
        assert_eq!(
            lines(&check(&tree)),
            [
                "crates/nabe-model/src/errors.rs:4: the error `conflict` has no page; write docs/errors/conflict.md",
                "docs/errors/old.md:1: the page belongs to no error; take it out, or add the code to the table",
            ]
        );
    }

    #[test]
    fn a_page_with_other_headings_is_refused() {
        let page = PAGE.replace("# not_found", "# conflict").replace("## Why\n", "");
        let tree = Tree::of(&[(TABLE, &CODES[..60]), ("docs/errors/not_found.md", &page)]);
        let found = lines(&check(&tree));
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("another title") && found[1].contains("other headings"));
    }

    #[test]
    fn a_table_that_cannot_be_read_is_not_taken_for_an_empty_one() {
        assert_eq!(check(&Tree::of(&[(TABLE, "codes! {}")])).len(), 1);
    }
}
