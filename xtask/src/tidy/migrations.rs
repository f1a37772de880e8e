//! Both databases have the same migrations.

use std::collections::BTreeSet;

use super::Violation;
use super::tree::Tree;

const FOLDERS: [&str; 2] = ["crates/nabe-store/migrations/sqlite/", "crates/nabe-store/migrations/postgres/"];

/// Checks that every migration is there for both.
pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let names = FOLDERS.map(|folder| tree.under(folder).map(|(name, _)| name).collect::<BTreeSet<&str>>());
    let [sqlite, postgres] = &names;
    let alone = |of: &BTreeSet<&str>, not: &BTreeSet<&str>, here: &str, there: &str| {
        let violation = |name: &&str| {
            let mend = format!("write {there}{name} too, even if it has nothing to do there");
            Violation::new(&format!("{here}{name}"), 1, "the migration is there for one database only", mend)
        };
        of.difference(not).map(violation).collect::<Vec<_>>()
    };
    let mut violations = alone(sqlite, postgres, FOLDERS[0], FOLDERS[1]);
    violations.extend(alone(postgres, sqlite, FOLDERS[1], FOLDERS[0]));
    violations
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::lines;

    #[test]
    fn a_migration_for_one_database_only_is_refused() {
        let [sqlite, postgres] = FOLDERS.map(|it| format!("{it}0001_start.sql"));
        let lonely = format!("{}0002_more.sql", FOLDERS[1]);
        let tree = Tree::of(&[(&sqlite, ""), (&postgres, ""), (&lonely, "")]);
        let found = lines(&check(&tree));
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with(&lonely), "{found:?}");
        assert!(found[0].contains("write crates/nabe-store/migrations/sqlite/0002_more.sql too"));
        assert_eq!(check(&Tree::default()), []);
    }
}
