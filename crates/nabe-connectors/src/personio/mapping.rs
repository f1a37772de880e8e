//! One v1 employee becomes one unified employee.
//!
//! Only what `rules.rs` says; a value that can't be read is null and a defect, never the end of its page.

use jiff::civil;
use nabe_connector::{Answers, Ask, Defect};
use nabe_model::hris::{
    BankDetails, Company, CostCenterShare, CustomField, Employee, Group, Image, Location,
};
use nabe_model::value::{Choice, DateTime, Text};

use super::attribute::Custom;
use super::expanded;
use super::group_id::group_id;
use super::mapped::Mapped;
use super::reader::{Entity, Reader};
use super::wire::{Attributes, Universal, WireEmployee};

/// What is wanted of each employee, beyond what is always there.
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that a caller may ask for")]
pub(super) struct Want {
    custom_fields: bool,
    pub(super) bank_details: bool,
    groups: bool,
    work_location: bool,
    pub(super) home_location: bool,
    avatar: bool,
    avatar_url: bool,
    company: bool,
    /// The rest is in v2: a further call a person.
    pub(super) employments: bool,
    pub(super) job_id: bool,
    pub(super) contract_type: bool,
    pub(super) fte: bool,
}

/// What the mapping of a row needs besides the row.
pub(super) struct Mapping<'b> {
    pub(super) want: Want,
    pub(super) today: civil::Date,
    /// What attributes feed besides, by what was decided for the account.
    mapped: Mapped<'b>,
    /// Where this server is reached.
    public_url: String,
    /// With employments, by the id of the person.
    pub(super) answers: Answers<'b>,
}

impl<'b> Mapping<'b> {
    pub(super) fn new(ask: &Ask<'b>, answers: &Answers<'b>) -> Self {
        let asked = ask.asked;
        let want = Want {
            custom_fields: asked.includes("custom_fields"),
            bank_details: asked.includes("bank_details"),
            groups: asked.expands("groups"),
            work_location: asked.expands("work_location"),
            home_location: asked.expands("home_location"),
            avatar: asked.includes("avatar"),
            avatar_url: asked.includes("avatar_url"),
            employments: asked.expands("employments"),
            company: asked.expands("company"),
            job_id: asked.names("job_id"),
            contract_type: asked.names("employment_contract_type"),
            fte: asked.names("fte"),
        };
        let public_url = ask.public_url.to_owned();
        let mapped = Mapped::new(&ask.account.mappings);
        Self { want, today: ask.today, mapped, public_url, answers: *answers }
    }
}

/// Maps one row; `None` when it has no id.
pub(super) fn employee<'b>(
    wire: &mut WireEmployee<'b>,
    mapping: &Mapping<'b>,
    defects: &mut Vec<Defect>,
) -> Option<Employee<'b>> {
    let WireEmployee { attributes, universal, custom } = wire;
    let read = &mut Reader { defects };
    let id = read.id(&mut attributes.id)?;
    let mut record = Employee { id: Some(id.clone()), remote_id: Some(id), ..Employee::default() };
    person(&mut record, attributes, read);
    employment(&mut record, attributes, read, mapping.today);
    organisation(&mut record, attributes, read, mapping);
    for custom in custom.iter() {
        read.beside("attributes.dynamic_*.universal_id", &custom.universal_id);
    }
    by_universal_id(&mut record, universal, read, mapping);
    mapping.mapped.fill(&mut record, custom, &mapping.want, read);
    picture(&mut record, attributes, read, mapping);
    // Where none arrives none may be read, or there is none: an empty list would say that nothing stands in any.
    if mapping.want.custom_fields && !custom.is_empty() {
        record.custom_fields = Some(custom.drain(..).map(|it| custom_field(it, read)).collect());
    }
    expanded::add(&mut record, mapping, defects);
    Some(record)
}

/// Who it is.
fn person<'b>(record: &mut Employee<'b>, wire: &mut Attributes<'b>, read: &mut Reader<'_>) {
    record.first_name = read.text(&mut wire.first_name);
    record.last_name = read.text(&mut wire.last_name);
    record.name = full_name(record.first_name.as_deref(), record.last_name.as_deref());
    record.preferred_name = read.text(&mut wire.preferred_name);
    record.display_name = record.preferred_name.clone().or_else(|| record.name.clone());
    record.work_email = read.text(&mut wire.email);
    record.gender = read.text(&mut wire.gender).map(|it| Choice::new(gender(&it), it));
    record.created_at = read.moment(&mut wire.created_at, DateTime::instant);
    record.updated_at = read.moment(&mut wire.last_modified_at, DateTime::instant);
}

