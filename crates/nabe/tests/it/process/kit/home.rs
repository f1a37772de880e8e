//! Where a program lives: a folder, an environment that is clean, and the settings of the story.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use nabe_store::testing::{self, TestStore};
use tempfile::TempDir;

use super::client::Client;
use super::program::{Ended, Program};

/// The program under test.
const NABE: &str = env!("CARGO_BIN_EXE_nabe");

/// What the log says when the server can be called.
const READY: &str = "the server is ready";

/// A home. What is set here reaches every program that is started in it.
pub(crate) struct Home {
    folder: TempDir,
    env: BTreeMap<String, String>,
    postgres: Option<TestStore>,
}

impl Home {
    /// A home with an empty data folder to be, and SQLite in it.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut home = Self { folder, env: BTreeMap::new(), postgres: None };
        home.set("NABE_DATA_DIR", home.data().to_str().unwrap());
        home
    }

    /// A home whose database is on PostgreSQL; `None`, with a notice, where there is none.
    pub(crate) async fn on_postgres() -> Option<Self> {
        let postgres = testing::postgres().await?;
        let mut home = Self::new();
        home.set("NABE_DATABASE_URL", &postgres.url());
        home.postgres = Some(postgres);
        Some(home)
    }

    /// Sets a variable of the environment.
    pub(crate) fn set(&mut self, name: &str, value: &str) -> &mut Self {
        self.env.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Takes a variable away.
    pub(crate) fn unset(&mut self, name: &str) -> &mut Self {
        self.env.remove(name);
        self
    }

    /// Lets the hub call this address instead of Personio's.
    pub(crate) fn use_personio(&mut self, url: &str) -> &mut Self {
        let port = url.rsplit_once(':').map_or("", |(_, port)| port);
        let careers = format!("http://{{careers_host}}.localhost:{port}");
        self.set("NABE_PROVIDERS__PERSONIO__HOSTS__API", url)
            .set("NABE_PROVIDERS__PERSONIO__HOSTS__CAREERS", &careers)
            .set("NABE_EGRESS__ALLOWED_NETWORKS", r#"["127.0.0.0/8"]"#)
            .set("NABE_PROVIDERS__PERSONIO__RATE_LIMITS", "off")
    }

    /// The folder in which programs are started.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The data folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    /// The vault's key file.
    pub(crate) fn key_file(&self) -> PathBuf {
        self.data().join("vault.key")
    }

    /// The address of the database.
    pub(crate) fn database(&self) -> String {
        match &self.postgres {
            Some(postgres) => postgres.url(),
            None => format!("sqlite:{}", self.data().join("nabe.db").display()),
        }
    }

    /// Writes a file in the home.
    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// A command in this home, with nothing of the environment of the tests.
    pub(crate) fn program(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("PATH", env!("PATH")).envs(&self.env).current_dir(self.path());
        command
    }

    /// The program with these arguments.
    pub(crate) fn nabe(&self, args: &[&str]) -> Command {
        let mut command = self.program(NABE);
        command.args(args);
        command
    }

    /// Runs the program to its end.
    pub(crate) async fn run(&self, args: &[&str]) -> Ended {
        Program::start(self.nabe(args)).end().await
    }

    /// Runs a command that works, with its results as JSON.
    pub(crate) async fn rows(&self, args: &[&str]) -> Vec<serde_json::Value> {
        let ended = self.run(&[args, &["--output", "json"]].concat()).await;
        assert!(ended.is_good(), "{ended:?}");
        assert_eq!(ended.stdout.lines().count(), 1, "one JSON value: {ended:?}");
        serde_json::from_str(&ended.stdout).unwrap()
    }

    /// Starts the server on a free port and waits until it is ready.
    pub(crate) async fn serve(&self) -> Server {
        let mut program = Program::start(self.nabe(&["serve", "--listen", "127.0.0.1:0"]));
        if self.env.get("NABE_LOG__FORMAT").is_none_or(|it| it != "text") {
            return Server::ready(program).await;
        }
        let line = program.logged_as_text(READY).await;
        let (_, address) = line.split_once("address=").unwrap();
        let url = format!("http://{}", address.split(' ').next().unwrap_or_default());
        Server { program, url }
    }

    /// The same, with a first key of its own: prints it only when the database is new.
    pub(crate) async fn serve_first(&self) -> (Server, Client) {
        let mut server = self.serve().await;
        let (_, key) = server.first().await;
        let client = server.client(&key);
        (server, client)
    }
}

/// A server that is ready.
pub(crate) struct Server {
    pub(crate) program: Program,
    pub(crate) url: String,
}

impl Server {
    /// Waits until a server that was started is ready.
    pub(crate) async fn ready(mut program: Program) -> Self {
        let line = program.logged(READY).await;
        let url = format!("http://{}", line["address"].as_str().unwrap());
        Self { program, url }
    }

    /// The project and the key that a first start printed.
    pub(crate) async fn first(&mut self) -> (String, String) {
        (self.word("project ").await, self.word("key ").await)
    }

    async fn word(&mut self, name: &str) -> String {
        let line = self.program.printed(|it| it.starts_with(name)).await;
        line[name.len()..].trim().to_owned()
    }

    /// A client with this key.
    pub(crate) fn client(&self, key: &str) -> Client {
        Client::new(&self.url, key)
    }
}
