//! Nabe: a self-hosted integration hub for HR systems.

use std::process::ExitCode;

use clap::Parser;
use nabe::cli::{Args, run};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> miette::Result<ExitCode> {
    without_huge_pages();
    // An address, a path or an option that is broken into lines can't be copied.
    let unbroken = miette::MietteHandlerOpts::new().wrap_lines(false);
    miette::set_hook(Box::new(move |_| Box::new(unbroken.clone().build())))?;
    let args = Args::parse();
    // One thread needs none of the machinery by which several share work.
    let mut builder = match args.threads() {
        1 => tokio::runtime::Builder::new_current_thread(),
        _ => tokio::runtime::Builder::new_multi_thread(),
    };
    let runtime = builder
        .worker_threads(args.threads())
        .enable_all()
        .build()
        .map_err(|error| miette::miette!("the runtime can't be started: {error}"))?;
    runtime.block_on(run(args, &mut std::io::stdout()))?;
    Ok(ExitCode::SUCCESS)
}

/// Pages of two megabytes hold memory that nobody uses: ten megabytes of a server at rest, and twenty of a busy one. A
/// system on which they can't be turned off gives them, and nothing else changes.
fn without_huge_pages() {
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}
