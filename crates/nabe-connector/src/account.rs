//! What was decided for one account, and changes how its answers are read.
//!
//! Must not know where it is kept.

use std::sync::LazyLock;

use jiff::tz::{TimeZone, TimeZoneDatabase};
use nabe_model::mapping::FieldMapping;

/// The zones that come with the program, so that they are the same on every machine.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// The zone of this IANA name, in letters of any case.
pub fn time_zone(name: &str) -> Option<TimeZone> {
    ZONES.get(name).ok().filter(|it| !it.is_unknown() && it.iana_name().is_some())
}

/// What was decided for one account.
#[derive(Clone, Debug, Default)]
pub struct AccountSettings {
    /// The zone in which its people record their work; nothing while nobody has said it.
    pub time_zone: Option<TimeZone>,
    /// Which attributes feed which fields, beside those that the provider names itself.
    pub mappings: Vec<FieldMapping>,
}

#[cfg(test)]
mod tests {
    use super::time_zone;

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
}
