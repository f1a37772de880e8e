//! Rate limits: how many calls a credential may make to a route, and what the headers say about it.
//!
//! It must not know what a refused call is told.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::credential::Credential;
use super::meter::{Meter, Rate};
use crate::switch::{Switch, Switches};

/// The kind of limit a route has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// No limit and no headers: the control routes.
    None,
    /// 60 a minute, then none for a minute (facts §5 [O]).
    V1Auth,
    /// 150 a minute, then one a second for a minute (facts §5 [O]).
    V2Auth,
    /// 300 a minute and 15 a second (facts §5 [O]), no headers. What that means is a switch.
    V1Employees,
    /// Recruiting of v1: 100 a minute, then none for a minute, no headers. The number is that of the old form, which
    /// counts by address (facts §10 [O]): all callers of a sandbox share one. For the newer routes none is published [?].
    Recruiting,
    /// Uploads of documents in v1: 60 a minute (facts §5 [O]); that none is let through for the next minute is [?].
    V1Documents,
    /// Every other v1 route. No number is published (facts §5 [?]).
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

/// Whose calls are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Who {
    Nobody,
    Credential(u64),
    Company(u32),
}

/// The meter of someone for a route, or for all routes together.
type Key = (Who, Option<usize>);

/// All meters.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    meters: Mutex<HashMap<Key, Meter>>,
}

impl Limits {
    /// Starts all meters again.
    pub(crate) fn forget(&self) {
        self.meters.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Counts one call to the route at `place` and says whether it may go on; `now` is in microseconds.
    pub(crate) fn take(
        &self,
        limit: Limit,
        who: Option<&Credential>,
        place: usize,
        switches: &Switches,
        now: i64,
    ) -> Verdict {
        let refusing = switches.is(Switch::RateLimits, "on");
        let Some(rate) = limit.rate(switches).filter(|_| refusing || limit.has_gauge()) else {
            return Verdict { allowed: true, gauge: None };
        };
        let mut meters = self.meters.lock().unwrap_or_else(PoisonError::into_inner);
        let meter = meters.entry(key(limit, who, place, switches)).or_insert_with(|| Meter::new(rate, now));
        let (allowed, remaining) = meter.take(rate, now);
        drop(meters);
        Verdict { allowed: allowed || !refusing, gauge: limit.gauge(rate, remaining) }
    }
}

/// Who shares a meter is not known but for token requests, which are counted for each client (facts §5 [?]).
fn key(limit: Limit, who: Option<&Credential>, place: usize, switches: &Switches) -> Key {
    let credential = who.map_or(Who::Nobody, |it| Who::Credential(it.number));
    let is_auth = matches!(limit, Limit::V1Auth | Limit::V2Auth);
    match switches.get(Switch::RateLimitKey) {
        "company-and-route" if !is_auth => {
            (who.map_or(Who::Nobody, |it| Who::Company(it.tenant.company().profile.id)), Some(place))
        }
        "credential" if !is_auth => (credential, None),
        _ => (credential, Some(place)),
    }
}

impl Limit {
    /// What most routes of v2 have.
    pub(crate) const V2_OTHER: Self = Self::V2 { replenish: 10, burst: 30 };

    /// How calls are counted as the switches stand; `None` for no limit.
    fn rate(self, switches: &Switches) -> Option<Rate> {
        match self {
            Self::None => None,
            Self::V1Auth | Self::V1Documents => Some(Rate::Window { minute: 60, trickle: false }),
            Self::V2Auth => Some(Rate::Window { minute: 150, trickle: true }),
            Self::Recruiting => Some(Rate::Window { minute: 100, trickle: false }),
            Self::V1Employees if switches.is(Switch::EmployeesLimit, "5-a-second") => {
                Some(Rate::Bucket { replenish: 5, burst: 15 })
            }
            Self::V1Employees => Some(Rate::Both { second: 15, minute: 300 }),
            Self::V1Other if switches.is(Switch::V1OtherLimit, "none") => None,
            Self::V1Other => Some(Rate::Bucket { replenish: 10, burst: 100 }),
            Self::V2_OTHER if switches.is(Switch::V2OtherBurst, "100") => {
                Some(Rate::Bucket { replenish: 10, burst: 100 })
            }
            Self::V2 { replenish, burst } => Some(Rate::Bucket { replenish, burst }),
        }
    }

    /// Whether answers tell of it.
    fn has_gauge(self) -> bool {
        matches!(self, Self::V2 { .. } | Self::V2Auth)
    }

    fn gauge(self, rate: Rate, remaining: u32) -> Option<Gauge> {
        let (replenish_rate, burst_capacity) = match rate {
            Rate::Bucket { replenish, burst } => (replenish, burst),
            // Headers are seen on "every v2 response"; what they say on token requests is [?].
            Rate::Window { minute, .. } | Rate::Both { minute, .. } => (1, minute),
        };
        self.has_gauge().then_some(Gauge { remaining, replenish_rate, burst_capacity })
    }
}
