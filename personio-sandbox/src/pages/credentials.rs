//! Integrations and their credentials: the list, and the three steps in which one is made.
//!
//! What may be wrong is told where it was entered, and nothing that was entered is lost.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State as Shared};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, StatusCode};

use super::{Frame, LIST, is_foreign, page};
use crate::access::credential::{Attributes, ClientSecret, Credential, NewCredential, Permissions};
use crate::access::scope::{Access, ROWS};
use crate::model::attribute::Source;
use crate::state::State;

/// What is said when no box is ticked.
const NOTHING_SELECTED: &str = "Select at least one permission.";

/// An integration in the list.
struct Integration {
    name: String,
    client_id: String,
    created: String,
    permissions: String,
    attributes: String,
}

impl Integration {
    fn of(credential: &Credential) -> Self {
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
        Self {
            name: credential.name.clone(),
            client_id: credential.client_id.clone(),
            created: credential.created_at.strftime("%Y-%m-%d").to_string(),
            permissions: permissions.join(", "),
            attributes,
        }
    }
}

#[derive(Template)]
#[template(path = "credentials.html")]
struct ListPage {
    frame: Frame,
    integrations: Vec<Integration>,
}

/// The integrations there are, newest first.
pub(super) async fn list(Shared(state): Shared<Arc<State>>) -> Response {
    let integrations = state.tokens().credentials().iter().rev().map(|it| Integration::of(it)).collect();
    page(StatusCode::OK, &ListPage { frame: Frame::of(&state), integrations })
}

#[derive(Template)]
#[template(path = "name.html")]
struct NamePage {
    frame: Frame,
    name: String,
}

/// Step 1: the name.
pub(super) async fn name(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    let entered = Entered::parse(query.unwrap_or_default().as_bytes());
    page(StatusCode::OK, &NamePage { frame: Frame::of(&state), name: entered.name })
}

/// What was entered so far.
#[derive(Default)]
struct Entered {
    name: String,
    /// Boxes of the permission table that are ticked, as `row.read` or `row.write`.
    boxes: BTreeSet<String>,
    attributes: Vec<String>,
}

impl Entered {
    fn parse(form: &[u8]) -> Self {
        let mut entered = Self::default();
        for (key, value) in form_urlencoded::parse(form) {
            match key.as_ref() {
                "name" => value.trim().clone_into(&mut entered.name),
                "permission" => _ = entered.boxes.insert(value.into_owned()),
                "attribute" => entered.attributes.push(value.into_owned()),
                _ => {}
            }
        }
        entered
    }

    /// What a credential has now.
    fn of(state: &State, credential: &Credential) -> Self {
        let boxes = ROWS.iter().flat_map(|(row, key, _)| {
            let access = credential.scopes.access(*row);
            let read = access.read.then(|| format!("{key}.read"));
            read.into_iter().chain(access.write.then(|| format!("{key}.write")))
        });
        let attributes = match &credential.attributes {
            Attributes::All => {
                state.first().company().catalogue.iter().map(|(_, it)| it.key.clone()).collect()
            }
            Attributes::Keys(keys) => keys.clone(),
        };
        Self { name: credential.name.clone(), boxes: boxes.collect(), attributes }
    }

    fn access(&self, row: &str) -> Access {
        let has = |verb: &str| self.boxes.contains(&format!("{row}.{verb}"));
        Access { read: has("read"), write: has("write") }
    }

    fn permissions(&self) -> BTreeMap<String, String> {
        let rows = ROWS.iter().map(|(_, key, _)| ((*key).to_owned(), self.access(key).as_str().to_owned()));
        rows.filter(|(_, access)| access != "none").collect()
    }
}

/// A row of the permission table.
struct RowView {
    key: &'static str,
    label: &'static str,
    writable: bool,
    access: Access,
}

/// An attribute that may be chosen.
struct AttributeView {
    key: String,
    label: &'static str,
    is_custom: bool,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "permissions.html")]
struct PermissionsPage {
    frame: Frame,
    name: String,
    rows: Vec<RowView>,
    attributes: Vec<AttributeView>,
    chosen: usize,
    /// The integration that is changed; `None` for a new one.
    changed: Option<String>,
    error: Option<String>,
}

