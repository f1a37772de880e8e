//! What was decided for one account, and changes how its answers are read.
//!
//! Must not know where it is kept.

use jiff::tz::TimeZone;

/// What was decided for one account.
#[derive(Clone, Debug, Default)]
pub struct AccountSettings {
    /// The zone in which its people record their work; nothing while nobody has said it.
    pub time_zone: Option<TimeZone>,
    /// Which attributes feed which fields, beside those that the provider names itself.
    pub mappings: Vec<FieldMapping>,
}

/// That an attribute of the customer's feeds a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldMapping {
    /// The attribute, by the provider's key.
    pub attribute: String,
    /// The unified field, or `unified_custom_fields.` and a name.
    pub field: String,
}
