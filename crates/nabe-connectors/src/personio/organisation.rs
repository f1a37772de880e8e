//! How the company is built: legal entities, org units, cost centers, workplaces, jobs, and what it defines itself.
//!
//! Which fields the rows of v2 have beyond id and name is not told by every page (?). Must not know how calls are
//! made.

use nabe_connector::{Ask, Evidence, FieldRule, Rules};
use nabe_model::hris::{
    Company, CustomFieldDefinition, CustomFieldOption, HrisJob, Location, OrgGroup, Reference,
};
use nabe_model::value::{Choice, Text};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::group_id::group_id;
use super::listed::{Listed, One, Out};
use super::mappable::CUSTOM_KEY;
use super::reading::{Found, from_json};
use super::scalar::Scalar;
use super::values::Values;

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
    map: |row, _, out| group("department", false, row, out),
};

/// Org units that are teams.
pub(super) static TEAMS: Listed = Listed {
    list: ("v2_list_org_units", &[("type", "team")]),
    one: One::Call("v2_get_org_unit", &[("type", "team")]),
    map: |row, _, out| group("team", false, row, out),
    ..DEPARTMENTS
};

/// Cost centers.
pub(super) static COST_CENTERS: Listed = Listed {
    rules: COST_CENTER,
    list: ("v2_list_cost_centers", &[]),
    page_limit: Some(100),
    one: One::Pick("id"),
    parent: None,
    map: |row, _, out| group("cost_center", false, row, out),
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
    let wire: Wire<'b> = from_json(row.get())?;
    let id = out.values().id("id", wire.id);
    let name = out.values().text("name", wire.name);
    let record = Company { id: id.clone(), remote_id: id.clone(), name };
    out.give(id.as_deref(), &record);
    Ok(())
}

/// A group, under its own id or, among groups of other kinds, under one that says its kind.
///
/// That the unit above is of the same kind is our guess (?): Personio's chains of units are asked for by one kind.
pub(super) fn group<'b>(
    kind: &'static str,
    is_among_others: bool,
    row: &'b RawValue,
    out: &mut Out<'_, 'b>,
) -> Result<(), serde_json::Error> {
    let wire: Wire<'b> = from_json(row.get())?;
    let mut values = out.values();
    let own = values.id("id", wire.id);
    let parent = values.id("parent_id", wire.parent_id);
    let said = values.text("type", wire.kind);
    let known = |word: &str| ["department", "team"].into_iter().find(|it| *it == word);
    let id = |own: &Text<'b>| if is_among_others { group_id(kind, own) } else { own.clone() };
    let record = OrgGroup {
        id: own.as_ref().map(id),
        remote_id: own.clone(),
        name: values.text("name", wire.name),
        parent_ids: parent.as_ref().map(|it| vec![id(it)]),
        remote_parent_ids: parent.map(|it| vec![it]),
        kind: Some(said.map_or(Choice::own(kind), |it| Choice::new(known(&it), it))),
        description: values.text("description", wire.description),
        abbreviation: values.text("abbreviation", wire.abbreviation),
        ..OrgGroup::default()
    };
    out.give(own.as_deref(), &record);
    Ok(())
}

fn location<'b>(row: &'b RawValue, _: &Ask<'_>, out: &mut Out<'_, 'b>) -> Result<(), serde_json::Error> {
    let wire: Wire<'b> = from_json(row.get())?;
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
    let wire: Wire<'b> = from_json(row.get())?;
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

/// The id of a category of documents, and its name.
pub(super) fn named_category<'b>(
    row: &'b RawValue,
    values: &mut Values<'_>,
) -> Result<[Option<Text<'b>>; 2], serde_json::Error> {
    let wire: WireCategory<'b> = from_json(row.get())?;
    let id = values.id("id", wire.id);
    let name = values.found("attributes", wire.attributes);
    Ok([id, name.and_then(|it| values.text("attributes.name", it.name))])
}

fn category<'b>(row: &'b RawValue, _: &Ask<'_>, out: &mut Out<'_, 'b>) -> Result<(), serde_json::Error> {
    let [id, name] = named_category(row, &mut out.values())?;
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
    let wire: WireAttribute<'b> = from_json(row.get())?;
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

use Evidence::{Official, ThirdParty};

#[rustfmt::skip] // tables: one row a field
mod rules {
    use super::{FieldRule, Official, Rules, ThirdParty};

    const ENTITIES: Rules = Rules("legal_entities:read");
    const UNITS: Rules = Rules("org_units:read");
    const CENTERS: Rules = Rules("cost_centers:read");
    const PLACES: Rules = Rules("workplaces:read");
    const EMPLOYEES: Rules = Rules("employees:read");
    const JOBS_READ: Rules = Rules("jobs:read");
    const DOCUMENTS: Rules = Rules("documents:read");

