//! The value of a column for a person.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::column::Column;
use super::hours;
use super::words::{Locale, employment_type, gender, status};
use crate::model::attribute::{Kind, Source, System};
use crate::model::company::Company;
use crate::model::compensation::{Compensation, PayKind};
use crate::model::person::{CustomValue, Employment, Person};
use crate::model::text::Text;
use crate::rules::pay::{self, Window};

/// What a report is worked out for.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    pub(crate) company: &'a Company,
    pub(crate) person: &'a Person,
    pub(crate) job: &'a Employment,
    pub(crate) window: Window,
    pub(crate) locale: Locale,
}

/// An amount in hundredths of a currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Money {
    pub(crate) amount: i64,
    pub(crate) currency: Text,
}

/// Days on which somebody was away, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Absent {
    pub(crate) from: Date,
    pub(crate) to: Date,
    pub(crate) half_at_start: bool,
    pub(crate) half_at_end: bool,
}

/// A value. Numbers are in hundredths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    Text(Option<String>),
    Number(Option<i64>),
    Percentage(Option<i64>),
    Range(Option<Date>, Option<Date>),
    /// Key and word of each.
    Choices(Vec<(String, String)>),
    Entity(Option<(u32, String)>),
    /// Id, name and share.
    CostCenters(Vec<(u32, String, i64)>),
    Minutes(i64),
    Overview {
        days: i64,
        hours: i64,
    },
    Periods(Vec<Absent>),
    Targets(Vec<(u32, i64)>),
    Kpis(Vec<(u32, i64)>),
    Salary(Option<Money>),
    /// With what kind of bonus it is.
    Paid(Option<(Money, Option<&'static str>)>),
}

/// The value of a column.
pub(crate) fn cell(at: At<'_>, column: Column) -> Cell {
    let At { company, person, job, window, .. } = at;
    match column {
        Column::Attribute(index) => {
            let attribute = company.catalogue.get(index);
            match attribute.source {
                Source::System(system) => of_system(at, system),
                Source::Custom(place) => {
                    of_custom(attribute.kind, person.custom.get(place).and_then(Option::as_ref))
                }
            }
        }
        Column::FullTime => {
            let hours = job.weekly_hours.zip(job.full_time_hours).filter(|it| it.1 > 0);
            Cell::Percentage(hours.map(|(hours, full)| i64::from(hours) * 10_000 / i64::from(full)))
        }
        Column::EmploymentPeriod => Cell::Range(job.start, job.termination.as_ref().map(|it| it.date)),
        Column::TargetHours => Cell::Minutes(hours::target(company, person, window)),
        Column::TrackedHours => Cell::Minutes(hours::tracked(company, person, window)),
        Column::Absence(kind) => {
            let (days, hours) = hours::absent(company, person, kind, window);
            Cell::Overview { days, hours }
        }
        Column::AbsencePeriods(kind) => Cell::Periods(hours::periods(company, person, kind, window)),
        Column::Compensation(of_type) => paid(at, of_type),
        Column::Targets => {
            Cell::Targets(company.performance_targets.of(person.id).map(|it| (it.id, it.value)).collect())
        }
        Column::Kpis => {
            let kpis = company.performance_targets.of(person.id).flat_map(|it| it.kpis.iter().copied());
            Cell::Kpis(kpis.collect())
        }
    }
}

fn of_system(at: At<'_>, system: System) -> Cell {
    let At { company, person, job, locale, .. } = at;
    let text = |it: Option<&str>| Cell::Text(it.filter(|it| !it.is_empty()).map(str::to_owned));
    let date = |it: Option<Date>| Cell::Text(it.map(|it| it.to_string()));
    let day = |it: Timestamp| Cell::Text(Some(Offset::UTC.to_datetime(it).date().to_string()));
    let choice = |it: Option<(&str, &str)>| {
        Cell::Choices(it.map(|(key, word)| (key.to_owned(), word.to_owned())).into_iter().collect())
    };
    let entity = |it: Option<(u32, &str)>| Cell::Entity(it.map(|(id, name)| (id, name.to_owned())));
    let unit =
        |id: Option<u32>| entity(id.and_then(|it| company.units.get(it)).map(|it| (it.id, it.name.as_str())));
    let end = job.termination.as_ref();
    match system {
        System::Id => Cell::Number(Some(i64::from(person.id) * 100)),
        System::FirstName => text(Some(&person.first_name)),
        System::LastName => text(Some(&person.last_name)),
        System::PreferredName => text(person.preferred_name.as_deref()),
        System::Email => text(Some(&person.email)),
        System::Gender => choice(person.gender.map(|it| gender(it, locale))),
        System::Status => choice(Some(status(job.status, locale))),
        System::Position => text(job.position.as_deref()),
        System::Supervisor => {
            let boss = job.supervisor.and_then(|it| company.people.get(it));
            Cell::Entity(boss.map(|it| (it.id, format!("{} {}", it.first_name, it.last_name))))
        }
        System::EmploymentType => choice(Some(employment_type(job.external, locale))),
        System::WeeklyHours => Cell::Number(job.weekly_hours.map(i64::from)),
        System::HireDate => date(job.start),
        System::ContractEnd => date(job.contract_end),
        System::TerminationDate => date(end.map(|it| it.date)),
        System::TerminationType => text(end.map(|it| it.kind.to_ascii_lowercase()).as_deref()),
        System::TerminationReason => text(end.and_then(|it| it.reason.as_deref())),
        System::ProbationEnd => date(job.probation_end),
        System::CreatedAt => day(person.created_at),
        System::LastModified => day(person.updated_at),
        System::Subcompany => entity(
            job.legal_entity.and_then(|it| company.legal_entities.get(it)).map(|it| (it.id, &*it.name)),
        ),
        System::Office => {
            entity(job.office.and_then(|it| company.offices.get(it)).map(|it| (it.id, &*it.name)))
        }
        System::Department => unit(job.department),
        System::Team => unit(job.team),
        System::CostCenters => {
            let center = |(id, share): &(u32, i64)| {
                company.cost_centers.get(*id).map(|it| (it.id, it.name.clone(), *share))
            };
            Cell::CostCenters(job.cost_centers.iter().filter_map(center).collect())
        }
        System::HolidayCalendar => {
            let calendar = person.holiday_calendar.and_then(|it| company.holiday_calendars.get(it));
            text(calendar.map(|it| &*it.name))
        }
        System::WorkSchedule => {
            let schedule = person.work_schedule.and_then(|it| company.work_schedules.get(it.schedule));
            text(schedule.map(|it| &*it.name))
        }
        System::FixSalary => Cell::Salary(base(at, PayKind::Fixed).map(money)),
        System::HourlySalary => Cell::Salary(base(at, PayKind::Hourly).map(money)),
        System::FixSalaryInterval => {
            let interval = base(at, PayKind::Fixed).and_then(|it| it.interval);
            text(interval.map(|it| it.as_str().to_ascii_lowercase()).as_deref())
        }
        System::LastWorkingDay => date(end.map(|it| it.last_working_day)),
        // Reports have no column for these.
        System::AbsenceEntitlement | System::ProfilePicture => Cell::Text(None),
    }
}

fn of_custom(kind: Kind, value: Option<&CustomValue>) -> Cell {
    let choice = |it: &Text| (it.to_string(), it.to_string());
    match (value, kind) {
        (Some(CustomValue::Text(text)), Kind::List) => Cell::Choices(vec![choice(text)]),
        (Some(CustomValue::Text(text)), _) => Cell::Text(Some(text.to_string())),
        (Some(CustomValue::Whole(number)), _) => Cell::Number(Some(number.saturating_mul(100))),
        (Some(CustomValue::Decimal(hundredths)), _) => Cell::Number(Some(*hundredths)),
        (Some(CustomValue::Date(date)), _) => Cell::Text(Some(date.to_string())),
        (Some(CustomValue::Tags(tags)), _) => Cell::Choices(tags.iter().map(choice).collect()),
        (None, Kind::List | Kind::Tags | Kind::TagsAsJson) => Cell::Choices(Vec::new()),
        (None, Kind::Integer | Kind::Decimal) => Cell::Number(None),
        (None, Kind::Standard | Kind::Date | Kind::Link | Kind::Multiline) => Cell::Text(None),
    }
}

/// The salary or wage on the last day of the window.
fn base(at: At<'_>, kind: PayKind) -> Option<&Compensation> {
    let day = Window { from: at.window.to, to: at.window.to };
    let paid = pay::in_force(at.company, at.person, day);
    paid.into_iter().find(|it| pay::kind(at.company, it) == Some(kind))
}

pub(super) fn money(row: &Compensation) -> Money {
    Money { amount: row.value, currency: row.currency.clone() }
}

/// What is paid of a type: the last of what recurs, the sum of what is paid once.
fn paid(at: At<'_>, of_type: u32) -> Cell {
    let rows = pay::in_force(at.company, at.person, at.window);
    let rows: Vec<&Compensation> = rows.into_iter().filter(|it| it.of_type == of_type).collect();
    let Some(last) = rows.iter().max_by_key(|it| it.from) else { return Cell::Paid(None) };
    let kind = pay::kind(at.company, last);
    let once = kind.is_some_and(PayKind::is_paid_once);
    let amount = if once { rows.iter().map(|it| it.value).sum() } else { last.value };
    let bonus = (kind == Some(PayKind::Bonus)).then_some("GOAL");
    Cell::Paid(Some((Money { amount, currency: last.currency.clone() }, bonus)))
}
