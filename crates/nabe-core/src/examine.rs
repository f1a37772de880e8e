//! Finding out what credentials may do: the scopes of the token first, then calls that only read, then nothing.
//!
//! Changes nothing at the provider, and costs it few calls. Must not know what follows from what is found.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::{FutureExt, StreamExt, stream};
use jiff::Timestamp;
use nabe_connector::{Access, Call, Credentials, Grant, Inspect, Labels, Manifest, Right, Sample};
use nabe_engine::{Engine, EngineError, Probed, Session};
use nabe_model::diagnosis::{
    AttributeState, AttributeStates, Examination, PermissionState, Proof, State, ValueState,
};
use tokio::time::Instant;

/// How long it may take.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
/// How many probes are under way at once: a provider's limits are shared with everything else that reads.
const AT_ONCE: usize = 4;

/// Something that was just found out.
#[derive(Clone, Debug)]
pub enum Progress {
    /// One row, read or written.
    Permission(PermissionState),
    /// All attributes.
    Attributes(AttributeStates),
}

/// Whoever watches.
pub type Watch<'a> = &'a (dyn Fn(Progress) + Send + Sync);

/// An examination that is under way.
pub(crate) struct Examiner<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) session: &'a Session,
    /// Without which no account is connected.
    pub(crate) required: &'a [Right],
    /// What was known before, to miss what was there once.
    pub(crate) before: Option<&'a Examination>,
    pub(crate) watch: Watch<'a>,
    calls: AtomicU32,
    deadline: Instant,
}

/// What a look at the attributes gave.
#[derive(Default)]
struct Seen {
    sample: Option<Sample>,
    catalogue: Option<Labels>,
    /// What the sample says of the right to read employees.
    right: Option<(State, String)>,
}

impl<'a> Examiner<'a> {
    /// An examination of a session.
    pub(crate) fn new(
        engine: &'a Engine,
        session: &'a Session,
        required: &'a [Right],
        before: Option<&'a Examination>,
        watch: Watch<'a>,
    ) -> Self {
        let deadline = Instant::now() + PATIENCE;
        Self { engine, session, required, before, watch, calls: AtomicU32::new(0), deadline }
    }

    /// Finds out. Fails only when the credentials give no token.
    pub(crate) async fn run(
        self,
        credentials: &Credentials,
        now: Timestamp,
    ) -> Result<Examination, EngineError> {
        let manifest = self.session.manifest();
        let scopes = self.engine.authenticate(self.session, self.deadline).await?;
        self.count(u32::try_from(manifest.schemes.len()).unwrap_or(u32::MAX));
        let provider = self.session.provider();
        let (seen, permissions) = match provider.inspect() {
            Some(inspect) => {
                // What the sample needs is found out by reading it.
                let right = inspect.sample().operation.right.clone();
                let (seen, others) =
                    tokio::join!(self.look(inspect), self.permissions(&scopes, right.as_ref()));
                (seen, others)
            }
            None => (Seen::default(), self.permissions(&scopes, None).await),
        };
        let attributes = self.attributes(manifest, &seen);
        (self.watch)(Progress::Attributes(attributes.clone()));
        let permissions = self.in_order(manifest, permissions, &scopes, &seen);
        Ok(Examination {
            checked_at: now,
            calls: self.calls.load(Ordering::Relaxed),
            permissions,
            unknown_scopes: scopes.into_iter().filter(|it| !manifest.knows_scope(it)).collect(),
            attributes,
            values: values(manifest, credentials),
        })
    }

    fn count(&self, calls: u32) {
        self.calls.fetch_add(calls, Ordering::Relaxed);
    }

    async fn probe(&self, call: &Call) -> Probed {
        self.count(1);
        self.engine.probe(self.session, call, self.deadline).await
    }

