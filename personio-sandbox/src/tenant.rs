//! One company among those of the sandbox: whoever reads it shares it, whoever changes it has it alone.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use jiff::{Timestamp, ToSpan};

use crate::model::company::Company;
use crate::rules;

/// A company and when it must be looked at next.
#[derive(Debug)]
pub(crate) struct Tenant {
    key: String,
    company: RwLock<Company>,
    /// When the next day begins there, in microseconds since 1970.
    next_day: AtomicI64,
}

impl Tenant {
    /// A company as it is.
    pub(crate) fn new(company: Company) -> Self {
        let next_day = AtomicI64::new(next_day(&company));
        Self { key: company.profile.key.clone(), company: RwLock::new(company), next_day }
    }

    /// Its name in the control API and on its career site.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// The company, for reading; keep it no longer than it takes to write an answer.
    pub(crate) fn company(&self) -> RwLockReadGuard<'_, Company> {
        self.company.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The company, for changing; go through [`crate::state::State::change`], so that changes are kept.
    pub(crate) fn company_mut(&self) -> RwLockWriteGuard<'_, Company> {
        self.company.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a day began since the company was looked at.
    pub(crate) fn is_due(&self, now: Timestamp) -> bool {
        now.as_microsecond() >= self.next_day.load(Ordering::Relaxed)
    }

    /// Lets everything take effect that became due.
    pub(crate) fn advance(&self, company: &mut Company, now: Timestamp) {
        rules::day::advance(company, now);
        self.looked_at(company);
    }

    /// Notes what day it is in a company that was replaced.
    pub(crate) fn looked_at(&self, company: &Company) {
        self.next_day.store(next_day(company), Ordering::Relaxed);
    }
}

fn next_day(company: &Company) -> i64 {
    let tomorrow = company.profile.day.checked_add(1.day()).unwrap_or(company.profile.day);
    company.start_of(tomorrow).as_microsecond()
}
