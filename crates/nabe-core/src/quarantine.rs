//! What of providers' rows could not be read, made visible: noted in memory while reading, written by housekeeping.
//!
//! Reading never waits for it and never fails by it. Holds no value; an id only where it has the form of one.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use nabe_connector::{Defect, DefectKind};
use nabe_model::ids::{AccountId, ProjectId};
use nabe_model::quarantine::{Quarantine, QuarantineEntry, QuarantineKind};
use nabe_store::StoreError;

use crate::caller::Caller;
use crate::core::Core;
use crate::failure::Outcome;

/// The most entries of an account: the newest stay.
const OF_ACCOUNT: u32 = 1_000;
/// The most that wait to be written of all accounts; what is met beyond is only counted in the metrics.
const WAITING: usize = 5_000;
/// How long what was not met again is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// The longest id that is taken for one: a number with two uuids.
const ID_LENGTH: usize = 96;
/// The longest number that is taken for an id, in digits: that of 64 bits.
const NUMBER_LENGTH: usize = 20;

/// Where something could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Place {
    operation: &'static str,
    record_id: Option<String>,
    path: Cow<'static, str>,
    kind: DefectKind,
}

/// When and how often it was met.
#[derive(Clone, Copy, Debug)]
struct Met {
    first: Timestamp,
    last: Timestamp,
    count: i64,
}

/// What was met of each account.
type OfAccounts = HashMap<(ProjectId, AccountId), HashMap<Place, Met>>;

/// What was met and is not written yet.
#[derive(Default)]
pub(crate) struct Pending {
    met: Mutex<OfAccounts>,
    /// Held while something is written: who looks then finds all that was met before.
    writing: tokio::sync::Mutex<()>,
}

impl Pending {
    /// Notes what could not be read of a record, or of a row without an id.
    pub(crate) fn note(
        &self,
        (project, account): (&ProjectId, &AccountId),
        operation: &'static str,
        record_id: Option<&str>,
        defects: &[Defect],
        now: Timestamp,
    ) {
        let record_id = record_id.filter(|it| has_the_form_of_an_id(it)).map(str::to_owned);
        let mut pending = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        let mut waiting: usize = pending.values().map(HashMap::len).sum();
        let of_account = pending.entry((project.clone(), account.clone())).or_default();
        for Defect { path, kind } in defects {
            let place = Place { operation, record_id: record_id.clone(), path: path.clone(), kind: *kind };
            if let Some(met) = of_account.get_mut(&place) {
                met.count += 1;
                met.last = now;
            } else if waiting < WAITING && of_account.len() < OF_ACCOUNT as usize {
                waiting += 1;
                of_account.insert(place, Met { first: now, last: now, count: 1 });
            }
        }
    }

    /// Of which accounts something waits.
    fn accounts(&self) -> Vec<(ProjectId, AccountId)> {
        self.met.lock().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect()
    }

    /// What waits of an account.
    fn take(&self, of: (ProjectId, AccountId)) -> Taken<'_> {
        let met = self.met.lock().unwrap_or_else(PoisonError::into_inner).remove(&of);
        Taken { pending: self, of, met: met.unwrap_or_default() }
    }

    fn put_back(&self, of: (ProjectId, AccountId), met: HashMap<Place, Met>) {
        let mut pending = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        let of_account = pending.entry(of).or_default();
        for (place, old) in met {
            let now = of_account.entry(place).or_insert(Met { count: 0, ..old });
            now.first = now.first.min(old.first);
            now.last = now.last.max(old.last);
            now.count += old.count;
        }
    }
}

/// What waits of an account, while it is written. What isn't written, because whoever looked has gone or the database
/// can't be used, waits again.
struct Taken<'p> {
    pending: &'p Pending,
    of: (ProjectId, AccountId),
    met: HashMap<Place, Met>,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        if !self.met.is_empty() {
            self.pending.put_back(self.of.clone(), std::mem::take(&mut self.met));
        }
    }
}

/// Ids of providers are numbers and uuids, and those that are made here are made of them; anything else might be what a
/// person is called, or a number to call.
fn has_the_form_of_an_id(text: &str) -> bool {
    let is_both =
        |it: &str| it.split_once('-').is_some_and(|(number, uuid)| is_number(number) && is_uuid(uuid));
    text.split('_').all(|it| is_number(it) || is_uuid(it) || is_both(it)) && text.len() <= ID_LENGTH
}

fn is_number(text: &str) -> bool {
    (1..=NUMBER_LENGTH).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit())
}

fn is_uuid(text: &str) -> bool {
    text.split('-').map(str::len).eq([8, 4, 4, 4, 12])
        && text.bytes().all(|it| it.is_ascii_hexdigit() || it == b'-')
}

fn entry((place, met): (&Place, &Met)) -> QuarantineEntry {
    let kind = match place.kind {
        DefectKind::WrongType => QuarantineKind::WrongType,
        DefectKind::NotADate => QuarantineKind::NotADate,
        DefectKind::NoId => QuarantineKind::NoId,
    };
    QuarantineEntry {
        operation: place.operation.to_owned(),
        record_id: place.record_id.clone(),
        path: place.path.to_string(),
        kind,
        first_seen: met.first,
        last_seen: met.last,
        count: met.count,
    }
}

