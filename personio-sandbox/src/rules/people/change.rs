//! What a caller wants to change about a person or an employment, in the company's own terms.
//!
//! What is not given stays as it is.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

use super::Refused;
use crate::model::attribute::{AttributeIndex, Source};
use crate::model::company::Company;
use crate::model::organisation::UnitKind;
use crate::model::person::{CustomValue, Employment, Gender, Person, Status};

/// A change of a field that may be empty. Read from JSON, null empties it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Change<T> {
    #[default]
    Keep,
    Empty,
    Set(T),
}

impl<T> Change<T> {
    /// The change to a value, or to none.
    pub(crate) fn to(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Self::Set)
    }

    /// The new value, if there is one.
    pub(crate) fn value(self) -> Option<T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Empty => None,
        }
    }

    /// The same change with another value, or with none where `change` has none for it.
    pub(crate) fn and_then<U>(self, change: impl FnOnce(T) -> Option<U>) -> Change<U> {
        match self {
            Self::Keep => Change::Keep,
            Self::Empty => Change::Empty,
            Self::Set(value) => Change::to(change(value)),
        }
    }

    /// The same change with another value; `None` if `change` refuses the value.
    pub(crate) fn checked<U>(self, change: impl FnOnce(T) -> Option<U>) -> Option<Change<U>> {
        match self {
            Self::Keep => Some(Change::Keep),
            Self::Empty => Some(Change::Empty),
            Self::Set(value) => change(value).map(Change::Set),
        }
    }

    fn apply(self, field: &mut Option<T>) {
        match self {
            Self::Keep => {}
            Self::Empty => *field = None,
            Self::Set(value) => *field = Some(value),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Change<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Option::deserialize(input).map(Self::to)
    }
}

/// What changes about a person.
#[derive(Debug, Default)]
pub(crate) struct PersonChange {
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) preferred_name: Change<String>,
    pub(crate) email: Option<String>,
    pub(crate) gender: Change<Gender>,
    /// Attribute with its place among the company's own, and the value.
    pub(crate) custom: Vec<(usize, Option<CustomValue>)>,
}

/// When a probation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Probation {
    None,
    Until(Date),
    /// So many months after the start.
    Months(u16),
}

/// What changes about an employment. Ids are as they were sent: a number that nothing can have is refused as one that
/// nothing has.
#[derive(Debug, Default)]
pub(crate) struct EmploymentChange {
    pub(crate) supervisor: Change<i64>,
    pub(crate) office: Change<i64>,
    pub(crate) department: Change<i64>,
    pub(crate) team: Change<i64>,
    pub(crate) legal_entity: Change<i64>,
    pub(crate) position: Change<String>,
    pub(crate) status: Option<Status>,
    pub(crate) start: Change<Date>,
    pub(crate) external: Option<bool>,
    pub(crate) contract_end: Change<Date>,
    pub(crate) probation: Option<Probation>,
    pub(crate) weekly_hours: Change<u16>,
    pub(crate) full_time_hours: Change<u16>,
    /// With their shares in hundredths of a percent.
    pub(crate) cost_centers: Option<Vec<(i64, i64)>>,
}

impl PersonChange {
    /// Whether the address is free.
    pub(super) fn check(&self, company: &Company, id: Option<u32>) -> Result<(), Refused> {
        let Some(email) = self.email.as_ref().filter(|it| !it.is_empty()) else { return Ok(()) };
        let other = |it: &Person| Some(it.id) != id && it.email.eq_ignore_ascii_case(email);
        if company.people.rows().iter().any(other) { Err(Refused::EmailTaken) } else { Ok(()) }
    }

    pub(super) fn apply(self, person: &mut Person) {
        let Self { first_name, last_name, preferred_name, email, gender, custom } = self;
        set(&mut person.first_name, first_name);
        set(&mut person.last_name, last_name);
        preferred_name.apply(&mut person.preferred_name);
        set(&mut person.email, email);
        gender.apply(&mut person.gender);
        for (place, value) in custom {
            if let Some(old) = person.custom.get_mut(place) {
                *old = value;
            }
        }
    }
}

impl EmploymentChange {
    /// Whether everything it refers to is there.
    pub(super) fn check(&self, company: &Company, person: Option<u32>) -> Result<(), Refused> {
        let number = |id: i64| u32::try_from(id).unwrap_or(0);
        if let Some(id) = self.supervisor.value()
            && !is_supervisor(company, person, number(id))
        {
            return Err(Refused::Supervisor(id));
        }
        if let Some(id) = self.office.value()
            && company.offices.get(number(id)).is_none()
        {
            return Err(Refused::Office(id));
        }
        if let Some(id) = self.legal_entity.value()
            && company.legal_entities.get(number(id)).is_none()
        {
            return Err(Refused::LegalEntity(id));
        }
        for (kind, id) in [(UnitKind::Department, self.department), (UnitKind::Team, self.team)] {
            let Some(id) = id.value() else { continue };
            if company.units.get(number(id)).is_none_or(|it| it.kind != kind) {
                return Err(Refused::Unit(kind, id));
            }
        }
        let centers = self.cost_centers.iter().flatten();
        let unknown = centers.map(|it| it.0).find(|it| company.cost_centers.get(number(*it)).is_none());
        unknown.map_or(Ok(()), |it| Err(Refused::CostCenter(it)))
    }

    /// Writes what was checked.
    pub(super) fn apply(self, to: &mut Employment) -> Result<(), Refused> {
        let number = |id: i64| u32::try_from(id).ok();
        self.supervisor.and_then(number).apply(&mut to.supervisor);
        self.office.and_then(number).apply(&mut to.office);
        self.department.and_then(number).apply(&mut to.department);
        self.team.and_then(number).apply(&mut to.team);
        self.legal_entity.and_then(number).apply(&mut to.legal_entity);
        self.position.and_then(|it| Some(it.into())).apply(&mut to.position);
        set(&mut to.status, self.status);
        self.start.apply(&mut to.start);
        set(&mut to.external, self.external);
        self.contract_end.apply(&mut to.contract_end);
        self.weekly_hours.apply(&mut to.weekly_hours);
        self.full_time_hours.apply(&mut to.full_time_hours);
        let centers = self.cost_centers.map(|all| {
            all.into_iter().filter_map(|(id, share)| Some((u32::try_from(id).ok()?, share))).collect()
        });
        set(&mut to.cost_centers, centers);
        match self.probation {
            None => {}
            Some(Probation::None) => to.probation_end = None,
            Some(Probation::Until(day)) => to.probation_end = Some(day),
            Some(Probation::Months(months)) => {
                let end = to.start.and_then(|it| it.checked_add(i32::from(months).months()).ok());
                to.probation_end = Some(end.ok_or(Refused::Probation)?);
            }
        }
        Ok(())
    }
}

/// Somebody else who has not left (facts §8 [O]).
fn is_supervisor(company: &Company, person: Option<u32>, id: u32) -> bool {
    Some(id) != person && company.people.get(id).is_some_and(Person::is_active)
}

fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}

/// The place of one of the company's own attributes among them.
pub(crate) fn custom_place(company: &Company, index: AttributeIndex) -> Option<usize> {
    match company.catalogue.get(index).source {
        Source::Custom(place) => Some(place),
        Source::System(_) => None,
    }
}
