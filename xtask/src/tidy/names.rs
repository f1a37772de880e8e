//! A provider's name stands in its own folder only, so that the next provider is an addition and not a rewrite.

use super::Violation;
use super::rust_text::before_tests;
use super::tree::{File, Tree};

/// The providers there are.
const PROVIDERS: [&str; 1] = ["personio"];

/// A place where a provider may be named, and why.
struct Place {
    /// The beginning of the path; `{}` stands for the provider.
    path: &'static str,
    /// The line must contain one of these; any line may if there are none.
    line_has: &'static [&'static str],
}

const PLACES: &[Place] = &[
    // The provider itself.
    Place { path: "crates/nabe-connectors/src/{}/", line_has: &[] },
    Place { path: "crates/nabe-connectors/src/{}.rs", line_has: &[] },
    // Its line in the registry.
    Place { path: "crates/nabe-connectors/src/lib.rs", line_has: &["mod {};", "{}::"] },
    // The binary wires everything, the local sandbox included.
    Place { path: "crates/nabe/", line_has: &[] },
    // The sandbox as a dependency of tests; which crate may have it is a matter of the edges.
    Place { path: "crates/", line_has: &["{}-sandbox.workspace = true"] },
];

/// Checks every text file of the product.
pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let product = tree.under("crates/").map(|(_, file)| file).filter(|it| !it.is_test());
    product.flat_map(|file| PROVIDERS.iter().flat_map(move |provider| named(file, provider))).collect()
}

fn named(file: &File, provider: &str) -> Vec<Violation> {
    let of = |template: &str| template.replace("{}", provider);
    let places: Vec<&Place> = PLACES.iter().filter(|it| file.path.starts_with(&of(it.path))).collect();
    let allowed = |line: &str| {
        places
            .iter()
            .any(|it| it.line_has.is_empty() || it.line_has.iter().any(|part| line.contains(&of(part))))
    };
    let text = if file.is("rs") { before_tests(&file.text) } else { &file.text };
    let found =
        text.lines().enumerate().filter(|(_, line)| line.to_lowercase().contains(provider) && !allowed(line));
    let mend = format!("move it to crates/nabe-connectors/src/{provider}/ or say it for every provider");
    let violation =
        |at: usize| Violation::new(&file.path, at + 1, format!("`{provider}` is named here"), &mend);
    found.map(|(at, _)| violation(at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::lines;

    #[track_caller]
    fn refused(path: &str, text: &str) -> Vec<String> {
        lines(&check(&Tree::of(&[(path, text)])))
    }

    #[test]
    fn a_provider_outside_its_folder_is_refused() {
        let expected = "crates/nabe-core/src/lib.rs:2: `personio` is named here; move it to \
                        crates/nabe-connectors/src/personio/ or say it for every provider";
        assert_eq!(refused("crates/nabe-core/src/lib.rs", "//! A.\nif it == \"Personio\" {}\n"), [expected]);
        assert_eq!(refused("crates/nabe-pages/templates/a.html", "<p>PERSONIO</p>").len(), 1);
        assert_eq!(refused("crates/nabe-connectors/src/lib.rs", "// personio is special").len(), 1);
    }

    #[test]
    fn its_folder_the_registry_the_binary_and_tests_may_name_it() {
        for (path, text) in [
            ("crates/nabe-connectors/src/personio/mod.rs", "//! Personio."),
            ("crates/nabe-connectors/src/lib.rs", "mod personio;\n&personio::Personio,"),
            ("crates/nabe/src/demo.rs", "//! Personio."),
            ("crates/nabe-core/Cargo.toml", "personio-sandbox.workspace = true"),
            ("crates/nabe-core/tests/it.rs", "personio"),
            ("crates/nabe-core/src/a.rs", "//! A.\n#[cfg(test)]\nmod tests { /* personio */ }"),
            ("personio-sandbox/src/lib.rs", "//! Personio."),
        ] {
            assert_eq!(refused(path, text), [""; 0], "{path}");
        }
    }
}
