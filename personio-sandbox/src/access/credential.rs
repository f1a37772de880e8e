//! API credentials: an id, a secret, permissions and the attributes they may read.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use rand::RngExt;
use serde::{Deserialize, Serialize};

use super::scope::{self, Access, ROWS, ScopeSet};
use crate::model::attribute::{Catalogue, Readable};
use crate::routes::ROUTES;
use crate::tenant::Tenant;

/// What a new credential should be able to do.
#[derive(Clone, Debug)]
pub struct NewCredential {
    /// A name to recognise it by.
    pub name: String,
    /// What it may do.
    pub permissions: Permissions,
    /// What it may read of an employee.
    pub attributes: Attributes,
}

/// The permission table of a credential.
#[derive(Clone, Debug)]
pub enum Permissions {
    /// Everything that can be granted.
    All,
    /// Row and one of `read`, `write`, `read_write`, `none`; missing rows are `none`.
    Rows(BTreeMap<String, String>),
}

/// The employee attributes a credential may read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Attributes {
    /// All of them.
    All,
    /// Those with these keys.
    Keys(Vec<String>),
}

/// The id and secret of a new credential; the secret is never shown again.
#[derive(Clone, Debug)]
pub struct ClientSecret {
    /// `papi-` and a uuid.
    pub client_id: String,
    /// `papi-` and 86 URL-safe characters.
    pub client_secret: String,
}

/// Why a credential can't be made, in a sentence for people.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct InvalidCredential(pub(crate) String);

/// A stored credential.
#[derive(Debug)]
pub(crate) struct Credential {
    /// Distinguishes credentials in meters; never reused.
    pub(crate) number: u64,
    /// The company whose data it opens.
    pub(crate) tenant: Arc<Tenant>,
    pub(crate) client_id: String,
    pub(crate) secret: String,
    pub(crate) name: String,
    pub(crate) scopes: ScopeSet,
    pub(crate) attributes: Attributes,
    pub(crate) readable: Arc<Readable>,
    pub(crate) created_at: Timestamp,
    /// A disabled one gets no token, and its tokens are refused [?].
    pub(crate) enabled: bool,
    pub(crate) usage: Arc<Usage>,
}

/// When a credential was used last, and for which route; written with every call.
#[derive(Debug, Default)]
pub(crate) struct Usage {
    /// In microseconds since 1970; 0 for never.
    at: AtomicI64,
    /// The place of the route in the table.
    route: AtomicUsize,
}

impl Usage {
    /// Notes a call.
    pub(crate) fn note(&self, at: Timestamp, route: usize) {
        self.at.store(at.as_microsecond(), Ordering::Relaxed);
        self.route.store(route, Ordering::Relaxed);
    }

    /// The time of the last call and its route, if there was any.
    pub(crate) fn last(&self) -> Option<(Timestamp, String)> {
        let at = Some(self.at.load(Ordering::Relaxed)).filter(|it| *it != 0)?;
        let route = ROUTES.get(self.route.load(Ordering::Relaxed))?;
        Some((Timestamp::from_microsecond(at).ok()?, route.spelled()))
    }

    fn restored((at, route): (Timestamp, String)) -> Self {
        let usage = Self::default();
        if let Some(place) = ROUTES.iter().position(|it| it.spelled() == route) {
            usage.note(at, place);
        }
        usage
    }
}

impl Credential {
    /// A credential with a fresh id and secret.
    pub(crate) fn new(
        number: u64,
        wanted: NewCredential,
        tenant: &Arc<Tenant>,
        catalogue: &Catalogue,
        created_at: Timestamp,
    ) -> Result<Self, InvalidCredential> {
        let NewCredential { name, permissions, attributes } = wanted;
        let name = name.trim().to_owned();
        if name.is_empty() || name.chars().count() > 200 {
            return Err(InvalidCredential("`name` must have 1 to 200 characters".to_owned()));
        }
        let scopes = scopes(&permissions)?;
        let readable = readable(&attributes, catalogue)?;
        let (client_id, secret) = (fresh_client_id(), fresh_secret());
        let (readable, tenant) = (Arc::new(readable), Arc::clone(tenant));
        let usage = Arc::default();
        Ok(Self {
            number,
            tenant,
            client_id,
            secret,
            name,
            scopes,
            attributes,
            readable,
            created_at,
            enabled: true,
            usage,
        })
    }

    /// The same credential with other permissions and attributes.
    pub(crate) fn changed(
        &self,
        permissions: &Permissions,
        attributes: Attributes,
        catalogue: &Catalogue,
    ) -> Result<Self, InvalidCredential> {
        let readable = Arc::new(readable(&attributes, catalogue)?);
        Ok(Self { scopes: scopes(permissions)?, attributes, readable, ..self.copy() })
    }

    /// The same credential with a fresh secret.
    pub(crate) fn rotated(&self) -> Self {
        Self { secret: fresh_secret(), ..self.copy() }
    }

    /// The same credential, enabled or not.
    pub(crate) fn switched(&self, enabled: bool) -> Self {
        Self { enabled, ..self.copy() }
    }

    /// Whether this secret opens it.
    pub(crate) fn opens_with(&self, secret: &str) -> bool {
        self.enabled && self.secret == secret
    }

