//! One employment of v2 becomes one unified employment.
//!
//! Its id is made of the person's and its own, so that it can be found without looking through all people. Must not
//! know how calls are made.

use jiff::civil;
use nabe_model::hris::{
    ContractType, CostCenterShare, Employment, EmploymentJob, EmploymentKind, Group, Manager, WorkTime,
};
use nabe_model::value::{Choice, DateTime, Text};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::group_id::group_id;
use super::mapping::employment_type;
use super::reading::{Found, from_json};
use super::scalar::Scalar;
use super::values::{Link, Values};

/// An employment. Fields that nobody asks for are not here.
#[derive(Deserialize, Default)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct Wire<'b> {
    id: Scalar<'b>,
    position: Found<WirePosition<'b>>,
    status: Scalar<'b>,
    #[serde(rename = "type")]
    kind: Scalar<'b>,
    weekly_working_hours: Scalar<'b>,
    full_time_weekly_working_hours: Scalar<'b>,
    employment_start_date: Scalar<'b>,
    employment_end_date: Scalar<'b>,
    contract_end_date: Scalar<'b>,
    probation_end_date: Scalar<'b>,
    termination: Found<WireTermination<'b>>,
    created_at: Scalar<'b>,
    updated_at: Scalar<'b>,
    supervisor: Found<Link<'b>>,
    office: Found<Link<'b>>,
    org_units: Found<Vec<Found<WireUnit<'b>>>>,
    cost_centers: Found<Vec<Found<WireCostCenter<'b>>>>,
    legal_entity: Found<Link<'b>>,
    job: Found<Link<'b>>,
}

#[derive(Deserialize, Default)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WirePosition<'b> {
    title: Scalar<'b>,
}

#[derive(Deserialize, Default)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireUnit<'b> {
    id: Scalar<'b>,
    #[serde(rename = "type")]
    kind: Scalar<'b>,
}

#[derive(Deserialize, Default)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireCostCenter<'b> {
    id: Scalar<'b>,
    weight: Scalar<'b>,
}

#[derive(Deserialize, Default)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireTermination<'b> {
    termination_date: Scalar<'b>,
    /// As the schema has it (official).
    last_working_day: Scalar<'b>,
    /// As the example has it (official).
    last_working_date: Scalar<'b>,
    terminated_at: Scalar<'b>,
    #[serde(rename = "type")]
    kind: Scalar<'b>,
    reason: Scalar<'b>,
}

/// The id of an employment everywhere: the person's, `_`, and Personio's own.
pub(super) fn id<'b>(person: &str, employment: &str) -> Text<'b> {
    format!("{person}_{employment}").into()
}

/// The person and Personio's id in an id; an id of Personio's own names no person.
pub(super) fn parts(id: &str) -> (Option<&str>, &str) {
    id.split_once('_').map_or((None, id), |(person, employment)| (Some(person), employment))
}

/// The groups that an employment names: their kinds and ids.
pub(super) fn groups_of(row: &RawValue) -> Vec<(&'static str, String)> {
    let Ok(wire) = from_json::<Wire<'_>>(row.get()) else { return Vec::new() };
    let units = wire.org_units.value().unwrap_or_default().into_iter().filter_map(Found::value);
    let units = units.filter_map(|it| Some((unit_kind(&it.kind)?, it.id.id()?.into_owned())));
    let centers = wire.cost_centers.value().unwrap_or_default().into_iter().filter_map(Found::value);
    let centers = centers.filter_map(|it| Some(("cost_center", it.id.id()?.into_owned())));
    units.chain(centers).collect()
}

fn unit_kind(kind: &Scalar<'_>) -> Option<&'static str> {
    let Scalar::Text(kind) = kind else { return None };
    ["department", "team"].into_iter().find(|it| it == kind)
}

/// Reads one employment of a person.
///
/// # Errors
/// When it is no object.
pub(super) fn read<'b>(
    row: &'b RawValue,
    person: &str,
    today: civil::Date,
    values: &mut Values<'_>,
) -> Result<Employment<'b>, serde_json::Error> {
    let wire: Wire<'b> = from_json(row.get())?;
    let own = values.id("id", wire.id);
    let person_id: Text<'b> = person.to_owned().into();
    let mut record = Employment {
        id: own.as_deref().map(|it| id(person, it)),
        remote_id: own,
        employee_id: Some(person_id.clone()),
        remote_employee_id: Some(person_id),
        created_at: values.moment("created_at", wire.created_at, DateTime::instant),
        updated_at: values.moment("updated_at", wire.updated_at, DateTime::instant),
        effective_date: values.moment("employment_start_date", wire.employment_start_date, DateTime::civil),
        end_date: values.moment("employment_end_date", wire.employment_end_date, DateTime::civil),
        contract_end_date: values.moment("contract_end_date", wire.contract_end_date, DateTime::civil),
        probation_end_date: values.moment("probation_end_date", wire.probation_end_date, DateTime::civil),
        ..Employment::default()
    };
    record.start_date = record.effective_date;
    terminated(&mut record, wire.termination, values);
    hours(&mut record, wire.weekly_working_hours, wire.full_time_weekly_working_hours, values);
    kind(&mut record, wire.kind, wire.status, today, values);
    let position = values.found("position", wire.position);
    record.job_title = position.and_then(|it| values.text("position.title", it.title));
    record.job = job(wire.job, values);
    record.manager = values
        .link(["supervisor", "supervisor.id"], wire.supervisor)
        .map(|it| vec![Manager { id: Some(it.clone()), remote_id: Some(it) }]);
    record.location_id = values.link(["office", "office.id"], wire.office);
    record.remote_location_id.clone_from(&record.location_id);
    record.company_id = values.link(["legal_entity", "legal_entity.id"], wire.legal_entity);
    record.remote_company_id.clone_from(&record.company_id);
    units(&mut record, wire.org_units, values);
    record.cost_centers = cost_centers(wire.cost_centers, values);
    Ok(record)
}

