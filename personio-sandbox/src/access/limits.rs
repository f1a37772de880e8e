//! Rate limits: how many calls a credential may make to a route, and what the headers say about it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;

/// The kind of limit a route has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// No limit and no headers: the control routes.
    None,
    /// 60 a minute, then none for a minute (facts §5 [O]).
    V1Auth,
    /// 150 a minute, then one a second for a minute (facts §5 [O]).
    V2Auth,
    /// 300 a minute and 15 a second (facts §5 [O]), no headers.
    V1Employees,
    /// Every other v1 route. No number is published: 10 a second with a burst of 100 is made up [?].
    V1Other,
    /// A token bucket with headers; per second and at once. Persons 30 and 100 are measured, as is
    /// 10 a second elsewhere (facts §5 [L]); the burst of 30 elsewhere is made up [?].
    V2 { replenish: u32, burst: u32 },
}

/// What the four headers of v2 say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Gauge {
    pub(crate) remaining: u32,
    pub(crate) replenish_rate: u32,
    pub(crate) burst_capacity: u32,
}

/// Whether a call may go on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Verdict {
    pub(crate) allowed: bool,
    pub(crate) gauge: Option<Gauge>,
}

/// Who is metered for what: the number of a credential (0 for nobody) and of a route.
///
/// Whether the real key also has the credential or only the company is not known (facts §5 [?]).
pub(crate) type Key = (u64, usize);

/// All meters.
#[derive(Debug)]
pub(crate) struct Limits {
    /// False only counts and never refuses.
    refusing: bool,
    meters: Mutex<HashMap<Key, Meter>>,
}

#[derive(Debug)]
enum Meter {
    Bucket(Bucket),
    Pair(Bucket, Bucket),
    Window(Window),
}

impl Limits {
    /// Meters that refuse, or that only count.
    pub(crate) fn new(refusing: bool) -> Self {
        Self { refusing, meters: Mutex::default() }
    }

    /// Starts all meters again.
    pub(crate) fn forget(&self) {
        self.meters.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Counts one call at `now` (microseconds) and says whether it may go on.
    pub(crate) fn take(&self, limit: Limit, key: Key, now: i64) -> Verdict {
        if limit == Limit::None || (!self.refusing && !matches!(limit, Limit::V2 { .. } | Limit::V2Auth)) {
            return Verdict { allowed: true, gauge: None };
        }
        let mut meters = self.meters.lock().unwrap_or_else(PoisonError::into_inner);
        let meter = meters.entry(key).or_insert_with(|| Meter::new(limit, now));
        let (allowed, remaining) = meter.take(limit, now);
        drop(meters);
        Verdict { allowed: allowed || !self.refusing, gauge: limit.gauge(remaining) }
    }
}

impl Limit {
    fn gauge(self, remaining: u32) -> Option<Gauge> {
        let (replenish_rate, burst_capacity) = match self {
            Self::None | Self::V1Auth | Self::V1Employees | Self::V1Other => return None,
            // Headers are seen on "every v2 response"; what they say on token requests is [?].
            Self::V2Auth => (1, 150),
            Self::V2 { replenish, burst } => (replenish, burst),
        };
        Some(Gauge { remaining, replenish_rate, burst_capacity })
    }
}

impl Meter {
    fn new(limit: Limit, now: i64) -> Self {
        match limit {
            Limit::V1Auth | Limit::V2Auth | Limit::None => {
                Self::Window(Window { start: now, ..Window::default() })
            }
            Limit::V1Employees => Self::Pair(Bucket::new(15, 15, now), Bucket::new(5, 300, now)),
            Limit::V1Other => Self::Bucket(Bucket::new(10, 100, now)),
            Limit::V2 { replenish, burst } => Self::Bucket(Bucket::new(replenish, burst, now)),
        }
    }

    /// Whether the call is allowed, and how many more would be.
    fn take(&mut self, limit: Limit, now: i64) -> (bool, u32) {
        match self {
            Self::Bucket(bucket) => {
                bucket.refill(now);
                (bucket.take(), bucket.whole())
            }
            Self::Pair(second, minute) => {
                second.refill(now);
                minute.refill(now);
                let allowed = second.whole() > 0 && minute.whole() > 0 && second.take() && minute.take();
                (allowed, second.whole().min(minute.whole()))
            }
            Self::Window(window) if limit == Limit::V1Auth => window.take(now, 60, false),
            Self::Window(window) => window.take(now, 150, true),
        }
    }
}

/// A token bucket that counts in millionths of a call.
#[derive(Debug)]
struct Bucket {
    level: i64,
    per_second: u32,
    capacity: u32,
    last: i64,
}

impl Bucket {
    fn new(per_second: u32, capacity: u32, now: i64) -> Self {
        Self { level: i64::from(capacity) * SECOND, per_second, capacity, last: now }
    }

