//! How the value of a column changed in the time of a report.

use jiff::civil::Date;
use jiff::tz::Offset;

use super::column::Column;
use super::value::{At, Cell, cell, money};
use crate::model::attribute::{Source, System};
use crate::model::compensation::{Compensation, PayKind};
use crate::rules::pay::{self, is_employed};

/// The values that a column had, each with the day from which on; one that didn't change is there once.
///
/// Of attributes that belong to no employment the company remembers only what they are now.
pub(crate) fn history(at: At<'_>, column: Column) -> Vec<(Date, Cell)> {
    let system = match column {
        Column::Attribute(index) => match at.company.catalogue.get(index).source {
            Source::System(system) => Some(system),
            Source::Custom(_) => None,
        },
        Column::FullTime | Column::EmploymentPeriod => Some(System::WeeklyHours),
        Column::TargetHours
        | Column::TrackedHours
        | Column::Absence(_)
        | Column::AbsencePeriods(_)
        | Column::Compensation(_)
        | Column::Targets
        | Column::Kpis => None,
    };
    let mut values = match system {
        Some(System::FixSalary) => salaries(at, PayKind::Fixed),
        Some(System::HourlySalary) => salaries(at, PayKind::Hourly),
        Some(system) if is_of_job(system) => jobs(at, column),
        Some(_) | None => {
            let known = Offset::UTC.to_datetime(at.person.created_at).date();
            vec![(known, cell(at, column))]
        }
    };
    values.dedup_by(|later, earlier| later.1 == earlier.1);
    values
}

fn is_of_job(system: System) -> bool {
    matches!(
        system,
        System::Status
            | System::Position
            | System::Supervisor
            | System::EmploymentType
            | System::WeeklyHours
            | System::HireDate
            | System::ContractEnd
            | System::TerminationDate
            | System::TerminationType
            | System::TerminationReason
            | System::ProbationEnd
            | System::Subcompany
            | System::Office
            | System::Department
            | System::CostCenters
            | System::LastWorkingDay
            | System::Team
    )
}

/// A value for each employment of the time, oldest first.
fn jobs(at: At<'_>, column: Column) -> Vec<(Date, Cell)> {
    let jobs = at.person.employments.iter().rev();
    let then = jobs.filter(|it| is_employed(it, at.window.from, at.window.to));
    let known = |at: At<'_>| Offset::UTC.to_datetime(at.person.created_at).date();
    then.map(|job| (job.start.unwrap_or_else(|| known(at)), cell(At { job, ..at }, column))).collect()
}

/// What was paid in the time, oldest first.
fn salaries(at: At<'_>, kind: PayKind) -> Vec<(Date, Cell)> {
    let mut rows: Vec<&Compensation> = pay::in_force(at.company, at.person, at.window);
    rows.retain(|it| pay::kind(at.company, it) == Some(kind));
    rows.sort_by_key(|it| it.from);
    rows.into_iter().map(|it| (it.from, Cell::Salary(Some(money(it))))).collect()
}
