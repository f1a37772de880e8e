//! Types of absence, as policies and, in the contract's older form, as references.
//!
//! Must not know how calls are made.

use nabe_connector::{Ask, Evidence, FieldRule, Filters, Rules};
use nabe_model::hris::{Reference, TimeOffPolicy};
use nabe_model::value::Choice;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::listed::{Listed, One, Out};
use super::scalar::Scalar;
use super::values::Values;

/// Types of absence as policies.
pub(super) static POLICIES: Listed = Listed {
    rules: POLICY,
    list: ("v2_list_absence_types", &[]),
    page_limit: Some(100),
    one: One::Call("v2_get_absence_type", &[]),
    parent: None,
    map: policy,
};

/// Types of absence as references.
pub(super) static TYPES: Listed = Listed { rules: TYPE, map: type_, ..POLICIES };

/// What both generations tell of a type of absence.
#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
pub(super) struct WireType<'b> {
    id: Scalar<'b>,
    name: Scalar<'b>,
    category: Scalar<'b>,
    unit: Scalar<'b>,
}

impl<'b> WireType<'b> {
    /// The type as a policy.
    pub(super) fn policy(self, values: &mut Values<'_>) -> TimeOffPolicy<'b> {
        let id = values.id("id", self.id);
        let category = values.text("category", self.category);
        let unit = values.text("unit", self.unit);
        TimeOffPolicy {
            id: id.clone(),
            remote_id: id,
            name: values.text("name", self.name),
            kind: category.map(|it| Choice::new(kind(&it), it)),
            duration_unit: unit.map(|it| Choice::new(duration_unit(&it), it)),
            ..TimeOffPolicy::default()
        }
    }
}

fn policy<'b>(row: &'b RawValue, ask: &Ask<'_>, out: &mut Out<'_, 'b>) -> Result<(), serde_json::Error> {
    let wire: WireType<'b> = serde_json::from_str(row.get())?;
    let record = wire.policy(&mut out.values());
    if is_of_type(&record, ask.filters) {
        out.give(record.id.as_deref(), &record);
    } else {
        out.pass_over();
    }
    Ok(())
}

/// Whether a policy is of the type that is wanted, if one is.
pub(super) fn is_of_type(policy: &TimeOffPolicy<'_>, filters: &Filters) -> bool {
    let is = |wanted: &str| policy.kind.as_ref().and_then(|it| it.value) == Some(wanted);
    filters.text("type").is_none_or(is)
}

fn type_<'b>(row: &'b RawValue, _: &Ask<'_>, out: &mut Out<'_, 'b>) -> Result<(), serde_json::Error> {
    let wire: WireType<'b> = serde_json::from_str(row.get())?;
    let id = out.values().id("id", wire.id);
    let name = out.values().text("name", wire.name);
    let record = Reference { id: id.clone(), remote_id: id.clone(), name, active: None };
    out.give(id.as_deref(), &record);
    Ok(())
}

/// What kind of absence a category is: v1 writes it in small letters, v2 in capitals. Our choice, as the contract's
/// list and Personio's differ.
fn kind(category: &str) -> Option<&'static str> {
    match category.to_ascii_lowercase().as_str() {
        "paid_vacation" => Some("vacation"),
        "unpaid_vacation" | "unpaid_suspension" => Some("unpaid"),
        "sick_leave" => Some("sick"),
        "maternity_parental_leave" | "child_care" => Some("child_care_leave"),
        "unexcused_absence" => Some("absent"),
        "short_time_allowance"
        | "quarantine"
        | "irrevocable_exemption"
        | "strike_and_lockout"
        | "public_duty"
        | "family_care"
        | "offsite_work"
        | "other"
        | "undefined" => Some("other"),
        _ => None,
    }
}

/// The unit is spelled in two ways (?).
pub(super) fn duration_unit(unit: &str) -> Option<&'static str> {
    match unit.to_ascii_uppercase().as_str() {
        "DAY" | "DAILY" => Some("days"),
        "HOUR" | "HOURLY" => Some("hours"),
        _ => None,
    }
}

use Evidence::{Live, ThirdParty};

const READ: Rules = Rules("time_off:read");

#[rustfmt::skip] // a table: one row a field
static POLICY: &[FieldRule] = &[
    READ.row("id", "id", "as it stands", Live),
    READ.row("remote_id", "id", "as it stands", Live),
    READ.row("name", "name", "as it stands", Live),
    READ.nowhere("description", "types of absence have no description"),
    READ.row("type", "category", "by Personio's category; several of them are other", Live),
    READ.row("duration_unit", "unit", "days or hours, where Personio tells it", ThirdParty),
    READ.nowhere("reasons", "absences have no reasons to choose from"),
    READ.nowhere("created_at", "Personio does not tell it"),
    READ.nowhere("updated_at", "Personio does not tell it"),
];

#[rustfmt::skip] // a table: one row a field
static TYPE: &[FieldRule] = &[
    READ.row("id", "id", "as it stands", Live),
    READ.row("remote_id", "id", "as it stands", Live),
    READ.row("name", "name", "as it stands", Live),
    READ.nowhere("active", "Personio does not tell whether a type is in use"),
];
