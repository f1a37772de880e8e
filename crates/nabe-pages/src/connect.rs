//! Connect: the form, the result and the errors. A plain form that works without script.
//!
//! Looking changes nothing: mail scanners open links. Secrets are never shown again.

use std::collections::BTreeMap;

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use nabe_core::{
    Core, Door, Failure, HubAccount, HubConnector, HubField, HubIntegration, Linked, OpenSession, Submission,
    clean,
};
use nabe_model::errors::Code;
use serde::Deserialize;

use crate::html::{Kind, page};

/// The form's own field, beside the provider's.
const INTEGRATION: &str = "integration";
/// The form's button that takes what was offered for a field, as `field=value`.
const TAKEN: &str = "taken";

#[derive(Template)]
#[template(path = "connect.html")]
struct FormPage<'a> {
    owner: &'a str,
    connector: &'a HubConnector,
    fields: Vec<FieldView<'a>>,
    failure: Option<&'a Failure>,
    is_edit: bool,
}

struct FieldView<'a> {
    field: &'a HubField,
    value: &'a str,
    error: Option<&'a str>,
    offer: Option<&'a str>,
    is_required: bool,
    is_kept: bool,
}

#[derive(Template)]
#[template(path = "choose.html")]
struct ChoosePage<'a> {
    owner: &'a str,
    integrations: &'a [HubIntegration],
}

#[derive(Template)]
#[template(path = "result.html")]
struct ResultPage<'a> {
    title: &'a str,
    message: &'a str,
    is_good: bool,
}

/// The provider that the person chose.
#[derive(Deserialize)]
pub(crate) struct Choice {
    provider: Option<String>,
}

/// Shows the form.
pub(crate) async fn show(
    State(core): State<Core>,
    Path(token): Path<String>,
    Query(choice): Query<Choice>,
) -> Response {
    let visit = match Visit::open(&core, &token).await {
        Ok(visit) => visit,
        Err(failure) => return refusal(&failure),
    };
    visit.choose(choice.provider.as_deref()).await
}

/// Tries what was entered.
pub(crate) async fn submit(
    State(core): State<Core>,
    Path(token): Path<String>,
    Form(mut entered): Form<BTreeMap<String, String>>,
) -> Response {
    let visit = match Visit::open(&core, &token).await {
        Ok(visit) => visit,
        Err(failure) => return refusal(&failure),
    };
    // What is shown again is shown as it was understood.
    for value in entered.values_mut() {
        *value = clean(value);
    }
    let integration = entered.remove(INTEGRATION).unwrap_or_default();
    if let Some((key, offer)) = entered.remove(TAKEN).as_deref().and_then(|it| it.split_once('=')) {
        entered.insert(key.to_owned(), offer.to_owned());
        return visit.form(&integration, &entered, None).await;
    }
    let account = visit.session.hub_settings().existing_account_id;
    // A secret that is left empty stays as it is.
    let fields = entered.iter().filter(|(_, value)| account.is_none() || !value.is_empty());
    let fields = fields.map(|(key, value)| (key.clone(), value.clone())).collect();
    let submission = Submission { integration: integration.clone(), fields, account, attempt: None };
    match core.link(&visit.session, submission).await {
        Ok(linked) => visit.connected(&linked),
        Err(failure) if failure.code == Code::SessionUsed => refusal(&failure),
        Err(failure) => visit.form(&integration, &entered, Some(&failure)).await,
    }
}

/// One look at the page.
struct Visit<'c> {
    core: &'c Core,
    session: OpenSession,
    origins: Vec<String>,
}

impl<'c> Visit<'c> {
    async fn open(core: &'c Core, token: &str) -> Result<Self, Failure> {
        let session = core.open_session(token, Door::Page).await?;
        let origins = core.allowed_origins(session.project()).await?;
        Ok(Self { core, session, origins })
    }

    fn kind(&self) -> Kind<'_> {
        Kind::Session(&self.origins)
    }

    /// The form of the one provider, or the choice among several.
    async fn choose(&self, chosen: Option<&str>) -> Response {
        if self.session.is_used() {
            return refusal(&Failure::new(
                Code::SessionUsed,
                "This link has already connected its account. Ask for a new one to change something.",
            ));
        }
        let integrations = self.core.hub_connectors(&self.session, chosen).integrations;
        match integrations.as_slice() {
            [only] => self.form(&only.provider, &BTreeMap::new(), None).await,
            several => {
                let template = ChoosePage { owner: self.session.owner_name(), integrations: several };
                page(StatusCode::OK, self.kind(), &template)
            }
        }
    }

    async fn form(
        &self,
        integration: &str,
        entered: &BTreeMap<String, String>,
        failure: Option<&Failure>,
    ) -> Response {
        let connector = match self.core.hub_connector(&self.session, integration) {
            Ok(connector) => connector,
            Err(failure) => return refusal(&failure),
        };
        let stored = match self.session.hub_settings().existing_account_id {
            Some(id) => match self.core.hub_account(&self.session, &id).await {
                Ok(account) => Some(account),
                Err(failure) => return refusal(&failure),
            },
            None => None,
        };
        let template = FormPage {
            owner: self.session.owner_name(),
            fields: connector
                .fields
                .iter()
                .map(|it| field_view(it, stored.as_ref(), entered, failure))
                .collect(),
            connector: &connector,
            failure,
            is_edit: stored.is_some(),
        };
        let status = failure.map_or(StatusCode::OK, status_of);
        page(status, self.kind(), &template)
    }

    fn connected(&self, linked: &Linked) -> Response {
        let message = format!(
            "{} is connected for {}. You can close this window.",
            linked.provider_name,
            self.session.owner_name()
        );
        let template = ResultPage { title: "Connected", message: &message, is_good: true };
        page(StatusCode::OK, self.kind(), &template)
    }
}

/// A field with what stands in it: what was just entered, else what is stored and no secret.
fn field_view<'a>(
    field: &'a HubField,
    stored: Option<&'a HubAccount>,
    entered: &'a BTreeMap<String, String>,
    failure: Option<&'a Failure>,
) -> FieldView<'a> {
    let plain = stored.and_then(|it| it.plain.get(&field.key));
    let is_kept = stored.is_some_and(|it| it.secrets.contains_key(&field.key));
    let value = entered.get(&field.key).or(plain).filter(|_| !field.is_secret).map_or("", String::as_str);
    let complaints = failure.map_or(&[][..], |it| it.fields.as_slice());
    let complaint = complaints.iter().find(|it| it.field == field.key);
    let value = if complaint.is_some_and(|it| it.hides_value) { "" } else { value };
    let error = complaint.map(|it| it.message.as_str());
    let offer = complaint.and_then(|it| it.offer.as_deref());
    FieldView { field, value, error, offer, is_required: field.is_required && !is_kept, is_kept }
}

fn status_of(failure: &Failure) -> StatusCode {
    StatusCode::from_u16(failure.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A page instead of the form: the link is no good (any more).
fn refusal(failure: &Failure) -> Response {
    // To a person, a link that is no good is a page that isn't there.
    let gone = failure.code == Code::SessionInvalid;
    let status = if gone { StatusCode::NOT_FOUND } else { status_of(failure) };
    let template = ResultPage { title: "This link can't be used", message: &failure.message, is_good: false };
    page(status, Kind::Session(&[]), &template)
}
