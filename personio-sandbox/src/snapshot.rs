//! The whole state as one JSON document, to be saved and gone back to.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::access::tokens::Restored;
use crate::clock::can_be;
use crate::model::company::{Company, Profile};
use crate::seed;
use crate::state::State;
use crate::switch::Switches;
use crate::tenant::Tenant;

/// The form of the document; one of another form is refused.
const FORM: u32 = 1;

/// A saved state.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Snapshot<'a> {
    form: u32,
    now: Timestamp,
    running: bool,
    companies: Vec<Saved>,
    credentials: Vec<String>,
    tokens: Vec<String>,
    switches: BTreeMap<Cow<'a, str>, Cow<'a, str>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Saved {
    profile: Profile,
    tables: BTreeMap<String, Box<RawValue>>,
    /// The largest number that each table ever gave.
    #[serde(default)]
    last: BTreeMap<String, u32>,
}

/// Why a saved state can't be gone back to.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RestoreError {
    #[error("the snapshot is of another version of the sandbox")]
    Form,
    #[error("the snapshot's time is none that the clock knows: the years from 1970 to 8999")]
    Time,
    #[error("the snapshot has no company")]
    Nobody,
    #[error("the snapshot's `{0}` can't be read: {1}")]
    Table(String, serde_json::Error),
    #[error("{0}")]
    State(String),
}

/// The state as it is.
pub(crate) fn take(state: &State) -> Snapshot<'static> {
    let (credentials, tokens) = state.tokens().dump();
    let company = |tenant: &Tenant| {
        let mut company = tenant.company_mut();
        let profile = company.profile.clone();
        let tables = company.tables().into_iter().map(|(name, table)| (name.to_owned(), table.dump()));
        let tables = tables.collect();
        Saved { profile, tables, last: company.last_numbers() }
    };
    Snapshot {
        form: FORM,
        now: state.clock().now(),
        running: !state.clock().stands(),
        companies: state.companies().iter().map(|it| company(it)).collect(),
        credentials,
        tokens,
        switches: state.switches().all().map(|(it, position)| (it.name.into(), position.into())).collect(),
    }
}

/// Puts a saved state in the place of what there is, and faults away; a state that can't be read changes nothing.
pub(crate) fn restore(state: &State, saved: Snapshot<'_>) -> Result<(), RestoreError> {
    let Snapshot { form, now, running, companies, credentials, tokens, switches } = saved;
    if form != FORM {
        return Err(RestoreError::Form);
    }
    if !can_be(now) {
        return Err(RestoreError::Time);
    }
    for (name, position) in &switches {
        Switches::check(name, position).map_err(|it| RestoreError::State(it.to_string()))?;
    }
    let companies: Vec<Company> = companies.into_iter().map(company).collect::<Result<_, _>>()?;
    if companies.is_empty() {
        return Err(RestoreError::Nobody);
    }
    let tenants: Vec<Arc<Tenant>> = companies.into_iter().map(|it| Arc::new(Tenant::new(it))).collect();
    let tenant = |key: &str| tenants.iter().find(|it| it.key() == key).cloned();
    let tokens = Restored::read(&credentials, &tokens, &tenant)
        .map_err(|it| RestoreError::Table("credentials".to_owned(), it))?;
    let failed = |error: &dyn std::fmt::Display| RestoreError::State(error.to_string());
    state.replace_all(tenants, tokens).map_err(|it| failed(&it))?;
    if running {
        state.clock().start();
    } else {
        state.clock().stop();
    }
    state.clock().set(now);
    for (name, position) in &switches {
        state.switches().set(name, position).map_err(|it| failed(&it))?;
    }
    state.faults().clear();
    state.keep_tokens();
    state.keep_clock().map_err(|it| failed(&it))
}

fn company(saved: Saved) -> Result<Company, RestoreError> {
    let Saved { profile, tables, last } = saved;
    let mut company = seed::nobody(profile);
    for (name, table) in company.tables() {
        let Some(rows) = tables.get(name) else { continue };
        let wrong = |error| RestoreError::Table(name.to_owned(), error);
        let rows: Vec<&RawValue> = serde_json::from_str(rows.get()).map_err(wrong)?;
        let rows: Vec<&str> = rows.iter().map(|it| it.get()).collect();
        table.load(&rows).map_err(wrong)?;
    }
    company.gave(&last);
    Ok(company)
}
