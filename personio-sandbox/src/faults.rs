//! Faults: what goes wrong with calls because somebody asked for it.
//!
//! A fault says which calls it strikes and what becomes of them. Faults know calls, answers and connections, but
//! nothing of what a route is about. While there is none, a call pays for one look at a flag.

mod body;
pub(crate) mod effect;
pub(crate) mod fault;
mod field;
mod matching;
mod page;
pub(crate) mod quirk;
mod refusals;
mod shift;
pub(crate) mod strike;
mod wire;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use self::fault::Fault;
pub(crate) use self::matching::Hit;
use self::matching::Standing;
use self::strike::Struck;

/// All faults there are.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// Whether there is one, so that calls need no lock to see that there is none.
    armed: AtomicBool,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    last: u64,
    standing: Vec<Standing>,
}

impl Faults {
    /// Adds a fault, and gives it an id.
    pub(crate) fn add(&self, fault: Fault) -> String {
        let mut inner = self.inner();
        inner.last += 1;
        let id = format!("fault-{}", inner.last);
        inner.standing.push(Standing::new(id.clone(), Arc::new(fault)));
        self.armed.store(true, Ordering::Relaxed);
        id
    }

    /// Every fault, with how many calls it met and how often it struck.
    pub(crate) fn list(&self) -> Vec<Value> {
        let row = |it: &Standing| {
            let Fault { given, .. } = &*it.fault;
            json!({
                "id": it.id,
                "match": given.get("match").cloned().unwrap_or_else(|| json!({})),
                "effect": given["effect"],
                "calls": it.calls,
                "fired": it.fired,
            })
        };
        self.inner().standing.iter().map(row).collect()
    }

    /// Takes a fault away; false if there is none with this id.
    pub(crate) fn remove(&self, id: &str) -> bool {
        let mut inner = self.inner();
        let before = inner.standing.len();
        inner.standing.retain(|it| it.id != id);
        self.armed.store(!inner.standing.is_empty(), Ordering::Relaxed);
        inner.standing.len() < before
    }

    /// Takes every fault away.
    pub(crate) fn clear(&self) {
        let mut inner = self.inner();
        inner.standing.clear();
        self.armed.store(false, Ordering::Relaxed);
    }

    /// Whether there is any fault.
    pub(crate) fn are_there(&self) -> bool {
        self.armed.load(Ordering::Relaxed)
    }

    /// The faults that strike a call, in the order in which they were made.
    pub(crate) fn strike(&self, hit: &Hit<'_>) -> Struck {
        let mut inner = self.inner();
        let striking = inner.standing.iter_mut().filter_map(|it| it.strikes(hit));
        Struck::new(striking.collect())
    }

    /// Takes back that a fault struck a call in which there was nothing for it to change.
    pub(crate) fn had_no_effect(&self, id: &str) {
        if let Some(standing) = self.inner().standing.iter_mut().find(|it| it.id == id) {
            standing.fired = standing.fired.saturating_sub(1);
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
