//! The crates of the workspace and what they depend on, as cargo says it.

use std::path::PathBuf;

use miette::{IntoDiagnostic, miette};
use serde::Deserialize;

use crate::house::House;
use crate::process::output_of;

/// One crate of the workspace.
#[derive(Debug, Deserialize)]
pub(super) struct Package {
    /// Its name.
    pub(super) name: String,
    /// Its manifest, from the root of the workspace.
    pub(super) manifest_path: PathBuf,
    /// What it depends on.
    pub(super) dependencies: Vec<Dependency>,
}

/// One line of its manifest.
#[derive(Debug, Deserialize)]
pub(super) struct Dependency {
    /// The crate that it names.
    pub(super) name: String,
    /// `dev` or `build`; nothing for an ordinary dependency.
    pub(super) kind: Option<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

/// Asks cargo.
pub(super) fn read(house: &House) -> miette::Result<Vec<Package>> {
    let mut cargo = house.cargo(&["metadata", "--no-deps", "--format-version", "1", "--offline"]);
    let text = output_of(&mut cargo).ok_or_else(|| miette!("`cargo metadata` failed: run it to see why"))?;
    let Metadata { mut packages } = serde_json::from_str(&text).into_diagnostic()?;
    for package in &mut packages {
        if let Ok(inside) = package.manifest_path.strip_prefix(&house.root) {
            package.manifest_path = inside.to_owned();
        }
    }
    Ok(packages)
}