impl Core {
    /// What of an account's rows could not be read lately.
    pub async fn quarantine(
        &self,
        caller: &Caller,
        id: &AccountId,
        page: u32,
        page_size: u32,
    ) -> Outcome<Quarantine> {
        self.account_row(caller, id).await?;
        self.write_quarantine(caller.project.clone(), id.clone()).await;
        let limit = page_size.clamp(1, 100);
        let offset = page.saturating_sub(1).saturating_mul(limit);
        let total = self.store.quarantine_count(&caller.project, id).await?;
        let data = self.store.quarantine(&caller.project, id, offset, limit).await?;
        Ok(Quarantine { total, data })
    }

    /// Forgets what could not be read, and says how much it was.
    pub async fn clear_quarantine(&self, caller: &Caller, id: &AccountId) -> Outcome<u64> {
        caller.must_write()?;
        self.account_row(caller, id).await?;
        self.write_quarantine(caller.project.clone(), id.clone()).await;
        Ok(self.store.clear_quarantine(&caller.project, id).await?)
    }

    /// How much of an account's rows could not be read lately.
    pub(crate) async fn quarantined(&self, caller: &Caller, id: &AccountId) -> Outcome<i64> {
        self.write_quarantine(caller.project.clone(), id.clone()).await;
        Ok(self.store.quarantine_count(&caller.project, id).await?)
    }

    /// Writes what was met, and takes away what is old.
    pub(crate) async fn tend_quarantine(&self) -> Outcome<()> {
        for (project, account) in self.pending.accounts() {
            self.write_quarantine(project, account).await;
        }
        if let Ok(before) = self.clock.now().checked_sub(KEPT) {
            self.store.purge_quarantine(before).await?;
        }
        Ok(())
    }

    /// Writes what was met of an account.
    async fn write_quarantine(&self, project: ProjectId, account: AccountId) {
        let _one_at_a_time = self.pending.writing.lock().await;
        let mut taken = self.pending.take((project, account));
        let (project, account) = &taken.of;
        let entries: Vec<QuarantineEntry> = taken.met.iter().map(entry).collect();
        if entries.is_empty() {
            return;
        }
        match self.store.note_quarantine(project, account, &entries, OF_ACCOUNT).await {
            // Missing: deleted meanwhile.
            Ok(()) | Err(StoreError::Missing) => taken.met.clear(),
            Err(error) => {
                tracing::warn!(%account, %error, "what could not be read is not written down yet");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn defect(path: &str) -> Defect {
        Defect { path: path.to_owned().into(), kind: DefectKind::WrongType }
    }

    #[test]
    fn only_what_looks_like_an_id_is_kept_as_one() {
        let uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";
        let joined = [format!("7-{uuid}"), format!("7_{uuid}"), format!("7_8-{uuid}")];
        for id in ["7", "3001", uuid].into_iter().chain(joined.iter().map(String::as_str)) {
            assert!(has_the_form_of_an_id(id), "{id}");
        }
        let long = "1".repeat(21);
        let many = vec!["1"; 50].join("_");
        let names = ["Zoe", "Ada", "abba-dada", "a@example.com", "Größe", "department_7"];
        let numbers =
            ["", "_", "7_", "7 7", "0176-123456", "03.04.1990", "+49176123456", "1-2-3-4-5", &long, &many];
        for other in names.into_iter().chain(numbers).chain([&uuid[1..], &format!("{uuid}-{uuid}")]) {
            assert!(!has_the_form_of_an_id(other), "{other}");
        }
    }

    #[test]
    fn what_is_met_again_is_counted_and_what_is_too_much_is_not_kept() {
        let pending = Pending::default();
        let (project, account) = (ProjectId::new(), AccountId::new());
        let note = |record: &str, second| {
            pending.note((&project, &account), "x", Some(record), &[defect("a"), defect("b")], at(second));
        };
        note("7", 1);
        note("7", 3);
        for record in 0..OF_ACCOUNT {
            note(&record.to_string(), 4);
        }
        let taken = pending.take((project.clone(), account.clone()));
        assert_eq!(taken.met.len(), OF_ACCOUNT as usize);
        let place = Place {
            operation: "x",
            record_id: Some("7".to_owned()),
            path: "a".into(),
            kind: DefectKind::WrongType,
        };
        let met = taken.met[&place];
        assert_eq!((met.first, met.last, met.count), (at(1), at(4), 3));
        assert!(pending.accounts().is_empty());
    }

    #[test]
    fn what_is_taken_and_not_written_waits_again() {
        let pending = Pending::default();
        let of = (ProjectId::new(), AccountId::new());
        let note = |second| pending.note((&of.0, &of.1), "x", Some("7"), &[defect("a")], at(second));
        note(2);
        let given_up = pending.take(of.clone());
        note(5);
        drop(given_up);
        let mut taken = pending.take(of.clone());
        let met = *taken.met.values().next().unwrap();
        assert_eq!((taken.met.len(), met.first, met.last, met.count), (1, at(2), at(5), 2));
        taken.met.clear();
        drop(taken);
        assert!(pending.accounts().is_empty(), "what is written waits no more");
    }
}
