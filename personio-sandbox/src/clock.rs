//! The time as the sandbox sees it: the machine's clock, or one that a test moves by hand.
//!
//! Everything that needs "now" takes it from here, so that tokens expire and limits refill when a
//! test says so. It knows nothing of companies or requests.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

/// A source of the current time; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// Microseconds since 1970 when the clock is settable; `None` follows the machine.
    fixed: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// A clock that follows the machine.
    pub fn real() -> Self {
        Self::default()
    }

    /// A clock that stands still at `at` until it is moved.
    pub fn settable(at: Timestamp) -> Self {
        Self { fixed: Some(Arc::new(AtomicI64::new(at.as_microsecond()))) }
    }

    /// The current time.
    pub fn now(&self) -> Timestamp {
        match &self.fixed {
            Some(micros) => from_micros(micros.load(Ordering::Relaxed)),
            None => machine_time(),
        }
    }

    /// Moves a settable clock to `at`; a clock that follows the machine stays as it is.
    pub fn set(&self, at: Timestamp) {
        if let Some(micros) = &self.fixed {
            micros.store(at.as_microsecond(), Ordering::Relaxed);
        }
    }

    /// Moves a settable clock forward by whole seconds.
    pub fn advance(&self, seconds: i64) {
        if let Some(micros) = &self.fixed {
            micros.fetch_add(seconds.saturating_mul(1_000_000), Ordering::Relaxed);
        }
    }

    /// Today's date in UTC.
    pub(crate) fn today(&self) -> Date {
        Offset::UTC.to_datetime(self.now()).date()
    }

    /// Microseconds since 1970, for meters that count time.
    pub(crate) fn micros(&self) -> i64 {
        self.now().as_microsecond()
    }
}

fn from_micros(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
fn machine_time() -> Timestamp {
    Timestamp::now()
}
