//! One call, from the description to the answer.
//!
//! The order never changes: token, gate, wire, classification; then perhaps once more. Must not know what the
//! answer is for.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method};
use moka::sync::Cache;
use nabe_connector::{Call, CallError, Credentials, Manifest, Operation, Provider, RateLimit};
use nabe_egress::{Address, Egress, EgressError, Inbound, Opened};
use tokio::time::Instant;

use crate::again::{
    bounded, growing, no_place, note_refusal, pause_before_retry, retries_unwell, told, wait,
};
use crate::arrival::Arrival;
use crate::download::Download;
use crate::error::{EngineError, TooLate};
use crate::gate::{Bucket, Gates};
use crate::meters::Meters;
use crate::outbound::outbound;
use crate::session::{Addresses, Held, Session};

/// What the server's settings say of the engine.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Hosts in place of the manifest's, by provider and name.
    pub hosts: BTreeMap<String, BTreeMap<String, String>>,
    /// Rate limits in place of the manifest's, by provider.
    pub limits: BTreeMap<String, Limits>,
    /// As which partner each provider is called, by provider.
    pub partners: BTreeMap<String, HeaderValue>,
}

/// Rate limits of one provider.
#[derive(Clone, Debug)]
pub enum Limits {
    /// No gate at all: for a provider of one's own.
    Off,
    /// These classes in place of the manifest's.
    Classes(BTreeMap<String, RateLimit>),
}

/// An answer that is one.
#[derive(Debug)]
pub struct Reply {
    /// The whole body.
    pub body: Bytes,
    /// The address that was called, without host: for `raw`.
    pub path_and_query: String,
    /// The method.
    pub method: Method,
}

/// What a probe showed.
#[derive(Debug)]
pub enum Probed {
    /// It was let through, with this body.
    Through(Bytes),
    /// It was denied, with this status.
    Denied {
        /// The status.
        status: u16,
    },
    /// Neither: something else failed.
    Unclear(EngineError),
}

/// The engine.
#[derive(Clone)]
pub struct Engine {
    egress: Egress,
    settings: Arc<Settings>,
    /// Gates by provider and credential; a credential that rests loses its gate, which is full again anyway.
    gates: Cache<(String, String), Arc<Gates>>,
    meters: Meters,
}

impl Engine {
    /// An engine that calls through this door.
    pub fn new(egress: Egress, settings: Settings) -> Self {
        let gates = Cache::builder().max_capacity(100_000).time_to_idle(Duration::from_hours(1)).build();
        Self { egress, settings: Arc::new(settings), gates, meters: Meters::default() }
    }

    /// A session for these credentials. Costs no call.
    pub fn session(&self, provider: &'static dyn Provider, credentials: Credentials) -> Session {
        let manifest = provider.manifest();
        let identity = credentials.get_or_empty(&manifest.identity).to_owned();
        let gates = self.gates.get_with((manifest.key.clone(), identity), Arc::default);
        let addresses = self.addresses(manifest, &credentials);
        Session::new(provider, credentials, self.partner(manifest), gates, addresses)
    }

    /// The header that says which partner calls; none when the settings name none, or the provider asks for none.
    fn partner(&self, manifest: &Manifest) -> Option<(HeaderName, HeaderValue)> {
        let value = self.settings.partners.get(&manifest.key)?.clone();
        Some((HeaderName::try_from(manifest.partner_header.as_ref()?).ok()?, value))
    }

    /// Where the provider's hosts are; the settings go before the manifest. A host may be made of what was entered.
    fn addresses(&self, manifest: &'static Manifest, credentials: &Credentials) -> Addresses {
        let set = self.settings.hosts.get(&manifest.key);
        let address = |(name, own): (&'static String, &'static String)| {
            let text = set.and_then(|it| it.get(name)).unwrap_or(own);
            let text = manifest.filled_in(text, credentials).map_err(EgressError::Setup);
            (name.as_str(), text.and_then(|it| Address::parse(&it)))
        };
        manifest.hosts.iter().map(address).collect()
    }

    /// Gets a token of every scheme: the credentials are good. Answers the scopes that the provider names, each once.
    pub async fn authenticate(
        &self,
        session: &Session,
        deadline: Instant,
    ) -> Result<Vec<String>, EngineError> {
        let mut scopes = Vec::new();
        for scheme in &session.manifest().schemes {
            for scope in self.token(session, scheme, None, deadline).await?.scopes {
                if !scopes.contains(&scope) {
                    scopes.push(scope);
                }
            }
        }
        Ok(scopes)
    }

    /// Makes a call, again where that makes sense, until `deadline`.
    pub async fn call(
        &self,
        session: &Session,
        call: &Call,
        deadline: Instant,
    ) -> Result<Reply, EngineError> {
        let inbound: Inbound = self.made(session, call, deadline).await?;
        Ok(Reply {
            body: inbound.body,
            path_and_query: call.path_and_query(),
            method: call.operation.method.clone(),
        })
    }

