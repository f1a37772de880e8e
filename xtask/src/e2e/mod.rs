//! The end-to-end scripts: clients that others wrote, run against a server that was started for them.
//!
//! A script is a folder under `e2e/`; it gets addresses and keys as arguments and ends with status 0 if all is well.

mod demo;

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use demo::{Announced, Demo};
use miette::{IntoDiagnostic, miette};

use crate::house::House;
use crate::needs::{Need, chromium, python};
use crate::process::{succeeds, succeeds_within};

/// People of the company that `nabe demo --company medium` makes.
const PEOPLE: &str = "1000";
/// The longest that one script may take, set-up included.
const LIMIT: Duration = Duration::from_mins(15);

/// One script.
pub(crate) struct Script {
    folder: &'static str,
    /// What it shows.
    pub(crate) what: &'static str,
    /// What the machine must have.
    pub(crate) needs: &'static [Need],
    /// Whether it belongs to the list even if its folder is missing.
    required: bool,
    command: fn(&House, &Announced) -> miette::Result<Command>,
}

/// Every script. A new one needs a folder under `e2e/` and an entry here.
const SCRIPTS: &[Script] = &[
    Script {
        folder: "stackone-client",
        what: "the published TypeScript client against Nabe",
        needs: &[Need::Node],
        required: true,
        command: stackone_client,
    },
    Script {
        folder: "personio-clients",
        what: "published Python clients against the sandbox",
        needs: &[Need::Python],
        required: true,
        command: personio_clients,
    },
    Script {
        folder: "schemathesis",
        what: "invented calls of the sandbox, against its own description",
        needs: &[Need::Python],
        required: true,
        command: schemathesis,
    },
    Script {
        folder: "browser",
        what: "Connect and the sandbox's dialog in a browser",
        needs: &[Need::Node, Need::Chromium],
        required: true,
        command: browser,
    },
];

impl Script {
    /// Its name as a step.
    pub(crate) fn step(&self) -> String {
        format!("e2e:{}", self.folder)
    }
}

/// The scripts of this tree.
pub(crate) fn scripts(house: &House) -> impl Iterator<Item = &'static Script> {
    let root = house.root.join("e2e");
    SCRIPTS.iter().filter(move |it| it.required || root.join(it.folder).is_dir())
}

/// Runs one script; starts the server if `demo` holds none yet.
pub(crate) fn run(
    house: &House,
    script: &Script,
    demo: &mut Option<Demo>,
    out: &mut dyn Write,
) -> miette::Result<bool> {
    let demo = match demo {
        Some(running) => running,
        None => demo.insert(Demo::start(house)?),
    };
    let mut command = (script.command)(house, demo.announced())?;
    let result = succeeds_within(&mut command, LIMIT);
    if !matches!(result, Ok(true)) {
        writeln!(out, "the last lines of the server's log:\n{}", demo.end_of_log()).into_diagnostic()?;
    }
    result
}

fn stackone_client(house: &House, server: &Announced) -> miette::Result<Command> {
    let mut command = node_script(house, "e2e/stackone-client")?;
    command.args(["--base-url", &server.base_url, "--api-key", &server.api_key]);
    command.args(["--account-id", &server.account_id, "--sandbox-url", &server.sandbox_url]);
    command.args(["--people", PEOPLE]);
    Ok(command)
}

fn browser(house: &House, server: &Announced) -> miette::Result<Command> {
    let chromium = chromium(house).ok_or_else(|| miette!("Chromium is missing"))?;
    let mut command = node_script(house, "e2e/browser")?;
    command.args(["--base-url", &server.base_url, "--api-key", &server.api_key]);
    command.args(["--account-id", &server.account_id, "--sandbox-url", &server.sandbox_url]);
    command.args(["--connect-url", &server.connect_url, "--chromium", chromium]);
    command.args(["--client-id", &server.client_id, "--client-secret", &server.client_secret]);
    Ok(command)
}

/// Takes the pictures of a connector's guide anew.
pub(crate) fn guide_pictures(house: &House) -> miette::Result<bool> {
    let chromium = chromium(house).ok_or_else(|| miette!("Chromium is missing"))?;
    let demo = Demo::start(house)?;
    let folder = house.root.join("e2e/browser");
    install_packages(house, &folder)?;
    let mut command = house.command("node");
    command.current_dir(folder).arg("pictures.mjs").args(["--chromium", chromium]);
    command.args(["--sandbox-url", &demo.announced().sandbox_url]);
    let connector = house.root.join("crates/nabe-connectors/src/personio");
    command.arg("--into").arg(connector.join("guide/pictures"));
    let good = succeeds_within(&mut command, LIMIT)?;
    // The compiler doesn't watch folders: only a newer source makes it take the pictures in.
    let source = connector.join("mod.rs");
    let text = std::fs::read(&source).into_diagnostic()?;
    std::fs::write(&source, text).into_diagnostic()?;
    Ok(good)
}

fn personio_clients(house: &House, server: &Announced) -> miette::Result<Command> {
    let mut command = sandbox_script(house, "e2e/personio-clients/run.py")?;
    command.args(["--base-url", &server.sandbox_url]);
    if !house.ci {
        command.arg("--allow-skip");
    }
    Ok(command)
}

fn schemathesis(house: &House, _: &Announced) -> miette::Result<Command> {
    sandbox_script(house, "e2e/schemathesis/run.py")
}

/// A Python script that starts sandboxes of its own.
fn sandbox_script(house: &House, script: &str) -> miette::Result<Command> {
    require(&house.root.join(script), script)?;
    if !succeeds(&mut house.cargo(&["build", "--package", "personio-sandbox"]))? {
        return Err(miette!("`personio-sandbox` can't be built"));
    }
    let mut command = python(house).ok_or_else(|| miette!("Python 3.12 is missing"))?;
    command.args([script, "--sandbox"]).arg(house.target.join("debug/personio-sandbox"));
    command.arg("--venv-dir").arg(house.target.join("e2e-venvs"));
    Ok(command)
}

/// `node run.mjs` in a folder whose packages are installed as its lock file says.
fn node_script(house: &House, folder: &str) -> miette::Result<Command> {
    let path = house.root.join(folder);
    require(&path.join("run.mjs"), &format!("{folder}/run.mjs"))?;
    install_packages(house, &path)?;
    let mut command = house.command("node");
    command.current_dir(path).arg("run.mjs");
    Ok(command)
}

/// Runs `npm ci` unless the folder holds what the lock file asks for.
fn install_packages(house: &House, folder: &Path) -> miette::Result<()> {
    let stamp = folder.join("node_modules/.installed-lock.json");
    let lock = std::fs::read(folder.join("package-lock.json")).into_diagnostic()?;
    if std::fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let mut npm = house.command("npm");
    npm.current_dir(folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    if !succeeds(&mut npm)? {
        return Err(miette!(
            help = "it needs the npm registry once; later runs use what is there",
            "`npm ci` failed"
        ));
    }
    std::fs::write(stamp, lock).into_diagnostic()
}

fn require(path: &Path, name: &str) -> miette::Result<()> {
    if path.is_file() { Ok(()) } else { Err(miette!("the script {name} is missing")) }
}