    /// Every box but the one that the sample shows.
    async fn permissions(&self, scopes: &[String], sampled: Option<&Right>) -> Vec<PermissionState> {
        let grants = self.session.manifest().permissions.iter().flat_map(nabe_connector::Permission::grants);
        let wanted: Vec<(Right, &'static Grant)> =
            grants.filter(|(right, _)| Some(right) != sampled).collect();
        let looks: Vec<_> =
            wanted.into_iter().map(|(right, grant)| self.watched(right, grant, scopes).boxed()).collect();
        stream::iter(looks).buffer_unordered(AT_ONCE).collect().await
    }

    async fn watched(&self, right: Right, grant: &Grant, scopes: &[String]) -> PermissionState {
        let known = self.permission(&right, grant, scopes).await;
        (self.watch)(Progress::Permission(known.clone()));
        known
    }

    async fn permission(&self, right: &Right, grant: &Grant, scopes: &[String]) -> PermissionState {
        let found = grant.found_in(scopes);
        if !found.is_empty() {
            return self.known(right, grant, State::Granted, Proof::Scope, found.join(" "));
        }
        let probe = Some(right).filter(|it| it.access == Access::Read);
        let probe = probe.and_then(|it| self.session.provider().operations().probe(it));
        let shown = match &probe {
            Some(call) => {
                let (state, evidence) = reading(call, &self.probe(call).await);
                (state, Proof::Probe, evidence)
            }
            None => {
                (State::Unknown, Proof::Nothing, "no scope says it, and trying it out would write".to_owned())
            }
        };
        match shown {
            (State::Unknown, _, evidence) => {
                let (state, proof, evidence) =
                    by_scopes(grant, scopes).unwrap_or((State::Unknown, Proof::Nothing, evidence));
                self.known(right, grant, state, proof, evidence)
            }
            (state, proof, evidence) => self.known(right, grant, state, proof, evidence),
        }
    }

    fn known(
        &self,
        right: &Right,
        grant: &Grant,
        state: State,
        proof: Proof,
        evidence: String,
    ) -> PermissionState {
        PermissionState {
            row: right.row.clone(),
            access: right.access,
            state,
            proof,
            evidence,
            has_known_route: grant.unlocks.is_some(),
            required: self.required.contains(right),
        }
    }

    /// Reads a sample of employees and the list of attributes.
    async fn look(&self, inspect: &dyn Inspect) -> Seen {
        let call = inspect.sample();
        let probed = self.probe(&call).await;
        let right = Some(reading(&call, &probed));
        let Probed::Through(body) = probed else { return Seen { right, ..Seen::default() } };
        let sample = inspect.read_sample(&body).ok();
        let catalogue = match inspect.catalogue() {
            Some(call) => match self.probe(&call).await {
                Probed::Through(body) => inspect.read_catalogue(&body).ok(),
                Probed::Denied { .. } | Probed::Unclear(_) => None,
            },
            None => None,
        };
        Seen { sample, catalogue, right }
    }

    /// All boxes in the order of the dialog, the one that the sample shows among them.
    fn in_order(
        &self,
        manifest: &Manifest,
        mut known: Vec<PermissionState>,
        scopes: &[String],
        seen: &Seen,
    ) -> Vec<PermissionState> {
        let mut all = Vec::new();
        for (right, grant) in manifest.permissions.iter().flat_map(nabe_connector::Permission::grants) {
            let place = known.iter().position(|it| it.row == right.row && it.access == right.access);
            let state = if let Some(place) = place {
                known.swap_remove(place)
            } else {
                let state = self.sampled(&right, grant, scopes, seen);
                (self.watch)(Progress::Permission(state.clone()));
                state
            };
            all.push(state);
        }
        all
    }

    /// The box that the sample shows. A denial weighs more than a scope: it is what every later call will meet.
    fn sampled(&self, right: &Right, grant: &Grant, scopes: &[String], seen: &Seen) -> PermissionState {
        let found = grant.found_in(scopes);
        let (state, evidence) = match &seen.right {
            Some((state, evidence)) => (*state, evidence.clone()),
            None => (State::Unknown, String::new()),
        };
        match state {
            State::Granted | State::Unknown if !found.is_empty() => {
                self.known(right, grant, State::Granted, Proof::Scope, found.join(" "))
            }
            State::Granted | State::Missing => self.known(right, grant, state, Proof::Probe, evidence),
            State::Unknown => {
                let (state, proof, evidence) =
                    by_scopes(grant, scopes).unwrap_or((State::Unknown, Proof::Nothing, evidence));
                self.known(right, grant, state, proof, evidence)
            }
        }
    }

    /// The provider's own attributes, and those of the customer's that are listed, were seen, or were seen before.
    fn attributes(&self, manifest: &Manifest, seen: &Seen) -> AttributeStates {
        let own = |key: &str| manifest.attributes.iter().any(|it| it.key == key);
        let mut customs = Labels::new();
        let before = self.before.iter().flat_map(|it| &it.attributes.list).filter(|it| it.custom);
        customs.extend(before.map(|it| (it.key.clone(), it.label.clone())));
        for labels in seen.sample.iter().map(|it| &it.attributes).chain(&seen.catalogue) {
            customs.extend(labels.iter().map(|(key, label)| (key.clone(), label.clone())));
        }
        let system = manifest.attributes.iter().map(|it| (it.key.as_str(), it.label.en.as_str(), false));
        let customs = customs.iter().filter(|(key, _)| !own(key));
        let customs = customs.map(|(key, label)| (key.as_str(), label.as_str(), true));
        let list = system.chain(customs).map(|(key, label, custom)| {
            let (state, proof) = attribute(key, seen);
            AttributeState { key: key.to_owned(), label: label.to_owned(), custom, state, proof }
        });
        AttributeStates { list: list.collect(), sample: seen.sample.as_ref().map(|it| it.records) }
    }
}

/// What a probe says of its right.
fn reading(call: &Call, probed: &Probed) -> (State, String) {
    let operation = call.operation;
    let name = format!("{} {}", operation.method, operation.path);
    match probed {
        Probed::Through(_) => (State::Granted, format!("{name} was let through")),
        Probed::Denied { status } => (State::Missing, format!("{name} was denied with status {status}")),
        Probed::Unclear(error) => (State::Unknown, format!("{name}: {}", unclear(error))),
    }
}

/// Why a probe shows nothing, without what the provider said: it may be anything.
fn unclear(error: &EngineError) -> String {
    match error {
        EngineError::NotFound => "this account has no such route".to_owned(),
        EngineError::RateLimited { .. } | EngineError::Timeout => "there was no time left".to_owned(),
        EngineError::Rejected { status, .. } => format!("it answered with status {status}"),
        other @ (EngineError::PermissionMissing { .. }
        | EngineError::CredentialsRefused { .. }
        | EngineError::Unavailable { .. }
        | EngineError::Unreachable(_)
        | EngineError::Cut
        | EngineError::Malformed { .. }
        | EngineError::BadFilter { .. }
        | EngineError::BadParameter { .. }
        | EngineError::ListChanged
        | EngineError::AttributeMissing { .. }
        | EngineError::BadField { .. }) => other.to_string(),
    }
}

/// What the scopes alone say of a box of which they name none.
fn by_scopes(grant: &Grant, scopes: &[String]) -> Option<(State, Proof, String)> {
    let names = grant.scopes.join(" ");
    grant
        .is_ruled_out_by(scopes)
        .then(|| (State::Missing, Proof::Scope, format!("the token has none of: {names}")))
}

/// Records decide when there are any; without them only the list can show that an attribute may be read.
fn attribute(key: &str, seen: &Seen) -> (State, Proof) {
    let listed = seen.catalogue.as_ref().is_some_and(|it| it.contains_key(key));
    match &seen.sample {
        Some(sample) if sample.attributes.contains_key(key) => (State::Granted, Proof::Sample),
        Some(sample) if sample.records > 0 => (State::Missing, Proof::Sample),
        Some(_) | None if listed => (State::Granted, Proof::Catalogue),
        Some(_) | None => (State::Unknown, Proof::Nothing),
    }
}

/// Values that can't be tried out.
fn values(manifest: &Manifest, credentials: &Credentials) -> Vec<ValueState> {
    let untested = manifest.fields.iter().filter_map(|it| Some((it, it.untested.as_ref()?)));
    let state = |(field, why): (&nabe_connector::Field, &nabe_connector::Text)| ValueState {
        field: field.key.clone(),
        entered: credentials.get(&field.key).is_some(),
        state: State::Unknown,
        evidence: why.en.clone(),
    };
    untested.map(state).collect()
}