    /// Makes a call for a file in the same way. It is there when its first bytes are, by `deadline`; from then on
    /// nothing is made again.
    pub async fn download(
        &self,
        session: &Session,
        call: &Call,
        deadline: Instant,
    ) -> Result<Download, EngineError> {
        let opened: Opened = self.made(session, call, deadline).await?;
        Download::of(opened)
    }

    async fn made<A: Arrival>(
        &self,
        session: &Session,
        call: &Call,
        deadline: Instant,
    ) -> Result<A, EngineError> {
        let bucket = self.bucket(session, call.operation);
        let mut renewed = false;
        let mut attempt = 0;
        let mut before = None;
        loop {
            attempt += 1;
            let token = self.token_of(session, call.operation, deadline).await?;
            let error = match self.attempt(session, call, token.as_ref(), bucket.as_deref(), deadline).await {
                Ok(arrival) => {
                    session.remember(&call.operation.id, false);
                    return Ok(arrival);
                }
                Err(error) => error,
            };
            match error {
                Attempt::Call(CallError::Denied { .. }) => {
                    self.after_denial(session, call.operation, token, &mut renewed, deadline).await?;
                }
                Attempt::Call(error) => {
                    let pause = pause_before_retry(&error, call, attempt, bucket.is_some());
                    before = Some(wait(pause, deadline, told(error, bucket.as_deref())).await?);
                }
                Attempt::Engine(error @ EngineError::Timeout) if retries_unwell(call, attempt) => {
                    before = Some(wait(Some(Duration::ZERO), deadline, error).await?);
                }
                Attempt::Engine(error @ EngineError::Cut) if retries_unwell(call, attempt) => {
                    before = Some(wait(Some(growing(attempt)), deadline, error).await?);
                }
                Attempt::Engine(error) => return Err(error),
                Attempt::NoPlace(late) => return Err(no_place(late, before)),
            }
        }
    }

    /// Makes a call once, to see whether it is let through. The session's tokens must be new: then a denial is a
    /// missing right and nothing else.
    pub async fn probe(&self, session: &Session, call: &Call, deadline: Instant) -> Probed {
        let bucket = self.bucket(session, call.operation);
        let token = match self.token_of(session, call.operation, deadline).await {
            Ok(token) => token,
            Err(error) => return Probed::Unclear(error),
        };
        match self.attempt::<Inbound>(session, call, token.as_ref(), bucket.as_deref(), deadline).await {
            Ok(inbound) => {
                session.remember(&call.operation.id, false);
                Probed::Through(inbound.body)
            }
            Err(Attempt::Call(CallError::Denied { status })) => {
                session.remember(&call.operation.id, true);
                Probed::Denied { status }
            }
            Err(Attempt::Call(error)) => Probed::Unclear(told(error, bucket.as_deref())),
            Err(Attempt::Engine(error)) => Probed::Unclear(error),
            Err(Attempt::NoPlace(late)) => Probed::Unclear(late.into()),
        }
    }

    async fn token_of(
        &self,
        session: &Session,
        operation: &Operation,
        deadline: Instant,
    ) -> Result<Option<Held>, EngineError> {
        match &operation.scheme {
            Some(scheme) => self.token(session, scheme, None, deadline).await.map(Some),
            None => Ok(None),
        }
    }

    /// A denial is a bad token or a missing right. A new token tells: when it is the same, the right is missing. It is
    /// not asked for while the right is known to be missing and the token was got a moment ago.
    async fn after_denial(
        &self,
        session: &Session,
        operation: &'static Operation,
        used: Option<Held>,
        renewed: &mut bool,
        deadline: Instant,
    ) -> Result<(), EngineError> {
        let missing = || EngineError::PermissionMissing { right: operation.right.clone() };
        let (Some(scheme), Some(used)) = (&operation.scheme, used) else { return Err(missing()) };
        if *renewed || (session.is_denied(&operation.id) && used.is_trusted()) {
            return Err(missing());
        }
        *renewed = true;
        let new = self.token(session, scheme, Some(&used), deadline).await?;
        if new.is(&used) {
            session.remember(&operation.id, true);
            return Err(missing());
        }
        Ok(())
    }

