//! How the company is built: legal entities, org units, cost centers, workplaces, jobs, and what it defines itself.
//!
//! Which fields the rows of v2 have beyond id and name is not told by every page (?). Must not know how calls are
//! made.

use nabe_connector::{Ask, Evidence, FieldRule, Needs, Source};
use nabe_model::hris::{
    Company, CustomFieldDefinition, CustomFieldOption, HrisJob, Location, OrgGroup, Reference,
};
use nabe_model::value::{Choice, Text};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::listed::{Listed, One, Out};
use super::mappable::CUSTOM_KEY;
use super::reading::Found;
use super::scalar::Scalar;

/// Legal entities.
pub(super) static COMPANIES: Listed = Listed {
    rules: COMPANY,
    list: ("v2_list_legal_entities", &[]),
    page_limit: Some(100),
    one: One::Call("v2_get_legal_entity", &[]),
    parent: None,
    map: company,
};

/// Org units that are departments.
pub(super) static DEPARTMENTS: Listed = Listed {
    rules: ORG_UNIT,
    list: ("v2_list_org_units", &[("type", "department")]),
    page_limit: Some(100),
    one: One::Call("v2_get_org_unit", &[("type", "department")]),
    parent: None,
    map: org_unit,
};

/// Org units that are teams.
pub(super) static TEAMS: Listed = Listed {
    list: ("v2_list_org_units", &[("type", "team")]),
    one: One::Call("v2_get_org_unit", &[("type", "team")]),
    ..DEPARTMENTS
};

/// Cost centers.
pub(super) static COST_CENTERS: Listed = Listed {
    rules: COST_CENTER,
    list: ("v2_list_cost_centers", &[]),
    page_limit: Some(100),
    one: One::Pick("id"),
    parent: None,
    map: cost_center,
};

/// Workplaces.
pub(super) static LOCATIONS: Listed = Listed {
    rules: LOCATION,
    list: ("v2_list_workplaces", &[]),
    page_limit: Some(100),
    one: One::Pick("id"),
    parent: None,
    map: location,
};

/// Jobs of the catalogue.
pub(super) static JOBS: Listed = Listed {
    rules: JOB,
    list: ("v2_list_jobs", &[]),
    page_limit: Some(100),
    one: One::Scan,
    parent: None,
    map: job,
};

/// Categories of documents.
pub(super) static DOCUMENT_CATEGORIES: Listed = Listed {
    rules: CATEGORY,
    list: ("v1_list_document_categories", &[]),
    page_limit: None,
    one: One::Scan,
    parent: None,
    map: category,
};

/// Attributes of employees that the customer defined.
pub(super) static DEFINITIONS: Listed = Listed {
    rules: DEFINITION,
    list: ("v1_list_attributes", &[]),
    page_limit: None,
    one: One::Scan,
    parent: None,
    map: definition,
};

/// A row of v2: what is known of any of them.
#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct Wire<'b> {
    id: Scalar<'b>,
    name: Scalar<'b>,
    #[serde(rename = "type")]
    kind: Scalar<'b>,
    parent_id: Scalar<'b>,
    description: Scalar<'b>,
    abbreviation: Scalar<'b>,
}

fn company<'b>(row: &'b RawValue, _: &Ask<'_>, out: &mut Out<'_, 'b>) -> Result<(), serde_json::Error> {
    let wire: Wire<'b> = serde_json::from_str(row.get())?;
    let id = out.values().id("id", wire.id);
    let name = out.values().text("name", wire.name);
    let record = Company { id: id.clone(), remote_id: id.clone(), name };
    out.give(id.as_deref(), &record);
    Ok(())
}

fn org_unit<'b>(row: &'b RawValue, _: &Ask<'_>, out: &mut Out<'_, 'b>) -> Result<(), serde_json::Error> {
    let wire: Wire<'b> = serde_json::from_str(row.get())?;
    let id = out.values().id("id", wire.id);
    let parent = out.values().id("parent_id", wire.parent_id).map(|it| vec![it]);
    let kind = out.values().text("type", wire.kind);
    let unified = |it: &str| match it {
        "department" => Some("department"),
        "team" => Some("team"),
        _ => None,
    };
    let record = OrgGroup {
        id: id.clone(),
        remote_id: id.clone(),
        name: out.values().text("name", wire.name),
        parent_ids: parent.clone(),
        remote_parent_ids: parent,
        kind: kind.map(|it| Choice::new(unified(&it), it)),
        description: out.values().text("description", wire.description),
        abbreviation: out.values().text("abbreviation", wire.abbreviation),
        ..OrgGroup::default()
    };
    out.give(id.as_deref(), &record);
    Ok(())
}

