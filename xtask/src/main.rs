//! The tasks of the house: one command that tests everything, and the checks that keep it tidy.
//!
//! Reads the environment in one place (`house`); everything else takes what it needs as arguments.

mod e2e;
mod house;
mod needs;
mod process;
mod report;
mod steps;
mod tidy;

use std::io::{Write, stdout};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use house::House;
use miette::IntoDiagnostic;

/// The tasks of the house.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

/// What can be done.
#[derive(Subcommand)]
enum Task {
    /// Runs every check and every test, the cheap ones first.
    Test {
        /// Only these steps, separated by commas; `e2e` stands for every end-to-end script.
        #[arg(long, value_delimiter = ',', value_name = "STEP")]
        only: Vec<String>,
        /// Goes on after a step has failed.
        #[arg(long)]
        keep_going: bool,
    },
    /// Checks the rules of the house that neither the compiler nor clippy knows.
    Tidy,
    /// Takes the pictures of the connectors' guides anew, in a local Personio.
    GuidePictures,
    /// Lists the steps of `test`.
    Steps,
}

/// The names of the tasks, for the check that the commands in the README exist.
fn task_names() -> Vec<String> {
    Cli::command().get_subcommands().map(|it| it.get_name().to_owned()).collect()
}

fn main() -> miette::Result<ExitCode> {
    let cli = Cli::parse();
    let house = House::from_env()?;
    let out = &mut stdout();
    let good = match cli.task {
        Task::Test { only, keep_going } => steps::run(&house, &steps::Choice { only, keep_going }, out)?,
        Task::Tidy => tidy::run(&house, out)?,
        Task::GuidePictures => e2e::guide_pictures(&house)?,
        Task::Steps => {
            for name in steps::names(&house) {
                writeln!(out, "{name}").into_diagnostic()?;
            }
            true
        }
    };
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
