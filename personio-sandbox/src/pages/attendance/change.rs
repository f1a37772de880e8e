//! Recording time by hand, changing what was recorded, and deciding on what waits.

use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::DateTime;

use super::SECTION;
use crate::model::attendance::{Approval, AttendancePeriod, PeriodKind};
use crate::model::company::Company;
use crate::pages::form::{Field, Form, Sent};
use crate::pages::form_page::{FormPage, Refusal};
use crate::pages::frame::Visit;
use crate::pages::people::pick;
use crate::pages::{gone, show};
use crate::rules::attendance::{self, Draft, Policy, Refused};
use crate::rules::span::{self, Span};
use crate::switch::Switch;

/// The longest comment (facts §9.3 [T]).
const COMMENT: usize = 1_000;
const MOMENT: &str = "Enter a day and a time, like 2027-01-31 09:00.";
const GONE: &str = "This period is not there.";

/// The fields that work and breaks have, and those of work.
fn fields(company: &Company, period: Option<&AttendancePeriod>, today: &str) -> Vec<Field> {
    let is_work = period.is_none_or(AttendancePeriod::is_work);
    let at = |it: DateTime| {
        let format = if it.second() == 0 { "%Y-%m-%dT%H:%M" } else { "%Y-%m-%dT%H:%M:%S" };
        it.strftime(format).to_string()
    };
    let (start, end) = match period {
        Some(it) => (at(it.start), it.end.map_or_else(String::new, at)),
        None => (format!("{today}T09:00"), format!("{today}T17:00")),
    };
    let mut fields = vec![
        Field::new("start", "From", "datetime-local").required().value(start),
        Field::new("end", "Until", "datetime-local").hint("Empty while it goes on.").value(end),
    ];
    if is_work {
        let minutes = period.map_or(0, |it| span::break_minutes(company, it));
        fields.push(Field::new("break_minutes", "Minutes of break", "text").value(minutes.to_string()));
        fields.push(project(company, period.and_then(|it| it.project)));
    }
    let comment = period.and_then(|it| it.comment.as_deref()).unwrap_or("");
    fields.push(Field::new("comment", "Comment", "text").value(comment));
    let choices = [("confirmed", "It counts at once"), ("pending", "It waits for approval")];
    let choices = choices.map(|(value, label)| (value.to_owned(), label.to_owned())).into();
    let waits = period.is_some_and(|it| it.approval != Approval::Confirmed);
    fields.push(Field::choice("approval", "Approval", choices).value(if waits {
        "pending"
    } else {
        "confirmed"
    }));
    fields
}

fn project(company: &Company, chosen: Option<u32>) -> Field {
    let is_open = |it: &&crate::model::project::Project| it.active || Some(it.id) == chosen;
    let projects = company.projects.rows().iter().filter(is_open);
    let mut choices = vec![(String::new(), "–".to_owned())];
    choices.extend(projects.map(|it| (it.id.to_string(), it.name.to_string())));
    Field::choice("project", "Project", choices).value(chosen.map_or_else(String::new, |it| it.to_string()))
}

fn new_page(visit: &Visit, sent: Option<&Sent>) -> Response {
    let frame = visit.frame(SECTION);
    let company = visit.tenant.company();
    let today = company.day_of(visit.now()).to_string();
    let asked = visit.asked("person").parse().ok();
    let mut all = fields(&company, None, &today);
    all.insert(0, pick::field(&company, "person", "Person").required().value(pick::entered(&company, asked)));
    let form = Form::new(visit, "/attendance/new", ("period", "", "Record"), all).back("/attendance");
    let trail = vec![("Attendance".to_owned(), SECTION.to_owned())];
    FormPage { frame, trail, title: "Record time".to_owned(), text: "", form }.show(sent)
}

/// The form for a new period.
pub(super) async fn adding(visit: Visit) -> Response {
    new_page(&visit, None)
}

/// Records a period of work.
pub(super) async fn add(visit: Visit, body: Bytes) -> Response {
    let mut sent = Sent::parse(&body);
    let policy = policy(&visit);
    let added = visit.change_and_go(|company, now| {
        let person = sent.filled("person").map(|it| pick::find(company, it));
        let person = match person {
            Some(Ok(person)) => person,
            Some(Err(unclear)) => {
                sent.wrong("person", unclear.text());
                0
            }
            None => {
                sent.wrong("person", "Enter who worked.");
                0
            }
        };
        let read = read_span(&mut sent).ok_or(Refusal)?;
        let (start, approval) = (read.start, approval(&sent));
        span::create(company, person, read, approval, now, policy).map_err(|it| refused(&mut sent, it))?;
        Ok(week_of(person, start))
    });
    added.unwrap_or_else(|Refusal| new_page(&visit, Some(&sent)))
}

/// Where a period is shown.
fn week_of(person: u32, start: DateTime) -> String {
    format!("/people/{person}/attendance?week={}", start.date())
}

fn edit_form(visit: &Visit, company: &Company, period: &AttendancePeriod) -> Form {
    let path = format!("/attendance/{}/edit", period.id);
    Form::new(visit, &path, ("period", "", "Save"), fields(company, Some(period), ""))
        .back(week_of(period.person, period.start))
        .guarded()
}

