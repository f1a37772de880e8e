//! Requesting absences, changing them, and deciding on those that wait.

use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use jiff::civil::{Date, DateTime, Time};
use jiff::{Timestamp, ToSpan};

use super::SECTION;
use crate::model::absence::{Absence, AbsenceStatus, Origin};
use crate::model::company::Company;
use crate::pages::form::{Field, Form, Look, Sent};
use crate::pages::form_page::{FormPage, Refusal};
use crate::pages::frame::{Frame, Visit};
use crate::pages::people::pick;
use crate::pages::{gone, page, show};
use crate::rules::absence::{self, Draft, Manner, Refused};
use crate::rules::people::custom::day;
use crate::switch::Switch;

/// The longest comment (facts §9.2 [T]).
const COMMENT: usize = 2_000;
const DAY: &str = "Enter a day like 2027-01-31.";
const TIME: &str = "Enter a time like 09:30.";
const GONE: &str = "This absence is not there.";

fn fields(company: &Company, absence: Option<&Absence>) -> Vec<Field> {
    let draft = absence.map(|it| Draft::of(company, it));
    let timed = absence.filter(|it| it.is_timed());
    let at = |it: Option<DateTime>| it.map_or_else(String::new, |it| it.strftime("%H:%M").to_string());
    let kinds = company.absence_types.rows().iter().map(|it| (it.id.to_string(), it.name.to_string()));
    let check = |name, label, on: bool| {
        Field::new(name, label, "").look(Look::Check).value(if on { "yes" } else { "" })
    };
    let approval = [("rule", "As its type says"), ("skip", "It is approved at once")];
    let approval = approval.map(|(value, label)| (value.to_owned(), label.to_owned())).into();
    vec![
        Field::choice("kind", "Type", kinds.collect())
            .value(absence.map_or_else(String::new, |it| it.kind.to_string())),
        Field::new("first_day", "First day", "date")
            .required()
            .value(show::entered_day(absence.map(Absence::first_day))),
        Field::new("last_day", "Last day", "date")
            .hint("Empty while nobody knows its end.")
            .value(show::entered_day(absence.and_then(Absence::last_day))),
        check("half_start", "Only the second half of the first day", absence.is_some_and(|it| it.half_start)),
        check("half_end", "Only the first half of the last day", absence.is_some_and(|it| it.half_end)),
        Field::new("from", "From", "time")
            .hint("For types that are counted in hours.")
            .value(at(timed.map(|it| it.start))),
        Field::new("until", "Until", "time")
            .hint("For types that are counted in hours.")
            .value(at(timed.and_then(|it| it.end))),
        pick::field(company, "substitute", "Substitute")
            .value(pick::entered(company, draft.and_then(|it| it.substitute))),
        Field::new("comment", "Comment", "text")
            .value(absence.and_then(|it| it.comment.as_deref()).unwrap_or("")),
        Field::choice("approval", "Approval", approval).value("rule"),
    ]
}

fn new_page(visit: &Visit, sent: Option<&Sent>) -> Response {
    let frame = visit.frame(SECTION);
    let company = visit.tenant.company();
    let asked = visit.asked("person").parse().ok();
    let mut all = fields(&company, None);
    all.insert(0, pick::field(&company, "person", "Person").required().value(pick::entered(&company, asked)));
    let form = Form::new(visit, "/absences/new", ("absence", "", "Request"), all).back(SECTION);
    let trail = vec![("Absences".to_owned(), SECTION.to_owned())];
    FormPage { frame, trail, title: "Request an absence".to_owned(), text: "", form }.show(sent)
}

/// The form for a new absence.
pub(super) async fn requesting(visit: Visit) -> Response {
    new_page(&visit, None)
}