fn cost_center<'b>(row: &'b RawValue, _: &Ask<'_>, out: &mut Out<'_, 'b>) -> Result<(), serde_json::Error> {
    let wire: Wire<'b> = serde_json::from_str(row.get())?;
    let id = out.values().id("id", wire.id);
    let record = OrgGroup {
        id: id.clone(),
        remote_id: id.clone(),
        name: out.values().text("name", wire.name),
        kind: Some(Choice::own("cost_center")),
        ..OrgGroup::default()
    };
    out.give(id.as_deref(), &record);
    Ok(())
}

fn location<'b>(row: &'b RawValue, _: &Ask<'_>, out: &mut Out<'_, 'b>) -> Result<(), serde_json::Error> {
    let wire: Wire<'b> = serde_json::from_str(row.get())?;
    let id = out.values().id("id", wire.id);
    let record = Location {
        id: id.clone(),
        remote_id: id.clone(),
        name: out.values().text("name", wire.name),
        location_type: Some(Choice::own("work")),
        ..Location::default()
    };
    out.give(id.as_deref(), &record);
    Ok(())
}

fn job<'b>(row: &'b RawValue, _: &Ask<'_>, out: &mut Out<'_, 'b>) -> Result<(), serde_json::Error> {
    let wire: Wire<'b> = serde_json::from_str(row.get())?;
    let id = out.values().id("id", wire.id);
    let title = out.values().text("name", wire.name);
    let record = HrisJob { id: id.clone(), remote_id: id.clone(), title, ..HrisJob::default() };
    out.give(id.as_deref(), &record);
    Ok(())
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireCategory<'b> {
    id: Scalar<'b>,
    attributes: Found<WireName<'b>>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireName<'b> {
    name: Scalar<'b>,
}

fn category<'b>(row: &'b RawValue, _: &Ask<'_>, out: &mut Out<'_, 'b>) -> Result<(), serde_json::Error> {
    let wire: WireCategory<'b> = serde_json::from_str(row.get())?;
    let id = out.values().id("id", wire.id);
    let name = out.values().found("attributes", wire.attributes);
    let name = name.and_then(|it| out.values().text("attributes.name", it.name));
    let record = Reference { id: id.clone(), remote_id: id.clone(), name, active: None };
    out.give(id.as_deref(), &record);
    Ok(())
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireAttribute<'b> {
    key: Scalar<'b>,
    label: Scalar<'b>,
    #[serde(rename = "type")]
    kind: Scalar<'b>,
    options: Found<Vec<&'b RawValue>>,
}

/// Attributes of the system are no custom fields.
fn definition<'b>(row: &'b RawValue, _: &Ask<'_>, out: &mut Out<'_, 'b>) -> Result<(), serde_json::Error> {
    let wire: WireAttribute<'b> = serde_json::from_str(row.get())?;
    let id = out.values().id("key", wire.key);
    if id.as_deref().is_some_and(|it| !it.starts_with(CUSTOM_KEY)) {
        out.pass_over();
        return Ok(());
    }
    let kind = out.values().text("type", wire.kind);
    let options = out.values().found("options", wire.options).unwrap_or_default();
    let options = options.into_iter().map(option).collect();
    let record = CustomFieldDefinition {
        id: id.clone(),
        remote_id: id.clone(),
        name: out.values().text("label", wire.label),
        description: None,
        kind: kind.map(|it| Choice::new(kind_of(&it), it)),
        options: Some(options),
    };
    out.give(id.as_deref(), &record);
    Ok(())
}

/// An option is known by its text: Personio gives it no id (official).
pub(super) fn option(value: &RawValue) -> CustomFieldOption<'_> {
    let id = match serde_json::from_str::<Scalar<'_>>(value.get()) {
        Ok(Scalar::Text(text)) => Text(text),
        Ok(_) | Err(_) => value.get().into(),
    };
    CustomFieldOption { id, value }
}

/// The type of an attribute in the unified words.
pub(super) fn kind_of(source: &str) -> Option<&'static str> {
    match source {
        "standard" | "multiline" => Some("text"),
        "date" => Some("date"),
        "integer" => Some("integer"),
        "decimal" => Some("float"),
        "list" => Some("single_select"),
        "tags" => Some("multi_select"),
        "link" => Some("url"),
        "boolean" => Some("boolean"),
        _ => None,
    }
}

const fn rule(
    field: &'static str,
    path: &'static str,
    rule: &'static str,
    permission: &'static str,
    evidence: Evidence,
) -> FieldRule {
    FieldRule { field, source: Source::Row, path, rule, permission, needs: Needs::Nothing, evidence }
}

const fn nowhere(field: &'static str, why: &'static str, permission: &'static str) -> FieldRule {
    let source = Source::Nowhere;
    FieldRule { field, source, path: "", rule: why, permission, needs: Needs::Nothing, evidence: Official }
}

use Evidence::{Official, ThirdParty};

#[rustfmt::skip] // tables: one row a field
mod rules {
    use super::{FieldRule, Official, ThirdParty, nowhere, rule};

