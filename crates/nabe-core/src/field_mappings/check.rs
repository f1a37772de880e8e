//! Whether mappings can be: each complaint names its entry, and what would be right.

use std::collections::HashMap;

use nabe_connector::{FieldMapping, ListedAttribute, Source, Target};
use nabe_model::errors::Code;

use super::Field;
use crate::failure::{Failure, Outcome};

/// The most mappings of an account.
const LIMIT: usize = 500;
/// The most complaints that are told at once.
const COMPLAINTS: usize = 10;
/// How much of what was sent is repeated.
const REPEATED: usize = 64;

/// Refuses mappings that can't be.
pub(super) fn check(
    field: Field<'_>,
    attributes: &[ListedAttribute],
    mappings: &[FieldMapping],
) -> Outcome<()> {
    if mappings.len() > LIMIT {
        let message = format!("There are {} mappings; an account can have {LIMIT}.", mappings.len());
        return Err(Failure::new(Code::BadRequest, message));
    }
    let mut first = HashMap::new();
    let mut complaints = Vec::new();
    for (index, mapping) in mappings.iter().enumerate() {
        let before = *first.entry(mapping.field.as_str()).or_insert(index);
        let complaint = if before == index {
            complaint(field, attributes, mapping)
        } else {
            Some(format!("`{}` is fed by `mappings[{before}]` already.", short(&mapping.field)))
        };
        complaints.extend(complaint.map(|it| format!("`mappings[{index}]`: {it}")));
    }
    if complaints.is_empty() {
        return Ok(());
    }
    let more = complaints.len().saturating_sub(COMPLAINTS);
    complaints.truncate(COMPLAINTS);
    if more > 0 {
        complaints.push(format!("{more} more can't be either."));
    }
    Err(Failure::new(Code::BadRequest, format!("Nothing was stored. {}", complaints.join(" "))))
}

fn complaint(field: Field<'_>, attributes: &[ListedAttribute], mapping: &FieldMapping) -> Option<String> {
    let key = short(&mapping.attribute);
    let Some(attribute) = attributes.iter().find(|it| it.key == mapping.attribute) else {
        return Some(format!(
            "there is no attribute `{key}` that these credentials may read. `GET` of this address lists those there are."
        ));
    };
    if !attribute.custom {
        let provider = field.provider;
        return Some(format!("`{key}` is an attribute of {provider} itself: where it goes is fixed."));
    }
    let targets = field.mappable.targets();
    let Some(target) = targets.iter().find(|it| it.is(&mapping.field)) else {
        return Some(no_target(field, &mapping.field));
    };
    if let Some(first) = fed_by(target, attributes) {
        let id = first.universal_id.as_deref().unwrap_or_default();
        let (field, by) = (target.field, &first.key);
        return Some(format!("`{field}` is fed by `{by}`, whose universal id is `{id}`: that comes first."));
    }
    if target.takes(attribute.kind) {
        return None;
    }
    let kind = attribute.kind.unwrap_or("unmapped_value");
    let takes = target.takes.join(", ");
    Some(format!(
        "`{key}` is of the type {kind} (`{}`), and `{}` takes {takes}.",
        short(&attribute.source_kind),
        target.field
    ))
}

/// The attribute that feeds a target by its universal id.
pub(super) fn fed_by<'a>(target: &Target, attributes: &'a [ListedAttribute]) -> Option<&'a ListedAttribute> {
    let has = |it: &&ListedAttribute| {
        it.universal_id.as_deref().is_some_and(|id| target.universal_ids.contains(&id))
    };
    attributes.iter().filter(|it| it.custom).find(has)
}

/// Why a field is none that an attribute may feed.
fn no_target(field: Field<'_>, name: &str) -> String {
    let top = name.split('.').next().unwrap_or_default();
    let parts = field.mappable.targets().iter().filter(|it| it.fills.contains(&top)).map(|it| it.field);
    let parts: Vec<String> = parts.map(|it| format!("`{it}`")).collect();
    let name = short(name);
    if !parts.is_empty() {
        let names = if parts.iter().any(|it| it.contains("{name}")) {
            " A name has at most 64 letters (a to z), digits, `_` and `-`."
        } else {
            ""
        };
        return format!("`{name}` can't be mapped; what can is {}.{names}", parts.join(", "));
    }
    match field.rules.iter().find(|it| it.field == top) {
        Some(rule) if rule.source != Source::Nowhere => {
            format!("`{name}` comes from `{}` in every account and can't be mapped.", rule.path)
        }
        Some(rule) => format!("`{name}` can't be mapped: {}.", rule.rule),
        None => format!("there is no field `{name}`. `GET` of this address lists `targets`."),
    }
}

fn short(text: &str) -> String {
    text.chars().take(REPEATED).collect()
}
