//! How many bytes of answers are held at once: large answers wait for each other, so that many callers at once
//! don't add up.
//!
//! A brake and not a wall: who has waited long goes on all the same, so that two that need each other can't hang.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Answers up to this size, in bytes, never wait.
pub(crate) const SMALL: usize = 64 * 1024;
/// What an answer is taken for that doesn't say its size, in bytes: a compressed one.
const UNSAID: usize = 512 * 1024;
/// What is counted as one, in bytes.
const UNIT: usize = 1024;
/// How long a large answer waits at most.
const PATIENCE: Duration = Duration::from_secs(5);

/// The bytes that may be held.
#[derive(Clone, Debug)]
pub(crate) struct Budget {
    units: Arc<Semaphore>,
    all: usize,
}

/// A share of the budget, given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Share(#[expect(dead_code, reason = "held, not read")] Option<OwnedSemaphorePermit>);

impl Budget {
    /// A budget of so many bytes.
    pub(crate) fn new(bytes: usize) -> Self {
        let all = (bytes / UNIT).max(1);
        Self { units: Arc::new(Semaphore::new(all)), all }
    }

    /// A share for an answer of this size; waits while others hold theirs.
    pub(crate) async fn share(&self, size: Option<usize>) -> Share {
        let units = (size.unwrap_or(UNSAID) / UNIT).clamp(1, self.all);
        let units = u32::try_from(units).unwrap_or(u32::MAX);
        let waited = tokio::time::timeout(PATIENCE, Arc::clone(&self.units).acquire_many_owned(units)).await;
        Share(waited.ok().and_then(Result::ok))
    }
}

impl Share {
    /// The bytes, which hold the share until their last clone is dropped.
    pub(crate) fn hold(self, bytes: Vec<u8>) -> Bytes {
        Bytes::from_owner(Held { bytes, _share: self })
    }
}

struct Held {
    bytes: Vec<u8>,
    _share: Share,
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_large_answer_waits_for_another_and_no_longer_than_its_patience() {
        let budget = Budget::new(1024 * 1024);
        let bytes = budget.share(Some(800 * 1024)).await.hold(vec![1, 2, 3]);
        let second = bytes.slice(1..);
        drop(bytes);
        let start = Instant::now();
        let late = budget.share(Some(800 * 1024)).await;
        assert!(start.elapsed() >= PATIENCE);
        drop(late);
        drop(second);
        let start = Instant::now();
        let share = budget.share(Some(usize::MAX)).await;
        assert!(start.elapsed() < Duration::from_millis(10));
        drop(share);
    }
}
