//! When somebody works, and how much of that an absence takes.
//!
//! The schedule and the holiday calendar that a person has now are taken for all days: v1 shows no others.

use jiff::ToSpan;
use jiff::civil::Date;

use super::holidays::is_holiday;
use crate::model::absence::Absence;
use crate::model::company::Company;
use crate::model::organisation::{AbsenceUnit, HolidayCalendar};
use crate::model::person::Person;

/// What is worked from Monday to Sunday by whoever has no schedule, in minutes.
const USUAL: [i64; 7] = [480, 480, 480, 480, 480, 0, 0];

/// The working days of a person.
#[derive(Clone, Copy)]
pub(crate) struct Workdays<'a> {
    week: [i64; 7],
    holidays: Option<&'a HolidayCalendar>,
}

impl<'a> Workdays<'a> {
    /// Those of a person.
    pub(crate) fn of(company: &'a Company, person: &Person) -> Self {
        let schedule = person.work_schedule.and_then(|it| company.work_schedules.get(it.schedule));
        let week = schedule.map_or(USUAL, |it| std::array::from_fn(|at| minutes(&it.days[at])));
        let holidays = person.holiday_calendar.and_then(|it| company.holiday_calendars.get(it));
        Self { week, holidays }
    }

    /// Those of the person with this number.
    pub(crate) fn of_number(company: &'a Company, person: u32) -> Self {
        company.people.get(person).map_or(Self { week: USUAL, holidays: None }, |it| Self::of(company, it))
    }

    /// How many minutes are to be worked on a day.
    pub(crate) fn minutes(&self, day: Date) -> i64 {
        let place = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
        if self.week[place] == 0 || self.is_holiday(day) { 0 } else { self.week[place] }
    }

    /// Whether a day is a holiday.
    pub(crate) fn is_holiday(&self, day: Date) -> bool {
        self.holidays.is_some_and(|it| is_holiday(it, day))
    }

    /// What an absence takes of a day: hundredths of a day, or minutes.
    ///
    /// What isn't to be worked can't be taken; that a part of a day counts no more than the day has is [?].
    pub(crate) fn share(&self, absence: &Absence, unit: AbsenceUnit, day: Date) -> i64 {
        let minutes = self.minutes(day);
        if minutes == 0 || !absence.touches(day) {
            return 0;
        }
        if absence.is_timed() {
            return match unit {
                AbsenceUnit::Day => 100,
                AbsenceUnit::Hour => length(absence).min(minutes),
            };
        }
        let is_half = (absence.half_start && day == absence.first_day())
            || (absence.half_end && Some(day) == absence.last_day());
        let whole = match unit {
            AbsenceUnit::Day => 100,
            AbsenceUnit::Hour => minutes,
        };
        if is_half { whole / 2 } else { whole }
    }

    /// What an absence takes of each of its days; one without an end takes them until today [?].
    pub(crate) fn shares(
        &self,
        absence: &'a Absence,
        unit: AbsenceUnit,
        today: Date,
    ) -> impl Iterator<Item = (Date, i64)> + use<'a> {
        let this = *self;
        let last = absence.last_day().unwrap_or(today);
        days(absence.first_day(), last).map(move |day| (day, this.share(absence, unit, day)))
    }

    /// What an absence takes in all.
    pub(crate) fn total(&self, absence: &'a Absence, unit: AbsenceUnit, today: Date) -> i64 {
        self.shares(absence, unit, today).map(|it| it.1).sum()
    }
}

/// The days from the first to the last.
pub(crate) fn days(first: Date, last: Date) -> impl Iterator<Item = Date> {
    let next = |day: &Date| day.checked_add(1.day()).ok();
    std::iter::successors(Some(first), next).take_while(move |day| *day <= last)
}

/// The minutes between the times of an absence: with a change of clocks in between those that really pass.
fn length(absence: &Absence) -> i64 {
    let at = |it| absence.zone.rule().to_timestamp(it).ok();
    let ends = absence.end.and_then(at).zip(at(absence.start));
    ends.map_or(0, |(end, start)| (end.as_second() - start.as_second()) / 60).max(0)
}

/// The minutes of a time like `07:45`.
fn minutes(time: &str) -> i64 {
    let parts = time.split_once(':').and_then(|(h, m)| Some((h.parse().ok()?, m.parse().ok()?)));
    parts.map_or(0, |(hours, minutes): (i64, i64)| hours * 60 + minutes)
}
