//! Limits that are counted in windows: so many calls in any second, so many in any minute.
//!
//! The windows slide, so they hold wherever the provider begins to count. Must not know what is called.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use crate::error::TooLate;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);
/// Calls arrive a little later or sooner than they were sent.
const MARGIN: Duration = Duration::from_millis(20);

/// The times at which calls were let through, or will be.
#[derive(Debug)]
pub(crate) struct Windows {
    second: usize,
    minute: usize,
    /// The last of a minute, in order.
    times: VecDeque<Instant>,
}

impl Windows {
    pub(crate) fn new(per_second: f64, per_minute: u32) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a small positive number"
        )]
        let second = per_second.max(1.0) as usize;
        Self { second, minute: per_minute.max(1) as usize, times: VecDeque::new() }
    }

    /// Takes the first place from `earliest` on, unless it would come after `deadline`; says how long to wait for it.
    pub(crate) fn reserve(
        &mut self,
        now: Instant,
        earliest: Instant,
        deadline: Instant,
    ) -> Result<Duration, TooLate> {
        let behind = |calls: usize, window: Duration| {
            let at = self.times.len().checked_sub(calls)?;
            Some(*self.times.get(at)? + window + MARGIN)
        };
        let last = self.times.back().copied();
        let free = [last, behind(self.second, SECOND), behind(self.minute, MINUTE)];
        let at = free.into_iter().flatten().fold(earliest, Instant::max);
        let wait = at.saturating_duration_since(now);
        if at > deadline {
            return Err(TooLate { wait });
        }
        self.times.push_back(at);
        if self.times.len() > self.minute.max(self.second) {
            self.times.pop_front();
        }
        Ok(wait)
    }

    /// Moves the places that are still to come.
    pub(crate) fn postpone(&mut self, now: Instant, by: Duration) {
        for time in self.times.iter_mut().filter(|it| **it > now) {
            *time += by;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When so many calls go that all want to go at once.
    fn times(windows: &mut Windows, calls: usize) -> Vec<Duration> {
        let now = Instant::now();
        (0..calls).map(|_| windows.reserve(now, now, now + MINUTE * 10).unwrap()).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn no_second_and_no_minute_has_too_many() {
        let times = times(&mut Windows::new(15.0, 300), 700);
        for (calls, window) in [(15, SECOND), (300, MINUTE)] {
            for (at, time) in times.iter().enumerate().skip(calls) {
                assert!(*time > times[at - calls] + window, "call {at} comes too soon");
            }
        }
        assert!(times[14].is_zero() && times[15] < SECOND + MARGIN * 2, "{times:?}");
        assert!(times[299] < Duration::from_secs(20) && times[300] > MINUTE);
    }

    #[tokio::test(start_paused = true)]
    async fn a_place_that_comes_too_late_is_not_taken() {
        let mut windows = Windows::new(1.0, 60);
        let now = Instant::now();
        windows.reserve(now, now, now).unwrap();
        let soon = now + Duration::from_millis(500);
        assert!(windows.reserve(now, now, soon).unwrap_err().wait > SECOND);
        let later = windows.reserve(now, now, now + MINUTE).unwrap();
        assert_eq!(later, SECOND + MARGIN, "the place before was not taken");
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_holds_everybody() {
        let mut windows = Windows::new(5.0, 60);
        let now = Instant::now();
        assert_eq!(windows.reserve(now, now + SECOND, now + MINUTE), Ok(SECOND));
        assert_eq!(windows.reserve(now, now, now + MINUTE), Ok(SECOND), "nobody goes past who waits");
    }
}