/// What they do, and since when.
fn employment<'b>(
    record: &mut Employee<'b>,
    wire: &mut Attributes<'b>,
    read: &mut Reader<'_>,
    today: civil::Date,
) {
    record.job_title = read.text(&mut wire.position);
    record.hire_date = read.moment(&mut wire.hire_date, DateTime::civil);
    record.start_date = record.hire_date;
    record.weekly_hours = read.number(&mut wire.weekly_working_hours);
    record.contract_end_date = read.moment(&mut wire.contract_end_date, DateTime::civil);
    record.probation_end_date = read.moment(&mut wire.probation_period_end, DateTime::civil);
    record.last_working_day = read.moment(&mut wire.last_working_day, DateTime::civil);
    record.termination_date = read.moment(&mut wire.termination_date, DateTime::civil);
    record.termination_type = read.text(&mut wire.termination_type);
    record.termination_reason = read.text(&mut wire.termination_reason);
    let kind = read.text(&mut wire.employment_type);
    record.employment_type = kind.map(|it| Choice::new(employment_type(&it), it));
    let status = read.text(&mut wire.status);
    record.employment_status = status.map(|it| employment_status(it, record.termination_date, today));
}

/// Manager, department, company, office and cost centers.
fn organisation<'b>(
    record: &mut Employee<'b>,
    wire: &mut Attributes<'b>,
    read: &mut Reader<'_>,
    mapping: &Mapping<'b>,
) {
    let manager = read.entity(&mut wire.supervisor).and_then(|it| it.id);
    record.manager_id.clone_from(&manager);
    record.remote_manager_id = manager;
    if let Some(Entity { id, name, percentage: _ }) = read.entity(&mut wire.subcompany) {
        let company = || Company { id: id.clone(), remote_id: id.clone(), name: name.clone() };
        record.company = mapping.want.company.then(company);
        record.company_id = id;
        record.company_name = name;
    }
    let department = read.entity(&mut wire.department);
    let cost_centers = read.entities(&mut wire.cost_centers);
    let team = read.entity(&mut wire.team);
    let shows_groups = wire.department.is_there || wire.team.is_there || wire.cost_centers.is_there;
    if mapping.want.groups && shows_groups {
        record.groups = Some(groups(department.as_ref(), team.as_ref(), cost_centers.as_deref()));
    }
    if mapping.want.work_location {
        record.work_location = read.entity(&mut wire.office).map(work_location);
    }
    if let Some(department) = department {
        record.department_id = department.id;
        record.department = department.name;
    }
    if let Some(team) = team {
        record.team_id = team.id;
        record.team = team.name;
    }
    record.cost_centers = cost_centers.map(|it| it.into_iter().map(cost_center).collect());
}

/// The address of the picture here: Personio's own asks for a token.
fn picture<'b>(
    record: &mut Employee<'b>,
    wire: &mut Attributes<'b>,
    read: &mut Reader<'_>,
    mapping: &Mapping<'b>,
) {
    let Want { avatar, avatar_url, .. } = mapping.want;
    if !avatar && !avatar_url {
        return;
    }
    let (Some(_), Some(id)) = (read.text(&mut wire.profile_picture), &record.id) else { return };
    let url = Text::from(format!("{}/unified/hris/employees/{}/avatar", mapping.public_url, &**id));
    record.avatar = avatar.then(|| Image { url: Some(url.clone()), base64: None });
    record.avatar_url = avatar_url.then_some(url);
}

/// What stands in attributes of the customer's whose meaning is known.
fn by_universal_id<'b>(
    record: &mut Employee<'b>,
    wire: &mut Universal<'b>,
    read: &mut Reader<'_>,
    mapping: &Mapping<'b>,
) {
    record.date_of_birth = read.raw_moment(&mut wire.date_of_birth, DateTime::civil);
    record.birthday = record.date_of_birth;
    record.personal_email = read.raw_text(&mut wire.personal_email);
    record.personal_phone_number = read.raw_text(&mut wire.personal_phone);
    record.work_phone_number = read.raw_text(&mut wire.work_phone);
    record.employee_number = read.raw_text(&mut wire.employee_number);
    if mapping.want.bank_details {
        record.bank_details = bank_details(wire, read);
    }
    if mapping.want.home_location {
        record.home_location = home_location(wire, read);
    }
}

