//! Absences: the calendar of a month, lists, and what somebody has left of their days off.

mod calendar;
mod change;
mod month;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use http::StatusCode;
use jiff::civil::Date;

use super::form::Press;
use super::frame::{Frame, Visit};
use super::pager::Pager;
use super::whose::Whose;
use super::{gone, page, show};
use crate::model::absence::{Absence, AbsenceStatus};
use crate::model::company::Company;
use crate::model::organisation::AbsenceUnit;
use crate::rules::balance::{Balance, balances};
use crate::rules::workday::Workdays;
use crate::state::State;
use crate::v1::balance::account;

/// Where this is in the navigation.
const SECTION: &str = "/absences";
/// Where all of them are, one below the other.
const LIST: &str = "/absences/list";

/// The statuses that can be searched for.
const STATUSES: [(&str, &str); 4] =
    [("", "All"), ("approved", "Approved"), ("pending", "Waiting"), ("rejected", "Rejected")];

/// The pages of absences.
pub(super) fn router() -> Router<Arc<State>> {
    Router::new()
        .route(SECTION, get(calendar::show))
        .route(LIST, get(of_company))
        .route("/absences/new", get(change::requesting).post(change::request))
        .route("/absences/{id}/edit", get(change::editing).post(change::edit))
        .route("/absences/{id}/approve", post(change::approve))
        .route("/absences/{id}/reject", post(change::reject))
        .route("/absences/{id}/delete", post(change::delete))
        .route("/people/{id}/absences", get(of_person))
}

/// An absence in a list.
struct Row {
    person: (u32, String),
    kind: String,
    time: String,
    takes: String,
    comment: String,
    status: &'static str,
    is_approved: bool,
    edit: String,
    /// What it is, for whoever hears the link.
    says: String,
    presses: Vec<Press>,
}

/// What is left of a type.
struct BalanceRow {
    kind: String,
    now: String,
    available: String,
}

#[derive(Template)]
#[template(path = "absences/list.html")]
struct ListPage {
    frame: Frame,
    whose: Whose,
    status: String,
    statuses: &'static [(&'static str, &'static str)],
    kind: String,
    kinds: Vec<(String, String)>,
    add: String,
    balances: Vec<BalanceRow>,
    rows: Vec<Row>,
    pager: Pager,
}

/// The absences of everybody, or of whoever is looked for.
async fn of_company(visit: Visit) -> Response {
    list(&visit, visit.frame(SECTION), Whose::asked(&visit))
}

/// The absences of one person, with what they have left.
async fn of_person(visit: Visit, Path(id): Path<u32>) -> Response {
    let frame = visit.frame("/people");
    match Whose::of(&visit, id) {
        Some(whose) => list(&visit, frame, whose),
        None => gone(frame, "This person is not there."),
    }
}

fn list(visit: &Visit, frame: Frame, whose: Whose) -> Response {
    let company = visit.tenant.company();
    let today = company.day_of(visit.now());
    let [kind, status] = ["kind", "status"].map(|it| visit.asked(it).to_owned());
    let fits = |it: &&Absence| {
        (kind.is_empty() || it.kind.to_string() == kind)
            && (status.is_empty() || status_word(it.status) == status)
    };
    let all = || company.absences.rows().iter();
    let mut found = whose.rows(all, |person| company.absences.of(person), fits);
    found.sort_unstable_by_key(|it| std::cmp::Reverse((it.start, it.id)));
    let somebody = whose.person.as_ref().and_then(|it| company.people.get(it.0));
    let left = somebody.map(|it| balances(&company, it, today, account(visit.state.switches())));
    let kinds = company.absence_types.rows().iter();
    let (found, pager) = Pager::cut(visit, found);
    let shown = ListPage {
        statuses: &STATUSES,
        kinds: kinds.map(|it| (it.id.to_string(), it.name.to_string())).collect(),
        add: whose.form("/absences/new"),
        balances: left.into_iter().flatten().map(|it| balance(&it)).collect(),
        rows: found.into_iter().map(|it| row(visit, &company, it, today)).collect(),
        frame,
        whose,
        status,
        kind,
        pager,
    };
    page(StatusCode::OK, &shown)
}

