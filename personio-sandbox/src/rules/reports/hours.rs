//! Time in reports: what is to be worked, what was recorded, and when people were away.

use jiff::civil::Date;

use super::value::Absent;
use crate::model::absence::{Absence, AbsenceStatus};
use crate::model::attendance::Approval;
use crate::model::company::Company;
use crate::model::organisation::AbsenceUnit;
use crate::model::person::Person;
use crate::rules::pay::Window;
use crate::rules::workday::{Workdays, days};

/// The minutes that are to be worked in a window; absences make no difference [?].
pub(super) fn target(company: &Company, person: &Person, window: Window) -> i64 {
    let workdays = Workdays::of(company, person);
    days(window.from, window.to).map(|it| workdays.minutes(it)).sum()
}

/// The minutes of work without breaks that were recorded in a window and confirmed.
pub(super) fn tracked(company: &Company, person: &Person, window: Window) -> i64 {
    let within = |day: Date| window.from <= day && day <= window.to;
    let periods = company.attendance.of(person.id);
    let counts = periods.filter(|it| it.approval == Approval::Confirmed && within(it.day));
    let seconds = counts.map(|it| if it.is_work() { it.seconds() } else { -it.seconds() });
    seconds.sum::<i64>() / 60
}

/// Hundredths of days and of hours that approved absences of a type took of a window.
pub(super) fn absent(company: &Company, person: &Person, kind: u32, window: Window) -> (i64, i64) {
    let workdays = Workdays::of(company, person);
    let mut sum = (0, 0);
    for absence in absences(company, person, kind, window) {
        let last = absence.last_day().unwrap_or(window.to).min(window.to);
        for day in days(absence.first_day().max(window.from), last) {
            sum.0 += workdays.share(absence, AbsenceUnit::Day, day);
            sum.1 += workdays.share(absence, AbsenceUnit::Hour, day);
        }
    }
    (sum.0, sum.1 * 100 / 60)
}

/// When these absences were; one whose end nobody knows is told until the end of the window [?].
pub(super) fn periods(company: &Company, person: &Person, kind: u32, window: Window) -> Vec<Absent> {
    let one = |it: &Absence| Absent {
        from: it.first_day(),
        to: it.last_day().unwrap_or(window.to),
        half_at_start: it.half_start,
        half_at_end: it.half_end,
    };
    absences(company, person, kind, window).map(one).collect()
}

fn absences<'a>(
    company: &'a Company,
    person: &Person,
    kind: u32,
    window: Window,
) -> impl Iterator<Item = &'a Absence> {
    company.absences.of(person.id).filter(move |it| {
        let overlaps = it.first_day() <= window.to && it.last_day().is_none_or(|it| window.from <= it);
        it.kind == kind && it.status == AbsenceStatus::Approved && overlaps
    })
}
