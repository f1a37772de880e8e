//! Keeps the state in a SQLite file, row by row, so that a sandbox that is killed loses nothing that it answered.
//!
//! Rows are JSON texts under company, table and number. It must not know what they say.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Transaction, params};

use crate::access::tokens::Tokens;
use crate::clock::Clock;
use crate::model::company::{Company, Profile};
use crate::seed;
use crate::tenant::Tenant;

/// The form of the file; a file of another form is refused.
const FORM: i64 = 1;
/// The table under which a company's own description is kept.
const PROFILE: &str = "profile";
/// The row under which a company's largest numbers are kept, by table.
const LAST: &str = "last";
/// Under which name everything is kept that belongs to no company.
const NOBODY: &str = "";
const CREDENTIAL: &str = "credential";
const TOKEN: &str = "token";
const CLOCK: &str = "clock";

const PUT: &str = "insert or replace into rows (company, kind, number, body) values (?1, ?2, ?3, ?4)";
const DELETE: &str = "delete from rows where company = ?1 and kind = ?2 and number = ?3";
const DELETE_KIND: &str = "delete from rows where company = ?1 and kind = ?2";

/// A state file that is open.
#[derive(Debug)]
pub(crate) struct Keeper {
    path: PathBuf,
    connection: Mutex<Connection>,
}

