//! `/v2/webhooks`: who is told of events, and how.
//!
//! Fields, limits and codes are those of the published pages [O]; which of the published errors a mistake gets is
//! [?] unless it is said.

use http::StatusCode;

use super::attendances::invalid;
use super::fields::{Fields, Sent, Unfit};
use super::projects::unprocessable;
use crate::access::tokens::Grant;
use crate::model::company::Company;
use crate::model::text::Text;
use crate::model::webhook::{Auth, AuthType, Webhook};
use crate::rules::webhooks::{self, Draft, Policy, Refused, WhenDisabled};
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::{Json, Object};
use crate::wire::page::{ListSpec, Page};
use crate::wire::refusal;

/// Its limits are not published [?].
const LIST: ListSpec = ListSpec::new(50, 100, &[]);
/// The longest texts [?].
const URL: usize = 4_096;
const DESCRIPTION: usize = 1_000;
const SECRET: usize = 4_096;

/// Lists webhooks, the oldest first.
pub(crate) fn list(call: &Call<'_>, _: &Grant) -> Outcome {
    let page = Page::read(call, &LIST)?;
    let company = call.company();
    let after = u32::try_from(page.after()).unwrap_or(u32::MAX);
    let rows = company.webhooks.after(after).iter().map(|it| (u64::from(it.id), it));
    Ok(page.answer(call, rows, webhook))
}

/// Shows a webhook, its token included (facts §11.1 [O]).
pub(crate) fn one(call: &Call<'_>, _: &Grant) -> Outcome {
    let company = call.company();
    Ok(Answer::ok(written(find(call, &company)?)))
}

/// Adds a webhook.
pub(crate) fn create(call: &Call<'_>, _: &Grant) -> Outcome {
    let fields = Fields::read(call).map_err(|Unfit| invalid(call))?;
    let none = Auth { kind: AuthType::Token, token: None, headers: Vec::new() };
    let (url, description) = (Text::default(), Text::default());
    let empty = Draft { url, description, enabled: false, auth: none, events: Vec::new() };
    let needed = ["url", "description", "enabled_events"];
    if !needed.iter().all(|it| fields.has(it)) {
        return Err(invalid(call));
    }
    let draft = wanted(&fields, empty).map_err(|Unfit| invalid(call))?;
    call.change(|company| {
        let made = webhooks::create(company, draft, call.now(), policy(call));
        let made = made.map_err(|it| refused(call, it))?;
        let row = company.webhooks.by_uuid(made).ok_or_else(|| refusal::v2_not_found(call))?;
        Ok(Answer { status: StatusCode::CREATED, ..Answer::ok(written(row)) })
    })
}

/// Changes a webhook; what is left out stays.
pub(crate) fn change(call: &Call<'_>, _: &Grant) -> Outcome {
    let fields = Fields::read(call).map_err(|Unfit| invalid(call))?;
    call.change(|company| {
        let before = find(call, company)?;
        let id = before.id;
        let draft = wanted(&fields, Draft::of(before)).map_err(|Unfit| invalid(call))?;
        webhooks::change(company, id, draft, call.now(), policy(call)).map_err(|it| refused(call, it))?;
        Ok(Answer::ok(written(find(call, company)?)))
    })
}

/// Takes a webhook away.
pub(crate) fn delete(call: &Call<'_>, _: &Grant) -> Outcome {
    call.change(|company| {
        let id = find(call, company)?.id;
        webhooks::delete(company, id);
        let with_status = call.switched(Switch::WebhookDeleted, "200");
        Ok(Answer::empty(if with_status { StatusCode::OK } else { StatusCode::NO_CONTENT }))
    })
}

/// The webhook whose uuid is in the path.
pub(super) fn find<'a>(call: &Call<'_>, company: &'a Company) -> Result<&'a Webhook, Answer> {
    company.webhooks.by_uuid_text(&call.param(0)).ok_or_else(|| refusal::v2_not_found(call))
}

fn policy(call: &Call<'_>) -> Policy {
    let holds = call.switched(Switch::WebhookDisabledPending, "held");
    Policy {
        insecure: call.state.options().insecure_webhooks,
        same_url: call.switched(Switch::WebhookUrlTaken, "allowed"),
        token_needed: call.switched(Switch::WebhookNoToken, "422"),
        when_disabled: if holds { WhenDisabled::Hold } else { WhenDisabled::Drop },
    }
}

