//! When a delivery that failed is tried again.
//!
//! A first attempt and up to six more over up to three days, each of up to two requests in a row: 14 at most
//! (facts §11.2 [O]). How long each wait is no source tells [?]; a change note of 2024 has six days.

use jiff::{SignedDuration, Timestamp};

/// The most requests for one delivery.
pub(crate) const MOST: u32 = 14;
/// The waits before the second to the seventh attempt, in minutes: three days together [?].
const WAITS: [i64; 6] = [15, 60, 240, 645, 1_200, 2_160];

/// How failed deliveries are tried again where no source tells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Retries {
    /// Whether the attempts span six days instead of three.
    pub(crate) six_days: bool,
    /// Whether a receiver is tried again that can't be reached at all.
    pub(crate) unreachable: bool,
    /// How many times shorter than the real ones the waits are.
    pub(crate) speed: u32,
}

/// When the next request is due after `sent` ones that failed.
pub(crate) fn next(sent: u32, now: Timestamp, retries: Retries) -> Option<Timestamp> {
    if sent >= MOST {
        return None;
    }
    if sent % 2 == 1 {
        return Some(now);
    }
    let wait = WAITS.get(usize::try_from(sent / 2).ok()?.checked_sub(1)?)?;
    let span = if retries.six_days { 2 } else { 1 };
    let micros = wait * span * 60_000_000 / i64::from(retries.speed.max(1));
    now.checked_add(SignedDuration::from_micros(micros)).ok()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{Retries, next};

    fn all(six_days: bool, speed: u32) -> Vec<i64> {
        let retries = Retries { six_days, unreachable: true, speed };
        let (mut now, mut sent, mut at) = (Timestamp::UNIX_EPOCH, 1, vec![0]);
        while let Some(due) = next(sent, now, retries) {
            at.push(due.as_second());
            (now, sent) = (due, sent + 1);
        }
        at
    }

    #[test]
    fn fourteen_requests_in_pairs_over_three_days_with_growing_waits() {
        let at = all(false, 1);
        assert_eq!(at.len(), 14);
        assert!(at.chunks(2).all(|it| it[0] == it[1]));
        let starts: Vec<i64> = at.iter().step_by(2).copied().collect();
        let waits: Vec<i64> = starts.windows(2).map(|it| it[1] - it[0]).collect();
        assert!(waits.is_sorted_by(|a, b| a < b), "{waits:?}");
        assert_eq!(at.last(), Some(&(3 * 86_400)));
        assert_eq!(all(true, 1).last(), Some(&(6 * 86_400)));
        assert_eq!(all(false, 60).last(), Some(&(3 * 1_440)));
    }
}
