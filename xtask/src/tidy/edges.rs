//! Which crate may see which: dependencies point downwards only, and some externals have one owner.

use super::Violation;
use super::manifests::line_of;
use super::metadata::{Dependency, Package};
use super::tree::Tree;

/// What a crate may depend on within the workspace, and what its tests may use besides.
struct Layer {
    name: &'static str,
    sees: &'static [&'static str],
    tests_see: &'static [&'static str],
}

/// From the bottom to the top. A new crate needs a line here, and a reason in its commit.
const LAYERS: &[Layer] = &[
    Layer { name: "nabe-model", sees: &[], tests_see: &[] },
    Layer { name: "nabe-vault", sees: &[], tests_see: &[] },
    Layer { name: "nabe-egress", sees: &[], tests_see: &[] },
    Layer { name: "nabe-store", sees: &["nabe-model", "nabe-vault"], tests_see: &[] },
    Layer { name: "nabe-connector", sees: &["nabe-model"], tests_see: &[] },
    Layer {
        name: "nabe-connectors",
        sees: &["nabe-connector", "nabe-model"],
        tests_see: &["personio-sandbox"],
    },
    Layer {
        name: "nabe-engine",
        sees: &["nabe-connector", "nabe-egress", "nabe-model"],
        tests_see: &["nabe-connectors", "personio-sandbox"],
    },
    Layer {
        name: "nabe-core",
        sees: &["nabe-connector", "nabe-engine", "nabe-model", "nabe-store", "nabe-vault"],
        tests_see: &["nabe-connectors", "nabe-egress", "personio-sandbox"],
    },
    Layer { name: "nabe-api", sees: &["nabe-core", "nabe-model"], tests_see: BELOW_THE_SURFACES },
    Layer { name: "nabe-pages", sees: &["nabe-core", "nabe-model"], tests_see: BELOW_THE_SURFACES },
    Layer { name: "nabe", sees: EVERYTHING, tests_see: EVERYTHING },
    Layer { name: "personio-sandbox", sees: &[], tests_see: &[] },
    Layer { name: "bench", sees: EVERYTHING, tests_see: EVERYTHING },
    Layer { name: "xtask", sees: EVERYTHING, tests_see: EVERYTHING },
];

const EVERYTHING: &[&str] = &["*"];
const BELOW_THE_SURFACES: &[&str] = &[
    "nabe-connector",
    "nabe-connectors",
    "nabe-egress",
    "nabe-engine",
    "nabe-store",
    "nabe-vault",
    "personio-sandbox",
];
/// Nobody depends on these, not even in tests.
const TOPS: &[&str] = &["nabe", "bench", "xtask"];

/// An external crate that only one of ours may depend on, and those that may because they aren't part of the product.
///
/// The sandbox calls webhooks as Personio does and shares no code with the product, so it has a client of its own.
const OWNERS: &[(&str, &str)] = &[
    ("hyper-rustls", "nabe-egress"),
    ("reqwest", "nabe-egress"),
    ("sqlx", "nabe-store"),
    ("chacha20poly1305", "nabe-vault"),
];
const NOT_THE_PRODUCT: &[&str] = &["bench", "xtask"];
const ALSO: &[(&str, &str)] = &[("hyper-rustls", "personio-sandbox")];

/// Checks every dependency of every crate.
pub(super) fn check(packages: &[Package], tree: &Tree) -> Vec<Violation> {
    packages.iter().flat_map(|package| check_package(package, packages, tree)).collect()
}

fn check_package(package: &Package, packages: &[Package], tree: &Tree) -> Vec<Violation> {
    let file = package.manifest_path.to_string_lossy().replace('\\', "/");
    let Some(layer) = LAYERS.iter().find(|it| it.name == package.name) else {
        let what = format!("the crate `{}` has no place among the layers", package.name);
        return vec![Violation::new(&file, 1, what, "give it a line in xtask/src/tidy/edges.rs")];
    };
    let broken = package.dependencies.iter().filter_map(|dependency| {
        let ours = packages.iter().any(|it| it.name == dependency.name);
        let (what, mend) = if ours { inside(layer, dependency)? } else { outside(layer, dependency)? };
        let line = tree.file(&file).map_or(1, |it| line_of(it, &dependency.name));
        Some(Violation::new(&file, line, what, mend))
    });
    broken.collect()
}

