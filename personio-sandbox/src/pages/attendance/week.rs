//! A week, from Monday to Sunday.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::rules::people::custom::day;

/// A week by its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Week {
    pub(super) first: Date,
    pub(super) last: Date,
}

impl Week {
    /// The week of a day.
    pub(super) fn of(day: Date) -> Self {
        let since_monday = day.weekday().since(Weekday::Monday);
        let first = day.saturating_sub(i32::from(since_monday).days());
        Self { first, last: first.saturating_add(6.days()) }
    }

    /// The week of the day that was asked for, or else of today.
    pub(super) fn asked(text: &str, today: Date) -> Self {
        Self::of(day(text).unwrap_or(today))
    }

    /// Whether a day is in it.
    pub(super) fn has(self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }

    /// The first day of the week before.
    pub(super) fn before(self) -> Date {
        self.first.saturating_sub(7.days())
    }

    /// The first day of the week after.
    pub(super) fn after(self) -> Date {
        self.first.saturating_add(7.days())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::Week;

    #[test]
    fn a_week_goes_from_monday_to_sunday() {
        for day in [date(2026, 6, 1), date(2026, 6, 3), date(2026, 6, 7)] {
            let week = Week::of(day);
            assert_eq!((week.first, week.last), (date(2026, 6, 1), date(2026, 6, 7)));
            assert!(week.has(day) && !week.has(week.before()) && !week.has(week.after()));
        }
        assert_eq!(Week::asked("soon", date(2026, 6, 3)), Week::of(date(2026, 6, 1)));
        for edge in [Date::MIN, Date::MAX] {
            assert!(Week::of(edge).has(edge));
            Week::of(edge).before();
            Week::of(edge).after();
        }
    }
}