fn balance(it: &Balance<'_>) -> BalanceRow {
    let amount = |hundredths: i64| format!("{} {}", show::hundredths(hundredths), unit(it.kind.unit));
    BalanceRow { kind: it.kind.name.to_string(), now: amount(it.now), available: amount(it.available) }
}

fn unit(unit: AbsenceUnit) -> &'static str {
    match unit {
        AbsenceUnit::Day => "days",
        AbsenceUnit::Hour => "hours",
    }
}

fn row(visit: &Visit, company: &Company, absence: &Absence, today: Date) -> Row {
    let name = show::name_of(company, Some(absence.person));
    let says = says(company, absence);
    let press = |what: &str, label: &'static str| Press {
        action: visit.returning(&format!("{SECTION}/{}/{what}", absence.id)),
        label,
        says: format!("{label} {says}"),
    };
    let mut presses = Vec::new();
    if absence.status == AbsenceStatus::Pending {
        presses.extend([press("approve", "Approve"), press("reject", "Reject")]);
    }
    presses.push(press("delete", "Delete"));
    Row {
        person: (absence.person, name),
        kind: kind_name(company, absence),
        time: time(absence),
        takes: takes(company, absence, today),
        comment: absence.comment.as_deref().unwrap_or("").to_owned(),
        status: status(absence.status),
        is_approved: absence.status == AbsenceStatus::Approved,
        edit: edit_path(absence),
        says,
        presses,
    }
}

fn edit_path(absence: &Absence) -> String {
    format!("{SECTION}/{}/edit", absence.id)
}

/// What an absence is, in a few words.
fn says(company: &Company, absence: &Absence) -> String {
    let name = show::name_of(company, Some(absence.person));
    format!("{} of {name}, {}", kind_name(company, absence), time(absence))
}

fn kind_name(company: &Company, absence: &Absence) -> String {
    company.absence_types.get(absence.kind).map_or_else(|| "–".to_owned(), |it| it.name.to_string())
}

/// From when until when.
fn time(absence: &Absence) -> String {
    let first = absence.first_day();
    let (half_start, half_end) =
        (if absence.half_start { " noon" } else { "" }, if absence.half_end { " noon" } else { "" });
    match (absence.end, absence.last_day()) {
        (Some(end), _) if absence.is_timed() => {
            format!("{first} {}–{}", absence.start.strftime("%H:%M"), end.strftime("%H:%M"))
        }
        (_, Some(last)) if last == first => match (absence.half_start, absence.half_end) {
            (true, _) => format!("{first}, second half"),
            (false, true) => format!("{first}, first half"),
            (false, false) => first.to_string(),
        },
        (_, Some(last)) => format!("{first}{half_start} to {last}{half_end}"),
        (_, None) => format!("{first}{half_start}, without an end"),
    }
}

/// How much of the days off it takes; one that goes on, until today.
fn takes(company: &Company, absence: &Absence, today: Date) -> String {
    let unit_of = company.absence_types.get(absence.kind).map_or(AbsenceUnit::Day, |it| it.unit);
    let total = Workdays::of_number(company, absence.person).total(absence, unit_of, today);
    let hundredths = match unit_of {
        AbsenceUnit::Day => total,
        AbsenceUnit::Hour => total * 100 / 60,
    };
    let unit = if hundredths == 100 { unit(unit_of).trim_end_matches('s') } else { unit(unit_of) };
    format!("{} {unit}", show::hundredths(hundredths))
}

/// A status as people say it.
fn status(status: AbsenceStatus) -> &'static str {
    match status {
        AbsenceStatus::Approved => "Approved",
        AbsenceStatus::Pending => "Waiting",
        AbsenceStatus::Rejected => "Rejected",
    }
}

fn status_word(status: AbsenceStatus) -> &'static str {
    match status {
        AbsenceStatus::Approved => "approved",
        AbsenceStatus::Pending => "pending",
        AbsenceStatus::Rejected => "rejected",
    }
}
