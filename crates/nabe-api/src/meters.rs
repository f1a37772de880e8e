//! Counters and histograms of requests, looked up once for each route, method and status.
//!
//! Building a label for every request costs more than counting it.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use metrics::{Counter, Histogram};

/// What is counted of one route.
type Route = HashMap<(&'static str, u16), (Counter, Histogram)>;

/// The meters that were needed so far, by the route's template.
#[derive(Default)]
pub(crate) struct Meters(RwLock<HashMap<Box<str>, Route>>);

impl Meters {
    /// Counts a request that was answered.
    pub(crate) fn count(&self, method: &'static str, route: &str, status: u16, took: Duration) {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(meters) = known.get(route).and_then(|it| it.get(&(method, status))) {
            return record(meters, took);
        }
        drop(known);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let meters = known.entry(route.into()).or_default();
        record(meters.entry((method, status)).or_insert_with(|| made(method, route, status)), took);
    }
}

fn made(method: &'static str, route: &str, status: u16) -> (Counter, Histogram) {
    let labels = [("method", method.to_owned()), ("route", route.to_owned()), ("status", status.to_string())];
    let requests = metrics::counter!("nabe_http_requests_total", &labels);
    (requests, metrics::histogram!("nabe_http_request_seconds", &labels[..2]))
}

fn record((requests, seconds): &(Counter, Histogram), took: Duration) {
    requests.increment(1);
    seconds.record(took.as_secs_f64());
}
