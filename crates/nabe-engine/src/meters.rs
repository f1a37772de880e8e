//! Counters and histograms of calls, looked up once for each operation and outcome.
//!
//! Building labels for every call costs more than counting it.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use metrics::{Counter, Histogram};

/// Provider, operation and outcome.
type Call = (&'static str, &'static str, &'static str);

/// The meters that were needed so far.
#[derive(Clone, Default)]
pub(crate) struct Meters(Arc<RwLock<HashMap<Call, (Counter, Histogram)>>>);

impl Meters {
    /// Counts a call that has ended.
    pub(crate) fn count(&self, call: Call, took: Duration) {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(meters) = known.get(&call) {
            return record(meters, took);
        }
        drop(known);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        record(known.entry(call).or_insert_with(|| made(call)), took);
    }
}

fn made((provider, operation, status): Call) -> (Counter, Histogram) {
    let labels = [("provider", provider), ("operation", operation), ("status", status)];
    let calls = metrics::counter!("nabe_provider_calls_total", &labels);
    (calls, metrics::histogram!("nabe_provider_call_seconds", &labels[..2]))
}

fn record((calls, seconds): &(Counter, Histogram), took: Duration) {
    calls.increment(1);
    seconds.record(took.as_secs_f64());
}
