//! What a change of a person leaves behind: stamps of the record and of single attributes, and events.

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use super::{of_employment, of_person};
use crate::model::attribute::{AttributeIndex, Catalogue, Source, System};
use crate::model::company::Company;
use crate::model::person::{Employment, Person, Status, Termination};

/// Fixed attributes whose change is told by `person.updated`. It is known that all of the company's own attributes are
/// and that not every fixed one is (facts §11.3 [O]); that these are the person's own, while those of an employment are
/// told by its own events, is [?].
const TOLD: &[System] = &[
    System::FirstName,
    System::LastName,
    System::PreferredName,
    System::Email,
    System::Gender,
    System::ProfilePicture,
];

/// In what a person differs from before.
pub(super) struct Differences {
    attributes: Vec<AttributeIndex>,
    /// Employments that are new.
    created: Vec<Uuid>,
    employments: Vec<EmploymentDifference>,
}

struct EmploymentDifference {
    id: Uuid,
    cost_centers: bool,
    /// Something that is told: no event tells that a job changed (facts §13 [Q]).
    told: bool,
}

/// Puts a changed person in the place of what they were, with stamps and events; nothing happens if nothing differs.
pub(crate) fn settle(company: &mut Company, at: Timestamp, before: &Person, after: Person) {
    let id = after.id;
    let differences = record(company, at, before, after);
    let is_told = |index: &AttributeIndex| match company.catalogue.get(*index).source {
        Source::System(system) => TOLD.contains(&system),
        Source::Custom(_) => true,
    };
    if differences.attributes.iter().any(is_told) {
        company.emit("person.updated", at, of_person(id));
    }
    for employment in differences.created {
        company.emit("employment.created", at, of_employment(id, employment));
    }
    for it in differences.employments {
        if it.told {
            company.emit("employment.updated", at, of_employment(id, it.id));
        }
        if it.cost_centers {
            company.emit("employment.updated.cost-centers", at, of_employment(id, it.id));
        }
    }
}

/// Puts a changed person in the place of what they were, with stamps and without events.
pub(super) fn record(
    company: &mut Company,
    at: Timestamp,
    before: &Person,
    mut after: Person,
) -> Differences {
    let differences = Differences {
        attributes: attributes(&company.catalogue, before, &after),
        created: after
            .employments
            .iter()
            .map(|it| it.id)
            .filter(|it| before.employment(*it).is_none())
            .collect(),
        employments: employments(before, &after),
    };
    let is_same = differences.attributes.is_empty()
        && differences.created.is_empty()
        && differences.employments.is_empty();
    if is_same {
        return differences;
    }
    for change in &differences.employments {
        if let Some(place) = after.employment(change.id) {
            after.employments[place].updated_at = at;
        }
    }
    stamp(&mut after, &differences.attributes, at);
    if let Some(place) = company.people.get_mut(after.id) {
        *place = after;
    }
    differences
}

/// Notes when attributes changed; whatever changes moves the stamp of the whole record.
fn stamp(person: &mut Person, attributes: &[AttributeIndex], at: Timestamp) {
    person.updated_at = at.max(person.updated_at);
    let last = Catalogue::of(System::LastModified);
    for attribute in attributes.iter().copied().chain([last]) {
        match person.changes.iter_mut().find(|(index, _)| *index == attribute) {
            Some((_, stamp)) => *stamp = at,
            None => person.changes.push((attribute, at)),
        }
    }
}

/// The attributes of v1 that differ; it shows the current employment only.
fn attributes(catalogue: &Catalogue, before: &Person, after: &Person) -> Vec<AttributeIndex> {
    let (was, is) = (before.current(), after.current());
    let own = [
        (System::FirstName, before.first_name != after.first_name),
        (System::LastName, before.last_name != after.last_name),
        (System::PreferredName, before.preferred_name != after.preferred_name),
        (System::Email, before.email != after.email),
        (System::Gender, before.gender != after.gender),
        (System::ProfilePicture, before.has_picture != after.has_picture),
        (System::HolidayCalendar, before.holiday_calendar != after.holiday_calendar),
        (System::AbsenceEntitlement, before.entitlements != after.entitlements),
        (System::WorkSchedule, before.work_schedule != after.work_schedule),
        (System::FixSalary, before.pay.fix != after.pay.fix || before.pay.currency != after.pay.currency),
        (System::FixSalaryInterval, before.pay.interval != after.pay.interval),
        (System::HourlySalary, before.pay.hourly != after.pay.hourly),
    ];
    let fixed = own.into_iter().chain(of_current(was, is)).filter(|it| it.1);
    let custom = catalogue.customs().filter(|(_, attribute)| match attribute.source {
        Source::Custom(place) => before.custom.get(place) != after.custom.get(place),
        Source::System(_) => false,
    });
    fixed.map(|(system, _)| Catalogue::of(system)).chain(custom.map(|(index, _)| index)).collect()
}

fn of_current(was: &Employment, is: &Employment) -> [(System, bool); 17] {
    let ends = |differ: fn(&Termination, &Termination) -> bool| match (&was.termination, &is.termination) {
        (Some(was), Some(is)) => differ(was, is),
        (None, None) => false,
        (Some(_), None) | (None, Some(_)) => true,
    };
    [
        (System::Status, was.status != is.status),
        (System::Position, was.position != is.position),
        (System::Supervisor, was.supervisor != is.supervisor),
        (System::EmploymentType, was.external != is.external),
        (System::WeeklyHours, was.weekly_hours != is.weekly_hours),
        (System::HireDate, was.start != is.start),
        (System::ContractEnd, was.contract_end != is.contract_end),
        (System::TerminationDate, ends(|was, is| was.date != is.date)),
        (System::TerminationType, ends(|was, is| was.kind != is.kind)),
        (System::TerminationReason, ends(|was, is| was.reason != is.reason)),
        (System::LastWorkingDay, ends(|was, is| was.last_working_day != is.last_working_day)),
        (System::ProbationEnd, was.probation_end != is.probation_end),
        (System::Subcompany, was.legal_entity != is.legal_entity),
        (System::Office, was.office != is.office),
        (System::Department, was.department != is.department),
        (System::Team, was.team != is.team),
        (System::CostCenters, was.cost_centers != is.cost_centers),
    ]
}

/// The employments that were there before and differ.
fn employments(before: &Person, after: &Person) -> Vec<EmploymentDifference> {
    let pairs =
        after.employments.iter().filter_map(|is| Some((&before.employments[before.employment(is.id)?], is)));
    let differing = pairs.filter(|(was, is)| was != is);
    let difference = |(was, is): (&Employment, &Employment)| {
        let untold = Employment { job: was.job, cost_centers: was.cost_centers.clone(), ..is.clone() };
        EmploymentDifference {
            id: is.id,
            cost_centers: was.cost_centers != is.cost_centers,
            told: untold != *was,
        }
    };
    differing.map(difference).collect()
}

/// The employments of a person that start on a day, and aren't over.
pub(super) fn started_on(person: &Person, day: Date) -> Vec<Uuid> {
    let starts = |it: &&Employment| it.start == Some(day) && it.status != Status::Inactive;
    person.employments.iter().filter(starts).map(|it| it.id).collect()
}
