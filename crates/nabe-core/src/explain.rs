//! Why a value is what it is: for each field its path and rule, and for each null its reason.

use nabe_connector::{Arrival, Evidence, FieldRule, Mapped, Needs, Source};
use nabe_model::select::Fields;
use serde::Serialize;
use serde_json::{Map, Value};

/// Why a field is null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NullReason {
    /// The credentials may not read it.
    NotGranted,
    /// The provider has no such thing.
    NotProvided,
    /// It was not asked for.
    NotFetched,
    /// The provider has it, and it is empty.
    NotSet,
    /// The caller may not see it.
    Redacted,
}

#[derive(Serialize)]
struct Explanation {
    path: &'static str,
    rule: &'static str,
    permission: &'static str,
    evidence: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    null: Option<NullReason>,
    /// The provider sent something that can't be read.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unreadable: bool,
}

/// The explanation of one record: the fields that were asked for, with the reason for each null.
pub(crate) fn explain(
    rules: &'static [FieldRule],
    mapped: &Mapped<'_, '_>,
    record: &Map<String, Value>,
    fields: &Shown<'_>,
    fetched: impl Fn(&FieldRule) -> bool,
) -> Map<String, Value> {
    let asked = rules.iter().filter(|it| fields.asked.inside(it.field).is_some());
    let one = |rule: &FieldRule| {
        let null = match record.get(rule.field) {
            Some(value) if !value.is_null() => None,
            _ if fields.visible.inside(rule.field).is_none() => Some(NullReason::Redacted),
            _ => Some(reason(rule, mapped.arrivals.of(rule.source), fetched(rule))),
        };
        (rule.field.to_owned(), explanation(rule, mapped, null))
    };
    asked.map(one).collect()
}

/// What was asked for, and what of it the caller may see.
pub(crate) struct Shown<'f> {
    pub(crate) asked: &'f Fields,
    pub(crate) visible: &'f Fields,
}

fn explanation(rule: &FieldRule, mapped: &Mapped<'_, '_>, null: Option<NullReason>) -> Value {
    let explanation = Explanation {
        path: rule.path,
        rule: rule.rule,
        permission: rule.permission,
        evidence: evidence(rule.evidence),
        unreadable: null.is_some() && mapped.arrivals.of(rule.source) == Arrival::Unreadable,
        null,
    };
    serde_json::to_value(explanation).unwrap_or_default()
}

fn reason(rule: &FieldRule, arrival: Arrival, fetched: bool) -> NullReason {
    match (rule.source, arrival) {
        (Source::Nowhere, _) => NullReason::NotProvided,
        _ if rule.needs != Needs::Nothing && !fetched => NullReason::NotFetched,
        // The provider leaves out what the admin did not tick, without a word.
        (Source::Attribute(_), Arrival::Absent) => NullReason::NotGranted,
        // A custom attribute that isn't there was not ticked or was never made: the provider has none for us.
        (Source::UniversalId(_), Arrival::Absent) => NullReason::NotProvided,
        (Source::Attribute(_) | Source::UniversalId(_) | Source::Detail, _) => NullReason::NotSet,
    }
}

fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Official => "official",
        Evidence::Live => "live",
        Evidence::ThirdParty => "third_party",
        Evidence::Guess => "guess",
    }
}
