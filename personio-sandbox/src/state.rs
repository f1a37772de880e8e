//! Everything a running sandbox knows: the clock, the company, who may call, who has called.

use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use crate::access::credential::{ClientSecret, InvalidCredential, NewCredential};
use crate::access::limits::Limits;
use crate::access::tokens::Tokens;
use crate::clock::Clock;
use crate::journal::Journal;
use crate::model::company::Company;
use crate::options::Options;

/// The state that all routes share.
#[derive(Debug)]
pub(crate) struct State {
    clock: Clock,
    company: RwLock<Company>,
    tokens: Tokens,
    limits: Limits,
    journal: Journal,
    seed: u64,
}

impl State {
    /// A fresh state with an invented company.
    pub(crate) fn new(options: Options) -> Self {
        let Options { people, seed, rate_limits, clock } = options;
        let company = crate::seed::company(people, seed, &clock);
        Self {
            clock,
            company: RwLock::new(company),
            tokens: Tokens::default(),
            limits: Limits::new(rate_limits),
            journal: Journal::default(),
            seed,
        }
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The company, for reading; keep it no longer than it takes to write an answer.
    pub(crate) fn company(&self) -> RwLockReadGuard<'_, Company> {
        self.company.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(crate) fn journal(&self) -> &Journal {
        &self.journal
    }

    /// What cursors are signed with.
    pub(crate) fn cursor_key(&self) -> u64 {
        self.seed
    }

    /// Makes a credential.
    pub(crate) fn add_credential(&self, wanted: NewCredential) -> Result<ClientSecret, InvalidCredential> {
        let company = self.company();
        self.tokens.add(wanted, &company.catalogue, self.clock.now())
    }
}

/// A fresh id for an error.
pub(crate) fn trace_id() -> String {
    let (high, low): (u64, u64) = rand::random();
    format!("{high:016x}{low:016x}")
}
