//! The time people recorded, week by week: found, entered, changed, decided on.

mod change;
mod week;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use http::StatusCode;
use jiff::civil::DateTime;

use self::week::Week;
use super::form::Press;
use super::frame::{Frame, Visit};
use super::pager::Pager;
use super::whose::Whose;
use super::{gone, page, show};
use crate::model::attendance::{Approval, AttendancePeriod};
use crate::model::company::Company;
use crate::state::State;

/// Where this is in the navigation.
const SECTION: &str = "/attendance";

/// The pages of recorded time.
pub(super) fn router() -> Router<Arc<State>> {
    Router::new()
        .route("/attendance", get(of_company))
        .route("/attendance/new", get(change::adding).post(change::add))
        .route("/attendance/{id}/edit", get(change::editing).post(change::edit))
        .route("/attendance/{id}/approve", post(change::approve))
        .route("/attendance/{id}/reject", post(change::reject))
        .route("/attendance/{id}/delete", post(change::delete))
        .route("/people/{id}/attendance", get(of_person))
}

/// A period on the page.
struct Row {
    person: (u32, String),
    day: String,
    kind: &'static str,
    time: String,
    length: String,
    project: Option<(u32, String)>,
    comment: String,
    status: &'static str,
    is_confirmed: bool,
    edit: String,
    /// What it is, for whoever hears the link.
    says: String,
    presses: Vec<Press>,
}

#[derive(Template)]
#[template(path = "attendance/list.html")]
struct ListPage {
    frame: Frame,
    whose: Whose,
    /// Whether what waits for approval is shown, of every week.
    waits: bool,
    week: Week,
    earlier: String,
    later: String,
    /// What was worked in the week, in hours.
    worked: String,
    waiting: usize,
    add: String,
    rows: Vec<Row>,
    pager: Pager,
}

/// The time that was recorded in a week by everybody, or by whoever is looked for.
async fn of_company(visit: Visit) -> Response {
    list(&visit, visit.frame(SECTION), Whose::asked(&visit))
}

/// The time that one person recorded in a week.
async fn of_person(visit: Visit, Path(id): Path<u32>) -> Response {
    let frame = visit.frame("/people");
    match Whose::of(&visit, id) {
        Some(whose) => list(&visit, frame, whose),
        None => gone(frame, "This person is not there."),
    }
}

fn list(visit: &Visit, frame: Frame, whose: Whose) -> Response {
    let company = visit.tenant.company();
    let week = Week::asked(visit.asked("week"), company.day_of(visit.now()));
    let waits = visit.asked("waiting") == "yes";
    let of_week = |it: &&AttendancePeriod| {
        if waits { it.approval == Approval::Pending } else { week.has(it.day) }
    };
    let all = || company.attendance.rows().iter();
    let mut found = whose.rows(all, |person| company.attendance.of(person), of_week);
    found.sort_by_key(|it| (it.day, it.person, it.start, it.id));
    let worked = found.iter().map(|it| signed_seconds(it)).sum::<i64>();
    let waiting = found.iter().filter(|it| it.approval == Approval::Pending).count();
    let (found, pager) = Pager::cut(visit, found);
    let shown = ListPage {
        earlier: visit.with("week", &week.before().to_string()),
        later: visit.with("week", &week.after().to_string()),
        worked: show::hundredths(worked * 100 / 3_600),
        add: whose.form("/attendance/new"),
        rows: found.into_iter().map(|it| row(visit, &company, it)).collect(),
        frame,
        whose,
        waits,
        week,
        waiting,
        pager,
    };
    page(StatusCode::OK, &shown)
}

/// What a period adds to the time that was worked; what was rejected adds nothing.
fn signed_seconds(period: &AttendancePeriod) -> i64 {
    match (period.approval, period.is_work()) {
        (Approval::Rejected, _) => 0,
        (_, true) => period.seconds(),
        (_, false) => -period.seconds(),
    }
}

fn row(visit: &Visit, company: &Company, period: &AttendancePeriod) -> Row {
    let project = period.project.and_then(|it| company.projects.get(it));
    let name = show::name_of(company, Some(period.person));
    let kind = if period.is_work() { "Work" } else { "Break" };
    let says = format!("{} of {name}, {}", kind.to_lowercase(), period.start.strftime("%Y-%m-%d %H:%M"));
    let press = |what: &str, label: &'static str| Press {
        action: visit.returning(&format!("/attendance/{}/{what}", period.id)),
        label,
        says: format!("{label} {says}"),
    };
    let mut presses = Vec::new();
    if period.approval == Approval::Pending {
        presses.extend([press("approve", "Approve"), press("reject", "Reject")]);
    }
    presses.push(press("delete", "Delete"));
    Row {
        person: (period.person, name),
        day: period.day.strftime("%a %Y-%m-%d").to_string(),
        kind,
        time: time(period),
        length: length(period),
        project: project.map(|it| (it.id, it.name.to_string())),
        comment: period.comment.as_deref().unwrap_or("").to_owned(),
        status: status(period.approval),
        is_confirmed: period.approval == Approval::Confirmed,
        edit: format!("/attendance/{}/edit", period.id),
        says,
        presses,
    }
}

/// From when until when, with the day where that is another one than that to which it counts.
fn time(period: &AttendancePeriod) -> String {
    let at = |it: DateTime| {
        let format = if it.date() == period.day { "%H:%M" } else { "%m-%d %H:%M" };
        it.strftime(format).to_string()
    };
    let end = period.end.map_or_else(|| "goes on".to_owned(), at);
    format!("{}–{end}", at(period.start))
}

fn length(period: &AttendancePeriod) -> String {
    let minutes = period.seconds() / 60;
    if period.end.is_some() { format!("{}:{:02}", minutes / 60, minutes % 60) } else { "–".to_owned() }
}

/// An approval as people say it.
fn status(approval: Approval) -> &'static str {
    match approval {
        Approval::Confirmed => "Confirmed",
        Approval::Pending => "Waiting",
        Approval::Rejected => "Rejected",
    }
}
