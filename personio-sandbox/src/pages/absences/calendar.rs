//! The calendar of a month: a line for everybody who is away in it, a column for each day.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use jiff::civil::Date;

use super::month::{Month, is_weekend};
use super::{SECTION, edit_path, kind_name, says, status};
use crate::model::absence::{Absence, AbsenceStatus};
use crate::model::company::Company;
use crate::model::organisation::UnitKind;
use crate::pages::frame::{Frame, Visit};
use crate::pages::pager::Pager;
use crate::pages::{page, show};
use crate::rules::workday::Workdays;

/// A day at the head of the calendar.
struct Day {
    number: i8,
    /// The whole date, for whoever hears it.
    date: String,
    is_weekend: bool,
}

/// An absence on a day.
struct Entry {
    letters: String,
    says: String,
    /// Where it is changed; on its first day only.
    link: Option<String>,
    is_approved: bool,
}

/// A day of somebody.
struct Cell {
    entries: Vec<Entry>,
    /// Whether they don't work on it anyway.
    is_free: bool,
}

/// The month of somebody.
struct Line {
    person: (u32, String),
    cells: Vec<Cell>,
}

#[derive(Template)]
#[template(path = "absences/calendar.html")]
struct CalendarPage {
    frame: Frame,
    month: Month,
    departments: Vec<(String, String)>,
    department: String,
    earlier: String,
    later: String,
    days: Vec<Day>,
    lines: Vec<Line>,
    /// Letters and the types for which they stand.
    legend: Vec<(String, String)>,
    pager: Pager,
}

/// The month.
pub(super) async fn show(visit: Visit) -> Response {
    let frame = visit.frame(SECTION);
    let company = visit.tenant.company();
    let month = Month::asked(visit.asked("month"), company.day_of(visit.now()));
    let department = visit.asked("department").to_owned();
    let mut away: BTreeMap<u32, Vec<&Absence>> = BTreeMap::new();
    for absence in company.absences.rows().iter().filter(|it| touches(it, month)) {
        if department.is_empty() || department_of(&company, absence.person).as_deref() == Some(&*department) {
            away.entry(absence.person).or_default().push(absence);
        }
    }
    let (away, pager) = Pager::cut(&visit, away.into_iter().collect());
    let kinds = away.iter().flat_map(|it| &it.1).map(|it| kind_name(&company, it));
    let legend: BTreeMap<String, String> = kinds.map(|it| (it.clone(), letters(&it))).collect();
    let units = company.units_of(UnitKind::Department).map(|it| (it.id.to_string(), it.name.clone()));
    let day = |it: Date| Day {
        number: it.day(),
        date: it.strftime("%A, %d %B").to_string(),
        is_weekend: is_weekend(it),
    };
    let shown = CalendarPage {
        frame,
        departments: units.collect(),
        department,
        earlier: visit.with("month", &month.before().key()),
        later: visit.with("month", &month.after().key()),
        days: month.days().map(day).collect(),
        lines: away.iter().map(|(person, absences)| line(&company, month, *person, absences)).collect(),
        legend: legend.into_iter().map(|(name, letters)| (letters, name)).collect(),
        month,
        pager,
    };
    page(StatusCode::OK, &shown)
}

/// Whether an absence that was not rejected is in a month.
fn touches(absence: &Absence, month: Month) -> bool {
    absence.status != AbsenceStatus::Rejected
        && absence.first_day() <= month.last()
        && absence.last_day().is_none_or(|it| month.first <= it)
}

fn department_of(company: &Company, person: u32) -> Option<String> {
    company.people.get(person)?.current().department.map(|it| it.to_string())
}

fn line(company: &Company, month: Month, person: u32, absences: &[&Absence]) -> Line {
    let workdays = Workdays::of_number(company, person);
    let cell = |day: Date| Cell {
        entries: absences
            .iter()
            .filter(|it| it.touches(day))
            .map(|it| entry(company, month, it, day))
            .collect(),
        is_free: workdays.minutes(day) == 0,
    };
    Line { person: (person, show::name_of(company, Some(person))), cells: month.days().map(cell).collect() }
}

fn entry(company: &Company, month: Month, absence: &Absence, day: Date) -> Entry {
    let is_first = day == absence.first_day().max(month.first);
    let is_half = absence.is_timed()
        || (absence.half_start && day == absence.first_day())
        || (absence.half_end && Some(day) == absence.last_day());
    let name = kind_name(company, absence);
    let is_approved = absence.status == AbsenceStatus::Approved;
    let mark = match (is_half, is_approved) {
        (true, true) => "½",
        (true, false) => "½?",
        (false, true) => "",
        (false, false) => "?",
    };
    Entry {
        letters: format!("{}{mark}", letters(&name)),
        says: if is_first {
            format!("{}, {}", says(company, absence), status(absence.status).to_lowercase())
        } else {
            name
        },
        link: is_first.then(|| edit_path(absence)),
        is_approved,
    }
}

/// The initials of the first two words of a name, or the first two letters of its only one.
fn letters(name: &str) -> String {
    let mut words = name.split(|it: char| !it.is_alphanumeric()).filter(|it| it.chars().count() > 1);
    match (words.next(), words.next()) {
        (Some(first), Some(second)) => first.chars().take(1).chain(second.chars().take(1)).collect(),
        (Some(only), None) => only.chars().take(2).collect(),
        (None, _) => name.chars().take(2).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn letters_are_initials() {
        let names =
            ["Paid vacation", "Doctor's appointment", "Sonderurlaub", "Krankes Kind (Stunden)", "?", ""];
        assert_eq!(names.map(letters), ["Pv", "Da", "So", "KK", "?", ""]);
    }
}
