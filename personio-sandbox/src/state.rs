//! Everything a running sandbox knows: the clock, the companies, who may call, who has called.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use tokio::sync::Notify;

use crate::access::credential::{ClientSecret, Credential, InvalidCredential, NewCredential};
use crate::access::limits::{Limit, Limits, Verdict};
use crate::access::tokens::{Restored, Tokens};
use crate::clock::Clock;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::keeper::{Keeper, KeeperError};
use crate::model::company::Company;
use crate::options::{NewCompany, Options};
use crate::rules::webhooks;
use crate::seed;
use crate::switch::{Switch, Switches};
use crate::tenant::Tenant;

/// The key of the first company.
pub(crate) const FIRST: &str = "nordlicht";
/// The number of the first company; the others follow.
const FIRST_ID: u32 = 20_417;

/// The state that all routes share.
#[derive(Debug)]
pub(crate) struct State {
    options: Options,
    companies: RwLock<Vec<Arc<Tenant>>>,
    tokens: Tokens,
    limits: Limits,
    journal: Journal,
    switches: Switches,
    faults: Faults,
    keeper: Option<Keeper>,
    /// Rings when something may have become due for webhooks.
    events: Notify,
    /// Whether somebody sends what is due.
    sending: AtomicBool,
    /// How many times shorter the waits between the attempts of a delivery are.
    webhook_speed: AtomicU32,
}

/// Why a sandbox can't start, or can't be put into another state.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The file of the state can't be used.
    #[error(transparent)]
    Keeper(#[from] KeeperError),
    /// A switch that there isn't.
    #[error("{0}")]
    Switch(String),
    /// A company that can't be.
    #[error("{0}")]
    Company(String),
}

impl State {
    /// The state that the options describe, or the one that their file has.
    pub(crate) fn new(options: Options) -> Result<Self, StateError> {
        let switches = Switches::default();
        options.set(&switches)?;
        let keeper = options.state_file.as_deref().map(Keeper::open).transpose()?;
        let state = Self {
            companies: RwLock::default(),
            tokens: Tokens::default(),
            limits: Limits::default(),
            journal: Journal::default(),
            switches,
            faults: Faults::default(),
            keeper,
            events: Notify::new(),
            sending: AtomicBool::new(false),
            webhook_speed: AtomicU32::new(options.webhook_speed.max(1)),
            options,
        };
        if let Some(keeper) = &state.keeper {
            keeper.restore_clock(state.clock())?;
        }
        let kept = state.keeper.as_ref().map(Keeper::companies).transpose()?;
        match kept.filter(|it| !it.is_empty()) {
            Some(companies) => {
                for company in companies {
                    state.write_companies().push(Arc::new(Tenant::new(company)));
                }
            }
            None => state.invent()?,
        }
        if let Some(keeper) = &state.keeper {
            state.restore_tokens(keeper)?;
        }
        Ok(state)
    }

    /// Invents the companies of the options.
    fn invent(&self) -> Result<(), StateError> {
        let Options { people, seed, more_companies, .. } = &self.options;
        let first = NewCompany { key: FIRST.to_owned(), people: *people, seed: *seed };
        for wanted in std::iter::once(&first).chain(more_companies) {
            self.add_company(wanted)?;
        }
        Ok(())
    }

    /// Invents one more company.
    pub(crate) fn add_company(&self, wanted: &NewCompany) -> Result<Arc<Tenant>, StateError> {
        let fits = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
        let key = &wanted.key;
        if key.is_empty()
            || key.len() > 63
            || !key.chars().all(fits)
            || key.starts_with('-')
            || key.ends_with('-')
        {
            let message = format!(
                "`{key}` can't be the key of a company: it needs lower-case letters, digits, hyphens"
            );
            return Err(StateError::Company(message));
        }
        let mut companies = self.write_companies();
        if companies.iter().any(|it| it.key() == key) {
            return Err(StateError::Company(format!("there is a company `{key}` already")));
        }
        let id = companies.iter().map(|it| it.company().profile.id + 1).max().unwrap_or(FIRST_ID);
        let mut company = seed::company(wanted, id, self.clock());
        if let Some(keeper) = &self.keeper {
            keeper.keep_all(&mut company)?;
        }
        let tenant = Arc::new(Tenant::new(company));
        companies.push(Arc::clone(&tenant));
        Ok(tenant)
    }

