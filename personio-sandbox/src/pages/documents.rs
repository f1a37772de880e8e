//! Documents of people: found, uploaded, saved, changed, signed and deleted.

mod change;
mod upload;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, X_CONTENT_TYPE_OPTIONS};

use super::form::Press;
use super::frame::{Frame, Visit, moment};
use super::pager::Pager;
use super::whose::Whose;
use super::{gone, page, show};
use crate::model::company::Company;
use crate::model::document::{Document, Signature};
use crate::rules::documents::{Scan, scan};
use crate::rules::files;
use crate::seed::papers;
use crate::state::State;
use crate::wire::media_type;

/// Where this is in the navigation.
const SECTION: &str = "/documents";
const GONE: &str = "This document is not there.";

/// The pages of documents.
pub(super) fn router() -> Router<Arc<State>> {
    // A form is a little larger than the file in it.
    let upload =
        get(upload::form).post(upload::upload).layer(DefaultBodyLimit::max(files::LARGEST + (1 << 16)));
    Router::new()
        .route(SECTION, get(of_company))
        .route("/documents/new", upload)
        .route("/documents/{id}/file", get(file))
        .route("/documents/{id}/edit", get(change::editing).post(change::edit))
        .route("/documents/{id}/sign", post(change::sign))
        .route("/documents/{id}/delete", post(change::delete))
        .route("/people/{id}/documents", get(of_person))
}

/// A document in the list.
struct Row {
    name: String,
    person: (u32, String),
    category: String,
    date: String,
    comment: String,
    created: String,
    /// Where its file is saved, if that is safe.
    file: Option<String>,
    /// Why it can't be saved.
    unsafe_because: &'static str,
    signature: &'static str,
    edit: String,
    presses: Vec<Press>,
}

#[derive(Template)]
#[template(path = "documents/list.html")]
struct ListPage {
    frame: Frame,
    whose: Whose,
    categories: Vec<(String, String)>,
    category: String,
    upload: String,
    rows: Vec<Row>,
    pager: Pager,
}

/// The documents of everybody, or of whoever is looked for.
async fn of_company(visit: Visit) -> Response {
    list(&visit, visit.frame(SECTION), Whose::asked(&visit))
}

/// The documents of one person.
async fn of_person(visit: Visit, Path(id): Path<u32>) -> Response {
    let frame = visit.frame("/people");
    match Whose::of(&visit, id) {
        Some(whose) => list(&visit, frame, whose),
        None => gone(frame, "This person is not there."),
    }
}

fn list(visit: &Visit, frame: Frame, whose: Whose) -> Response {
    let company = visit.tenant.company();
    let category = visit.asked("category").to_owned();
    let fits = |it: &&Document| {
        it.owner.person().is_some()
            && (category.is_empty() || it.category.is_some_and(|it| it.to_string() == category))
    };
    let all = || company.documents.rows().iter().rev();
    let found = whose.rows(all, |person| company.documents.of(person).rev(), fits);
    let (found, pager) = Pager::cut(visit, found);
    let shown = ListPage {
        categories: categories(&company),
        upload: whose.form("/documents/new"),
        rows: found.into_iter().map(|it| row(visit, &company, it)).collect(),
        frame,
        whose,
        category,
        pager,
    };
    page(StatusCode::OK, &shown)
}

/// The categories of documents, by their numbers.
fn categories(company: &Company) -> Vec<(String, String)> {
    company.document_categories.rows().iter().map(|it| (it.id.to_string(), it.name.to_string())).collect()
}

fn row(visit: &Visit, company: &Company, document: &Document) -> Row {
    let person = document.owner.id();
    let category = document.category.and_then(|it| company.document_categories.get(it));
    let press = |what: &str, label: &'static str| Press {
        action: visit.returning(&format!("{SECTION}/{}/{what}", document.id)),
        label,
        says: format!("{label} {}", document.name),
    };
    let mut presses = Vec::new();
    if document.signature != Some(Signature::Signed) {
        presses.push(press("sign", "Sign"));
    }
    presses.push(press("delete", "Delete"));
    let scan = scan(document, visit.now());
    Row {
        name: document.name.to_string(),
        person: (person, show::name_of(company, Some(person))),
        category: category.map_or("–", |it| &it.name).to_owned(),
        date: show::day(document.date),
        comment: document.comment.as_deref().unwrap_or("").to_owned(),
        created: moment(company, document.created_at),
        file: (scan == Scan::Clean).then(|| format!("{SECTION}/{}/file", document.id)),
        unsafe_because: unsafe_because(scan),
        signature: match document.signature {
            None => "",
            Some(Signature::Requested) => "Signature requested",
            Some(Signature::Signed) => "Signed",
        },
        edit: format!("{SECTION}/{}/edit", document.id),
        presses,
    }
}

fn unsafe_because(scan: Scan) -> &'static str {
    match scan {
        Scan::Clean => "",
        Scan::Pending => "not scanned yet",
        Scan::Infected => "not safe",
    }
}

/// The file of a document, to be saved and not shown; unless it is not safe, or not known to be.
async fn file(visit: Visit, Path(id): Path<u32>) -> Response {
    let found = {
        let company = visit.tenant.company();
        let document = company.documents.get(id);
        document.filter(|it| scan(it, visit.now()) == Scan::Clean).map(|it| {
            let named = format!("{}.{}", it.name, it.extension);
            let has_ending = it.name.to_lowercase().ends_with(&format!(".{}", it.extension));
            let name = if has_ending { it.name.to_string() } else { named };
            (papers::file(&company, it), media_type::of(&it.extension), name)
        })
    };
    let Some((bytes, kind, name)) = found else {
        return gone(visit.frame(SECTION), "This file is not there, or not known to be safe.");
    };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        media_type::attachment(&name),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    (headers, bytes).into_response()
}
