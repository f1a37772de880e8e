//! Whether a call is made again, when, and what to answer when it isn't.
//!
//! Must not know how a call is made.

use std::time::Duration;

use http::Method;
use nabe_connector::{Call, CallError};
use tokio::time::Instant;

use crate::error::{EngineError, TooLate};
use crate::gate::Bucket;

/// How often a call that may succeed later is made at most.
const ATTEMPTS: u32 = 5;
/// How often it is made at most when the provider is unwell.
const ATTEMPTS_UNWELL: u32 = 3;
/// The first pause before a provider that is unwell is called again; it doubles.
const FIRST_PAUSE: Duration = Duration::from_millis(250);

/// The longest pause that a provider is believed, in seconds: its number may be any.
const LONGEST_PAUSE_S: u64 = 24 * 3_600;

/// What to answer when there is no place any more: a failure before that tells more. Only of haste does the gate itself
/// know more, since it knows how long.
pub(crate) fn no_place(late: TooLate, before: Option<EngineError>) -> EngineError {
    before.filter(|it| !matches!(it, EngineError::RateLimited { .. })).unwrap_or_else(|| late.into())
}

/// What to answer when it is not tried again. How long to stay away after haste is what the gate has been told.
pub(crate) fn told(error: CallError, bucket: Option<&Bucket>) -> EngineError {
    match (error, bucket) {
        (CallError::RateLimited { .. }, Some(bucket)) => TooLate { wait: bucket.pause() }.into(),
        (error, _) => error.into(),
    }
}

/// The same error, with a pause that can be waited for.
pub(crate) fn bounded(mut error: CallError) -> CallError {
    if let CallError::RateLimited { retry_after_s: Some(seconds) } = &mut error {
        *seconds = LONGEST_PAUSE_S.min(*seconds);
    }
    error
}

/// Tells the gate when the provider found a call too hasty.
pub(crate) fn note_refusal(error: &CallError, bucket: Option<&Bucket>) {
    if let (CallError::RateLimited { retry_after_s }, Some(bucket)) = (error, bucket) {
        bucket.refused(retry_after_s.map(Duration::from_secs));
    }
}

/// How long to wait before the same call is made again; `None` when it isn't.
pub(crate) fn pause_before_retry(
    error: &CallError,
    call: &Call,
    attempt: u32,
    gated: bool,
) -> Option<Duration> {
    let growing = growing(attempt);
    match error {
        // The gate knows how long: it was told of the refusal.
        CallError::RateLimited { .. } if gated && attempt < ATTEMPTS => Some(Duration::ZERO),
        CallError::RateLimited { retry_after_s } if attempt < ATTEMPTS => {
            Some(retry_after_s.map_or(growing, Duration::from_secs))
        }
        CallError::Unavailable { .. } if retries_unwell(call, attempt) => Some(growing),
        CallError::RateLimited { .. }
        | CallError::Unavailable { .. }
        | CallError::Denied { .. }
        | CallError::CredentialsRefused { .. }
        | CallError::NotFound
        | CallError::Rejected { .. }
        | CallError::Malformed { .. }
        | CallError::BadFilter { .. }
        | CallError::BadParameter { .. }
        | CallError::ListChanged
        | CallError::AttributeMissing { .. }
        | CallError::BadField { .. } => None,
    }
}

/// Only what changes nothing is done again after an answer that may have got lost; getting a token is such.
pub(crate) fn retries_unwell(call: &Call, attempt: u32) -> bool {
    let harmless = call.operation.method == Method::GET || call.operation.scheme.is_none();
    harmless && attempt < ATTEMPTS_UNWELL
}

/// The pause before a call is made again, the longer the oftener it failed.
pub(crate) fn growing(attempt: u32) -> Duration {
    FIRST_PAUSE * 2_u32.pow(attempt - 1)
}

/// Waits before a call is made again, and hands back what went wrong. When it isn't made again, or the time is over by
/// then, it ends with that.
pub(crate) async fn wait(
    pause: Option<Duration>,
    deadline: Instant,
    error: EngineError,
) -> Result<EngineError, EngineError> {
    match pause {
        Some(pause) if Instant::now() + pause < deadline => {
            tokio::time::sleep(pause).await;
            Ok(error)
        }
        Some(_) | None => Err(error),
    }
}
