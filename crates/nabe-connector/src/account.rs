//! What was decided for one account, and changes how its answers are read.
//!
//! Must not know where it is kept.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use nabe_model::mapping::FieldMapping;

/// What was decided for one account.
#[derive(Clone, Debug, Default)]
pub struct AccountSettings {
    /// The zone in which its people record their work; nothing while nobody has said it.
    pub time_zone: Option<TimeZone>,
    /// Which attributes feed which fields, beside those that the provider names itself.
    pub mappings: Vec<FieldMapping>,
    /// What was entered to connect it and is no secret, by the form's keys.
    pub entered: BTreeMap<String, String>,
}