/// Internal or external, and where it stands.
fn kind<'b>(
    record: &mut Employment<'b>,
    kind: Scalar<'b>,
    status: Scalar<'b>,
    today: civil::Date,
    values: &mut Values<'_>,
) {
    let kind = values.text("type", kind);
    let choice = kind.clone().map(|it| Choice::new(employment_type(&it), it));
    record.employment_type.clone_from(&choice);
    record.kind = choice.map(|it| EmploymentKind { label: kind, kind: Some(it) });
    let Some(status) = values.text("status", status) else { return };
    let over = matches!(record.end_date, Some(DateTime::Date(day)) if day < today);
    let (unified, active) = match &*status {
        "ACTIVE" => (Some("active"), Some(true)),
        "LEAVE" => (Some("leave"), Some(true)),
        "ONBOARDING" => (Some("pending"), Some(false)),
        "INACTIVE" if over => (Some("terminated"), Some(false)),
        "INACTIVE" => (Some("inactive"), Some(false)),
        "UNSPECIFIED" => (Some("unknown"), None),
        _ => (None, None),
    };
    record.active = active;
    record.employment_status = Some(Choice::new(unified, status));
}

/// When, how and why it was ended, each on its own.
fn terminated<'b>(
    record: &mut Employment<'b>,
    termination: Found<WireTermination<'b>>,
    values: &mut Values<'_>,
) {
    let Some(wire) = values.found("termination", termination) else { return };
    let mut day = |path, scalar| values.moment(path, scalar, DateTime::civil);
    record.termination_date = day("termination.termination_date", wire.termination_date);
    record.last_working_day = day("termination.last_working_day", wire.last_working_day);
    if record.last_working_day.is_none() {
        record.last_working_day = day("termination.last_working_date", wire.last_working_date);
    }
    record.terminated_at = day("termination.terminated_at", wire.terminated_at);
    record.termination_type = values.text("termination.type", wire.kind);
    record.termination_reason = values.text("termination.reason", wire.reason);
}

/// Hours, and what share of a full-time post they are.
fn hours(record: &mut Employment<'_>, weekly: Scalar<'_>, full: Scalar<'_>, values: &mut Values<'_>) {
    let weekly = values.number("weekly_working_hours", weekly);
    let full = values.number("full_time_weekly_working_hours", full);
    let share = full.filter(|it| *it > 0.0).and_then(|full| Some(weekly? / full));
    let contract = share.map(|it| Choice::own(if it < 1.0 { "part_time" } else { "full_time" }));
    record.weekly_hours = weekly;
    record.full_time_weekly_hours = full;
    record.work_time = weekly.map(work_time);
    record.fte = share;
    record.employment_contract_type.clone_from(&contract);
    record.contract_type = contract.map(|it| ContractType { label: None, contract_type: Some(it) });
}

/// Hours a week as an ISO 8601 duration.
fn work_time<'b>(hours: f64) -> WorkTime<'b> {
    #[expect(clippy::cast_possible_truncation, reason = "minutes of a week")]
    let minutes = (hours * 60.0).round() as i64;
    let duration = match (minutes / 60, minutes % 60) {
        (hours, 0) => format!("PT{hours}H"),
        (hours, minutes) => format!("PT{hours}H{minutes}M"),
    };
    WorkTime { duration: Some(duration.into()), period: Some(Choice::own("week")) }
}

/// The job of the catalogue, if there is one. Its title is not the position's, and stands in the list of jobs only.
fn job<'b>(job: Found<Link<'b>>, values: &mut Values<'_>) -> Option<EmploymentJob<'b>> {
    let id = values.link(["job", "job.id"], job)?;
    Some(EmploymentJob { id: Some(id.clone()), remote_id: Some(id), title: None })
}

/// Department and team, as the list of all groups names them.
fn units<'b>(record: &mut Employment<'b>, units: Found<Vec<Found<WireUnit<'b>>>>, values: &mut Values<'_>) {
    for unit in values.found("org_units", units).unwrap_or_default() {
        let Some(unit) = values.found("org_units[]", unit) else { continue };
        let kind = unit_kind(&unit.kind);
        values.text("org_units[].type", unit.kind);
        let Some(kind) = kind else { continue };
        let Some(own) = values.id("org_units[].id", unit.id) else { continue };
        let group = Group {
            id: Some(group_id(kind, &own)),
            remote_id: Some(own),
            name: None,
            kind: Some(Choice::new(Some(kind), kind)),
        };
        match kind {
            "department" => record.department.get_or_insert(group),
            _ => record.team.get_or_insert(group),
        };
    }
}

fn cost_centers<'b>(
    centers: Found<Vec<Found<WireCostCenter<'b>>>>,
    values: &mut Values<'_>,
) -> Option<Vec<CostCenterShare<'b>>> {
    let centers = values.found("cost_centers", centers)?;
    let mut shares = Vec::with_capacity(centers.len());
    for center in centers {
        let Some(wire) = values.found("cost_centers[]", center) else { continue };
        let id = values.id("cost_centers[].id", wire.id);
        let distribution_percentage = values.number("cost_centers[].weight", wire.weight);
        shares.push(CostCenterShare { id: id.clone(), remote_id: id, name: None, distribution_percentage });
    }
    Some(shares)
}
