//! Where the workspace is and what the environment says: read once, then passed on.

use std::path::{Path, PathBuf};
use std::process::Command;

use miette::miette;

/// The PostgreSQL server that the tests use unless `TEST_POSTGRES_URL` names another.
const POSTGRES_URL: &str = "postgres://postgres@127.0.0.1:5432/postgres";

/// The workspace and its surroundings.
pub(crate) struct House {
    /// The root of the workspace.
    pub(crate) root: PathBuf,
    /// Whether this is CI, where nothing may be skipped.
    pub(crate) ci: bool,
    /// The PostgreSQL server for tests.
    pub(crate) postgres_url: String,
    /// Published descriptions of other people's APIs that some tests compare with; not part of the project.
    pub(crate) reference_dir: Option<PathBuf>,
    /// Where cargo builds.
    pub(crate) target: PathBuf,
}

impl House {
    /// Reads the environment.
    pub(crate) fn from_env() -> miette::Result<Self> {
        // Cargo says where the package is that it runs; without cargo it is where this was built.
        let package = variable("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").to_owned());
        let root = Path::new(&package).parent();
        let root = root.ok_or_else(|| miette!("`xtask` must lie in a workspace"))?.to_owned();
        let reference_dir = match variable("NABE_REFERENCE_DIR") {
            Some(named) => Some(root.join(named)),
            None => root.parent().map(|it| it.join("shared")),
        };
        Ok(Self {
            ci: variable("CI").is_some_and(|it| it != "false" && it != "0"),
            postgres_url: variable("TEST_POSTGRES_URL").unwrap_or_else(|| POSTGRES_URL.to_owned()),
            reference_dir: reference_dir.filter(|it| it.is_dir()),
            target: root.join(variable("CARGO_TARGET_DIR").unwrap_or_else(|| "target".to_owned())),
            root,
        })
    }

    /// A command that starts in the root of the workspace.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// A cargo command with everything that the tests read from the environment.
    pub(crate) fn cargo(&self, args: &[&str]) -> Command {
        let mut command = self.command("cargo");
        command.args(args);
        if self.ci {
            command.env("CARGO_INCREMENTAL", "0");
        }
        match &self.reference_dir {
            Some(folder) => command.env("NABE_REFERENCE_DIR", folder),
            None => command.env_remove("NABE_REFERENCE_DIR"),
        };
        command
    }
}

/// A variable of the environment; an empty one counts as absent.
#[expect(clippy::disallowed_methods, reason = "the one place of the tasks that reads the environment")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|it| !it.is_empty())
}