/// Requests an absence.
pub(super) async fn request(visit: Visit, body: Bytes) -> Response {
    let mut sent = Sent::parse(&body);
    let manner = manner(&visit, &sent);
    let requested = visit.change_and_go(|company, now| {
        let person = pick::find(company, sent.get("person"));
        if let Err(unclear) = person {
            sent.wrong("person", unclear.text());
        }
        let draft = read(&mut sent, company);
        let (Ok(person), Some(draft)) = (person, draft) else { return Err(Refusal) };
        let id = absence::create(company, person, draft, manner, now).map_err(|it| refused(&mut sent, it))?;
        if let Some(absence) = company.absences.get_mut(id) {
            absence.origin = Origin::Web;
        }
        Ok(of_person(person))
    });
    requested.unwrap_or_else(|Refusal| new_page(&visit, Some(&sent)))
}

fn of_person(person: u32) -> String {
    format!("/people/{person}/absences")
}

fn edit_form(visit: &Visit, company: &Company, absence: &Absence) -> Form {
    let path = format!("{SECTION}/{}/edit", absence.id);
    Form::new(visit, &path, ("absence", "", "Save"), fields(company, Some(absence)))
        .back(of_person(absence.person))
        .guarded()
}

fn edit_page(visit: &Visit, id: u32, sent: Option<&Sent>) -> Response {
    let frame = visit.frame(SECTION);
    let company = visit.tenant.company();
    let Some(absence) = company.absences.get(id) else { return gone(frame, GONE) };
    let form = edit_form(visit, &company, absence);
    shown(frame, &company, absence, form).show(sent)
}

/// The form as it is, with why something could not be done with its absence.
fn refused_page(visit: &Visit, id: u32, sent: &Sent) -> Response {
    let frame = visit.frame(SECTION);
    let company = visit.tenant.company();
    let Some(absence) = company.absences.get(id) else { return gone(frame, GONE) };
    let form = edit_form(visit, &company, absence).refused(sent);
    page(StatusCode::BAD_REQUEST, &shown(frame, &company, absence, form))
}

fn shown(frame: Frame, company: &Company, absence: &Absence, form: Form) -> FormPage {
    let trail = vec![
        ("Absences".to_owned(), SECTION.to_owned()),
        (show::name_of(company, Some(absence.person)), of_person(absence.person)),
    ];
    FormPage { frame, trail, title: "Change the absence".to_owned(), text: "", form }
}

/// The form for an absence.
pub(super) async fn editing(visit: Visit, Path(id): Path<u32>) -> Response {
    edit_page(&visit, id, None)
}

/// Changes an absence.
pub(super) async fn edit(visit: Visit, Path(id): Path<u32>, body: Bytes) -> Response {
    let mut sent = Sent::parse(&body);
    let manner = manner(&visit, &sent);
    let changed = visit.change_and_go(|company, now| {
        let absence = company.absences.get(id).ok_or(Refusal)?;
        let person = absence.person;
        let is_outdated = edit_form(&visit, company, absence).is_outdated(&mut sent);
        let draft = read(&mut sent, company).filter(|_| !is_outdated).ok_or(Refusal)?;
        absence::change(company, id, draft, manner, now).map_err(|it| refused(&mut sent, it))?;
        Ok(of_person(person))
    });
    changed.unwrap_or_else(|Refusal| edit_page(&visit, id, Some(&sent)))
}

/// Approves an absence.
pub(super) async fn approve(visit: Visit, Path(id): Path<u32>) -> Response {
    at_once(&visit, id, |company, now| absence::decide(company, id, AbsenceStatus::Approved, now))
}

/// Rejects an absence.
pub(super) async fn reject(visit: Visit, Path(id): Path<u32>) -> Response {
    at_once(&visit, id, |company, now| absence::decide(company, id, AbsenceStatus::Rejected, now))
}

/// Takes an absence away.
pub(super) async fn delete(visit: Visit, Path(id): Path<u32>) -> Response {
    at_once(&visit, id, |company, now| {
        absence::delete(company, id, now);
        Ok(())
    })
}