    /// Starts again: the clock at `now` if it is given, every company as it was when it was invented with today as its
    /// day, switches as the options say, and no faults. Credentials go only if `credentials` says so.
    pub(crate) fn reset(&self, now: Option<Timestamp>, credentials: bool) -> Result<(), StateError> {
        if let Some(now) = now {
            self.clock().set(now);
        }
        for tenant in self.companies() {
            let (profile, token) = {
                let company = tenant.company();
                (company.profile.clone(), company.recruiting_settings.get(1).map(|it| it.token.clone()))
            };
            let wanted = NewCompany { key: profile.key, people: profile.people, seed: profile.seed };
            let mut company = seed::company(&wanted, profile.id, self.clock());
            if let Some((settings, token)) = company.recruiting_settings.get_mut(1).zip(token)
                && !credentials
            {
                settings.token = token;
            }
            self.replace(&tenant, company)?;
        }
        self.switches.reset();
        self.options.set(&self.switches)?;
        self.set_webhook_speed(self.options.webhook_speed);
        self.limits.forget();
        self.faults.clear();
        if credentials {
            self.tokens.clear();
        }
        self.keep_tokens();
        self.keep_clock()?;
        Ok(())
    }

    /// Puts a company in the place of another one.
    pub(crate) fn replace(&self, tenant: &Tenant, mut company: Company) -> Result<(), StateError> {
        if let Some(keeper) = &self.keeper {
            keeper.keep_all(&mut company)?;
        }
        tenant.looked_at(&company);
        *tenant.company_mut() = company;
        self.events.notify_one();
        Ok(())
    }

    /// Puts other companies, and their credentials and tokens, in the place of those there are.
    pub(crate) fn replace_all(&self, tenants: Vec<Arc<Tenant>>, tokens: Restored) -> Result<(), StateError> {
        if let Some(keeper) = &self.keeper {
            keeper.keep_only(&tenants)?;
        }
        *self.write_companies() = tenants;
        self.tokens.restore(tokens);
        self.events.notify_one();
        Ok(())
    }

    /// Notes that the clock was moved: everything takes effect that became due.
    pub(crate) fn moved(&self) -> Result<(), KeeperError> {
        self.keep_clock()?;
        for tenant in self.companies() {
            self.advance(&tenant)?;
        }
        self.events.notify_one();
        Ok(())
    }

    /// Keeps how the clock is set.
    pub(crate) fn keep_clock(&self) -> Result<(), KeeperError> {
        self.keeper.as_ref().map_or(Ok(()), |it| it.keep_clock(self.clock()))
    }

    /// Changes a company: first everything takes effect that became due, and afterwards what changed is kept, together
    /// with what webhooks are to be told of it.
    pub(crate) fn change<R>(
        &self,
        tenant: &Tenant,
        change: impl FnOnce(&mut Company) -> R,
    ) -> Result<R, KeeperError> {
        let mut company = tenant.company_mut();
        let before = company.events.next_number();
        tenant.advance(&mut company, self.clock().now());
        let result = change(&mut company);
        let noted = self.switches.is(Switch::WebhookDisabledEvents, "listed");
        webhooks::queue::take_up(&mut company, before, self.clock().now(), noted);
        let rings = company.webhook_pending.has_changed() || company.webhooks.has_changed();
        if let Some(keeper) = &self.keeper {
            keeper.keep_changes(&mut company)?;
        } else {
            for (_, table) in company.tables() {
                table.forget_changed();
            }
        }
        if rings {
            self.events.notify_one();
        }
        Ok(result)
    }