/// A webhook as it is after a body changed it.
fn wanted(fields: &Fields, before: Draft) -> Result<Draft, Unfit> {
    // Only what is optional can be taken away.
    let kept = |sent: Sent<String>, before: Text| match sent {
        Sent::Not => Ok(before),
        Sent::Null => Err(Unfit),
        Sent::Value(it) => Ok(Text::from(it)),
    };
    let enabled = match fields.text("status", SECRET)?.value().as_deref() {
        None => before.enabled,
        Some("ENABLED") => true,
        Some("DISABLED") => false,
        Some(_) => return Err(Unfit),
    };
    let events = match fields.texts("enabled_events", SECRET)? {
        Sent::Not => before.events,
        Sent::Null => return Err(Unfit),
        Sent::Value(names) => {
            let mut events: Vec<Text> = Vec::with_capacity(names.len());
            for name in names.into_iter().map(Text::from) {
                if !events.contains(&name) {
                    events.push(name);
                }
            }
            events
        }
    };
    Ok(Draft {
        url: kept(fields.text("url", URL)?, before.url)?,
        description: kept(fields.text("description", DESCRIPTION)?, before.description)?,
        enabled,
        auth: auth(fields, before.auth)?,
        events,
    })
}

/// What belongs to another type than the new one does not stay.
fn auth(fields: &Fields, before: Auth) -> Result<Auth, Unfit> {
    let kind = match fields.text("auth_type", SECRET)?.value().as_deref() {
        None => before.kind,
        Some("NONE") => AuthType::None,
        Some("TOKEN") => AuthType::Token,
        Some("CUSTOM") => AuthType::Custom,
        Some(_) => return Err(Unfit),
    };
    let token = fields.text("token", SECRET)?.map(Text::from).or(before.token);
    let sent = fields.named_texts("custom_headers", SECRET)?;
    let sent = sent.map(|all| all.into_iter().map(|(name, it)| (Text::from(name), Text::from(it))).collect());
    let before = Some(before.headers).filter(|_| kind == AuthType::Custom);
    let headers: Vec<(Text, Text)> = sent.or(before).unwrap_or_default();
    Ok(Auth { kind, token: token.filter(|_| kind == AuthType::Token), headers })
}

fn written(row: &Webhook) -> Json {
    let mut json = Json::with_capacity(512);
    webhook(&mut json, row);
    json
}

fn webhook(json: &mut Json, it: &Webhook) {
    let kind = match it.auth.kind {
        AuthType::None => "NONE",
        AuthType::Token => "TOKEN",
        AuthType::Custom => "CUSTOM",
    };
    let mut body = Object::open(json);
    body.key("id").uuid(it.uuid);
    body.text("url", Some(&it.url)).text("description", Some(&it.description));
    body.text("status", Some(if it.enabled { "ENABLED" } else { "DISABLED" }));
    body.text("auth_type", Some(kind));
    if it.auth.token.is_some() {
        body.text("token", it.auth.token.as_deref());
    }
    if it.auth.kind == AuthType::Custom {
        let headers = body.key("custom_headers");
        let mut headers = Object::open(headers);
        for (name, value) in &it.auth.headers {
            // Names of headers need no escapes.
            headers.text(name, Some(value));
        }
        headers.close();
    }
    body.key("enabled_events").value(&it.events);
    body.key("created_at").utc(it.created_at);
    body.key("updated_at").utc(it.updated_at);
    body.close();
}

fn refused(call: &Call<'_>, why: Refused) -> Answer {
    let bad =
        |title, detail| refusal::v2(call.state, StatusCode::BAD_REQUEST, title, detail, "common.bad_request");
    let (title, detail) = match why {
        // The titles are published as names of examples (facts §11.1 [O]).
        Refused::Url => return bad("Invalid URL", "The URL must be an HTTPS endpoint."),
        Refused::Hostname => return bad("Invalid Hostname", "The URL has no valid hostname."),
        Refused::UrlTaken => {
            let (status, title) = (StatusCode::CONFLICT, "Conflict");
            let detail = "There is another webhook with this URL.";
            return refusal::v2(call.state, status, title, detail, "common.conflict");
        }
        Refused::NoEvents => ("Invalid enabled_events", "At least one event must be enabled."),
        Refused::UnknownEvent => ("Invalid enabled_events", "One of the events does not exist."),
        Refused::Token => ("Invalid token", "The token can't be sent in a header."),
        Refused::NoToken => ("Invalid token", "The authentication type TOKEN needs a token."),
        Refused::HeadersNotCustom => {
            ("Invalid custom_headers", "Custom headers are allowed with the authentication type CUSTOM only.")
        }
        Refused::TooManyHeaders => ("Invalid custom_headers", "At most 3 custom headers are allowed."),
        Refused::HeaderName => ("Invalid custom_headers", "A custom header can't have this name."),
        Refused::HeaderValue => ("Invalid custom_headers", "A custom header can't have this value."),
    };
    unprocessable(call, title, detail)
}
