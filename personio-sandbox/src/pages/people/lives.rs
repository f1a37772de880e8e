//! How people leave, come back, and are deleted.

use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;

use super::change::trail;
use super::read;
use crate::model::company::Company;
use crate::model::person::Person;
use crate::pages::form::{Field, Form, Sent};
use crate::pages::form_page::{FormPage, Refusal};
use crate::pages::frame::Visit;
use crate::pages::{gone, show};
use crate::rules::people::lives::{self, ENDINGS, Ending};
use crate::rules::people::{self, Refused};

/// One of the ways of a life.
#[derive(Clone, Copy)]
enum Turn {
    Terminate,
    Rehire,
    Delete,
}

impl Turn {
    /// Title, explanation and the end of the path.
    fn texts(self) -> [&'static str; 3] {
        match self {
            Self::Terminate => [
                "Terminate",
                "The person stays at work until the end of its last day. If that day is past, they leave at once.",
                "terminate",
            ],
            Self::Rehire => [
                "Rehire",
                "A new employment begins, like the last one; it can be changed afterwards.",
                "rehire",
            ],
            Self::Delete => [
                "Delete",
                "The person, their employments and everything that was recorded of them is deleted for good. \
                 To keep what is known of somebody who leaves, terminate the employment instead.",
                "delete",
            ],
        }
    }

    fn form(self, visit: &Visit, company: &Company, person: &Person) -> Form {
        let today = company.day_of(visit.now()).to_string();
        let path = format!("/people/{}/{}", person.id, self.texts()[2]);
        let form = |id, button, fields| Form::new(visit, &path, (id, "", button), fields);
        let form = match self {
            Self::Terminate => form("terminate", "Terminate", termination(today)),
            Self::Rehire => {
                let date = Field::new("date", "First day", "date").required().value(today);
                form("rehire", "Rehire", vec![date])
            }
            Self::Delete => form("delete", "Delete for good", Vec::new()).dangerous(),
        };
        form.back(format!("/people/{}", person.id))
    }

    fn page(self, visit: &Visit, id: u32, sent: Option<&Sent>) -> Response {
        let frame = visit.frame("/people");
        let company = visit.tenant.company();
        let Some(person) = company.people.get(id) else { return gone(frame, "This person is not there.") };
        let [title, text, _] = self.texts();
        let form = self.form(visit, &company, person);
        let title = format!("{title} {}", show::name(person));
        FormPage { frame, trail: trail(person), title, text, form }.show(sent)
    }
}

fn termination(today: String) -> Vec<Field> {
    let kinds = ENDINGS.iter().map(|it| ((*it).to_owned(), show::spoken(it))).collect();
    vec![
        Field::new("date", "Last day of the employment", "date").required().value(today),
        Field::new("last_working_day", "Last day of work", "date").hint("The same day if it is left empty."),
        Field::choice("type", "How it ends", kinds).value(ENDINGS[0]),
        Field::new("reason", "Reason", "text"),
    ]
}

/// The form for the end of an employment.
pub(super) async fn terminating(visit: Visit, Path(id): Path<u32>) -> Response {
    Turn::Terminate.page(&visit, id, None)
}

/// Enters the end of the current employment.
pub(super) async fn terminate(visit: Visit, Path(id): Path<u32>, body: Bytes) -> Response {
    let mut sent = Sent::parse(&body);
    let date = read::needed_date(&mut sent, "date");
    let last_working_day = read::date(&mut sent, "last_working_day");
    let kind = ENDINGS.iter().find(|it| **it == sent.get("type"));
    if kind.is_none() {
        sent.wrong("type", "Choose one of the list.");
    }
    let reason = sent.filled("reason").map(str::to_owned);
    let (Some(date), Some(kind), true) = (date, kind, sent.is_good()) else {
        return Turn::Terminate.page(&visit, id, Some(&sent));
    };
    let ending =
        Ending { date, last_working_day: last_working_day.unwrap_or(date), kind: (*kind).into(), reason };
    let ended = visit.change(&format!("/people/{id}"), |company, now| {
        lives::terminate(company, now, id, ending).map(drop).map_err(|why| refused(&mut sent, why))
    });
    ended.unwrap_or_else(|Refusal| Turn::Terminate.page(&visit, id, Some(&sent)))
}

/// The form for a new employment of somebody who has left.
pub(super) async fn rehiring(visit: Visit, Path(id): Path<u32>) -> Response {
    Turn::Rehire.page(&visit, id, None)
}

/// Begins a new employment.
pub(super) async fn rehire(visit: Visit, Path(id): Path<u32>, body: Bytes) -> Response {
    let mut sent = Sent::parse(&body);
    let Some(date) = read::needed_date(&mut sent, "date") else {
        return Turn::Rehire.page(&visit, id, Some(&sent));
    };
    let rehired = visit.change(&format!("/people/{id}"), |company, now| {
        lives::rehire(company, now, id, date).map(drop).map_err(|why| refused(&mut sent, why))
    });
    rehired.unwrap_or_else(|Refusal| Turn::Rehire.page(&visit, id, Some(&sent)))
}

/// Asks whether a person is to be deleted.
pub(super) async fn deleting(visit: Visit, Path(id): Path<u32>) -> Response {
    Turn::Delete.page(&visit, id, None)
}

/// Deletes a person; one who is gone already is shown as gone.
pub(super) async fn delete(visit: Visit, Path(id): Path<u32>) -> Response {
    let deleted = visit.change("/people", |company, now| people::delete(company, now, id));
    deleted.unwrap_or_else(|_| Turn::Delete.page(&visit, id, None))
}

fn refused(sent: &mut Sent, why: Refused) -> Refusal {
    read::refused(sent, why);
    Refusal
}
