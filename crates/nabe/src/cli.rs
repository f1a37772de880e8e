//! The command line: typed arguments, and which command does what.
//!
//! Data goes to standard output, everything else to standard error.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use miette::miette;
use nabe_model::ids::{KeyId, ProjectId};

use crate::config::{Config, Overrides};
use crate::{commands, demo, server, telemetry};

/// A self-hosted integration hub for HR systems.
#[derive(Debug, Parser)]
#[command(name = "nabe", version, about)]
pub struct Args {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// Where settings come from, for every command.
#[derive(Debug, clap::Args)]
struct Common {
    /// The configuration file, in TOML; `nabe.toml` is read when it is there.
    #[arg(long, global = true, env = "NABE_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// The database: `sqlite:FILE` or `postgres://…`.
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// Where the database and the vault's key file are kept.
    #[arg(long, global = true, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    /// How many threads work on requests. Half of the machine's cores when it isn't said: they mostly wait, and each
    /// one more costs every request a little.
    #[arg(long, global = true, env = "NABE_THREADS", value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=512))]
    threads: Option<u16>,
    /// How results are written.
    #[arg(long, global = true, value_enum, default_value_t = Output::Table)]
    output: Output,
}

impl Args {
    /// How many threads work on requests.
    pub fn threads(&self) -> usize {
        let half = || std::thread::available_parallelism().map_or(1, |it| it.get().div_ceil(2));
        self.common.threads.map_or_else(half, usize::from)
    }
}

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Output {
    /// For people.
    Table,
    /// For programs: one JSON value.
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Starts the server.
    Serve {
        /// Where it listens.
        #[arg(long)]
        listen: Option<SocketAddr>,
    },
    /// Starts a local Personio and the hub, links them and shows the employees.
    Demo(demo::DemoArgs),
    /// Projects: each with its own keys and accounts.
    #[command(subcommand)]
    Projects(ProjectsCommand),
    /// API keys.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// The vault, in which credentials are sealed.
    #[command(subcommand)]
    Vault(VaultCommand),
    /// Writes a consistent copy of the SQLite database, also while the server runs.
    Backup {
        /// The file to write; it must not exist.
        target: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProjectsCommand {
    /// Makes a project and its first API key, which is printed once.
    Create {
        /// Its name.
        name: String,
        /// An origin whose pages may embed Connect, such as `https://app.example.com`; may be repeated.
        #[arg(long = "allow-origin", value_name = "ORIGIN")]
        allow_origins: Vec<String>,
    },
    /// Lists projects.
    List,
    /// Changes which origins may embed Connect.
    Update {
        /// The project, as `nabe projects list` shows it.
        id: ProjectId,
        /// An origin; may be repeated. These replace the ones before; without any, no page may.
        #[arg(long = "allow-origin", value_name = "ORIGIN")]
        allow_origins: Vec<String>,
    },
    /// Sets how Connect looks: colours and a logo. What isn't named goes back to the house's own.
    Look {
        /// The project, as `nabe projects list` shows it.
        id: ProjectId,
        /// A colour, such as `accent=#1f5fa8`, or `dark-accent=#7fb4ee` for dark screens; may be repeated.
        #[arg(long = "colour", value_name = "NAME=COLOUR")]
        colours: Vec<String>,
        /// A file with a logo: PNG, JPEG or SVG, at most 100 KB.
        #[arg(long)]
        logo: Option<PathBuf>,
    },
    /// Sets which permissions an account must have to be connected.
    Require {
        /// The project, as `nabe projects list` shows it.
        id: ProjectId,
        /// A permission, such as `employees:read`; these replace the ones before. Without any, the provider's own count.
        permissions: Vec<String>,
        /// Connect accounts whatever is missing.
        #[arg(long, conflicts_with = "permissions")]
        nothing: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// Makes a key, which is printed once.
    Create {
        /// The project; may be left out when there is only one.
        #[arg(long)]
        project: Option<ProjectId>,
        /// What the key is for.
        #[arg(long, default_value = "")]
        name: String,
    },
    /// Lists keys; never their text.
    List {
        /// The project; all when it is left out.
        #[arg(long)]
        project: Option<ProjectId>,
    },
    /// Revokes a key for good. Running servers stop taking it within two seconds.
    Revoke {
        /// The key, as `nabe keys list` shows it.
        id: KeyId,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum VaultCommand {
    /// Makes a new key and seals everything under it, while servers go on working.
    Rotate,
}

/// Runs one command.
pub async fn run(args: Args, out: &mut impl Write) -> miette::Result<()> {
    let Args { common, command } = args;
    let output = common.output;
    let overrides = Overrides { database_url: common.database_url, data_dir: common.data_dir, listen: None };
    let load = |overrides| Config::load(common.config.as_deref(), overrides);
    match command {
        Command::Serve { listen } => {
            let config = load(Overrides { listen, ..overrides })?;
            telemetry::start(&config.log);
            server::run(config, output, out).await
        }
        Command::Demo(_) if overrides.database_url.is_some() => Err(miette!(
            help = "--data-dir names the folder in which it is kept",
            "the demo has a SQLite database of its own"
        )),
        Command::Demo(args) => demo::run(args, overrides.data_dir, out).await,
        Command::Projects(command) => commands::projects::run(command, &load(overrides)?, output, out).await,
        Command::Keys(command) => commands::keys::run(command, &load(overrides)?, output, out).await,
        Command::Vault(VaultCommand::Rotate) => commands::vault::rotate(&load(overrides)?, output, out).await,
        Command::Backup { target } => commands::backup::run(&target, &load(overrides)?, output, out).await,
    }
}