    fn refill(&mut self, now: i64) {
        let passed = now.saturating_sub(self.last).max(0);
        let more = passed.saturating_mul(i64::from(self.per_second));
        self.level = self.level.saturating_add(more).min(i64::from(self.capacity) * SECOND);
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

/// So many calls in a minute, and a minute of punishment after that.
#[derive(Debug, Default)]
struct Window {
    start: i64,
    count: u32,
    /// When the punishment ends.
    punished_until: Option<i64>,
    last_allowed: i64,
}

impl Window {
    /// `trickle` lets one call a second through while punished.
    fn take(&mut self, now: i64, most: u32, trickle: bool) -> (bool, u32) {
        if let Some(until) = self.punished_until {
            if now < until {
                let allowed = trickle && now - self.last_allowed >= SECOND;
                if allowed {
                    self.last_allowed = now;
                }
                return (allowed, 0);
            }
            *self = Self { start: now, ..Self::default() };
        }
        if now - self.start >= MINUTE {
            *self = Self { start: now, ..Self::default() };
        }
        if self.count >= most {
            self.punished_until = Some(now + MINUTE);
            return (false, 0);
        }
        self.count += 1;
        self.last_allowed = now;
        (true, most - self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSONS: Limit = Limit::V2 { replenish: 30, burst: 100 };

    fn allowed(limits: &Limits, limit: Limit, calls: usize, now: i64) -> usize {
        (0..calls).filter(|_| limits.take(limit, (1, 1), now).allowed).count()
    }

    #[test]
    fn a_bucket_allows_its_burst_and_then_its_rate() {
        let limits = Limits::new(true);
        assert_eq!(allowed(&limits, PERSONS, 200, 0), 100);
        assert_eq!(allowed(&limits, PERSONS, 200, SECOND), 30);
        let gauge = limits.take(PERSONS, (1, 1), SECOND).gauge.unwrap();
        assert_eq!((gauge.remaining, gauge.replenish_rate, gauge.burst_capacity), (0, 30, 100));
    }

    #[test]
    fn credentials_and_routes_are_metered_apart() {
        let limits = Limits::new(true);
        assert_eq!(allowed(&limits, PERSONS, 200, 0), 100);
        assert!(limits.take(PERSONS, (2, 1), 0).allowed);
        assert!(limits.take(PERSONS, (1, 2), 0).allowed);
    }

    #[test]
    fn v1_employees_allow_15_a_second_and_300_a_minute() {
        let limits = Limits::new(true);
        assert_eq!(allowed(&limits, Limit::V1Employees, 50, 0), 15);
        let minute: usize = (1..60).map(|it| allowed(&limits, Limit::V1Employees, 50, it * SECOND)).sum();
        // A full bucket of 300 and what refills meanwhile, 5 a second.
        assert!((300..=600).contains(&(15 + minute)), "{minute}");
        assert_eq!(allowed(&limits, Limit::V1Employees, 50, 61 * SECOND), 10);
    }

    #[test]
    fn auth_of_v1_cools_down_for_a_minute() {
        let limits = Limits::new(true);
        assert_eq!(allowed(&limits, Limit::V1Auth, 100, 0), 60);
        assert_eq!(allowed(&limits, Limit::V1Auth, 100, 59 * SECOND), 0);
        assert_eq!(allowed(&limits, Limit::V1Auth, 100, 60 * SECOND), 60);
    }

    #[test]
    fn auth_of_v2_slows_down_to_one_a_second() {
        let limits = Limits::new(true);
        assert_eq!(allowed(&limits, Limit::V2Auth, 200, 0), 150);
        assert_eq!(allowed(&limits, Limit::V2Auth, 5, SECOND), 1);
        assert_eq!(allowed(&limits, Limit::V2Auth, 200, 61 * SECOND), 150);
    }

    #[test]
    fn without_limits_the_headers_are_still_counted() {
        let limits = Limits::new(false);
        assert_eq!(allowed(&limits, PERSONS, 200, 0), 200);
        assert_eq!(limits.take(PERSONS, (1, 1), 0).gauge.unwrap().remaining, 0);
        assert_eq!(allowed(&limits, Limit::V1Auth, 200, 0), 200);
    }
}
