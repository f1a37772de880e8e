//! A month by its days.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::rules::people::custom::day;

/// A month by its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Month {
    pub(super) first: Date,
}

impl Month {
    /// The month that a text like `2026-06` names, or else that of today.
    pub(super) fn asked(text: &str, today: Date) -> Self {
        let named = day(&format!("{text}-01"));
        Self { first: named.unwrap_or(today).first_of_month() }
    }

    pub(super) fn last(self) -> Date {
        self.first.last_of_month()
    }

    /// Its days in their order.
    pub(super) fn days(self) -> impl Iterator<Item = Date> {
        let next = |day: &Date| day.checked_add(1.day()).ok();
        std::iter::successors(Some(self.first), next).take_while(move |it| *it <= self.last())
    }

    /// The month before.
    pub(super) fn before(self) -> Self {
        Self { first: self.first.saturating_sub(1.month()) }
    }

    /// The month after.
    pub(super) fn after(self) -> Self {
        Self { first: self.first.saturating_add(1.month()) }
    }

    /// Like `2026-06`.
    pub(super) fn key(self) -> String {
        self.first.strftime("%Y-%m").to_string()
    }

    /// Like `June 2026`.
    pub(super) fn name(self) -> String {
        self.first.strftime("%B %Y").to_string()
    }
}

/// Whether nobody works on a day of the week, as a rule.
pub(super) fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::Month;

    #[test]
    fn a_month_has_its_days_and_neighbours() {
        let month = Month::asked("2028-02", date(2026, 6, 3));
        assert_eq!((month.days().count(), month.name().as_str()), (29, "February 2028"));
        assert_eq!((month.before().key().as_str(), month.after().key().as_str()), ("2028-01", "2028-03"));
        for odd in ["", "2026", "2026-13", "soon"] {
            assert_eq!(Month::asked(odd, date(2026, 6, 3)).key(), "2026-06", "{odd}");
        }
        for edge in [Date::MIN, Date::MAX] {
            let month = Month { first: edge.first_of_month() };
            assert!(month.days().count() >= 28);
            month.before();
            month.after();
        }
    }
}
