//! The server for the end-to-end scripts: `nabe demo` with its sandbox, on free ports and in a folder of its own.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use miette::{IntoDiagnostic, miette};
use serde::Deserialize;

use crate::house::House;
use crate::process::{end, succeeds};

/// How long the server may take until it says where it listens.
const START: Duration = Duration::from_mins(2);
/// How much of its log is shown after a failure.
const LOG_LINES: usize = 40;

/// What `nabe demo --print-json` says once it is ready.
#[derive(Debug, Deserialize)]
pub(crate) struct Announced {
    /// Where Nabe listens.
    pub(crate) base_url: String,
    /// A key of the demo's project.
    pub(crate) api_key: String,
    /// An account that is connected to the sandbox.
    pub(crate) account_id: String,
    /// A page on which another account can be connected.
    pub(crate) connect_url: String,
    /// Where the sandbox listens.
    pub(crate) sandbox_url: String,
    /// Credentials that the sandbox accepts.
    pub(crate) client_id: String,
    /// Their secret half.
    pub(crate) client_secret: String,
}

/// A running server; it ends when this is dropped.
pub(crate) struct Demo {
    server: Child,
    folder: PathBuf,
    announced: Announced,
}

impl Demo {
    /// Builds Nabe and starts it.
    pub(crate) fn start(house: &House) -> miette::Result<Self> {
        if !succeeds(&mut house.cargo(&["build", "--package", "nabe"]))? {
            return Err(miette!("`nabe` can't be built"));
        }
        let folder = house.target.join(format!("e2e/demo-{}", std::process::id()));
        std::fs::create_dir_all(&folder).into_diagnostic()?;
        let program = house.target.join("debug/nabe");
        let mut command = Command::new(program);
        command.current_dir(&house.root).args(["demo", "--print-json", "--company", "medium"]);
        command.args(["--listen", "127.0.0.1:0", "--sandbox-listen", "127.0.0.1:0"]);
        command.arg("--data-dir").arg(folder.join("data"));
        Self::start_with(command, folder, START)
    }

    fn start_with(mut command: Command, folder: PathBuf, limit: Duration) -> miette::Result<Self> {
        let log = File::create(log_of(&folder)).into_diagnostic()?;
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        let mut server = command.spawn().map_err(|error| miette!("`nabe demo` can't be started: {error}"))?;
        let said = match server.stdout.take() {
            Some(stdout) => first_object(&read_in_background(stdout), limit),
            None => Err("it has no output".to_owned()),
        };
        match said {
            Ok(announced) => Ok(Self { server, folder, announced }),
            Err(why) => {
                end(&mut server);
                let log = last_lines(&log_of(&folder));
                // The folder is only for this run; what matters of it was read.
                let _ = std::fs::remove_dir_all(&folder);
                Err(miette!("`nabe demo` did not say where it listens: {why}\n{log}"))
            }
        }
    }

    /// Where everything is.
    pub(crate) fn announced(&self) -> &Announced {
        &self.announced
    }

    /// The last lines of the server's log.
    pub(crate) fn end_of_log(&self) -> String {
        last_lines(&log_of(&self.folder))
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        end(&mut self.server);
        // Left-over files only cost room under `target`.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Hands on every line until the server ends, so that it never waits for a reader.
fn read_in_background(stdout: ChildStdout) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            // Nobody listens any more once the first line was read.
            let _ = sender.send(line);
        }
    });
    receiver
}

fn first_object(lines: &Receiver<String>, limit: Duration) -> Result<Announced, String> {
    loop {
        match lines.recv_timeout(limit) {
            Ok(line) if line.starts_with('{') => {
                return serde_json::from_str(&line)
                    .map_err(|error| format!("its line can't be read: {error}"));
            }
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => return Err(format!("nothing came in {} s", limit.as_secs())),
            Err(RecvTimeoutError::Disconnected) => return Err("it ended".to_owned()),
        }
    }
}

fn log_of(folder: &Path) -> PathBuf {
    folder.join("server.txt")
}

fn last_lines(path: &Path) -> String {
    let text = std::fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(LOG_LINES)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"base_url":"http://127.0.0.1:1","api_key":"k","project_id":"p","account_id":"a",
        "connect_url":"c","sandbox_url":"s","client_id":"i","client_secret":"x"}"#;

    fn start(script: &str) -> miette::Result<Demo> {
        let folder = tempfile::tempdir().unwrap().keep();
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        Demo::start_with(command, folder, Duration::from_secs(5))
    }

    #[test]
    fn the_line_is_read_and_the_server_ends_with_its_folder() {
        let line = LINE.replace('\n', "");
        let demo = start(&format!("echo hello; echo '{line}'; echo log >&2; exec sleep 60")).unwrap();
        assert_eq!(demo.announced().account_id, "a");
        let (folder, id) = (demo.folder.clone(), demo.server.id());
        drop(demo);
        assert!(!folder.exists());
        let alive =
            Command::new("kill").args(["-0", &id.to_string()]).stderr(Stdio::null()).status().unwrap();
        assert!(!alive.success());
    }

    #[test]
    fn a_server_that_ends_shows_its_log() {
        let error = start("echo 'no such subcommand' >&2; exit 2").err().unwrap().to_string();
        assert!(error.contains("it ended") && error.contains("no such subcommand"), "{error}");
    }

    #[test]
    fn a_line_with_other_names_is_refused() {
        let error = start("echo '{\"url\":1}'; exec sleep 60").err().unwrap().to_string();
        assert!(error.contains("can't be read"), "{error}");
    }
}
