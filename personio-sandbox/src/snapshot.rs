//! The whole state as one JSON document, to be saved and gone back to.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::model::company::{Company, Profile};
use crate::seed;
use crate::state::State;
use crate::switch::Switches;

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
}

/// Why a saved state can't be gone back to.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RestoreError {
    #[error("the snapshot is of another version of the sandbox")]
    Form,
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
    let company = |tenant: &crate::tenant::Tenant| {
        let mut company = tenant.company_mut();
        let profile = company.profile.clone();
        let tables = company.tables().into_iter().map(|(name, table)| (name.to_owned(), table.dump()));
        Saved { profile, tables: tables.collect() }
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

/// Puts a saved state in the place of what there is; a state that can't be read changes nothing.
pub(crate) fn restore(state: &State, saved: Snapshot<'_>) -> Result<(), RestoreError> {
    let Snapshot { form, now, running, companies, credentials, tokens, switches } = saved;
    if form != FORM {
        return Err(RestoreError::Form);
    }
    for (name, position) in &switches {
        Switches::check(name, position).map_err(|it| RestoreError::State(it.to_string()))?;
    }
    let companies: Vec<Company> = companies.into_iter().map(company).collect::<Result<_, _>>()?;
    if companies.is_empty() {
        return Err(RestoreError::Nobody);
    }
    if running {
        state.clock().start();
    } else {
        state.clock().stop();
    }
    state.clock().set(now);
    let failed = |error: &dyn std::fmt::Display| RestoreError::State(error.to_string());
    state.replace_all(companies).map_err(|it| failed(&it))?;
    state
        .restore_dumped(&credentials, &tokens)
        .map_err(|it| RestoreError::Table("credentials".to_owned(), it))?;
    for (name, position) in &switches {
        state.switches().set(name, position).map_err(|it| failed(&it))?;
    }
    state.keep_tokens();
    state.keep_clock().map_err(|it| failed(&it))
}

fn company(saved: Saved) -> Result<Company, RestoreError> {
    let Saved { profile, tables } = saved;
    let mut company = seed::nobody(profile);
    for (name, table) in company.tables() {
        let Some(rows) = tables.get(name) else { continue };
        let wrong = |error| RestoreError::Table(name.to_owned(), error);
        let rows: Vec<&RawValue> = serde_json::from_str(rows.get()).map_err(wrong)?;
        let rows: Vec<&str> = rows.iter().map(|it| it.get()).collect();
        table.load(&rows).map_err(wrong)?;
    }
    Ok(company)
}
