//! What is said of a document, whether it is signed, and that it goes.

use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use jiff::Timestamp;

use super::{GONE, SECTION, categories};
use crate::model::company::Company;
use crate::model::document::Document;
use crate::pages::form::{Field, Form, Sent};
use crate::pages::form_page::{FormPage, Refusal};
use crate::pages::frame::Visit;
use crate::pages::{gone, show};
use crate::rules::documents::{self, DocumentChange, Refused};
use crate::rules::people::custom::day;

/// The longest name (facts §9.4 [O]).
const NAME: usize = 256;
const KEPT: &str = "It can be replaced, but not taken away.";

fn form(visit: &Visit, company: &Company, document: &Document) -> Form {
    let category = document.category.map_or_else(String::new, |it| it.to_string());
    let fields = vec![
        Field::new("name", "Name", "text").required().value(&*document.name),
        Field::choice("category", "Category", categories(company)).value(category),
        Field::new("date", "Date", "date").hint(KEPT).value(show::entered_day(document.date)),
        Field::new("comment", "Comment", "text").hint(KEPT).value(document.comment.as_deref().unwrap_or("")),
    ];
    let path = format!("{SECTION}/{}/edit", document.id);
    Form::new(visit, &path, ("document", "", "Save"), fields)
        .back(format!("/people/{}/documents", document.owner.id()))
        .guarded()
}

fn form_page(visit: &Visit, id: u32, sent: Option<&Sent>) -> Response {
    let frame = visit.frame(SECTION);
    let company = visit.tenant.company();
    let document = company.documents.get(id).filter(|it| it.owner.person().is_some());
    let Some(document) = document else { return gone(frame, GONE) };
    let person = document.owner.id();
    let trail = vec![
        ("Documents".to_owned(), SECTION.to_owned()),
        (show::name_of(&company, Some(person)), format!("/people/{person}/documents")),
    ];
    let form = form(visit, &company, document);
    FormPage { frame, trail, title: "Change the document".to_owned(), text: "", form }.show(sent)
}

/// The form for what is said of a document.
pub(super) async fn editing(visit: Visit, Path(id): Path<u32>) -> Response {
    form_page(&visit, id, None)
}

/// Changes what is said of a document.
pub(super) async fn edit(visit: Visit, Path(id): Path<u32>, body: Bytes) -> Response {
    let mut sent = Sent::parse(&body);
    let changed = visit.change_and_go(|company, now| {
        let document = company.documents.get(id).ok_or(Refusal)?;
        let person = document.owner.person().ok_or(Refusal)?;
        let is_outdated = form(&visit, company, document).is_outdated(&mut sent);
        let name: Option<String> = sent.need("name", "Enter a name.");
        if name.as_ref().is_some_and(|it| it.chars().count() > NAME) {
            sent.wrong("name", "Enter at most 256 characters.");
        }
        let change = DocumentChange {
            name,
            date: sent.read_as("date", "Enter a day like 2027-01-31.", day),
            comment: sent.filled("comment").map(str::to_owned),
            category: sent.filled("category").map(str::to_owned),
        };
        if is_outdated || !sent.is_good() {
            return Err(Refusal);
        }
        documents::change(company, id, change, now).map_err(|why| {
            let (field, text) = match why {
                Refused::NoCategory => ("category", "This category is not there."),
                Refused::NoDocument | Refused::NoPerson | Refused::NotToSign => ("", GONE),
            };
            sent.wrong(field, text);
            Refusal
        })?;
        Ok(format!("/people/{person}/documents"))
    });
    changed.unwrap_or_else(|Refusal| form_page(&visit, id, Some(&sent)))
}

/// Signs a document electronically.
pub(super) async fn sign(visit: Visit, Path(id): Path<u32>) -> Response {
    at_once(&visit, |company, now| documents::sign(company, id, now))
}

/// Takes a document away.
pub(super) async fn delete(visit: Visit, Path(id): Path<u32>) -> Response {
    at_once(&visit, |company, now| documents::delete(company, id, now))
}

fn at_once(visit: &Visit, change: impl FnOnce(&mut Company, Timestamp) -> Result<(), Refused>) -> Response {
    let done = visit.change(&visit.back(SECTION), change);
    done.unwrap_or_else(|why| {
        let text = if why == Refused::NotToSign { "This document is signed already." } else { GONE };
        gone(visit.frame(SECTION), text)
    })
}
