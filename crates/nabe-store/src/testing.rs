//! A store per engine for tests, with its tables, gone when it is dropped.

use std::ops::Deref;
use std::thread;

use nabe_model::ids::ProjectId;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};
use tempfile::TempDir;

use crate::Store;

/// A store that cleans up after itself. Use it as a [`Store`].
#[derive(Debug)]
pub struct TestStore {
    store: Store,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Folder(TempDir),
    Schema { server: String, name: String },
}

impl Deref for TestStore {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

impl TestStore {
    /// The folder of the database file, on SQLite.
    pub fn folder(&self) -> Option<&std::path::Path> {
        match &self.place {
            Place::Folder(folder) => Some(folder.path()),
            Place::Schema { .. } => None,
        }
    }

    /// The address of the database, to open it once more.
    pub fn url(&self) -> String {
        self.place.url()
    }

    /// Runs any SQL past the store, to break what the store never would.
    pub async fn execute(&self, sql: &str) {
        let sql = sql.to_owned();
        let done = match &self.place {
            Place::Folder(_) => run::<SqliteConnection>(&self.url(), sql).await,
            Place::Schema { .. } => run::<PgConnection>(&self.url(), sql).await,
        };
        done.expect("the statement runs");
    }
}

impl Place {
    fn url(&self) -> String {
        match self {
            Self::Folder(folder) => format!("sqlite:{}", folder.path().join("nabe.db").display()),
            Self::Schema { server, name } => {
                let sign = if server.contains('?') { '&' } else { '?' };
                format!("{server}{sign}options=-c%20search_path%3D{name}")
            }
        }
    }
}

/// A new SQLite database in a folder of its own.
pub async fn sqlite() -> TestStore {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    open(Place::Folder(folder)).await
}

/// A new schema in the PostgreSQL database that `TEST_POSTGRES_URL` names.
///
/// `None`, with a notice, if there is no such database; but a panic where `CI` is set, as a skipped engine must not
/// look green.
pub async fn postgres() -> Option<TestStore> {
    #[expect(clippy::disallowed_methods, reason = "a test has no configuration")]
    let (server, ci) = (std::env::var("TEST_POSTGRES_URL"), std::env::var_os("CI"));
    let server = server.unwrap_or_else(|_| "postgres://postgres@127.0.0.1:5432/test".to_owned());
    let name = format!("test_{}", ProjectId::new());
    match run::<PgConnection>(&server, format!("create schema {name}")).await {
        Ok(()) => Some(open(Place::Schema { server, name }).await),
        Err(error) if ci.is_some_and(|it| !it.is_empty()) => {
            panic!("PostgreSQL must be there in CI: {error}")
        }
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "whoever runs the tests must see that one was skipped")]
            {
                eprintln!("skipped on PostgreSQL, as TEST_POSTGRES_URL names none that answers: {error}");
            }
            None
        }
    }
}

async fn open(place: Place) -> TestStore {
    let store = Store::open(&place.url()).await.expect("the test database opens");
    store.migrate().await.expect("the tables can be made");
    TestStore { store, place }
}

impl Drop for TestStore {
    fn drop(&mut self) {
        let Place::Schema { server, name } = &self.place else { return };
        let (server, name) = (server.clone(), name.clone());
        // On a thread of its own, as dropping can't wait; also after a failed test.
        let dropped = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let sql = format!("set lock_timeout = '5s'; drop schema {name} cascade");
            runtime.map(|it| it.block_on(run::<PgConnection>(&server, sql)))
        });
        let _ = dropped.join();
    }
}

async fn run<C>(url: &str, sql: String) -> sqlx::Result<()>
where
    C: Connection,
    for<'c> &'c mut C: Executor<'c, Database = C::Database>,
{
    let mut connection = C::connect(url).await?;
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await?;
    connection.close().await
}
