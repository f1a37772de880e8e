//! Time zones of the places where an invented company is, with their rules written out, so that no database of zones
//! is needed.

use std::sync::LazyLock;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// Declares the zones once: variant, name, rule.
macro_rules! zones {
    ($($variant:ident $name:literal $rule:literal;)+) => {
        /// A time zone.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub(crate) enum Zone { $($variant),+ }

        const ZONES: &[(Zone, &str)] = &[$((Zone::$variant, $name)),+];

        static RULES: LazyLock<Vec<TimeZone>> =
            LazyLock::new(|| vec![$(TimeZone::posix($rule).unwrap_or(TimeZone::UTC)),+]);
    };
}

zones! {
    Berlin "Europe/Berlin" "CET-1CEST,M3.5.0,M10.5.0/3";
    Vienna "Europe/Vienna" "CET-1CEST,M3.5.0,M10.5.0/3";
    Warsaw "Europe/Warsaw" "CET-1CEST,M3.5.0,M10.5.0/3";
    Madrid "Europe/Madrid" "CET-1CEST,M3.5.0,M10.5.0/3";
    Paris "Europe/Paris" "CET-1CEST,M3.5.0,M10.5.0/3";
    Athens "Europe/Athens" "EET-2EEST,M3.5.0/3,M10.5.0/4";
    Istanbul "Europe/Istanbul" "<+03>-3";
    HoChiMinh "Asia/Ho_Chi_Minh" "<+07>-7";
    Tokyo "Asia/Tokyo" "JST-9";
}

impl Zone {
    /// The zone of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        ZONES.iter().find(|it| it.1 == name).map(|it| it.0)
    }

    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        ZONES[self as usize].1
    }

    /// When its clocks are changed.
    pub(crate) fn rule(self) -> &'static TimeZone {
        &RULES[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::{ZONES, Zone};

    #[test]
    fn every_zone_has_its_rule() {
        for (zone, name) in ZONES {
            assert_eq!(Zone::named(name), Some(*zone));
            assert_eq!(zone.name(), *name);
        }
        let summer = "2026-07-01T00:00:00Z".parse().unwrap();
        let hours = |zone: Zone| zone.rule().to_offset(summer).seconds() / 3_600;
        let all = [Zone::Berlin, Zone::Athens, Zone::Istanbul, Zone::HoChiMinh, Zone::Tokyo].map(hours);
        assert_eq!(all, [2, 3, 3, 7, 9]);
        assert_eq!(Zone::named("Mars/Base"), None);
    }
}
