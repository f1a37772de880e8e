//! Opening a database on either engine, and what every query runs on.
//!
//! SQLite: one connection writes, some read, all in this process. Must not know any table.

use std::fmt;
use std::io;
use std::path::Path;
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::error::DatabaseError;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgQueryResult};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteQueryResult,
    SqliteSynchronous,
};
use sqlx::{Connection as _, PgConnection, Postgres, Sqlite, Transaction};
use tokio::time::{Instant, sleep, timeout};

use crate::error::StoreError;

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// How long a statement waits for another one's lock, and a caller for a connection.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a process waits before it tries again to open a file that another one is opening.
const TURN: Duration = Duration::from_millis(10);
/// SQLite's codes for a file that another connection holds: `SQLITE_BUSY`, and the same during and after a recovery
/// of the write-ahead log (<https://sqlite.org/rescode.html>).
const LOCKED: [&str; 3] = ["5", "261", "517"];
const SQLITE_READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;

/// The database. Cheap to clone; the clones share their connections.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) db: Db,
}

#[derive(Clone, Debug)]
pub(crate) enum Db {
    Sqlite { writer: SqlitePool, reader: SqlitePool },
    Postgres(PgPool),
}

/// Which database engine is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file beside the server.
    Sqlite,
    /// A server that several nodes may share.
    Postgres,
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

impl Store {
    /// Opens `sqlite:<file>` or `postgres://…`. A SQLite file that isn't there is made, readable by its owner only.
    ///
    /// The tables aren't touched: call [`Self::migrate`] next.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        match url.split_once(':') {
            Some(("sqlite", _)) => Self::open_sqlite(url).await,
            Some(("postgres" | "postgresql", _)) => Self::open_postgres(url).await,
            // Not quoted: there may be a password in it.
            _ => Err(StoreError::BadUrl("it names neither SQLite nor PostgreSQL".to_owned())),
        }
    }

    async fn open_sqlite(url: &str) -> Result<Self, StoreError> {
        if url.contains(":memory:") || url.contains("mode=") {
            return Err(StoreError::BadUrl(
                "a SQLite database is a file that is read and written".to_owned(),
            ));
        }
        let options = SqliteConnectOptions::from_str(url)
            .map_err(|it| StoreError::BadUrl(it.to_string()))?
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // With NORMAL a power cut may take back what was committed.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(PATIENCE);
        let path = options.get_filename().to_owned();
        make_private_file(&path).map_err(|source| StoreError::File { path, source })?;

        let pool =
            || SqlitePoolOptions::new().acquire_timeout(PATIENCE * 2).idle_timeout(None).max_lifetime(None);
        let writer = connect_in_turn(|| pool().max_connections(1), &options).await?;
        let options = options.pragma("query_only", "on");
        let reader = connect_in_turn(|| pool().max_connections(SQLITE_READERS), &options).await?;
        Ok(Self { db: Db::Sqlite { writer, reader } })
    }

    async fn open_postgres(url: &str) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url).map_err(|it| StoreError::BadUrl(it.to_string()))?;
        let options = match options.get_application_name() {
            Some(_) => options,
            None => options.application_name("nabe"),
        };
        // Once without the pool, which would try again and again and then only say that it waited in vain.
        let answer = timeout(PATIENCE, PgConnection::connect_with(&options)).await;
        answer
            .map_err(|_| sqlx::Error::Io(io::Error::new(io::ErrorKind::TimedOut, "no answer")))??
            .close()
            .await?;
        let pool = PgPoolOptions::new().max_connections(POSTGRES_CONNECTIONS).acquire_timeout(PATIENCE);
        Ok(Self { db: Db::Postgres(pool.connect_lazy_with(options)) })
    }

    /// Brings the tables to this version. Several processes may do so at once.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        match &self.db {
            Db::Sqlite { writer, .. } => {
                // The driver locks a PostgreSQL database for this, but not a SQLite file.
                let mut tx = writer.begin_with("begin immediate").await?;
                SQLITE.run_direct(None, &mut *tx, false).await?;
                tx.commit().await?;
            }
            Db::Postgres(pool) => POSTGRES.run(pool).await?,
        }
        Ok(())
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        read_on!(self, |db| sqlx::query("select 1").execute(db)).map(drop)
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match &self.db {
            Db::Sqlite { .. } => Engine::Sqlite,
            Db::Postgres(_) => Engine::Postgres,
        }
    }

    /// Closes all connections after their last statement. Everything that is called later fails.
    pub async fn close(&self) {
        match &self.db {
            Db::Sqlite { writer, reader } => {
                reader.close().await;
                writer.close().await; // last, as the last connection clears away the write-ahead log
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }

    /// Begins a transaction that writes. On SQLite it waits for the one before it to end.
    pub(crate) async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match &self.db {
            Db::Sqlite { writer, .. } => Tx::Sqlite(writer.begin_with("begin immediate").await?),
            Db::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }
}

/// Opens a SQLite file that other processes may be opening too.
///
/// The change to write-ahead logging needs the file alone, and SQLite answers at once that it is locked instead of
/// waiting as it does for every other statement.
async fn connect_in_turn(
    pool: impl Fn() -> SqlitePoolOptions,
    options: &SqliteConnectOptions,
) -> Result<SqlitePool, sqlx::Error> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        match pool().connect_with(options.clone()).await {
            Err(error) if is_locked(&error) && Instant::now() < deadline => sleep(TURN).await,
            answer => return answer,
        }
    }
}

