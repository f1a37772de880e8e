//! Test data has no e-mail address that could be somebody's: the domains are the reserved ones.

use regex::Regex;

use super::Violation;
use super::tree::{File, Tree};

/// Domains that belong to nobody (RFC 2606).
const RESERVED: [&str; 3] = ["example.com", "example.net", "example.org"];
const RESERVED_ENDS: [&str; 4] = [".example", ".test", ".invalid", ".localhost"];
/// What looks like an address but is the name of a file (`icon@2x.png`) or of a branch of code.
const NOT_A_DOMAIN: [&str; 6] = [".png", ".svg", ".jpg", ".rs", ".js", ".mjs"];

/// Checks test files, fixtures, snapshots, end-to-end scripts and the data of the sandbox.
pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let address = Regex::new(r"[A-Za-z0-9._%+-]+@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})\b");
    let address = address.expect("the pattern is tested");
    let mut violations = Vec::new();
    for file in tree.files().iter().filter(|it| is_test_data(it)) {
        for (at, line) in file.lines() {
            for found in address.captures_iter(line).filter(|it| !is_nobodys(&it[1])) {
                let what = format!("the domain `{}` may be somebody's", &found[1]);
                violations.push(Violation::new(&file.path, at, what, "use `example.com` or `….example`"));
            }
        }
    }
    violations
}

fn is_test_data(file: &File) -> bool {
    let path = &file.path;
    // Published descriptions keep the addresses of those who published them.
    let published = path.contains("/specs/");
    let data = ["/fixtures/", "/snapshots/"].iter().any(|it| path.contains(it));
    let script = path.starts_with("e2e/") && !path.ends_with("package-lock.json");
    !published && (data || script || file.is_test() || path.starts_with("personio-sandbox/"))
}

fn is_nobodys(domain: &str) -> bool {
    let domain = domain.to_lowercase();
    let within = |it: &&str| domain == **it || domain.ends_with(&format!(".{it}"));
    RESERVED.iter().any(within) || RESERVED_ENDS.iter().chain(&NOT_A_DOMAIN).any(|it| domain.ends_with(it))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::lines;

    #[test]
    fn an_address_that_may_be_somebodys_is_refused() {
        let (good, bad) =
            ("ada@mail.example.com b@acme.example icon@2x.png", concat!("ada@", "acme-gmbh.de"));
        let text = format!("{good}\n{{\"email\": \"{bad}\"}}\npostgres://postgres@127.0.0.1:5432/x\n");
        let tree = Tree::of(&[("crates/a/tests/fixtures/a.json", &text), ("docs/a.md", &text)]);
        let expected = "crates/a/tests/fixtures/a.json:2: the domain `acme-gmbh.de` may be somebody's; use \
                        `example.com` or `….example`";
        assert_eq!(lines(&check(&tree)), [expected]);
    }
}