impl PermissionsPage {
    fn of(state: &State, entered: Entered, changed: Option<String>, error: Option<String>) -> Self {
        let row = |(row, key, writable): &(crate::access::scope::Row, &'static str, bool)| RowView {
            key,
            label: row.label(),
            writable: *writable,
            access: entered.access(key),
        };
        let rows = ROWS.iter().map(row).collect();
        let tenant = state.first();
        let company = tenant.company();
        // The id can't be chosen, as it is always sent [?].
        let choices = company.catalogue.iter().map(|(_, it)| it).filter(|it| it.key != "id");
        let attributes: Vec<AttributeView> = choices
            .map(|it| AttributeView {
                key: it.key.clone(),
                label: it.label,
                is_custom: !matches!(it.source, Source::System(_)),
                is_chosen: entered.attributes.contains(&it.key),
            })
            .collect();
        drop(company);
        let chosen = attributes.iter().filter(|it| it.is_chosen).count();
        Self { frame: Frame::of(state), name: entered.name, rows, attributes, chosen, changed, error }
    }
}

/// Step 2: permissions and readable attributes.
pub(super) async fn permissions(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    let entered = Entered::parse(query.unwrap_or_default().as_bytes());
    if entered.name.is_empty() {
        return Redirect::to(&format!("{LIST}/new")).into_response();
    }
    page(StatusCode::OK, &PermissionsPage::of(&state, entered, None, None))
}

#[derive(Template)]
#[template(path = "created.html")]
struct CreatedPage {
    frame: Frame,
    name: String,
    made: ClientSecret,
}

/// Step 3: the credential is made, and its secret shown this once.
pub(super) async fn create(Shared(state): Shared<Arc<State>>, headers: HeaderMap, body: Bytes) -> Response {
    if is_foreign(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let entered = Entered::parse(&body);
    let rows = entered.permissions();
    if rows.is_empty() {
        let error = NOTHING_SELECTED.to_owned();
        return page(StatusCode::BAD_REQUEST, &PermissionsPage::of(&state, entered, None, Some(error)));
    }
    let wanted = NewCredential {
        name: entered.name.clone(),
        permissions: Permissions::Rows(rows),
        attributes: Attributes::Keys(entered.attributes.clone()),
    };
    match state.add_credential(&state.first(), wanted) {
        Ok(made) => {
            let name = entered.name;
            page(StatusCode::CREATED, &CreatedPage { frame: Frame::of(&state), name, made })
        }
        Err(error) => {
            let error = Some(error.to_string());
            page(StatusCode::BAD_REQUEST, &PermissionsPage::of(&state, entered, None, error))
        }
    }
}

/// What an integration may do, to be changed.
pub(super) async fn edit(Shared(state): Shared<Arc<State>>, Path(id): Path<String>) -> Response {
    let Some(credential) = state.tokens().known(&id) else { return Redirect::to(LIST).into_response() };
    let entered = Entered::of(&state, &credential);
    page(StatusCode::OK, &PermissionsPage::of(&state, entered, Some(id), None))
}

/// Changes what an integration may do.
pub(super) async fn change(
    Shared(state): Shared<Arc<State>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if is_foreign(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let entered = Entered::parse(&body);
    let rows = entered.permissions();
    let error = if rows.is_empty() {
        NOTHING_SELECTED.to_owned()
    } else {
        let attributes = Attributes::Keys(entered.attributes.clone());
        let changed = state.tokens().change(
            &id,
            &Permissions::Rows(rows),
            attributes,
            &state.first().company().catalogue,
        );
        match changed {
            Some(Err(error)) => error.to_string(),
            Some(Ok(())) | None => return Redirect::to(LIST).into_response(),
        }
    };
    page(StatusCode::BAD_REQUEST, &PermissionsPage::of(&state, entered, Some(id), Some(error)))
}

/// Deletes an integration; its tokens stop working at once. One that is gone already is no error.
pub(super) async fn delete(
    Shared(state): Shared<Arc<State>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    if is_foreign(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    state.tokens().remove(&id);
    Redirect::to(LIST).into_response()
}
