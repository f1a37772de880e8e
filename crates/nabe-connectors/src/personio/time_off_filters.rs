//! Which absences are wanted: asked of Personio as widely as needed, and looked at exactly when they are there.
//!
//! Personio's conditions on times find what overlaps them (official); whether moments are compared in the zone of the
//! absent person is not told (?), so a day more is asked for on either side. Must not know how absences are read.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use nabe_connector::{Ask, Call, CallError, Filters};
use nabe_model::hris::TimeOff;

use super::employees::number;
use super::listed::{segment, whole_seconds};

/// Which absences are wanted.
pub(super) struct Conditions<'a> {
    /// Of this person.
    person: Option<&'a str>,
    /// Of these types.
    policies: Option<Vec<&'a str>>,
    /// That begin on this day or later.
    first: Option<Date>,
    /// That end on this day or earlier.
    last: Option<Date>,
    /// That changed after this moment.
    updated_after: Option<Timestamp>,
    filters: &'a Filters,
}

impl<'a> Conditions<'a> {
    pub(super) fn read(ask: &Ask<'a>) -> Result<Self, CallError> {
        let filters = ask.filters;
        let policies = filters.ids("policy_ids");
        Ok(Self {
            person: ask.parent.map(number).transpose()?,
            // What can't be an id at all would be refused there, and finds nothing anyway.
            policies: policies.map(|all| all.into_iter().filter(|it| segment(it).is_ok()).collect()),
            first: filters.day("start_date")?,
            last: filters.day("end_date")?,
            updated_after: filters.instant("updated_after")?,
            filters,
        })
    }

    /// Whether it is clear without asking that there is no such absence.
    pub(super) fn are_met_by_nothing(&self) -> bool {
        self.policies.as_ref().is_some_and(Vec::is_empty)
    }

    /// What Personio can look at itself.
    pub(super) fn add_to(&self, call: Call) -> Call {
        let moment = |day: Date| format!("{day}T00:00:00Z");
        let before = self.first.and_then(|it| it.checked_sub(1.day()).ok()).filter(|it| it.year() > 0);
        // The end is exclusive, so the last day ends with the next.
        let after = self.last.and_then(|it| it.checked_add(2.days()).ok());
        let updated_after = self.updated_after.map(whole_seconds);
        call.query_if("person.id", self.person)
            .query_if("absence_type.id", self.policies.as_ref().map(|it| it.join(",")))
            .query_if("starts_from.date_time.gte", before.map(moment))
            .query_if("ends_at.date_time.lte", after.map(moment))
            .query_if("updated_at.gte", updated_after)
    }

    /// Whether those of one person are asked for, and it can't be read whose this one is.
    pub(super) fn lack_the_person_of(&self, it: &TimeOff<'_>) -> bool {
        self.person.is_some() && it.employee_id.is_none()
    }

    /// Whether an absence is wanted. What can't be known of it meets no condition, but that on when it changed.
    pub(super) fn are_met_by(&self, it: &TimeOff<'_>) -> bool {
        let is_of = |person: &str| it.employee_id.as_deref() == Some(person);
        let is_one_of =
            |all: &Vec<&str>| it.time_off_policy_id.as_deref().is_some_and(|it| all.contains(&it));
        self.person.is_none_or(is_of)
            && self.policies.as_ref().is_none_or(is_one_of)
            && self.first.is_none_or(|first| it.start_date.is_some_and(|it| first <= it.0.date()))
            && self.last.is_none_or(|last| it.end_date.is_some_and(|it| it.0.date() <= last))
            && self.filters.passes_after("updated_after", it.updated_at)
    }
}
