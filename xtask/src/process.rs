//! Starting other programs: with a limit in time, and never leaving one behind.

use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use miette::miette;

/// How often a running program is looked at.
const LOOK: Duration = Duration::from_millis(50);

/// Whether the program ends well; its output goes where ours goes.
pub(crate) fn succeeds(command: &mut Command) -> miette::Result<bool> {
    let status = command.stdin(Stdio::null()).status();
    Ok(status.map_err(|error| cannot_start(command, &error))?.success())
}

/// Like [`succeeds`], but ends the program when `limit` has passed.
pub(crate) fn succeeds_within(command: &mut Command, limit: Duration) -> miette::Result<bool> {
    let child = command.stdin(Stdio::null()).spawn();
    let mut child = child.map_err(|error| cannot_start(command, &error))?;
    if let Some(good) = wait(&mut child, limit)? {
        return Ok(good);
    }
    end(&mut child);
    Err(miette!("`{}` was ended: it took longer than {} s", name(command), limit.as_secs()))
}

/// What a quick program prints, if it ends well.
pub(crate) fn output_of(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Asks a program of ours to end, then insists.
pub(crate) fn end(child: &mut Child) {
    let asked = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    let patience = if asked.is_ok_and(|it| it.success()) { Duration::from_secs(10) } else { Duration::ZERO };
    if matches!(wait(child, patience), Ok(Some(_))) {
        return;
    }
    // It may have ended in between; then there is nothing left to do.
    let _ = child.kill();
    let _ = child.wait();
}

fn wait(child: &mut Child, limit: Duration) -> miette::Result<Option<bool>> {
    let start = Instant::now();
    loop {
        let ended =
            child.try_wait().map_err(|error| miette!("a program could not be waited for: {error}"))?;
        if let Some(status) = ended {
            return Ok(Some(status.success()));
        }
        if start.elapsed() >= limit {
            return Ok(None);
        }
        sleep(LOOK);
    }
}

fn cannot_start(command: &Command, error: &std::io::Error) -> miette::Report {
    miette!(help = "is it installed and in the PATH?", "`{}` can't be started: {error}", name(command))
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_takes_too_long_is_ended() {
        let start = Instant::now();
        let error = succeeds_within(Command::new("sleep").arg("60"), Duration::from_millis(100)).unwrap_err();
        assert!(error.to_string().contains("longer than"));
        assert!(start.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = succeeds(&mut Command::new("no-such-program-here")).unwrap_err();
        assert!(error.to_string().contains("no-such-program-here"));
    }
}