    /// Lets everything take effect in a company that became due since it was looked at.
    pub(crate) fn advance(&self, tenant: &Tenant) -> Result<(), KeeperError> {
        if tenant.is_due(self.clock().now()) { self.change(tenant, |_| ()) } else { Ok(()) }
    }

    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.options.clock
    }

    /// Every company, the first one first.
    pub(crate) fn companies(&self) -> Vec<Arc<Tenant>> {
        self.companies.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn write_companies(&self) -> std::sync::RwLockWriteGuard<'_, Vec<Arc<Tenant>>> {
        self.companies.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The company with this key.
    pub(crate) fn company(&self, key: &str) -> Option<Arc<Tenant>> {
        let companies = self.companies.read().unwrap_or_else(PoisonError::into_inner);
        companies.iter().find(|it| it.key() == key).cloned()
    }

    /// The company with this number, if the token is its recruiting access token.
    pub(crate) fn recruiting_company(&self, id: &str, token: &str) -> Option<Arc<Tenant>> {
        let id: u32 = id.trim().parse().ok()?;
        self.companies().into_iter().find(|tenant| {
            let company = tenant.company();
            company.profile.id == id && company.recruiting_settings.get(1).is_some_and(|it| it.token == token)
        })
    }

    /// The company that is meant where none is named.
    pub(crate) fn first(&self) -> Arc<Tenant> {
        let companies = self.companies.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(companies.first().expect("a sandbox has a company from its start"))
    }

    pub(crate) fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// Counts a call to the route at `place` and says whether it may go on.
    pub(crate) fn meter(&self, limit: Limit, who: Option<&Credential>, place: usize) -> Verdict {
        self.limits.take(limit, who, place, &self.switches, self.clock().micros())
    }

    pub(crate) fn journal(&self) -> &Journal {
        &self.journal
    }

    pub(crate) fn switches(&self) -> &Switches {
        &self.switches
    }

    pub(crate) fn faults(&self) -> &Faults {
        &self.faults
    }

    /// Rings when something may have become due for webhooks.
    pub(crate) fn events(&self) -> &Notify {
        &self.events
    }

    /// Takes the turn to send what is due, unless somebody has it.
    pub(crate) fn take_sending(&self) -> bool {
        !self.sending.swap(true, Ordering::AcqRel)
    }

    /// Gives the turn back.
    pub(crate) fn end_sending(&self) {
        self.sending.store(false, Ordering::Release);
    }

    /// How many times shorter the waits between the attempts of a delivery are.
    pub(crate) fn webhook_speed(&self) -> u32 {
        self.webhook_speed.load(Ordering::Relaxed)
    }

    /// Makes the waits that follow so many times shorter.
    pub(crate) fn set_webhook_speed(&self, speed: u32) {
        self.webhook_speed.store(speed.max(1), Ordering::Relaxed);
    }

    /// What cursors are signed with.
    pub(crate) fn cursor_key(&self) -> u64 {
        self.options.seed
    }

    /// Makes a credential of a company.
    pub(crate) fn add_credential(
        &self,
        tenant: &Arc<Tenant>,
        wanted: NewCredential,
    ) -> Result<ClientSecret, InvalidCredential> {
        let company = tenant.company();
        let made = self.tokens.add(wanted, tenant, &company.catalogue, self.clock().now())?;
        drop(company);
        self.keep_tokens();
        Ok(made)
    }

    fn restore_tokens(&self, keeper: &Keeper) -> Result<(), KeeperError> {
        let (credentials, grants) = keeper.tokens()?;
        let restored = Restored::read(&credentials, &grants, &|key: &str| self.company(key));
        self.tokens.restore(restored.map_err(|error| keeper.unreadable("credential", error))?);
        Ok(())
    }

    /// Keeps credentials and tokens after they changed; a file that can't be written is told in the log.
    pub(crate) fn keep_tokens(&self) {
        let Some(keeper) = &self.keeper else { return };
        if let Err(error) = keeper.keep_tokens(&self.tokens) {
            tracing::error!(%error, "credentials could not be kept");
        }
    }
}

impl Options {
    /// Puts switches into the positions in which they stand at the start.
    fn set(&self, switches: &Switches) -> Result<(), StateError> {
        let limits = if self.rate_limits { "on" } else { "off" };
        let first = [(Switch::RateLimits.name(), limits)];
        let others = self.switches.iter().map(|(name, position)| (name.as_str(), position.as_str()));
        for (name, position) in first.into_iter().chain(others) {
            switches.set(name, position).map_err(|it| StateError::Switch(it.to_string()))?;
        }
        Ok(())
    }
}

/// A fresh id for an error.
pub(crate) fn trace_id() -> String {
    let (high, low): (u64, u64) = rand::random();
    format!("{high:016x}{low:016x}")
}
