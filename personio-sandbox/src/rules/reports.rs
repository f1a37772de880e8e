//! What reports show, worked out from the company as it stands whenever somebody reads one.
//!
//! Readable attributes make no difference: every column of a report is shown (facts §1 [O]).

pub(crate) mod column;
pub(crate) mod history;
mod hours;
pub(crate) mod value;
pub(crate) mod words;

use jiff::ToSpan;
use jiff::civil::Date;

use super::pay::{Window, is_employed};
use crate::model::company::Company;
use crate::model::person::{Employment, Person};
use crate::model::report::{Period, Report, ReportFilter};
use column::Column;
use words::{Locale, status};

/// The days of a period.
pub(crate) fn window(period: Period, today: Date) -> Window {
    let month = today.first_of_month();
    let (from, to) = match period {
        Period::Fixed(from, to) => (from, to),
        Period::Today => (today, today),
        Period::LastDayOfThisMonth => (today.last_of_month(), today.last_of_month()),
        Period::ThisMonth => (month, today.last_of_month()),
        Period::LastMonth => {
            let last = month.saturating_sub(1.day());
            (last.first_of_month(), last)
        }
        Period::LastThirtyDays => (today.saturating_sub(30.days()), today),
        Period::ThisYear => (today.first_of_year(), today.last_of_year()),
        Period::YearToDate => (today.first_of_year(), today),
    };
    Window { from, to }
}

/// The columns of a report; one that there no longer is has nothing to show.
pub(crate) fn columns(company: &Company, report: &Report) -> Vec<Column> {
    let all = Column::all(company);
    let named = |name: &str| all.iter().copied().find(|it| it.id(company) == name);
    report.columns.iter().filter_map(|it| named(it)).collect()
}

/// The people of a report, by number, each with the employment that counts.
///
/// Who has not begun or has left is not in a report of the time before or after [?].
pub(crate) fn people<'a>(
    company: &'a Company,
    report: &'a Report,
    window: Window,
) -> impl Iterator<Item = (&'a Person, &'a Employment)> {
    let employed = move |person: &'a Person| {
        let then = person.employments.iter().find(|it| is_employed(it, window.from, window.to));
        then.map(|it| (person, it))
    };
    let people = company.people.rows().iter().filter_map(employed);
    people.filter(|(person, job)| report.filters.iter().all(|it| meets(it, person, job)))
}

/// Whether somebody meets a condition. A column that can't be filtered by meets none.
fn meets(filter: &ReportFilter, person: &Person, job: &Employment) -> bool {
    let id = |it: Option<u32>| it.map(|it| it.to_string()).unwrap_or_default();
    let value = match filter.column.as_ref() {
        "employee_id" => id(Some(person.id)),
        "office_id" => id(job.office),
        "department_id" => id(job.department),
        "team_id" => id(job.team),
        "subcompany_id" => id(job.legal_entity),
        "supervisor_id" => id(job.supervisor),
        "status" => status(job.status, Locale::English).0.to_owned(),
        "employment_type" => if job.external { "external" } else { "internal" }.to_owned(),
        _ => return false,
    };
    (value == filter.value) == filter.is
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::window;
    use crate::model::report::Period;

    #[test]
    fn periods_move_with_the_day() {
        let today = date(2026, 3, 31);
        let days = |period: Period| {
            let window = window(period, today);
            format!("{}/{}", window.from, window.to)
        };
        assert_eq!(days(Period::Today), "2026-03-31/2026-03-31");
        assert_eq!(days(Period::LastDayOfThisMonth), "2026-03-31/2026-03-31");
        assert_eq!(days(Period::ThisMonth), "2026-03-01/2026-03-31");
        assert_eq!(days(Period::LastMonth), "2026-02-01/2026-02-28");
        assert_eq!(days(Period::LastThirtyDays), "2026-03-01/2026-03-31");
        assert_eq!(days(Period::ThisYear), "2026-01-01/2026-12-31");
        assert_eq!(days(Period::YearToDate), "2026-01-01/2026-03-31");
    }
}