fn is_locked(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(DatabaseError::code).is_some_and(|code| LOCKED.contains(&&*code))
}

/// A transaction on either engine. Dropped without a commit, it never happened.
pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

/// What a statement gave, in a form that is the same for both engines: rows, or how many were changed.
pub(crate) trait Outcome {
    type Value;

    fn value(self) -> Self::Value;
}

impl Outcome for SqliteQueryResult {
    type Value = u64;

    fn value(self) -> u64 {
        self.rows_affected()
    }
}

impl Outcome for PgQueryResult {
    type Value = u64;

    fn value(self) -> u64 {
        self.rows_affected()
    }
}

impl<T> Outcome for Vec<T> {
    type Value = Self;

    fn value(self) -> Self {
        self
    }
}

impl<T> Outcome for Option<T> {
    type Value = Self;

    fn value(self) -> Self {
        self
    }
}

pub(crate) fn make_private_file(path: &Path) -> io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map(drop),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    async fn pragma(pool: &SqlitePool, sql: &'static str) -> String {
        sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
    }

    #[tokio::test]
    async fn sqlite_is_set_so_that_a_kill_loses_nothing() {
        let store = testing::sqlite().await;
        let Db::Sqlite { writer, reader } = &store.db else { panic!("not SQLite") };
        for (pool, query_only) in [(writer, "0"), (reader, "1")] {
            let is = |sql| pragma(pool, sql);
            assert_eq!(is("select journal_mode from pragma_journal_mode").await, "wal");
            assert_eq!(is("select cast(synchronous as text) from pragma_synchronous").await, "2", "FULL");
            assert_eq!(is("select cast(foreign_keys as text) from pragma_foreign_keys").await, "1");
            assert_eq!(is("select cast(timeout as text) from pragma_busy_timeout").await, "5000");
            assert_eq!(is("select cast(query_only as text) from pragma_query_only").await, query_only);
        }
        assert_eq!(writer.options().get_max_connections(), 1);
    }

    #[tokio::test]
    async fn a_reader_cant_write() {
        let store = testing::sqlite().await;
        let written = read_on!(store, |db| sqlx::query("delete from projects").execute(db));
        assert!(written.is_err());
    }

    #[tokio::test]
    async fn a_transaction_that_isnt_committed_never_happened() {
        let store = testing::sqlite().await;
        let add =
            "insert into projects (id, name, allowed_origins, created_at) values ('proj_1', 'x', '[]', 0)";
        let mut tx = store.begin().await.unwrap();
        run_in!(&mut tx, |db| sqlx::query(add).execute(db)).unwrap();
        drop(tx);
        assert!(store.projects().await.unwrap().is_empty());
        // And the writer is free again.
        let mut tx = store.begin().await.unwrap();
        run_in!(&mut tx, |db| sqlx::query(add).execute(db)).unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.projects().await.unwrap().len(), 1);
    }
}
