//! Moving applications from stage to stage, and forgetting candidates.

use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;

use super::{SECTION, name, stages};
use crate::pages::form::{Form, Sent};
use crate::pages::form_page::FormPage;
use crate::pages::frame::Visit;
use crate::pages::gone;
use crate::rules::recruiting::{self, NoMove};

/// Moves an application to the stage of the form or the address.
pub(super) async fn advance(visit: Visit, Path(id): Path<u32>, body: Bytes) -> Response {
    let sent = Sent::parse(&body);
    let stage = sent.filled("to").unwrap_or(visit.asked("to"));
    let back = visit.back(&format!("/recruiting/applications/{id}"));
    let moved =
        visit.change(&back, |company, now| recruiting::move_to(company, id, &stages::wanted(stage), now));
    moved.unwrap_or_else(|why| {
        let text = match why {
            NoMove::NoApplication => "This application is not there.",
            NoMove::NoStage => "Applications for this job have no such stage.",
        };
        gone(visit.frame(SECTION), text)
    })
}

/// Asks whether a candidate is to be anonymised.
pub(super) async fn anonymizing(visit: Visit, Path(id): Path<u32>) -> Response {
    let frame = visit.frame(SECTION);
    let company = visit.tenant.company();
    let Some(candidate) = company.candidates.get(id) else {
        return gone(frame, "This candidate is not there.");
    };
    let title = format!("Anonymise {}", name(Some(candidate)));
    let text = "Name, address, answers, messages and files are taken away for good. \
                The applications stay, with their way through the stages.";
    let trail = vec![("Applications".to_owned(), SECTION.to_owned())];
    let path = format!("/recruiting/candidates/{id}/anonymize");
    let form = Form::new(&visit, &path, ("anonymize", "", "Anonymise for good"), Vec::new()).dangerous();
    let back = candidate.applications.last().map_or(SECTION.to_owned(), |it| application(*it));
    FormPage { frame, trail, title, text, form: form.back(back) }.show(None)
}

/// Takes everything personal from a candidate.
pub(super) async fn anonymize(visit: Visit, Path(id): Path<u32>) -> Response {
    let anonymized = visit.change_and_go(|company, now| {
        if !recruiting::anonymize(company, id, now) {
            return Err(());
        }
        let last = company.candidates.get(id).and_then(|it| it.applications.last());
        Ok(last.map_or(SECTION.to_owned(), |it| application(*it)))
    });
    anonymized.unwrap_or_else(|()| gone(visit.frame(SECTION), "This candidate is not there."))
}

fn application(id: u32) -> String {
    format!("/recruiting/applications/{id}")
}
