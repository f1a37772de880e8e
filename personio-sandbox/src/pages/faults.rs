//! Faults by hand: which there are, how often they struck, and a form for the common ones.
//!
//! What can go wrong is decided by [`crate::faults`]; this page says it in the same JSON as the control API.

mod common;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::form::{Field, Form, Look, Press, Sent};
use super::frame::{Frame, Visit};
use super::page;
use crate::faults::fault::Fault;
use crate::routes::{Family, ROUTES};
use crate::state::State;

/// Where this is in the navigation.
const SECTION: &str = "/faults";
const EXAMPLE: &str =
    r#"{"match": {"route": "/v2/persons", "nth": 2}, "effect": {"kind": "latency", "ms": 1500}}"#;

/// The pages of faults.
pub(super) fn router() -> Router<Arc<State>> {
    Router::new()
        .route(SECTION, get(show).post(add))
        .route("/faults/json", post(add_json))
        .route("/faults/clear", post(clear))
        .route("/faults/{id}/delete", post(delete))
}

/// A fault in the list.
struct Row {
    id: String,
    effect: String,
    /// Which calls, as far as that is restricted.
    matching: String,
    calls: u64,
    fired: u64,
    press: Press,
}

#[derive(Template)]
#[template(path = "faults.html")]
struct FaultsPage {
    frame: Frame,
    faults: Vec<Row>,
    clear: Press,
    common: Form,
    json: Form,
}

impl FaultsPage {
    fn of(visit: &Visit) -> Self {
        let clear = Press {
            action: visit.action("/faults/clear"),
            label: "Delete all",
            says: "Delete all faults".to_owned(),
        };
        Self {
            frame: visit.frame(SECTION),
            faults: visit.state.faults().list().iter().map(|it| row(visit, it)).collect(),
            clear,
            common: common_form(visit),
            json: json_form(visit),
        }
    }
}

fn row(visit: &Visit, fault: &Value) -> Row {
    let id = fault["id"].as_str().unwrap_or("").to_owned();
    let fields = fault["match"].as_object().into_iter().flatten();
    let matching: Vec<String> = fields.map(|(name, value)| format!("{name} {}", said(value))).collect();
    Row {
        effect: common::label(&fault["effect"]).map_or_else(|| fault["effect"].to_string(), str::to_owned),
        matching: if matching.is_empty() { "every call".to_owned() } else { matching.join(", ") },
        calls: fault["calls"].as_u64().unwrap_or(0),
        fired: fault["fired"].as_u64().unwrap_or(0),
        press: Press {
            action: visit.action(&format!("/faults/{}/delete", super::encoded(&id))),
            label: "Delete",
            says: format!("Delete {id}"),
        },
        id,
    }
}

/// A value of JSON, without quotes around texts.
fn said(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn common_form(visit: &Visit) -> Form {
    let effects = common::COMMON.iter().map(|(key, label, _)| ((*key).to_owned(), (*label).to_owned()));
    let fields = vec![
        Field::choice("effect", "What goes wrong", effects.collect()),
        Field::choice("route", "Which calls", routes()),
        Field::new("nth", "Only the call with this number", "text")
            .hint("Counted from 1 among those that fit. Empty for every one."),
        Field::new("times", "How often at most", "text").hint("Empty for always."),
        Field::new("percent", "How likely, in percent", "text").hint("Empty for certain."),
    ];
    Form::new(visit, SECTION, ("fault", "Add a common fault", "Add"), fields)
}

/// Every route that faults can strike, behind all of them and all of a generation.
fn routes() -> Vec<(String, String)> {
    let all = [("", "Every call"), ("/v1/*", "Every call of v1"), ("/v2/*", "Every call of v2")];
    let own = ROUTES.iter().filter(|it| it.family != Family::Control);
    let own = own.map(|it| format!("{} {}", it.method, it.template)).map(|it| (it.clone(), it));
    all.map(|(value, label)| (value.to_owned(), label.to_owned())).into_iter().chain(own).collect()
}

fn json_form(visit: &Visit) -> Form {
    let field = Field::new("json", "Fault", "").look(Look::Area).required().value(EXAMPLE);
    let field = field.hint("As POST /_sandbox/faults takes it; /_sandbox/openapi.json has every effect.");
    Form::new(visit, "/faults/json", ("json", "Add any fault as JSON", "Add"), vec![field])
}

/// The faults there are, and the forms for more.
async fn show(visit: Visit) -> Response {
    page(StatusCode::OK, &FaultsPage::of(&visit))
}

/// Adds one of the common faults.
async fn add(visit: Visit, body: Bytes) -> Response {
    let mut sent = Sent::parse(&body);
    let fault = read(&mut sent).filter(|_| sent.is_good());
    let added = fault.and_then(|it| store(&visit, it.to_string().as_bytes(), &mut sent, "effect"));
    added.unwrap_or_else(|| {
        let mut shown = FaultsPage::of(&visit);
        shown.common = shown.common.entered(&sent);
        page(StatusCode::BAD_REQUEST, &shown)
    })
}

/// Adds the fault that a text describes.
async fn add_json(visit: Visit, body: Bytes) -> Response {
    let mut sent = Sent::parse(&body);
    let text = sent.get("json").to_owned();
    store(&visit, text.as_bytes(), &mut sent, "json").unwrap_or_else(|| {
        let mut shown = FaultsPage::of(&visit);
        shown.json = shown.json.entered(&sent);
        page(StatusCode::BAD_REQUEST, &shown)
    })
}

fn store(visit: &Visit, json: &[u8], sent: &mut Sent, field: &str) -> Option<Response> {
    let tokens = visit.state.tokens();
    match Fault::read(json, |id| tokens.known(id).is_some()) {
        Ok(fault) => {
            visit.state.faults().add(fault);
            Some(Redirect::to(SECTION).into_response())
        }
        Err(error) => {
            sent.wrong(field, format!("This fault can't be: {error}."));
            None
        }
    }
}

/// The fault that the form for common ones describes.
fn read(sent: &mut Sent) -> Option<Value> {
    let Some(effect) = common::effect(sent.get("effect")) else {
        sent.wrong("effect", "Choose one of the list.");
        return None;
    };
    let mut matching = Map::new();
    match sent.get("route").split_once(' ') {
        Some((method, route)) => {
            matching.insert("method".to_owned(), json!(method));
            matching.insert("route".to_owned(), json!(route));
        }
        None if !sent.get("route").is_empty() => {
            matching.insert("route".to_owned(), json!(sent.get("route")));
        }
        None => {}
    }
    let count = |it: &str| it.parse::<u64>().ok().filter(|it| *it > 0);
    for name in ["nth", "times"] {
        if let Some(count) = sent.read_as(name, "Enter a whole number from 1.", count) {
            matching.insert(name.to_owned(), json!(count));
        }
    }
    let percent = |it: &str| it.parse::<f64>().ok().filter(|it| (0.0..=100.0).contains(it));
    if let Some(percent) = sent.read_as("percent", "Enter a number from 0 to 100.", percent) {
        matching.insert("probability".to_owned(), json!(percent / 100.0));
    }
    Some(json!({"match": matching, "effect": effect}))
}

/// Takes a fault away; one that is gone already is no error.
async fn delete(visit: Visit, Path(id): Path<String>) -> Response {
    visit.state.faults().remove(&id);
    Redirect::to(SECTION).into_response()
}

/// Takes every fault away.
async fn clear(visit: Visit) -> Response {
    visit.state.faults().clear();
    Redirect::to(SECTION).into_response()
}
