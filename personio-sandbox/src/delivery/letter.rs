//! One request as it goes out: where to, with which headers, with which body.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Uri};
use jiff::Timestamp;

use super::form::Form;
use crate::model::company::Company;
use crate::model::webhook::{Pending, Webhook};
use crate::rules::webhooks::address;
use crate::rules::webhooks::queue::Made;
use crate::state::State;
use crate::switch::Switch;
use crate::wire::json::{Json, Object};

/// How the real one names itself is not known [?].
pub(crate) const NAME: &str = concat!("personio-sandbox/", env!("CARGO_PKG_VERSION"));
/// The type of every body (facts §11.2 [O]).
pub(crate) const JSON: &str = "application/json";

/// A request to make.
#[derive(Debug)]
pub(super) struct Letter {
    pub(super) made: Made,
    /// None for an address that may not be called, or no longer.
    pub(super) to: Option<Uri>,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// What must not be told of it.
    pub(super) secrets: Vec<String>,
}

impl Letter {
    /// The next request of a delivery.
    pub(super) fn write(
        state: &State,
        company: &Company,
        webhook: &Webhook,
        pending: &Pending,
        now: Timestamp,
    ) -> Option<Self> {
        let delivery = company.webhook_deliveries.get(pending.id)?;
        // Which of them a retry sends is not known (facts §11.2 [Q]).
        let original = state.switches().is(Switch::WebhookRetryToken, "original");
        let auth = if original { &pending.auth } else { &webhook.auth };
        let secret = auth.sent();
        let made = Made {
            delivery: delivery.uuid,
            cycle: pending.cycle,
            attempt: pending.sent + 1,
            url: webhook.url.clone(),
            secret_headers: secret.iter().map(|(name, _)| (*name).to_owned().into()).collect(),
            started_at: now,
        };
        let allowed = address::check(&webhook.url, state.options().insecure_webhooks).is_ok();
        let mut json = Json::with_capacity(512);
        let mut body = Object::open(&mut json);
        Form::of(state.switches()).write(&mut body, company, delivery);
        body.close();
        Some(Self {
            made,
            to: webhook.url.parse().ok().filter(|_| allowed),
            headers: headers(&secret),
            body: json.into_bytes().into(),
            secrets: secret.into_iter().map(|(_, value)| value.to_owned()).collect(),
        })
    }
}

/// The token or the headers of one's own, exactly as they were given (facts §11.1 [O]); nothing is signed (facts
/// §11.2 [O]).
fn headers(secret: &[(&str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
    headers.insert(USER_AGENT, HeaderValue::from_static(NAME));
    for (name, value) in secret {
        if let (Ok(name), Ok(mut value)) = (HeaderName::try_from(*name), HeaderValue::from_str(value)) {
            value.set_sensitive(true);
            headers.insert(name, value);
        }
    }
    headers
}
