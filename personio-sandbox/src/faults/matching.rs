//! Which calls a fault strikes, in the order in which they come.

use std::sync::Arc;

use http::Method;
use jiff::Timestamp;

use super::fault::{Fault, Lasting, Nth};
use crate::routes::Route;
use crate::seed::rng::Rng;

/// A call that a fault may strike.
pub(crate) struct Hit<'a> {
    pub(crate) method: &'a Method,
    pub(crate) route: &'static Route,
    /// Who calls, as far as that is known.
    pub(crate) client_id: Option<&'a str>,
    pub(crate) now: Timestamp,
}

/// A fault and what it has met.
#[derive(Debug)]
pub(crate) struct Standing {
    pub(crate) id: String,
    pub(crate) fault: Arc<Fault>,
    /// How many calls fitted.
    pub(crate) calls: u64,
    /// How many of them it struck.
    pub(crate) fired: u64,
    /// How long it strikes every call that fits.
    storm: Option<Storm>,
}

#[derive(Clone, Copy, Debug)]
enum Storm {
    Calls(u64),
    Until(Timestamp),
}

impl Standing {
    /// A fault that has met nothing yet.
    pub(crate) fn new(id: String, fault: Arc<Fault>) -> Self {
        Self { id, fault, calls: 0, fired: 0, storm: None }
    }

    /// The fault, if it strikes this call.
    pub(crate) fn strikes(&mut self, hit: &Hit<'_>) -> Option<(String, Arc<Fault>)> {
        let matching = &self.fault.matching;
        let theirs = matching.credential.as_deref().is_none_or(|it| hit.client_id == Some(it));
        let fits = matching.fits(hit.method, hit.route.template) && self.fault.effect.is_for(hit.route);
        if !theirs || !fits {
            return None;
        }
        self.calls += 1;
        let spent = matching.times.is_some_and(|it| self.fired >= it);
        if spent || !(self.storms(hit.now) || self.begins(hit.now)) {
            return None;
        }
        self.fired += 1;
        Some((self.id.clone(), Arc::clone(&self.fault)))
    }

    /// Whether the storm that began with an earlier call goes on.
    fn storms(&mut self, now: Timestamp) -> bool {
        match &mut self.storm {
            Some(Storm::Calls(left)) if *left > 0 => {
                *left -= 1;
                true
            }
            Some(Storm::Until(end)) => now < *end,
            Some(Storm::Calls(_)) | None => false,
        }
    }

    /// Whether the fault strikes for a reason of this call, and a storm begins.
    fn begins(&mut self, now: Timestamp) -> bool {
        let matching = &self.fault.matching;
        let is_nth = match &matching.nth {
            Some(Nth::One(nth)) => self.calls == *nth,
            Some(Nth::Some(list)) => list.contains(&self.calls),
            Some(Nth::Word(_)) | None => true,
        };
        let is_lucky = matching.probability.is_none_or(|it| chance(matching.seed, self.calls) < it);
        // One storm is enough: without `nth` the next would begin at once.
        if !is_nth || !is_lucky || (self.storm.is_some() && matching.nth.is_none()) {
            return false;
        }
        self.storm = match matching.lasting {
            Some(Lasting::Calls(calls)) => Some(Storm::Calls(calls - 1)),
            Some(Lasting::Seconds(seconds)) => {
                let end = now.checked_add(jiff::SignedDuration::from_secs(seconds));
                Some(Storm::Until(end.unwrap_or(Timestamp::MAX)))
            }
            None => None,
        };
        true
    }
}

/// A number from 0 to 1 for each call of a seed.
fn chance(seed: u64, call: u64) -> f64 {
    let bits = Rng::new(seed, &[call]).next() >> 32;
    f64::from(u32::try_from(bits).unwrap_or(0)) / f64::from(u32::MAX)
}
