//! One webhook: what it was told, what it answered, and buttons to tell it something, or the same again.

use std::collections::HashMap;

use askama::Template;
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::form::{Field, Form, Look, Press, Sent};
use super::frame::{Frame, Told as Said, Visit, broken, moment};
use super::pager::Pager;
use super::webhooks::{LIST, Standing, auth, name};
use super::{gone, page};
use crate::delivery::form::Form as Told;
use crate::delivery::letter::{JSON, NAME};
use crate::model::company::Company;
use crate::model::event::PING;
use crate::model::webhook::{Delivery, DeliveryRequest, Webhook};
use crate::rules::webhooks::queue;
use crate::wire::json::{Json, Object};

/// What is said when there is no such webhook.
const GONE: &str = "There is no such webhook, or not any more.";
/// What a test event has unless something else is entered.
const PAYLOAD: &str = r#"{"person": {"id": "1"}}"#;

/// A delivery on the page.
struct DeliveryView {
    time: String,
    name: String,
    standing: Standing,
    /// How many requests were made.
    requests: String,
    /// When the next one is due.
    next: Option<String>,
    event: String,
    body: String,
    made: Vec<RequestView>,
    again: Press,
}

/// A request on the page.
struct RequestView {
    time: String,
    millis: i64,
    attempt: u32,
    url: String,
    headers: Vec<String>,
    status: Option<u16>,
    error: Option<String>,
    content_type: Option<String>,
    excerpt: String,
    is_good: bool,
}

#[derive(Template)]
#[template(path = "webhook.html")]
struct WebhookPage {
    frame: Frame,
    name: String,
    enabled: bool,
    pairs: Vec<(&'static str, String)>,
    form: Form,
    deliveries: Vec<DeliveryView>,
    pager: Pager,
}

/// A webhook with its deliveries, newest first.
pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    shown(&visit, &id, StatusCode::OK, None)
}

/// Sends a test event, or a ping.
pub(super) async fn send(visit: Visit, Path(id): Path<String>, body: Bytes) -> Response {
    let mut sent = Sent::parse(&body);
    let event = sent.need::<String>("event", "Choose an event.").unwrap_or_default();
    let text = sent.filled("payload").unwrap_or("{}").to_owned();
    let payload: Option<Map<String, Value>> = serde_json::from_str(&text).ok();
    if payload.is_none() {
        sent.wrong("payload", "Enter a JSON object, like {\"person\": {\"id\": \"1\"}}.");
    }
    let allowed = {
        let company = visit.tenant.company();
        let Some(webhook) = company.webhooks.by_uuid_text(&id) else { return gone(visit.frame(LIST), GONE) };
        event == PING || webhook.events.iter().any(|it| *it == event)
    };
    if !allowed {
        sent.wrong("event", "Choose an event that the webhook is told of.");
    }
    let Some(payload) = payload.filter(|_| allowed) else {
        return shown(&visit, &id, StatusCode::BAD_REQUEST, Some(&sent));
    };
    let now = visit.now();
    changed(&visit, &id, |company, webhook| {
        queue::send(company, webhook, event.into(), Value::Object(payload), now);
    })
}

/// Sends a delivery again.
pub(super) async fn redeliver(visit: Visit, Path((id, number)): Path<(String, u32)>) -> Response {
    let now = visit.now();
    changed(&visit, &id, |company, webhook| {
        if company.webhook_deliveries.get(number).is_some_and(|it| it.webhook == webhook) {
            queue::redeliver(company, number, now);
        }
    })
}

fn changed(visit: &Visit, id: &str, change: impl FnOnce(&mut Company, u32)) -> Response {
    let done = visit.state.change(&visit.tenant, |company| {
        let webhook = company.webhooks.by_uuid_text(id).map(|it| it.id)?;
        change(company, webhook);
        Some(())
    });
    match done {
        Ok(Some(())) => Redirect::to(&format!("{LIST}/{id}?sent=yes")).into_response(),
        Ok(None) => gone(visit.frame(LIST), GONE),
        Err(error) => broken(&error),
    }
}

