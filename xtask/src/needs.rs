//! What a step needs from the machine, how to find out, and how to get it.

use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::process::Command;
use std::time::Duration;

use crate::house::House;
use crate::process::output_of;

/// The oldest Node.js that the published client was run on.
const NODE: u32 = 18;

/// Something that not every machine has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// A PostgreSQL server for the tests.
    Postgres,
    /// Node.js and npm.
    Node,
    /// Python 3.12 with `venv`.
    Python,
    /// A Chromium that runs without a screen.
    Chromium,
    /// The checker of licences, sources and bans.
    CargoDeny,
}

impl Need {
    /// What is missing and how to get it, or nothing if it is there.
    pub(crate) fn missing(self, house: &House) -> Option<String> {
        let there = match self {
            Self::Postgres => postgres_answers(&house.postgres_url),
            Self::Node => node_version(house).is_some_and(|it| it >= NODE) && has(house, "npm"),
            Self::Python => python(house).is_some(),
            Self::Chromium => chromium(house).is_some(),
            Self::CargoDeny => output_of(&mut house.cargo(&["deny", "--version"])).is_some(),
        };
        (!there).then(|| self.how_to_get_it().to_owned())
    }

    fn how_to_get_it(self) -> &'static str {
        match self {
            Self::Postgres => {
                "PostgreSQL doesn't answer: start a server on 127.0.0.1:5432, or set TEST_POSTGRES_URL to another"
            }
            Self::Node => "Node.js 18 or later with npm is missing: install the packages `nodejs` and `npm`",
            Self::Python => {
                "Python 3.12 is missing: install it from your distribution or with `pyenv install 3.12`"
            }
            Self::Chromium => "Chromium is missing: install the package `chromium`",
            Self::CargoDeny => "cargo-deny is missing: `cargo install cargo-deny --locked`",
        }
    }
}

/// A command that runs Python 3.12 or later: from the PATH, or one that pyenv keeps.
pub(crate) fn python(house: &House) -> Option<Command> {
    let kept = output_of(house.command("pyenv").args(["versions", "--bare"])).unwrap_or_default();
    let kept =
        kept.lines().filter(|it| it.starts_with("3.12.")).map(|it| ("python3.12", Some(it.to_owned())));
    let mut known = [("python3.12", None)].into_iter().chain(kept).chain([("python3", None)]);
    known.find_map(|(program, version)| {
        let command = || {
            let mut command = house.command(program);
            if let Some(version) = &version {
                command.env("PYENV_VERSION", version);
            }
            command
        };
        let said = output_of(command().args(["-c", "import sys, venv; print(sys.version_info >= (3, 12))"]))?;
        (said == "True").then(command)
    })
}

/// The name of the Chromium of this machine.
pub(crate) fn chromium(house: &House) -> Option<&'static str> {
    ["chromium", "chromium-browser", "google-chrome"].into_iter().find(|it| has(house, it))
}

fn has(house: &House, program: &str) -> bool {
    output_of(house.command(program).arg("--version")).is_some()
}

fn node_version(house: &House) -> Option<u32> {
    major_of(&output_of(house.command("node").arg("--version"))?)
}

fn major_of(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

/// Whether a PostgreSQL server answers: it is asked whether it speaks TLS, which needs no account.
fn postgres_answers(url: &str) -> bool {
    const ASK_FOR_TLS: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];
    let Some((host, port)) = host_of(url) else { return false };
    let Ok(mut addresses) = (host, port).to_socket_addrs() else { return false };
    let limit = Duration::from_secs(2);
    addresses.any(|address| {
        let Ok(mut stream) = TcpStream::connect_timeout(&address, limit) else { return false };
        let mut answer = [0; 1];
        stream.set_read_timeout(Some(limit)).is_ok()
            && stream.write_all(&ASK_FOR_TLS).is_ok()
            && stream.read_exact(&mut answer).is_ok()
            && matches!(answer, [b'S' | b'N'])
    })
}

fn host_of(url: &str) -> Option<(&str, u16)> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?']).next()?;
    let host = authority.rsplit('@').next()?;
    let (host, port) = match host.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()?),
        _ => (host, 5432),
    };
    let host = host.trim_matches(['[', ']']);
    (scheme.starts_with("postgres") && !host.is_empty()).then_some((host, port))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn the_host_of_a_postgres_url() {
        assert_eq!(host_of("postgres://postgres@127.0.0.1:5432/postgres"), Some(("127.0.0.1", 5432)));
        assert_eq!(host_of("postgresql://a:b@db.example?sslmode=disable"), Some(("db.example", 5432)));
        assert_eq!(host_of("postgres://[::1]:6543/x"), Some(("::1", 6543)));
        assert_eq!(host_of("postgres://[::1]/x"), Some(("::1", 5432)));
        assert_eq!(host_of("sqlite:nabe.db"), None);
        assert_eq!(host_of("postgres:///x"), None);
    }

    #[test]
    fn a_server_that_is_no_postgres_does_not_count() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let other = std::thread::spawn(move || listener.accept().unwrap().0.write_all(b"HTTP"));
        assert!(!postgres_answers(&format!("postgres://x@127.0.0.1:{port}/x")));
        other.join().unwrap().unwrap();
        assert!(!postgres_answers(&format!("postgres://x@127.0.0.1:{port}/x")));
    }

    #[test]
    fn the_major_version_of_node() {
        assert_eq!(major_of("v20.20.2"), Some(20));
        assert_eq!(major_of("what"), None);
    }
}