/// Given and family name as one.
pub(super) fn full_name<'b>(first: Option<&str>, last: Option<&str>) -> Option<Text<'b>> {
    let name = match (first, last) {
        (Some(first), Some(last)) => [first, " ", last].concat(),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => return None,
    };
    Some(name.into())
}

/// Somebody inactive is terminated from the day after the termination date on.
fn employment_status(source: Text<'_>, ended: Option<DateTime>, today: civil::Date) -> Choice<'_> {
    let over = matches!(ended, Some(DateTime::Date(day)) if day < today);
    let value = match &*source {
        "active" => Some("active"),
        "onboarding" => Some("pending"),
        "leave" => Some("leave"),
        "inactive" if over => Some("terminated"),
        "inactive" => Some("inactive"),
        _ => None,
    };
    Choice::new(value, source)
}

/// A word for a gender, unified.
pub(super) fn gender(source: &str) -> Option<&'static str> {
    match source {
        "male" => Some("male"),
        "female" => Some("female"),
        "diverse" => Some("diverse"),
        "undefined" | "unknown" => Some("not_disclosed"),
        _ => None,
    }
}

/// Internal or external.
pub(super) fn employment_type(source: &str) -> Option<&'static str> {
    match source {
        "internal" | "INTERNAL" => Some("internal"),
        "external" | "EXTERNAL" => Some("external"),
        _ => None,
    }
}

fn work_location(office: Entity<'_>) -> Location<'_> {
    let Entity { id, name, percentage: _ } = office;
    let location_type = Some(Choice::own("work"));
    Location { id: id.clone(), remote_id: id, name, location_type, ..Location::default() }
}

fn cost_center(entity: Entity<'_>) -> CostCenterShare<'_> {
    let Entity { id, name, percentage } = entity;
    CostCenterShare { id: id.clone(), remote_id: id, name, distribution_percentage: percentage }
}

fn groups<'b>(
    department: Option<&Entity<'b>>,
    team: Option<&Entity<'b>>,
    cost_centers: Option<&[Entity<'b>]>,
) -> Vec<Group<'b>> {
    let group = |entity: &Entity<'b>, kind| Group {
        id: entity.id.as_deref().map(|it| group_id(kind, it)),
        remote_id: entity.id.clone(),
        name: entity.name.clone(),
        kind: Some(Choice::own(kind)),
    };
    let department = department.map(|it| group(it, "department"));
    let team = team.map(|it| group(it, "team"));
    let cost_centers = cost_centers.unwrap_or_default().iter().map(|it| group(it, "cost_center"));
    department.into_iter().chain(team).chain(cost_centers).collect()
}

fn bank_details<'b>(wire: &mut Universal<'b>, read: &mut Reader<'_>) -> Option<Vec<BankDetails<'b>>> {
    let iban = read.raw_text(&mut wire.iban);
    let swift_bic = read.raw_text(&mut wire.bic);
    let account_name = read.raw_text(&mut wire.account_holder);
    let known = iban.is_some() || swift_bic.is_some() || account_name.is_some();
    known.then(|| vec![BankDetails { iban, swift_bic, account_name }])
}

fn home_location<'b>(wire: &mut Universal<'b>, read: &mut Reader<'_>) -> Option<Location<'b>> {
    let street_1 = read.raw_text(&mut wire.street);
    let city = read.raw_text(&mut wire.city);
    let zip_code = read.raw_text(&mut wire.zip_code);
    if street_1.is_none() && city.is_none() && zip_code.is_none() {
        return None;
    }
    let location_type = Some(Choice::own("home"));
    Some(Location { street_1, city, zip_code, location_type, ..Location::default() })
}

fn custom_field<'b>(custom: Custom<'b>, read: &mut Reader<'_>) -> CustomField<'b> {
    let Custom { key, label, kind: _, universal_id: _, value } = custom;
    let name = read.beside("attributes.dynamic_*.label", &label);
    CustomField { id: key.clone().into(), remote_id: key.into(), name, value }
}
