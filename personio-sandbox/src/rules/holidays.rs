//! Public holidays of the regions that holiday calendars are made for.
//!
//! Those that follow the moon or are set anew each year are left out.

use jiff::civil::{Date, Weekday};

use crate::model::organisation::HolidayCalendar;

/// The holidays of a region.
struct Region {
    /// Month and day.
    fixed: &'static [(i8, i8)],
    /// Days after Easter Sunday.
    easter: &'static [i32],
    /// Whether Easter is that of the Eastern churches.
    eastern: bool,
    /// Month, and which of its Mondays.
    mondays: &'static [(i8, i8)],
}

const NONE: Region = Region { fixed: &[], easter: &[], eastern: false, mondays: &[] };

/// Whether a day is a holiday of a calendar.
pub(crate) fn is_holiday(calendar: &HolidayCalendar, day: Date) -> bool {
    let date = (day.month(), day.day());
    let region = region(&calendar.country);
    let of_state = calendar.state.as_deref().map_or(NONE, state);
    for region in [region, of_state] {
        if region.fixed.contains(&date) || is_such_a_monday(&region, day) {
            return true;
        }
        if !region.easter.is_empty() {
            let offset = i32::from(day.day_of_year() - easter(day.year(), region.eastern));
            if region.easter.contains(&offset) {
                return true;
            }
        }
    }
    false
}

fn region(country: &str) -> Region {
    match country {
        "DE" => {
            Region { fixed: &[(1, 1), (5, 1), (10, 3), (12, 25), (12, 26)], easter: &[-2, 1, 39, 50], ..NONE }
        }
        "AT" => Region {
            fixed: &[(1, 1), (1, 6), (5, 1), (8, 15), (10, 26), (11, 1), (12, 8), (12, 25), (12, 26)],
            easter: &[1, 39, 50, 60],
            ..NONE
        },
        "PL" => Region {
            fixed: &[(1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 25), (12, 26)],
            easter: &[0, 1, 49, 60],
            ..NONE
        },
        "ES" => Region {
            fixed: &[(1, 1), (1, 6), (5, 1), (8, 15), (10, 12), (11, 1), (12, 6), (12, 8), (12, 25)],
            easter: &[-3, -2],
            ..NONE
        },
        "FR" => Region {
            fixed: &[(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)],
            easter: &[1, 39, 50],
            ..NONE
        },
        "GR" => Region {
            fixed: &[(1, 1), (1, 6), (3, 25), (5, 1), (8, 15), (10, 28), (12, 25), (12, 26)],
            easter: &[-48, -2, 1, 50],
            eastern: true,
            ..NONE
        },
        "TR" => Region { fixed: &[(1, 1), (4, 23), (5, 1), (5, 19), (7, 15), (8, 30), (10, 29)], ..NONE },
        "VN" => Region { fixed: &[(1, 1), (4, 30), (5, 1), (9, 2)], ..NONE },
        "JP" => Region {
            fixed: &[(1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23)],
            mondays: &[(1, 2), (7, 3), (9, 3), (10, 2)],
            ..NONE
        },
        _ => NONE,
    }
}

/// What a state has besides its country.
fn state(name: &str) -> Region {
    match name {
        "Berlin" => Region { fixed: &[(3, 8)], ..NONE },
        "Bayern" => Region { fixed: &[(1, 6), (8, 15), (11, 1)], easter: &[60], ..NONE },
        "Hamburg" => Region { fixed: &[(10, 31)], ..NONE },
        "Comunidad de Madrid" => Region { fixed: &[(5, 2)], ..NONE },
        _ => NONE,
    }
}

fn is_such_a_monday(region: &Region, day: Date) -> bool {
    day.weekday() == Weekday::Monday && region.mondays.contains(&(day.month(), (day.day() - 1) / 7 + 1))
}

/// The day of the year of Easter Sunday.
fn easter(year: i16, eastern: bool) -> i16 {
    let year = i32::from(year);
    // March 22 is the earliest; the western date after Butcher, the eastern after Meeus.
    let day_of_march = if eastern {
        let moon = (19 * (year % 19) + 15) % 30;
        let sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7;
        // Between the calendars lie 13 days from 1900 to 2099.
        22 + moon + sunday + 13
    } else {
        let (golden, century, rest) = (year % 19, year / 100, year % 100);
        let correction = century - century / 4 - (century - (century + 8) / 25 + 1) / 3;
        let moon = (19 * golden + correction + 15) % 30;
        let sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
        22 + moon + sunday - 7 * ((golden + 11 * moon + 22 * sunday) / 451)
    };
    let before_march = if is_leap(year) { 60 } else { 59 };
    i16::try_from(day_of_march + before_march).unwrap_or(0)
}

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{easter, is_holiday};
    use crate::model::organisation::HolidayCalendar;

    fn calendar(country: &'static str, state: Option<&'static str>) -> HolidayCalendar {
        let (name, country) = ("".into(), country.into());
        HolidayCalendar { id: 1, name, country, state: state.map(Into::into) }
    }

    #[test]
    fn easter_moves() {
        for (year, western, eastern) in [
            (2024, date(2024, 3, 31), date(2024, 5, 5)),
            (2025, date(2025, 4, 20), date(2025, 4, 20)),
            (2026, date(2026, 4, 5), date(2026, 4, 12)),
            (2027, date(2027, 3, 28), date(2027, 5, 2)),
            (2038, date(2038, 4, 25), date(2038, 4, 25)),
        ] {
            assert_eq!(easter(year, false), western.day_of_year(), "{year}");
            assert_eq!(easter(year, true), eastern.day_of_year(), "{year}");
        }
    }

    #[test]
    fn each_region_has_its_own_days() {
        let (berlin, bayern) = (calendar("DE", Some("Berlin")), calendar("DE", Some("Bayern")));
        for day in [date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 14), date(2026, 10, 3)] {
            assert!(is_holiday(&berlin, day) && is_holiday(&bayern, day), "{day}");
        }
        let (women, corpus_christi) = (date(2026, 3, 8), date(2026, 6, 4));
        assert_eq!((is_holiday(&berlin, women), is_holiday(&bayern, women)), (true, false));
        assert_eq!((is_holiday(&berlin, corpus_christi), is_holiday(&bayern, corpus_christi)), (false, true));
        let greece = calendar("GR", None);
        assert!(is_holiday(&greece, date(2026, 4, 13)) && !is_holiday(&greece, date(2026, 4, 6)));
        assert!(is_holiday(&calendar("JP", None), date(2026, 7, 20)));
        assert!(!is_holiday(&calendar("JP", None), date(2026, 7, 13)));
        assert!(!is_holiday(&calendar("XX", None), date(2026, 1, 1)));
    }
}
