//! The columns that reports can have.
//!
//! The published file has examples of some ids: `first_name`, `department`, `cost_center`, `absence_123`,
//! `absence_123:periods`, `attendance_contractual_target_hours`; the others follow them [?].

use super::words::{Locale, german};
use crate::model::attribute::{AttributeIndex, Source, System};
use crate::model::company::Company;
use crate::model::compensation::PayKind;

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Attribute(AttributeIndex),
    FullTime,
    EmploymentPeriod,
    TargetHours,
    TrackedHours,
    /// Number of a type of absence: how much there was of it.
    Absence(u32),
    /// Number of a type of absence: when it was.
    AbsencePeriods(u32),
    /// Number of a type of compensation.
    Compensation(u32),
    Targets,
    Kpis,
}

/// What v1 calls the type of a column (facts §8.2 [O]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DataType {
    Text,
    Entity,
    Duration,
    CostCenter,
    AbsenceOverview,
    AbsencePeriod,
    PerformanceTarget,
    PerformanceKpi,
    Salary,
    Compensation,
}

impl DataType {
    /// The spelling of v1.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Text => "TEXT",
            Self::Entity => "ENTITY",
            Self::Duration => "DURATION",
            Self::CostCenter => "COST_CENTER",
            Self::AbsenceOverview => "ABSENCE_OVERVIEW",
            Self::AbsencePeriod => "ABSENCE_PERIOD",
            Self::PerformanceTarget => "PERFORMANCE_TARGET",
            Self::PerformanceKpi => "PERFORMANCE_KPI",
            Self::Salary => "SALARY",
            Self::Compensation => "COMPENSATION",
        }
    }
}

impl Column {
    /// Every column that reports of a company can have.
    pub(crate) fn all(company: &Company) -> Vec<Self> {
        let shown = |source: Source| {
            !matches!(source, Source::System(System::AbsenceEntitlement | System::ProfilePicture))
        };
        let attributes = company.catalogue.iter().filter(|(_, it)| shown(it.source));
        let mut all: Vec<Self> = attributes.map(|(index, _)| Self::Attribute(index)).collect();
        all.extend([Self::FullTime, Self::EmploymentPeriod, Self::TargetHours, Self::TrackedHours]);
        for it in company.absence_types.rows() {
            all.extend([Self::Absence(it.id), Self::AbsencePeriods(it.id)]);
        }
        let paid = company.compensation_types.rows().iter().filter(|it| !PayKind::is_base(it.kind));
        all.extend(paid.map(|it| Self::Compensation(it.id)));
        all.extend([Self::Targets, Self::Kpis]);
        all
    }

    /// Its id.
    pub(crate) fn id(self, company: &Company) -> String {
        match self {
            Self::Attribute(index) => {
                let attribute = company.catalogue.get(index);
                let is_centers = matches!(attribute.source, Source::System(System::CostCenters));
                if is_centers { "cost_center".to_owned() } else { attribute.key.clone() }
            }
            Self::FullTime => "full_time_equivalent".to_owned(),
            Self::EmploymentPeriod => "employment_period".to_owned(),
            Self::TargetHours => "attendance_contractual_target_hours".to_owned(),
            Self::TrackedHours => "attendance_tracked_hours".to_owned(),
            Self::Absence(id) => format!("absence_{id}"),
            Self::AbsencePeriods(id) => format!("absence_{id}:periods"),
            Self::Compensation(id) => {
                let of_type = company.compensation_types.get(id);
                of_type.map(|it| it.uuid.to_string()).unwrap_or_default()
            }
            Self::Targets => "performance_targets".to_owned(),
            Self::Kpis => "performance_kpis".to_owned(),
        }
    }

    /// How people call it. What a company named itself has one name in all languages.
    pub(crate) fn label(self, company: &Company, locale: Locale) -> String {
        if locale == Locale::German
            && let Some(label) = german(&self.id(company))
        {
            return label.to_owned();
        }
        match self {
            Self::Attribute(index) => company.catalogue.get(index).label.to_owned(),
            Self::FullTime => "Full-time equivalent".to_owned(),
            Self::EmploymentPeriod => "Employed from/to".to_owned(),
            Self::TargetHours => "Contractual target hours".to_owned(),
            Self::TrackedHours => "Tracked hours".to_owned(),
            Self::Absence(id) | Self::AbsencePeriods(id) => {
                company.absence_types.get(id).map(|it| it.name.to_string()).unwrap_or_default()
            }
            Self::Compensation(id) => {
                company.compensation_types.get(id).map(|it| it.name.to_string()).unwrap_or_default()
            }
            Self::Targets => "Targets".to_owned(),
            Self::Kpis => "KPIs".to_owned(),
        }
    }

    /// Its type in v1.
    pub(crate) fn data_type(self, company: &Company) -> DataType {
        match self {
            Self::Attribute(index) => match company.catalogue.get(index).source {
                Source::System(
                    System::Supervisor
                    | System::Office
                    | System::Department
                    | System::Team
                    | System::Subcompany,
                ) => DataType::Entity,
                Source::System(System::CostCenters) => DataType::CostCenter,
                Source::System(System::FixSalary | System::HourlySalary) => DataType::Salary,
                Source::System(_) | Source::Custom(_) => DataType::Text,
            },
            Self::FullTime | Self::EmploymentPeriod => DataType::Text,
            Self::TargetHours | Self::TrackedHours => DataType::Duration,
            Self::Absence(_) => DataType::AbsenceOverview,
            Self::AbsencePeriods(_) => DataType::AbsencePeriod,
            Self::Compensation(_) => DataType::Compensation,
            Self::Targets => DataType::PerformanceTarget,
            Self::Kpis => DataType::PerformanceKpi,
        }
    }
}
