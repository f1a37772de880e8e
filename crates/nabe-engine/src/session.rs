//! What the engine remembers of one account: its credentials, its tokens, its gate.
//!
//! A token is got once and shared; whoever comes while it is being got waits for it. Must not know where
//! credentials are stored.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use nabe_connector::{Credentials, Manifest, Provider, Token};
use nabe_egress::{Address, EgressError};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::error::EngineError;
use crate::gate::Gates;
use crate::redact::Redactor;

/// How long before its end a token is renewed.
const MARGIN: Duration = Duration::from_mins(5);
/// How long a token that was got is taken for the one that the provider knows. Another program may revoke it.
const TRUSTED: Duration = Duration::from_mins(5);
/// The longest that a token is believed to hold: a provider's number may be any.
const LONGEST_LIFE: Duration = Duration::from_hours(24);
/// How long it is remembered that a route lacks its right.
pub(crate) const MEMORY: Duration = Duration::from_hours(1);

/// A provider's hosts by name, or why one is no address.
pub(crate) type Addresses = HashMap<&'static str, Result<Address, EgressError>>;

/// One account at one provider.
pub struct Session {
    pub(crate) provider: &'static dyn Provider,
    pub(crate) credentials: Credentials,
    pub(crate) headers: HeaderMap,
    pub(crate) gates: Arc<Gates>,
    addresses: Addresses,
    tokens: HashMap<&'static str, Mutex<Option<Held>>>,
    denied: std::sync::Mutex<HashMap<&'static str, Instant>>,
}

/// A token that is held.
#[derive(Clone)]
pub(crate) struct Held {
    pub(crate) header: HeaderValue,
    pub(crate) scopes: Vec<String>,
    value: SecretString,
    got: Instant,
    expires: Instant,
    /// Which one it is of those that were got, the same value again included.
    number: u64,
}

impl Held {
    /// A token that has just been got, in place of `before`.
    pub(crate) fn new(token: Token, before: Option<&Self>) -> Option<Self> {
        let mut header = HeaderValue::from_str(&format!("Bearer {}", token.value.expose_secret())).ok()?;
        header.set_sensitive(true);
        let life = Duration::from_secs(token.expires_in_s).min(LONGEST_LIFE);
        let got = Instant::now();
        let expires = got + life.saturating_sub(MARGIN.min(life / 2));
        let number = before.map_or(0, |it| it.number + 1);
        Some(Self { header, scopes: token.scopes, value: token.value, got, expires, number })
    }

    /// Whether both are the same token.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.value.expose_secret() == other.value.expose_secret()
    }

    /// Whether it was got after `other`, be it the same token again.
    pub(crate) fn is_later_than(&self, other: &Self) -> bool {
        self.number > other.number
    }

    /// Whether it was got so lately that a denial can't be its fault.
    pub(crate) fn is_trusted(&self) -> bool {
        self.got.elapsed() < TRUSTED
    }

    pub(crate) fn is_fresh(&self) -> bool {
        Instant::now() < self.expires
    }
}

impl Session {
    pub(crate) fn new(
        provider: &'static dyn Provider,
        credentials: Credentials,
        partner: Option<(HeaderName, HeaderValue)>,
        gates: Arc<Gates>,
        addresses: Addresses,
    ) -> Self {
        let manifest = provider.manifest();
        let tokens = manifest.schemes.iter().map(|it| (it.as_str(), Mutex::new(None))).collect();
        let headers = provider.headers(&credentials).into_iter().chain(partner).collect();
        Self { provider, credentials, headers, gates, addresses, tokens, denied: std::sync::Mutex::default() }
    }

    /// The address of one of the provider's hosts.
    pub(crate) fn address(&self, host: &str) -> Result<&Address, EngineError> {
        let setup = |why: String| EngineError::Unreachable(EgressError::Setup(why));
        match self.addresses.get(host) {
            Some(Ok(address)) => Ok(address),
            Some(Err(error)) => Err(setup(format!("the host `{host}`: {error}"))),
            None => Err(setup(format!("there is no host `{host}`"))),
        }
    }

    /// The place of a scheme's token; whoever holds it may renew it.
    pub(crate) fn token(&self, scheme: &str) -> Option<&Mutex<Option<Held>>> {
        self.tokens.get(scheme)
    }

    /// Whether this operation was found to lack its right within the last hour.
    pub(crate) fn is_denied(&self, operation: &str) -> bool {
        let denied = self.denied.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        denied.get(operation).is_some_and(|since| since.elapsed() < MEMORY)
    }

    /// Remembers that this operation lacks its right, or that it has it after all.
    pub(crate) fn remember(&self, operation: &'static str, denied: bool) {
        let mut memory = self.denied.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if denied {
            memory.insert(operation, Instant::now());
        } else if !memory.is_empty() {
            memory.remove(operation);
        }
    }

    /// What was entered and is no secret, by the fields' keys.
    pub fn entered(&self) -> BTreeMap<String, String> {
        let plain = self.manifest().fields.iter().filter(|it| !it.secret);
        plain.filter_map(|it| Some((it.key.clone(), self.credentials.get(&it.key)?.to_owned()))).collect()
    }

    /// The provider's manifest.
    pub fn manifest(&self) -> &'static Manifest {
        self.provider.manifest()
    }

    /// The provider.
    pub fn provider(&self) -> &'static dyn Provider {
        self.provider
    }

    /// A redactor that knows every secret of this session.
    pub async fn redactor(&self) -> Redactor {
        let mut held = Vec::new();
        for place in self.tokens.values() {
            held.extend(place.lock().await.clone());
        }
        let manifest = self.manifest();
        let entered =
            manifest.fields.iter().filter(|it| it.secret).filter_map(|it| self.credentials.get(&it.key));
        Redactor::new(manifest, entered.chain(held.iter().map(|it| it.value.expose_secret())))
    }
}
