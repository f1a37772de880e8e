//! The platform API: connect sessions, accounts, connectors.

pub(crate) mod accounts;
pub(crate) mod auth_configs;
pub(crate) mod connectors;
pub(crate) mod field_mappings;
pub(crate) mod quarantine;
pub(crate) mod sessions;
