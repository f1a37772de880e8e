//! Zones and their clocks, for providers that tell times by the clock on the wall.
//!
//! Must not know whose times they are.

mod countries;
mod days;

use std::sync::LazyLock;

use jiff::tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp, civil};

use self::countries::COUNTRIES;

/// The zones that come with the program, so that they are the same on every machine.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Since when the clocks of the world are compared: the last century's are of no use here.
const SINCE: civil::DateTime = civil::date(2000, 1, 3).at(0, 0, 0, 0);

/// Every zone whose clocks were changed since then.
static CHANGING: LazyLock<Vec<TimeZone>> = LazyLock::new(|| {
    let since = Offset::UTC.to_timestamp(SINCE).unwrap_or(Timestamp::UNIX_EPOCH);
    let zones = ZONES.available().filter_map(|name| time_zone(name.as_str()));
    zones.filter(|it| it.following(since).next().is_some()).collect()
});

/// The zone of this IANA name, in letters of any case.
pub fn time_zone(name: &str) -> Option<TimeZone> {
    ZONES.get(name).ok().filter(|it| !it.is_unknown() && it.iana_name().is_some())
}

/// The zone of a country (ISO 3166, two capital letters) all over which clocks show the same time.
pub fn zone_of_country(code: &str) -> Option<TimeZone> {
    let at = COUNTRIES.binary_search_by_key(&code, |it| it.0).ok()?;
    time_zone(COUNTRIES[at].1)
}

/// When a clock on the wall showed something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Then.
    Once(Timestamp),
    /// Twice, as clocks were set back; this is the first time.
    Twice(Timestamp),
    /// Never, as clocks were set forward over it.
    Never,
}

impl Moment {
    /// When the clocks of a zone show this.
    pub fn of(shown: civil::DateTime, zone: &TimeZone) -> Self {
        let at = |offset: Offset| offset.to_timestamp(shown).ok();
        match zone.to_ambiguous_timestamp(shown).offset() {
            AmbiguousOffset::Unambiguous { offset } => at(offset).map(Self::Once),
            AmbiguousOffset::Fold { before, .. } => at(before).map(Self::Twice),
            AmbiguousOffset::Gap { .. } => None,
        }
        .unwrap_or(Self::Never)
    }

    /// The instant, the first one if there are two.
    pub fn instant(self) -> Option<Timestamp> {
        match self {
            Self::Once(at) | Self::Twice(at) => Some(at),
            Self::Never => None,
        }
    }
}

/// How long it is from one time on the wall to another; nothing where that can't be told, as one of them was shown
/// twice or never.
pub fn elapsed(from: civil::DateTime, to: civil::DateTime, zone: &TimeZone) -> Option<SignedDuration> {
    match (Moment::of(from, zone), Moment::of(to, zone)) {
        (Moment::Once(from), Moment::Once(to)) => Some(to.duration_since(from)),
        _ => None,
    }
}

/// How long it is from one time on the wall to another wherever the wall is: nothing where clocks were changed in between
/// anywhere in the world.
pub fn elapsed_anywhere(from: civil::DateTime, to: civil::DateTime) -> Option<SignedDuration> {
    let shown = to.duration_since(from);
    let certain = from >= SINCE && (days::are_quiet(from.date(), to.date()) || is_elapsed(from, to));
    certain.then_some(shown)
}

