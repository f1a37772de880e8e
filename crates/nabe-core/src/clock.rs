//! The time, from one place, so that tests can set it.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{Timestamp, civil};

/// Tells the time.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    set: Option<Arc<Mutex<Timestamp>>>,
}

impl Clock {
    /// The machine's time.
    pub fn system() -> Self {
        Self::default()
    }

    /// A time that stands still until it is moved.
    pub fn fixed(at: Timestamp) -> Self {
        Self { set: Some(Arc::new(Mutex::new(at))) }
    }

    /// Moves a clock that stands still.
    pub fn set(&self, at: Timestamp) {
        if let Some(set) = &self.set {
            *set.lock().unwrap_or_else(PoisonError::into_inner) = at;
        }
    }

    /// Now, to the millisecond: what the store keeps.
    pub fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "this is the clock")]
        let now = self
            .set
            .as_ref()
            .map_or_else(Timestamp::now, |it| *it.lock().unwrap_or_else(PoisonError::into_inner));
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    /// The civil date in UTC.
    pub fn today(&self) -> civil::Date {
        self.now().to_zoned_datetime(jiff::tz::TimeZone::UTC).date()
    }
}
