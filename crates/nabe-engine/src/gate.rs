//! The rate gate: a budget per credential and route, shared by everything that calls.
//!
//! A token bucket that reserves: a caller is told how long to wait and has its place from then on, so waiting is
//! fair and costs nothing. Must not know what is called.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use nabe_connector::{Operation, RateHint, RateLimit};
use tokio::time::Instant;

use crate::error::TooLate;
use crate::windows::Windows;

/// Successes in a row after which an adaptive rate grows.
const GROW_AFTER: u32 = 300;
/// By how much it grows.
const GROWTH: f64 = 1.05;
/// An adaptive rate never grows beyond so many times the documented one.
const CEILING: f64 = 4.0;
/// It never falls below so many calls a second.
const FLOOR: f64 = 0.5;
/// The shortest pause after a refusal: what the provider documents.
const PAUSE: Duration = Duration::from_secs(1);
/// The longest pause after refusals in a row, when the provider asks for none.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// The longest that a provider's own number is believed.
const LONGEST_ASKED: Duration = Duration::from_hours(1);

/// The buckets of one credential.
#[derive(Debug, Default)]
pub(crate) struct Gates {
    buckets: Mutex<HashMap<String, Arc<Bucket>>>,
}

impl Gates {
    /// The bucket of an operation, made on first use.
    pub(crate) fn bucket(&self, operation: &Operation, limit: Option<RateLimit>) -> Option<Arc<Bucket>> {
        let limit = limit?;
        let key = if limit.per_route { operation.id.as_str() } else { operation.rate_limit.as_str() };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bucket) = buckets.get(key) {
            return Some(Arc::clone(bucket));
        }
        let bucket = Arc::new(Bucket::new(limit));
        buckets.insert(key.to_owned(), Arc::clone(&bucket));
        Some(bucket)
    }
}

/// One budget.
#[derive(Debug)]
pub(crate) struct Bucket {
    documented: f64,
    adaptive: bool,
    /// The shortest pause after a refusal.
    cool_down: Duration,
    state: Mutex<State>,
    /// For a provider that counts in windows; then the rate of `state` counts only when headers tell it.
    windows: Option<Mutex<Windows>>,
}

#[derive(Debug)]
struct State {
    rate: f64,
    burst: f64,
    ceiling: f64,
    /// Calls that may go at once; negative while callers wait.
    tokens: f64,
    at: Instant,
    paused_until: Option<Instant>,
    /// How far refusals have moved places so far, all of them together.
    moved: Duration,
    successes: u32,
    refusals: u32,
}

/// A place that was reserved.
struct Place {
    at: Instant,
    /// How far places had been moved by then.
    moved: Duration,
}

