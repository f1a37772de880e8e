//! The list of integrations: which credentials there are, what they may do, when they were used, and what an
//! administrator does with one.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;

use super::credentials::CreatedPage;
use super::form::Press;
use super::frame::{Frame, Visit, moment};
use super::{LIST, encoded, page};
use crate::access::credential::{Attributes, Credential};
use crate::access::scope::{Access, ROWS};
use crate::model::company::Company;

/// An integration in the list.
struct Integration {
    name: String,
    client_id: String,
    edit: String,
    created: String,
    permissions: String,
    attributes: String,
    /// Time and route.
    used: Option<(String, String)>,
    enabled: bool,
    presses: [Press; 3],
}

impl Integration {
    fn of(visit: &Visit, company: &Company, credential: &Credential) -> Self {
        let granted = |(row, access): (&str, Access)| {
            let word = match (access.read, access.write) {
                (true, true) => "read and write",
                (true, false) => "read",
                (false, true) => "write",
                (false, false) => return None,
            };
            Some(format!("{row}: {word}"))
        };
        let rows = ROWS.iter().map(|(row, _, _)| (row.label(), credential.scopes.access(*row)));
        let permissions: Vec<String> = rows.filter_map(granted).collect();
        let attributes = match &credential.attributes {
            Attributes::All => "all".to_owned(),
            Attributes::Keys(keys) => keys.len().to_string(),
        };
        let at = format!("{LIST}/{}", encoded(&credential.client_id));
        let press = |what: &str, label: &'static str| Press {
            action: visit.action(&format!("{at}/{what}")),
            label,
            says: format!("{label} {}", credential.name),
        };
        let toggle = if credential.enabled { ("disable", "Disable") } else { ("enable", "Enable") };
        Self {
            name: credential.name.clone(),
            client_id: credential.client_id.clone(),
            edit: format!("{at}/permissions"),
            created: moment(company, credential.created_at),
            permissions: permissions.join(", "),
            attributes,
            used: credential.usage.last().map(|(time, route)| (moment(company, time), route)),
            enabled: credential.enabled,
            presses: [press("rotate", "Rotate secret"), press(toggle.0, toggle.1), press("delete", "Delete")],
        }
    }
}

#[derive(Template)]
#[template(path = "credentials.html")]
struct ListPage {
    frame: Frame,
    integrations: Vec<Integration>,
}

/// The integrations of the company, newest first.
pub(super) async fn list(visit: Visit) -> Response {
    let credentials = visit.state.tokens().credentials();
    let own = credentials.iter().rev().filter(|it| it.tenant.key() == visit.tenant.key());
    let frame = visit.frame(LIST);
    let company = visit.tenant.company();
    let integrations = own.map(|it| Integration::of(&visit, &company, it)).collect();
    page(StatusCode::OK, &ListPage { frame, integrations })
}

/// Gives an integration a new secret, which is shown this once.
pub(super) async fn rotate(visit: Visit, Path(id): Path<String>) -> Response {
    let tokens = visit.state.tokens();
    let (Some(credential), Some(made)) = (tokens.known(&id), tokens.rotate(&id)) else {
        return Redirect::to(LIST).into_response();
    };
    visit.state.keep_tokens();
    let (frame, name) = (visit.frame(LIST), credential.name.clone());
    page(StatusCode::OK, &CreatedPage { frame, name, made, rotated: true })
}

/// Lets an integration in again.
pub(super) async fn enable(visit: Visit, Path(id): Path<String>) -> Response {
    switch(&visit, &id, true)
}

/// Lets an integration in no longer; its tokens end.
pub(super) async fn disable(visit: Visit, Path(id): Path<String>) -> Response {
    switch(&visit, &id, false)
}

fn switch(visit: &Visit, id: &str, enabled: bool) -> Response {
    visit.state.tokens().enable(id, enabled);
    visit.state.keep_tokens();
    Redirect::to(LIST).into_response()
}

/// Deletes an integration; its tokens stop working at once. One that is gone already is no error.
pub(super) async fn delete(visit: Visit, Path(id): Path<String>) -> Response {
    visit.state.tokens().remove(&id);
    visit.state.keep_tokens();
    Redirect::to(LIST).into_response()
}
