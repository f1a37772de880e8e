//! The providers, one folder each.
//!
//! Pure: a provider describes calls and maps answers. No I/O, no clock, no storage.

mod personio;

use nabe_connector::{Provider, Registry};

/// Every provider that this server has.
static PROVIDERS: &[&dyn Provider] = &[&personio::Personio];

/// The list of providers.
pub fn registry() -> Registry {
    Registry(PROVIDERS)
}
