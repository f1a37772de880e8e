//! Versions stand in the root manifest only, every one of them is used, and every crate takes the common lints.

use std::collections::BTreeSet;

use toml::{Table, Value};

use super::Violation;
use super::tree::{File, Tree};

const ROOT: &str = "Cargo.toml";
const KINDS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

/// Checks every manifest.
pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let Some(root) = tree.file(ROOT) else { return Vec::new() };
    let mut violations = Vec::new();
    let mut used = BTreeSet::new();
    for file in tree.files().iter().filter(|it| it.path.ends_with("/Cargo.toml")) {
        match file.text.parse() {
            Ok(manifest) => violations.extend(check_manifest(file, &manifest, &mut used)),
            Err(_) => violations.push(Violation::new(&file.path, 1, "the manifest can't be read", "mend it")),
        }
    }
    let table: Table = root.text.parse().unwrap_or_default();
    let declared = table.get("workspace").and_then(|it| it.get("dependencies")).and_then(Value::as_table);
    for name in declared.into_iter().flat_map(Table::keys).filter(|it| !used.contains(*it)) {
        let what = format!("no crate uses the dependency `{name}`");
        violations.push(Violation::new(ROOT, line_of(root, name), what, "take it out"));
    }
    violations
}

fn check_manifest(file: &File, manifest: &Table, used: &mut BTreeSet<String>) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (name, entry) in dependencies(manifest) {
        used.insert(name.to_owned());
        if !from_workspace(entry) && !is_itself(entry) {
            let what = format!("the dependency `{name}` has a version of its own");
            let mend = "declare it in [workspace.dependencies] and write `workspace = true` here";
            violations.push(Violation::new(&file.path, line_of(file, name), what, mend));
        }
    }
    let lints = manifest.get("lints").is_some_and(from_workspace);
    if manifest.contains_key("package") && !lints {
        let what = "the crate does without the common lints";
        violations.push(Violation::new(&file.path, 1, what, "add `[lints]` with `workspace = true`"));
    }
    violations
}

/// Every dependency, those for one platform only included.
fn dependencies(manifest: &Table) -> impl Iterator<Item = (&str, &Value)> {
    let targets = manifest.get("target").and_then(Value::as_table);
    let targets = targets.into_iter().flat_map(Table::values).filter_map(Value::as_table);
    let tables = std::iter::once(manifest).chain(targets);
    let lists = tables.flat_map(|table| KINDS.iter().filter_map(|kind| table.get(*kind)?.as_table()));
    lists.flat_map(|list| list.iter().map(|(name, entry)| (name.as_str(), entry)))
}

fn from_workspace(entry: &Value) -> bool {
    entry.get("workspace").and_then(Value::as_bool) == Some(true)
}

/// A crate names itself to switch on its own test support.
fn is_itself(entry: &Value) -> bool {
    entry.get("path").and_then(Value::as_str) == Some(".")
}

/// The line of a manifest that names a dependency.
pub(super) fn line_of(file: &File, name: &str) -> usize {
    let names = |line: &str| line.strip_prefix(name).is_some_and(|it| it.starts_with(['.', ' ', '=']));
    file.lines().find(|(_, line)| names(line)).map_or(1, |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::lines;

    #[test]
    fn a_version_outside_the_root_and_an_unused_one_are_refused() {
        let root = "[workspace.dependencies]\nserde = \"1\"\nserde_json = \"1\"\nrand = \"0.10\"\n";
        let good =
            "[package]\nname = \"a\"\n[lints]\nworkspace = true\n[dependencies]\nserde.workspace = true\n";
        let bad = "[package]\nname = \"b\"\n[dev-dependencies]\nserde_json = \"1\"\nb = { path = \".\" }\n\
                   [target.'cfg(unix)'.dependencies]\nlibc = { version = \"0.2\" }\n";
        let tree = Tree::of(&[(ROOT, root), ("a/Cargo.toml", good), ("b/Cargo.toml", bad)]);
        let mend = "declare it in [workspace.dependencies] and write `workspace = true` here";
        assert_eq!(
            lines(&check(&tree)),
            [
                format!("b/Cargo.toml:4: the dependency `serde_json` has a version of its own; {mend}"),
                format!("b/Cargo.toml:7: the dependency `libc` has a version of its own; {mend}"),
                "b/Cargo.toml:1: the crate does without the common lints; add `[lints]` with `workspace = true`"
                    .to_owned(),
                "Cargo.toml:4: no crate uses the dependency `rand`; take it out".to_owned(),
            ]
        );
    }
}