impl Bucket {
    fn new(limit: RateLimit) -> Self {
        let burst = f64::from(limit.burst.max(1));
        let rate = limit.per_second.max(0.01);
        let state = State {
            rate,
            burst,
            ceiling: rate * CEILING,
            tokens: burst,
            at: Instant::now(),
            paused_until: None,
            moved: Duration::ZERO,
            successes: 0,
            refusals: 0,
        };
        Self {
            documented: rate,
            adaptive: limit.adaptive && limit.per_minute.is_none(),
            cool_down: limit.cool_down_s.map_or(PAUSE, Duration::from_secs),
            state: Mutex::new(state),
            windows: limit.per_minute.map(|minute| Mutex::new(Windows::new(rate, minute))),
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a place and waits for it, unless it would come after `deadline`. A refusal meanwhile moves it.
    pub(crate) async fn pass(&self, deadline: Instant) -> Result<(), TooLate> {
        let mut place = self.reserve(Instant::now(), deadline)?;
        while place.at > Instant::now() {
            tokio::time::sleep_until(place.at).await;
            place = self.moved(place, deadline)?;
        }
        Ok(())
    }

    /// Where a place is by now. All that wait are moved alike, so their order and their distances stay.
    fn moved(&self, place: Place, deadline: Instant) -> Result<Place, TooLate> {
        let state = self.state();
        let by = state.moved.saturating_sub(place.moved);
        if by.is_zero() {
            return Ok(place);
        }
        let at = state.paused_until.map_or(place.at + by, |it| it.max(place.at + by));
        if at > deadline {
            return Err(TooLate { wait: at.saturating_duration_since(Instant::now()) });
        }
        Ok(Place { at, moved: state.moved })
    }

    /// How long nobody may call.
    pub(crate) fn pause(&self) -> Duration {
        let until = self.state().paused_until;
        until.map_or(Duration::ZERO, |it| it.saturating_duration_since(Instant::now()))
    }

    fn reserve(&self, now: Instant, deadline: Instant) -> Result<Place, TooLate> {
        let mut state = self.state();
        state.refill(now);
        let pause = state.paused_until.map_or(Duration::ZERO, |it| it.saturating_duration_since(now));
        if let Some(windows) = &self.windows {
            let mut windows = windows.lock().unwrap_or_else(PoisonError::into_inner);
            let wait = windows.reserve(now, now + pause, deadline)?;
            return Ok(Place { at: now + wait, moved: state.moved });
        }
        let missing = (1.0 - state.tokens).max(0.0);
        let wait = pause + Duration::from_secs_f64(missing / state.rate);
        if now + wait > deadline {
            return Err(TooLate { wait });
        }
        state.tokens -= 1.0;
        Ok(Place { at: now + wait, moved: state.moved })
    }

    /// The provider took the call.
    pub(crate) fn succeeded(&self, hint: Option<RateHint>) {
        let mut state = self.state();
        state.refusals = 0;
        if let Some(hint) = hint {
            state.rate = hint.per_second;
            state.burst = hint.burst;
            state.tokens = state.tokens.min(hint.remaining);
            return;
        }
        if !self.adaptive {
            return;
        }
        state.successes += 1;
        if state.successes >= GROW_AFTER {
            state.successes = 0;
            state.rate = (state.rate * GROWTH).min(state.ceiling);
        }
    }

    /// The provider refused the call: halve the rate and pause, for everybody behind this gate, those who have a place
    /// already among them.
    pub(crate) fn refused(&self, asked: Option<Duration>) {
        let now = Instant::now();
        let mut state = self.state();
        state.refill(now);
        // Calls that were under way together are refused together: they count once.
        if state.paused_until.is_some_and(|it| it > now) {
            return;
        }
        let doubled = PAUSE.saturating_mul(1 << state.refusals.min(5));
        let pause = asked.map_or(doubled.min(LONGEST_PAUSE), |it| it.min(LONGEST_ASKED)).max(self.cool_down);
        state.refusals += 1;
        state.successes = 0;
        state.paused_until = Some(now + pause);
        state.moved += pause;
        // One call may go when the pause ends; what comes back begins to count then.
        state.tokens = state.tokens.min(1.0);
        state.at = now + pause;
        if let Some(windows) = &self.windows {
            windows.lock().unwrap_or_else(PoisonError::into_inner).postpone(now, pause);
        }
        if self.adaptive {
            // What was too much once is not tried again soon.
            state.ceiling = state.rate.max(self.documented);
            state.rate = (state.rate / 2.0).max(FLOOR.min(self.documented));
        }
    }
}

impl State {
    fn refill(&mut self, now: Instant) {
        let since = now.saturating_duration_since(self.at).as_secs_f64();
        self.tokens = (self.tokens + since * self.rate).min(self.burst);
        self.at = self.at.max(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(per_second: f64, burst: u32) -> RateLimit {
        RateLimit { per_second, burst, per_minute: None, per_route: false, adaptive: true, cool_down_s: None }
    }

    fn bucket(per_second: f64, burst: u32) -> Bucket {
        Bucket::new(limit(per_second, burst))
    }

    fn soon() -> Instant {
        Instant::now() + Duration::from_mins(1)
    }

    #[tokio::test(start_paused = true)]
    async fn a_burst_goes_at_once_and_the_rest_at_the_rate() {
        let bucket = bucket(5.0, 15);
        let start = Instant::now();
        for _ in 0..15 {
            bucket.pass(soon()).await.unwrap();
        }
        assert!(start.elapsed() < Duration::from_millis(1));
        for _ in 0..10 {
            bucket.pass(soon()).await.unwrap();
        }
        let elapsed = start.elapsed();
        assert!(
            elapsed >= Duration::from_millis(1990) && elapsed < Duration::from_millis(2100),
            "{elapsed:?}"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_place_that_comes_too_late_is_not_taken() {
        let bucket = bucket(1.0, 1);
        bucket.pass(soon()).await.unwrap();
        let error = bucket.pass(Instant::now() + Duration::from_millis(500)).await.unwrap_err();
        assert!(error.wait > Duration::from_millis(900), "{error:?}");
        tokio::time::sleep(Duration::from_secs(1)).await;
        bucket.pass(Instant::now() + Duration::from_millis(10)).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_pauses_everybody_and_halves_the_rate_once() {
        let bucket = bucket(4.0, 4);
        bucket.refused(None);
        bucket.refused(None);
        assert!((bucket.state().rate - 2.0).abs() < 1e-9);
        let start = Instant::now();
        bucket.pass(soon()).await.unwrap();
        assert!(start.elapsed() >= PAUSE);
    }

    /// When those go who waited when the provider refused a call, and who came then.
    async fn after_a_refusal(bucket: Bucket) -> Vec<Duration> {
        let bucket = Arc::new(bucket);
        bucket.pass(soon()).await.unwrap();
        let start = Instant::now();
        let mut waiting = tokio::task::JoinSet::new();
        for number in 0..5 {
            // The last one comes when all is over.
            let bucket = Arc::clone(&bucket);
            let begin = start + Duration::from_millis(if number == 4 { 900 } else { number });
            waiting.spawn(async move {
                tokio::time::sleep_until(begin).await;
                bucket.pass(soon()).await.unwrap();
                (number, start.elapsed())
            });
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        bucket.refused(None);
        let mut gone = waiting.join_all().await;
        gone.sort_by_key(|it| it.1);
        assert!(gone.iter().map(|it| it.0).eq(0..5), "nobody goes past who waits: {gone:?}");
        gone.into_iter().map(|it| it.1).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn who_has_a_place_already_waits_as_well_when_the_provider_refuses() {
        let second = RateLimit { per_minute: Some(300), ..limit(1.0, 1) };
        for bucket in [bucket(5.0, 1), Bucket::new(second)] {
            let gone = after_a_refusal(bucket).await;
            assert!(gone[0] >= Duration::from_millis(100) + PAUSE, "{gone:?}");
            for pair in gone.windows(2) {
                assert!(pair[1] >= pair[0] + Duration::from_millis(190), "{gone:?}");
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_would_come_too_late_by_a_refusal_gives_up() {
        let bucket = Arc::new(bucket(2.0, 1));
        bucket.pass(soon()).await.unwrap();
        let mut waiting = tokio::task::JoinSet::new();
        let waits = Arc::clone(&bucket);
        waiting.spawn(async move { waits.pass(Instant::now() + PAUSE).await });
        tokio::time::sleep(Duration::from_millis(100)).await;
        bucket.refused(None);
        let error = waiting.join_next().await.unwrap().unwrap().unwrap_err();
        assert!(error.wait > Duration::from_millis(500), "{error:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_is_as_long_as_documented_or_as_asked_for() {
        let documented = RateLimit { cool_down_s: Some(60), ..limit(1.0, 10) };
        for (limit, asked, pause) in [
            (limit(1.0, 10), None, 1),
            (limit(1.0, 10), Some(45), 45),
            (documented, None, 60),
            (documented, Some(5), 60),
        ] {
            let bucket = Bucket::new(limit);
            bucket.refused(asked.map(Duration::from_secs));
            assert_eq!(bucket.pause(), Duration::from_secs(pause), "{limit:?} {asked:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_rate_grows_slowly_and_not_beyond_what_was_refused() {
        let bucket = bucket(5.0, 15);
        for _ in 0..GROW_AFTER * 2 {
            bucket.succeeded(None);
        }
        let grown = bucket.state().rate;
        assert!(grown > 5.2 && grown < 6.0, "{grown}");
        bucket.refused(None);
        for _ in 0..GROW_AFTER * 1000 {
            bucket.succeeded(None);
        }
        assert!(bucket.state().rate <= grown + 1e-9);
    }

    #[tokio::test(start_paused = true)]
    async fn headers_tell_the_rate() {
        let bucket = bucket(1.0, 1);
        bucket.succeeded(Some(RateHint { remaining: 0.0, per_second: 10.0, burst: 20.0 }));
        let start = Instant::now();
        bucket.pass(soon()).await.unwrap();
        assert!(start.elapsed() >= Duration::from_millis(99) && start.elapsed() < Duration::from_millis(150));
    }
}