    fn copy(&self) -> Self {
        Self {
            number: self.number,
            tenant: Arc::clone(&self.tenant),
            client_id: self.client_id.clone(),
            secret: self.secret.clone(),
            name: self.name.clone(),
            scopes: self.scopes,
            attributes: self.attributes.clone(),
            readable: Arc::clone(&self.readable),
            created_at: self.created_at,
            enabled: self.enabled,
            usage: Arc::clone(&self.usage),
        }
    }
}

/// A credential as it is kept.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) number: u64,
    pub(crate) company: String,
    pub(crate) client_id: String,
    pub(crate) secret: String,
    pub(crate) name: String,
    pub(crate) scopes: ScopeSet,
    pub(crate) attributes: Attributes,
    pub(crate) created_at: Timestamp,
    pub(crate) enabled: bool,
    /// When it was used last, and for which route.
    pub(crate) used: Option<(Timestamp, String)>,
}

impl Kept {
    /// What is kept of a credential.
    pub(crate) fn of(credential: &Credential) -> Self {
        Self {
            number: credential.number,
            company: credential.tenant.key().to_owned(),
            client_id: credential.client_id.clone(),
            secret: credential.secret.clone(),
            name: credential.name.clone(),
            scopes: credential.scopes,
            attributes: credential.attributes.clone(),
            created_at: credential.created_at,
            enabled: credential.enabled,
            used: credential.usage.last(),
        }
    }

    /// The credential again, with a company that is there; attributes that are gone can't be read.
    pub(crate) fn restored(self, tenant: Arc<Tenant>) -> Credential {
        let Self {
            number,
            company: _,
            client_id,
            secret,
            name,
            scopes,
            attributes,
            created_at,
            enabled,
            used,
        } = self;
        let usage = Arc::new(used.map(Usage::restored).unwrap_or_default());
        let readable = {
            let company = tenant.company();
            let keys = match &attributes {
                Attributes::All => None,
                Attributes::Keys(keys) => Some(keys),
            };
            let allowed = |key: &str| key == "id" || keys.is_none_or(|it| it.iter().any(|it| it == key));
            Arc::new(Readable::new(&company.catalogue, allowed))
        };
        Credential {
            number,
            tenant,
            client_id,
            secret,
            name,
            scopes,
            attributes,
            readable,
            created_at,
            enabled,
            usage,
        }
    }
}

fn scopes(permissions: &Permissions) -> Result<ScopeSet, InvalidCredential> {
    let mut scopes = ScopeSet::default();
    match permissions {
        Permissions::All => {
            for (row, _, writable) in ROWS {
                scopes = scopes.with(ScopeSet::of_row(*row, Access { read: true, write: *writable }));
            }
        }
        Permissions::Rows(rows) => {
            for (key, value) in rows {
                scopes = scopes.with(row_scopes(key, value)?);
            }
        }
    }
    Ok(scopes)
}

fn row_scopes(key: &str, value: &str) -> Result<ScopeSet, InvalidCredential> {
    let Some((row, writable)) = scope::row(key) else {
        let known: Vec<&str> = ROWS.iter().map(|it| it.1).collect();
        let known = known.join(", ");
        return Err(InvalidCredential(format!("there is no permission `{key}`; there are {known}")));
    };
    let (read, write) = match value {
        "none" => (false, false),
        "read" => (true, false),
        "write" => (false, true),
        "read_write" => (true, true),
        _ => {
            let message =
                format!("`{key}` can't be `{value}`; it can be `none`, `read`, `write` or `read_write`");
            return Err(InvalidCredential(message));
        }
    };
    if write && !writable {
        return Err(InvalidCredential(format!("`{key}` can only be read; it can be `none` or `read`")));
    }
    Ok(ScopeSet::of_row(row, Access { read, write }))
}

fn readable(attributes: &Attributes, catalogue: &Catalogue) -> Result<Readable, InvalidCredential> {
    match attributes {
        Attributes::All => Ok(Readable::new(catalogue, |_| true)),
        Attributes::Keys(keys) => {
            if let Some(unknown) = keys.iter().find(|it| catalogue.index(it).is_none()) {
                let message =
                    format!("there is no attribute `{unknown}`; keys are like `email`, `dynamic_24407`");
                return Err(InvalidCredential(message));
            }
            // Nobody can choose the id, and records without one would be of no use: it is always sent [?].
            Ok(Readable::new(catalogue, |key| key == "id" || keys.iter().any(|it| it == key)))
        }
    }
}

fn fresh_client_id() -> String {
    let bytes: [u8; 16] = rand::rng().random();
    format!("papi-{}", uuid::Builder::from_random_bytes(bytes).into_uuid())
}

/// A recruiting access token; its form is not known [?].
pub(crate) fn fresh_recruiting_token() -> String {
    uuid::Builder::from_random_bytes(rand::rng().random()).into_uuid().simple().to_string()
}

/// `papi-` and 86 URL-safe characters: the form of secrets and of tokens.
pub(crate) fn fresh_secret() -> String {
    let mut bytes = [0; 64];
    rand::rng().fill(&mut bytes[..]);
    format!("papi-{}", URL_SAFE_NO_PAD.encode(bytes))
}