/// Why a state can't be kept or restored.
#[derive(Debug, thiserror::Error)]
pub enum KeeperError {
    /// The file can't be read or written.
    #[error("the state file {path} can't be used: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// The file was written by another version.
    #[error("the state file {0} is of another version of the sandbox; remove it, or name another file")]
    Form(PathBuf),
    /// The file has a row that can't be read.
    #[error("the state file {path} has a row of `{kind}` that can't be read: {source}")]
    Row {
        /// The file.
        path: PathBuf,
        /// The table of the row.
        kind: String,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

impl Keeper {
    /// Opens a file, or makes it.
    pub(crate) fn open(path: &Path) -> Result<Self, KeeperError> {
        let wrong = |source| KeeperError::File { path: path.to_owned(), source };
        let connection = Connection::open(path).map_err(wrong)?;
        connection.pragma_update(None, "journal_mode", "wal").map_err(wrong)?;
        connection.pragma_update(None, "synchronous", "full").map_err(wrong)?;
        let form: i64 =
            connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(wrong)?;
        if form == 0 {
            let make = "create table if not exists rows (
                company text not null, kind text not null, number integer not null, body text not null,
                primary key (company, kind, number)) without rowid";
            connection.execute_batch(make).map_err(wrong)?;
            connection.pragma_update(None, "user_version", FORM).map_err(wrong)?;
        } else if form != FORM {
            return Err(KeeperError::Form(path.to_owned()));
        }
        Ok(Self { path: path.to_owned(), connection: Mutex::new(connection) })
    }

    /// The companies that the file has, in the order of their ids.
    pub(crate) fn companies(&self) -> Result<Vec<Company>, KeeperError> {
        const KEYS: &str = "select company, body from rows where kind = ?1 order by number";
        let connection = self.connection();
        let profiles: Vec<(String, String)> =
            self.told(connection.prepare(KEYS).and_then(|mut it| {
                it.query_map([PROFILE], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
            }))?;
        drop(connection);
        profiles.into_iter().map(|(key, profile)| self.company(&key, &profile)).collect()
    }

    fn company(&self, key: &str, profile: &str) -> Result<Company, KeeperError> {
        let wrong = |kind: &str| {
            let (path, kind) = (self.path.clone(), kind.to_owned());
            move |source| KeeperError::Row { path, kind, source }
        };
        let profile: Profile = serde_json::from_str(profile).map_err(wrong(PROFILE))?;
        let mut company = seed::nobody(profile);
        for (kind, table) in company.tables() {
            let rows = self.rows(key, kind)?;
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            table.load(&rows).map_err(wrong(kind))?;
        }
        if let Some(last) = self.rows(key, LAST)?.first() {
            company.gave(&serde_json::from_str(last).map_err(wrong(LAST))?);
        }
        Ok(company)
    }

    fn rows(&self, company: &str, kind: &str) -> Result<Vec<String>, KeeperError> {
        const ROWS: &str = "select body from rows where company = ?1 and kind = ?2 order by number";
        let connection = self.connection();
        let rows = connection
            .prepare_cached(ROWS)
            .and_then(|mut it| it.query_map([company, kind], |row| row.get(0))?.collect());
        self.told(rows)
    }

    /// Keeps a whole company in the place of what was kept of it.
    pub(crate) fn keep_all(&self, company: &mut Company) -> Result<(), KeeperError> {
        self.write(|transaction| {
            transaction.execute("delete from rows where company = ?1", [&company.profile.key])?;
            put_all(transaction, company)
        })
    }

    /// Keeps these companies in the place of all that were kept.
    pub(crate) fn keep_only(&self, tenants: &[Arc<Tenant>]) -> Result<(), KeeperError> {
        self.write(|transaction| {
            transaction.execute("delete from rows where company <> ?1", [NOBODY])?;
            tenants.iter().try_for_each(|it| put_all(transaction, &mut it.company_mut()))
        })
    }

    /// Keeps the rows of a company that changed.
    pub(crate) fn keep_changes(&self, company: &mut Company) -> Result<(), KeeperError> {
        let key = company.profile.key.clone();
        let changed: Vec<_> = company.tables().into_iter().map(|(kind, it)| (kind, it.changed())).collect();
        self.write(|transaction| {
            put_profile(transaction, &company.profile)?;
            put_last(transaction, company)?;
            for (kind, rows) in &changed {
                for (number, body) in rows {
                    match body {
                        Some(body) => {
                            transaction.prepare_cached(PUT)?.execute(params![key, kind, number, body])?
                        }
                        None => transaction.prepare_cached(DELETE)?.execute(params![key, kind, number])?,
                    };
                }
            }
            Ok(())
        })?;
        // Only now: what could not be written is tried again with the next change.
        for (_, table) in company.tables() {
            table.forget_changed();
        }
        Ok(())
    }

    /// Keeps credentials and their tokens.
    pub(crate) fn keep_tokens(&self, tokens: &Tokens) -> Result<(), KeeperError> {
        self.write(|transaction| {
            // Only now: what another call wrote meanwhile must not be put in the place of what is newer.
            let (credentials, grants) = tokens.dump();
            for (kind, rows) in [(CREDENTIAL, &credentials), (TOKEN, &grants)] {
                transaction.execute(DELETE_KIND, params![NOBODY, kind])?;
                for (number, body) in (0_i64..).zip(rows) {
                    transaction.prepare_cached(PUT)?.execute(params![NOBODY, kind, number, body])?;
                }
            }
            Ok(())
        })
    }

    /// The credentials and the tokens that were kept, as they were dumped.
    pub(crate) fn tokens(&self) -> Result<(Vec<String>, Vec<String>), KeeperError> {
        Ok((self.rows(NOBODY, CREDENTIAL)?, self.rows(NOBODY, TOKEN)?))
    }

    /// What is wrong with a row that was kept.
    pub(crate) fn unreadable(&self, kind: &str, source: serde_json::Error) -> KeeperError {
        KeeperError::Row { path: self.path.clone(), kind: kind.to_owned(), source }
    }

    /// Keeps where the clock was moved to.
    pub(crate) fn keep_clock(&self, clock: &Clock) -> Result<(), KeeperError> {
        let body = serde_json::json!(clock.setting()).to_string();
        self.write(|transaction| transaction.execute(PUT, params![NOBODY, CLOCK, 0, body]).map(drop))
    }

    /// Moves the clock to where it was.
    pub(crate) fn restore_clock(&self, clock: &Clock) -> Result<(), KeeperError> {
        if let Some(body) = self.rows(NOBODY, CLOCK)?.first() {
            let setting = serde_json::from_str(body).map_err(|error| self.unreadable(CLOCK, error))?;
            clock.restore(setting);
        }
        Ok(())
    }

    fn write(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<()>,
    ) -> Result<(), KeeperError> {
        let mut connection = self.connection();
        let written = connection.transaction().and_then(|transaction| {
            change(&transaction)?;
            transaction.commit()
        });
        self.told(written)
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn told<T>(&self, result: rusqlite::Result<T>) -> Result<T, KeeperError> {
        result.map_err(|source| KeeperError::File { path: self.path.clone(), source })
    }
}

fn put_all(transaction: &Transaction<'_>, company: &mut Company) -> rusqlite::Result<()> {
    let key = company.profile.key.clone();
    put_profile(transaction, &company.profile)?;
    put_last(transaction, company)?;
    let mut put = transaction.prepare_cached(PUT)?;
    for (kind, table) in company.tables() {
        table.forget_changed();
        for (number, body) in table.all() {
            put.execute(params![key, kind, number, body])?;
        }
    }
    Ok(())
}

/// Puts the largest number that each table ever gave, so that none is given again when its row is gone.
fn put_last(transaction: &Transaction<'_>, company: &mut Company) -> rusqlite::Result<()> {
    let body = serde_json::json!(company.last_numbers()).to_string();
    transaction.prepare_cached(PUT)?.execute(params![company.profile.key, LAST, 0, body]).map(drop)
}

fn put_profile(transaction: &Transaction<'_>, profile: &Profile) -> rusqlite::Result<()> {
    let body = serde_json::json!(profile).to_string();
    transaction.prepare_cached(PUT)?.execute(params![profile.key, PROFILE, profile.id, body]).map(drop)
}
