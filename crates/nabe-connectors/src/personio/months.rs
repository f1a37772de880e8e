//! Days that are asked for, month by month: lists that show a month at most are asked for each month in turn.
//!
//! The position names the month and, behind `~`, the cursor inside it. Must not know what is listed.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;
use nabe_connector::{CallError, Filters};

/// The most months of one list: each costs a call, empty or not.
const MONTHS: i32 = 120;

/// Days, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) from: Date,
    pub(super) to: Date,
}

/// Where a page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Its days: those of the range that lie in its month.
    pub(super) days: Days,
    /// Where it begins in the month; nothing for the month's first page.
    pub(super) cursor: Option<String>,
    /// The last day of the range.
    end: Date,
}

impl Place {
    /// The place that a position names, or the first, in the range of the conditions.
    pub(super) fn read(position: Option<&str>, filters: &Filters, today: Date) -> Result<Self, CallError> {
        let named = position.map(parse).transpose()?;
        let month = named.map(|it| it.0);
        let range = range(filters, today, month)?;
        let month = month.unwrap_or_else(|| range.from.first_of_month());
        let days = Days { from: range.from.max(month), to: range.to.min(month.last_of_month()) };
        if days.to < days.from {
            return Err(malformed());
        }
        let cursor = named.map(|it| it.1).filter(|it| !it.is_empty()).map(str::to_owned);
        Ok(Self { days, cursor, end: range.to })
    }

    /// Where to go on, when the month goes on at `cursor` or is over.
    pub(super) fn next(&self, cursor: Option<&str>) -> Option<String> {
        let month = match cursor {
            Some(_) => self.days.from,
            None => self.days.to.tomorrow().ok().filter(|it| *it <= self.end)?,
        };
        Some(Month(month, cursor.unwrap_or_default()).to_string())
    }
}

/// A month and a cursor in it, as a position writes them.
struct Month<'c>(Date, &'c str);

impl fmt::Display for Month<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~{}", self.0.strftime("%Y-%m"), self.1)
    }
}

fn parse(position: &str) -> Result<(Date, &str), CallError> {
    let (month, cursor) = position.split_once('~').ok_or_else(malformed)?;
    let month: Date = format!("{month}-01").parse().map_err(|_| malformed())?;
    Ok((month.first_of_month(), cursor))
}

/// The days of the conditions. Without any, the month that is read, which is that of today at first: midnight doesn't
/// move it. With a beginning alone, all until the end of this month; with an end alone, its month.
fn range(filters: &Filters, today: Date, month: Option<Date>) -> Result<Days, CallError> {
    let (start, end) = (filters.day("start_date")?, filters.day("end_date")?);
    let this = month.unwrap_or(today);
    let from = start.unwrap_or_else(|| end.unwrap_or(this).first_of_month());
    let to = end.unwrap_or_else(|| match start {
        Some(start) => start.max(today).last_of_month(),
        None => this.last_of_month(),
    });
    if to < from {
        return Err(refused("end_date", "no day before `start_date`"));
    }
    let latest = from.checked_add(MONTHS.months()).unwrap_or(Date::MAX);
    if latest <= to {
        return Err(refused("start_date", "less than ten years before the end of the range"));
    }
    Ok(Days { from, to })
}

fn refused(name: &str, expected: &'static str) -> CallError {
    CallError::BadFilter { name: name.to_owned(), expected }
}

fn malformed() -> CallError {
    CallError::Malformed { at: "position".to_owned() }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn filters(start: &str, end: &str) -> Filters {
        let named = [("start_date", start), ("end_date", end)].into_iter().filter(|it| !it.1.is_empty());
        Filters(named.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    /// The days of each month of a range, walked with `pages` pages a month.
    fn walk(start: &str, end: &str, pages: usize) -> Vec<String> {
        let (filters, mut position, mut seen) = (filters(start, end), None::<String>, Vec::new());
        loop {
            for page in 0..pages {
                let place = Place::read(position.as_deref(), &filters, date(2026, 3, 15)).unwrap();
                assert_eq!(place.cursor, (page > 0).then(|| format!("c~{page}")));
                let more = page + 1 < pages;
                if !more {
                    seen.push(format!("{}..{}", place.days.from, place.days.to));
                }
                let cursor = format!("c~{}", page + 1);
                position = place.next(more.then_some(cursor.as_str()));
            }
            if position.is_none() {
                return seen;
            }
        }
    }

    #[test]
    fn a_range_is_walked_month_by_month() {
        for pages in 1..4 {
            assert_eq!(
                walk("2025-11-20", "2026-02-10", pages),
                [
                    "2025-11-20..2025-11-30",
                    "2025-12-01..2025-12-31",
                    "2026-01-01..2026-01-31",
                    "2026-02-01..2026-02-10",
                ]
            );
            assert_eq!(walk("2024-02-29", "2024-02-29", pages), ["2024-02-29..2024-02-29"]);
        }
    }

    #[test]
    fn what_is_left_out_is_the_month() {
        assert_eq!(walk("", "", 1), ["2026-03-01..2026-03-31"]);
        assert_eq!(walk("2026-02-27T00:00:00Z", "", 1), ["2026-02-27..2026-02-28", "2026-03-01..2026-03-31"]);
        assert_eq!(walk("2027-05-30", "", 1), ["2027-05-30..2027-05-31"]);
        assert_eq!(walk("", "2025-12-30", 1), ["2025-12-01..2025-12-30"]);
    }

    #[test]
    fn a_month_that_ends_while_it_is_read_is_read_to_its_end() {
        let place = Place::read(Some("2026-02~x"), &filters("", ""), date(2026, 3, 1)).unwrap();
        assert_eq!(place.days, Days { from: date(2026, 2, 1), to: date(2026, 2, 28) });
        assert_eq!(place.next(None), None);
    }

    #[test]
    fn bad_ranges_and_positions_are_refused() {
        let read = |position: Option<&str>, start: &str, end: &str| {
            Place::read(position, &filters(start, end), date(2026, 3, 15))
        };
        for (start, end) in
            [("2026-03-02", "2026-03-01"), ("soon", ""), ("", "2026-02-30"), ("1900-01-01", "")]
        {
            assert!(matches!(read(None, start, end), Err(CallError::BadFilter { .. })), "{start} {end}");
        }
        assert!(read(None, "2016-04-01", "2026-03-31").is_ok());
        assert!(read(None, "2016-03-31", "2026-03-31").is_err());
        assert!(read(None, "-9999-01-01", "9999-12-31").is_err());
        for position in ["", "~", "2026-13~", "2026-03", "2025-01~"] {
            let refused = read(Some(position), "2026-01-01", "2026-03-31");
            assert!(matches!(refused, Err(CallError::Malformed { .. })), "{position}: {refused:?}");
        }
    }
}
