//! Webhooks: which there may be, and what becomes of them when they are changed.
//!
//! What is sent to them, and when, is in [`queue`] and [`schedule`].

pub(crate) mod address;
pub(crate) mod queue;
pub(crate) mod schedule;

use http::{HeaderName, HeaderValue};
use jiff::Timestamp;
use uuid::Uuid;

use self::address::Unfit;
use crate::model::company::{Company, fresh_uuid};
use crate::model::event::NAMES;
use crate::model::text::Text;
use crate::model::webhook::{Auth, AuthType, Webhook};

/// How many headers of one's own there may be (facts §11.1 [O]).
const MOST_HEADERS: usize = 3;
/// With what their names may not begin, as these steer the connection (facts §11.1 [O]).
const RESERVED: [&str; 9] = [
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "upgrade",
    "te",
    "trailer",
    "expect",
    "content-type",
];

/// A webhook as somebody wants it.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) url: Text,
    pub(crate) description: Text,
    pub(crate) enabled: bool,
    pub(crate) auth: Auth,
    pub(crate) events: Vec<Text>,
}

impl Draft {
    /// A webhook as it is.
    pub(crate) fn of(webhook: &Webhook) -> Self {
        let Webhook { url, description, enabled, auth, events, .. } = webhook.clone();
        Self { url, description, enabled, auth, events }
    }
}

/// What is allowed where no source tells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Policy {
    /// Whether `http` addresses of this machine may be used.
    pub(crate) insecure: bool,
    /// Whether several webhooks may have one address.
    pub(crate) same_url: bool,
    /// Whether a token is needed where one is to be sent.
    pub(crate) token_needed: bool,
    pub(crate) when_disabled: WhenDisabled,
}

/// What becomes of that which is still to be sent to a webhook that is disabled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WhenDisabled {
    Drop,
    Hold,
}

/// Why a webhook can't be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    Url,
    Hostname,
    UrlTaken,
    NoEvents,
    UnknownEvent,
    Token,
    NoToken,
    HeadersNotCustom,
    TooManyHeaders,
    HeaderName,
    HeaderValue,
}

impl From<Unfit> for Refused {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::Url => Self::Url,
            Unfit::Hostname => Self::Hostname,
        }
    }
}

/// Adds a webhook.
pub(crate) fn create(
    company: &mut Company,
    draft: Draft,
    now: Timestamp,
    policy: Policy,
) -> Result<Uuid, Refused> {
    check(company, None, &draft, policy)?;
    let (id, uuid) = (company.webhooks.next_number(), fresh_uuid());
    let Draft { url, description, enabled, auth, events } = draft;
    let (created_at, updated_at, redelivered) = (now, now, Vec::new());
    company.webhooks.insert(Webhook {
        id,
        uuid,
        url,
        description,
        enabled,
        auth,
        events,
        created_at,
        updated_at,
        redelivered,
    });
    Ok(uuid)
}

/// Changes a webhook.
pub(crate) fn change(
    company: &mut Company,
    id: u32,
    draft: Draft,
    now: Timestamp,
    policy: Policy,
) -> Result<(), Refused> {
    check(company, Some(id), &draft, policy)?;
    let Some(webhook) = company.webhooks.get_mut(id) else { return Ok(()) };
    let was_enabled = webhook.enabled;
    Draft {
        url: webhook.url,
        description: webhook.description,
        enabled: webhook.enabled,
        auth: webhook.auth,
        events: webhook.events,
    } = draft;
    webhook.updated_at = now;
    if was_enabled && !webhook.enabled && policy.when_disabled == WhenDisabled::Drop {
        queue::drop_all(company, id);
    }
    Ok(())
}

/// Takes a webhook away, with all that was to be sent to it.
pub(crate) fn delete(company: &mut Company, id: u32) {
    company.webhooks.remove(id);
    company.webhook_pending.retain(|it| it.webhook != id);
    company.webhook_deliveries.retain(|it| it.webhook != id);
    company.webhook_requests.retain(|it| it.webhook != id);
}

fn check(company: &Company, id: Option<u32>, draft: &Draft, policy: Policy) -> Result<(), Refused> {
    let Draft { url, auth, events, .. } = draft;
    address::check(url, policy.insecure)?;
    if events.is_empty() {
        return Err(Refused::NoEvents);
    }
    if !events.iter().all(|it| NAMES.contains(&&**it)) {
        return Err(Refused::UnknownEvent);
    }
    check_auth(auth, policy)?;
    let taken = |it: &Webhook| it.url == *url && Some(it.id) != id;
    if !policy.same_url && company.webhooks.rows().iter().any(taken) {
        return Err(Refused::UrlTaken);
    }
    Ok(())
}

fn check_auth(auth: &Auth, policy: Policy) -> Result<(), Refused> {
    let Auth { kind, token, headers } = auth;
    match token {
        Some(token) if !is_value(token) => return Err(Refused::Token),
        None if *kind == AuthType::Token && policy.token_needed => return Err(Refused::NoToken),
        Some(_) | None => {}
    }
    if *kind != AuthType::Custom && !headers.is_empty() {
        return Err(Refused::HeadersNotCustom);
    }
    if headers.len() > MOST_HEADERS {
        return Err(Refused::TooManyHeaders);
    }
    let mut names: Vec<String> = Vec::new();
    for (name, value) in headers {
        let name = name.to_ascii_lowercase();
        let reserved = RESERVED.iter().any(|it| name.starts_with(it));
        if reserved || HeaderName::try_from(&name).is_err() || names.contains(&name) {
            return Err(Refused::HeaderName);
        }
        if !is_value(value) {
            return Err(Refused::HeaderValue);
        }
        names.push(name);
    }
    Ok(())
}

/// Whether a text can be sent as the value of a header: it stays as it is, so spaces around it can't be.
fn is_value(text: &str) -> bool {
    !text.is_empty() && text.is_ascii() && text.trim() == text && HeaderValue::from_str(text).is_ok()
}
