//! Days on which no clock in the world was changed: found out once for each, since every clock must be looked at.
//!
//! Must not know what happened on them.

use std::sync::atomic::{AtomicU8, Ordering};

use jiff::civil;

use super::is_elapsed;

/// The first year that is remembered.
const FIRST: i16 = 2000;
/// Years that are remembered; of others nothing is.
const YEARS: usize = 150;
/// The most days of a year.
const DAYS: usize = 366;

const UNKNOWN: u8 = 0;
const QUIET: u8 = 1;
const CHANGED: u8 = 2;

/// What is known of each day.
static KNOWN: [AtomicU8; YEARS * DAYS] = [const { AtomicU8::new(UNKNOWN) }; YEARS * DAYS];

/// Whether no clock was changed on either of two days, which are one or follow each other. Of days further apart it
/// isn't told.
pub(super) fn are_quiet(first: civil::Date, last: civil::Date) -> bool {
    let follows = || first.tomorrow().is_ok_and(|it| it == last);
    (first == last || follows()) && is_quiet(first) && (first == last || is_quiet(last))
}

fn is_quiet(day: civil::Date) -> bool {
    let Some(known) = index(day).and_then(|it| KNOWN.get(it)) else { return false };
    match known.load(Ordering::Relaxed) {
        UNKNOWN => {
            let is_quiet = every_clock_shows_all_of(day);
            known.store(if is_quiet { QUIET } else { CHANGED }, Ordering::Relaxed);
            is_quiet
        }
        other => other == QUIET,
    }
}

/// Whether a day has 24 hours everywhere, and both its midnights are shown once.
fn every_clock_shows_all_of(day: civil::Date) -> bool {
    let midnight = |it: civil::Date| it.to_datetime(civil::Time::midnight());
    day.tomorrow().is_ok_and(|next| is_elapsed(midnight(day), midnight(next)))
}

fn index(day: civil::Date) -> Option<usize> {
    let year = usize::try_from(day.year().checked_sub(FIRST)?).ok()?;
    let of_year = usize::try_from(day.day_of_year()).ok()?;
    (year < YEARS).then_some(year * DAYS + of_year - 1)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_quiet_unless_clocks_are_changed_somewhere() {
        for quiet in [date(2026, 7, 15), date(2028, 2, 29), date(2000, 1, 10), date(2030, 12, 31)] {
            assert!(is_quiet(quiet) && is_quiet(quiet), "{quiet}");
        }
        // Europe, Lord Howe by half an hour, Samoa without the day, and clocks that were set back into the day.
        let changed = [date(2026, 3, 29), date(2026, 4, 5), date(2011, 12, 30), date(2024, 2, 29)];
        for changed in changed.into_iter().chain([date(1999, 12, 31), date(2150, 1, 1)]) {
            assert!(!is_quiet(changed) && !is_quiet(changed), "{changed}");
        }
        assert!(are_quiet(date(2026, 7, 15), date(2026, 7, 16)));
        for (first, last) in [(15, 17), (16, 15)] {
            assert!(!are_quiet(date(2026, 7, first), date(2026, 7, last)), "{first} {last}");
        }
        assert!(!are_quiet(date(2026, 3, 28), date(2026, 3, 29)));
    }

    #[test]
    fn each_day_has_a_place_of_its_own() {
        let places = [date(2000, 1, 1), date(2000, 12, 31), date(2001, 1, 1), date(2149, 12, 31)].map(index);
        assert_eq!(places, [Some(0), Some(365), Some(366), Some(149 * 366 + 364)]);
        assert_eq!((index(date(1999, 12, 31)), index(date(2150, 1, 1))), (None, None));
    }
}