fn shown(visit: &Visit, id: &str, status: StatusCode, sent: Option<&Sent>) -> Response {
    let mut frame = visit.frame(LIST);
    if visit.asked("sent") == "yes" {
        let summary = "The event is on its way. Load the page again to see what came back.".to_owned();
        frame.told = Some(Said { summary, events: Vec::new(), more: 0 });
    }
    let company = visit.tenant.company();
    let Some(webhook) = company.webhooks.by_uuid_text(id) else {
        drop(company);
        return gone(frame, GONE);
    };
    let own = company.webhook_deliveries.rows().iter().rev().filter(|it| it.webhook == webhook.id);
    let (rows, pager) = Pager::cut(visit, own.collect());
    let mut made: HashMap<u32, Vec<&DeliveryRequest>> =
        rows.iter().map(|it: &&Delivery| (it.id, Vec::new())).collect();
    for request in company.webhook_requests.rows() {
        if let Some(list) = made.get_mut(&request.delivery) {
            list.push(request);
        }
    }
    let view = |it: &Delivery| {
        DeliveryView::of(visit, &company, webhook, it, made.get(&it.id).map_or(&[], Vec::as_slice))
    };
    let deliveries = rows.into_iter().map(view).collect();
    let form = form(visit, webhook);
    let page_of = WebhookPage {
        frame,
        name: name(webhook),
        enabled: webhook.enabled,
        pairs: pairs(&company, webhook),
        form: match sent {
            Some(sent) => form.entered(sent),
            None => form,
        },
        deliveries,
        pager,
    };
    page(status, &page_of)
}

fn pairs(company: &Company, it: &Webhook) -> Vec<(&'static str, String)> {
    vec![
        ("URL", it.url.to_string()),
        ("Webhook ID", it.uuid.to_string()),
        ("Told of", it.events.join(", ")),
        ("Proves itself with", auth(it).to_owned()),
        ("Created", moment(company, it.created_at)),
        ("Changed", moment(company, it.updated_at)),
    ]
}

fn form(visit: &Visit, webhook: &Webhook) -> Form {
    let names = webhook.events.iter().map(|it| &**it).chain([PING]);
    let options = names.map(|it| (it.to_owned(), it.to_owned())).collect();
    let fields = vec![
        Field::choice("event", "Event", options),
        Field::new("payload", "Payload", "")
            .look(Look::Area)
            .value(PAYLOAD)
            .hint("A JSON object. It need not name anybody that there is."),
    ];
    let path = format!("{LIST}/{}", webhook.uuid);
    Form::new(visit, &path, ("test", "Send a test event", "Send"), fields)
}

impl DeliveryView {
    fn of(
        visit: &Visit,
        company: &Company,
        webhook: &Webhook,
        it: &Delivery,
        made: &[&DeliveryRequest],
    ) -> Self {
        let mut json = Json::with_capacity(256);
        let mut body = Object::open(&mut json);
        Told::of(visit.state.switches()).write(&mut body, company, it);
        body.close();
        let pending = company.webhook_pending.get(it.id).filter(|row| !row.again);
        let (time, name) = (second(company, it.occurred_at), it.name.to_string());
        let path = format!("{LIST}/{}/deliveries/{}", webhook.uuid, it.id);
        Self {
            standing: Standing::of(it),
            requests: match it.requests {
                0 => "no request".to_owned(),
                1 => "1 request".to_owned(),
                many => format!("{many} requests"),
            },
            next: pending.map(|row| second(company, row.due)),
            event: it.event.to_string(),
            body: String::from_utf8_lossy(&json.into_bytes()).into_owned(),
            made: made.iter().map(|it| RequestView::of(company, it)).collect(),
            again: Press {
                action: visit.action(&path),
                label: "Send again",
                says: format!("Send again: {name} of {time}"),
            },
            time,
            name,
        }
    }
}

impl RequestView {
    fn of(company: &Company, it: &DeliveryRequest) -> Self {
        let plain = [format!("content-type: {JSON}"), format!("user-agent: {NAME}")];
        let secret = it.secret_headers.iter().map(|name| format!("{name}: •••"));
        Self {
            time: second(company, it.started_at),
            millis: it.completed_at.as_millisecond() - it.started_at.as_millisecond(),
            attempt: it.attempt,
            url: it.url.to_string(),
            headers: plain.into_iter().chain(secret).collect(),
            status: it.reply.status,
            error: it.reply.error.as_deref().map(str::to_owned),
            content_type: it.reply.content_type.as_deref().map(str::to_owned),
            excerpt: it.reply.excerpt.to_string(),
            is_good: it.reply.is_delivered(),
        }
    }
}

/// A moment by the clock of the company, to the second.
fn second(company: &Company, at: Timestamp) -> String {
    company.zone.to_datetime(at).strftime("%Y-%m-%d %H:%M:%S").to_string()
}
