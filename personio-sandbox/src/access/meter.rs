//! Counts the calls of one caller against one rate.
//!
//! It knows neither callers nor routes nor switches, and gets the time from whoever asks, in microseconds.

const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;

/// How calls are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rate {
    /// A bucket that refills by so many a second up to a burst.
    Bucket { replenish: u32, burst: u32 },
    /// So many in a second and so many in a minute, both counted from their first call.
    Both { second: u32, minute: u32 },
    /// So many in a minute, and a minute of punishment after that, in which `trickle` lets one a second through.
    Window { minute: u32, trickle: bool },
}

/// What was counted of one caller.
#[derive(Debug)]
pub(crate) enum Meter {
    Bucket(Bucket),
    Both(Window, Window),
    Window(Window, Punishment),
}

impl Meter {
    /// A meter that has counted nothing yet.
    pub(crate) fn new(rate: Rate, now: i64) -> Self {
        match rate {
            Rate::Bucket { burst, .. } => Self::Bucket(Bucket::full(burst, now)),
            Rate::Both { .. } => Self::Both(Window::from(now), Window::from(now)),
            Rate::Window { .. } => Self::Window(Window::from(now), Punishment::default()),
        }
    }

    /// Counts one call: whether it is allowed, and how many more would be. A meter of another kind begins anew.
    pub(crate) fn take(&mut self, rate: Rate, now: i64) -> (bool, u32) {
        match (&mut *self, rate) {
            (Self::Bucket(bucket), Rate::Bucket { replenish, burst }) => {
                bucket.refill(replenish, burst, now);
                (bucket.take(), bucket.whole())
            }
            (Self::Both(second, minute), Rate::Both { second: of_second, minute: of_minute }) => {
                let free = second.free(of_second, SECOND, now).min(minute.free(of_minute, MINUTE, now));
                if free > 0 {
                    second.count += 1;
                    minute.count += 1;
                }
                (free > 0, free.saturating_sub(1))
            }
            (Self::Window(window, punishment), Rate::Window { minute, trickle }) => {
                punishment.take(window, minute, trickle, now)
            }
            _ => {
                *self = Self::new(rate, now);
                self.take(rate, now)
            }
        }
    }
}

/// A token bucket that counts in millionths of a call.
#[derive(Debug)]
pub(crate) struct Bucket {
    level: i64,
    last: i64,
}

impl Bucket {
    fn full(burst: u32, now: i64) -> Self {
        Self { level: i64::from(burst) * SECOND, last: now }
    }

    fn refill(&mut self, replenish: u32, burst: u32, now: i64) {
        let passed = now.saturating_sub(self.last).max(0);
        let more = passed.saturating_mul(i64::from(replenish));
        self.level = self.level.saturating_add(more).min(i64::from(burst) * SECOND);
        self.last = now;
    }

    fn take(&mut self) -> bool {
        let enough = self.level >= SECOND;
        if enough {
            self.level -= SECOND;
        }
        enough
    }

    fn whole(&self) -> u32 {
        u32::try_from(self.level / SECOND).unwrap_or(0)
    }
}

/// The calls since a moment.
#[derive(Debug)]
pub(crate) struct Window {
    start: i64,
    count: u32,
}

impl Window {
    fn from(start: i64) -> Self {
        Self { start, count: 0 }
    }

    /// How many calls are still free; a window that is over begins anew.
    fn free(&mut self, most: u32, span: i64, now: i64) -> u32 {
        if now - self.start >= span {
            *self = Self::from(now);
        }
        most.saturating_sub(self.count)
    }
}

/// What follows when a window was exceeded.
#[derive(Debug, Default)]
pub(crate) struct Punishment {
    until: Option<i64>,
    last_allowed: i64,
}

impl Punishment {
    fn take(&mut self, window: &mut Window, most: u32, trickle: bool, now: i64) -> (bool, u32) {
        match self.until {
            Some(until) if now < until => {
                let allowed = trickle && now - self.last_allowed >= SECOND;
                if allowed {
                    self.last_allowed = now;
                }
                return (allowed, 0);
            }
            Some(_) => {
                *window = Window::from(now);
                self.until = None;
            }
            None => {}
        }
        let free = window.free(most, MINUTE, now);
        if free == 0 {
            self.until = Some(now + MINUTE);
            return (false, 0);
        }
        window.count += 1;
        self.last_allowed = now;
        (true, free - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::{Meter, Rate, SECOND};

    const PERSONS: Rate = Rate::Bucket { replenish: 30, burst: 100 };
    const AUTH: Rate = Rate::Window { minute: 60, trickle: false };

    fn allowed(meter: &mut Meter, rate: Rate, calls: usize, second: i64) -> usize {
        (0..calls).filter(|_| meter.take(rate, second * SECOND).0).count()
    }

    #[test]
    fn a_bucket_allows_its_burst_and_then_its_rate() {
        let mut meter = Meter::new(PERSONS, 0);
        assert_eq!([0, 1, 2].map(|it| allowed(&mut meter, PERSONS, 200, it)), [100, 30, 30]);
        assert_eq!(meter.take(PERSONS, 2 * SECOND), (false, 0));
    }

    #[test]
    fn two_windows_allow_what_both_allow() {
        let rate = Rate::Both { second: 15, minute: 300 };
        let mut meter = Meter::new(rate, 0);
        let each: Vec<usize> = (0..61).map(|it| allowed(&mut meter, rate, 50, it)).collect();
        assert_eq!(each[..20], [15; 20]);
        assert_eq!(each[20..60], [0; 40]);
        assert_eq!(each[60], 15);
        assert_eq!(meter.take(rate, 61 * SECOND), (true, 14));
    }

    #[test]
    fn a_window_that_was_exceeded_is_closed_for_a_minute() {
        let mut meter = Meter::new(AUTH, 0);
        assert_eq!([0, 59, 60].map(|it| allowed(&mut meter, AUTH, 100, it)), [60, 0, 60]);
        let mut meter = Meter::new(AUTH, 0);
        assert_eq!([0, 60].map(|it| allowed(&mut meter, AUTH, 60, it)), [60, 60]);
    }

    #[test]
    fn a_window_can_slow_down_instead() {
        let rate = Rate::Window { minute: 150, trickle: true };
        let mut meter = Meter::new(rate, 0);
        assert_eq!([0, 1, 2, 61].map(|it| allowed(&mut meter, rate, 200, it)), [150, 1, 1, 150]);
    }

    #[test]
    fn a_meter_begins_anew_when_its_rate_becomes_another() {
        let mut meter = Meter::new(AUTH, 0);
        assert_eq!(allowed(&mut meter, AUTH, 100, 0), 60);
        assert_eq!(allowed(&mut meter, PERSONS, 200, 0), 100);
        let smaller = Rate::Bucket { replenish: 10, burst: 30 };
        assert_eq!(allowed(&mut meter, smaller, 200, 60), 30);
    }
}