/// Does what needs no more than a button, or shows the form of the absence that says why it can't be.
fn at_once(
    visit: &Visit,
    id: u32,
    change: impl FnOnce(&mut Company, Timestamp) -> Result<(), Refused>,
) -> Response {
    let mut sent = Sent::default();
    let done = visit.change(&visit.back(super::LIST), |company, now| {
        company.absences.get(id).ok_or(Refusal)?;
        change(company, now).map_err(|why| {
            let (_, text) = words(why);
            sent.wrong("", text);
            Refusal
        })
    });
    done.unwrap_or_else(|Refusal| refused_page(visit, id, &sent))
}

fn manner(visit: &Visit, sent: &Sent) -> Manner {
    Manner {
        skip_approval: sent.get("approval") == "skip",
        knows_substitutes: true,
        tells_always: visit.state.switches().is(Switch::AbsenceTimerange, "always"),
    }
}

fn read(sent: &mut Sent, company: &Company) -> Option<Draft> {
    let kind = sent.need("kind", "Choose one of the list.");
    let first = sent.read_as("first_day", DAY, day);
    if first.is_none() {
        sent.wrong("first_day", DAY);
    }
    let last = sent.read_as("last_day", DAY, day);
    let from = sent.read_as("from", TIME, time);
    let until = sent.read_as("until", TIME, time);
    let substitute = match sent.filled("substitute").map(|it| pick::find(company, it)) {
        None => None,
        Some(Ok(id)) => Some(id),
        Some(Err(unclear)) => {
            sent.wrong("substitute", unclear.text());
            None
        }
    };
    let comment = sent.read_as("comment", "Enter at most 2,000 characters.", |it| {
        (it.chars().count() <= COMMENT).then(|| it.to_owned().into())
    });
    let first = first?;
    let draft = Draft {
        kind: kind?,
        start: first.to_datetime(from.unwrap_or(Time::midnight())),
        end: end(first, last, until),
        half_start: !sent.get("half_start").is_empty(),
        half_end: !sent.get("half_end").is_empty(),
        comment,
        substitute,
    };
    sent.is_good().then_some(draft)
}

/// The first moment after it: a time, or the midnight after the last day.
fn end(first: Date, last: Option<Date>, until: Option<Time>) -> Option<DateTime> {
    match (last, until) {
        (last, Some(until)) => Some(last.unwrap_or(first).to_datetime(until)),
        (Some(last), None) => Some(last.saturating_add(1.day()).to_datetime(Time::midnight())),
        (None, None) => None,
    }
}

/// A time as browsers send it.
fn time(text: &str) -> Option<Time> {
    let is_plain = matches!(text.len(), 5 | 8) && text.bytes().all(|it| it.is_ascii_digit() || it == b':');
    text.parse().ok().filter(|_| is_plain)
}

fn refused(sent: &mut Sent, why: Refused) -> Refusal {
    let (field, text) = words(why);
    sent.wrong(field, text);
    Refusal
}

/// What is said of a refusal, and at which field.
fn words(why: Refused) -> (&'static str, &'static str) {
    match why {
        Refused::UnknownPerson => ("person", "This person is not there."),
        Refused::UnknownType => ("kind", "This type is not there."),
        Refused::StartAfterEnd => ("last_day", "It must end after it begins."),
        Refused::TooLong => ("last_day", "It can't be longer than ten years."),
        Refused::FarAway => ("first_day", "Enter days from 1970 to 2199."),
        Refused::BothHalves => ("half_end", "Of a single day one half can be free, not both."),
        Refused::NoHalves => ("half_start", "This type has no halves of days."),
        Refused::EndsAtMidnight => ("until", "Hours can't end at midnight."),
        Refused::TimesOverDays => ("until", "With times it begins and ends on the same day."),
        Refused::Overlap => ("first_day", "The person is away at this time already."),
        Refused::Substituting => ("first_day", "The person stands in for somebody at this time."),
        Refused::SubstituteInvalid => {
            ("substitute", "Choose somebody else, who has not left and is there at this time.")
        }
        Refused::SubstituteNotAllowed => ("substitute", "This type has no substitutes."),
        Refused::SubstituteRequired => ("substitute", "This type needs a substitute."),
    }
}
