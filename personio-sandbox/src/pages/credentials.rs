//! The dialog in which credentials are made in three steps, or are given other rights.
//!
//! What may be wrong is told where it was entered, and nothing that was entered is lost.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;

use super::frame::{Frame, Visit};
use super::{LIST, encoded, page};
use crate::access::credential::{Attributes, ClientSecret, Credential, NewCredential, Permissions};
use crate::access::scope::{Access, ROWS};
use crate::model::attribute::Source;
use crate::model::company::Company;

/// What is said when no box is ticked.
const NOTHING_SELECTED: &str = "Select at least one permission.";

#[derive(Template)]
#[template(path = "name.html")]
struct NamePage {
    frame: Frame,
    name: String,
}

/// Step 1: the name.
pub(super) async fn name(visit: Visit) -> Response {
    let name = visit.asked("name").to_owned();
    page(StatusCode::OK, &NamePage { frame: visit.frame(LIST), name })
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
    fn of(company: &Company, credential: &Credential) -> Self {
        let boxes = ROWS.iter().flat_map(|(row, key, _)| {
            let access = credential.scopes.access(*row);
            let read = access.read.then(|| format!("{key}.read"));
            read.into_iter().chain(access.write.then(|| format!("{key}.write")))
        });
        let attributes = match &credential.attributes {
            Attributes::All => company.catalogue.iter().map(|(_, it)| it.key.clone()).collect(),
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
    /// Where it is sent.
    action: String,
    /// Whether an integration is changed, and none is made.
    changes: bool,
    error: Option<String>,
}

impl PermissionsPage {
    fn of(visit: &Visit, entered: Entered, of: Option<&str>, error: Option<String>) -> Self {
        let row = |(row, key, writable): &(crate::access::scope::Row, &'static str, bool)| RowView {
            key,
            label: row.label(),
            writable: *writable,
            access: entered.access(key),
        };
        let rows = ROWS.iter().map(row).collect();
        let company = visit.tenant.company();
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
        let place = of.map_or_else(|| "new".to_owned(), encoded);
        let action = visit.action(&format!("{LIST}/{place}/permissions"));
        let (frame, changes) = (visit.frame(LIST), of.is_some());
        Self { frame, name: entered.name, rows, attributes, chosen, action, changes, error }
    }
}

/// Step 2: permissions and readable attributes.
pub(super) async fn permissions(visit: Visit, RawQuery(query): RawQuery) -> Response {
    let entered = Entered::parse(query.unwrap_or_default().as_bytes());
    if entered.name.is_empty() {
        return Redirect::to(&format!("{LIST}/new")).into_response();
    }
    page(StatusCode::OK, &PermissionsPage::of(&visit, entered, None, None))
}

#[derive(Template)]
#[template(path = "created.html")]
pub(super) struct CreatedPage {
    pub(super) frame: Frame,
    pub(super) name: String,
    pub(super) made: ClientSecret,
    /// Whether the secret takes the place of another one.
    pub(super) rotated: bool,
}

/// Step 3: the credential is made, and its secret shown this once.
pub(super) async fn create(visit: Visit, body: Bytes) -> Response {
    let entered = Entered::parse(&body);
    let rows = entered.permissions();
    if rows.is_empty() {
        let error = NOTHING_SELECTED.to_owned();
        return page(StatusCode::BAD_REQUEST, &PermissionsPage::of(&visit, entered, None, Some(error)));
    }
    let wanted = NewCredential {
        name: entered.name.clone(),
        permissions: Permissions::Rows(rows),
        attributes: Attributes::Keys(entered.attributes.clone()),
    };
    match visit.state.add_credential(&visit.tenant, wanted) {
        Ok(made) => {
            let (frame, name) = (visit.frame(LIST), entered.name);
            page(StatusCode::CREATED, &CreatedPage { frame, name, made, rotated: false })
        }
        Err(error) => {
            let error = Some(error.to_string());
            page(StatusCode::BAD_REQUEST, &PermissionsPage::of(&visit, entered, None, error))
        }
    }
}

/// What an integration may do, to be changed.
pub(super) async fn edit(visit: Visit, Path(id): Path<String>) -> Response {
    let Some(credential) = visit.state.tokens().known(&id) else {
        return Redirect::to(LIST).into_response();
    };
    let entered = Entered::of(&visit.tenant.company(), &credential);
    page(StatusCode::OK, &PermissionsPage::of(&visit, entered, Some(&id), None))
}

/// Changes what an integration may do.
pub(super) async fn change(visit: Visit, Path(id): Path<String>, body: Bytes) -> Response {
    let entered = Entered::parse(&body);
    let rows = entered.permissions();
    let error = if rows.is_empty() {
        NOTHING_SELECTED.to_owned()
    } else {
        let attributes = Attributes::Keys(entered.attributes.clone());
        let tokens = visit.state.tokens();
        let rows = Permissions::Rows(rows);
        let changed = tokens.change(&id, &rows, attributes, &visit.tenant.company().catalogue);
        let Some(Err(error)) = changed else {
            visit.state.keep_tokens();
            return Redirect::to(LIST).into_response();
        };
        error.to_string()
    };
    page(StatusCode::BAD_REQUEST, &PermissionsPage::of(&visit, entered, Some(&id), Some(error)))
}
