//! The `personio-sandbox` command.

use std::io;
use std::process::ExitCode;

use clap::Parser;
use personio_sandbox::cli::{self, Args};
use tokio::signal::unix::{SignalKind, signal};

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(io::stderr).init();
    match cli::run(Args::parse(), &mut io::stdout(), asked_to_stop()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the sandbox could not run");
            ExitCode::FAILURE
        }
    }
}

/// Ends when the process gets ctrl-c or a termination signal.
async fn asked_to_stop() {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