/// Whether clocks all over the world agree how long it is from one time on the wall to another.
fn is_elapsed(from: civil::DateTime, to: civil::DateTime) -> bool {
    let shown = to.duration_since(from);
    CHANGING.iter().all(|zone| elapsed(from, to, zone) == Some(shown))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{DateTime, date};

    use super::*;

    fn at(text: &str) -> DateTime {
        text.parse().unwrap()
    }

    fn hours(from: &str, to: &str, zone: &str) -> Option<f64> {
        elapsed(at(from), at(to), &time_zone(zone).unwrap()).map(|it| it.as_secs_f64() / 3600.0)
    }

    #[test]
    fn whole_days_say_the_same_as_every_clock_of_the_world() {
        for start in
            ["2026-03-07", "2026-03-28", "2026-04-04", "2026-10-24", "2000-01-04", "2011-12-29", "2101-03-01"]
        {
            let start = at(&format!("{start}T00:00:00"));
            for hour in 0..48_i64 {
                let from = start + jiff::Span::new().hours(hour);
                for length in [0, 1, 7, 23, 25, 47] {
                    let to = from + jiff::Span::new().hours(length).minutes(30);
                    let shown = is_elapsed(from, to).then(|| to.duration_since(from));
                    let told = elapsed_anywhere(from, to);
                    // On a day on which clocks are changed the times are looked at themselves.
                    assert_eq!(told, shown, "{from} {to}");
                }
            }
        }
    }

    #[test]
    fn zones_are_known_by_their_names_alone() {
        let name = |text: &str| time_zone(text)?.iana_name().map(str::to_owned);
        assert_eq!(name("Europe/Berlin").as_deref(), Some("Europe/Berlin"));
        assert_eq!(name("asia/ho_chi_minh").as_deref(), Some("Asia/Ho_Chi_Minh"));
        assert_eq!(name("UTC").as_deref(), Some("UTC"));
        let paths = ["../etc/passwd", "/etc/localtime", "Europe", "localtime", "posixrules"];
        let others = ["", " ", "Europe/Berlin ", "Mars/Base", "CET-1CEST", "+01:00", "Etc/Unknown"];
        for text in paths.iter().chain(&others) {
            assert_eq!(name(text), None, "{text}");
        }
    }

    #[test]
    fn countries_are_in_order_and_their_zones_are_there() {
        assert!(COUNTRIES.windows(2).all(|it| it[0].0 < it[1].0));
        for (code, zone) in COUNTRIES {
            let found = zone_of_country(code).unwrap_or_else(|| panic!("{code}"));
            assert_eq!(found.iana_name(), Some(*zone), "{code}");
        }
        for several in ["US", "ES", "PT", "BR", "AU", "RU", "CN", "UA", "XX", "de", ""] {
            assert_eq!(zone_of_country(several), None, "{several}");
        }
    }

    #[test]
    fn zones_of_one_country_have_shown_the_same_time_since_2000() {
        let same = [
            ["Europe/Berlin", "Europe/Busingen"],
            ["Pacific/Majuro", "Pacific/Kwajalein"],
            ["Asia/Kuala_Lumpur", "Asia/Kuching"],
            ["Asia/Samarkand", "Asia/Tashkent"],
        ];
        for zones in same {
            let [one, other] = zones.map(|it| time_zone(it).unwrap());
            let mut day = SINCE;
            while day < date(2040, 1, 1).at(0, 0, 0, 0) {
                assert_eq!(Moment::of(day, &one), Moment::of(day, &other), "{zones:?}");
                day = day.saturating_add(jiff::Span::new().hours(6));
            }
        }
    }

    #[test]
    fn a_time_that_was_shown_twice_is_the_first_and_one_that_never_was_is_none() {
        let berlin = time_zone("Europe/Berlin").unwrap();
        let instant = |text: &str| text.parse::<Timestamp>().unwrap();
        let of = |text: &str| Moment::of(at(text), &berlin);
        assert_eq!(of("2026-10-25T02:30:00"), Moment::Twice(instant("2026-10-25T00:30:00Z")));
        assert_eq!(of("2026-10-25T03:00:00"), Moment::Once(instant("2026-10-25T02:00:00Z")));
        assert_eq!(of("2026-03-29T02:30:00"), Moment::Never);
        assert_eq!(of("2026-03-29T03:00:00"), Moment::Once(instant("2026-03-29T01:00:00Z")));
    }

    #[test]
    fn what_elapsed_is_not_what_the_clock_shows() {
        assert_eq!(hours("2026-03-28T22:00:00", "2026-03-29T06:00:00", "Europe/Berlin"), Some(7.0));
        assert_eq!(hours("2026-10-24T22:00:00", "2026-10-25T06:00:00", "Europe/Berlin"), Some(9.0));
        assert_eq!(hours("2026-10-24T22:00:00", "2026-10-25T06:00:00", "Asia/Tokyo"), Some(8.0));
        assert_eq!(hours("2026-10-25T02:30:00", "2026-10-25T03:00:00", "Europe/Berlin"), None);
        assert_eq!(hours("2026-03-29T02:30:00", "2026-03-29T03:00:00", "Europe/Berlin"), None);
    }

    #[test]
    fn where_no_clock_of_the_world_changed_the_wall_tells_how_long_it_was() {
        let anywhere =
            |from: &str, to: &str| elapsed_anywhere(at(from), at(to)).map(|it| it.as_secs_f64() / 3600.0);
        assert_eq!(anywhere("2026-06-10T08:00:00", "2026-06-10T16:30:00"), Some(8.5));
        assert_eq!(anywhere("2026-06-10T22:00:00", "2026-06-11T06:00:00"), Some(8.0));
        // Europe, North America, Lord Howe.
        assert_eq!(anywhere("2026-03-28T22:00:00", "2026-03-29T06:00:00"), None);
        assert_eq!(anywhere("2026-11-01T01:10:00", "2026-11-01T01:20:00"), None);
        assert_eq!(anywhere("2026-10-04T01:00:00", "2026-10-04T05:00:00"), None);
        assert_eq!(anywhere("1999-06-10T08:00:00", "1999-06-10T16:30:00"), None);
    }
}
