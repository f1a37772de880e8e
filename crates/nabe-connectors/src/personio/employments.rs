//! v2 employments: what v1 doesn't know of a person.
//!
//! One call a person (official), so only when it is asked for. Must not know how the call is made.

use nabe_connector::{Call, CallError, Defect, DefectKind};
use nabe_model::hris::{
    Company, ContractType, CostCenterShare, Employee, Employment, EmploymentJob, EmploymentKind, Group,
    Manager, WorkTime,
};
use nabe_model::select::Asked;
use nabe_model::value::{Choice, DateTime, Text};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::employees::number;
use super::mapping::{Mapping, employment_type};
use super::operation;
use super::reading::Found;
use super::scalar::Scalar;
use super::values::Values;

#[derive(Deserialize)]
struct Page<'b> {
    #[serde(borrow, rename = "_data")]
    data: Vec<&'b RawValue>,
}

/// An employment. Fields that nobody asks for are not here.
#[derive(Deserialize, Default)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireEmployment<'b> {
    id: Scalar<'b>,
    position: Found<WirePosition<'b>>,
    status: Scalar<'b>,
    #[serde(rename = "type")]
    kind: Scalar<'b>,
    weekly_working_hours: Scalar<'b>,
    full_time_weekly_working_hours: Scalar<'b>,
    employment_start_date: Scalar<'b>,
    employment_end_date: Scalar<'b>,
    created_at: Scalar<'b>,
    updated_at: Scalar<'b>,
    supervisor: Found<WireLink<'b>>,
    org_units: Found<Vec<WireUnit<'b>>>,
    cost_centers: Found<Vec<WireCostCenter<'b>>>,
    legal_entity: Found<WireLink<'b>>,
    job: Found<WireLink<'b>>,
}

#[derive(Deserialize, Default)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WirePosition<'b> {
    title: Scalar<'b>,
}

#[derive(Deserialize, Default)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireLink<'b> {
    id: Scalar<'b>,
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

/// Employments of one person in one call: the most that v2 gives (official).
const LIMIT: &str = "50";

/// The call for the employments of a person, whose id is the number of v1 as text (official).
pub(super) fn of_person(id: &str) -> Result<Call, CallError> {
    let call = Call::with_path(operation("v2_list_employments"), &[&number(id)?]);
    Ok(call.query("limit", LIMIT))
}

/// Whether what is asked for needs the call at all.
pub(super) fn are_wanted(asked: &Asked) -> bool {
    ["employments", "company"].iter().any(|it| asked.expands(it))
        || ["job_id", "employment_contract_type"].iter().any(|it| asked.names(it))
}

/// Adds to a person what their employments say.
pub(super) fn add<'b>(record: &mut Employee<'b>, mapping: &Mapping<'b>, defects: &mut Vec<Defect>) {
    let body = record.remote_id.as_deref().and_then(|id| mapping.details.get(id));
    let Some(body) = body else { return };
    let Ok(Page { data }) = serde_json::from_slice::<Page<'b>>(body) else {
        defects.push(Defect { path: "employments".into(), kind: DefectKind::WrongType });
        return;
    };
    let mut read = Reader { values: &mut Values { defects } };
    let person = record.remote_id.as_ref();
    let read = data.into_iter().filter_map(|raw| read.employment(raw, person));
    let employments: Vec<(Employment<'b>, Option<Text<'b>>)> = read.collect();
    let want = &mapping.want;
    // Newest first (official).
    if let Some((latest, legal_entity)) = employments.first() {
        if want.job_id {
            record.job_id = latest.job.as_ref().and_then(|it| it.id.clone());
        }
        if want.contract_type {
            record.employment_contract_type.clone_from(&latest.employment_contract_type);
        }
        if want.company {
            let company =
                |id: &Text<'b>| Company { id: Some(id.clone()), remote_id: Some(id.clone()), name: None };
            record.company = legal_entity.as_ref().map(company);
        }
    }
    if want.employments {
        record.employments = Some(employments.into_iter().map(|(it, _)| it).collect());
    }
}

/// Reads employments.
struct Reader<'r, 'd> {
    values: &'r mut Values<'d>,
}