fn inside(layer: &Layer, dependency: &Dependency) -> Option<(String, String)> {
    let Dependency { name, kind } = dependency;
    let is_in = |list: &[&str]| list.iter().any(|it| it == name || *it == "*");
    let for_tests = kind.as_deref() == Some("dev");
    // A crate may switch on its own test support.
    let itself = for_tests && name == layer.name;
    let allowed = is_in(layer.sees) || (for_tests && is_in(layer.tests_see));
    if itself || allowed && !TOPS.contains(&name.as_str()) {
        return None;
    }
    let what =
        format!("`{}` depends on `{name}`{}", layer.name, if for_tests { " in its tests" } else { "" });
    let list = if layer.sees.is_empty() { "nothing".to_owned() } else { layer.sees.join(", ") };
    Some((what, format!("it may see {list}: move the code, or pass in what it needs")))
}

fn outside(layer: &Layer, dependency: &Dependency) -> Option<(String, String)> {
    let (name, owner) = OWNERS.iter().find(|(name, _)| *name == dependency.name)?;
    let free = dependency.kind.as_deref() == Some("dev") || NOT_THE_PRODUCT.contains(&layer.name);
    if free || layer.name == *owner || ALSO.contains(&(*name, layer.name)) {
        return None;
    }
    Some((format!("`{}` depends on `{name}`", layer.name), format!("only `{owner}` may: use what it offers")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::lines;

    fn package(name: &str, dependencies: &[(&str, Option<&str>)]) -> Package {
        let dependency = |(name, kind): &(&str, Option<&str>)| Dependency {
            name: (*name).to_owned(),
            kind: kind.map(str::to_owned),
        };
        Package {
            name: name.to_owned(),
            manifest_path: format!("crates/{name}/Cargo.toml").into(),
            dependencies: dependencies.iter().map(dependency).collect(),
        }
    }

    /// The dependencies of one crate, among others that have none.
    #[track_caller]
    fn refused(name: &str, dependencies: &[(&str, Option<&str>)]) -> Vec<String> {
        let others = LAYERS.iter().filter(|it| it.name != name).map(|it| package(it.name, &[]));
        let packages: Vec<Package> = others.chain([package(name, dependencies)]).collect();
        let manifest = "[package]\nname = \"a\"\n[dependencies]\nnabe-core.workspace = true\n";
        let tree = Tree::of(&[("crates/nabe-store/Cargo.toml", manifest)]);
        lines(&check(&packages, &tree))
    }

    #[test]
    fn an_edge_upwards_is_refused() {
        let expected = "crates/nabe-store/Cargo.toml:4: `nabe-store` depends on `nabe-core`; it may see nabe-model, \
                        nabe-vault: move the code, or pass in what it needs";
        assert_eq!(refused("nabe-store", &[("nabe-core", None), ("nabe-model", None)]), [expected]);
        assert_eq!(refused("nabe-api", &[("nabe-store", None)]).len(), 1);
        assert_eq!(refused("personio-sandbox", &[("nabe-model", None)]).len(), 1);
        assert_eq!(refused("nabe", &[("nabe-store", None), ("personio-sandbox", None)]), [""; 0]);
    }

    #[test]
    fn tests_may_see_more_but_no_surface() {
        assert_eq!(refused("nabe-engine", &[("nabe-connectors", Some("dev"))]), [""; 0]);
        assert_eq!(refused("nabe-engine", &[("nabe-connectors", None)]).len(), 1);
        assert_eq!(refused("nabe-engine", &[("nabe-engine", Some("dev"))]), [""; 0]);
        assert_eq!(refused("nabe-core", &[("nabe-api", Some("dev"))]).len(), 1);
        assert_eq!(refused("bench", &[("nabe", Some("dev"))]).len(), 1);
    }

    #[test]
    fn an_external_with_an_owner_is_refused_elsewhere() {
        let found = refused("nabe-core", &[("sqlx", None), ("reqwest", Some("dev")), ("serde", None)]);
        assert_eq!(
            found,
            [
                "crates/nabe-core/Cargo.toml:1: `nabe-core` depends on `sqlx`; only `nabe-store` may: use what it offers"
            ]
        );
        assert_eq!(refused("nabe-egress", &[("reqwest", None)]), [""; 0]);
        assert_eq!(refused("personio-sandbox", &[("hyper-rustls", None)]), [""; 0]);
        assert_eq!(refused("personio-sandbox", &[("reqwest", None)]).len(), 1);
        assert_eq!(refused("nabe-core", &[("hyper-rustls", None)]).len(), 1);
    }

    #[test]
    fn a_crate_without_a_place_is_refused() {
        assert!(refused("nabe-new", &[])[0].contains("no place among the layers"));
    }
}
