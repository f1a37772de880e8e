//! Use cases and policy: the only layer that decides.
//!
//! Knows no HTTP server, no SQL and no provider by name.

mod accounts;
mod caller;
mod clock;
mod connectors;
mod core;
mod coverage;
mod cursor;
mod diagnosis;
mod download;
mod examine;
mod explain;
mod failure;
mod fetch;
mod field_mappings;
mod findings;
mod guide;
mod hub;
mod linking;
mod live;
mod look;
mod operator;
mod privacy;
mod quarantine;
mod read;
mod sessions;
mod start;

pub use crate::accounts::{AccountMeta, AccountPatch, AccountQuery};
pub use crate::caller::{Allowed, Caller, Verbs};
pub use crate::clock::Clock;
pub use crate::connectors::{AuthConfig, AuthConfigQuery, ConnectorMeta};
pub use crate::core::{Core, Settings};
pub use crate::diagnosis::rights;
pub use crate::download::{BrokenOff, FileAnswer, FileBody};
pub use crate::examine::{Progress, Watch};
pub use crate::failure::{Failure, Outcome};
pub use crate::hub::{
    HubAccount, HubAttempt, HubConnector, HubConnectors, HubField, HubIntegration, HubSettings,
};
pub use crate::linking::{Door, Linked, Submission};
pub use crate::look::{COLOURS, Logo, look};
pub use crate::operator::{NewKey, Rotation, create_key, create_project, rotate_vault};
pub use crate::read::{ReadAnswer, ReadAsk};
pub use crate::sessions::{ConnectSession, NewConnectSession, OpenSession};
pub use crate::start::{FirstStart, Prepared, StartError, prepare};
pub use nabe_connector::{Complaint, Filters, Text, clean};