    pub(super) static COMPANY: &[FieldRule] = &[
        ENTITIES.row("id", "id", "as it stands", Official),
        ENTITIES.row("remote_id", "id", "as it stands", Official),
        ENTITIES.row("name", "name", "as it stands", ThirdParty),
    ];
    pub(super) static ORG_UNIT: &[FieldRule] = &[
        UNITS.row("id", "id", "as text", Official),
        UNITS.row("remote_id", "id", "as text", Official),
        UNITS.row("name", "name", "as it stands", Official),
        UNITS.row("parent_ids", "parent_id", "the unit above, alone", Official),
        UNITS.row("remote_parent_ids", "parent_id", "the unit above, alone", Official),
        UNITS.nowhere("owner_ids", "Personio does not tell who leads a unit"),
        UNITS.nowhere("remote_owner_ids", "Personio does not tell who leads a unit"),
        UNITS.nowhere("company_id", "no unit names its legal entity"),
        UNITS.nowhere("remote_company_id", "no unit names its legal entity"),
        UNITS.row("type", "type", "department or team; where it does not say, by the list that it stands in", Official),
        UNITS.row("description", "description", "as it stands, where Personio tells it", Official),
        UNITS.row("abbreviation", "abbreviation", "as it stands, where Personio tells it", Official),
    ];
    pub(super) static COST_CENTER: &[FieldRule] = &[
        CENTERS.row("id", "id", "as text", Official),
        CENTERS.row("remote_id", "id", "as text", Official),
        CENTERS.row("name", "name", "as it stands", Official),
        CENTERS.nowhere("parent_ids", "cost centers belong to nothing"),
        CENTERS.nowhere("remote_parent_ids", "cost centers belong to nothing"),
        CENTERS.nowhere("owner_ids", "Personio does not tell who owns a cost center"),
        CENTERS.nowhere("remote_owner_ids", "Personio does not tell who owns a cost center"),
        CENTERS.nowhere("company_id", "no cost center names its legal entity"),
        CENTERS.nowhere("remote_company_id", "no cost center names its legal entity"),
        CENTERS.row("type", "id", "always a cost center", Official),
        CENTERS.nowhere("description", "cost centers have no description"),
        CENTERS.nowhere("abbreviation", "cost centers have no abbreviation"),
    ];
    pub(super) static LOCATION: &[FieldRule] = &[
        PLACES.row("id", "id", "as text", Official),
        PLACES.row("remote_id", "id", "as text", Official),
        PLACES.row("name", "name", "as it stands", Official),
        PLACES.nowhere("street_1", "workplaces have no address in the API"),
        PLACES.nowhere("street_2", "workplaces have no address in the API"),
        PLACES.nowhere("city", "workplaces have no address in the API"),
        PLACES.nowhere("state", "workplaces have no address in the API"),
        PLACES.nowhere("zip_code", "workplaces have no address in the API"),
        PLACES.nowhere("country", "workplaces have no address in the API"),
        PLACES.row("location_type", "id", "always work", Official),
    ];
    pub(super) static JOB: &[FieldRule] = &[
        JOBS_READ.row("id", "id", "as it stands", Official),
        JOBS_READ.row("remote_id", "id", "as it stands", Official),
        JOBS_READ.nowhere("code", "jobs have no code"),
        JOBS_READ.row("title", "name", "as it stands", Official),
        JOBS_READ.nowhere("description", "jobs have no description"),
        JOBS_READ.nowhere("status", "jobs are not open or closed"),
        JOBS_READ.nowhere("created_at", "Personio does not tell it"),
        JOBS_READ.nowhere("updated_at", "Personio does not tell it"),
    ];
    pub(super) static CATEGORY: &[FieldRule] = &[
        DOCUMENTS.row("id", "id", "as text", Official),
        DOCUMENTS.row("remote_id", "id", "as text", Official),
        DOCUMENTS.row("name", "attributes.name", "as it stands", Official),
        DOCUMENTS.nowhere("active", "Personio lists only those in use"),
    ];
    pub(super) static DEFINITION: &[FieldRule] = &[
        EMPLOYEES.row("id", "key", "as it stands", Official),
        EMPLOYEES.row("remote_id", "key", "as it stands", Official),
        EMPLOYEES.row("name", "label", "as it stands, in the language of the account", Official),
        EMPLOYEES.nowhere("description", "attributes have no description"),
        EMPLOYEES.row("type", "type", "list is single_select, tags is multi_select", Official),
        EMPLOYEES.row("options", "options[]", "each option by its text", Official),
    ];
}

use rules::{CATEGORY, COMPANY, COST_CENTER, DEFINITION, JOB, LOCATION, ORG_UNIT};
