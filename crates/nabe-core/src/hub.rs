//! What the embedded component asks, answered for one session.

use std::collections::BTreeMap;

use nabe_connector::{FieldKind, Provider, Text};
use nabe_model::errors::Code;
use nabe_model::ids::{AccountId, AttemptId};
use nabe_model::platform::AttemptStatus;
use nabe_store::AttemptRow;

use crate::core::Core;
use crate::failure::{Failure, Outcome};
use crate::sessions::OpenSession;

/// What stands in place of a stored secret; the component shows it as dots and leaves it out when it is untouched.
pub(crate) const REDACTED: &str = "__secretvalue:**redacted**";

/// What the component starts with.
#[derive(Clone, Debug)]
pub struct HubSettings {
    /// The account whose edit view is opened.
    pub existing_account_id: Option<AccountId>,
}

/// The providers to choose from.
#[derive(Clone, Debug)]
pub struct HubConnectors {
    /// Key, name, category, version and logo of each.
    pub integrations: Vec<HubIntegration>,
}

/// A provider to choose.
#[derive(Clone, Debug)]
pub struct HubIntegration {
    /// The provider's key, which is also the integration's id.
    pub provider: String,
    /// Its name.
    pub name: String,
    /// The contract's category.
    pub category: String,
    /// The connector's version.
    pub version: String,
    /// Address of the logo.
    pub logo_url: String,
}

/// A provider's form.
#[derive(Clone, Debug)]
pub struct HubConnector {
    /// The provider's key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The fields.
    pub fields: Vec<HubField>,
    /// Address of the logo.
    pub logo_url: String,
    /// Address of the guide.
    pub guide_url: String,
}

/// A field of the form.
#[derive(Clone, Debug)]
pub struct HubField {
    /// Its key.
    pub key: String,
    /// Its label.
    pub label: Text,
    /// Hidden while it is entered.
    pub is_password: bool,
    /// Never shown again.
    pub is_secret: bool,
    /// Must be entered.
    pub is_required: bool,
    /// An example.
    pub placeholder: String,
    /// Help.
    pub description: Text,
    /// A regular expression that the whole value matches.
    pub pattern: Option<String>,
    /// What to say when it doesn't.
    pub error: Text,
    /// Why its value can't be tried out, if it can't.
    pub untested: Option<Text>,
}

/// An account in the edit view.
#[derive(Clone, Debug)]
pub struct HubAccount {
    /// The account.
    pub id: AccountId,
    /// Its provider.
    pub provider: String,
    /// The connector's version.
    pub version: String,
    /// Fields that are no secrets, with their values.
    pub plain: BTreeMap<String, String>,
    /// Secrets, each replaced.
    pub secrets: BTreeMap<String, String>,
}

/// An attempt that the component watches.
#[derive(Clone, Debug)]
pub struct HubAttempt {
    /// How far it has come.
    pub status: AttemptStatus,
    /// The account that was connected.
    pub account: Option<AccountId>,
    /// Code and sentence of the failure.
    pub error: Option<(String, String)>,
}

impl OpenSession {
    /// What the component starts with.
    pub fn hub_settings(&self) -> HubSettings {
        HubSettings { existing_account_id: self.row.account_id.clone().filter(|_| !self.row.multiple) }
    }
}

