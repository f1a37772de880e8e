//! Answers in the place of a route's own: of the gateway before the API, of a proxy, in German, of one's own choice.

use std::borrow::Cow;

use http::StatusCode;
use http::header::{HeaderName, HeaderValue};
use serde_json::{Value, json};

use super::body;
use super::effect::Custom;
use crate::routes::{Family, Route};
use crate::state::State;
use crate::wire::answer::Answer;
use crate::wire::refusal;

/// An error of the gateway, titled as the common file of v2 does (facts §4.2 [O]); its details and the shape in v1
/// are [?].
pub(crate) fn gateway(state: &State, route: &Route, status: StatusCode) -> Answer {
    let (title, detail, fragment) = match status {
        StatusCode::SERVICE_UNAVAILABLE => (
            "Service Unavailable",
            "The service is not available at the moment.",
            "common.service_unavailable",
        ),
        StatusCode::GATEWAY_TIMEOUT => {
            ("Gateway Timeout", "The service did not answer in time.", "common.gateway_timeout")
        }
        _ => ("Bad Gateway", "The service gave no valid answer.", "common.bad_gateway"),
    };
    match route.family {
        Family::V1 | Family::Control => refusal::v1(status, status.as_u16().into(), title),
        Family::Recruiting => refusal::recruiting_general(status, title, detail),
        Family::Applicant => refusal::applicant(status, title),
        Family::Careers => proxy_page(status),
        Family::V2 | Family::Persons | Family::Reports => refusal::v2(state, status, title, detail, fragment),
    }
}

/// The page that a proxy shows when there is nothing behind it.
pub(crate) fn proxy_page(status: StatusCode) -> Answer {
    let title = format!("{} {}", status.as_u16(), status.canonical_reason().unwrap_or("Error"));
    let body = format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n\
         <hr><center>proxy</center>\r\n</body>\r\n</html>\r\n"
    );
    Answer { status, ..Answer::bytes("text/html", body.into_bytes()) }
}

/// An answer as somebody wrote it.
pub(crate) fn custom(wanted: &Custom) -> Answer {
    let status = StatusCode::from_u16(wanted.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (content_type, body) = match &wanted.body {
        Value::Null => ("", Vec::new()),
        Value::String(text) => ("text/plain", text.clone().into_bytes()),
        json @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
            ("application/json", json.to_string().into_bytes())
        }
    };
    let mut answer = Answer { status, ..Answer::bytes(content_type, body) };
    if let Some(content_type) = &wanted.content_type {
        answer.content_type = Cow::Owned(content_type.clone());
    }
    answer.headers = headers(wanted);
    answer
}

fn headers(wanted: &Custom) -> Vec<(HeaderName, HeaderValue)> {
    let read = |(name, value): (&String, &String)| {
        Some((HeaderName::try_from(name).ok()?, HeaderValue::from_str(value).ok()?))
    };
    wanted.headers.iter().filter_map(read).collect()
}

/// An error with German texts.
pub(crate) fn german(state: &State, route: &Route, status: StatusCode) -> Answer {
    let mut answer = gateway(state, route, status);
    translate(&mut answer);
    answer
}

/// Puts German texts into an error; whether it is one.
pub(crate) fn translate(answer: &mut Answer) -> bool {
    let status = answer.status.as_u16();
    if status < 400 {
        return false;
    }
    let (title, detail) = words(status);
    body::change(answer, |body| {
        let mut changed = false;
        if let Some(message) = body.pointer_mut("/error/message") {
            *message = json!(detail);
            changed = true;
        }
        let errors = body.get_mut("errors").and_then(Value::as_array_mut).into_iter().flatten();
        for error in errors.filter_map(Value::as_object_mut) {
            error.insert("title".to_owned(), json!(title));
            error.insert("detail".to_owned(), json!(detail));
            changed = true;
        }
        changed
    })
}

/// German for a status. The text of 404 is that of the published example (facts §4.1 [O]), the others are made up [?].
fn words(status: u16) -> (&'static str, &'static str) {
    match status {
        400 => ("Ungültige Anfrage", "Die angegebenen Parameter sind ungültig."),
        401 => ("Nicht angemeldet", "Es wurde keine gültige Autorisierung angegeben."),
        403 => ("Zugriff verweigert", "Die angegebene Autorisierung ist ungültig."),
        409 => ("Konflikt", "Der Eintrag überschneidet sich mit einem vorhandenen Eintrag."),
        422 => ("Nicht verarbeitbar", "Die angegebenen Daten sind ungültig."),
        429 => ("Zu viele Anfragen", "Zu viele Versuche. Bitte später erneut versuchen."),
        _ => ("Fehler", "Es ist ein Problem aufgetreten "),
    }
}
