//! No file names a folder of the machine on which it was written.

use super::Violation;
use super::tree::Tree;

/// Where people and machines keep their work; put together here so that this file may be checked too.
const FOLDERS: [&str; 5] = [
    concat!("/wo", "rk/"),
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/Us", "ers/"),
    concat!("/tmp/", "wt"),
];

/// Checks every text file.
pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for file in tree.files() {
        for (at, line) in file.lines() {
            if let Some(folder) = FOLDERS.iter().find(|it| begins_in(line, it)) {
                let what = format!("`{folder}` is a folder of one machine");
                let mend = "name it from the root of the repository, or take it from a setting";
                violations.push(Violation::new(&file.path, at, what, mend));
            }
        }
    }
    violations
}

/// Whether a path in this line begins with the folder; `host/home/` and `/v1/work/` are other things.
fn begins_in(line: &str, folder: &str) -> bool {
    let inside = |it: char| it.is_alphanumeric() || "._-~/}*".contains(it);
    let begins = |before: &str| before.ends_with("://") || !before.ends_with(inside);
    line.match_indices(folder).any(|(at, _)| begins(&line[..at]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::lines;

    #[track_caller]
    fn refused(line: &str) -> bool {
        let found = lines(&check(&Tree::of(&[("docs/a.md", &format!("first\n{line}\n"))])));
        if let Some(found) = found.first() {
            assert!(found.starts_with("docs/a.md:2: "));
        }
        !found.is_empty()
    }

    #[test]
    fn a_folder_of_one_machine_is_refused() {
        for folder in FOLDERS {
            assert!(refused(&format!("cd {folder}x")), "{folder}");
            assert!(refused(&format!("path = \"{folder}x\"")), "{folder}");
            assert!(refused(&format!("file://{folder}x")), "{folder}");
        }
    }

    #[test]
    fn routes_and_addresses_are_not_taken_for_folders() {
        for folder in FOLDERS {
            assert!(!refused(&format!("GET /v1{folder}x")));
            assert!(!refused(&format!("https://nabe.example{folder}x")));
            assert!(!refused(&format!("$HOME{folder}x")));
            assert!(!refused(&format!("..{folder}x")));
        }
        assert!(!refused("/v1/employees and /unified/hris"));
    }
}