    /// The token of a scheme: the one that is held, unless it is stale or was not got after `not_this`. Of many that were
    /// denied with the same token, one gets a new one for all.
    async fn token(
        &self,
        session: &Session,
        scheme: &str,
        not_this: Option<&Held>,
        deadline: Instant,
    ) -> Result<Held, EngineError> {
        let place = session.token(scheme).ok_or_else(|| EngineError::Rejected {
            status: 0,
            message: format!("the provider has no token scheme `{scheme}`"),
            hint: None,
        })?;
        let mut held = place.lock().await;
        let is_good = |it: &&Held| it.is_fresh() && not_this.is_none_or(|not| it.is_later_than(not));
        if let Some(token) = held.as_ref().filter(is_good) {
            return Ok(token.clone());
        }
        let token = self.new_token(session, scheme, held.as_ref(), deadline).await?;
        *held = Some(token.clone());
        Ok(token)
    }

    async fn new_token(
        &self,
        session: &Session,
        scheme: &str,
        before: Option<&Held>,
        deadline: Instant,
    ) -> Result<Held, EngineError> {
        let call = session.provider.authenticate(scheme, &session.credentials)?;
        let bucket = self.bucket(session, call.operation);
        let mut attempt = 0;
        let mut failed = None;
        loop {
            attempt += 1;
            let inbound: Inbound = match self.wire(session, &call, None, bucket.as_deref(), deadline).await {
                Ok(inbound) => inbound,
                Err(Unsent::Engine(error)) => return Err(error),
                Err(Unsent::NoPlace(late)) => return Err(no_place(late, failed)),
            };
            match session.provider.read_token(scheme, &inbound.answer()) {
                Ok(token) => {
                    let held = Held::new(token, before);
                    return held.ok_or_else(|| EngineError::Malformed { at: "token".to_owned() });
                }
                Err(error) => {
                    let error = bounded(error);
                    note_refusal(&error, bucket.as_deref());
                    let pause = pause_before_retry(&error, &call, attempt, bucket.is_some());
                    failed = Some(wait(pause, deadline, told(error, bucket.as_deref())).await?);
                }
            }
        }
    }

    async fn attempt<A: Arrival>(
        &self,
        session: &Session,
        call: &Call,
        token: Option<&Held>,
        bucket: Option<&Bucket>,
        deadline: Instant,
    ) -> Result<A, Attempt> {
        let arrival: A = self.wire(session, call, token, bucket, deadline).await?;
        match session.provider.classify(call.operation, &arrival.answer()) {
            Ok(()) => {
                if let Some(bucket) = bucket {
                    bucket.succeeded(session.provider.rate_hint(arrival.answer().headers));
                }
                Ok(arrival)
            }
            Err(error) => {
                let error = bounded(error);
                note_refusal(&error, bucket);
                Err(Attempt::Call(error))
            }
        }
    }

    /// Through the gate and over the wire, once.
    async fn wire<A: Arrival>(
        &self,
        session: &Session,
        call: &Call,
        token: Option<&Held>,
        bucket: Option<&Bucket>,
        deadline: Instant,
    ) -> Result<A, Unsent> {
        if let Some(bucket) = bucket {
            bucket.pass(deadline).await.map_err(Unsent::NoPlace)?;
        }
        let started = Instant::now();
        let outbound = outbound(session, call, token, deadline).map_err(Unsent::Engine)?;
        let sent = A::send(&self.egress, outbound).await;
        let outcome = match &sent {
            Ok(arrival) => status_class(arrival.answer().status.as_u16()),
            Err(_) => "none",
        };
        let provider = session.manifest().key.as_str();
        self.meters.count((provider, call.operation.id.as_str(), outcome), started.elapsed());
        sent.map_err(|error| Unsent::Engine(error.into()))
    }

    fn bucket(&self, session: &Session, operation: &Operation) -> Option<Arc<Bucket>> {
        let manifest = session.manifest();
        let documented = manifest.rate_limits.get(&operation.rate_limit).copied();
        let limit = match self.settings.limits.get(&manifest.key) {
            Some(Limits::Off) => None,
            Some(Limits::Classes(classes)) => classes.get(&operation.rate_limit).copied().or(documented),
            None => documented,
        };
        session.gates.bucket(operation, limit)
    }
}

/// Why one attempt failed.
enum Attempt {
    Call(CallError),
    Engine(EngineError),
    NoPlace(TooLate),
}

/// Why there is no answer.
enum Unsent {
    Engine(EngineError),
    /// The gate has no place in the time that is left.
    NoPlace(TooLate),
}

impl From<Unsent> for Attempt {
    fn from(unsent: Unsent) -> Self {
        match unsent {
            Unsent::Engine(error) => Self::Engine(error),
            Unsent::NoPlace(late) => Self::NoPlace(late),
        }
    }
}

impl From<TooLate> for EngineError {
    fn from(late: TooLate) -> Self {
        Self::RateLimited { retry_after_s: late.wait.as_secs() + 1 }
    }
}

fn status_class(status: u16) -> &'static str {
    match status {
        429 => "429",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    }
}

#[cfg(test)]
mod tests;
