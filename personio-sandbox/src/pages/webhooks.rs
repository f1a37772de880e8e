//! The list of webhooks: who is told of events, and how that goes.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use http::StatusCode;

use super::frame::{Frame, Visit, moment};
use super::{page, webhook};
use crate::model::company::Company;
use crate::model::webhook::{AuthType, Delivery, Outcome, Webhook};
use crate::state::State;

/// Where the list is.
pub(super) const LIST: &str = "/settings/webhooks";

/// The pages about webhooks.
pub(super) fn router() -> Router<Arc<State>> {
    Router::new()
        .route(LIST, get(list))
        .route(&format!("{LIST}/{{id}}"), get(webhook::show).post(webhook::send))
        .route(&format!("{LIST}/{{id}}/deliveries/{{number}}"), post(webhook::redeliver))
}

/// A webhook in the list.
struct Row {
    href: String,
    description: String,
    url: String,
    events: String,
    auth: &'static str,
    enabled: bool,
    waiting: usize,
    /// When the last event happened, which one, and what became of it.
    last: Option<(String, String, Standing)>,
}

/// What became of a delivery, as a page tells it.
pub(super) struct Standing {
    pub(super) word: &'static str,
    pub(super) is_good: bool,
    pub(super) is_bad: bool,
}

impl Standing {
    /// Where a delivery stands.
    pub(super) fn of(delivery: &Delivery) -> Self {
        Self {
            word: word(delivery.outcome),
            is_good: delivery.outcome == Outcome::Delivered,
            is_bad: matches!(delivery.outcome, Outcome::Failed | Outcome::Dropped),
        }
    }
}

impl Row {
    fn of(company: &Company, it: &Webhook) -> Self {
        let last = company.webhook_deliveries.rows().iter().rev().find(|row| row.webhook == it.id);
        Self {
            href: format!("{LIST}/{}", it.uuid),
            description: name(it),
            url: it.url.to_string(),
            events: it.events.join(", "),
            auth: auth(it),
            enabled: it.enabled,
            waiting: company.webhook_pending.rows().iter().filter(|row| row.webhook == it.id).count(),
            last: last.map(|row| (moment(company, row.occurred_at), row.name.to_string(), Standing::of(row))),
        }
    }
}

#[derive(Template)]
#[template(path = "webhooks.html")]
struct ListPage {
    frame: Frame,
    webhooks: Vec<Row>,
}

/// The webhooks of the company, newest first.
async fn list(visit: Visit) -> Response {
    let frame = visit.frame(LIST);
    let company = visit.tenant.company();
    let webhooks = company.webhooks.rows().iter().rev().map(|it| Row::of(&company, it)).collect();
    page(StatusCode::OK, &ListPage { frame, webhooks })
}

/// What a page calls a webhook.
pub(super) fn name(webhook: &Webhook) -> String {
    let description = webhook.description.trim();
    if description.is_empty() { "Webhook without a description".to_owned() } else { description.to_owned() }
}

/// How its deliveries prove where they come from.
pub(super) fn auth(webhook: &Webhook) -> &'static str {
    match webhook.auth.kind {
        AuthType::None => "nothing",
        AuthType::Token if webhook.auth.token.is_none() => "a token that is not set",
        AuthType::Token => "a token in Authorization",
        AuthType::Custom => "headers of its own",
    }
}

/// The word for where a delivery stands.
fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Unsent => "not sent",
        Outcome::Waiting => "waiting",
        Outcome::Delivered => "delivered",
        Outcome::Failed => "failed",
        Outcome::Dropped => "given up",
    }
}
