//! The pages as a browser without script uses them: every change is visible in both generations of the API, and told.

mod absences;
mod attendance;
mod changing;
mod credentials;
mod documents;
mod faults;
mod form;
mod hiring;
mod pay;
mod people;
mod projects;
mod recruiting;
mod sandbox;

use serde_json::Value;

use crate::kit::{Answer, FORM, Local, form};

/// A page.
pub(crate) async fn page(local: &Local, path: &str) -> Answer {
    local.send("GET", path, &[], "").await
}

/// Sends a form.
pub(crate) async fn submit(local: &Local, path: &str, fields: &[(&str, &str)]) -> Answer {
    local.send("POST", path, &[FORM], form(fields)).await
}

/// The value that a field of a page has, or the option that is selected.
#[track_caller]
pub(crate) fn value(page: &Answer, id: &str) -> String {
    let (_, rest) = page.body.split_once(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("{id}: {page:?}"));
    let (_, rest) = rest.split_once("value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// The credentials there are.
async fn listed(local: &Local) -> Vec<Value> {
    let list = page(local, "/_sandbox/credentials").await.expect(200).json();
    list["credentials"].as_array().unwrap().clone()
}
