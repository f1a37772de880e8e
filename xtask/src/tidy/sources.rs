//! What every Rust file keeps to: its length, its first words, and what it leaves out.

use regex::Regex;

use super::Violation;
use super::rust_text::code_only;
use super::tree::{File, Tree};

/// From here on a file is worth a look.
const LONG: usize = 400;
/// From here on it must be split.
const TOO_LONG: usize = 600;

/// A pattern in the code that nobody may write, where, and what to do instead.
struct Forbidden {
    pattern: &'static str,
    in_tests_too: bool,
    mend: &'static str,
}

const FORBIDDEN: &[Forbidden] = &[
    Forbidden {
        pattern: r"#\s*\[\s*ignore\b",
        in_tests_too: true,
        mend: "mend the test or take it out: one that never runs shows nothing",
    },
    Forbidden {
        pattern: r"#\s*\[\s*should_panic\b",
        in_tests_too: true,
        mend: "return an error and assert on it",
    },
    Forbidden {
        pattern: r"\btodo!\s*[(\[{]",
        in_tests_too: true,
        mend: "finish it, or leave the branch out",
    },
    Forbidden {
        pattern: r"\bprintln!\s*[(\[{]",
        in_tests_too: false,
        mend: "write to an injected `impl Write`",
    },
];

/// Words that mark unfinished work; put together here so that this file may be checked too.
const UNFINISHED: [&str; 2] = [concat!("FIX", "ME"), concat!("XX", "X")];
/// Files in which they are looked for.
const CODE: [&str; 9] = ["rs", "py", "mjs", "js", "ts", "sql", "sh", "toml", "html"];

/// Notes on files that are long, but not yet too long.
pub(super) fn long_files(tree: &Tree) -> Vec<String> {
    let long = product(tree)
        .map(|it| (it, it.lines().count()))
        .filter(|(_, count)| (LONG + 1..=TOO_LONG).contains(count));
    long.map(|(it, count)| format!("{} has {count} lines: has it still one subject?", it.path)).collect()
}

/// Checks every source file.
pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = too_long(tree);
    violations.extend(without_a_word(tree));
    violations.extend(tree.rust().flat_map(forbidden));
    violations.extend(tree.files().iter().flat_map(unfinished));
    violations
}

/// The Rust files that aren't for tests only.
fn product(tree: &Tree) -> impl Iterator<Item = &File> {
    tree.rust().filter(|it| !it.is_test())
}

fn too_long(tree: &Tree) -> Vec<Violation> {
    let long = product(tree).map(|it| (it, it.lines().count())).filter(|(_, count)| *count > TOO_LONG);
    let violation = |(file, count): (&File, usize)| {
        let what = format!("the file has {count} lines, at most {TOO_LONG} are allowed");
        Violation::new(&file.path, TOO_LONG + 1, what, "split it by subject; tests may move to `tests.rs`")
    };
    long.map(violation).collect()
}

fn without_a_word(tree: &Tree) -> Vec<Violation> {
    let modules = product(tree).filter(|it| it.path.contains("src/"));
    let silent = modules.filter(|it| !it.text.starts_with("//!"));
    let mend = "begin with `//!` and say what it is for and what it must not know";
    silent.map(|it| Violation::new(&it.path, 1, "the module doesn't say what it is for", mend)).collect()
}

fn forbidden(file: &File) -> Vec<Violation> {
    let code = code_only(&file.text);
    let mut violations = Vec::new();
    for Forbidden { pattern, in_tests_too, mend } in FORBIDDEN {
        if !in_tests_too && (file.is_test() || !file.path.contains("src/")) {
            continue;
        }
        let pattern = Regex::new(pattern).expect("the patterns of this file are tested");
        for found in pattern.find_iter(&code) {
            let line = code[..found.start()].matches('\n').count() + 1;
            let what = format!("`{}` is not used here", found.as_str().trim_end_matches(['(', '[', '{']));
            violations.push(Violation::new(&file.path, line, what, *mend));
        }
    }
    violations
}

fn unfinished(file: &File) -> Vec<Violation> {
    if !CODE.iter().any(|it| file.is(it)) {
        return Vec::new();
    }
    let is_word = |line: &str, word: &str| line.split(|it: char| !it.is_alphanumeric()).any(|it| it == word);
    let found = file.lines().filter_map(|(at, line)| {
        let word = UNFINISHED.iter().find(|word| is_word(line, word))?;
        Some(Violation::new(
            &file.path,
            at,
            format!("`{word}` marks unfinished work"),
            "finish it or file it",
        ))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::lines;

    #[test]
    fn a_file_that_is_too_long_is_refused_and_a_long_one_noted() {
        let of = |count: usize| format!("//! A.\n{}", "\n".repeat(count - 1));
        let (short, long, longer) = (of(400), of(401), of(601));
        let tree = Tree::of(&[
            ("a/src/short.rs", &short),
            ("a/src/long.rs", &long),
            ("a/src/longer.rs", &longer),
            ("a/src/tests.rs", &longer),
            ("a/tests/it.rs", &longer),
        ]);
        assert_eq!(long_files(&tree), ["a/src/long.rs has 401 lines: has it still one subject?"]);
        let mend = "split it by subject; tests may move to `tests.rs`";
        let expected =
            format!("a/src/longer.rs:601: the file has 601 lines, at most 600 are allowed; {mend}");
        assert_eq!(lines(&check(&tree)), [expected]);
    }

    #[test]
    fn a_module_that_says_nothing_is_refused() {
        let tree =
            Tree::of(&[("a/src/lib.rs", "use b;"), ("a/src/b.rs", "//! B."), ("a/build.rs", "fn main() {}")]);
        let found = lines(&check(&tree));
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("a/src/lib.rs:1: the module doesn't say what it is for; "));
    }

    #[test]
    fn forbidden_code_is_found_and_sentences_about_it_are_not() {
        let text = "//! No `println!(`.\nfn f() { println!(\"todo!(\"); eprintln!(); }\n#[ignore = \"slow\"]\n\
                    #[should_panic]\nfn g() { todo!() }\n";
        let tree = Tree::of(&[("a/src/lib.rs", text), ("a/tests/it.rs", "fn f() { println!(\"x\") }\n")]);
        let found: Vec<(usize, String)> = check(&tree).into_iter().map(|it| (it.line, it.what)).collect();
        let expected = [(3, "#[ignore"), (4, "#[should_panic"), (5, "todo!"), (2, "println!")];
        assert_eq!(found, expected.map(|(line, what)| (line, format!("`{what}` is not used here"))));
    }

    #[test]
    fn unfinished_work_is_refused() {
        let text = format!("# {}: later\nXXXX = 1\n", UNFINISHED[0]);
        let tree = Tree::of(&[("e2e/run.py", &text), ("docs/a.md", &text)]);
        let found = lines(&check(&tree));
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("e2e/run.py:1: "));
    }
}
