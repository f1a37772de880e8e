//! The time as the sandbox sees it: the machine's clock with an offset, or one that stands still until it is moved.
//!
//! Everything that needs "now" takes it from here, so that tokens expire, limits refill and people start work when a
//! test says so. It knows nothing of companies or requests.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};

/// The last moment to which a clock can be moved, in seconds since 1970: the turn of the year 9000. Dates that follow
/// from it still have room.
const LATEST: i64 = 221_845_392_000;

/// Whether a clock can be moved to `at`.
pub(crate) fn can_be(at: Timestamp) -> bool {
    (0..=LATEST).contains(&at.as_second())
}

/// The moment of a local time; for one outside of all moments, like the last day of the year 9999, the nearest.
pub(crate) fn moment(zone: &TimeZone, local: DateTime) -> Timestamp {
    let nearest = if local.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
    zone.to_timestamp(local).unwrap_or(nearest)
}

/// The second of a moment. Stamps are shown to the second, and whoever asks for what changed until the stamp that was
/// shown must get it.
pub(crate) fn second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

/// A source of the current time; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    stands: AtomicBool,
    /// Microseconds since 1970 when the clock stands, else what is added to the machine's time.
    micros: AtomicI64,
}

impl Clock {
    /// A clock that follows the machine.
    pub fn real() -> Self {
        Self::default()
    }

    /// A clock that stands still at `at` until it is moved.
    pub fn settable(at: Timestamp) -> Self {
        let clock = Self::default();
        clock.stop();
        clock.set(at);
        clock
    }

    /// The current time.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.micros()).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Moves the clock to `at`; if it was going it goes on from there.
    pub fn set(&self, at: Timestamp) {
        let base = if self.stands() { 0 } else { machine_micros() };
        self.inner.micros.store(at.as_microsecond().saturating_sub(base), Ordering::Relaxed);
    }

    /// Moves the clock forward by whole seconds.
    pub fn advance(&self, seconds: i64) {
        self.inner.micros.fetch_add(seconds.saturating_mul(1_000_000), Ordering::Relaxed);
    }

    /// Whether the clock stands still.
    pub fn stands(&self) -> bool {
        self.inner.stands.load(Ordering::Relaxed)
    }

    /// Lets the clock stand where it is.
    pub fn stop(&self) {
        let now = self.now();
        self.inner.stands.store(true, Ordering::Relaxed);
        self.set(now);
    }

    /// Lets the clock go on from where it is.
    pub fn start(&self) {
        let now = self.now();
        self.inner.stands.store(false, Ordering::Relaxed);
        self.set(now);
    }

    /// How the clock is set: whether it stands, and where, or how far it is ahead of the machine.
    pub(crate) fn setting(&self) -> (bool, i64) {
        (self.stands(), self.inner.micros.load(Ordering::Relaxed))
    }

    /// Sets the clock as it was set.
    pub(crate) fn restore(&self, (stands, micros): (bool, i64)) {
        self.inner.stands.store(stands, Ordering::Relaxed);
        self.inner.micros.store(micros, Ordering::Relaxed);
    }

    /// Today's date in UTC.
    pub(crate) fn today(&self) -> Date {
        Offset::UTC.to_datetime(self.now()).date()
    }

    /// Microseconds since 1970, for meters that count time.
    pub(crate) fn micros(&self) -> i64 {
        let micros = self.inner.micros.load(Ordering::Relaxed);
        if self.stands() { micros } else { machine_micros().saturating_add(micros) }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
fn machine_micros() -> i64 {
    Timestamp::now().as_microsecond()
}

#[cfg(test)]
mod tests {
    use super::Clock;

    #[test]
    fn a_clock_that_goes_is_moved_and_goes_on() {
        let clock = Clock::real();
        let later = "2027-03-01T08:00:00Z".parse().unwrap();
        clock.set(later);
        assert!((0..60).contains(&(clock.now().as_second() - later.as_second())));
        clock.advance(3_600);
        assert!((3_600..3_660).contains(&(clock.now().as_second() - later.as_second())));
        clock.stop();
        let stood = clock.now();
        assert_eq!(clock.now(), stood);
        clock.start();
        assert!(clock.now() >= stood);
    }
}
