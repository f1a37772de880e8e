//! What the stories need: the program, a client, a Personio, and a look into the database.

pub(crate) mod client;
pub(crate) mod control;
pub(crate) mod database;
pub(crate) mod fake;
pub(crate) mod home;
pub(crate) mod lists;
pub(crate) mod personio;
pub(crate) mod program;
pub(crate) mod walk;

use std::time::{Duration, Instant};

/// Longer than anything takes that works: whoever waits so long has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Waits until `look` finds something, and fails with `what` if it never does.
pub(crate) async fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