impl Core {
    /// The providers to choose from: those of the session, or the one that is asked for.
    pub fn hub_connectors(&self, session: &OpenSession, provider: Option<&str>) -> HubConnectors {
        let row = &session.row;
        let fixed = row.provider.as_deref().or(row.integration_id.as_deref());
        let wanted = |it: &&'static dyn Provider| {
            let manifest = it.manifest();
            let of = |key: Option<&str>| key.is_none_or(|key| key == manifest.key);
            of(fixed)
                && of(provider)
                && (row.categories.is_empty() || row.categories.contains(&manifest.category))
        };
        let integration = |it: &'static dyn Provider| {
            let manifest = it.manifest();
            HubIntegration {
                provider: manifest.key.clone(),
                name: manifest.name.clone(),
                category: manifest.category.clone(),
                version: manifest.version.clone(),
                logo_url: self.logo_url(&manifest.key),
            }
        };
        HubConnectors { integrations: self.registry.iter().filter(wanted).map(integration).collect() }
    }

    /// A provider's form.
    pub fn hub_connector(&self, session: &OpenSession, integration: &str) -> Outcome<HubConnector> {
        let offered = self.hub_connectors(session, Some(integration));
        if offered.integrations.is_empty() {
            return Err(Failure::new(
                Code::ConnectorNotFound,
                format!("There is no connector `{integration}` here."),
            ));
        }
        let manifest = self.provider(integration)?.manifest();
        let field = |it: &nabe_connector::Field| HubField {
            key: it.key.clone(),
            label: it.label.clone(),
            is_password: it.kind == FieldKind::Password,
            is_secret: it.secret,
            is_required: it.required,
            placeholder: it.placeholder.clone(),
            description: it.description.clone(),
            pattern: it.pattern.clone(),
            error: it.error.clone(),
            untested: it.untested.clone(),
        };
        Ok(HubConnector {
            key: manifest.key.clone(),
            name: manifest.name.clone(),
            fields: manifest.fields.iter().map(field).collect(),
            logo_url: self.logo_url(&manifest.key),
            guide_url: format!("{}/docs/connectors/{}", self.settings().public_url, manifest.key),
        })
    }

    /// The account of the session in the edit view, with its secrets replaced.
    pub async fn hub_account(&self, session: &OpenSession, id: &AccountId) -> Outcome<HubAccount> {
        let row = &session.row;
        if row.account_id.as_ref() != Some(id) {
            return Err(crate::accounts::not_found(id));
        }
        let account =
            self.store.account(&row.project_id, id).await?.ok_or_else(|| crate::accounts::not_found(id))?;
        let manifest = self.provider(&account.provider)?.manifest();
        let credentials = self.open_credentials(row.project_id.as_str(), &account).await?;
        let mut plain = BTreeMap::new();
        let mut secrets = BTreeMap::new();
        for field in &manifest.fields {
            match credentials.get(&field.key) {
                Some(_) if field.secret => {
                    secrets.insert(field.key.clone(), REDACTED.to_owned());
                }
                Some(value) => {
                    plain.insert(field.key.clone(), value.to_owned());
                }
                None => {}
            }
        }
        Ok(HubAccount {
            id: account.id,
            provider: account.provider,
            version: manifest.version.clone(),
            plain,
            secrets,
        })
    }

    /// Begins an attempt that the component watches.
    pub async fn begin_attempt(&self, session: &OpenSession) -> Outcome<AttemptId> {
        let id = AttemptId::new();
        self.store.add_attempt(session.project(), session.row.id, &id, self.clock.now()).await?;
        Ok(id)
    }

    /// How far an attempt has come.
    pub async fn attempt(&self, session: &OpenSession, id: &AttemptId) -> Outcome<HubAttempt> {
        let row = self.store.attempt(session.project(), session.row.id, id).await?;
        let AttemptRow { status, account_id, error_code, error_message, .. } = row.ok_or_else(no_attempt)?;
        Ok(HubAttempt { status, account: account_id, error: error_code.zip(error_message) })
    }

    /// Gives an attempt up. One that has ended stays as it ended.
    pub async fn cancel_attempt(&self, session: &OpenSession, id: &AttemptId) -> Outcome<()> {
        self.store.attempt(session.project(), session.row.id, id).await?.ok_or_else(no_attempt)?;
        self.store.cancel_attempt(session.project(), session.row.id, id, self.clock.now()).await?;
        Ok(())
    }
}

fn no_attempt() -> Failure {
    Failure::new(Code::AttemptNotFound, "This session has no such connection attempt.")
}
