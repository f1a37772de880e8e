//! How often a key may call, and how often a stranger may guess.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use moka::sync::Cache;
use nabe_core::Failure;
use nabe_model::errors::Code;
use nabe_model::ids::KeyId;

/// The window of both limits.
const MINUTE: Duration = Duration::from_mins(1);
/// Wrong keys and tokens that one address may present in a minute.
const FAILURES: u32 = 60;

struct Window {
    began: Instant,
    count: AtomicU32,
}

impl Window {
    fn new() -> Arc<Self> {
        Arc::new(Self { began: Instant::now(), count: AtomicU32::new(0) })
    }

    fn left(&self) -> u64 {
        MINUTE.saturating_sub(self.began.elapsed()).as_secs() + 1
    }
}

/// Requests a minute, by key.
pub(crate) struct KeyLimits {
    limit: Option<u32>,
    windows: Cache<KeyId, Arc<Window>>,
}

impl KeyLimits {
    /// This many requests a minute; `None` for any number.
    pub(crate) fn new(limit: Option<u32>) -> Self {
        Self { limit, windows: Cache::builder().max_capacity(100_000).time_to_live(MINUTE).build() }
    }

    /// Counts a request of this key.
    pub(crate) fn count(&self, key: &KeyId) -> Result<(), Failure> {
        let Some(limit) = self.limit else { return Ok(()) };
        let window = self.windows.get_with_by_ref(key, Window::new);
        if window.count.fetch_add(1, Ordering::Relaxed) < limit {
            return Ok(());
        }
        let left = window.left();
        let message = format!("This key may make {limit} requests a minute. Come back in {left} s.");
        Err(Failure::new(Code::RateLimited, message).retry_after(left))
    }
}

/// Wrong keys and tokens, by address.
pub(crate) struct Failures {
    windows: Cache<IpAddr, Arc<Window>>,
}

impl Failures {
    pub(crate) fn new() -> Self {
        Self { windows: Cache::builder().max_capacity(100_000).time_to_live(MINUTE).build() }
    }

    /// Counts a wrong key from this address, and says what to answer when there were too many.
    pub(crate) fn count(&self, address: IpAddr) -> Option<Failure> {
        let window = self.windows.get_with(address, Window::new);
        if window.count.fetch_add(1, Ordering::Relaxed) < FAILURES {
            return None;
        }
        let left = window.left();
        let message = format!("Too many wrong keys from this address. Come back in {left} s.");
        Some(Failure::new(Code::RateLimited, message).retry_after(left))
    }
}