impl Reader<'_, '_> {
    /// One employment, and the legal entity that it is with.
    fn employment<'b>(
        &mut self,
        raw: &'b RawValue,
        person: Option<&Text<'b>>,
    ) -> Option<(Employment<'b>, Option<Text<'b>>)> {
        let Ok(wire) = serde_json::from_str::<WireEmployment<'b>>(raw.get()) else {
            return self.values.refuse("employments[]", DefectKind::WrongType);
        };
        let legal_entity = self.values.found("employments[].legal_entity", wire.legal_entity);
        let legal_entity = legal_entity.and_then(|it| self.values.id("employments[].legal_entity.id", it.id));
        let hours = self.values.number("employments[].weekly_working_hours", wire.weekly_working_hours);
        let full = "employments[].full_time_weekly_working_hours";
        let share = self.values.number(full, wire.full_time_weekly_working_hours);
        let share = share.filter(|it| *it > 0.0).and_then(|full| Some(hours? / full));
        let contract = share.map(|it| Choice::own(if it < 1.0 { "part_time" } else { "full_time" }));
        let kind = self.values.text("employments[].type", wire.kind);
        let choice = kind.clone().map(|it| Choice::new(employment_type(&it), it));
        let position = self.values.found("employments[].position", wire.position);
        let title = position.and_then(|it| self.values.text("employments[].position.title", it.title));
        let start = self.values.moment(
            "employments[].employment_start_date",
            wire.employment_start_date,
            DateTime::civil,
        );
        let id = self.values.id("employments[].id", wire.id);
        let status = self.values.text("employments[].status", wire.status);
        let employment = Employment {
            id: id.clone(),
            remote_id: id,
            employee_id: person.cloned(),
            remote_employee_id: person.cloned(),
            effective_date: start,
            start_date: start,
            end_date: self.values.moment(
                "employments[].employment_end_date",
                wire.employment_end_date,
                DateTime::civil,
            ),
            employment_type: choice.clone(),
            kind: choice.map(|it| EmploymentKind { label: kind, kind: Some(it) }),
            employment_contract_type: contract.clone(),
            contract_type: contract.map(|it| ContractType { label: None, contract_type: Some(it) }),
            work_time: hours.map(work_time),
            fte: share,
            active: status.map(|it| matches!(&*it, "ACTIVE" | "LEAVE")),
            department: self.department(wire.org_units),
            cost_centers: self.cost_centers(wire.cost_centers),
            job: self.job(wire.job, title.clone()),
            job_title: title,
            manager: self.manager(wire.supervisor),
            created_at: self.values.moment("employments[].created_at", wire.created_at, DateTime::instant),
            updated_at: self.values.moment("employments[].updated_at", wire.updated_at, DateTime::instant),
        };
        Some((employment, legal_entity))
    }

    fn department<'b>(&mut self, units: Found<Vec<WireUnit<'b>>>) -> Option<Group<'b>> {
        let units = self.values.found("employments[].org_units", units)?;
        let department = units.into_iter().find(|it| it.kind == Scalar::Text("department".into()))?;
        let id = self.values.id("employments[].org_units[].id", department.id);
        Some(Group { id: id.clone(), remote_id: id, name: None, kind: Some(Choice::own("department")) })
    }

    fn cost_centers<'b>(
        &mut self,
        centers: Found<Vec<WireCostCenter<'b>>>,
    ) -> Option<Vec<CostCenterShare<'b>>> {
        let centers = self.values.found("employments[].cost_centers", centers)?;
        let share = |wire: WireCostCenter<'b>| {
            let id = self.values.id("employments[].cost_centers[].id", wire.id);
            let distribution_percentage =
                self.values.number("employments[].cost_centers[].weight", wire.weight);
            CostCenterShare { id: id.clone(), remote_id: id, name: None, distribution_percentage }
        };
        Some(centers.into_iter().map(share).collect())
    }

    fn job<'b>(&mut self, job: Found<WireLink<'b>>, title: Option<Text<'b>>) -> Option<EmploymentJob<'b>> {
        let job = self.values.found("employments[].job", job);
        let id = job.and_then(|it| self.values.id("employments[].job.id", it.id));
        let known = id.is_some() || title.is_some();
        known.then(|| EmploymentJob { id: id.clone(), remote_id: id, title })
    }

    fn manager<'b>(&mut self, supervisor: Found<WireLink<'b>>) -> Option<Vec<Manager<'b>>> {
        let supervisor = self.values.found("employments[].supervisor", supervisor)?;
        let id = self.values.id("employments[].supervisor.id", supervisor.id)?;
        Some(vec![Manager { id: Some(id.clone()), remote_id: Some(id) }])
    }
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
