//! What of a provider is covered, told by the same rules that explain each value.

use nabe_connector::{FieldRule, FileResource, Mappable, Needs, Provider, Resource, Served, Source, Target};
use nabe_model::coverage::{Coverage, CoveredField, CoveredObject, NotServed};
use nabe_model::unified::{Method, UnifiedOperation, operations};

use crate::core::Core;
use crate::explain::evidence;
use crate::field_mappings::FILLED;

impl Core {
    /// What of a provider is covered, with the provider's name; nothing for one that isn't there.
    pub fn coverage(&self, provider: &str) -> Option<(&'static str, Coverage)> {
        let provider = self.registry.get(provider)?;
        Some((&provider.manifest().name, coverage(provider)))
    }
}

pub(crate) fn coverage(provider: &dyn Provider) -> Coverage {
    let mut all = Coverage { objects: Vec::new(), not_served: Vec::new() };
    for operation in operations() {
        match provider.serves(operation.id) {
            Served::Resource(resource) => {
                add(&mut all.objects, operation, resource, targets(provider, operation));
            }
            Served::File(file) => add_file(&mut all.objects, operation, file),
            Served::Absent(why) => all.not_served.push(not_served(operation, "provider", why.to_owned())),
            Served::NotYet => {
                let doing = if operation.reads() { "reads" } else { "writes" };
                all.not_served.push(not_served(operation, "nabe", format!("not among Nabe's {doing} yet.")));
            }
        }
    }
    all
}

/// What attributes of the customer's may feed in the records of an operation.
fn targets(provider: &dyn Provider, operation: &UnifiedOperation) -> &'static [Target] {
    let mappable = provider.mappable().filter(|_| FILLED.contains(&operation.id));
    mappable.map(Mappable::targets).unwrap_or_default()
}

/// Operations with the same rules answer the same records.
fn add(
    objects: &mut Vec<CoveredObject>,
    operation: &UnifiedOperation,
    resource: &dyn Resource,
    targets: &[Target],
) {
    let fields: Vec<CoveredField> = resource.rules().iter().map(|it| field(it, targets)).collect();
    if let Some(object) = objects.iter_mut().find(|it| it.fields == fields) {
        object.operations.push(named(operation));
        return;
    }
    let limit = resource.page_limit();
    objects.push(CoveredObject {
        object: format!("{}{}", operation.api, operation.path),
        operations: vec![named(operation)],
        rows_per_call: (limit < u32::MAX).then_some(limit),
        fields,
    });
}

/// A file stands beside the records that name it, or alone: it has no fields.
fn add_file(objects: &mut Vec<CoveredObject>, operation: &UnifiedOperation, file: &dyn FileResource) {
    if let Some(list) = file.listed() {
        return add(objects, operation, list, &[]);
    }
    objects.push(CoveredObject {
        object: format!("{}{}", operation.api, operation.path),
        operations: vec![named(operation)],
        rows_per_call: None,
        fields: Vec::new(),
    });
}

fn named(operation: &UnifiedOperation) -> String {
    let method = match operation.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    };
    format!("{method} {}", operation.full_path())
}

fn not_served(operation: &UnifiedOperation, limit: &'static str, why: String) -> NotServed {
    NotServed { operation: named(operation), limit, why }
}

fn field(rule: &FieldRule, targets: &[Target]) -> CoveredField {
    let mappable = targets.iter().filter(|it| it.fills.contains(&rule.field)).map(|it| it.field);
    CoveredField {
        field: rule.field,
        mappable: mappable.collect(),
        covered: rule.source != Source::Nowhere,
        path: rule.path,
        rule: rule.rule,
        permission: rule.permission,
        attribute: match rule.source {
            Source::Attribute(key)
            | Source::UniversalId(key)
            | Source::DetailAttribute(key)
            | Source::PersonAttribute(key)
            | Source::RowWithPerson(key) => Some(key),
            Source::Row | Source::AllOfRow | Source::Detail | Source::PageDetail | Source::Nowhere => {
                rule.attribute
            }
        },
        asked_by: match rule.needs {
            Needs::Nothing => None,
            Needs::Include => Some("include"),
            Needs::Expand => Some("expand"),
            Needs::Naming => Some("fields"),
        },
        cost: match rule.source {
            Source::Detail => "call_per_record",
            Source::PageDetail | Source::DetailAttribute(_) => "call_per_page",
            Source::PersonAttribute(_) | Source::RowWithPerson(_) => "call_per_person",
            Source::Row
            | Source::AllOfRow
            | Source::Attribute(_)
            | Source::UniversalId(_)
            | Source::Nowhere => "none",
        },
        evidence: evidence(rule.evidence),
    }
}