fn edit_page(visit: &Visit, id: u32, sent: Option<&Sent>) -> Response {
    let frame = visit.frame(SECTION);
    let company = visit.tenant.company();
    let Some(period) = company.attendance.get(id) else { return gone(frame, GONE) };
    let form = edit_form(visit, &company, period);
    let name = show::name_of(&company, Some(period.person));
    let trail =
        vec![("Attendance".to_owned(), SECTION.to_owned()), (name, week_of(period.person, period.start))];
    let title = if period.is_work() { "Change the work" } else { "Change the break" };
    FormPage { frame, trail, title: title.to_owned(), text: "", form }.show(sent)
}

/// The form for a period.
pub(super) async fn editing(visit: Visit, Path(id): Path<u32>) -> Response {
    edit_page(&visit, id, None)
}

/// Changes a period; breaks move with their work.
pub(super) async fn edit(visit: Visit, Path(id): Path<u32>, body: Bytes) -> Response {
    let mut sent = Sent::parse(&body);
    let policy = policy(&visit);
    let changed = visit.change_and_go(|company, now| {
        let period = company.attendance.get(id).ok_or(Refusal)?;
        let (person, kind) = (period.person, period.kind);
        let is_outdated = edit_form(&visit, company, period).is_outdated(&mut sent);
        let read = read_span(&mut sent).filter(|_| !is_outdated).ok_or(Refusal)?;
        let (start, approval) = (read.start, approval(&sent));
        let done = match kind {
            PeriodKind::Work => span::change(company, id, read, approval, now, policy),
            PeriodKind::Break => change_break(company, id, read, approval, now, policy),
        };
        done.map_err(|it| refused(&mut sent, it))?;
        Ok(week_of(person, start))
    });
    changed.unwrap_or_else(|Refusal| edit_page(&visit, id, Some(&sent)))
}

fn change_break(
    company: &mut Company,
    id: u32,
    span: Span,
    approval: Approval,
    now: Timestamp,
    policy: Policy,
) -> Result<(), Refused> {
    let Span { start, end, comment, .. } = span;
    let draft = Draft { kind: PeriodKind::Break, start, end, comment, project: None };
    attendance::change(company, id, draft, approval, now, policy).map(drop)
}

/// Lets a period count that waits, with its breaks.
pub(super) async fn approve(visit: Visit, Path(id): Path<u32>) -> Response {
    settle(&visit, id, Approval::Confirmed)
}

/// Lets a period that waits not count, with its breaks.
pub(super) async fn reject(visit: Visit, Path(id): Path<u32>) -> Response {
    settle(&visit, id, Approval::Rejected)
}

/// Takes a period away, with its breaks.
pub(super) async fn delete(visit: Visit, Path(id): Path<u32>) -> Response {
    at_once(&visit, id, |company, now| span::delete(company, id, now))
}

/// Decides on a period; one that somebody else decided on already stays as it is.
fn settle(visit: &Visit, id: u32, approval: Approval) -> Response {
    at_once(visit, id, |company, now| {
        if company.attendance.get(id).is_some_and(|it| it.approval == Approval::Pending) {
            span::decide(company, id, approval, now);
        }
    })
}

fn at_once(visit: &Visit, id: u32, change: impl FnOnce(&mut Company, Timestamp)) -> Response {
    let done = visit.change(&visit.back(SECTION), |company, now| {
        company.attendance.get(id).ok_or(Refusal)?;
        change(company, now);
        Ok(())
    });
    done.unwrap_or_else(|Refusal| gone(visit.frame(SECTION), GONE))
}

/// Whether two periods may cover the same time is not left open here: people get no form for it.
fn policy(visit: &Visit) -> Policy {
    Policy { overlaps: false, assignment: visit.state.switches().is(Switch::ProjectAssignment, "enforced") }
}

fn approval(sent: &Sent) -> Approval {
    if sent.get("approval") == "pending" { Approval::Pending } else { Approval::Confirmed }
}

fn read_span(sent: &mut Sent) -> Option<Span> {
    let start = sent.read_as("start", MOMENT, moment);
    if start.is_none() {
        sent.wrong("start", MOMENT);
    }
    let end = sent.read_as("end", MOMENT, moment);
    let minutes = sent.read_as("break_minutes", "Enter whole minutes, like 45.", |it| {
        it.parse().ok().filter(|it| (0..=1_440).contains(it))
    });
    let comment = sent.read_as("comment", "Enter at most 1,000 characters.", |it| {
        (it.chars().count() <= COMMENT).then(|| it.to_owned().into())
    });
    let project = sent.read("project", "Choose one of the list.");
    let span = Span { start: start?, end, break_minutes: minutes.unwrap_or(0), comment, project };
    sent.is_good().then_some(span)
}

/// A moment as browsers send it, or as people write it.
fn moment(text: &str) -> Option<DateTime> {
    let is_plain = (16..=19).contains(&text.len()) && !text.contains(['+', 'Z', '[']);
    text.parse().ok().filter(|_| is_plain)
}

fn refused(sent: &mut Sent, why: Refused) -> Refusal {
    let (field, text) = match why {
        Refused::UnknownPerson => ("person", "This person is not there."),
        Refused::UnknownProject => ("project", "This project is not there."),
        Refused::ClosedProject => ("project", "This project is archived, over, or not one of this person's."),
        Refused::StartAfterEnd => ("end", "It must end after it starts."),
        Refused::TooLong => ("end", "It can't be longer than 24 hours."),
        Refused::BreakWithProject => ("project", "A break has no project."),
        Refused::BreakTooLong => ("break_minutes", "The break is longer than the work."),
        Refused::Overlap => ("start", "Something else is recorded at this time already."),
    };
    sent.wrong(field, text);
    Refusal
}
