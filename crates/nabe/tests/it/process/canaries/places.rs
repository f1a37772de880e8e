//! Everything that a program leaves behind: its log, its metrics, its database, its files, and what it answered.

use std::path::Path;

use super::search::Haystack;
use crate::process::kit::client::Answer;
use crate::process::kit::database::{cells, sqlite_files};
use crate::process::kit::home::Home;
use crate::process::kit::program::Ended;

/// Every value of the database by its column, and every byte of the files of SQLite.
pub(super) async fn stored(home: &Home) -> Haystack {
    let mut stored = Haystack::default();
    let values = cells(&home.database()).await;
    for cell in values.into_iter().chain(sqlite_files(&home.data())) {
        stored.add_bytes(&cell.place, &cell.bytes);
    }
    stored
}

/// Every file in a home.
pub(super) fn files(folder: &Path) -> Haystack {
    let mut files = Haystack::default();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            files.extend(self::files(&entry.path()));
        } else {
            files.add_bytes(&entry.path().display().to_string(), &std::fs::read(entry.path()).unwrap());
        }
    }
    files
}

/// What was logged.
pub(super) fn log_of(ended: &Ended) -> Haystack {
    let mut log = Haystack::default();
    // The first lines on standard output are where the key is shown, once.
    for line in ended.stdout.lines().skip(3).chain(ended.stderr.lines()) {
        log.add("the log", line);
    }
    log
}

/// What was answered, by what was asked.
pub(super) fn answers_of(given: &[(String, Answer)]) -> Haystack {
    let mut answers = Haystack::default();
    for (asked, Answer { headers, body, .. }) in given {
        answers.add(asked, body);
        for (name, value) in headers {
            answers.add_bytes(&format!("{asked}: header {name}"), value.as_bytes());
        }
    }
    answers
}
