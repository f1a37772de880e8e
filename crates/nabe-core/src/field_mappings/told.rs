//! What feeds which fields, put together for whoever maps.

use nabe_connector::{FieldMapping, FieldRule, ListedAttribute, Target, TargetKind};
use nabe_model::mapping::{
    AttributeKind, CatalogueAttribute, Feeding, FieldMappings, MappingInForce, MappingSource, MappingState,
    MappingTarget,
};
use nabe_store::AccountRow;

use super::Field;
use super::check::fed_by;

/// Tells what feeds which fields of an account.
pub(super) fn told(
    account: &AccountRow,
    field: Field<'_>,
    attributes: &[ListedAttribute],
    mappings: Vec<FieldMapping>,
) -> FieldMappings {
    let targets = field.mappable.targets();
    let mappings: Vec<_> = mappings.into_iter().map(|it| in_force(it, targets, attributes)).collect();
    FieldMappings {
        account_id: account.id.to_string(),
        provider: account.provider.clone(),
        attributes: attributes.iter().map(|it| attribute(it, field, &mappings)).collect(),
        targets: targets.iter().map(|it| target(it, attributes)).collect(),
        mappings,
    }
}

fn in_force(mapping: FieldMapping, targets: &[Target], attributes: &[ListedAttribute]) -> MappingInForce {
    let target = targets.iter().find(|it| it.is(&mapping.field));
    let attribute = attributes.iter().find(|it| it.key == mapping.attribute);
    let overruled_by = target.and_then(|it| fed_by(it, attributes)).map(|it| it.key.clone());
    let state = match (attribute, &overruled_by) {
        (None, _) => MappingState::AttributeMissing,
        (Some(_), Some(_)) => MappingState::Overruled,
        (Some(_), None) => MappingState::Active,
    };
    let is_choice = |it: &&Target| matches!(it.kind, TargetKind::Choice | TargetKind::Choices);
    let values = target.filter(is_choice).map(|it| it.values);
    let unmapped = |values: &&[&str]| {
        let options = attribute.iter().flat_map(|it| &it.options);
        options.filter(|it| !values.contains(&it.as_str())).cloned().collect()
    };
    let unmapped_options = values.as_ref().map(unmapped).unwrap_or_default();
    MappingInForce { mapping, state, overruled_by, unmapped_options }
}

fn attribute(listed: &ListedAttribute, field: Field<'_>, mappings: &[MappingInForce]) -> CatalogueAttribute {
    let by_mapping = mappings.iter().filter(|it| it.mapping.attribute == listed.key);
    let by_mapping = by_mapping.filter(|it| it.state == MappingState::Active).map(|it| &it.mapping.field);
    let mapped_to = if listed.custom {
        let universal = field.mappable.targets().iter().filter(|it| has_id(listed, it)).map(|it| it.field);
        let universal = universal.map(|it| feeding(it, MappingSource::UniversalId));
        universal.chain(by_mapping.map(|it| feeding(it, MappingSource::Account))).collect()
    } else {
        let fixed = field.rules.iter().filter(|it| is_read_from(it, &listed.key));
        fixed.map(|it| feeding(it.field, MappingSource::System)).collect()
    };
    let kind = AttributeKind {
        value: listed.kind.unwrap_or("unmapped_value"),
        source_value: listed.source_kind.clone(),
    };
    CatalogueAttribute {
        id: listed.key.clone(),
        label: listed.label.clone(),
        kind,
        options: listed.options.clone(),
        universal_id: listed.universal_id.clone(),
        custom: listed.custom,
        mapped_to,
    }
}

fn has_id(listed: &ListedAttribute, target: &Target) -> bool {
    listed.universal_id.as_deref().is_some_and(|it| target.universal_ids.contains(&it))
}

fn feeding(field: &str, source: MappingSource) -> Feeding {
    Feeding { field: field.to_owned(), source }
}

/// Whether one of the paths of a rule begins at this attribute.
fn is_read_from(rule: &FieldRule, key: &str) -> bool {
    let begins =
        |path: &str| path.strip_prefix("attributes.").and_then(|it| it.split('.').next()) == Some(key);
    rule.path.split(", ").any(begins)
}

fn target(target: &Target, attributes: &[ListedAttribute]) -> MappingTarget {
    let kind = match target.kind {
        TargetKind::Text => "text",
        TargetKind::Date => "date",
        TargetKind::Number => "number",
        TargetKind::Choice => "choice",
        TargetKind::Choices => "choices",
        TargetKind::Any => "any",
    };
    MappingTarget {
        field: target.field,
        kind,
        takes: target.takes,
        values: target.values,
        universal_ids: target.universal_ids,
        fed_by: fed_by(target, attributes).map(|it| it.key.clone()),
    }
}
