//! The connectors, as the platform API shows them.

use jiff::Timestamp;
use nabe_connector::{Provider, Served, Text};
use nabe_model::unified::{Shape, UnifiedOperation, operations};
use serde_json::{Map, Value, json};

use crate::caller::Caller;
use crate::core::Core;
use crate::failure::Outcome;
use crate::guide;
use crate::sessions::OpenSession;

/// A connector and what it can do.
#[derive(Clone, Debug)]
pub struct ConnectorMeta {
    /// Its key.
    pub provider: String,
    /// Its name.
    pub provider_name: String,
    /// The contract's category.
    pub category: String,
    /// Models and what can be done with them.
    pub models: Map<String, Value>,
}

/// One way to connect a provider.
#[derive(Clone, Debug)]
pub struct AuthConfig {
    /// Its id, which is also the integration's.
    pub id: String,
    /// The provider's key.
    pub connector_key: String,
    /// The provider's name.
    pub connector_label: String,
    /// The connector's version.
    pub connector_version: String,
    /// The contract's categories.
    pub categories: Vec<String>,
    /// Address of the logo.
    pub logo_url: String,
    /// Since when: the connectors are part of the program, so one time stands for all.
    pub created_at: Timestamp,
}

/// Which ways to list.
#[derive(Clone, Debug, Default)]
pub struct AuthConfigQuery {
    /// Of this provider.
    pub connector_key: Option<String>,
    /// Only those that are switched on, or off.
    pub enabled: Option<bool>,
}

impl Core {
    /// Every connector.
    pub fn connectors(&self, _: &Caller) -> Vec<ConnectorMeta> {
        self.registry.iter().map(meta).collect()
    }

    /// One connector.
    pub fn connector(&self, _: &Caller, key: &str) -> Outcome<ConnectorMeta> {
        Ok(meta(self.provider(key)?))
    }

    /// Every way to connect.
    pub fn auth_configs(&self, _: &Caller, query: &AuthConfigQuery) -> Vec<AuthConfig> {
        let wanted = |it: &&'static dyn Provider| {
            query.connector_key.as_ref().is_none_or(|key| *key == it.manifest().key)
                && query.enabled != Some(false)
        };
        self.registry.iter().filter(wanted).map(|it| self.auth_config(it)).collect()
    }

    /// A provider's logo, as SVG.
    pub fn logo(&self, provider: &str) -> Option<&'static str> {
        Some(self.registry.get(provider)?.logo())
    }

    /// Key and name of every provider that has a guide.
    pub fn guides(&self) -> Vec<(&'static str, &'static str)> {
        let with_guide = self.registry.iter().filter(|it| it.guide("en").is_some());
        with_guide.map(Provider::manifest).map(|it| (it.key.as_str(), it.name.as_str())).collect()
    }

    /// A provider's guide, as Markdown: its own text, and what is made from the manifest for what must be granted.
    pub async fn guide(
        &self,
        provider: &str,
        language: &str,
        session: Option<&OpenSession>,
    ) -> Outcome<Option<String>> {
        let Some(provider) = self.registry.get(provider) else { return Ok(None) };
        let Some(text) = provider.guide(language) else { return Ok(None) };
        let manifest = provider.manifest();
        let required = match session {
            Some(session) => self.required_rights(session.project(), Some(session), manifest).await?,
            None => manifest.required_rights().collect(),
        };
        Ok(Some(guide::fill(text, manifest, language, &required)))
    }

    /// A picture of a provider's guide, as PNG.
    pub fn picture(&self, provider: &str, name: &str) -> Option<&'static [u8]> {
        self.registry.get(provider)?.picture(name)
    }

    /// A row's label in a provider's permission dialog.
    pub fn permission_label(&self, provider: &str, row: &str) -> Option<&'static Text> {
        Some(&self.registry.get(provider)?.manifest().permission(row)?.label)
    }

    fn auth_config(&self, provider: &dyn Provider) -> AuthConfig {
        let manifest = provider.manifest();
        AuthConfig {
            id: manifest.key.clone(),
            connector_key: manifest.key.clone(),
            connector_label: manifest.name.clone(),
            connector_version: manifest.version.clone(),
            categories: vec![manifest.category.clone()],
            logo_url: self.logo_url(&manifest.key),
            created_at: Timestamp::UNIX_EPOCH,
        }
    }

    pub(crate) fn logo_url(&self, provider: &str) -> String {
        format!("{}/assets/logos/{provider}.svg", self.settings().public_url)
    }
}

fn meta(provider: &dyn Provider) -> ConnectorMeta {
    let manifest = provider.manifest();
    ConnectorMeta {
        provider: manifest.key.clone(),
        provider_name: manifest.name.clone(),
        category: manifest.category.clone(),
        models: models(provider),
    }
}

/// Models and what can be done with them, in the contract's form.
pub(crate) fn models(provider: &dyn Provider) -> Map<String, Value> {
    let mut models = Map::new();
    let served =
        operations().filter(|it| matches!(provider.serves(it.id), Served::Resource(_) | Served::File(_)));
    for operation in served {
        let Some((model, action)) = action(operation) else { continue };
        let model = models.entry(model).or_insert_with(|| json!({}));
        model[action] = json!({ "apiPath": operation.full_path(), "input": {}, "output": {} });
    }
    models
}

/// The model of an operation, as its path names it, and what it does.
fn action(operation: &UnifiedOperation) -> Option<(String, &'static str)> {
    let action = match operation.shape {
        Shape::Page(_) => "list",
        Shape::One(_) => "get",
        Shape::File | Shape::Written => return None,
    };
    let names = operation.path.split('/').filter(|it| !it.is_empty() && !it.starts_with('{'));
    Some((names.collect::<Vec<_>>().join("_"), action))
}