    const ENTITIES: &str = "legal_entities:read";
    const UNITS: &str = "org_units:read";
    const CENTERS: &str = "cost_centers:read";
    const PLACES: &str = "workplaces:read";
    const EMPLOYEES: &str = "employees:read";
    const JOBS_READ: &str = "jobs:read";
    const DOCUMENTS: &str = "documents:read";

    pub(super) static COMPANY: &[FieldRule] = &[
        rule("id", "id", "as it stands", ENTITIES, Official),
        rule("remote_id", "id", "as it stands", ENTITIES, Official),
        rule("name", "name", "as it stands", ENTITIES, ThirdParty),
    ];
    pub(super) static ORG_UNIT: &[FieldRule] = &[
        rule("id", "id", "as text", UNITS, Official),
        rule("remote_id", "id", "as text", UNITS, Official),
        rule("name", "name", "as it stands", UNITS, Official),
        rule("parent_ids", "parent_id", "the unit above, alone", UNITS, Official),
        rule("remote_parent_ids", "parent_id", "the unit above, alone", UNITS, Official),
        nowhere("owner_ids", "Personio does not tell who leads a unit", UNITS),
        nowhere("remote_owner_ids", "Personio does not tell who leads a unit", UNITS),
        nowhere("company_id", "no unit names its legal entity", UNITS),
        nowhere("remote_company_id", "no unit names its legal entity", UNITS),
        rule("type", "type", "department or team", UNITS, Official),
        rule("description", "description", "as it stands, where Personio tells it", UNITS, Official),
        rule("abbreviation", "abbreviation", "as it stands, where Personio tells it", UNITS, Official),
    ];
    pub(super) static COST_CENTER: &[FieldRule] = &[
        rule("id", "id", "as text", CENTERS, Official),
        rule("remote_id", "id", "as text", CENTERS, Official),
        rule("name", "name", "as it stands", CENTERS, Official),
        nowhere("parent_ids", "cost centers belong to nothing", CENTERS),
        nowhere("remote_parent_ids", "cost centers belong to nothing", CENTERS),
        nowhere("owner_ids", "Personio does not tell who owns a cost center", CENTERS),
        nowhere("remote_owner_ids", "Personio does not tell who owns a cost center", CENTERS),
        nowhere("company_id", "no cost center names its legal entity", CENTERS),
        nowhere("remote_company_id", "no cost center names its legal entity", CENTERS),
        rule("type", "id", "always a cost center", CENTERS, Official),
        nowhere("description", "cost centers have no description", CENTERS),
        nowhere("abbreviation", "cost centers have no abbreviation", CENTERS),
    ];
    pub(super) static LOCATION: &[FieldRule] = &[
        rule("id", "id", "as text", PLACES, Official),
        rule("remote_id", "id", "as text", PLACES, Official),
        rule("name", "name", "as it stands", PLACES, Official),
        nowhere("street_1", "workplaces have no address in the API", PLACES),
        nowhere("street_2", "workplaces have no address in the API", PLACES),
        nowhere("city", "workplaces have no address in the API", PLACES),
        nowhere("state", "workplaces have no address in the API", PLACES),
        nowhere("zip_code", "workplaces have no address in the API", PLACES),
        nowhere("country", "workplaces have no address in the API", PLACES),
        rule("location_type", "id", "always work", PLACES, Official),
    ];
    pub(super) static JOB: &[FieldRule] = &[
        rule("id", "id", "as it stands", JOBS_READ, Official),
        rule("remote_id", "id", "as it stands", JOBS_READ, Official),
        nowhere("code", "jobs have no code", JOBS_READ),
        rule("title", "name", "as it stands", JOBS_READ, Official),
        nowhere("description", "jobs have no description", JOBS_READ),
        nowhere("status", "jobs are not open or closed", JOBS_READ),
        nowhere("created_at", "Personio does not tell it", JOBS_READ),
        nowhere("updated_at", "Personio does not tell it", JOBS_READ),
    ];
    pub(super) static CATEGORY: &[FieldRule] = &[
        rule("id", "id", "as text", DOCUMENTS, Official),
        rule("remote_id", "id", "as text", DOCUMENTS, Official),
        rule("name", "attributes.name", "as it stands", DOCUMENTS, Official),
        nowhere("active", "Personio lists only those in use", DOCUMENTS),
    ];
    pub(super) static DEFINITION: &[FieldRule] = &[
        rule("id", "key", "as it stands", EMPLOYEES, Official),
        rule("remote_id", "key", "as it stands", EMPLOYEES, Official),
        rule("name", "label", "as it stands, in the language of the account", EMPLOYEES, Official),
        nowhere("description", "attributes have no description", EMPLOYEES),
        rule("type", "type", "list is single_select, tags is multi_select", EMPLOYEES, Official),
        rule("options", "options[]", "each option by its text", EMPLOYEES, Official),
    ];
}

use rules::{CATEGORY, COMPANY, COST_CENTER, DEFINITION, JOB, LOCATION, ORG_UNIT};
